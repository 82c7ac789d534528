"""The autoencoders of packages/vae/test/torchCases.ts in PyTorch: an implementation of its own, from the paper's
equations and PyTorch's own layers, with the same weights.

`build(manifest)` gives a network whose parameters are set by the manifest's recipes, and its inputs.
"""

import math

import torch
import torch.nn.functional as F


def numbers(recipe):
    """`offset + scale * hash(seed, index)`: the 32-bit hash of makeNumbers in torchCases.ts."""
    count = math.prod(recipe["shape"])
    mask = 0xFFFFFFFF
    x = (torch.arange(count, dtype=torch.int64) * 0x9E3779B1 + recipe["seed"] * 0x85EBCA6B) & mask
    for _ in range(2):
        x = ((x ^ (x >> 16)) * 0x045D9F3B) & mask
    x = x ^ (x >> 16)
    values = recipe["offset"] + recipe["scale"] * (x.to(torch.float64) / 2**31 - 1)
    return values.to(torch.float32).reshape(recipe["shape"])


class Network(torch.nn.Module):
    """Parameters by the names of the manifest, in PyTorch's layouts."""

    def __init__(self, manifest):
        super().__init__()
        self.settings = manifest["settings"]
        self.names = list(manifest["weights"])
        self.weights = torch.nn.ParameterDict()
        for name, recipe in manifest["weights"].items():
            value = numbers(recipe)
            self.weights[name.replace(".", "_")] = torch.nn.Parameter(self.to_torch(name, value))

    @staticmethod
    def to_torch(name, value):
        """Kernels: [in, out] -> [out, in]; [taps, in, out] -> [out, in, taps] (both ways its own transpose)."""
        if not name.endswith("/kernel"):
            return value.clone()
        if value.dim() == 4:  # tfjs's transposed convolution: [1, taps, out, in]
            value = value[0]
        axes = (1, 0) if value.dim() == 2 else (2, 1, 0)
        return value.permute(axes).contiguous()

    def from_torch(self, name, value):
        """The other way round, as flat numbers in the order of the manifest."""
        if not name.endswith("/kernel"):
            return value.reshape(-1)
        axes = (1, 0) if value.dim() == 2 else (2, 1, 0)
        return value.permute(axes).reshape(-1)

    def weight(self, name):
        return self.weights[name.replace(".", "_")]

    def dense(self, name, x, bias=True):
        return F.linear(x, self.weight(f"{name}/kernel"), self.weight(f"{name}/bias") if bias else None)

    def gradients(self):
        return torch.cat([self.from_torch(name, self.weight(name).grad) for name in self.names])


