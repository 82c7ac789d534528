"""Write fingerprints of crystals by matminer and pymatgen for the tests of @ftcp/fingerprint.

    pip install -r requirements.txt && python make_fingerprints.py > ../../../packages/fingerprint/test/fixtures/fingerprints.json

The crystals are those of textbook-crystals.json of @ftcp/crystal, and these shaken, strained and with other elements,
so that nothing hangs on symmetry.
"""
import json
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import numpy as np
from matminer.featurizers.site import CrystalNNFingerprint
from matminer.featurizers.structure import SiteStatsFingerprint
from pymatgen.core import Structure
from pymatgen.core.local_env import CrystalNN, VoronoiNN

rng = np.random.default_rng(5)
textbook = json.loads((Path(__file__).parent / "../../../packages/crystal/test/fixtures/textbook-crystals.json").read_text())
crystals = []
swaps = {"Na": "Cs", "Cl": "F", "O": "S", "Ti": "Sn", "Zn": "Hg", "Ca": "Ba", "Fe": "Pd", "Si": "C", "Cu": "Mn", "C": "Fe"}
for c in textbook:
    if len(c["elements"]) > 14:
        continue
    perfect = Structure(c["matrix"], c["elements"], c["fractional"])
    crystals.append((c["name"], perfect))
    for k in range(2):
        shaken = perfect.copy()
        shaken.apply_strain(0.06 * rng.standard_normal(3))
        shaken.perturb(0.15 + 0.2 * k)
        if k:
            shaken.replace_species({a: b for a, b in swaps.items() if a in shaken.symbol_set})
        crystals.append((f"{c['name']}, shaken {k}", shaken))
# An open crystal, whose Voronoi cells reach far.
crystals.append(("argon, wide", Structure(np.eye(3) * 6.5, ["Ar"], [[0, 0, 0]])))
crystals.append(("layers", Structure([[2.46, 0, 0], [-1.23, 2.13, 0], [0, 0, 9.0]], ["C", "C"], [[0, 0, 0], [1 / 3, 2 / 3, 0.02]])))

default = CrystalNNFingerprint.from_preset("ops")
geometric = CrystalNNFingerprint.from_preset("ops", distance_cutoffs=None, x_diff_weight=0)
all_stats = SiteStatsFingerprint(geometric, stats=("mean", "std_dev", "minimum", "maximum"))
short = lambda values: [float(f"{v:.9g}") for v in values]
out = []
for name, s in crystals:
    s = Structure(s.lattice.matrix.round(10), s.species, (s.frac_coords % 1).round(10))
    faces = VoronoiNN(cutoff=7).get_voronoi_polyhedra(s, 0)
    big = sorted((float(f["solid_angle"]), float(f["area"])) for f in faces.values() if f["solid_angle"] > 1e-6)
    nn = CrystalNN().get_nn_data(s, 0)
    out.append({
        "name": name,
        "matrix": s.lattice.matrix.tolist(),
        "elements": [site.specie.symbol for site in s],
        "fractional": s.frac_coords.tolist(),
        "faces": [short(f) for f in big],
        "choices": {str(cn): float(f"{w:.9g}") for cn, w in sorted(nn.cn_weights.items()) if w > 1e-12},
        "site": short(default.featurize(s, 0)),
        "mean": short(SiteStatsFingerprint(default, stats=("mean",)).featurize(s)),
        "geometric": short(all_stats.featurize(s)),
    })
print(json.dumps({"labels": default.feature_labels(), "crystals": out}, separators=(",", ":")))
