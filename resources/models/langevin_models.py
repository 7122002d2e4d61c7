# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of Langevin Lab in PyTorch: the same numbers, from and to the same files. Needs torch and h5py.

    import langevin_models
    model = langevin_models.load("model.h5")
    denoised = model(fields, sigma)                # fields [n, 1, rows, columns]; noise sigma [n], in the units of the fields
    score = model.score(fields, sigma)             # (denoised - fields) / sigma^2
    langevin_models.save("changed.h5", model)      # langevin-lab and langevin-run read it

Names and extents of `model.network.state_dict()` are those of the file.
"""
import math

import h5py
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FEATURES = 17
ACTIVATIONS = {"tanh": torch.tanh, "silu": F.silu, "sigmoid": torch.sigmoid, "softplus": F.softplus, "relu": F.relu, "leaky_relu": F.leaky_relu}
ORBITS = [2, 1, 2, 1, 0, 1, 2, 1, 2]  # of a symmetric kernel's sites: middle, edge, corner


class Periodic(nn.Module):
    """A convolution with 3 x 3 kernels on the torus; `symmetric` ones have three numbers each, [out, in, 1, 3]."""

    def __init__(self, inputs, outputs, bias=True, symmetric=False):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(outputs, inputs, *((1, 3) if symmetric else (3, 3))))
        self.bias = nn.Parameter(torch.zeros(outputs)) if bias else None
        self.symmetric = symmetric

    def forward(self, x):
        weight = self.weight[:, :, 0, ORBITS].unflatten(-1, (3, 3)) if self.symmetric else self.weight
        return F.conv2d(F.pad(x, (1, 1, 1, 1), mode="circular"), weight, self.bias)


def everywhere(linear, x):
    """A linear layer at each site."""
    return F.conv2d(x, linear.weight[:, :, None, None], linear.bias)


def multiplied(x, function):
    """By a function of the momenta."""
    return torch.fft.ifft2(torch.fft.fft2(x) * function).real


class SiteNetwork(nn.Module):
    """[n, inputs, rows, columns] -> [n, outputs, rows, columns], each site by itself."""

    def __init__(self, inputs, outputs, width, depth, activation, odd, **_):
        super().__init__()
        self.hidden = nn.ModuleList(nn.Linear(width if k else inputs, width, bias=not odd) for k in range(depth))
        for layer in self.hidden:
            layer.noise = nn.Linear(FEATURES, width)
        self.last = nn.Linear(width, outputs, bias=not odd)
        self.activation, self.odd = activation, odd

    def forward(self, h, features, propagator):
        for layer in self.hidden:
            z, c = everywhere(layer, h), layer.noise(features)[:, :, None, None]
            h = self.activation(z * (1 + c) if self.odd else z + c)
        return everywhere(self.last, h)


class EquivariantNetwork(nn.Module):
    def __init__(self, inputs, outputs, width, depth, activation, odd, square, propagated):
        super().__init__()
        kernels = dict(bias=not odd, symmetric=square)
        self.embedding = nn.ModuleList([nn.Linear(FEATURES, 32), nn.Linear(32, 32)])
        self.enter, self.leave = Periodic(inputs, width, **kernels), Periodic(width, outputs, **kernels)
        self.leave.noise = nn.Linear(32, width)
        self.block = nn.ModuleList(nn.Module() for _ in range(depth))
        for block in self.block:
            block.first, block.second = Periodic(width, width, **kernels), Periodic(width, width, **kernels)
            block.noise = nn.Linear(32, 2 * width)
            if propagated:
                block.gather, block.scatter = nn.Linear(width, propagated, bias=False), nn.Linear(propagated, width, bias=False)
        self.activation, self.propagated = activation, propagated

    def forward(self, x, features, propagator):
        for layer in self.embedding:
            features = F.silu(layer(features))
        h = self.enter(x)
        for block in self.block:
            first, second = (1 + block.noise(features)[:, :, None, None]).chunk(2, 1)
            z = block.first(h)
            if self.propagated:
                z = z + everywhere(block.scatter, multiplied(everywhere(block.gather, h), propagator))
            h = h + second * block.second(self.activation(first * z))
        return self.leave(h * (1 + self.leave.noise(features)[:, :, None, None]))


class UNet(nn.Module):
    def __init__(self, inputs, outputs, width, depth, **_):
        super().__init__()
        self.embedding = nn.ModuleList([nn.Linear(FEATURES, 64), nn.Linear(64, 64)])
        channels = [width << level for level in range(depth + 1)]
        self.down = nn.ModuleList(self.block(i, o) for i, o in zip([inputs] + channels, channels))
        self.up = nn.ModuleList(self.block(channels[k + 1] + channels[k], channels[k]) for k in range(depth))
        self.leave = Periodic(width, outputs)

    @staticmethod
    def block(inputs, outputs):
        block = nn.Module()
        block.first, block.second, block.noise = Periodic(inputs, outputs), Periodic(outputs, outputs), nn.Linear(64, outputs)
        block.first_norm, block.second_norm = nn.GroupNorm(8, outputs), nn.GroupNorm(8, outputs)
        return block

    @staticmethod
    def run(block, x, features):
        h = F.silu(block.first_norm(block.first(x) + block.noise(features)[:, :, None, None]))
        return F.silu(block.second_norm(block.second(h)))

    def forward(self, h, features, propagator):
        for layer in self.embedding:
            features = F.silu(layer(features))
        finer = []
        for level, block in enumerate(self.down):
            h = self.run(block, F.avg_pool2d(h, 2) if level else h, features)
            finer.append(h)
        finer.pop()
        for block in reversed(self.up):
            h = self.run(block, torch.cat([F.interpolate(h, scale_factor=2), finer.pop()], 1), features)
        return self.leave(h)


NETWORKS = {"sites": SiteNetwork, "equivariant": EquivariantNetwork, "unet": UNet}


class Denoiser(nn.Module):
    """E[phi | phi + sigma z], as engine/diffusion/learnt/score_model.h defines it."""

    def __init__(self, text):
        super().__init__()
        self.text, d = text, dict(line.split(" = ") for line in text.splitlines())
        numbers = {key: int(d[key]) for key in ("inputs", "outputs", "width", "depth", "propagated")}
        self.network = NETWORKS[d["architecture"]](activation=ACTIVATIONS[d["activation"]], odd=d["odd"] == "yes", square=d["square"] == "yes", **numbers)
        self.kind, self.scale = d["preconditioning"], float(d["scale"])
        self.spectrum = [float(a) for a in d["spectrum"].split()]
        self.zero_mode = [float(d["zero_mode"]), float(d["zero_mode_exponent"]), int(d["spectrum_extent"])]

    def variances(self, rows, columns):
        """C_p of the fields in units of their scale, [rows, columns]."""
        k2 = 4 * np.sin(np.pi * np.arange(rows) / rows)[:, None]**2 + 4 * np.sin(np.pi * np.arange(columns) / columns)**2
        c = 1 / sum(a * k2**n for n, a in enumerate(self.spectrum))
        value, exponent, extent = self.zero_mode
        c[0, 0] = value * (math.sqrt(rows * columns) / extent)**exponent
        return torch.from_numpy(c)

    def forward(self, fields, sigma):
        y, sigma = fields / self.scale, (torch.as_tensor(sigma) / self.scale).to(torch.float64).expand(len(fields))
        t = torch.log(sigma)[:, None] / 4
        k = torch.arange(1, FEATURES // 2 + 1)
        features = torch.cat([t, torch.stack([torch.sin(k * t), torch.cos(k * t)], 2).flatten(1)], 1).to(y)
        s = sigma[:, None, None, None]
        if self.kind != "modes":
            skip, size, out = (1 / (1 + s**2), 1 / torch.sqrt(1 + s**2), s / torch.sqrt(1 + s**2)) if self.kind == "scalar" else (1 + 0 * s, 1 + 0 * s, s)
            return self.scale * (skip.to(y) * y + out.to(y) * self.network(size.to(y) * y, features, None))
        c = self.variances(*y.shape[2:])
        skip = c / (c + s**2)
        mean = lambda f: f.mean((2, 3), keepdim=True).sqrt()
        estimate = multiplied(y, (skip / mean(c * skip)).to(y))
        f = self.network(torch.cat([estimate, y / mean(c + s**2).to(y)], 1), features, skip.to(y))
        correction = multiplied(f[:, :1], (s * skip.sqrt()).to(y))
        return self.scale * (mean(c * skip).to(y) * estimate + correction + mean(skip * s**2).to(y) * f[:, 1:])

    def score(self, fields, sigma):
        return (self(fields, sigma) - fields) / torch.as_tensor(sigma).to(fields).reshape(-1, 1, 1, 1)**2


def load(path):
    with h5py.File(path) as file:
        text = file.attrs["model"]
        model = Denoiser(text.decode() if isinstance(text, bytes) else text)
        model.network.load_state_dict({name: torch.from_numpy(array[...]) for name, array in file["weights"].items()})
    return model


def save(path, model, **attributes):
    """Attributes are texts: description="...", recipe="..."."""
    with h5py.File(path, "w", libver=("v108", "latest")) as file:  # with checksums
        file.attrs.update(format="langevin-lab model 1", model=model.text, **attributes)
        for name, array in model.network.state_dict().items():
            file.create_dataset(f"weights/{name}", data=array.detach().cpu().numpy().astype("f4"))
