#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Tries what installers/package.sh made in clean Debian 12 systems: installs the packages with nothing but their dependencies, runs the
# programs there, opens a recipe as a double click does, takes all away again; unpacks the portable archive in a second one.
# Needs root, debootstrap and the mirror that apt uses. Exit codes: 0 good, 1 not, 77 cannot be tried here.
#   clean_root.sh [folder of the packages]
set -uo pipefail

source_tree=$(realpath "$(dirname "$0")/../..")
packages=$(realpath -m "${1:-$source_tree/build/packages}")
suite=bookworm
skip() { echo "SKIPPED: $*"; exit 77; }

[ "$(id -u)" -eq 0 ] || skip "only root can make a clean system"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
compgen -G "$packages/*.deb" >/dev/null || skip "there are no packages in $packages; installers/package.sh makes them"
if [ "${LANGEVIN_ALONE:-}" != 1 ]; then
  # Mounts and processes of its own: whatever happens, nothing of it is left behind.
  unshare --mount --pid --fork true 2>/dev/null || skip "this container does not allow mounts"
  LANGEVIN_ALONE=1 exec unshare --mount --pid --fork --kill-child bash "$0" "$packages"
fi

# One mirror and the sections of it, as apt knows them.
sections=$(apt-get indextargets --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | grep -E "^https?://[^ ]+ $suite" | sort -u)
mirror=$(awk -v suite=$suite '$2 == suite && $3 == "main" {print $1; exit}' <<< "$sections")
[ -n "$mirror" ] || skip "apt has no mirror of $suite"

place=$(mktemp -d "${TMPDIR:-/var/tmp}/langevin-root.XXXXXX")
clean() {
  for root in "$place"/installed "$place"/unpacked; do umount -l "$root/proc" "$root/dev/shm" 2>/dev/null; done
  rm -rf --one-file-system "$place"
}
trap clean EXIT
failed=0
root=""

