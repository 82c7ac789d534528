"""Write packages/crystal/src/element/elements.ts from independent tables.

mass                standard atomic weight (IUPAC, abridged; mass of a long-lived isotope where there is none): mendeleev
electronegativity   Pauling scale: pymatgen
covalent radius     Cordero et al. 2008 (C sp3; low spin Mn, Fe, Co; none beyond Cm): ase
group, period, block  pymatgen (La and Ac in the f block, Lu and Lr in the d block; f block counted as group 3);
                    helium is put in the s block, where pymatgen says p
name                IUPAC spelling

    pip install -r requirements.txt && python make_elements.py > ../../../packages/crystal/src/element/elements.ts
"""
import json
import warnings

warnings.filterwarnings("ignore")
from ase.data import covalent_radii
from mendeleev.fetch import fetch_table
from pymatgen.core import Element

table = fetch_table("elements").set_index("atomic_number")
HEAD = '''import type { ChemicalElement } from "./chemicalElement.ts";

/**
 * The elements from hydrogen (1) to lawrencium (103), ordered by atomic number: `elements[Z - 1]`.
 *
 * @remarks
 * Made by `tools/reference/crystal/make_elements.py`. Sources: masses are IUPAC standard atomic
 * weights (for an element without one, the mass of a long-lived isotope), by mendeleev 1.3.0;
 * electronegativities are on Pauling's scale, by pymatgen 2026.10.24; covalent radii are those of
 * Cordero (2008) for sp3 carbon and low-spin Mn, Fe and Co, by ASE 3.29.0. La and Ac are counted in
 * the f block, Lu and Lr in the d block, and the whole f block in group 3, as pymatgen does; helium
 * is in the s block.
 *
 * @example
 * ```ts
 * elements[10]?.symbol; // "Na"
 * ```
 *
 * @see B. Cordero et al., Dalton Trans. 2832 (2008), https://doi.org/10.1039/b801115j
 */
export const elements: readonly ChemicalElement[] = [
  // Z, symbol, name, mass (u), electronegativity, covalent radius (Å), group, period, block'''
IUPAC = {"Aluminum": "Aluminium", "Cesium": "Caesium"}
print(HEAD)
for z in range(1, 104):
    e, r = Element.from_Z(z), table.loc[z]
    x = "undefined" if e.X != e.X else f"{e.X:g}"
    rad = "undefined" if z > 96 else f"{covalent_radii[z]:g}"
    block = "s" if z == 2 else e.block
    print(f'  element({z}, "{e.symbol}", "{IUPAC.get(r["name"], r["name"])}", {float(r.atomic_weight):.10g}, {x}, {rad}, {e.group}, {e.row}, "{block}"),')
print('''];

function element(
  number: number,
  symbol: string,
  name: string,
  mass: number,
  electronegativity: number | undefined,
  covalentRadius: number | undefined,
  group: number,
  period: number,
  block: ChemicalElement["block"],
): ChemicalElement {
  return Object.freeze({
    number,
    symbol,
    name,
    mass,
    electronegativity,
    covalentRadius,
    group,
    period,
    block,
  });
}''')
