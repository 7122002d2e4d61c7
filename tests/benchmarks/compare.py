#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs our kernels and their peers in turn, on one pinned core, and writes one table: medians, ratios, what they are held
to, the share of what the machine could do, the machine and the date.

    tests/benchmarks/compare.py [--build build/release] [--rounds 5] [--markdown FILE] [--json FILE]

Rows 1, 2, 4 to 7, 10 to 12 and 15 to 18 of the project's benchmark list, and the Gaussian RBM (the labs of the other rows
do not exist yet; the browser peer of row 3 is not packaged), then how fast each lab runs (langevin-run bench). A peer that
is not installed is skipped, not failed. The exit code is 1 when a ratio falls short of what it is held to. Only ratios of
one run mean anything: machines drift.
"""
import argparse
import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rows import HERE, PYTHON, Measurement, all_rows


def same_networks(m):
    """Whether the network and its gradients are the peer's, to a part in a thousand."""
    agree = True
    for kind in ("sample", "train", "energy"):
        theirs = m.peer("learning_peers.py", kind, m.model, 0) if m.installed["torch"] and m.installed["h5py"] else None
        if theirs is None:
            continue
        mine = m.ours("benchmark_learning", f"unet_{kind}", 1, 0.01)[1]["check"]
        same = abs(mine / theirs[1] - 1) < 1e-3
        agree &= same
        print(f"     U-Net, {kind}: ours {mine:.6g}, torch {theirs[1]:.6g}   {'ok' if same else 'DIFFERENT'}", flush=True)
    return agree


def same_losses(m):
    """Whether networks end with the peers' losses: the medians of ln(loss) of 100 runs each, to 0.15 (about 5 standard errors)."""
    mine = m.ours("benchmark_networks", "ensemble_shuffled", 1, 0.01)[1]["log_loss"]
    theirs = {package: m.peer("network_peers.py", "ensemble", package, 0)[0]
              for package, module in (("numpy", "numpy"), ("torch", "torch"), ("vmap", "functorch")) if m.installed[module]}
    agree = all(abs(mine - loss) < 0.15 for loss in theirs.values())
    listed = ", ".join(f"{name} {loss:.3f}" for name, loss in theirs.items())
    print(f"     median ln(loss) after 20 epochs: ours {mine:.3f}, {listed}   {'ok' if agree else 'DIFFERENT'}", flush=True)
    return agree


def number(speed):
    return f"{speed:,.0f}" if speed >= 100 else f"{speed:.3g}"


def measure(row, rounds, limits):
    """One line of the table."""
    mine, theirs, run = [], [], {}
    for _ in range(rounds):
        speed, run = row.ours()
        mine.append(speed)
        if row.theirs:
            theirs.append(row.theirs())
    entry = {"row": row.number, "name": row.name, "unit": row.unit, "ours": statistics.median(mine), "peer": row.peer, "hold_to": row.hold, "ok": True}
    if theirs and all(theirs):
        entry["theirs"] = statistics.median(theirs)
        entry["ratio"] = statistics.median(m / t for m, t in zip(mine, theirs))
        entry["ok"] = entry["ratio"] >= row.hold
    if row.limit in limits:
        entry["limit"] = row.limit
        entry["share"] = entry["ours"] * row.work / limits[row.limit][0]
    if "exp_minus_dH" in run:
        off = abs(run["exp_minus_dH"] - 1) / run["error"]
        entry["check"] = f"⟨exp(−ΔH)⟩ = {run['exp_minus_dH']:.5f}, {off:.1f} σ from 1"
        entry["ok"] &= off < 5
    elif "error" in run:
        entry["check"] = f"relative error {run['error']:.0e}"
        entry["ok"] &= run["error"] < 1e-13
    return entry


def say(entry):
    text = f"{entry['row']:>3}  {entry['name']:<52} {number(entry['ours']):>9} {entry['unit']:<12} {entry['peer']:<28} "
    text += f"{number(entry['theirs']):>9}  {entry['ratio']:6.2f} × (held to {entry['hold_to']}) " if "ratio" in entry else "skipped: not installed  "
    text += "ok" if entry["ok"] else "TOO SLOW OR WRONG"
    if "share" in entry:
        text += f"   {100 * entry['share']:.0f} % of {entry['limit']}"
    print(text + (f"   {entry['check']}" if "check" in entry else ""), flush=True)


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


