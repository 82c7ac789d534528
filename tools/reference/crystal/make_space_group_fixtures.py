"""Write the fixtures of packages/crystal/test/fixtures that are about space groups.

space-group-operations.json  for each of the 530 settings the number of operations and a SHA-256 of them, by
                             spglib and gemmi, which must agree; a few settings in full; the further settings
                             of gemmi and other Hall symbols that it reads
space-group-names.json       spellings of Hermann-Mauguin symbols and what gemmi takes them for

    pip install -r requirements.txt && python make_space_group_fixtures.py
"""
import hashlib
import json
from fractions import Fraction
from pathlib import Path

import gemmi
import spglib

OUT = Path(__file__).resolve().parents[3] / "packages/crystal/test/fixtures"


def line(rotation, units):
    """One operation: nine entries by rows, then the translation in 1/144, within the cell."""
    return " ".join(str(int(x)) for x in [*sum(rotation, []), *(u % 144 for u in units)])


def of_spglib(hall_number):
    data = spglib.get_symmetry_from_database(hall_number)
    lines = []
    for rotation, translation in zip(data["rotations"], data["translations"], strict=True):
        exact = [Fraction(float(t)).limit_denominator(24) for t in translation]
        lines.append(line(rotation.tolist(), [f * 144 for f in exact]))
    return sorted(lines)