say() { printf '%5ds  %s\n' "$SECONDS" "$*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp/home LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive XDG_RUNTIME_DIR=/tmp/run "$@"; }
sh_inside() { inside sh -c "$1"; }
# check WHAT command...: what the command says is shown only if it fails
check() {
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then say "ok      $what"; else
    say "FAILED  $what"
    tail -n 15 <<< "$said" | sed 's/^/          /'
    failed=$((failed + 1))
  fi
}
says() { local expected=$1; shift; local said; said=$("$@" 2>&1); grep -qF -- "$expected" <<< "$said" || { echo "expected \"$expected\", got: $said"; return 1; }; }
prepare() {
  mount -t proc proc "$root/proc"
  mkdir -p "$root/dev/shm" "$root/tmp/home" "$root/tmp/run" && mount -t tmpfs tmpfs "$root/dev/shm"
  chmod 700 "$root/tmp/run"
  cp /etc/resolv.conf "$root/etc/resolv.conf"
  sed 's/^/deb /' <<< "$sections" > "$root/etc/apt/sources.list"
  apt-config dump | grep -E '^Acquire::(http|https|Retries|Check-Valid)' > "$root/etc/apt/apt.conf.d/00mirror"
}
install() { inside apt-get install -y -q --no-install-recommends "$@"; }

say "Making a clean system"
if ! debootstrap --variant=minbase --include=ca-certificates $suite "$place/installed" "$mirror" > "$place/log" 2>&1; then
  grep -q "Failed getting release file" "$place/log" && skip "the mirror of apt cannot be reached"
  tail -n 5 "$place/log"
  exit 1
fi
umount -R "$place/installed/proc" "$place/installed/sys" 2>/dev/null
cp -a "$place/installed" "$place/unpacked"

root=$place/installed
prepare
mkdir "$root/packages" && cp "$packages"/*.deb "$root/packages"
version=$(dpkg-deb -f "$(ls "$packages"/langevin-run_*.deb)" Version)
inside apt-get update -q > /dev/null
files_now() { (cd "$root" && find . -xdev \( -path ./proc -o -path ./var -o -path ./tmp -o -path ./packages \) -prune -o -print | LC_ALL=C sort); }

check "langevin-run is installed by itself" sh_inside "apt-get install -y -q --no-install-recommends /packages/langevin-run_*.deb"
check "which brings neither Qt nor VTK" sh_inside "! dpkg-query -W -f '\${Package}\n' | grep -E '^lib(qt[56]|vtk)'"
say "        langevin-run: $(inside dpkg-query -W -f '${db:Status-Status}\n' | wc -l) packages, $(du -sm --one-file-system "$root" | cut -f1) MB in all"
check "langevin-lab is installed" sh_inside "apt-get install -y -q --no-install-recommends /packages/langevin-lab_*.deb"
say "        with langevin-lab: $(inside dpkg-query -W -f '${db:Status-Status}\n' | wc -l) packages, $(du -sm --one-file-system "$root" | cut -f1) MB in all"
check "every file came as packed" sh_inside "test -z \"\$(dpkg --verify langevin-lab langevin-run)\""
for program in langevin-lab langevin-run; do
  check "$program finds its libraries" sh_inside "! ldd /usr/bin/$program /usr/libexec/$program/langevin-read | grep 'not found'"
  check "$program knows its version" says "${version%-*}" inside $program --version
done
check "no path of the source tree is in them" sh_inside "! grep -aF '$source_tree/' /usr/bin/langevin-lab /usr/bin/langevin-run /usr/libexec/langevin-*/langevin-read"

# What follows runs before any tool is installed that might bring what a package forgot to ask for.
try_programs() {  # PREFIX: empty for the PATH
  check "langevin-run list" says "phi4" inside "$1langevin-run" list
  local lab
  for lab in $(inside "$1langevin-run" list --json | grep -oE '"id": *"[a-z0-9_]+"' | grep -oE '[a-z0-9_]+"$' | tr -d '"'); do
    check "two steps and pictures of the lab $lab" inside "$1langevin-lab" --render "/tmp/pictures-$lab" --recipe "$lab steps=2"
  done
  check "a run with files" inside "$1langevin-run" run "phi4 extent=8 chains=2 seed=3" --steps 300 --out /tmp/run1 --quiet
  check "its replay is identical" inside "$1langevin-run" replay /tmp/run1/session.json
  check "a run that saves fields" inside "$1langevin-run" run "phi4 extent=8 kappa=0.25 chains=16 thermalisation=200 seed=1" --steps 400 --save-every 10 --out /tmp/run2 --quiet
  local learning="denoising extent=8 kappa=0.25 ensemble_file=/tmp/run2/configurations.h5 samples=16 steps=2"
  check "a network that learns from them" inside "$1langevin-run" run "$learning" --quiet
  check "and in the other program" inside "$1langevin-lab" --render /tmp/pictures-learning --recipe "$learning"
  check "pictures without a display" inside "$1langevin-lab" --render /tmp/pictures --recipe "phi4 extent=16 steps=100"
  check "which are there" sh_inside "test -s /tmp/pictures/field.png && test -s /tmp/pictures/table.csv"
  check "a window, painted" inside QT_QPA_PLATFORM=offscreen "$1langevin-lab" --quit-after-first-picture
  check "a window with a file" sh_inside "test -z \"\$(QT_QPA_PLATFORM=offscreen $1langevin-lab --quit-after-first-picture /tmp/pictures/recipe.json 2>&1)\""
  check "a bad file gets a sentence" says "langevin-lab: /tmp/bad.json: " sh_inside "echo '{' > /tmp/bad.json; QT_QPA_PLATFORM=offscreen $1langevin-lab --quit-after-first-picture /tmp/bad.json"
}
try_programs ""

say "Installing the tools that look at it"
before=$(files_now)
install xvfb xauth man-db desktop-file-utils appstream shared-mime-info libglib2.0-bin hicolor-icon-theme > "$place/log" 2>&1 || { tail "$place/log"; exit 1; }
for program in langevin-lab langevin-run; do
  check "man $program" says "$program" inside man -w $program
  check "man $program has no warnings" sh_inside "test -z \"\$(man --warnings -E UTF-8 -l /usr/share/man/man1/$program.1.gz 2>&1 >/dev/null)\""
  check "whatis $program" sh_inside "mandb -q; whatis $program"
  for file in copyright changelog.gz changelog.Debian.gz; do check "$file of $program" test -s "$root/usr/share/doc/$program/$file"; done
done
check "desktop entry" inside desktop-file-validate /usr/share/applications/langevin-lab.desktop
check "metainfo" inside appstreamcli validate --no-net /usr/share/metainfo/invalid.langevin_lab.LangevinLab.metainfo.xml
check "icon" test -s "$root/usr/share/icons/hicolor/scalable/apps/langevin-lab.svg"

type_of() { says "standard::content-type: $1" inside gio info -a standard::content-type "$2"; }
cp "$root/tmp/pictures/recipe.json" "$root/tmp/mine.langevin.json"
cp "$root/tmp/pictures/recipe.json" "$root/tmp/recipe_without_ending"
cp "$root/tmp/pictures/session.json" "$root/tmp/session_without_ending"
echo '{"sugar": "200 g"}' > "$root/tmp/cake.json"
cat > "$root/tmp/plan" <<< '{"sweep": 1, "lab": "phi4", "parameters": {"extent": 8, "chains": 2}, "seed": 4, "steps": 20,
  "x": {"parameter": "kappa", "from": 0.2, "to": 0.3, "points": 2}, "y": {"parameter": "lambda", "from": 0.01, "to": 0.02, "points": 2}}'
