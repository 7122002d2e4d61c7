# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by start.sh and tests/run.sh: installs what is missing and builds. Works offline when everything is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# packages SECTION...: the names listed in packages.txt under these headings
packages() {
  local section="" line
  while read -r line; do
    case "$line" in
      "# ["*) section=${line#"# ["} section=${section%]} ;;
      "#"*|"") ;;
      *) [[ " $* " == *" $section "* ]] && echo "$line" ;;
    esac
  done < installers/packages.txt
  return 0
}

# install_missing SECTION...: asks apt only for what is not there
install_missing() {
  local name missing=()
  for name in $(packages "$@"); do
    dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "These packages are missing and need an administrator: ${missing[*]}"
      say "Ask for:  apt-get install --no-install-recommends ${missing[*]}"
      return 1
    fi
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq || say "The package lists could not be renewed; trying with the old ones"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# build PRESET [target...]
build() {
  local preset=$1
  shift
  local launcher=()
  command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  export CCACHE_SLOPPINESS=pch_defines,time_macros  # without it, nothing that uses precompiled headers is kept
  say "Building ($preset)"
  cmake --preset "$preset" "${launcher[@]}" > "build-$preset.log" 2>&1 || { cat "build-$preset.log" >&2; return 1; }
  rm -f "build-$preset.log"
  if [ $# -gt 0 ]; then cmake --build --preset "$preset" --target "$@" >&2; else cmake --build --preset "$preset" >&2; fi
}
