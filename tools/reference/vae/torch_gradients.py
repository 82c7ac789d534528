"""Loss and gradients of one manifest, for packages/vae/test/torch.test.ts.

    python torch_gradients.py MANIFEST.json GRADIENTS.bin

Prints `{"loss": ..., "torch": VERSION}` and writes all gradients as float32, in the manifest's order and layout.
"""

import ctypes
import json
import sys
import warnings

warnings.filterwarnings("ignore")

import torch

from torch_networks import build

with open(sys.argv[1], encoding="utf-8") as file:
    network, inputs = build(json.load(file))
loss = network(**inputs)
loss.backward()
gradients = network.gradients().contiguous()
with open(sys.argv[2], "wb") as file:
    file.write(ctypes.string_at(gradients.data_ptr(), 4 * gradients.numel()))
print(json.dumps({"loss": loss.item(), "torch": torch.__version__}))
