"""Ask a server of the Materials Project's interface with the project's own client, mp-api.

    askMaterialsProject.py URL KEY < queries.json

A query holds the arguments of MPRester.materials.summary.search. Prints a JSON object: the database's version, and the
documents of each query.
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

from mp_api.client import MPRester

url, key = sys.argv[1:]
ranges = ("energy_above_hull", "num_elements", "num_sites", "band_gap")
answers = []
with MPRester(key, endpoint=url, mute_progress_bars=True, notify_db_version=False) as rester:
    version = rester.get_database_version()
    for query in json.load(sys.stdin):
        arguments = {name: tuple(value) if name in ranges else value for name, value in query.items()}
        answers.append(
            [
                {
                    "id": str(document.material_id),
                    "formula": document.structure.composition.reduced_formula,
                    "sites": len(document.structure),
                    "volume": document.structure.volume,
                    "band_gap": document.band_gap,
                    "energy_above_hull": document.energy_above_hull,
                }
                for document in rester.materials.summary.search(**arguments)
            ]
        )
json.dump({"version": version, "answers": answers}, sys.stdout)