def of_gemmi(group_ops):
    den = gemmi.Op.DEN
    lines = []
    for op in group_ops:
        assert all(x % den == 0 for row in op.rot for x in row), op.triplet()
        rotation = [[x // den for x in row] for row in op.rot]
        lines.append(line(rotation, [x * 144 // den for x in op.tran]))
    return sorted(set(lines))


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write(name, value):
    """JSON with one item of a list or object on each line."""
    parts = []
    for key, item in value.items():
        if isinstance(item, list):
            body = "[\n  " + ",\n  ".join(json.dumps(x) for x in item) + "\n ]"
        else:
            body = json.dumps(item)
        parts.append(f" {json.dumps(key)}: {body}")
    (OUT / name).write_text("{\n" + ",\n".join(parts) + "\n}\n")


ORIGIN = {
    "command": "python tools/reference/crystal/make_space_group_fixtures.py",
    "versions": {"spglib": spglib.__version__, "gemmi": gemmi.__version__},
}
rows = list(gemmi.spacegroup_table())
settings = []
for hall_number in range(1, 531):
    ops = of_spglib(hall_number)
    row = rows[hall_number - 1]
    assert ops == of_gemmi(row.operations()), hall_number
    entry = spglib.get_spacegroup_type(hall_number)
    settings.append({
        "hallNumber": hall_number,
        "number": entry.number,
        "symbol": row.hm,
        "pointGroup": entry.pointgroup_international,
        "crystalSystem": row.crystal_system_str(),
        "centring": row.centring_type(),
        "isReference": row.is_reference_setting(),
        "count": len(ops),
        "sha256": digest(ops),
    })

# Other Hall symbols: the further settings of gemmi, changes of basis and of origin, other spellings.
OTHER = [r.hall for r in rows[530:]] + [
    "C 4 2 (x+y,x-y,z)",
    "-P 2ybc (x-z,y,z)",
    "-P 2ybc (z,x,y)",
    "-C 2yc (x,y,-x+z)",
    "P 2ac 2ab (x-1/4,y,z)",
    "-F 4 2 3 (x,y,z+1/8)",
    "-F 4 2 3 (-x+y+z,x-y+z,x+y-z)",
    "-R 3 2\"c (-y+z,x+z,-x+y+z)",
    "P 4w (1 0 0)",
    "-P 2 2ab (0 0 3)",
    "-I 4bd 2c 3 (3 -1 0)",
    "P 31 2 (0 0 4)",
    "P 61 2 (0 0 -1)",
    "H 3",
    "-H 3 2",
    "P 6x",
    "-P 4x 2y",
    "P 2\"",
    "-P 2'",
    "P 2x\"",
    "P 42",
    "P 62c",
    "P 4 2' ",
]
others = []
for hall in OTHER:
    try:
        ops = of_gemmi(gemmi.symops_from_hall(hall))
    except Exception as error:
        print("gemmi does not read", hall, error)
        continue
    others.append({"hall": hall, "count": len(ops), "sha256": digest(ops)})

FULL = [1, 81, 430, 444, 525]
write("space-group-operations.json", {
    **ORIGIN,
    "settings": settings,
    "others": others,
    "full": [{"hallNumber": n, "operations": of_spglib(n)} for n in FULL],
})

# Spellings, and the Hall symbol of what gemmi takes each for; null where gemmi knows no group.
OTHER_NAMES = """
F d -3 m :2|F d -3 m:2|Fd-3m:2|F d 3 m :1|Fd3m|F d -3 m|F_d_-3_m|f d -3 m|FD-3M|F m 3 m|Fm3m|Pm3m|P m 3 n|I a 3 d|P a 3|Ia3
P 21/n|P21/n|P 1 21/n 1|P 21/a|P 21/c|P2_1/c|P 1 1 21/b|P 21/b|B 2/b|A 2/a|I 2/a|C 2/c|C 1 2/c 1|A 2|I 2|C 2|P 2|P m|C c|A a|I a
R 3 2 :R|R 3 2:H|R 3 2|R32|R -3 m H|R-3m|R-3mH|R 3 m R|R 3 c:R|R -3|R-3:R|R3|H 3|H 3 2|H3|H32|R -3 c
I 41/a m d :1|I 41/a m d:2|I41/amd|P 4/n:1|P 4/n m m :2|P 42/n c m|P4/nmm|P n n n:1|P n n n :2|P m m n:2|P b a n
A e m 2|A e a 2|C m c e|C m m e|C c c e:1|C m c a|C m m a|C c c a:2|B b e m|Cmca|Cmce
P b c a|Pbca|P n m a|Pnma|P b n m|Pbnm|P m c n|P n a m|P m n b|P c m n|P 63/m m c|P63/mmc|P 63/mmc|P6_3/mmc|P -3 m 1|P-3m1|P 3 1 2|P312|P 31 2 1|P3121|P 31 1 2
P 21 21 21|P212121|P 21 21 2|P21212|P 2 2 21|P 2 21 21|C 2 2 21|C2221|I 21 21 21|P 21 3|P213|P 41 21 2|P41212|P43212|I 2 2 2|F 2 2 2
A 1|B 1|C 1|I 1|F 1|A -1|B -1|C -1|C-1|I -1|I-1|F -1|I 1 21 1|I 21|C 1 21 1|C 21|B 1 2 1|C 1 1 2|B 1 21 1|C 1 1 21|F 1 2 1|F 1 m 1|F 1 d 1|F 1 2/m 1
C 4 2 2|C 4 2 21|F 4 2 2|C -4 2 m|C -4 2 b|F 4/m m m|P 21 21 2 (a)|A b a m
""".replace("\n", "|").strip("|").split("|")
names = {}
for row in rows:
    if row.ccp4 in (1018, 1020, 1021, 1022, 1023, 1094, 1197):
        continue
    for symbol in (row.hm, row.short_name()):
        for name in (symbol, symbol.replace(" ", ""), symbol.lower().replace(" ", "_")):
            suffix = "" if row.ext == "\0" else row.ext
            for spelling in {name, name + (suffix and ":" + suffix), name + (suffix and " :" + suffix.lower())}:
                names[spelling] = None
for name in OTHER_NAMES:
    names[name] = None
found = []
for name in names:
    row = gemmi.find_spacegroup_by_name(name)
    found.append([name, row and row.hall])
write("space-group-names.json", {**ORIGIN, "names": found})
