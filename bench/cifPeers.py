"""The Python side of bench/cif.ts: reads the same CIF texts with pymatgen, ASE and gemmi.

Line protocol: argv[1] is a JSON file with a list of CIF texts. Each line of standard input is a command,
`describe`, `check TOOL` or `time TOOL`, and is answered by one line of JSON.
"""

import io
import json
import os
import sys
import time
import warnings
from importlib.metadata import version

warnings.filterwarnings("ignore")

with open(sys.argv[1], encoding="utf-8") as file:
    TEXTS = json.load(file)


def read_pymatgen(text):
    from pymatgen.io.cif import CifParser

    return CifParser.from_str(text).parse_structures(primitive=False)[0]


def read_ase(text):
    from ase.io.cif import parse_cif

    return next(iter(parse_cif(io.StringIO(text)))).get_atoms()


def read_gemmi(text):
    import gemmi

    structure = gemmi.make_small_structure_from_block(gemmi.cif.read_string(text).sole_block())
    return structure, structure.get_all_unit_cell_sites()


def describe_pymatgen(structure):
    amounts = structure.composition.get_el_amt_dict()
    return {"volume": structure.volume, "amounts": amounts}


def describe_ase(atoms):
    amounts = {}
    for symbol in atoms.get_chemical_symbols():
        amounts[symbol] = amounts.get(symbol, 0) + 1
    return {"volume": atoms.get_volume(), "amounts": amounts}


def describe_gemmi(pair):
    structure, sites = pair
    amounts = {}
    for site in sites:
        amounts[site.element.name] = amounts.get(site.element.name, 0) + site.occ
    return {"volume": structure.cell.volume, "amounts": amounts}


TOOLS = {
    "pymatgen": (read_pymatgen, describe_pymatgen),
    "ase": (read_ase, describe_ase),
    "gemmi": (read_gemmi, describe_gemmi),
}


def answer(line):
    command, *arguments = line.split()
    if command == "describe":
        python = sys.version.split()[0]
        return {"python": python, "tools": {tool: version(tool) for tool in TOOLS}}
    read, describe = TOOLS[arguments[0]]
    if command == "check":
        return [describe(read(text)) for text in TEXTS]
    # `time TOOL COUNT`: one pass over the first COUNT texts; processor time of this thread.
    texts = TEXTS[: int(arguments[1])]
    start = time.process_time()
    for text in texts:
        read(text)
    return {"seconds": time.process_time() - start, "count": len(texts)}


for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
