"""Make the golden fixtures of @ftcp/cif with other people's software.

    python -m venv venv && venv/bin/pip install -r tools/reference/cif/requirements.txt
    venv/bin/python tools/reference/cif/make_fixtures.py

Writes packages/cif/test/fixtures/*.cif (the crystals below, symmetry operators by gemmi, coordinates
rounded to four digits as files have them) and expected.json: what pymatgen, ASE and gemmi read from
them, and from written.cif, which is the output of our own writeCif.
"""

import json
import pathlib
import warnings
from importlib.metadata import version

import ase.io
import gemmi
from pymatgen.io.cif import CifParser

FIXTURES = pathlib.Path(__file__).parents[3] / "packages/cif/test/fixtures"

# name: (space group, a, b, c, alpha, beta, gamma, [(label, type, x, y, z), ...])
CRYSTALS = {
    "rock-salt": ("F m -3 m", 5.64, 5.64, 5.64, 90, 90, 90,
                  [("Na1", "Na", "0", "0", "0"), ("Cl1", "Cl", "0.5", "0.5", "0.5")]),
    "quartz": ("P 32 2 1", 4.913, 4.913, 5.405, 90, 90, 120,
               [("Si1", "Si", "0.4697", "0", "0.6667"), ("O1", "O", "0.4135", "0.2669", "0.7858")]),
    "rutile": ("P 42/m n m", 4.594, 4.594, 2.959, 90, 90, 90,
               [("Ti1", "Ti", "0", "0", "0"), ("O1", "O", "0.3053", "0.3053", "0")]),
    "bismuth-telluride": ("R -3 m:H", 4.386, 4.386, 30.497, 90, 90, 120,
                          [("Bi1", "Bi", "0", "0", "0.4"), ("Te1", "Te", "0", "0", "0"),
                           ("Te2", "Te", "0", "0", "0.2095")]),
    "wurtzite": ("P 63 m c", 3.822, 3.822, 6.26, 90, 90, 120,
                 [("Zn1", "Zn", "0.3333", "0.6667", "0"), ("S1", "S", "0.3333", "0.6667", "0.3748")]),
    "spinel": ("F d -3 m:2", 8.083, 8.083, 8.083, 90, 90, 90,
               [("Mg1", "Mg", "0.125", "0.125", "0.125"), ("Al1", "Al", "0.5", "0.5", "0.5"),
                ("O1", "O", "0.2624", "0.2624", "0.2624")]),
    "gypsum-like-monoclinic": ("P 1 21/c 1", 7.1, 8.2, 9.3, 90, 101.5, 90,
                               [("Ca1", "Ca", "0.1", "0.2", "0.3"), ("O1", "O", "0", "0.5", "0.5")]),
}


def write_cif(name, group, a, b, c, alpha, beta, gamma, atoms):
    space_group = gemmi.SpaceGroup(group)
    lines = [
        f"data_{name}",
        f"_space_group_name_H-M_alt '{group}'",
        f"_space_group_IT_number {space_group.number}",
        f"_cell_length_a {a}", f"_cell_length_b {b}", f"_cell_length_c {c}",
        f"_cell_angle_alpha {alpha}", f"_cell_angle_beta {beta}", f"_cell_angle_gamma {gamma}",
        "loop_", "_space_group_symop_operation_xyz",
    ]
    lines += [f"'{op.triplet()}'" for op in space_group.operations()]
    lines += ["loop_", "_atom_site_label", "_atom_site_type_symbol",
              "_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z"]
    lines += [" ".join(atom) for atom in atoms]
    (FIXTURES / f"{name}.cif").write_text("\n".join(lines) + "\n")


def read(path):
    parser = CifParser(path, occupancy_tolerance=1.01, site_tolerance=1e-3)
    structure = parser.parse_structures(primitive=False)[0]
    atoms = ase.io.read(path)
    small = gemmi.make_small_structure_from_block(gemmi.cif.read(str(path)).sole_block())
    counts = {}
    for site in small.get_all_unit_cell_sites():
        counts[site.element.name] = counts.get(site.element.name, 0) + site.occ
    return {
        "pymatgen": {
            "volume": structure.volume,
            "counts": {str(e): n for e, n in structure.composition.element_composition.as_dict().items()},
            "sites": [[{str(s): n for s, n in site.species.as_dict().items()},
                       [float(x) for x in site.frac_coords]] for site in structure],
        },
        "ase": {
            "volume": float(atoms.get_volume()),
            "symbols": atoms.get_chemical_symbols(),
            "positions": [[float(x) for x in row] for row in atoms.get_scaled_positions()],
        },
        "gemmi": {"volume": small.cell.volume, "counts": counts},
    }


def main():
    warnings.simplefilter("ignore")
    for name, crystal in CRYSTALS.items():
        write_cif(name, *crystal)
    expected = {
        "madeBy": {tool: version(tool) for tool in ("pymatgen", "ase", "gemmi")},
        "crystals": {name: read(FIXTURES / f"{name}.cif") for name in [*CRYSTALS, "written"]},
    }
    (FIXTURES / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")


main()
