#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Feeds every reader with inputs that grow out of its corpus, under the address and undefined-behaviour sanitizers, and
# keeps what reached new code.
#   tests/fuzz/run.sh [RUNS [READER...]]        a million runs each without arguments
# The ensemble reader runs only when it is named: files without checksums, as h5py writes them, make libhdf5 1.10 itself
# read beyond its buffers.
source "$(dirname "$0")/../../installers/setup.sh"

runs=${1:-1000000}
shift || true
install_missing build test
build fuzz
readers=("$@")
[ ${#readers[@]} -gt 0 ] || mapfile -t readers < <(cd build/fuzz/bin && ls fuzz_* | sed s/fuzz_// | grep -vx ensemble)
export ASAN_OPTIONS=detect_odr_violation=0:allocator_may_return_null=1 LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp OMP_NUM_THREADS=1
for reader in "${readers[@]}"; do
  corpus=tests/fuzz/corpus/$reader
  found=$(mktemp -d)
  say "Fuzzing $reader: $runs runs"
  build/fuzz/bin/fuzz_"$reader" -runs="$runs" -max_len=65536 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="fuzz-$reader-" "$found" "$corpus"
  # What is new, as few files as reach the same code; big ones stay out of the repository.
  build/fuzz/bin/fuzz_"$reader" -merge=1 -max_len=4096 -verbosity=0 "$corpus" "$found"
  rm -rf "$found"
done
say "All readers are sound"
