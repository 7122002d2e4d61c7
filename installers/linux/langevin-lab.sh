#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Starts the program of the same name from wherever the archive was unpacked, with the libraries beside it.
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export QT_PLUGIN_PATH="$here/plugins"
program="$here/bin/$(basename "$0")"
missing=$(ldd "$program" 2>&1 | sed -n 's/^[[:space:]]*\(.*\) => not found/\1/p; s/.*\(version .* not found\).*/\1/p' | sort -u | tr '\n' ' ')
if [ -n "$missing" ]; then
  echo "$(basename "$0"): this machine lacks $missing- see README.md beside the program." >&2
  exit 2
fi
exec "$program" "$@"
