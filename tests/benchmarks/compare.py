#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs our kernels and their peers in turn, on one pinned core, and prints medians, ratios and what they are held to.

    tests/benchmarks/compare.py [--build build/release] [--rounds 5] [--json FILE]

Rows 1, 2, 4 to 7, 10 to 12 and 15 to 18 of the project's benchmark list, and the Gaussian RBM. A peer that is not installed is skipped, not failed. The exit code is 1
when a ratio falls short of what it is held to. Only ratios of one run mean anything: machines drift.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
CORE = sorted(os.sched_getaffinity(0))[-1]
ENVIRONMENT = dict(os.environ, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", NUMBA_NUM_THREADS="1", OMP_WAIT_POLICY="passive")


def pinned(command, **options):
    return subprocess.run(["taskset", "-c", str(CORE), *command], env=ENVIRONMENT, capture_output=True, text=True, **options)


def ours(build, name, seconds, program="benchmark_lattice", unit=1e6):
    """Items a second in this unit and the counters of one benchmark."""
    result = pinned([str(build / "bin" / program), f"--benchmark_filter=^{name}$", "--benchmark_format=json",
                     f"--benchmark_min_time={seconds}"], check=True)
    run = json.loads(result.stdout)["benchmarks"][0]
    return run["items_per_second"] / unit, run


def peer(kind, extent, seconds):
    result = pinned([PYTHON, str(HERE / "peers.py"), kind, str(extent), str(seconds)])
    return float(result.stdout) if result.returncode == 0 else None


def have(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


def kernel_rows(build, seconds):
    """(row, name, our measurement, peer measurement or None when absent, held to)"""
    numpy, numba = have("numpy"), have("numba")
    rows = []
    for extent, hold in ((32, 20), (128, 8)):
        rows.append((5, f"leapfrog f32, 8 chains, L = {extent}", f"numpy.roll, 8 chains, f32",
                     lambda e=extent: ours(build, f"leapfrog<float>/{e}/8", seconds),
                     (lambda e=extent: peer("numpy", e, seconds)) if numpy else None, hold))
    for lanes, label in ((4, "4 chains"), (1, "1 chain")):
        rows.append((6, f"leapfrog f64, {label}, L = 128", "numba njit, f64",
                     lambda n=lanes: ours(build, f"leapfrog<double>/128/{n}", seconds),
                     (lambda: peer("numba", 128, seconds)) if numba else None, 8))
    for extent in (32, 128):
        rows.append((7, f"full HMC f32, 8 chains, L = {extent}", "naive C++ leapfrog, f64",
                     lambda e=extent: ours(build, f"full_hmc<float>/{e}/8", seconds),
                     lambda e=extent: ours(build, f"naive/{e}", seconds)[0], 5))
    return rows


def spectra_peer(kind, package, seconds):
    result = pinned([PYTHON, str(HERE / "spectra_peers.py"), kind, package, str(seconds)])
    return float(result.stdout) if result.returncode == 0 else None


def spectra_rows(build, seconds):
    """Rows 10 and 12 and the Gaussian RBM: as kernel_rows, with the unit of the speeds."""
    def row(number, name, benchmark, unit, scale, kind, package, peer_name, hold):
        installed = have(package)
        return (number, name, peer_name,
                lambda: ours(build, benchmark, seconds, "benchmark_spectra", scale),
                (lambda: spectra_peer(kind, package, seconds)) if installed else None, hold, unit)

    rows = [row(10, "Coulomb forces, N = 1000", "coulomb_forces/1000", "M pairs/s", 1e6, "forces", package, label, hold)
            for package, label, hold in (("numpy", "numpy broadcast", 10), ("torch", "torch broadcast", 2), ("numba", "numba njit", 3))]
    rows.append(row(12, "dense eigenvalues, n = 1000", "dense_eigenvalues/1000", "/s", 1, "eigenvalues", "numpy", "numpy.linalg.eigvalsh", 0.9))
    rows.append(row(12, "sampled GOE spectrum, n = 1000", "sampled_spectrum/1000", "/s", 1, "eigenvalues", "numpy", "numpy.linalg.eigvalsh", 4))
    rows += [row("RBM", "updates of a seed, |B| = 16, k = 3", "rbm_update", "/s", 1, "rbm", package, f"{package} loop", 5)
             for package in ("numpy", "torch")]
    return rows


def network_peer(kind, package, seconds):
    result = pinned([PYTHON, str(HERE / "network_peers.py"), kind, package, str(seconds)])
    return float(result.stdout) if result.returncode == 0 else None


def network_rows(build, seconds):
    """Rows 1, 2, 4 and 11, as spectra_rows. Floating-point operations of an update: [3, 32, 16, 1] with 16 points, both ways."""
    operations = 2 * 16 * (2 * (3 * 32 + 32 * 16 + 16) + 32 * 16 + 16)

    def speed(benchmark, unit):
        return lambda: ours(build, benchmark, seconds, "benchmark_networks", unit)

    rows = [(number, "100 networks, own order, |B| = 16", label, speed("ensemble_shuffled", 1e3),
             (lambda p=package: network_peer("ensemble", p, 4 * seconds) / 1e3) if have(module) else None, hold, "k/s")
            for number, package, module, label, hold in ((1, "numpy", "numpy", "numpy, batched matmul", 6), (2, "torch", "torch", "torch.bmm by hand", 12),
                                                         (2, "vmap", "functorch", "functorch vmap(grad)", 25))]
    rows.append((4, "networks, in order, all matrices", "peak of multiply-adds", speed("ensemble_in_order", 1e9 / operations),
                 lambda: ours(build, "multiply_add_peak", seconds, "benchmark_networks", 1e9)[0], 0.5, "GFLOP/s"))
    rows += [(11, "singular values, 100 of 64 x 16, f32", label, speed("small_singular_values", 1e3),
              (lambda p=package: network_peer("singular_values", p, seconds) / 1e3) if have(package) else None, hold, "k/s")
             for package, label, hold in (("numpy", "numpy.linalg.svd", 4), ("torch", "torch.linalg.svdvals", 3))]
    return rows


def learning_peer(kind, model, seconds):
    """Batches a second and the number to check, or None."""
    result = pinned([PYTHON, str(HERE / "learning_peers.py"), kind, str(model), str(seconds)])
    return tuple(float(v) for v in result.stdout.split()) if result.returncode == 0 else None


def learning_rows(build, seconds, model):
    """Rows 15 to 17, as spectra_rows: the same U-Net with the same weights."""
    installed = have("torch") and have("h5py")
    return [(number, f"U-Net 32-64-128, 64 fields: {name}", "torch",
             lambda k=kind: ours(build, f"unet_{k}", seconds, "benchmark_learning", 1),
             (lambda k=kind: learning_peer(k, model, seconds)[0]) if installed else None, hold, "/s")
            for number, kind, name, hold in ((15, "sample", "forward", 1.2), (16, "train", "train", 1.1), (17, "energy", "energy", 1.0))]


def same_networks(build, model):
    """Whether the network and its gradients are the peer's, to a part in a thousand."""
    agree = True
    for kind in ("sample", "train", "energy"):
        theirs = learning_peer(kind, model, 0)
        if theirs is None:
            continue
        mine = ours(build, f"unet_{kind}", 0.01, "benchmark_learning", 1)[1]["check"]
        same = abs(mine / theirs[1] - 1) < 1e-3
        agree &= same
        print(f"     U-Net, {kind}: ours {mine:.6g}, torch {theirs[1]:.6g}   {'ok' if same else 'DIFFERENT'}", flush=True)
    return agree


def same_losses(build):
    """Whether networks end with the peers' losses: the medians of ln(loss) of 100 runs each, to 0.15 (about 5 standard errors)."""
    mine = ours(build, "ensemble_shuffled", 0.01, "benchmark_networks")[1]["log_loss"]
    theirs = {package: network_peer("ensemble", package, 0)
              for package, module in (("numpy", "numpy"), ("torch", "torch"), ("vmap", "functorch")) if have(module)}
    agree = all(abs(mine - loss) < 0.15 for loss in theirs.values())
    listed = ", ".join(f"{name} {loss:.3f}" for name, loss in theirs.items())
    print(f"     median ln(loss) after 20 epochs: ours {mine:.3f}, {listed}   {'ok' if agree else 'DIFFERENT'}", flush=True)
    return agree


def digits(speed):
    return 0 if speed >= 100 else 2


def compare_kernels(build, rounds, seconds, folder):
    model = folder / "unet.h5"
    subprocess.run([str(build / "bin" / "benchmark_learning"), f"--model={model}"], check=True)
    failed, table = not same_losses(build) or not same_networks(build, model), []
    rows = network_rows(build, seconds) + learning_rows(build, seconds, model) + [(*row, "M/s") for row in kernel_rows(build, seconds)] + spectra_rows(build, seconds)
    for row, name, peer_name, us, them, hold, unit in rows:
        mine, theirs, run = [], [], {}
        for _ in range(rounds):
            speed, run = us()
            mine.append(speed)
            if them:
                theirs.append(them())
        entry = {"row": row, "name": name, "peer": peer_name, "ours": statistics.median(mine), "hold_to": hold}
        text = f"{row:>3}  {name:<36} {entry['ours']:8.{digits(entry['ours'])}f} {unit:<9}"
        if them and all(theirs):
            entry["peer_speed"] = statistics.median(theirs)
            entry["ratio"] = statistics.median(m / t for m, t in zip(mine, theirs))
            verdict = "ok" if entry["ratio"] >= hold else "TOO SLOW"
            failed |= entry["ratio"] < hold
            text += f"   {peer_name:<28} {entry['peer_speed']:8.{digits(entry['peer_speed'])}f} {unit:<9} {entry['ratio']:6.2f} x (held to {hold}) {verdict}"
        else:
            text += f"   {peer_name:<28} skipped: not installed"
        if "exp_minus_dH" in run:
            entry["exp_minus_dH"] = run["exp_minus_dH"]
            off = abs(run["exp_minus_dH"] - 1) / run["error"]
            failed |= off > 5
            text += f"   <exp(-dH)> = {run['exp_minus_dH']:.5f} ({off:.1f} sigma from 1)"
        if "error" in run and row == 10:
            failed |= run["error"] > 1e-13
            text += f"   relative error {run['error']:.0e}"
        print(text, flush=True)
        table.append(entry)
    return failed, table


TORCH_PEER = r"""
#include <torch/torch.h>
#undef slots
#include <QApplication>
#include <QLabel>
#include <QTimer>
#include <cstdio>
int main(int argc, char** argv) {
    QApplication app(argc, argv);
    auto tensor = torch::ones({2, 2});
    QLabel window(QString::number(tensor.sum().item<float>()));
    window.show();
    QTimer::singleShot(0, [] { std::fflush(stdout); QApplication::quit(); });
    return app.exec();
}
"""


def build_torch_peer(folder):
    """A Qt program linked to libtorch that opens a window and ends; None where libtorch is not installed."""
    if not os.path.exists("/usr/include/torch/csrc/api/include/torch/torch.h"):
        return None
    source = Path(folder) / "peer.cpp"
    source.write_text(TORCH_PEER)
    flags = ["-I/usr/include/torch/csrc/api/include", "-ltorch", "-ltorch_cpu", "-lc10"]
    for part in ("Core", "Gui", "Widgets"):
        flags += [f"-I/usr/include/x86_64-linux-gnu/qt6/Qt{part}", f"-lQt6{part}"]
    command = ["g++", "-std=c++17", "-O1", "-fPIC", "-I/usr/include/x86_64-linux-gnu/qt6", str(source), "-o", str(source.with_suffix("")), *flags]
    return source.with_suffix("") if subprocess.run(command, capture_output=True).returncode == 0 else None


def start_time(command):
    """Seconds from exec to exit and the peak resident set in MB of a program that ends after its first window."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=dict(os.environ, QT_QPA_PLATFORM="offscreen"))
    _, status, usage = os.wait4(process.pid, 0)
    return time.monotonic() - begin, usage.ru_maxrss / 1024, status


def compare_start(build, rounds):
    program = build / "bin" / "langevin-lab"
    if not program.exists():
        print(" 18  start-up                             skipped: langevin-lab is not built")
        return False, []
    with tempfile.TemporaryDirectory() as folder:
        torch = build_torch_peer(folder)
        mine, theirs = [], []
        for _ in range(rounds + 1):
            mine.append(start_time([str(program), "--quit-after-first-picture"]))
            if torch:
                theirs.append(start_time([str(torch)]))
    mine, theirs = mine[1:], theirs[1:]  # the first start reads from disk
    seconds, memory = (statistics.median(m[i] for m in mine) for i in (0, 1))
    entry = {"row": 18, "name": "start to first window", "seconds": seconds, "megabytes": memory, "hold_to": 0.6}
    text = f" 18  start to first picture               {seconds:8.2f} s  {memory:4.0f} MB"
    failed = any(m[2] != 0 for m in mine)
    if theirs:
        entry["peer_seconds"] = statistics.median(t[0] for t in theirs)
        entry["ratio"] = seconds / entry["peer_seconds"]
        failed |= entry["ratio"] > 0.6
        text += f"   Qt program linked to libtorch {entry['peer_seconds']:6.2f} s   {entry['ratio']:.2f} (held to 0.6) " + \
                ("ok" if entry["ratio"] <= 0.6 else "TOO SLOW")
    else:
        text += "   Qt program linked to libtorch skipped: not installed"
    print(text, flush=True)
    return failed, [entry]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE.parents[1] / "build" / "release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each measurement")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not shutil.which("taskset"):
        sys.exit("taskset (package util-linux) is needed to pin processes to a core")
    print("row  what                                     ours        peer                               theirs   ratio")
    with tempfile.TemporaryDirectory() as folder:
        failed, table = compare_kernels(options.build, options.rounds, options.seconds, Path(folder))
    late, start = compare_start(options.build, options.rounds)
    if options.json:
        options.json.write_text(json.dumps(table + start, indent=2))
    sys.exit(1 if failed or late else 0)


main()
