#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test: the programs' own, then the sanitizers'.
#   tests/run.sh            everything but the tests labelled slow (which take minutes each)
#   tests/run.sh --all      those too
#   tests/run.sh --quick    neither slow tests nor sanitizers
source "$(dirname "$0")/../installers/setup.sh"

mode=${1:-}
install_missing build test
jobs=$(nproc)

run_tests() {  # PRESET ctest-arguments...
  local preset=$1
  shift
  say "Testing ($preset)"
  xvfb-run -a -s "-screen 0 1600x1000x24" ctest --preset "$preset" -j "$jobs" "$@"
}

build release
if [ "$mode" = --all ]; then run_tests release; else run_tests release -LE slow; fi
[ "$mode" = --quick ] && exit 0

# Physics checks have passed above; the sanitizers look for broken code, at a tenth of the speed.
build asan quick_tests
LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp run_tests asan -LE 'slow|physics|speed|pictures'
build tsan thread_tests
export OMP_TOOL_LIBRARIES=/usr/lib/llvm-14/lib/libarcher.so TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1"
run_tests tsan -L threads
say "All tests passed"
