# SPDX-License-Identifier: GPL-3.0-or-later
"""Ensembles of small networks as they are trained in Python: prints a speed (CPU time, one thread) and, for ensembles, the median of ln(loss).

    network_peers.py KIND PACKAGE SECONDS

KIND: ensemble (updates of one run a second: 100 runs of [3, 32, 16, 1], ReLU, batches of 16, all matrices, each run with its own order of its
own 4000 points; the loss after 20 epochs if SECONDS is 0), singular_values (matrices a second: batches of 100 of 64 x 16, float32).
PACKAGE: numpy, torch (backward pass by hand, bmm), vmap (torch with functorch's vmap of grad).
"""
import sys
import time

import numpy as np

RUNS, BATCH, BATCHES, RATE, EPOCHS = 100, 16, 250, 0.1, 20
SAMPLES = BATCH * BATCHES
random = np.random.default_rng(1)


def normal(*shape, fan_in=1):
    return (random.standard_normal(shape) / np.sqrt(fan_in)).astype(np.float32)


def weights():
    return [normal(RUNS, 32, 3, fan_in=3), normal(RUNS, 16, 32, fan_in=32), normal(RUNS, 1, 16, fan_in=16)]


def outputs(w, x):
    return np.maximum(np.maximum(x @ w[0].transpose(0, 2, 1), 0) @ w[1].transpose(0, 2, 1), 0) @ w[2].transpose(0, 2, 1)


def update(w, x, y, relu, matmul, swap):
    """One step of gradient descent on the mean of half the squared error; arrays of numpy or torch."""
    h = relu(matmul(x, swap(w[0])))
    f = relu(matmul(h, swap(w[1])))
    error = matmul(f, swap(w[2])) - y
    delta_f = matmul(error, w[2]) * (f > 0)
    delta_h = matmul(delta_f, w[1]) * (h > 0)
    rate = RATE / BATCH
    w[2] -= rate * matmul(swap(error), f)
    w[1] -= rate * matmul(swap(delta_f), h)
    w[0] -= rate * matmul(swap(delta_h), x)
    return error


class NumpyEnsemble:
    def __init__(self):
        self.x = normal(RUNS, SAMPLES, 3)
        self.y = outputs(weights(), self.x)
        self.w = weights()
        self.rows = np.arange(RUNS)[:, None]

    def order(self):
        return np.argsort(random.random((RUNS, SAMPLES)), axis=1)

    def step(self, places):
        x, y = self.x[self.rows, places], self.y[self.rows, places]
        error = update(self.w, x, y, lambda z: np.maximum(z, 0), np.matmul, lambda a: a.transpose(0, 2, 1))
        return (error**2).sum((1, 2))


class TorchEnsemble:
    def __init__(self, vmap):
        import torch
        torch.set_num_threads(1)
        torch.set_grad_enabled(vmap)
        start = NumpyEnsemble()
        self.torch, self.vmap = torch, vmap
        self.x, self.y = torch.from_numpy(start.x), torch.from_numpy(start.y)
        self.w = [torch.from_numpy(a) for a in start.w]
        self.rows = torch.arange(RUNS)[:, None]
        if vmap:
            import functorch
            self.slope = functorch.vmap(functorch.grad_and_value(self.loss))

    def loss(self, w, x, y):
        torch = self.torch
        out = torch.relu(torch.relu(x @ w[0].T) @ w[1].T) @ w[2].T
        return 0.5 * ((out - y)**2).mean()

    def order(self):
        return self.torch.argsort(self.torch.rand(RUNS, SAMPLES), 1)

    def step(self, places):
        torch = self.torch
        x, y = self.x[self.rows, places], self.y[self.rows, places]
        if not self.vmap:
            error = update(self.w, x, y, torch.relu, torch.bmm, lambda a: a.transpose(1, 2))
            return (error**2).sum((1, 2)).numpy()
        slopes, loss = self.slope(tuple(self.w), x, y)
        self.w = [a - RATE * b for a, b in zip(self.w, slopes)]
        return 2 * BATCH * loss.detach().numpy()


def ensemble(package):
    return NumpyEnsemble() if package == "numpy" else TorchEnsemble(package == "vmap")


def epoch(e, stop=lambda: False):
    """Steps made, and each run's loss over the epoch at the weights of each moment."""
    places, squares = e.order(), 0
    for b in range(BATCHES):
        squares = squares + e.step(places[:, b * BATCH:(b + 1) * BATCH])
        if stop():
            return b + 1, None
    return BATCHES, squares / (2 * SAMPLES)


def measure_ensemble(package, seconds):
    e = ensemble(package)
    if seconds == 0:
        for _ in range(EPOCHS):
            loss = epoch(e)[1]
        return np.median(np.log(loss))
    epoch(e, stop=lambda: True)
    steps, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        steps += epoch(e, stop=lambda: time.process_time() - begin > seconds)[0]
    return steps * RUNS / (time.process_time() - begin)


def measure_singular_values(package, seconds):
    matrices = normal(100, 64, 16)
    if package == "torch":
        import torch
        torch.set_num_threads(1)
        tensors = torch.from_numpy(matrices)
        run = lambda: torch.linalg.svdvals(tensors)
    else:
        run = lambda: np.linalg.svd(matrices, compute_uv=False)
    run()
    count, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        run()
        count += 1
    return count * 100 / (time.process_time() - begin)


def main():
    kind, package, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    print(measure_ensemble(package, seconds) if kind == "ensemble" else measure_singular_values(package, seconds))


main()
