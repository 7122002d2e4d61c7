# SPDX-License-Identifier: GPL-3.0-or-later
"""Random-matrix kernels as physicists write them in Python: prints items a second (CPU time, one thread).

    spectra_peers.py KIND PACKAGE SECONDS

KIND: forces (million pairs of 1000 charges), eigenvalues (spectra of a dense 1000 x 1000 matrix), rbm (updates of one seed).
PACKAGE: numpy, torch, numba.
"""
import sys
import time

import numpy as np

LEVELS = 1000
random = np.random.default_rng(1)


def forces_numpy(x):
    difference = x[:, None] - x[None, :]
    np.fill_diagonal(difference, np.inf)
    return (1 / difference).sum(1)


def forces_torch(x):
    import torch
    difference = x[:, None] - x[None, :]
    difference.fill_diagonal_(float("inf"))
    return torch.reciprocal(difference).sum(1)


def forces_numba():
    from numba import njit

    @njit(fastmath=True)
    def forces(x):
        out = np.zeros_like(x)
        for i in range(x.size):
            for j in range(i):
                f = 1 / (x[i] - x[j])
                out[i] += f
                out[j] -= f
        return out

    return forces


def rbm_step(w, v, inverse, rate, mu, normal, matmul):
    """One update of the Gaussian RBM with N = 10, |B| = 16, k = 3; works for numpy arrays and torch tensors."""
    for _ in range(3):
        h = matmul(v, w.T) + normal((16, 10))
        v = (matmul(h, w) / mu + normal((16, 10))) / mu
    return w + rate * (matmul(w, inverse) - matmul(w, matmul(v.T, v)) / 16), v


def rbm_kernel():
    k = 6 * np.eye(10) - np.roll(np.eye(10), 1, 0) - np.roll(np.eye(10), -1, 0)
    return np.linalg.inv(k)


def prepare(kind, package):
    """A function to time, and how many items one call makes."""
    x = np.sort(random.normal(size=LEVELS)) * 30
    if kind == "forces":
        items = LEVELS * (LEVELS - 1) / 2 / 1e6
        if package == "numpy":
            return lambda: forces_numpy(x), items
        if package == "numba":
            kernel = forces_numba()
            return lambda: kernel(x), items
        import torch
        tensor = torch.from_numpy(x)
        return lambda: forces_torch(tensor), items
    if kind == "eigenvalues":
        matrix = random.normal(size=(LEVELS, LEVELS))
        matrix = matrix + matrix.T
        return lambda: np.linalg.eigvalsh(matrix), 1
    inverse = rbm_kernel()
    if package == "torch":
        import torch
        torch.set_num_threads(1)
        state = [torch.eye(10, dtype=torch.float64), torch.ones(16, 10, dtype=torch.float64)]
        inverse = torch.from_numpy(inverse)
        normal = lambda shape: torch.randn(shape, dtype=torch.float64)
        matmul = torch.matmul
    else:
        state = [np.eye(10), np.ones((16, 10))]
        normal, matmul = random.standard_normal, np.matmul

    def update():
        state[0], state[1] = rbm_step(state[0], state[1], inverse, 0.01, 3.0, normal, matmul)

    return update, 1


def main():
    kind, package, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    run, items = prepare(kind, package)
    run()  # compile and warm up
    count, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        run()
        count += 1
    print(count * items / (time.process_time() - begin))


main()
