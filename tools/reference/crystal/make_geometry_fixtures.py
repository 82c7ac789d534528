"""Write the golden fixtures of neighbour lists, supercells, primitive cells, formulas and charge neutrality.

pymatgen makes the neighbour lists (checked against ASE here), supercells and formulas; SMACT the verdicts on neutrality.

    pip install -r requirements.txt && python make_geometry_fixtures.py ../../../packages/crystal/test/fixtures
"""
import json
import math
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import numpy as np
from ase import Atoms
from ase.neighborlist import neighbor_list
from pymatgen.core import Composition, Element, Lattice, Structure
from smact import element_dictionary, metals
from smact.screening import pauling_test, smact_validity

out = Path(sys.argv[1])
rng = np.random.default_rng(3)
compact = lambda data: json.dumps(data, separators=(",", ":"))
write = lambda name, rows: (out / name).write_text("[\n" + ",\n".join(compact(row) for row in rows) + "\n]\n")
ELEMENTS = ["Na", "Cl", "Ti", "O", "Cs"]


# Cells of all kinds: tiny (radius several times the cell), skewed (by random shears), flat, long, large.
def random_lattice(scale, shears):
    while True:
        matrix = np.diag(rng.uniform(0.8, 1.25, 3)) * scale + rng.uniform(-0.25, 0.25, (3, 3)) * scale
        if abs(np.linalg.det(matrix)) > 0.3 * scale**3:
            break
    for _ in range(shears):
        i, j = rng.choice(3, 2, replace=False)
        matrix[i] += rng.integers(-3, 4) * matrix[j]
    return matrix


cases = [(f"{kind} {k}", random_lattice(scale, shears), count, radius)
         for kind, scale, shears, count, radius in (
             ("tiny", 2.2, 0, 1, 7.0), ("tiny and skewed", 2.5, 3, 2, 6.0), ("medium", 6.0, 0, 8, 5.0),
             ("skewed", 6.0, 4, 8, 5.0), ("very skewed", 5.0, 8, 5, 4.0), ("large", 16.0, 0, 60, 4.5))
         for k in range(4)]
cases += [("layer in a long cell", np.array([[3.0, 0, 0], [-1.5, 2.6, 0], [0, 0, 60.0]]), 4, 6.1),
          ("chain in a wide cell", np.array([[2.5, 0, 0], [0, 30.0, 0], [4.0, 3.0, 35.0]]), 3, 8.0),
          ("left-handed", np.array([[4.0, 0, 0], [1.0, 0, 5.0], [0.5, 6.0, 0]]), 5, 5.9)]