def compare_start(build, rounds, folder):
    """Row 18, or None where the program is not built."""
    program = build / "bin" / "langevin-lab"
    if not program.exists():
        return None
    torch = build_torch_peer(folder)
    mine, theirs = [], []
    for _ in range(rounds + 1):
        mine.append(start_time([str(program), "--quit-after-first-picture"]))
        if torch:
            theirs.append(start_time([str(torch)]))
    mine, theirs = mine[1:], theirs[1:]  # the first start reads from disk
    seconds, memory = (statistics.median(m[i] for m in mine) for i in (0, 1))
    entry = {"row": "18", "name": f"start to first picture ({memory:.0f} MB)", "unit": "starts/s", "ours": 1 / seconds, "megabytes": memory,
             "peer": "window linked to libtorch", "hold_to": 1.67, "ok": all(m[2] == 0 for m in mine)}
    if theirs:
        entry["theirs"] = 1 / statistics.median(t[0] for t in theirs)
        entry["ratio"] = statistics.median(t[0] / m[0] for m, t in zip(mine, theirs))
        entry["ok"] &= entry["ratio"] >= entry["hold_to"]
    return entry


def machine():
    with open("/proc/cpuinfo") as info:
        model = next((line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), platform.processor())
    compiler = subprocess.run(["g++", "-dumpfullversion"], capture_output=True, text=True).stdout.strip()
    versions = [f"{module} {version}" for module in ("numpy", "numba", "torch")
                if (version := subprocess.run([PYTHON, "-c", f"import {module}; print({module}.__version__)"], capture_output=True, text=True).stdout.strip())]
    return f"{model}, {len(os.sched_getaffinity(0))} cores, g++ {compiler}; peers: {', '.join(versions)}"


def labs(build):
    """How fast every lab runs at its first preset, on one thread and on all."""
    result = subprocess.run([str(build / "bin" / "langevin-run"), "bench", "--json"], capture_output=True, text=True)
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def markdown(table, speeds, limits, about, rounds):
    lines = [f"{about}; {datetime.date.today().isoformat()}. One core, medians of {rounds} rounds in turn.", "",
             "| row | what | Langevin Lab | peer | peer's speed | ratio | held to | share of the limit |", "|---|---|---|---|---|---|---|---|"]
    for e in table:
        theirs, ratio = (number(e["theirs"]), f"{e['ratio']:.3g} ×") if "ratio" in e else ("not installed", "")
        share = f"{100 * e['share']:.0f} % of {e['limit']}" if "share" in e else ""
        lines.append(f"| {e['row']} | {e['name']} | {number(e['ours'])} {e['unit']} | {e['peer']} | {theirs} | {ratio} | {e['hold_to']} | {share} |")
    lines += ["", "Limits of one core in the same run: " + ", ".join(f"{key} {value:.3g} {unit}" for key, (value, unit) in limits.items()) + "."]
    if speeds:
        lines += ["", f"| lab | first preset | one thread | up to {speeds[0]['threads']} |", "|---|---|---|---|"]
        lines += [f"| {s['lab']} | {s['preset']} | {number(s['steps_per_second_one_thread'])} {s['step']}s/s | {number(s['steps_per_second'])} |" for s in speeds]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE.parents[1] / "build" / "release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.5, help="of each measurement")
    parser.add_argument("--only", default="", help="rows whose name contains this")
    parser.add_argument("--markdown", type=Path, help="the table, for a page")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not shutil.which("taskset"):
        sys.exit("taskset (package util-linux) is needed to pin processes to a core")
    about = machine()
    print(about, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        m = Measurement(options.build, options.seconds, Path(folder) / "unet.h5")
        subprocess.run([str(options.build / "bin" / "benchmark_learning"), f"--model={m.model}"], check=True)
        agree = bool(options.only) or (same_losses(m) & same_networks(m))
        limits, table = m.limits(), []
        for row in all_rows(m):
            if options.only in row.name:
                table.append(measure(row, options.rounds, limits))
                say(table[-1])
        if not options.only and (start := compare_start(options.build, options.rounds, folder)):
            table.append(start)
            say(start)
    speeds = [] if options.only else labs(options.build)
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "limits": limits, "rows": table, "labs": speeds}, indent=2))
    if options.markdown:
        options.markdown.write_text(markdown(table, speeds, limits, about, options.rounds))
    sys.exit(0 if agree and all(entry["ok"] for entry in table) else 1)


main()
