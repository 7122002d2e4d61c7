#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# UNTESTED: written from the documentation of MSYS2, never run. What is tested are the Debian packages and the portable archive.
# Windows 10 or later, in the UCRT64 shell of MSYS2: installs what the build needs, builds, and packs an archive that runs without MSYS2.
#   bash installers/elsewhere/windows.sh
# Known to be in the way: engine/storage and app/command_line use POSIX calls (open, flock, fsync, execv, SIGTERM, /proc/self/exe) that need
# twins for Windows, and the models are compiled in by directives of ELF (.pushsection .rodata, .hidden in engine/labs/embed_pages.cmake).
set -euo pipefail
cd "$(dirname "$0")/../.."

pacman -S --needed --noconfirm zip \
  mingw-w64-ucrt-x86_64-{gcc,cmake,ninja,qt6-base,qt6-charts,qt6-svg,vtk,hdf5,nlohmann-json,cli11,fftw,eigen3,gsl,openblas,xxhash}
# Random123 is headers only and not in MSYS2: RANDOM123 is the folder of an unpacked release.
cmake --preset package -DCMAKE_INSTALL_PREFIX="$PWD/build/windows" -DCMAKE_EXE_LINKER_FLAGS= \
  -DRANDOM123_INCLUDE_DIR="${RANDOM123:?the folder that holds Random123/threefry.h}"
cmake --build --preset package --target langevin-lab langevin-run
cmake --install build/package --component lab --strip
cmake --install build/package --component run --strip

cd build/windows
windeployqt6 --no-translations bin/langevin-lab.exe
# The other libraries, from the same MSYS2.
for program in bin/*.exe; do
  ldd "$program" | awk '/ucrt64/ {print $3}' | xargs -r -I{} cp -n {} bin/
done
mkdir -p ../packages
zip -qr ../packages/langevin-lab-windows-x86_64.zip .
