#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws 4096 fields with every shipped model, at its own and at other volumes, and prints the tables of README.md.

    resources/models/tables.py [--run build/release/bin/langevin-run] [--models phi4_critical ...]

Each line stands beside an equilibrium run of its own (clusters and HMC), with the distance in combined standard errors.
"""
import argparse
import json
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# The score, couplings and sampler of each model; extents; how fields are corrected.
MODELS = {
    "phi4_symmetric": ("score=symmetric kappa=0.21 levels=64", (32, 16), "correction=metropolis"),
    "phi4_critical": ("score=critical kappa=0.27 levels=200 strongest=100", (32, 16), "correction=metropolis"),
    "phi4_broken": ("score=broken kappa=0.5 levels=200 strongest=200 weakest=0.005", (32, 16), "correction=mala mala_steps=200 mala_step_size=0.01"),
}
ROWS = (("field_squared", "⟨φ²⟩"), ("abs_magnetisation", "⟨\\|M\\|⟩"), ("susceptibility", "V⟨M²⟩"), ("binder_cumulant", "U_L"),
        ("correlation_length", "ξ₂"), ("site_cumulant_4", "κ₄"), ("schwinger_dyson", "SD"))
FIELDS = 4096


def number(value, error):
    """1.2345(67)"""
    if not error:
        return f"{value:.6g}"
    digits = 0
    while round(error * 10**digits) < 10 and digits < 8:
        digits += 1
    return f"{value:.{digits}f}({round(error * 10**digits)})" if digits else f"{value:.0f}({error:.0f})"


def measure(run, settings, extent, correction, threads):
    samples = 256 if extent <= 32 else 64
    levels = int(dict(s.split("=") for s in settings.split())["levels"])
    steps_of_batch = levels + (int(dict(s.split("=") for s in correction.split()).get("mala_steps", 0)))
    steps = FIELDS // samples * steps_of_batch
    recipe = f"denoising extent={extent} {settings} samples={samples} {correction}"
    begin = time.monotonic()
    out = subprocess.run([str(run), "run", recipe, "--steps", str(steps), "--json", "--threads", str(threads)],
                         check=True, capture_output=True, text=True).stdout
    result = json.loads(out.splitlines()[-1])
    return {s["key"]: s for s in result["scalars"]}, recipe, time.monotonic() - begin


def table(run, name, settings, extents, correction, threads):
    print(f"### {name}.h5\n")
    for extent in extents:
        found, recipe, seconds = measure(run, settings, extent, correction, threads)
        print(f"L = {extent}: `{recipe}`, {seconds:.0f} s on {threads} threads. ", end="")
        print(", ".join(f"{found[key]['label']} {number(found[key]['value'], found[key].get('error'))}"
                        for key in ("acceptance", "effective_samples", "chain_tau", "hmc_tau") if key in found) + ".\n")
        print("| | as drawn | distance | corrected | distance | equilibrium |\n|---|---|---|---|---|---|", flush=True)
        for key, symbol in ROWS:
            raw, fixed = found.get("raw_" + key), found.get("corrected_" + key)
            if key == "correlation_length" and name == "phi4_broken":
                continue  # means nothing in the broken phase
            cells = [f"{number(m['value'], m.get('error'))} | {m.get('distance', float('nan')):+.1f} σ" if m else " | " for m in (raw, fixed)]
            print(f"| {symbol} | {cells[0]} | {cells[1]} | {number(raw['expected'], raw.get('expected_error'))} |")
        print(flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=ROOT / "build" / "release" / "bin" / "langevin-run")
    parser.add_argument("--models", nargs="*", default=list(MODELS))
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    for name in options.models:
        table(options.run, name, *MODELS[name], options.threads)


main()
