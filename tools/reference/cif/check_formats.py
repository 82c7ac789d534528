"""Say what pymatgen, ASE and optimade read from files that we wrote.

    python check_formats.py FOLDER

Prints a JSON object: for each file of the folder what each program that knows its format reads from it,
as lattice vectors and sites in the manner of make_format_fixtures.py. A resource of OPTIMADE is also
validated by optimade's models; a program that refuses a file raises.
"""

import json
import pathlib
import sys
import warnings

import ase.io
import gemmi
from pymatgen.core import Structure
from pymatgen.io.vasp import Poscar


def describe(structure):
    return {
        "matrix": structure.lattice.matrix.tolist(),
        "sites": [
            [
                sorted(
                    [s.symbol, float(n), None if getattr(s, "oxi_state", None) is None else float(s.oxi_state)]
                    for s, n in site.species.items()
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


def describe_small(path):
    small = gemmi.make_small_structure_from_block(gemmi.cif.read(str(path)).sole_block())
    matrix = small.cell.orth.mat.transpose().tolist()
    sites = [
        [[[site.element.name, site.occ, float(site.charge) or None]], [*site.fract]]
        for site in small.get_all_unit_cell_sites()
    ]
    return {"matrix": matrix, "sites": sites}


def read(path):
    name = path.name
    if name.endswith(".poscar"):
        by_ase = ase.io.read(path, format="vasp")
        return {"pymatgen": [describe(Poscar.from_str(path.read_text()).structure)], "ase": [describe_atoms(by_ase)]}
    if name.endswith(".extxyz"):
        return {"ase": [describe_atoms(frame) for frame in ase.io.read(path, index=":")]}
    if name.endswith(".optimade.json"):
        from optimade.adapters import Structure as OptimadeStructure
        from optimade.models import StructureResource
        from pymatgen.io.optimade import OptimadeStructureAdapter

        resource = json.loads(path.read_text())
        StructureResource(**resource)
        result = {"optimade": [describe(OptimadeStructure(resource).as_pymatgen)]}
        if not resource["attributes"]["structure_features"]:
            result["pymatgen"] = [describe(OptimadeStructureAdapter.get_structure(resource))]
        return result
    if name.endswith(".json"):
        return {"pymatgen": [describe(Structure.from_str(path.read_text(), fmt="json"))]}
    if name.endswith(".cif"):
        structure = Structure.from_file(path, site_tolerance=1e-3, primitive=False)
        result = {"pymatgen": [describe(structure)], "ase": [describe_atoms(ase.io.read(path))]}
        result["gemmi"] = [describe_small(path)]
        return result
    raise ValueError(f"no program knows {name}")


def main():
    warnings.simplefilter("ignore")
    folder = pathlib.Path(sys.argv[1])
    print(json.dumps({path.name: read(path) for path in sorted(folder.iterdir())}))


main()
