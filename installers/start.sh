#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens Langevin Lab. Without a display it runs the phi^4 lab's main job and
# writes its panels as pictures and their data as text.
source "$(dirname "$0")/setup.sh"

install_missing build
build release langevin-lab langevin-run

program=build/release/bin/langevin-lab
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$program" "$@"
fi
out=${LANGEVIN_OUT:-out/phi4}
say "No display: running the φ⁴ lab's main job into $out"
"$program" --render "$out" "$@"
say "Pictures (PNG), data (CSV, VTI), recipe and session are in $(cd "$out" && pwd)"
