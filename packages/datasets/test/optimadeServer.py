"""Serves each STEP-th crystal of a JSON Lines file, and a few odd ones, by optimade-python-tools on loopback.

Usage: python optimadeServer.py CRYSTALS.jsonl.gz STEP
Prints "PORT n" when it listens, and ends with its standard input. Cells and positions are worked out
here, so that the other side has something to be compared with.
"""

import gzip
import json
import math
import os
import re
import shlex
import socket
import sys
import tempfile
import threading
from functools import reduce

path, step = sys.argv[1], int(sys.argv[2])
folder = tempfile.mkdtemp()
config_path = os.path.join(folder, "config.json")
with open(config_path, "w") as file:
    json.dump({}, file)
os.environ["OPTIMADE_CONFIG_FILE"] = config_path

from optimade.server.config import ServerConfig  # noqa: E402
from optimade.server.create_app import create_app  # noqa: E402
import uvicorn  # noqa: E402


def read_cif(text):
    """Cell and atoms of a CIF without symmetry, as pymatgen writes it."""
    cell = [
        float(re.search(rf"^{name}\s+(\S+)", text, re.M)[1])
        for name in (
            "_cell_length_a",
            "_cell_length_b",
            "_cell_length_c",
            "_cell_angle_alpha",
            "_cell_angle_beta",
            "_cell_angle_gamma",
        )
    ]
    names, rows = [], []
    for line in text.splitlines():
        line = line.strip()
        if line == "loop_":
            names, rows = [], []
        elif line.startswith("_"):
            names.append(line)
        elif line and not line.startswith(("data_", "#")):
            if any(name.startswith("_atom_site_") for name in names):
                rows.append(shlex.split(line))
    columns = [
        names.index(name)
        for name in (
            "_atom_site_type_symbol",
            "_atom_site_fract_x",
            "_atom_site_fract_y",
            "_atom_site_fract_z",
        )
    ]
    return cell, [
        (re.match("[A-Z][a-z]?", row[columns[0]])[0], [float(row[i]) for i in columns[1:]])
        for row in rows
    ]


def vectors(cell):
    """a along x, b in the plane of x and y: not the orientation of the program under test."""
    a, b, c, alpha, beta, gamma = cell
    ca, cb, cg = (math.cos(math.radians(angle)) for angle in (alpha, beta, gamma))
    sg = math.sin(math.radians(gamma))
    cy = (ca - cb * cg) / sg
    return [
        [a, 0.0, 0.0],
        [b * cg, b * sg, 0.0],
        [c * cb, c * cy, c * math.sqrt(1 - cb * cb - cy * cy)],
    ]