class Reference(Network):
    """The Python reference's network, with PyTorch's convolutions (channels first) and batch normalisation."""

    geometry = ((5, 2), (3, 2), (3, 1))

    def __init__(self, manifest):
        super().__init__(manifest)
        for name, recipe in manifest["weights"].items():
            if name.endswith("/gamma"):
                stem = name.removesuffix("/gamma").replace(".", "_")
                self.register_buffer(f"{stem}_mean", torch.zeros(recipe["shape"]))
                self.register_buffer(f"{stem}_variance", torch.ones(recipe["shape"]))

    def normalize(self, name, x):
        stem = name.replace(".", "_")
        mean, variance = getattr(self, f"{stem}_mean"), getattr(self, f"{stem}_variance")
        scale, shift = self.weight(f"{name}/gamma"), self.weight(f"{name}/beta")
        return F.batch_norm(x, mean, variance, scale, shift, training=self.training, momentum=0.01, eps=1e-3)

    def convolve(self, name, x, taps, stride):
        length = x.shape[2]
        padding = max(0, (-(-length // stride) - 1) * stride + taps - length)
        x = F.pad(x, (padding // 2, padding - padding // 2))
        return F.conv1d(x, self.weight(f"{name}/kernel"), self.weight(f"{name}/bias"), stride)

    def transposed(self, name, x, taps, stride):
        length = x.shape[2] * stride
        kernel, bias = self.weight(f"{name}/kernel"), self.weight(f"{name}/bias")
        x = F.conv_transpose1d(x, kernel, bias, stride)
        before = (x.shape[2] - length) // 2 if x.shape[2] > length else 0
        return F.pad(x, (0, max(0, length - x.shape[2])))[:, :, before : before + length]

    def convolve_all(self, batch):
        x = batch.transpose(1, 2)
        for i, (taps, stride) in enumerate(self.geometry):
            x = self.convolve(f"encoder.convolution{i}", x, taps, stride)
            x = F.leaky_relu(self.normalize(f"encoder.normalization{i}", x), 0.2)
        return self.dense("encoder.hidden", x.transpose(1, 2).flatten(1))

    def decode(self, z):
        last = self.settings["channels"][-1]
        x = F.relu(self.dense("decoder.hidden", z)).view(z.shape[0], -1, last).transpose(1, 2)
        x = self.normalize("decoder.normalization0", x)
        for i, (taps, stride) in enumerate(reversed(self.geometry)):
            x = self.transposed(f"decoder.convolution{i}", x, taps, stride)
            if i < 2:
                x = F.relu(self.normalize(f"decoder.normalization{i + 1}", x))
        return x.transpose(1, 2)

    def forward(self, batch, target, noise):
        hidden = torch.sigmoid(self.convolve_all(batch))
        mean, log_variance = self.dense("encoder.mean", hidden), self.dense("encoder.logVariance", hidden)
        z = mean + torch.exp(0.5 * log_variance) * noise
        reconstruction = F.mse_loss(torch.sigmoid(self.decode(z)), batch, reduction="sum")
        divergence = (-0.5 * (1 + log_variance - mean**2 - log_variance.exp())).mean()
        y = F.relu(self.dense("regressor.0", F.relu(mean)))
        y = torch.sigmoid(self.dense("regressor.2", F.relu(self.dense("regressor.1", y))))
        regression = F.mse_loss(y, target, reduction="sum")
        return reconstruction + 2 * divergence + 10 * regression


class Paper(Reference):
    """Sections 3.1 to 3.4 of the paper: the same convolutions, with LeakyReLU, a linear output and Eq. 2 and 3."""

    def regress(self, z):
        def branch(name):
            hidden = F.relu(self.dense(f"{name}1", F.relu(self.dense(f"{name}0", z))))
            return self.dense(f"{name}2", hidden)

        return torch.sigmoid(branch("regression.g") * branch("regression.h"))

    def forward(self, batch, target, known, mask, noise, beta):
        weights = self.settings["loss"]
        hidden = F.leaky_relu(self.convolve_all(batch), 0.2)
        mean, log_variance = self.dense("encoder.mean", hidden), self.dense("encoder.logVariance", hidden)
        decoded = self.decode(mean + (0.5 * log_variance).exp() * noise)
        reconstruction = weights["entries"] * ((decoded - batch) ** 2).sum((1, 2))
        divergence = 0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum(1)
        deviations = torch.tensor(self.settings["deviations"], dtype=mean.dtype)
        error = ((self.regress(mean) - target) / deviations) ** 2
        elbo = ((reconstruction + beta * divergence) * mask).sum() / mask.sum()
        return elbo + weights["lambda"] * (error * known * mask[:, None]).sum() / mask.sum()


class Rows(Network):
    """This project's network of architecture rows (docs of @ftcp/vae), with PyTorch's convolutions (channels first)."""

    def __init__(self, manifest):
        super().__init__(manifest)
        self.register_buffer("scalars", torch.tensor([*self.settings["scalars"], [0.0] * len(self.settings["scalars"][0])]))
        self.register_buffer("deviations", torch.tensor(self.settings["deviations"]))

    def split(self, x):
        at = self.settings["layout"]
        rows = lambda start, count, width: x[:, at[start] : at[start] + count, :width]
        return (
            rows("elementStart", at["classes"], at["slots"]).transpose(1, 2),
            rows("cellStart", 2, 3).flatten(1),
            rows("coordinateStart", at["sites"], 6),
            rows("occupancyStart", at["sites"], at["slots"] + 1),
        )

    def encode(self, batch):
        at = self.settings["layout"]
        elements, cell, fractional, occupancy = self.split(batch)
        slots, sites, start = at["slots"], at["sites"], at["coordinateStart"]
        angle = 2 * math.pi * fractional[:, :, :3]
        turns = torch.cat([angle.cos(), angle.sin()], 2) * (1 - occupancy[:, :, slots:])
        signal = batch.clone()
        signal[:, start : start + sites] = F.pad(turns, (0, at["columns"] - 6))

        per_slot = occupancy[:, :, :slots].sum(1)
        total = per_slot.sum(1, keepdim=True).clamp(min=1)
        shares = per_slot / total
        counts = torch.cat([per_slot / 5, shares, total.log() - 2], 1)
        code = torch.cat([elements.flatten(1), turns.flatten(1), cell, counts, occupancy.flatten(1)], 1)

        of_slots = elements @ self.scalars
        mean = (of_slots * shares[:, :, None]).sum(1, keepdim=True)
        deviation = (((of_slots - mean) ** 2) * shares[:, :, None]).sum(1).sqrt()
        filled = of_slots + mean * elements[:, :, -1:]
        summary = [of_slots.flatten(1), mean.flatten(1), deviation, filled.amax(1), filled.amin(1)]
        targets = (elements, cell, turns, occupancy)

        taps, channels = self.settings["network"]["taps"], self.settings["network"]["channels"]
        x = signal.transpose(1, 2)
        for i in range(len(channels)):
            name = f"encoder.convolution{i}"
            before = (taps - 2) // 2
            x = F.pad(x, (before, taps - 2 - before))
            x = F.silu(F.conv1d(x, self.weight(f"{name}/kernel"), self.weight(f"{name}/bias"), 2))
        x = torch.cat([x.transpose(1, 2).flatten(1), code, *summary], 1)
        x = F.silu(self.dense("encoder.hidden0", x))
        x = F.silu(self.dense("encoder.hidden1", x))
        mean = self.dense("encoder.mean", x) + self.dense("encoder.linear", code, bias=False)
        return mean, self.dense("encoder.logVariance", x), targets

    def decode(self, z):
        network, at = self.settings["network"], self.settings["layout"]
        taps, channels = network["taps"], network["channels"]
        x = F.silu(self.dense("decoder.hidden1", F.silu(self.dense("decoder.hidden0", z))))
        x = x.view(z.shape[0], -1, channels[-1]).transpose(1, 2)
        for i in range(len(channels)):
            kernel = self.weight(f"decoder.convolution{i}/kernel")
            bias = self.weight(f"decoder.convolution{i}/bias")
            x = F.conv_transpose1d(x, kernel, bias, 2, padding=(taps - 2) // 2)
            if i + 1 < len(channels):
                x = F.silu(x)
        width = max(6, at["slots"] + 1)
        linear = self.dense("decoder.linear", z).view(z.shape[0], at["realRows"], width)
        return x.transpose(1, 2)[:, : at["realRows"], :width] + linear

    def regress(self, z):
        def branch(name):
            hidden = F.silu(self.dense(f"{name}1", F.silu(self.dense(f"{name}0", z))))
            return self.dense(f"{name}2", hidden)

        return torch.sigmoid(branch("regression.g") * branch("regression.h"))

    def forward(self, batch, target, known, mask, noise, beta):
        weights = self.settings["loss"]
        mean, log_variance, wanted = self.encode(batch)
        elements, cell, turns, occupancy = self.split(self.decode(mean + (0.5 * log_variance).exp() * noise))
        wanted_elements, wanted_cell, wanted_turns, wanted_occupancy = wanted
        filled = 1 - wanted_occupancy[:, :, -1:]
        of_crystals = (
            weights["elements"] * -(wanted_elements * F.log_softmax(elements, -1)).sum((1, 2))
            + weights["occupancy"] * -(wanted_occupancy * F.log_softmax(occupancy, -1)).sum((1, 2))
            + weights["coordinates"] * ((turns - wanted_turns).abs() * filled).sum((1, 2))
            + weights["cell"] * (cell - wanted_cell).abs().sum(1)
        )
        divergence = 0.5 * (mean**2 + log_variance.exp() - log_variance - 1).sum(1)
        count = mask.sum()
        error = ((self.regress(mean) - target) / self.deviations) ** 2
        regression = (error * known * mask[:, None]).sum() / count
        elbo = ((of_crystals + beta * divergence) * mask).sum() / count
        return elbo + weights["lambda"] * regression


def build(manifest):
    """The network of a manifest and its inputs by name."""
    network = {"reference": Reference, "paper": Paper, "rows": Rows}[manifest["network"]](manifest)
    return network, {name: numbers(recipe) for name, recipe in manifest["inputs"].items()}
