"""Write the golden fixtures of @ftcp/crystal: textbook crystals and random lattices, by pymatgen, spglib and numpy.

    pip install -r requirements.txt && python make_fixtures.py ../../../packages/crystal/test/fixtures
"""
import itertools
import json
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import numpy as np
import spglib
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Composition, Lattice, Structure

out = Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
write = lambda name, data: (out / name).write_text(json.dumps(data, indent=1) + "\n")

# Cell parameters and asymmetric units from textbooks (rounded); all atoms by the space group.
TEXTBOOK = {
    "rock salt NaCl": ("Fm-3m", Lattice.cubic(5.64), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]),
    "caesium chloride": ("Pm-3m", Lattice.cubic(4.123), ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]),
    "wurtzite ZnS": ("P6_3mc", Lattice.hexagonal(3.82, 6.26), ["Zn", "S"], [[1 / 3, 2 / 3, 0], [1 / 3, 2 / 3, 0.375]]),
    "right quartz SiO2": ("P3_221", Lattice.hexagonal(4.913, 5.405), ["Si", "O"], [[0.4697, 0, 2 / 3], [0.4135, 0.2669, 0.7858]]),
    "perovskite SrTiO3": ("Pm-3m", Lattice.cubic(3.905), ["Sr", "Ti", "O"], [[0, 0, 0], [0.5, 0.5, 0.5], [0.5, 0.5, 0]]),
    "spinel MgAl2O4": ("Fd-3m:2", Lattice.cubic(8.083), ["Mg", "Al", "O"], [[0.125] * 3, [0.5] * 3, [0.2625] * 3]),
    "rutile TiO2": ("P4_2/mnm", Lattice.tetragonal(4.594, 2.959), ["Ti", "O"], [[0, 0, 0], [0.305, 0.305, 0]]),
    "baddeleyite ZrO2": ("P2_1/c", Lattice.monoclinic(5.150, 5.212, 5.317, 99.23), ["Zr", "O", "O"],
                         [[0.2754, 0.0395, 0.2083], [0.0700, 0.3317, 0.3447], [0.4496, 0.7569, 0.4792]]),
    "invented triclinic CuSO4": ("P-1", Lattice.from_parameters(4.84, 6.70, 8.40, 92.1, 102.3, 96.4), ["Cu", "S", "O"],
                                     [[0.1, 0.2, 0.3], [0.65, 0.31, 0.62], [0.41, 0.77, 0.13]]),
    "copper": ("Fm-3m", Lattice.cubic(3.615), ["Cu"], [[0, 0, 0]]),
    "selenium": ("P3_121", Lattice.hexagonal(4.366, 4.954), ["Se"], [[0.225, 0, 1 / 3]]),
    "calcite CaCO3": ("R-3c:H", Lattice.hexagonal(4.990, 17.06), ["Ca", "C", "O"], [[0, 0, 0], [0, 0, 0.25], [0.257, 0, 0.25]]),
}
structures = {k: Structure.from_spacegroup(sg, lat, sp, xyz) for k, (sg, lat, sp, xyz) in TEXTBOOK.items()}
structures |= {f"{k}, primitive": s.get_primitive_structure() for k, s in list(structures.items()) if len(s.get_primitive_structure()) < len(s)}


def distances(lattice, f, reach=4):
    """brute force over images of the Niggli cell"""
    n = lattice.get_niggli_reduced_lattice()
    g = f @ lattice.matrix @ np.linalg.inv(n.matrix)
    im = np.array(list(itertools.product(range(-reach, reach + 1), repeat=3)))
    d = g[None] - g[:, None]
    d -= np.round(d)
    return np.linalg.norm((d[:, :, None] + im) @ n.matrix, axis=-1)


crystals = []
for name, s in structures.items():
    d = distances(s.lattice, s.frac_coords)
    crystals.append({
        "name": name,
        "parameters": list(s.lattice.parameters),
        "matrix": s.lattice.matrix.tolist(),
        "elements": [x.symbol for x in s.species],
        "fractional": s.frac_coords.tolist(),
        "formula": s.composition.reduced_formula,
        "volume": s.volume,
        "density": float(s.density),
        "shortestDistance": float(d[d > 1e-6].min()),
        "neighborCounts3.2": [len(x) for x in s.get_all_neighbors(3.2)],
        "niggli": list(s.lattice.get_niggli_reduced_lattice().parameters),
    })
write("textbook-crystals.json", crystals)

matcher = StructureMatcher()
names = list(structures)
write("textbook-matches.json", [[a, b] for a, b in itertools.combinations(names, 2) if matcher.fit(structures[a], structures[b])])

rng = np.random.default_rng(1)
lattices = []
while len(lattices) < 60:
    angles = rng.uniform(25, 155, 3)
    try:
        lat = Lattice.from_parameters(*rng.uniform(2, 15, 3), *angles)
    except ValueError:
        continue
    if not lat.volume > 0.05 * np.prod(lat.abc) or not np.allclose(lat.angles, angles):
        continue
    f, t = rng.uniform(0, 1, (2, 3))
    reduced = spglib.niggli_reduce(lat.matrix, eps=1e-5)
    lattices.append({
        "parameters": list(lat.parameters),
        "matrix": lat.matrix.tolist(),
        "volume": lat.volume,
        "reciprocal": lat.reciprocal_lattice_crystallographic.matrix.tolist(),
        "niggli": list(Lattice(reduced).parameters),
        "from": f.tolist(),
        "to": t.tolist(),
        "distance": float(distances(lat, np.array([f, t]))[0, 1].min()),
    })
write("random-lattices.json", lattices)

FORMULAS = ["SiO2", "Ca(OH)2", "CuSO4(H2O)5", "K4[Fe(CN)6]", "LiFePO4", "Na0.5K0.5Cl", "Al2(SO4)3", "Fe2O3", "(NH4)2SO4", "Ba2YCu3O7"]
write("formulas.json", [{"text": t, "amounts": {k: float(v) for k, v in Composition(t).as_dict().items()}, "weight": float(Composition(t).weight)} for t in FORMULAS])
