"""Golden graphs, outputs, loss and gradients of a small CGCNN, for packages/cgcnn/test/torch.test.ts.

    python tools/reference/cgcnn/make_torch_fixture.py ATOM_INIT.json packages/cgcnn/test/fixtures/torch.json

ATOM_INIT.json is that of github.com/txie-93/cgcnn (atomic number to 92 bits). Needs what requirements.txt lists.
An implementation of its own: graphs by brute force over images, the layers from PyTorch (Linear,
BatchNorm1d, Softplus) in the order of the authors' model.py, float64 throughout. Weights follow from a formula that
the test has too.
"""

import itertools
import json
import math
import sys

import torch
from torch import nn

torch.set_default_dtype(torch.float64)
SIZES = {"atomSize": 6, "convolutions": 2, "hidden": 5, "hiddenLayers": 2}
NEIGHBORS, RADIUS, STEP = 12, 8.0, 0.2

CRYSTALS = [
    {"name": "CsCl", "lattice": [[4.12, 0, 0], [0, 4.12, 0], [0, 0, 4.12]],
     "sites": [["Cs", [0, 0, 0]], ["Cl", [0.5, 0.5, 0.5]]]},
    {"name": "SrTiO3", "lattice": [[3.905, 0, 0], [0, 3.905, 0], [0, 0, 3.905]],
     "sites": [["Sr", [0, 0, 0]], ["Ti", [0.5, 0.5, 0.5]], ["O", [0.5, 0.5, 0]], ["O", [0.5, 0, 0.5]], ["O", [0, 0.5, 0.5]]]},
    {"name": "triclinic", "lattice": [[4.3, 0, 0], [0.9, 5.1, 0], [-0.7, 1.3, 6.2]],
     "sites": [["Li", [0.11, 0.07, 0.23]], ["Fe", [0.52, 0.61, 0.17]], ["P", [0.31, 0.83, 0.71]], ["Fm", [0.77, 0.29, 0.88]]]},
]  # fmt: skip
NUMBERS = {"Li": 3, "O": 8, "P": 15, "Cl": 17, "Ti": 22, "Fe": 26, "Sr": 38, "Cs": 55, "Fm": 100}
TARGET = [[0.3, -1.2], [-0.7, None], [1.1, 0.4]]


def graph(crystal):
    lattice = crystal["lattice"]
    fractions = [site[1] for site in crystal["sites"]]
    neighbors, distances = [], []
    for here in fractions:
        found = []
        for j, there in enumerate(fractions):
            for image in itertools.product(range(-4, 5), repeat=3):
                shift = [t + n - h for t, n, h in zip(there, image, here)]
                vector = [sum(shift[k] * lattice[k][axis] for k in range(3)) for axis in range(3)]
                distance = math.hypot(*vector)
                if 1e-8 < distance <= RADIUS:
                    found.append((round(distance, 6), j, distance))
        found = sorted(found)[:NEIGHBORS]
        distances.append([distance for _, _, distance in found])
        neighbors.append([j for _, j, _ in found])
    return neighbors, distances


class Convolution(nn.Module):
    def __init__(self, size, bonds):
        super().__init__()
        self.size = size
        self.full = nn.Linear(2 * size + bonds, 2 * size)
        self.bn1, self.bn2 = nn.BatchNorm1d(2 * size), nn.BatchNorm1d(size)

    def forward(self, atoms, bonds, neighbors):
        count, width = neighbors.shape
        own = atoms[:, None, :].expand(count, width, self.size)
        gated = self.full(torch.cat([own, atoms[neighbors], bonds], dim=2))
        gated = self.bn1(gated.view(-1, 2 * self.size)).view(count, width, 2 * self.size)
        gate, core = gated.chunk(2, dim=2)
        summed = self.bn2((torch.sigmoid(gate) * nn.functional.softplus(core)).sum(1))
        return nn.functional.softplus(atoms + summed)


