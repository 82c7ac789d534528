"""Golden losses and gradients of the small networks, for packages/vae/test/torchFixture.test.ts.

    npx tsx --conditions=@ftcp/source tools/reference/vae/writeManifests.ts manifests.json
    python tools/reference/vae/make_torch_fixture.py manifests.json packages/vae/test/fixtures/torch.json

Needs what requirements.txt lists. Of every gradient the fixture has its norm, its product with a fixed direction and its
first four numbers, in float64 throughout.
"""

import json
import sys

import torch

from torch_networks import build, numbers

torch.set_default_dtype(torch.float32)
with open(sys.argv[1], encoding="utf-8") as file:
    manifests = json.load(file)
fixture = {"torch": torch.__version__, "cases": {}}
for case, manifest in manifests.items():
    network, inputs = build(manifest)
    network.double()
    loss = network(**{name: value.double() for name, value in inputs.items()})
    loss.backward()
    gradients = {}
    for index, name in enumerate(network.names):
        flat = network.from_torch(name, network.weight(name).grad)
        recipe = {"shape": [flat.numel()], "seed": 1000 + index, "scale": 1, "offset": 0}
        gradients[name] = {
            "norm": flat.norm().item(),
            "along": (flat @ numbers(recipe).double()).item(),
            "first": flat[:4].tolist(),
        }
    fixture["cases"][case] = {"manifest": manifest, "loss": loss.item(), "gradients": gradients}
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(fixture, file, indent=1)
    file.write("\n")
