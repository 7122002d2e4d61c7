#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Feeds every reader with inputs that grow out of its corpus, under the address and undefined-behaviour sanitizers, and
# keeps what reached new code.
#   tests/fuzz/run.sh [RUNS [READER...]]        a million runs each without arguments
# What came of it last time stands in CHANGELOG.md.
#
# The readers of HDF5 (model, ensemble, checkpoint) run in the fuzzer's own process, so that their code is seen. libhdf5
# 1.10 itself reads and frees what it should not where some files are damaged, and nobody can keep a fuzzer from making
# such files; the program reads them in another process for that reason (engine/storage/hdf5/reading.h). A crash whose
# first frame with a name is libhdf5's is therefore counted, the file read again as the program does it (the first twenty
# of each place), and the fuzzer started anew; one file of each place is kept. Any other crash ends the script and leaves
# its input here.
source "$(dirname "$0")/../../installers/setup.sh"

runs=${1:-1000000}
shift || true
install_missing build test
build fuzz fuzzers
readers=("$@")
[ ${#readers[@]} -gt 0 ] || readers=(formula line plan session recipe store lesson model ensemble checkpoint)
export LSAN_OPTIONS=suppressions=$PWD/tests/leaks.supp:print_suppressions=0 OMP_NUM_THREADS=1
# What asks for gigabytes because a file says so gets nothing, and has to come to terms with that.
# Names of functions take longer than hundreds of inputs: they are looked up where they are needed.
export ASAN_OPTIONS=detect_odr_violation=0:allocator_may_return_null=1:max_allocation_size_mb=2048:quarantine_size_mb=16:symbolize=0
slice=100000

longest() {
  case $1 in
    formula) echo 600 ;;
    line | recipe) echo 4096 ;;
    plan | session | store) echo 8192 ;;
    *) echo 24576 ;;
  esac
}

# libhdf5 keeps memory for itself, which libFuzzer takes for a leak and looks into at each input; there, once at the end.
leaks() {
  case $1 in model | ensemble | checkpoint) echo 0 ;; *) echo 1 ;; esac
}

fuzzer() {  # READER arguments...: into $log
  build/fuzz/bin/fuzz_"$1" -rss_limit_mb=4096 -print_funcs=0 -verbosity=0 \
    -artifact_prefix="$work/faults/" "${@:2}" > "$log" 2>&1
}

# Seconds of processor time that have been spent so far; not in a subshell, which counts its own.
measure() {
  times > "$work/times"
  spent=$(tail -1 "$work/times" | awk -F '[ms ]+' '{print int($1 * 60 + $2 + $3 * 60 + $4)}')
}

number_of() { sed -nE "s/^stat::$1: +([0-9]+)/\1/p" "$log"; }

# The first frame in our own code or in libhdf5.
blamed() {  # READER
  local frame name
  while read -r frame; do
    [[ $frame != *libhdf5* ]] || { echo "$frame"; return; }
    name=$(addr2line -Cfpe "build/fuzz/bin/fuzz_$1" "${frame#*+}")
    [[ $name != langevin::* ]] || { echo "$name"; return; }
  done < <(sed -nE "s/^ +#[0-9]+ .*\/(libhdf5[^+]*|fuzz_$1)(\+0x[0-9a-f]+)\).*/\1\2/p" "$log")
  echo "an unknown place"
}

give_up() {  # READER INPUT
  tail -n 60 "$log" >&2
  [ ! -f "$2" ] || cp "$2" .
  say "$1: the fault lies in $(blamed "$1"); see ${2##*/}"
  exit 1
}

# Where a block of the heap has lost its head. What is compiled with the sanitizers cannot do that unnoticed; libhdf5 can,
# and the allocator finds it later, over another input.
heap_is_broken() { grep -q "CHECK failed: asan_allocator" "$log"; }

