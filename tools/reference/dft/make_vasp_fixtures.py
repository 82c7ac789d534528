"""Writes packages/dft/test/vasp.json: what pymatgen's MPRelaxSet says of some crystals.

    pip install pymatgen
    python tools/reference/dft/make_vasp_fixtures.py > packages/dft/test/vasp.json
"""
import json
import warnings

import pymatgen.core
from pymatgen.core import Lattice, Structure
from pymatgen.io.vasp.sets import MPRelaxSet

warnings.filterwarnings("ignore")
half = [[0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]
corner, centre = [0, 0, 0], [0.5, 0.5, 0.5]


def perovskite(a, *elements):
    return Structure(Lattice.cubic(a), [*elements, elements[2], elements[2]], [corner, centre, *half])


crystals = {
    "rock salt": Structure.from_spacegroup("Fm-3m", Lattice.cubic(5.64), ["Na", "Cl"], [corner, centre]),
    "oxide with U": Structure(
        Lattice.hexagonal(5.03, 13.75),
        ["Fe", "Fe", "O", "O", "O"],
        [[0, 0, 0.1], [0, 0, 0.4], [0.3, 0, 0.25], [0, 0.3, 0.25], [0.7, 0.7, 0.25]],
    ),
    "oxide with U and a lanthanide": perovskite(3.83, "La", "Co", "O"),
    "fluoride with U": perovskite(4.1, "K", "Ni", "F"),
    "sulfide without U": perovskite(5.0, "Ba", "V", "S"),
    "oxide without U": perovskite(3.9, "Sr", "Ti", "O"),
    "large cell": Structure(Lattice.orthorhombic(14, 15, 16), ["Si", "O"], [corner, [0.1, 0.1, 0.1]]),
    "monoclinic": Structure(Lattice.from_parameters(5.1, 5.2, 5.3, 90, 99, 90), ["Zr", "O", "O"], [corner, *half[:2]]),
    "alloy": Structure(Lattice.cubic(3.6), ["Cu", "Cu", "Cu", "Au"], [*half, corner]),
}
# Every element that we have a potential of, in one crystal each.
settings = MPRelaxSet(crystals["rock salt"])
potentials = settings.CONFIG["POTCAR"]
result = {"pymatgen": pymatgen.core.__version__, "potentials": potentials, "crystals": {}}
for name, crystal in crystals.items():
    # Elements in the order of the structure, as we write them.
    inputs = MPRelaxSet(crystal, sort_structure=False)
    incar = {tag: value for tag, value in inputs.incar.items()}
    result["crystals"][name] = {
        "matrix": crystal.lattice.matrix.tolist(),
        "elements": [site.specie.symbol for site in crystal],
        "positions": [site.frac_coords.tolist() for site in crystal],
        "incar": incar,
        "mesh": list(inputs.kpoints.kpts[0]),
    }
print(json.dumps(result, separators=(",", ":")))
