"""Make the golden fixtures of the formats beside CIF with other people's software.

    python -m venv venv && venv/bin/pip install -r tools/reference/cif/requirements.txt
    venv/bin/python tools/reference/cif/make_format_fixtures.py

Writes packages/cif/test/fixtures/formats: files by pymatgen, ASE and optimade, and expected.json, which
says for each file what these programs read from it: lattice vectors, and for each site its species and
fractional coordinates.
"""

import json
import pathlib
import warnings
from importlib.metadata import version

import ase.io
import numpy as np
from ase import Atoms
from ase.constraints import FixAtoms
from optimade.adapters import Structure as OptimadeStructure
from pymatgen.core import IStructure, Lattice, Structure
from pymatgen.io.optimade import OptimadeStructureAdapter
from pymatgen.io.vasp import Poscar

FIXTURES = pathlib.Path(__file__).parents[3] / "packages/cif/test/fixtures/formats"

SALT = Structure.from_spacegroup("Fm-3m", Lattice.cubic(5.6402), ["Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])
SKEWED = Structure(
    Lattice([[5.1, 0.3, -0.2], [-2.4, 6.2, 0.7], [0.9, -1.3, 7.3]]),
    ["Ti", "O", "O", "Ti"],
    [[0.1, 0.2, 0.3], [1 / 3, 2 / 3, 0.999], [-0.25, 1.75, 0.5], [0.61, 0.07, 0.44]],
)
LEFT = Structure(Lattice(-SKEWED.lattice.matrix), SKEWED.species, SKEWED.frac_coords)
MIXED = Structure(
    Lattice.from_parameters(4.2, 5.3, 6.4, 81, 97, 103),
    [{"Mg2+": 0.625, "Fe3+": 0.25}, {"O2-": 1}, {"H": 0.5, "Cu": 0.25}, "Cu"],
    [[0, 0, 0], [0.5, 0.5, 0.5], [0.1, 0.7, 0.9], [0.3, 0.2, 0.8]],
    labels=["M1", "O1", "H1", "Cu1"],
    site_properties={"magmom": [5.0, None, 0.0, 0.5]},
)


def describe(structure):
    return {
        "matrix": structure.lattice.matrix.tolist(),
        "sites": [
            [
                sorted(
                    [s.symbol, float(occupancy), None if getattr(s, "oxi_state", None) is None else float(s.oxi_state)]
                    for s, occupancy in site.species.items()
                ),
                [float(x) for x in site.frac_coords],
            ]
            for site in structure
        ],
    }


def describe_atoms(atoms):
    return {
        "matrix": atoms.cell.tolist(),
        "sites": [
            [[[symbol, 1.0, None]], [float(x) for x in position]]
            for symbol, position in zip(
                atoms.get_chemical_symbols(), atoms.get_scaled_positions(wrap=False), strict=True
            )
        ],
    }


def main():
    warnings.simplefilter("ignore")
    FIXTURES.mkdir(parents=True, exist_ok=True)
    expected = {}

    def poscar(name, text):
        (FIXTURES / name).write_text(text)
        expected[name] = [describe(Poscar.from_str(text).structure)]

    poscar("pymatgen-direct.poscar", Poscar(SALT).get_str())
    poscar("pymatgen-cartesian.poscar", Poscar(SKEWED).get_str(direct=False))
    flags = [[True, False, True]] * len(SKEWED)
    velocities = [[0.1, 0.2, 0.3]] * len(SKEWED)
    poscar("pymatgen-velocities.poscar", Poscar(SKEWED, selective_dynamics=flags, velocities=velocities).get_str())
    # A negative scale is the volume, here of left-handed vectors.
    lines = Poscar(SKEWED).get_str().splitlines()
    vectors = [" ".join(str(-float(x)) for x in line.split()) for line in lines[2:5]]
    text = "\n".join([lines[0], "-250.0", *vectors, *lines[5:]]) + "\n"
    (FIXTURES / "volume.poscar").write_text(text)
    expected["volume.poscar"] = [describe(Poscar.from_str(text).structure)]

    def by_ase(name, atoms, **options):
        ase.io.write(FIXTURES / name, atoms, **options)
        read = ase.io.read(FIXTURES / name, index=":")
        expected[name] = [describe_atoms(frame) for frame in read]

    atoms = Atoms(
        [site.specie.symbol for site in SKEWED],
        scaled_positions=SKEWED.frac_coords,
        cell=SKEWED.lattice.matrix,
        pbc=True,
    )
    atoms.set_constraint(FixAtoms([1]))
    by_ase("ase-constraint.vasp", atoms, format="vasp")
    by_ase("ase-cartesian.vasp", atoms, format="vasp", direct=False)
    # Three scale factors, which ASE reads.
    text = (FIXTURES / "ase-cartesian.vasp").read_text().splitlines()
    text[1] = "1.5 2.0 0.5"
    (FIXTURES / "three-scales.vasp").write_text("\n".join(text) + "\n")
    expected["three-scales.vasp"] = [describe_atoms(ase.io.read(FIXTURES / "three-scales.vasp"))]

    atoms.set_constraint()
    left = atoms.copy()
    left.set_cell(-atoms.cell[:], scale_atoms=True)
    left.info.update(energy=-1.5, remark='say "hello" [x]', stress=np.eye(3), names=["a", "b"])
    left.set_array("forces", np.ones((4, 3)) * 0.1)
    left.set_initial_charges([0.5, -0.25, -0.25, 0])
    heavy = Atoms("H2O", positions=[[0, 0, 0], [1, 0, 0], [0, 0, 1]], cell=[4, 5, 6], pbc=True)
    heavy.set_masses([2.014, 1.008, 15.999])
    by_ase("ase-frames.extxyz", [atoms, left, heavy])

    def by_pymatgen(name, text):
        (FIXTURES / name).write_text(text)
        expected[name] = [describe(Structure.from_str(text, fmt="json"))]

    by_pymatgen("pymatgen-mixed.json", MIXED.to(fmt="json"))
    by_pymatgen("pymatgen-terse.json", json.dumps(SALT.as_dict(verbosity=0)))
    by_pymatgen("pymatgen-left.json", json.dumps(LEFT.as_dict()))
    by_pymatgen("pymatgen-immutable.json", json.dumps(IStructure.from_sites(SKEWED.sites).as_dict()))

    name = "pymatgen.optimade.json"
    resource = OptimadeStructureAdapter.get_optimade_structure(SKEWED)
    (FIXTURES / name).write_text(json.dumps({"data": [{"id": "1", "type": "structures", **resource}]}))
    expected[name] = [describe(OptimadeStructureAdapter.get_structure(resource))]
    name = "optimade-disordered.optimade.json"
    entry = {
        "id": "disordered",
        "type": "structures",
        "attributes": {
            "last_modified": "2026-01-01T00:00:00Z",
            "elements": ["Ba", "Ca", "Ti"],
            "nelements": 3,
            "elements_ratios": [0.45 / 1.95, 0.5 / 1.95, 1 / 1.95],
            "chemical_formula_descriptive": "Ba0.45Ca0.5Ti",
            "chemical_formula_reduced": "Ba9Ca10Ti20",
            "chemical_formula_anonymous": "A20B10C9",
            "dimension_types": [1, 1, 1],
            "nperiodic_dimensions": 3,
            "lattice_vectors": SKEWED.lattice.matrix.tolist(),
            "cartesian_site_positions": SKEWED.cart_coords[:2].tolist(),
            "nsites": 2,
            "species": [
                {"name": "BaCa", "chemical_symbols": ["vacancy", "Ba", "Ca"], "concentration": [0.05, 0.45, 0.5]},
                {"name": "Ti", "chemical_symbols": ["Ti"], "concentration": [1.0]},
            ],
            "species_at_sites": ["BaCa", "Ti"],
            "structure_features": ["disorder"],
        },
    }
    (FIXTURES / name).write_text(json.dumps(entry))
    expected[name] = [describe(OptimadeStructure(entry).as_pymatgen)]

    tools = {tool: version(tool) for tool in ("pymatgen", "ase", "optimade")}
    (FIXTURES / "expected.json").write_text(json.dumps({"madeBy": tools, "files": expected}) + "\n")


main()
