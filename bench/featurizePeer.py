"""The Python side of bench/featurize.ts: the reference's tensor, pymatgen for the CIF and numpy for the numbers.

Written from the description of PV-Lab/FTCP (MIT), not copied; `golden` compares it with what that code made.
Line protocol: argv[1] is a JSON file with `texts` (CIFs), `vectors` (property vector by symbol) and `elements`
(symbols in the order of their rows). Each line of standard input is a command, answered by one line of JSON:

    describe            versions
    check FILE          writes the tensors of all texts to FILE, float32
    golden FOLDER       largest difference to golden-reference-ftcp.jsonl.gz in FOLDER
    time COUNT          processor seconds of the first COUNT texts, and of their parsing alone
"""

import gzip
import json
import os
import sys
import time
import warnings
from importlib.metadata import version

# One thread, as on the other side.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np
from pymatgen.core import Structure

warnings.filterwarnings("ignore")

with open(sys.argv[1], encoding="utf-8") as file:
    INPUT = json.load(file)
TEXTS = INPUT["texts"]
ROWS = {symbol: row for row, symbol in enumerate(INPUT["elements"])}
VECTORS = {symbol: np.array(vector, dtype=float) for symbol, vector in INPUT["vectors"].items()}
PLANES = 59


def parse(text):
    return Structure.from_str(text, fmt="cif")


def find_planes(lattice):
    """The 59 planes of the reference and |g|: inside a sphere, by |h| + |k| + |l|, then h, k, l descending."""
    reciprocal = lattice.reciprocal_lattice_crystallographic
    for radius in (1.297, 1.4):
        hkl, norms, _, _ = reciprocal.get_points_in_sphere(
            [[0, 0, 0]], [0, 0, 0], radius, zip_results=False
        )
        if len(hkl) >= PLANES + 1:
            break
    inside = norms != 0
    hkl = np.round(hkl[inside]).astype(int)
    norms = norms[inside]
    order = np.lexsort((-hkl[:, 2], -hkl[:, 1], -hkl[:, 0], np.abs(hkl).sum(axis=1)))[:PLANES]
    return hkl[order], norms[order]


def featurize(structure, max_elements, max_sites):
    width = max(max_elements, 3)
    symbols = [site.specie.symbol for site in structure]
    slots = list(dict.fromkeys(symbols))
    slot_of_site = np.array([slots.index(symbol) for symbol in symbols])
    count = len(symbols)
    elements = np.zeros((len(ROWS), width))
    for slot, symbol in enumerate(slots):
        elements[ROWS[symbol], slot] = 1
    cell = np.zeros((2, width))
    cell[0, :3] = structure.lattice.abc
    cell[1, :3] = structure.lattice.angles
    coordinates = np.zeros((max_sites, width))
    coordinates[:count, :3] = structure.frac_coords
    occupancy = np.zeros((max_sites, width))
    occupancy[np.arange(count), slot_of_site] = 1
    vectors = np.array([VECTORS[symbol] for symbol in slots]).T
    properties = np.zeros((len(vectors), width))
    properties[:, : len(slots)] = vectors
    real = np.concatenate(
        (elements, cell, coordinates, occupancy, np.zeros((1, width)), properties), axis=0
    )
    hkl, norms = find_planes(structure.lattice)
    phases = hkl @ structure.frac_coords.T
    momentum = np.zeros((len(real), PLANES))
    momentum[-len(vectors) - 1] = norms
    momentum[-len(vectors) :] = vectors[:, slot_of_site] @ (np.pi * phases.T)
    tensor = np.concatenate((real, momentum), axis=1)
    padding = -len(tensor) % 4
    return np.pad(tensor, ((0, padding), (0, 0)))


def compare_with_golden(folder):
    with gzip.open(os.path.join(folder, "golden-reference-ftcp.jsonl.gz"), "rt") as lines:
        golden = {entry["material_id"]: entry for entry in map(json.loads, lines)}
    largest = 0.0
    compared = 0
    with gzip.open(os.path.join(folder, "crystals.jsonl.gz"), "rt") as lines:
        for line in lines:
            crystal = json.loads(line)
            entry = golden.get(crystal["material_id"])
            if entry is None:
                continue
            tensor = featurize(parse(crystal["cif"]), entry["maxElements"], entry["maxSites"])
            rows, columns = entry["shape"]
            expected = np.array(entry["data"]).reshape(rows, columns)
            largest = max(largest, float(np.abs(tensor[:rows] - expected).max()))
            compared += 1
    return {"compared": compared, "count": len(golden), "largest": largest}


def answer(line):
    command, *arguments = line.split(maxsplit=1)
    if command == "describe":
        python = sys.version.split()[0]
        return {"python": python, "pymatgen": version("pymatgen"), "numpy": version("numpy")}
    if command == "golden":
        return compare_with_golden(arguments[0])
    if command == "check":
        with open(arguments[0], "wb") as file:
            for text in TEXTS:
                file.write(featurize(parse(text), 3, 20).astype("<f4").tobytes())
        return {"count": len(TEXTS)}
    texts = TEXTS[: int(arguments[0])]
    start = time.process_time()
    structures = [parse(text) for text in texts]
    parsed = time.process_time()
    for structure in structures:
        featurize(structure, 3, 20)
    end = time.process_time()
    return {"seconds": end - start, "parsing": parsed - start, "count": len(texts)}


for line in sys.stdin:
    print(json.dumps(answer(line.rstrip("\n"))), flush=True)