neighbors = []
for name, matrix, count, radius in cases:
    fractional = rng.uniform(0, 1, (count, 3)).round(6)
    symbols = [ELEMENTS[k] for k in rng.integers(0, len(ELEMENTS), count)]
    structure = Structure(matrix, symbols, fractional)
    center, point, offset, distance = structure.get_neighbor_list(radius)
    i, j = neighbor_list("ij", Atoms(symbols, scaled_positions=fractional, cell=matrix, pbc=True), radius)
    assert len(i) == len(center) and (np.bincount(i, minlength=count) == np.bincount(center, minlength=count)).all()
    assert np.abs(distance - radius).min() > 1e-6
    order = np.lexsort((distance, center))
    center, point, offset, distance = center[order], point[order], offset[order].astype(int), distance[order]
    every = max(1, len(center) // 60)
    neighbors.append({
        "name": name, "matrix": matrix.tolist(), "elements": symbols, "fractional": fractional.tolist(), "radius": radius,
        "counts": np.bincount(center, minlength=count).tolist(),
        "distanceSums": np.bincount(center, weights=distance, minlength=count).tolist(),
        # Some of the pairs in full: from, to, offset, distance.
        "pairs": [[int(center[k]), int(point[k]), *offset[k].tolist(), float(distance[k])] for k in range(0, len(center), every)],
    })
write("neighbor-lists.json", neighbors)

supercells = []
for k in range(20):
    matrix = random_lattice(5.0, 1)
    count = int(rng.integers(1, 5))
    fractional = rng.uniform(0, 1, (count, 3)).round(6)
    symbols = [ELEMENTS[i] for i in rng.integers(0, len(ELEMENTS), count)]
    while True:
        scaling = rng.integers(-2, 4, (3, 3)) if k > 4 else np.diag(rng.integers(1, 5, 3))
        if 0 < abs(round(np.linalg.det(scaling))) <= 20:
            break
    cell = Structure(matrix, symbols, fractional).make_supercell(scaling, in_place=False)
    assert len(cell) == count * abs(round(np.linalg.det(scaling)))
    supercells.append({
        "matrix": matrix.tolist(), "elements": symbols, "fractional": fractional.tolist(), "scaling": scaling.tolist(),
        "supercell": {"matrix": cell.lattice.matrix.tolist(), "elements": [s.symbol for s in cell.species],
                      "fractional": (cell.frac_coords % 1).tolist()},
    })
write("supercells.json", supercells)

# Formulas of our own making: random elements with random amounts, some of them shared sites.
# (Without D and T, which pymatgen counts as H in these formulas.)
POOL = [e.symbol for e in map(Element.from_Z, range(1, 104))]
pool_weights = np.array([6.0 if s in ("H", "C", "O", "N", "S", "Cl", "Na", "Fe", "Ti") else 1.0 for s in POOL])
pool_weights /= pool_weights.sum()
formulas = []
for k in range(400):
    symbols = rng.choice(POOL, int(rng.integers(1, 7)), replace=False, p=pool_weights)
    whole = {str(s): int(rng.integers(1, 13)) for s in symbols}
    multiple = int(rng.integers(1, 5))
    whole = {s: n * multiple for s, n in whole.items()}
    divisor = int(rng.choice([2, 3, 4, 5, 10])) if k % 4 == 3 else 1
    composition = Composition(whole)
    amounts = {s: n / divisor for s, n in whole.items()}
    units = math.gcd(*whole.values())
    formulas.append({
        "amounts": amounts,
        # Of the whole multiple, as pymatgen does not reduce amounts that are not whole.
        "anonymous": composition.anonymized_formula,
        "hill": Composition(amounts).hill_formula,
        "units": units / divisor,
        "weight": float(Composition(amounts).weight),
    })
write("further-formulas.json", formulas)

# Compositions and SMACT's verdicts with three of its sets; Pm and Lr are left out, which SMACT does not know.
known = [e.symbol for e in map(Element.from_Z, range(1, 104)) if e.symbol not in ("Pm", "Lr")]
anions = ["O", "F", "Cl", "S", "N", "P", "Se", "Br", "I", "C", "Te", "As", "Si", "B", "H"]
SETS = ["smact14", "icsd24"]


def neutral_as_smact(composition, name):
    return smact_validity(composition, use_pauling_test=False, include_alloys=False, **argument(name))


def argument(name):
    return {} if name == "icsd24" else {"oxidation_states_set": "smact14"}


verdicts = []
seen = set()
while len(verdicts) < 3000:
    size = int(rng.choice([1, 2, 3, 4, 5], p=[0.02, 0.25, 0.45, 0.2, 0.08]))
    n_anions = int(rng.integers(0, min(size, 3)))
    symbols = {str(s) for s in rng.choice(known, size - n_anions, replace=False)} | {str(s) for s in rng.choice(anions, n_anions, replace=False)}
    counts = {s: int(n) for s, n in zip(sorted(symbols), rng.choice([1, 2, 3, 4, 5, 6, 7, 8, 12], len(symbols), p=[.3, .2, .14, .12, .06, .06, .04, .04, .04]))}
    key = tuple(counts.items())
    if key in seen:
        continue
    seen.add(key)
    composition = Composition(counts)
    verdicts.append(["".join(f"{s}{n}" for s, n in counts.items())] + [
        sum(bit << place for place, bit in enumerate((
            neutral_as_smact(composition, name),
            smact_validity(composition, include_alloys=False, **argument(name)),
            smact_validity(composition, include_alloys=True, **argument(name)),
        ))) for name in SETS])
ours = {s: (None if Element(s).X != Element(s).X else Element(s).X) for s in known}
theirs = {s: element_dictionary([s])[s].pauling_eneg for s in known}
(out / "neutrality.json").write_text('{"sets":' + compact(SETS) + ',\n"electronegativities":' + compact({s: x for s, x in theirs.items() if x != ours[s]})
    + ',\n"metals":' + compact(sorted(metals, key=lambda s: Element(s).Z)) + ',\n"verdicts":[\n' + ",\n".join(map(compact, verdicts)) + "\n]}\n")
print(len(neighbors), "neighbour lists", len(formulas), "formulas", len(verdicts), "verdicts",
      [np.mean([bool(v[k + 1] & b) for v in verdicts]).round(3).tolist() for k in (0, 1) for b in (1, 2, 4)])