def describe(identifier, lattice, species, positions, at_sites, **more):
    amounts = {}
    for name in at_sites:
        kind = next(each for each in species if each["name"] == name)
        for symbol, share in zip(kind["chemical_symbols"], kind["concentration"]):
            if symbol != "vacancy":
                amounts[symbol] = amounts.get(symbol, 0) + share
    elements = sorted(amounts)
    total = sum(amounts.values())
    whole = all(float(amount).is_integer() for amount in amounts.values())
    divisor = reduce(math.gcd, (int(amounts[each]) for each in elements)) if whole else 1
    reduced = "".join(
        each + ("" if amounts[each] == divisor else str(int(amounts[each]) // divisor))
        for each in elements
    )
    letters = "".join(
        chr(65 + index) + ("" if amount == 1 else str(amount))
        for index, amount in enumerate(
            sorted((int(amounts[each]) // divisor for each in elements), reverse=True)
        )
    )
    return {
        "id": identifier,
        "type": "structures",
        "last_modified": "2026-11-22T00:00:00Z",
        "elements": elements,
        "nelements": len(elements),
        "elements_ratios": [amounts[each] / total for each in elements],
        "chemical_formula_descriptive": reduced if whole else "-".join(elements),
        "chemical_formula_reduced": reduced if whole else None,
        "chemical_formula_anonymous": letters if whole else None,
        "dimension_types": [1, 1, 1],
        "nperiodic_dimensions": 3,
        "lattice_vectors": lattice,
        "cartesian_site_positions": positions,
        "nsites": len(positions),
        "species": species,
        "species_at_sites": at_sites,
        "structure_features": [],
        **more,
    }


def crystal(row):
    cell, atoms = read_cif(row["cif"])
    lattice = vectors(cell)
    positions = [
        [sum(fraction[i] * lattice[i][k] for i in range(3)) for k in range(3)]
        for _, fraction in atoms
    ]
    names = [symbol for symbol, _ in atoms]
    species = [
        {"name": name, "chemical_symbols": [name], "concentration": [1.0]}
        for name in sorted(set(names))
    ]
    return describe(
        row["material_id"],
        lattice,
        species,
        positions,
        names,
        band_gap=row.get("band_gap"),
        phase="known",
        is_stable=True,
    )


def odd_ones():
    cubic = [[4.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 4.0]]
    two = [[0.0, 0.0, 0.0], [2.0, 2.0, 2.0]]
    iron = {"name": "Fe", "chemical_symbols": ["Fe"], "concentration": [1.0]}
    mixed = {
        "name": "mixed",
        "chemical_symbols": ["Mg", "Ca", "vacancy"],
        "concentration": [0.5, 0.25, 0.25],
        "mass": [24.305, 40.078, 0.0],
    }
    heavy = {"name": "heavy", "chemical_symbols": ["H"], "concentration": [1.0], "mass": [2.014]}
    methyl = {
        "name": "CH3",
        "chemical_symbols": ["C"],
        "concentration": [1.0],
        "attached": ["H"],
        "nattached": [3],
    }
    return [
        describe("odd-disorder", cubic, [iron, mixed], two, ["Fe", "mixed"],
                 structure_features=["disorder"]),
        describe("odd-isotope", cubic, [iron, heavy], two, ["Fe", "heavy"]),
        describe("odd-attached", cubic, [iron, methyl], two, ["Fe", "CH3"],
                 structure_features=["site_attachments"]),
        describe("odd-implicit", cubic, [iron, heavy], two[:1], ["Fe"],
                 structure_features=["implicit_atoms"]),
        describe("odd-assembly", cubic, [iron, heavy], two, ["Fe", "heavy"],
                 structure_features=["assemblies"],
                 assemblies=[{"sites_in_groups": [[0], [1]], "group_probabilities": [0.25, 0.75]}]),
        describe("odd-slab", cubic, [iron], two, ["Fe", "Fe"],
                 dimension_types=[1, 1, 0], nperiodic_dimensions=2,
                 lattice_vectors=[cubic[0], cubic[1], [None, None, None]]),
        describe("odd-molecule", None, [iron], two, ["Fe", "Fe"],
                 dimension_types=[0, 0, 0], nperiodic_dimensions=0),
    ]


config = ServerConfig(
    insert_test_data=False,
    database_backend="mongomock",
    page_limit_max=200,
    log_dir=folder,
    log_level="error",
    provider_fields={
        "structures": [
            {"name": "band_gap", "type": "float", "unit": "eV", "description": "Band gap."},
            {"name": "phase", "type": "string", "description": "A text."},
            {"name": "is_stable", "type": "boolean", "description": "A truth."},
        ]
    },
)
with gzip.open(path, "rt") as lines:
    rows = [json.loads(line) for index, line in enumerate(lines) if index % step == 0]
app = create_app(config)
app.state.entry_collections["structures"].insert([crystal(row) for row in rows] + odd_ones())
app.state.entry_collections["links"].insert(
    [
        {
            "id": identifier,
            "type": "links",
            "name": name,
            "description": "for a test",
            "base_url": url,
            "homepage": None,
            "link_type": kind,
        }
        for identifier, name, url, kind in (
            ("one", "One database", "http://127.0.0.1/one", "child"),
            ("exmpl", "Some provider", "http://127.0.0.1/exmpl", "external"),
            ("none", "Nothing yet", None, "external"),
        )
    ]
)

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
print("PORT", listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
