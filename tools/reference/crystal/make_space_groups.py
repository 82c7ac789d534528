"""Write packages/crystal/src/spaceGroup/settingTable.ts: the settings of the space groups, from independent tables.

Hall symbol, full symbol, choice   spglib, in the order of its Hall numbers (1 to 530)
letter of the e glide planes       gemmi (spglib gives only the e of 1992; C m m a and C m m b differ)
further settings                   gemmi (its table after the first 530 rows)

    pip install -r requirements.txt && python make_space_groups.py > ../../../packages/crystal/src/spaceGroup/settingTable.ts
"""
import re

import gemmi
import spglib

HEAD = f"""/**
 * The settings of the 230 space-group types, one text for each type, settings joined by semicolons:
 * `Hall symbol,full symbol,choice`. An empty full symbol is that of the setting before. The e glide
 * planes of 1992 are written with their former letter.
 *
 * @remarks
 * Made by `tools/reference/crystal/make_space_groups.py` from spglib {spglib.__version__} and gemmi {gemmi.__version__}.
 */
export const settingTable: readonly string[] = ["""

MIDDLE = """];

/** Settings beyond the 530, in larger cells than needed or at other origins: `type,Hall symbol,symbol`. */
export const furtherSettingTable: readonly string[] = ["""


def full_symbol(full, former):
    """The full symbol with the former letter in place of each e."""
    full, former = full.replace("_", "").split(), former.split()
    return " ".join(a.replace("e", b[-1]) for a, b in zip(full, former, strict=True))


def quote(text):
    return "'" + text + "'" if '"' in text else '"' + text + '"'


rows = list(gemmi.spacegroup_table())
types = {}
previous = None
for hall_number in range(1, 531):
    entry = spglib.get_spacegroup_type(hall_number)
    other = rows[hall_number - 1]
    assert entry.hall_symbol.replace("=", '"').replace("_", " ") == other.hall, hall_number
    assert entry.number == other.number
    full = full_symbol(entry.international_full, other.hm)
    cells = [other.hall, "" if full == previous else full, entry.choice]
    previous = full
    types.setdefault(entry.number, []).append(",".join(cells))

print(HEAD)
for number in range(1, 231):
    print(f"  {quote(';'.join(types[number]))},")
print(MIDDLE)
for row in rows[530:]:
    # CCP4 marks another origin by an "a", spelled in several ways.
    symbol = row.hm.replace("21212", "21 21 2")
    symbol = re.sub(r" ?\(?(?<=[0-9(])a\)?$", " (a)", symbol)
    print(f"  {quote(','.join([str(row.number), row.hall, symbol]))},")
print("];")
