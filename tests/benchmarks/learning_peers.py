# SPDX-License-Identifier: GPL-3.0-or-later
"""The U-Net of benchmark_learning in PyTorch, with the same weights: prints batches of 64 fields a second (CPU time, one thread) and a number to check.

    learning_peers.py KIND MODEL SECONDS

KIND: sample (forward; the mean square of the results), train (forward, backward, Adam; the gradient's norm), energy (the same for a score that
is itself a derivative). MODEL: the file that `benchmark_learning --model=FILE` writes. The network is that of resources/models/langevin_models.py.
"""
import math
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "resources" / "models"))
import langevin_models

BATCH, EXTENT = 64, 32


def wave(per_site, per_sample):
    phase = per_site * torch.arange(EXTENT * EXTENT, dtype=torch.float64) + per_sample * torch.arange(BATCH, dtype=torch.float64)[:, None]
    return torch.cos(phase).float().reshape(BATCH, 1, EXTENT, EXTENT)


class Job:
    def __init__(self, path):
        self.network = langevin_models.load(path).network
        self.optimiser = torch.optim.Adam(self.network.parameters())
        self.x, self.target = wave(0.37, 1.1), wave(0.23, 0.7)
        t = math.log(0.5) / 4
        features = [t] + [f(k * t) for k in range(1, 9) for f in (math.sin, math.cos)]
        self.features = torch.tensor([features]).expand(BATCH, -1)

    def sample(self):
        with torch.no_grad():
            return self.network(self.x, self.features, None)

    def train(self, energy=False):
        self.optimiser.zero_grad(set_to_none=True)
        x = self.x.clone().requires_grad_(energy)
        y = self.network(x, self.features, None)
        if energy:
            y = -torch.autograd.grad((x * y).sum(), x, create_graph=True)[0]
        ((y - self.target)**2).mean().backward()

    def step(self, energy):
        self.train(energy)
        self.optimiser.step()

    def gradient_norm(self):
        return math.sqrt(sum(float((p.grad.double()**2).sum()) for p in self.network.parameters() if p.grad is not None))


def main():
    kind, path, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    torch.set_num_threads(1)
    job = Job(path)
    if kind == "sample":
        check, run = float((job.sample()**2).mean()), job.sample
    else:
        job.train(kind == "energy")
        check, run = job.gradient_norm(), lambda: job.step(kind == "energy")
    run()
    count, begin = 0, time.process_time()
    while count == 0 or time.process_time() - begin < seconds:
        run()
        count += 1
    print(count / (time.process_time() - begin), check)


main()
