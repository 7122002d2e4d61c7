#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Golden numbers of the tests of learning and models, in double precision from PyTorch (1.13 when they were made).

    golden.py optimisers    the numbers in learning/tst_optimiser.cpp
    golden.py network       models/golden_network.h
"""
import math
import sys

import torch
from torch.nn import functional as F

torch.set_default_dtype(torch.float64)
STEPS = 12


def listed(values, indent="    "):
    lines, line = [], indent
    for v in values:
        text = f"{float(v):.17g}, "
        if len(line) + len(text) > 118:
            lines.append(line.rstrip())
            line = indent
        line += text
    return "\n".join(lines + [line.rstrip()])


def gradient(x, n):
    """A gradient that depends on the place and on the step, large in some of them."""
    return torch.cos(1.3 * n + torch.arange(len(x))) * (5 if n % 4 == 1 else 0.5) + 0.1 * x


def run(kind, largest_norm=0.0, average_decay=0.0, **options):
    x = torch.nn.Parameter(torch.tensor([1.0, -0.5, 0.25]))
    optimiser = kind([x], lr=0.05, betas=(0.8, 0.95), eps=1e-3, **options)
    model = torch.nn.ParameterList([x])

    def mean(average, new, n):
        # n + 1: steps made; the first one only copies.
        keep = min(average_decay, (2 + float(n)) / (11 + float(n)))
        return keep * average + (1 - keep) * new

    average = torch.optim.swa_utils.AveragedModel(model, avg_fn=mean)
    for n in range(STEPS):
        x.grad = gradient(x.detach(), n)
        if largest_norm:
            torch.nn.utils.clip_grad_norm_([x], largest_norm)
        optimiser.step()
        average.update_parameters(model)
    return x.detach(), list(average.parameters())[0].detach()


def optimisers():
    print("Adam", listed(run(torch.optim.Adam)[0]))
    print("AdamW", listed(run(torch.optim.AdamW, weight_decay=0.2)[0]))
    print("clipped", listed(run(torch.optim.AdamW, weight_decay=0.2, largest_norm=1.5)[0]))
    print("average", listed(run(torch.optim.Adam, average_decay=0.5)[1]))
    for name in ("cosine", "linear"):
        x = torch.nn.Parameter(torch.zeros(1))
        optimiser = torch.optim.SGD([x], lr=1.0)
        schedulers = torch.optim.lr_scheduler
        after = schedulers.CosineAnnealingLR(optimiser, 8) if name == "cosine" else schedulers.LinearLR(optimiser, 1.0, 1e-300, 8)
        warm_up = schedulers.LinearLR(optimiser, 1 / 5, 1.0, 4)
        both = schedulers.SequentialLR(optimiser, [warm_up, after], [4])
        rates = []
        for _ in range(13):
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            both.step()
        print(name, listed(rates))


def wave(shape, a, steps):
    """cos(a + steps . index): the same formula in the test."""
    grid = torch.meshgrid(*[torch.arange(n, dtype=torch.float64) for n in shape], indexing="ij")
    return torch.cos(a + sum(s * g for s, g in zip(steps, grid)))


def network():
    """W2 * SiLU((1 + G c + g) (W1 * x + b1)) + b2 with circular padding: the loss of its result, and of a score made from it."""
    parameters = [0.4 * wave((3, 2, 3, 3), 0.1, (1, 2, 3, 5)), 0.4 * wave((3,), 0.2, (1,)), 0.4 * wave((3, 2), 0.3, (1, 2)),
                  0.4 * wave((3,), 0.4, (1,)), 0.4 * wave((2, 3, 3, 3), 0.5, (1, 2, 3, 5)), 0.4 * wave((2,), 0.6, (1,))]
    names = ["first_weight", "first_bias", "film_weight", "film_bias", "second_weight", "second_bias"]
    for p in parameters:
        p.requires_grad_()
    x, condition = wave((16, 2, 3, 4), 0.7, (1.7, 0.9, 0.5, 1.1)), wave((16, 2), 0.8, (0.6, 1.9))
    target = wave((16, 2, 3, 4), 0.9, (0.4, 1.2, 2.3, 0.8))

    def forward(x):
        w1, b1, g, b, w2, b2 = parameters
        pad = lambda a: F.pad(a, (1, 1, 1, 1), mode="circular")
        h = F.conv2d(pad(x), w1, b1) * (1 + F.linear(condition, g, b))[:, :, None, None]
        return F.conv2d(pad(F.silu(h)), w2, b2)

    print("// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n\n/// Made by tests/engine/networks/golden.py.\nnamespace langevin::test::golden {\n")
    loss = ((forward(x) - target)**2).mean()
    y = x.clone().requires_grad_()
    score = torch.autograd.grad((y * forward(y)).sum(), y, create_graph=True)[0]
    for kind, value in (("direct", loss), ("energy", ((score - target)**2).mean())):
        print(f"inline constexpr double {kind}_loss = {value.item():.17g};")
        for name, slope in zip(names, torch.autograd.grad(value, parameters, allow_unused=True)):
            slope = torch.zeros(2) if slope is None else slope
            print(f"inline constexpr double {kind}_{name}[] = {{\n{listed(slope.flatten())}\n}};")
    print("\n}  // namespace langevin::test::golden")


{"optimisers": optimisers, "network": network}[sys.argv[1]]()
