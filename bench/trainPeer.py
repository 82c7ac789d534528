"""The Python side of bench/train.ts: the same training steps in PyTorch (and the same matrix products).

    python trainPeer.py THREADS MANIFEST.json...

Line protocol: each line of standard input is a command and is answered by one line of JSON.

    describe                    versions
    check CASE FILE             loss; all gradients as float32 in FILE, in the manifest's order
    rounding CASE BATCHES       of every batch, the largest relative difference of a gradient in float32 and in float64
    time CASE MODE STEPS        seconds and processor seconds of every step; MODE is eager or compiled
    decode CASE BATCHES         seconds of every batch of latents through the decoder
    product N                   seconds of products of two N x N matrices
"""

import ctypes
import json
import os
import sys
import time
import warnings

warnings.filterwarnings("ignore")
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../tools/reference/vae"))

import torch

from torch_networks import build

torch.set_num_threads(int(sys.argv[1]))
CASES = {}
for path in sys.argv[2:]:
    with open(path, encoding="utf-8") as file:
        manifest = json.load(file)
    CASES[manifest["network"]] = manifest
STEPS = {}


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return [time.perf_counter() - wall, time.process_time() - processor]


def make_step(case, mode):
    """A whole training step: forward, backward, clipped gradients where ours are, optimiser."""
    network, inputs = build(CASES[case])
    forward = torch.compile(network) if mode == "compiled" else network
    weights = list(network.parameters())
    if case == "reference":
        optimizer = torch.optim.RMSprop(weights, lr=5e-4, alpha=0.9, eps=1e-7)
    else:
        kernels = [w for n, w in network.named_parameters() if n.endswith("/kernel") and "linear" not in n]
        decays = {id(w) for w in kernels}
        groups = [
            {"params": kernels, "weight_decay": 0.01},
            {"params": [w for w in weights if id(w) not in decays], "weight_decay": 0.0},
        ]
        optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99), eps=1e-8)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = forward(**inputs)
        loss.backward()
        if case == "rows":
            torch.nn.utils.clip_grad_norm_(weights, 20.0)
        optimizer.step()
        return loss.item()

    return step


def gradients_of(manifest, dtype):
    network, inputs = build(manifest)
    network.to(dtype)
    network(**{name: value.to(dtype) for name, value in inputs.items()}).backward()
    return [weight.grad.double() for weight in network.parameters()]


def measure_rounding(manifest, batch):
    """Batch 0 is the manifest's; the others have random numbers of their own."""
    inputs = {name: {**recipe, "seed": recipe["seed"] + 1000 * batch} for name, recipe in manifest["inputs"].items()}
    shifted = {**manifest, "inputs": inputs}
    rounded, exact = gradients_of(shifted, torch.float32), gradients_of(shifted, torch.float64)
    norm = sum(gradient.norm() ** 2 for gradient in exact) ** 0.5
    return max(
        ((theirs - ours).norm() / theirs.norm()).item()
        for ours, theirs in zip(rounded, exact)
        if theirs.norm() >= 1e-6 * norm
    )


def answer(line):
    command, *rest = line.split()
    if command == "describe":
        python = sys.version.split()[0]
        return {"python": python, "torch": torch.__version__, "cpu": torch.backends.cpu.get_cpu_capability()}
    if command == "check":
        network, inputs = build(CASES[rest[0]])
        loss = network(**inputs)
        loss.backward()
        gradients = network.gradients().contiguous()
        with open(rest[1], "wb") as file:
            file.write(ctypes.string_at(gradients.data_ptr(), 4 * gradients.numel()))
        return {"loss": loss.item()}
    if command == "rounding":
        return {"differences": [measure_rounding(CASES[rest[0]], batch) for batch in range(int(rest[1]))]}
    if command == "time":
        case, mode, steps = rest
        if (case, mode) not in STEPS:
            try:
                step = make_step(case, mode)
                step()
                STEPS[case, mode] = step
            except Exception as error:  # torch.compile needs a C++ compiler
                return {"error": str(error).strip().splitlines()[0]}
        return {"times": [timed(STEPS[case, mode]) for _ in range(int(steps))]}
    if command == "decode":
        network, inputs = build(CASES[rest[0]])
        network.eval()
        with torch.inference_mode():
            network.decode(inputs["noise"])
            return {"times": [timed(lambda: network.decode(inputs["noise"])) for _ in range(int(rest[1]))]}
    if command == "product":
        size = int(rest[0])
        a, b = torch.rand(size, size), torch.rand(size, size)
        c = torch.empty(size, size)
        return {"times": [timed(lambda: torch.mm(a, b, out=c)) for _ in range(5)]}
    raise ValueError(command)


for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
