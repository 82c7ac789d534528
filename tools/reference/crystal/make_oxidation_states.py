"""Write packages/crystal/src/chemistry/oxidationStateTables.ts from pymatgen's and SMACT's tables (both MIT).

common   pymatgen Element.common_oxidation_states
all      pymatgen Element.oxidation_states
smact14  SMACT's set of 2014, data/oxidation_states.txt, that of CDVAE's evaluation
icsd24   SMACT 4's default: states with at least 3 reports in the ICSD of 2024

    pip install -r requirements.txt && python make_oxidation_states.py > ../../../packages/crystal/src/chemistry/oxidationStateTables.ts
"""
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import smact
from pymatgen.core import Element
from smact.screening import _get_icsd24_oxidation_dict

SYMBOLS = [Element.from_Z(z).symbol for z in range(1, 104)]
smact14 = {}
for line in (Path(smact.data_directory) / "oxidation_states.txt").read_text().splitlines():
    if line.strip() and not line.startswith("#"):
        symbol, *states = line.split()
        smact14[symbol] = [int(state) for state in states]
icsd24 = _get_icsd24_oxidation_dict(False, 3, "low")
TABLES = {
    "common": {s: Element(s).common_oxidation_states for s in SYMBOLS},
    "all": {s: Element(s).oxidation_states for s in SYMBOLS},
    "smact14": smact14,
    "icsd24": icsd24,
}
HEAD = '''import type { OxidationStateTable } from "./oxidationStateTable.ts";

/**
 * The tables of oxidation states that are built in, by name.
 *
 * @remarks
 * Made by `tools/reference/crystal/make_oxidation_states.py` from pymatgen 2026.10.24 and SMACT 4.0.2
 * (both MIT licence):
 *
 * - `common`: pymatgen's `common_oxidation_states`, which are those of Greenwood and Earnshaw as listed by
 *   Wikipedia
 * - `all`: pymatgen's `oxidation_states`, all that are listed there
 * - `smact14`: SMACT's own set of 2014, with which CDVAE and its followers judge generated crystals
 * - `icsd24`: the default of SMACT 4, states with at least three reports in the ICSD of 2024
 *
 * An element that is not in a table (as the noble gases) has no state in it.
 *
 * @example
 * ```ts
 * oxidationStateTables.common["Fe"]; // [2, 3]
 * ```
 *
 * @see N. N. Greenwood and A. Earnshaw, Chemistry of the Elements (1997)
 * @see D. W. Davies et al., J. Open Source Softw. 4, 1361 (2019), https://doi.org/10.21105/joss.01361
 */
export const oxidationStateTables: Readonly<
  Record<"common" | "all" | "smact14" | "icsd24", OxidationStateTable>
> = {'''
print(HEAD)
for name, table in TABLES.items():
    print(f"  {name}: {{")
    for symbol in SYMBOLS:
        states = sorted(int(x) for x in table.get(symbol) or [])
        if states:
            print(f"    {symbol}: [{', '.join(map(str, states))}],")
    print("  },")
print("};")
