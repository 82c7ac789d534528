"""Write Magpie features of compositions by matminer for the tests of @ftcp/fingerprint.

    pip install -r requirements.txt && python make_compositions.py > ../../../packages/fingerprint/test/fixtures/compositions.json
"""
import json
import warnings

warnings.filterwarnings("ignore")
from matminer.featurizers.composition import ElementProperty
from pymatgen.core import Composition

features = ElementProperty.from_preset("magpie", impute_nan=False)
formulas = ["Fe", "NaCl", "CaTiO3", "Na3YCl6", "LaMnO3", "Bi2Te3", "UO2", "Mg1.5Al2.5O4", "CsPbI3", "Li7La3Zr2O12", "GdFe5", "H2O"]
print(json.dumps({
    "labels": features.feature_labels(),
    "compositions": [
        {"amounts": Composition(f).get_el_amt_dict(), "numbers": [float(f"{x:.12g}") for x in features.featurize(Composition(f))]} for f in formulas
    ],
}, separators=(",", ":")))
