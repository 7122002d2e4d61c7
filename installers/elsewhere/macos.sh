#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# UNTESTED: written from the documentation of Homebrew and Qt, never run. What is tested are the Debian packages and the portable archive.
# macOS 13 or later with Homebrew: installs what the build needs, builds, and packs Langevin Lab.app into a disk image, not signed.
#   bash installers/elsewhere/macos.sh
# Known to be in the way: Apple's clang lacks std::jthread before Xcode 16.3 (GCC is used instead), the models are compiled in by directives of ELF
# (.pushsection .rodata, .hidden in engine/labs/embed_pages.cmake), and the programs start themselves anew through /proc/self/exe, which is not there:
# set OMP_WAIT_POLICY=passive instead.
set -euo pipefail
cd "$(dirname "$0")/../.."

brew install gcc cmake ninja qt vtk hdf5 nlohmann-json cli11 fftw eigen gsl openblas xxhash librsvg
# Random123 is headers only and not in Homebrew: RANDOM123 is the folder of an unpacked release.
prefix=$(brew --prefix)
gcc=$(find "$prefix/bin" -name 'g++-[0-9]*' | sort -V | tail -n 1)
cmake --preset package -DCMAKE_CXX_COMPILER="$gcc" -DCMAKE_EXE_LINKER_FLAGS= -DCMAKE_PREFIX_PATH="$prefix;$prefix/opt/openblas" \
  -DRANDOM123_INCLUDE_DIR="${RANDOM123:?the folder that holds Random123/threefry.h}"
cmake --build --preset package --target langevin-lab langevin-run

version=$(build/package/bin/langevin-run --version)
app="build/macos/Langevin Lab.app"
rm -rf build/macos
mkdir -p "$app/Contents/MacOS" "$app/Contents/Resources" build/macos/icon.iconset build/packages
cp build/package/bin/langevin-lab build/package/bin/langevin-run "$app/Contents/MacOS/"
for size in 16 32 128 256 512; do
  rsvg-convert -w $size -h $size resources/icons/langevin-lab.svg -o build/macos/icon.iconset/icon_${size}x${size}.png
done
iconutil -c icns build/macos/icon.iconset -o "$app/Contents/Resources/langevin-lab.icns"
cat > "$app/Contents/Info.plist" <<PLIST
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
  <key>CFBundleName</key><string>Langevin Lab</string>
  <key>CFBundleIdentifier</key><string>invalid.langevin-lab.LangevinLab</string>
  <key>CFBundleExecutable</key><string>langevin-lab</string>
  <key>CFBundleIconFile</key><string>langevin-lab</string>
  <key>CFBundlePackageType</key><string>APPL</string>
  <key>CFBundleShortVersionString</key><string>$version</string>
  <key>NSHighResolutionCapable</key><true/>
</dict></plist>
PLIST
"$prefix/opt/qt/bin/macdeployqt" "$app" -executable="$app/Contents/MacOS/langevin-run"
hdiutil create -volname "Langevin Lab" -srcfolder "$app" -ov "build/packages/langevin-lab-$version-macos.dmg"
