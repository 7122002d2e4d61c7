# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured, what it is compared with, and what the machine could do: the rows of compare.py."""
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional

HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
CORE = sorted(os.sched_getaffinity(0))[-1]
ENVIRONMENT = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", NUMBA_NUM_THREADS="1", OMP_WAIT_POLICY="passive")


@dataclass
class Row:
    """One comparison. Speeds are in units of `unit` (so many items a second)."""
    number: str           # in the project's list of benchmarks
    name: str
    peer: str
    ours: Callable        # -> (speed, counters)
    theirs: Optional[Callable]  # -> speed; None where the peer is not installed
    hold: float           # the ratio that it is held to
    unit: str
    limit: str = ""       # key of limits(): what the machine could do
    work: float = 0       # of that, per unit of speed


def pinned(command, **options):
    return subprocess.run(["taskset", "-c", str(CORE), *command], env=ENVIRONMENT, capture_output=True, text=True, **options)


def have(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


class Measurement:
    """How each side is run, for so many seconds."""

    def __init__(self, build, seconds, model):
        self.build, self.seconds, self.model = build, seconds, model
        self.installed = {module: have(module) for module in ("numpy", "numba", "torch", "functorch", "h5py")}

    def ours(self, program, name, unit, seconds=None):
        """Items a second in this unit, and the counters of one benchmark."""
        result = pinned([str(self.build / "bin" / program), f"--benchmark_filter=^{name}$", "--benchmark_format=json",
                         f"--benchmark_min_time={self.seconds if seconds is None else seconds}"], check=True)
        run = json.loads(result.stdout)["benchmarks"][0]
        return run["items_per_second"] / unit, run

    def peer(self, script, *arguments):
        """The numbers that a peer prints, or None where it fails."""
        result = pinned([PYTHON, str(HERE / script), *map(str, arguments)])
        return [float(word) for word in result.stdout.split()] if result.returncode == 0 else None

    def row(self, number, name, benchmark, unit, peer, needs, command, hold, limit="", work=0):
        """unit: (name, items); benchmark: (program, name); command: script and arguments of the peer."""
        def theirs():
            numbers = self.peer(*command)
            return numbers[0] / (unit[2] if len(unit) > 2 else 1) if numbers else None
        installed = all(self.installed[module] for module in needs)
        return Row(str(number), name, peer, lambda: self.ours(*benchmark, unit[1]), theirs if installed else None, hold, unit[0], limit, work)

    def limits(self):
        """What one core does in this run: operations and bytes a second."""
        names = {"multiply-adds, float": ("multiply_add_peak", 1e9, "GFLOP/s"),
                 "traffic, 64 kB": ("memory_traffic/64", 1e9, "GB/s"), "traffic, 256 kB": ("memory_traffic/256", 1e9, "GB/s"),
                 "traffic, 1 MB": ("memory_traffic/1024", 1e9, "GB/s")}
        return {key: (self.ours("benchmark_limits", name, unit)[0], text) for key, (name, unit, text) in names.items()}


def lattice(m):
    rows = []
    for extent, hold, limit in ((32, 20, "traffic, 64 kB"), (128, 8, "traffic, 1 MB")):
        rows.append(m.row(5, f"leapfrog, float, 8 chains, L = {extent}", ("benchmark_lattice", f"leapfrog<float>/{extent}/8"), ("M sites/s", 1e6),
                          "numpy.roll, 8 chains, float", ["numpy"], ("peers.py", "numpy", extent, m.seconds), hold, limit, 16e-3))
    for lanes, label, limit in ((4, "4 chains", "traffic, 1 MB"), (1, "one chain", "traffic, 256 kB")):
        rows.append(m.row(6, f"leapfrog, double, {label}, L = 128", ("benchmark_lattice", f"leapfrog<double>/128/{lanes}"), ("M sites/s", 1e6),
                          "numba, one chain, double", ["numba"], ("peers.py", "numba", 128, m.seconds), 8, limit, 32e-3))
    for extent in (32, 128):
        naive = lambda e=extent: m.ours("benchmark_lattice", f"naive/{e}", 1e6)[0]
        rows.append(Row("7", f"full HMC, float, 8 chains, L = {extent}", "plain C++ leapfrog, double",
                        lambda e=extent: m.ours("benchmark_lattice", f"full_hmc<float>/{e}/8", 1e6), naive, 5, "M sites/s"))
    return rows


def spectra(m):
    program = "benchmark_spectra"
    rows = [m.row(10, "Coulomb forces, N = 1000, double", (program, "coulomb_forces/1000"), ("M pairs/s", 1e6), label, [package],
                  ("spectra_peers.py", "forces", package, m.seconds), hold)
            for package, label, hold in (("numpy", "numpy broadcast", 10), ("torch", "torch broadcast", 2), ("numba", "numba", 3))]
    eigenvalues = ("spectra_peers.py", "eigenvalues", "numpy", m.seconds)
    rows.append(m.row(12, "dense eigenvalues, n = 1000", (program, "dense_eigenvalues/1000"), ("/s", 1), "numpy.linalg.eigvalsh", ["numpy"], eigenvalues, 0.9))
    rows.append(m.row(12, "spectrum of a GOE matrix, n = 1000", (program, "sampled_spectrum/1000"), ("/s", 1), "numpy.linalg.eigvalsh", ["numpy"], eigenvalues, 4))
    rows += [m.row("RBM", "Boltzmann machine, updates of one seed", (program, "rbm_update"), ("/s", 1), f"{package} loop", [package],
                   ("spectra_peers.py", "rbm", package, m.seconds), 5) for package in ("numpy", "torch")]
    return rows


def networks(m):
    """Floating-point operations of an update: [3, 32, 16, 1] with 16 points, both ways."""
    operations = 2 * 16 * (2 * (3 * 32 + 32 * 16 + 16) + 32 * 16 + 16)
    program = "benchmark_networks"
    rows = [m.row(number, "100 networks [3, 32, 16, 1], own order of data", (program, "ensemble_shuffled"), ("k updates/s", 1e3, 1e3), label, [module],
                  ("network_peers.py", "ensemble", package, 4 * m.seconds), hold, "multiply-adds, float", operations * 1e-6)
            for number, package, module, label, hold in ((1, "numpy", "numpy", "numpy, batched matmul", 6), (2, "torch", "torch", "torch.bmm by hand", 12),
                                                         (2, "vmap", "functorch", "functorch vmap(grad)", 25))]
    rows.append(Row("4", "the same in fixed order, all matrices", "multiply-adds on registers",
                    lambda: m.ours(program, "ensemble_in_order", 1e9 / operations),
                    lambda: m.ours("benchmark_limits", "multiply_add_peak", 1e9)[0], 0.5, "GFLOP/s", "multiply-adds, float", 1))
    rows += [m.row(11, "singular values, 100 of 64 × 16, float", (program, "small_singular_values"), ("k/s", 1e3, 1e3), label, [package],
                   ("network_peers.py", "singular_values", package, m.seconds), hold)
             for package, label, hold in (("numpy", "numpy.linalg.svd", 4), ("torch", "torch.linalg.svdvals", 3))]
    return rows


def learning(m):
    """The same U-Net with the same weights. Its convolutions take 14.6 GFLOP forward and three times that for a training step."""
    return [m.row(number, f"U-Net 32-64-128, 64 fields of 32 × 32: {name}", ("benchmark_learning", f"unet_{kind}"), ("/s", 1), "torch", ["torch", "h5py"],
                  ("learning_peers.py", kind, m.model, m.seconds), hold, limit, work)
            for number, kind, name, hold, limit, work in ((15, "sample", "forward", 1.2, "multiply-adds, float", 14.57),
                                                          (16, "train", "training step", 1.1, "multiply-adds, float", 43.7),
                                                          (17, "energy", "second-order step", 1.0, "", 0))]


def all_rows(m):
    return networks(m) + learning(m) + lattice(m) + spectra(m)
