"""Write packages/fingerprint/src/composition/elementalTable.ts: the elemental properties of Magpie, as matminer ships them.

    pip install -r requirements.txt && python make_elemental_table.py > ../../../packages/fingerprint/src/composition/elementalTable.ts
"""
import json
import math
import warnings

warnings.filterwarnings("ignore")
from matminer.utils.data import MagpieData
from pymatgen.core import Element

NAMES = "Number MendeleevNumber AtomicWeight MeltingT Column Row CovalentRadius Electronegativity NsValence NpValence NdValence NfValence NValence NsUnfilled NpUnfilled NdUnfilled NfUnfilled NUnfilled GSvolume_pa GSbandgap GSmagmom SpaceGroupNumber".split()
data = MagpieData(impute_nan=False)
print('''/**
 * The elemental properties of Magpie, by name: one number for each element from hydrogen on, `null` where none is known.
 *
 * @remarks
 * Made by `tools/reference/fingerprint/make_elemental_table.py` from matminer 0.10.1 (modified BSD licence), which took them
 * from Magpie.
 *
 * @see L. Ward et al., npj Comput. Mater. 2, 16028 (2016), https://doi.org/10.1038/npjcompumats.2016.28
 */
// prettier-ignore
export const elementalTable: Readonly<Record<string, readonly (number | null)[]>> = {''')
for name in NAMES:
    values = []
    for z in range(1, 104):
        try:
            value = float(data.get_elemental_property(Element.from_Z(z), name))
        except Exception:
            value = math.nan
        values.append("null" if math.isnan(value) else json.dumps(int(value) if value == int(value) else value))
    print(f"  {name}: [{', '.join(values)}],")
print("};")
