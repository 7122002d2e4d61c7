#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds for every processor of this architecture, and packs: two Debian packages and a portable archive
# in build/packages. tests/installers/clean_root.sh tries them in a clean system.
source "$(dirname "$0")/setup.sh"

install_missing build package
# The same sources make the same packages.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y CHANGELOG.md)}
export SOURCE_DATE_EPOCH
umask 022
build package langevin-lab langevin-run
rm -rf build/packages
for generator in DEB TXZ; do
  say "Packing ($generator)"
  (cd build/package && cpack -G "$generator" > cpack.log 2>&1) || { cat build/package/cpack.log >&2; exit 1; }
done
rm -rf build/packages/_CPack_Packages
(cd build/packages && sha256sum ./*.deb ./*.tar.xz > SHA256SUMS)
say "Packages:"
ls -lh build/packages >&2
