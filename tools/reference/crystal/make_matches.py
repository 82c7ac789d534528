"""Write pairs of structures with the verdicts of pymatgen's StructureMatcher for the tests of @ftcp/crystal.

    pip install -r requirements.txt && python make_matches.py ../../../packages/crystal/test/fixtures

The crystals are those of textbook-crystals.json, which make_fixtures.py writes; their disguises are made here.
"""
import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import numpy as np
from pymatgen.analysis.structure_matcher import ElementComparator, StructureMatcher
from pymatgen.core import Structure

out = Path(sys.argv[1])
rng = np.random.default_rng(3)
textbook = {c["name"]: Structure(c["matrix"], c["elements"], c["fractional"]) for c in json.loads((out / "textbook-crystals.json").read_text())}


def disguise(s, noise=0.0, strain=0.0, scale=1.0):
    """another basis, orientation, origin and order; displaced, strained and scaled"""
    m = np.eye(3, dtype=int)
    for _ in range(3):
        a, b = rng.choice(3, 2, replace=False)
        shear = np.eye(3, dtype=int)
        shear[a, b] = rng.integers(-1, 2)
        m = shear @ m
    q, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    q[0] *= np.sign(np.linalg.det(q))
    e = rng.normal(size=(3, 3)) * strain
    cart = s.cart_coords + rng.normal(size=(len(s), 3)) * noise
    frac = cart @ np.linalg.inv(s.lattice.matrix) @ np.linalg.inv(m) + rng.random(3)
    order = rng.permutation(len(s))
    return Structure(scale * m @ s.lattice.matrix @ (np.eye(3) + (e + e.T) / 2) @ q, [s.species[i] for i in order], frac[order] % 1)


def double(s, axis=0):
    t = s.copy()
    t.make_supercell([2 if i == axis else 1 for i in range(3)])
    return t


pairs = []
small = {k: s for k, s in textbook.items() if len(s) <= 12}
for name, s in small.items():
    pairs.append((f"{name}, rewritten", s, disguise(s), {}))
    for noise in (0.05, 0.2):
        pairs.append((f"{name}, atoms displaced by {noise} Å", s, disguise(s, noise), {}))
    pairs.append((f"{name}, strained and displaced", s, disguise(s, 0.05, 0.03, 1.1), {}))
    pairs.append((f"{name}, strained much", s, disguise(s, 0, 0.1), {}))
    if len(s) <= 6:
        pairs.append((f"{name}, doubled and displaced a little", s, disguise(double(s), 0.01), {}))
for name in ("rutile TiO2", "caesium chloride"):
    s = textbook[name]
    pairs.append((f"{name}, doubled and displaced", s, disguise(double(s, 2), 0.05), {"primitive_cell": False, "attempt_supercell": True}))
    pairs.append((f"{name}, doubled, no supercells", s, disguise(double(s, 2), 0.05), {"primitive_cell": False}))
    pairs.append((f"{name}, larger", s, disguise(s, 0, 0, 1.25), {"scale": False}))
    pairs.append((f"{name}, a little larger", s, disguise(s, 0.02, 0, 1.02), {"scale": False}))

write = lambda s: {"matrix": s.lattice.matrix.tolist(), "elements": [x.symbol for x in s.species], "fractional": (s.frac_coords % 1).tolist()}
rows = []
for name, a, b, options in pairs:
    row = {"name": name, "left": write(a), "right": write(b), "options": options}
    a, b = [Structure(row[k]["matrix"], row[k]["elements"], row[k]["fractional"]) for k in ("left", "right")]
    for key, tolerances in (("strict", {}), ("loose", {"ltol": 0.3, "stol": 0.5, "angle_tol": 10})):
        m = StructureMatcher(**tolerances, **options)
        d = m.get_rms_dist(a, b)
        row[key] = {"match": bool(m.fit(a, b)), "reverse": bool(m.fit(b, a)), "distance": None if d is None else [float(x) for x in d]}
    rows.append(row)

names = list(small)
anonymous = [[a, b] for i, a in enumerate(names) for b in names[i + 1:] if StructureMatcher().fit_anonymous(small[a], small[b])]
(out / "matches.json").write_text(json.dumps({"pairs": rows, "anonymous": anonymous}, separators=(",", ":")) + "\n")
print(len(rows), sum(r["strict"]["match"] for r in rows), sum(r["strict"]["match"] != r["strict"]["reverse"] for r in rows), anonymous)