# Whether the fuzzer may go on after this input.
pass_over() {  # READER INPUT
  local place kept=tests/fuzz/breaks_hdf5/$1
  if heap_is_broken; then
    places[heap]=$((${places[heap]:-0} + 1))
    return 0
  fi
  # Memory that earlier inputs had lost?
  [[ $2 != */oom-* ]] || ! fuzzer "$1" "$2" || return 0
  place=$(sed -nE '0,/libhdf5/s/.*libhdf5[^+]*\+0x([0-9a-f]+).*/\1/p' "$log")
  [ -n "$place" ] && [ -n "${places[$place]:-}" ] || [[ $(blamed "$1") == libhdf5* ]] || give_up "$1" "$2"
  places[$place]=$((${places[$place]:-0} + 1))
  local endless=no
  ! grep -q "took too long" "$log" || endless=yes
  # Often enough; what never ends takes the program a minute, which is too much for a test too.
  [ ${places[$place]} -le $([ $endless = yes ] && echo 1 || echo 20) ] || return 0
  LANGEVIN_READ_APART=1 fuzzer "$1" -exact_artifact_path=/dev/null "$2" || give_up "$1" "$2"
  [ $endless = no ] || return 0
  mkdir -p "$kept"
  [ "$(stat -c %s "$2")" -gt 8192 ] || [ -e "$kept/$place" ] || cp "$2" "$kept/$place"
}

# As few of the new inputs as reach the same code: all of them are read at each start.
thin_out() {  # READER
  mkdir "$work/thin"
  fuzzer "$1" -merge=1 -use_counters=0 -max_len="$(longest "$1")" "$work/thin" "$work/found" || give_up "$1" /dev/null
  rm -r "$work/found"
  mv "$work/thin" "$work/found"
}

# In slices, since what libhdf5 loses over damaged files adds up.
fuzz() {  # READER
  local done=0 made seeds fault begin most=300
  measure
  begin=$spent
  while [ $done -lt "$runs" ]; do
    seeds=$(find "$corpus" "$work/found" -type f | wc -l)
    if [ "$seeds" -gt $most ]; then
      thin_out "$1"
      seeds=$(find "$corpus" "$work/found" -type f | wc -l)
      most=$((seeds + 300))
    fi
    made=$((runs - done < slice ? runs - done : slice))
    if ! fuzzer "$1" -runs=$((made + seeds + 1)) -max_len="$(longest "$1")" -detect_leaks="$(leaks "$1")" \
      -print_final_stats=1 "$work/found" "$corpus"
    then
      fault=$(find "$work/faults" -type f | head -1)
      made=$(($(number_of number_of_executed_units) - seeds - 1))
      [ -n "$fault" ] || give_up "$1" /dev/null
      pass_over "$1" "$fault"
      if [ $made -le 0 ]; then  # what libhdf5 does over it depends on what lay in memory before
        made=0
        if heap_is_broken; then thin_out "$1"; else rm "$work/found/${fault##*-}" || give_up "$1" "$fault"; fi
      fi
      rm -f "$work"/faults/*
    fi
    done=$((done + made))
    say "$1: $done"
  done
  local broken=0 count
  measure
  for count in "${places[@]}"; do broken=$((broken + count)); done
  say "$1: $done runs, $((done / (spent - begin + 1))) a second; libhdf5 broke $broken times in ${#places[@]} places"
}

for reader in "${readers[@]}"; do
  say "Fuzzing $reader"
  corpus=tests/fuzz/corpus/$reader work=$(mktemp -d) log=$work/log
  declare -A places=()
  mkdir "$work/faults" "$work/found"
  fuzz "$reader"
  # What is new, as few files as reach the same code; big ones stay out of the repository.
  find "$work/found" -type f -size +4095c -delete
  fuzzer "$reader" -merge=1 -use_counters=0 -max_len="$(longest "$reader")" "$corpus" "$work/found" || give_up "$reader" /dev/null
  rm -rf "$work"
done
say "All readers are sound"
