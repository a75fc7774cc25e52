#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the packages Headlight needs, on Debian 12, Ubuntu 24.04 or newer. Does and says nothing when they are there.
#
#   packaging/setup.sh              what is needed to build and run (the same as --build)
#   packaging/setup.sh --test       and what the tests need
#   packaging/setup.sh --sanitize   and what the fuzz targets need
#   packaging/setup.sh --list       names the packages, installs nothing (goes with any of the above)
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

# Names that differ between releases are written a|b: the first that the release has is the one that is needed.
build_packages=(
    g++ cmake ninja-build pkg-config ccache
    qt6-base-dev qt6-base-dev-tools 'qt6-charts-dev|libqt6charts6-dev' 'qt6-svg-dev|libqt6svg6-dev'
    'libqt6opengl6-dev|qt6-base-dev' 'libgl1-mesa-dev|libgl-dev' libvulkan-dev
    libeigen3-dev libfmt-dev libhdf5-dev libisal-dev nlohmann-json3-dev zlib1g-dev
    fonts-inter fonts-dejavu-core 'fonts-dejavu-mono|fonts-dejavu-core')
test_packages=(git mold strace xvfb xauth poppler-utils qpdf librsvg2-bin python3-numpy reuse)
sanitize_packages=(clang llvm 'libclang-rt-dev|libclang-rt-19-dev|libclang-rt-18-dev|libclang-rt-14-dev')

wanted=("${build_packages[@]}")
list=
for argument in "$@"; do
    case $argument in
    --build) ;;
    --test) wanted+=("${test_packages[@]}") ;;
    --sanitize) wanted+=("${test_packages[@]}" "${sanitize_packages[@]}") ;;
    --list) list=yes ;;
    -h | --help) sed -n '4,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "setup.sh: $argument is not an option; see --help" >&2; exit 2 ;;
    esac
done

if [ -n "$list" ]; then
    printf '%s\n' "${wanted[@]%%|*}" | sort -u
    exit 0
fi

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    # Not Debian: whether all is there, only a configuration run can tell.
    probe=$(mktemp -d)
    trap 'rm -rf "$probe"' EXIT
    if command -v cmake >/dev/null && cmake -S "$root" -B "$probe" >"$probe.log" 2>&1; then
        rm -f "$probe.log"
        exit 0
    fi
    echo "setup.sh: this is neither Debian nor Ubuntu. Please install, under the names they have here:" >&2
    echo "  ${wanted[*]%%|*}" >&2
    [ -s "$probe.log" ] && grep -A3 'CMake Error' "$probe.log" >&2
    rm -f "$probe.log"
    exit 1
fi

installed=" $(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | tr '\n' ' ') "
is_installed() { [[ $installed == *" $1 "* ]]; }

known=
read_known() { # of the names in question, those this release has, with a blank around each
    local names
    IFS='|' read -ra names <<<"$(IFS='|'; echo "${wanted[*]}")"
    known=" $(apt-cache madison "${names[@]}" 2>/dev/null | awk '{ print $1 }' | sort -u | tr '\n' ' ') "
}

missing=()
find_missing() {
    local alternatives name chosen
    missing=()
    for alternatives in "${wanted[@]}"; do
        is_installed "${alternatives%%|*}" && continue
        chosen=${alternatives%%|*}
        if [[ $alternatives == *'|'* ]]; then
            [ -n "$known" ] || read_known
            for name in ${alternatives//|/ }; do
                if [[ $known == *" $name "* ]] || { [ "$known" = '  ' ] && is_installed "$name"; }; then
                    chosen=$name
                    break
                fi
            done
        fi
        is_installed "$chosen" || missing+=("$chosen")
    done
}

find_missing
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    if ! command -v sudo >/dev/null || { ! sudo -n true 2>/dev/null && [ ! -t 0 ]; }; then
        echo "setup.sh: these packages are missing, and installing them needs root. Run:" >&2
        echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    sudo -n true 2>/dev/null || echo "setup.sh: sudo may ask for your password"
fi

read_known
if [[ $known != *" ${missing[0]} "* ]]; then # a bare system has no list of packages yet
    "${as_root[@]}" apt-get update -q
    read_known
    find_missing
fi
echo "setup.sh: installing ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}")
"${install[@]}" || { "${as_root[@]}" apt-get update -q && "${install[@]}"; }
