"""Make the structure factors of textbook crystals with numpy.

    python -m venv venv && venv/bin/pip install -r tools/reference/featurize/requirements.txt
    venv/bin/python tools/reference/featurize/make_structure_factors.py

Writes packages/featurize/test/fixtures/structure-factors.json: for each crystal the sites, the planes,
and F(hkl) = sum Z exp(-2 pi i h.x), term by term in 80-bit floats, for two columns of weights: atomic
number times occupancy, and a signed number of no meaning. Needs a platform with 80-bit floats (x86).
"""

import json
import pathlib
from importlib.metadata import version

import numpy as np

assert np.finfo(np.longdouble).nmant >= 63, "80-bit floats needed"
OUT = pathlib.Path(__file__).parents[3] / "packages/featurize/test/fixtures/structure-factors.json"
PI = np.longdouble("3.14159265358979323846264338327950288")

F_CENTRED = [(0, 0, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0)]


def centred(basis):
    return [(z, [(a + b) % 1 for a, b in zip(x, t)]) for z, x in basis for t in F_CENTRED]


# name: [(atomic number times occupancy, fractional coordinates), ...]
CRYSTALS = {
    "rock salt NaCl": centred([(11, (0, 0, 0)), (17, (0.5, 0.5, 0.5))]),
    "diamond": centred([(6, (0, 0, 0)), (6, (0.25, 0.25, 0.25))]),
    "fluorite CaF2": centred([(20, (0, 0, 0)), (9, (0.25, 0.25, 0.25)), (9, (0.75, 0.75, 0.75))]),
    "perovskite CaTiO3": [(20, (0, 0, 0)), (22, (0.5, 0.5, 0.5)),
                          (8, (0.5, 0.5, 0)), (8, (0.5, 0, 0.5)), (8, (0, 0.5, 0.5))],
    "rutile TiO2": [(22, (0, 0, 0)), (22, (0.5, 0.5, 0.5)), (8, (0.3053, 0.3053, 0)),
                    (8, (0.6947, 0.6947, 0)), (8, (0.1947, 0.8053, 0.5)), (8, (0.8053, 0.1947, 0.5))],
    "quartz SiO2": [(14, (0.4697, 0, 2 / 3)), (14, (0, 0.4697, 1 / 3)), (14, (0.5303, 0.5303, 0)),
                    (8, (0.4135, 0.2669, 0.7858)), (8, (0.7331, 0.1466, 0.4525)),
                    (8, (0.8534, 0.5865, 0.1191)), (8, (0.2669, 0.4135, 0.2142)),
                    (8, (0.1466, 0.7331, 0.5475)), (8, (0.5865, 0.8534, 0.8809))],
    "alloy Cu0.5Au0.5, one site half empty": [(0.5 * 29 + 0.5 * 79, (0, 0, 0)), (0.5 * 29, (0.5, 0.5, 0.1))],
}
PLANES = [(h, k, l) for h in range(-2, 3) for k in range(-2, 3) for l in range(-2, 3)]
PLANES += [(4, 0, 0), (3, 3, 1), (7, -5, 12), (31, 32, -33), (100, -64, 17), (200, 199, -198)]


def main():
    crystals = []
    for name, sites in CRYSTALS.items():
        x = np.array([site[1] for site in sites], dtype=np.longdouble)
        weights = np.array([[z, (-1) ** i * (i + 0.5)] for i, (z, _) in enumerate(sites)])
        turns = np.array(PLANES, dtype=np.longdouble) @ x.T
        turns -= np.round(turns)
        real = np.cos(-2 * PI * turns) @ weights.astype(np.longdouble)
        imaginary = np.sin(-2 * PI * turns) @ weights.astype(np.longdouble)
        crystals.append({
            "name": name,
            "positions": [list(map(float, site[1])) for site in sites],
            "weights": weights.tolist(),
            "real": real.astype(float).tolist(),
            "imaginary": imaginary.astype(float).tolist(),
        })
    lines = ",\n".join(json.dumps(crystal, separators=(",", ":")) for crystal in crystals)
    OUT.write_text(
        '{"madeBy":"tools/reference/featurize/make_structure_factors.py, numpy %s",\n"planes":%s,\n"crystals":[\n%s]}\n'
        % (version("numpy"), json.dumps(PLANES, separators=(",", ":")), lines))


if __name__ == "__main__":
    main()
