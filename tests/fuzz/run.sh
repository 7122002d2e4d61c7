#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Feeds every reader with inputs that grow out of its corpus, under the address and undefined-behaviour sanitizers, and
# keeps what reached new code.
#   tests/fuzz/run.sh [RUNS [READER...]]        a million runs each without arguments
#
# The readers of HDF5 (model, checkpoint, ensemble) run in this process here, so that their code is seen. libhdf5 1.10
# itself reads and frees what it should not where some files are damaged, and nobody can keep a fuzzer from making such
# files; the program reads them in a child process for that reason (engine/storage/child_process.h). A crash in libhdf5
# is therefore counted and passed over, while one in our own code ends the script.
source "$(dirname "$0")/../../installers/setup.sh"

runs=${1:-1000000}
shift || true
install_missing build test
build fuzz fuzzers
readers=("$@")
[ ${#readers[@]} -gt 0 ] || mapfile -t readers < <(cd build/fuzz/bin && ls fuzz_* | sed s/fuzz_//)
export ASAN_OPTIONS=detect_odr_violation=0:allocator_may_return_null=1 LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp OMP_NUM_THREADS=1

# Whether the first frame with a name of its own, above those of the sanitizers, is the library's.
is_of_hdf5() {
  build/fuzz/bin/fuzz_"$1" "$2" 2>&1 | grep -m1 -E '^ +#[0-9]+ .*(langevin::|libhdf5)' | grep -q libhdf5
}

for reader in "${readers[@]}"; do
  corpus=tests/fuzz/corpus/$reader
  found=$(mktemp -d)
  options=()
  case $reader in model | checkpoint | ensemble) options=(-fork=1 -ignore_crashes=1 -ignore_ooms=1 -ignore_timeouts=1) ;; esac
  say "Fuzzing $reader: $runs runs"
  build/fuzz/bin/fuzz_"$reader" -runs="$runs" -max_len=65536 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -verbosity=0 -artifact_prefix="$found/fault-" "${options[@]}" "$found" "$corpus"
  faults=0
  for fault in "$found"/fault-*; do
    [ -e "$fault" ] || continue
    is_of_hdf5 "$reader" "$fault" || { cp "$fault" .; say "$reader: see $(basename "$fault")"; exit 1; }
    faults=$((faults + 1))
    rm "$fault"
  done
  [ $faults -eq 0 ] || say "$reader: libhdf5 broke $faults times"
  # What is new, as few files as reach the same code; big ones stay out of the repository.
  build/fuzz/bin/fuzz_"$reader" -merge=1 -max_len=4096 -verbosity=0 "$corpus" "$found"
  rm -rf "$found"
done
say "All readers are sound"
