# SPDX-License-Identifier: GPL-3.0-or-later
"""The phi^4 leapfrog as physicists write it in Python: prints million site updates a second (CPU time, one thread).

    peers.py numpy EXTENT SECONDS     8 chains, float32, numpy.roll
    peers.py numba EXTENT SECONDS     1 chain, float64, @njit(fastmath=True)
"""
import sys
import time

import numpy as np

KAPPA, LAMBDA, STEPS, EPS = 0.26, 0.022, 10, 0.1


def numpy_trajectory(phi, pi):
    def kick(eps):
        neighbours = np.roll(phi, 1, 1) + np.roll(phi, -1, 1) + np.roll(phi, 1, 2) + np.roll(phi, -1, 2)
        pi.__iadd__(eps * (2 * KAPPA * neighbours - phi * (2 * (1 - 2 * LAMBDA) + 4 * LAMBDA * phi * phi)))

    kick(np.float32(EPS / 2))
    for _ in range(STEPS - 1):
        phi += np.float32(EPS) * pi
        kick(np.float32(EPS))
    phi += np.float32(EPS) * pi
    kick(np.float32(EPS / 2))


def numba_trajectory():
    from numba import njit

    @njit(fastmath=True)
    def kick(phi, pi, eps):
        extent = phi.shape[0]
        for i in range(extent):
            for j in range(extent):
                neighbours = (phi[(i + 1) % extent, j] + phi[(i - 1) % extent, j] +
                              phi[i, (j + 1) % extent] + phi[i, (j - 1) % extent])
                p = phi[i, j]
                pi[i, j] += eps * (2 * KAPPA * neighbours - p * (2 * (1 - 2 * LAMBDA) + 4 * LAMBDA * p * p))

    @njit(fastmath=True)
    def drift(phi, pi, eps):
        for i in range(phi.shape[0]):
            for j in range(phi.shape[1]):
                phi[i, j] += eps * pi[i, j]

    @njit(fastmath=True)
    def trajectory(phi, pi):
        kick(phi, pi, EPS / 2)
        for _ in range(STEPS - 1):
            drift(phi, pi, EPS)
            kick(phi, pi, EPS)
        drift(phi, pi, EPS)
        kick(phi, pi, EPS / 2)

    return trajectory


def main():
    peer, extent, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    random = np.random.default_rng(1)
    if peer == "numpy":
        shape, kind, run = (8, extent, extent), np.float32, numpy_trajectory
    else:
        shape, kind, run = (extent, extent), np.float64, numba_trajectory()
    phi = random.normal(size=shape).astype(kind) * kind(0.5)
    pi = random.normal(size=shape).astype(kind)
    run(phi, pi)  # compile and warm up
    count, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        run(phi, pi)
        count += 1
    print(count * STEPS * phi.size / (time.process_time() - begin) / 1e6)


main()
