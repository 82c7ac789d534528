"""Write packages/crystal/test/fixtures/symmetry.json: the symmetry of textbook crystals by spglib and pymatgen.

The crystals are those of textbook-crystals.json and some more, each also in another cell, turned and shifted.

    pip install -r requirements.txt && python make_symmetry_fixtures.py
"""
import json
import warnings
from pathlib import Path

import numpy as np
import pymatgen.core
import spglib
from pymatgen.core import Lattice, Structure
from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

warnings.filterwarnings("ignore")
OUT = Path(__file__).resolve().parents[3] / "packages/crystal/test/fixtures"

crystals = {}
for entry in json.loads((OUT / "textbook-crystals.json").read_text()):
    crystals[entry["name"]] = Structure(Lattice(entry["matrix"]), entry["elements"], entry["fractional"])
MORE = {
    "diamond, origin choice 1": ("Fd-3m:1", Lattice.cubic(3.567), ["C"], [[0, 0, 0]]),
    "diamond, origin choice 2": ("Fd-3m:2", Lattice.cubic(3.567), ["C"], [[1 / 8, 1 / 8, 1 / 8]]),
    "quartz, left": ("P3_121", Lattice.hexagonal(4.913, 5.405), ["Si", "O"], [[0.4697, 0, 1 / 3], [0.4135, 0.2669, 0.2144]]),
    "quartz, right": ("P3_221", Lattice.hexagonal(4.913, 5.405), ["Si", "O"], [[0.4697, 0, 2 / 3], [0.4135, 0.2669, 0.7856]]),
    "pyrite": ("Pa-3", Lattice.cubic(5.418), ["Fe", "S"], [[0, 0, 0], [0.385, 0.385, 0.385]]),
    "baddeleyite": ("P2_1/c", Lattice.from_parameters(5.15, 5.21, 5.32, 90, 99.2, 90), ["Zr", "O", "O"],
                    [[0.2754, 0.0395, 0.2083], [0.07, 0.3317, 0.3447], [0.4496, 0.7569, 0.4792]]),
    "garnet": ("Ia-3d", Lattice.cubic(11.46), ["Al", "Mg", "Si", "O"],
               [[0, 0, 0], [1 / 8, 0, 1 / 4], [3 / 8, 0, 1 / 4], [0.0329, 0.0502, 0.6534]]),
}
for name, arguments in MORE.items():
    crystals[name] = Structure.from_spacegroup(*arguments)

rng = np.random.default_rng(1)
rows = []
for name, crystal in crystals.items():
    turned = crystal.copy()
    basis = np.eye(3, dtype=int)
    for _ in range(3):
        i, j = rng.choice(3, 2, replace=False)
        basis[i] += rng.choice([-1, 1]) * basis[j]
    axis, angle = rng.normal(size=3), rng.uniform(0, np.pi)
    k = np.cross(np.eye(3), axis / np.linalg.norm(axis))
    rotation = np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k
    lattice = Lattice(basis @ crystal.lattice.matrix @ rotation)
    shifted = (crystal.frac_coords + rng.uniform(0, 1, 3)) @ np.linalg.inv(basis)
    for label, s in ((name, crystal), (f"{name}, disguised", Structure(lattice, crystal.species, shifted, to_unit_cell=True))):
        cell = (s.lattice.matrix, s.frac_coords, [x.Z for x in s.species])
        data = spglib.get_symmetry_dataset(cell, symprec=0.01)
        orbits = {}
        for site, first in enumerate(data.crystallographic_orbits):
            orbits.setdefault(int(first), []).append(site)
        rows.append({
            "name": label,
            "matrix": s.lattice.matrix.tolist(),
            "elements": [x.symbol for x in s.species],
            "fractional": s.frac_coords.tolist(),
            "number": data.number,
            "hallNumber": data.hall_number,
            "pointGroup": data.pointgroup,
            "crystalSystem": SpacegroupAnalyzer(s, symprec=0.01).get_crystal_system(),
            "operations": len(data.rotations),
            "orbits": sorted(orbits.values()),
            "siteSymmetries": list(data.site_symmetry_symbols),
            "conventionalSites": len(data.std_types),
            "conventionalVolume": float(abs(np.linalg.det(data.std_lattice))),
            "primitiveSites": len(set(data.mapping_to_primitive.tolist())),
        })
text = ",\n  ".join(json.dumps(row) for row in rows)
versions = json.dumps({"spglib": spglib.__version__, "pymatgen": pymatgen.core.__version__})
(OUT / "symmetry.json").write_text(
    '{\n "command": "python tools/reference/crystal/make_symmetry_fixtures.py",\n'
    f' "versions": {versions},\n "crystals": [\n  {text}\n ]\n}}\n'
)
