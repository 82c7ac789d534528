"""Write a made-up generated set with its metrics by scipy, smact and pymatgen for the tests of @ftcp/sampling.

    pip install -r requirements.txt && python make_generated_set.py > ../../../packages/sampling/test/fixtures/generatedSet.json

The known crystals are those of textbook-crystals.json of @ftcp/crystal; the generated ones are made of them here:
disguised, strained, with other elements, shaken, and broken. Validity, coverage and distances are computed as in
CDVAE's scripts/compute_metrics.py and eval_utils.py, written anew from their description in its paper; uniqueness
and novelty as in MatterGen.
"""
import itertools
import json
import math
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import numpy as np
import smact
from pymatgen.analysis.structure_matcher import StructureMatcher
from pymatgen.core import Structure
from scipy.spatial.distance import cdist
from scipy.stats import wasserstein_distance
from smact.screening import pauling_test

here = Path(__file__).parent
rng = np.random.default_rng(11)
textbook = json.loads((here / "../../../packages/crystal/test/fixtures/textbook-crystals.json").read_text())
known = [Structure(c["matrix"], c["elements"], c["fractional"]) for c in textbook if len(c["elements"]) <= 20]
swaps = {"Na": "K", "Cl": "Br", "O": "S", "Ti": "Zr", "Zn": "Cd", "Ca": "Sr", "Fe": "Co", "Si": "Ge", "Cu": "Ag", "Mg": "Be"}


def swap(structure):
    other = structure.copy()
    other.replace_species({a: b for a, b in swaps.items() if a in structure.symbol_set})
    return other


generated = []
for i, structure in enumerate(known):
    kind = i % 5
    if kind == 0:  # the same crystal in another cell
        other = structure.copy()
        other.make_supercell([[1, 1, 0], [0, 1, 0], [0, 0, 1]])
        other.translate_sites(range(len(other)), rng.random(3))
    elif kind == 1:  # other elements
        other = swap(structure)
    elif kind == 2:  # strained and shaken a little
        other = structure.copy()
        other.apply_strain(0.02 * rng.standard_normal(3))
        other.perturb(0.05)
    elif kind == 3:  # shaken until nothing is left
        other = structure.copy()
        for k in range(len(other)):
            other.translate_sites([k], 0.3 * rng.standard_normal(3))
    else:  # broken: two atoms on one place, or nothing at all
        other = structure.copy()
        if len(other) > 1:
            other.translate_sites([1], other[0].frac_coords - other[1].frac_coords + [0.01, 0, 0])
        else:
            other = None
    generated.append(other)
    if kind == 1:
        generated.append(other.copy())  # twice the same
# Compositions that no charges balance.
generated.append(Structure(np.eye(3) * 4, ["Na", "Na", "Cl"], [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5]]))
generated.append(None)


def counts_of(structure):
    amounts = structure.composition.get_el_amt_dict()
    counts = [int(n) for n in amounts.values()]
    divisor = math.gcd(*counts)
    return list(amounts), [n // divisor for n in counts]


def smact_valid(structure):
    symbols, counts = counts_of(structure)
    if len(symbols) == 1 or all(symbol in smact.metals for symbol in symbols):
        return True
    elements = [smact.Element(symbol) for symbol in symbols]
    electronegativities = [element.pauling_eneg for element in elements]
    tables = [SMACT14.get(symbol, []) for symbol in symbols]
    for states in itertools.product(*tables):
        if sum(s * n for s, n in zip(states, counts)) == 0 and pauling_test(states, electronegativities):
            return True
    return False


def read_smact14():
    table = {}
    for line in (Path(smact.__file__).parent / "data/oxidation_states.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            symbol, *states = line.split()
            table[symbol] = [int(state) for state in states]
    return table


SMACT14 = read_smact14()


def structure_valid(structure):
    distances = structure.distance_matrix + np.eye(len(structure)) * 100  # self images ignored
    return bool(distances.min() >= 0.5 and structure.volume >= 0.1)


def fingerprint(structure):
    """No fingerprint of anybody's: a few numbers that any program can compute."""
    if structure is None:
        return None
    lengths = sorted(structure.lattice.abc)
    return [structure.volume / len(structure) / 10, lengths[2] / lengths[0]], [float(np.mean([s.specie.Z for s in structure])), float(len(structure.symbol_set))]


crystals = [s for s in generated if s is not None]
structural = [s is not None and structure_valid(s) for s in generated]
compositional = [s is not None and smact_valid(s) for s in generated]
valid = [s for s, a, b in zip(generated, structural, compositional) if a and b]
matcher = StructureMatcher()
formulas = {s.composition.reduced_formula for s in known}
reference = [swap(s) if i % 2 else s for i, s in enumerate(known)][: len(known) * 2 // 3]
n = len(generated)
gen_fp = [fingerprint(s) for s in crystals]
ref_fp = [fingerprint(s) for s in reference]
cutoffs = {"structure": 0.1, "composition": 3}
structures = cdist([f[0] for f in gen_fp], [f[0] for f in ref_fp])
compositions = cdist([f[1] for f in gen_fp], [f[1] for f in ref_fp])
near = lambda axis: (structures.min(axis=axis) <= cutoffs["structure"]) & (compositions.min(axis=axis) <= cutoffs["composition"])
samples = [sorted(rng.normal(size=k).round(3).tolist(), key=lambda _: rng.random()) for k in (7, 7, 40, 3)]


def plain(structure):
    if structure is None:
        return None
    return {
        "matrix": structure.lattice.matrix.round(10).tolist(),
        "elements": [site.specie.symbol for site in structure],
        "fractional": (structure.frac_coords % 1).round(10).tolist(),
    }


print(json.dumps({
    "known": [plain(s) for s in known],
    "generated": [plain(s) for s in generated],
    "reference": [plain(s) for s in reference],
    "cutoffs": cutoffs,
    "structural": structural,
    "compositional": compositional,
    "report": {
        "generated": n,
        "constructed": len(crystals) / n,
        "structuralValidity": sum(structural) / n,
        "compositionalValidity": sum(compositional) / n,
        "validity": len(valid) / n,
        "uniqueFormulas": len({s.composition.reduced_formula for s in crystals}) / n,
        "uniqueStructures": len(matcher.group_structures(crystals)) / n,
        "novelFormulas": sum(s.composition.reduced_formula not in formulas for s in crystals) / n,
        "novelStructures": sum(not any(matcher.fit(k, s) for k in known) for s in crystals) / n,
        "coverage": {
            "recall": float(near(0).mean()),
            "precision": float(near(1).sum() / n),
            "recallDistances": [float(structures.min(axis=0).mean()), float(compositions.min(axis=0).mean())],
            "precisionDistances": [float(structures.min(axis=1).mean()), float(compositions.min(axis=1).mean())],
        },
        "distances": {
            "density": wasserstein_distance([s.density for s in valid], [s.density for s in reference]),
            "elements": wasserstein_distance([len(s.symbol_set) for s in valid], [len(s.symbol_set) for s in reference]),
            "property": wasserstein_distance([s.volume for s in valid], [s.volume for s in reference]),
        },
    },
    "wasserstein": [
        {"left": a, "right": b, "distance": wasserstein_distance(a, b)} for a, b in itertools.combinations_with_replacement(samples, 2)
    ],
}, separators=(",", ":")))