check "a sweep" inside langevin-run sweep /tmp/plan --store /tmp/tiny.sweep --quiet
check "type of *.langevin.json" type_of application/x-langevin-lab+json /tmp/mine.langevin.json
check "type of a recipe without ending" type_of application/x-langevin-lab+json /tmp/recipe_without_ending
check "type of a session without ending" type_of application/x-langevin-lab+json /tmp/session_without_ending
check "type of *.sweep" type_of application/x-langevin-lab-sweep /tmp/tiny.sweep
cp "$source_tree/resources/lessons/phases_of_learning.lesson.md" "$root/tmp/mine.lesson.md"
check "type of *.lesson.md" type_of application/x-langevin-lab-lesson /tmp/mine.lesson.md
check "other JSON is left alone" type_of application/json /tmp/cake.json
double_click() {  # file: opened by whatever the desktop would open it with
  sh_inside "xvfb-run -a sh -c 'gio open $1; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    for p in /proc/[0-9]*; do tr \"\\0\" \" \" < \$p/cmdline 2>/dev/null | grep -q \"^[^ ]*langevin-lab $1\" && kill \${p#/proc/} && exit 0; done; sleep 0.5; done; exit 1'"
}
check "a double click on a recipe opens the program" double_click /tmp/mine.langevin.json
check "a double click on a sweep opens the program" double_click /tmp/tiny.sweep
check "a window on an X server" sh_inside "xvfb-run -a -s '-screen 0 1600x1000x24' langevin-lab --quit-after-first-picture /tmp/mine.langevin.json"

owned=$(inside dpkg -L langevin-lab langevin-run | grep langevin)
check "both are purged" inside apt-get purge -y -q langevin-lab langevin-run
check "nothing of them is left" sh_inside "! find / -xdev \\( -path /proc -o -path /tmp -o -path /packages -o -path /var/cache/man -o -path /var/lib/apt \\) -prune -o -iname '*langevin*' -print | grep ."
check "nor in the lists of types and programs" sh_inside "! grep -rIl langevin /usr/share/mime /usr/share/applications /etc"
say "        ($(wc -l <<< "$owned") files and folders of theirs; $(wc -l <<< "$before") in the system)"

if archive=$(compgen -G "$packages/*.tar.xz"); then
  say "The portable archive, in another clean system"
  root=$place/unpacked
  prepare
  inside apt-get update -q > /dev/null
  folder="/opt/any where"
  mkdir -p "$root$folder" && tar -xJf "$archive" -C "$root$folder" --strip-components=1
  check "langevin-run needs nothing" says "phi4" inside "$folder/langevin-run" list
  check "langevin-lab says what it lacks" says "this machine lacks" inside "$folder/langevin-lab" --version
  # The line that README.md in the archive gives.
  needed=$(tr '\n' ' ' < "$root$folder/README.md" | grep -oE 'apt install [^`]*' | cut -d' ' -f3-)
  # shellcheck disable=SC2086
  install $needed > "$place/log" 2>&1 || { tail "$place/log"; failed=$((failed + 1)); }
  check "no Qt of the system" sh_inside "! ls /usr/lib/*/libQt6* /usr/lib/*/libvtk* 2>/dev/null | grep ."
  ln -s "$folder" "$root/opt/link"
  try_programs /opt/link/
  install xvfb xauth > "$place/log" 2>&1 || { tail "$place/log"; failed=$((failed + 1)); }
  check "a window on an X server" sh_inside "xvfb-run -a -s '-screen 0 1600x1000x24' /opt/link/langevin-lab --quit-after-first-picture"
fi

if command -v lintian >/dev/null; then
  check "lintian finds no error" lintian --allow-root --fail-on error "$packages"/*.deb
fi
say "$failed failed"
[ "$failed" -eq 0 ]