class Network(nn.Module):
    def __init__(self, sizes, bonds):
        super().__init__()
        self.embedding = nn.Linear(92, sizes["atomSize"])
        self.convolutions = nn.ModuleList(Convolution(sizes["atomSize"], bonds) for _ in range(sizes["convolutions"]))
        widths = [sizes["atomSize"]] + [sizes["hidden"]] * sizes["hiddenLayers"]
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.output = nn.Linear(widths[-1], 2)

    def forward(self, elements, bonds, neighbors, members):
        atoms = self.embedding(elements)
        for convolution in self.convolutions:
            atoms = convolution(atoms, bonds, neighbors)
        crystals = torch.stack([atoms[m].mean(0) for m in members])
        crystals = nn.functional.softplus(crystals)
        for layer in self.hidden:
            crystals = nn.functional.softplus(layer(crystals))
        return self.output(crystals)


def numbers(index, shape):
    """The formula of the test: 0.35 sin(1.7 i + k) for the k-th weight."""
    values = 0.35 * torch.sin(1.7 * torch.arange(math.prod(shape)) + index)
    return values.float().double().reshape(shape)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        bits = {int(key): value for key, value in json.load(file).items()}
    graphs = [graph(crystal) for crystal in CRYSTALS]
    bonds_of = torch.arange(round(RADIUS / STEP) + 1) * STEP
    network = Network(SIZES, len(bonds_of))
    size = SIZES["atomSize"]
    slots = {"embedding/kernel": ("t", network.embedding.weight), "embedding/bias": ("", network.embedding.bias)}
    for i, layer in enumerate(network.convolutions):
        name = f"convolution{i}"
        for part, start, end in [("atom", 0, size), ("neighbor", size, 2 * size), ("bond", 2 * size, None)]:
            slots[f"{name}.{part}/kernel"] = ((start, end), layer.full.weight)
        slots[f"{name}/bias"] = ("", layer.full.bias)
        for j, norm in enumerate([layer.bn1, layer.bn2]):
            slots[f"{name}.normalization{j}/gamma"] = ("", norm.weight)
            slots[f"{name}.normalization{j}/beta"] = ("", norm.bias)
    for i, layer in enumerate(network.hidden):
        slots[f"hidden{i}/kernel"], slots[f"hidden{i}/bias"] = ("t", layer.weight), ("", layer.bias)
    slots["output/kernel"], slots["output/bias"] = ("t", network.output.weight), ("", network.output.bias)

    def part(how, tensor):
        if how == "t":
            return tensor.T
        return tensor if how == "" else tensor[:, how[0] : how[1]].T

    with torch.no_grad():
        for index, (how, tensor) in enumerate(slots.values()):
            part(how, tensor).copy_(numbers(index, part(how, tensor).shape))
    elements, neighbors, distances, members = [], [], [], []
    for crystal, (near, far) in zip(CRYSTALS, graphs):
        start = len(elements)
        elements += [bits[NUMBERS[symbol]] for symbol, _ in crystal["sites"]]
        neighbors += [[start + j for j in row] for row in near]
        distances += far
        members.append(torch.arange(start, len(elements)))
    expanded = torch.exp(-((torch.tensor(distances)[..., None] - bonds_of) ** 2) / STEP**2)
    inputs = (torch.tensor(elements, dtype=torch.float64), expanded, torch.tensor(neighbors), members)
    network.train()
    output = network(*inputs)
    known = torch.tensor([[value is not None for value in row] for row in TARGET])
    target = torch.tensor([[value or 0.0 for value in row] for row in TARGET])
    loss = sum(((output - target)[:, k][known[:, k]] ** 2).mean() for k in range(2))
    loss.backward()
    gradients = {}
    for name, (how, tensor) in slots.items():
        gradients[name] = part(how, tensor.grad).contiguous().flatten()
    averages = {}
    for i, layer in enumerate(network.convolutions):
        for j, norm in enumerate([layer.bn1, layer.bn2]):
            averages[f"convolution{i}.normalization{j}/movingMean"] = norm.running_mean.tolist()
            averages[f"convolution{i}.normalization{j}/movingVariance"] = norm.running_var.tolist()
    network.eval()
    fixture = {
        "torch": torch.__version__,
        "sizes": SIZES,
        "crystals": CRYSTALS,
        "graphs": [{"neighbors": near, "distances": far} for near, far in graphs],
        "target": TARGET,
        "loss": loss.item(),
        "training": output.tolist(),
        "evaluation": network(*inputs).tolist(),
        "averages": averages,
        "gradients": {name: {"norm": flat.norm().item(), "first": flat[:6].tolist()} for name, flat in gradients.items()},
    }
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(fixture, file, indent=1)
        file.write("\n")


main()
