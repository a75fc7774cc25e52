#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds everything with warnings as errors and runs all tests; the last lines are the summary of ctest.
#
#   packaging/test.sh              build, headers without a source file alone, all tests
#   packaging/test.sh --sanitize   fuzz targets, thread sanitizer (core), then all tests with address and undefined-behaviour sanitizers
#   packaging/test.sh --long       also tests labelled long, and a build with every source file alone; with --sanitize five minutes instead of
#                                  ten seconds per fuzz target
#
# HEADLIGHT_SHARED_DATA names a folder with dumps and reference results; without it the conformance tests skip.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
sanitize=
long=
for argument in "$@"; do
    case $argument in
    --sanitize) sanitize=yes ;;
    --long) long=yes ;;
    -h | --help) sed -n '4,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "test.sh: $argument is not an option; see --help" >&2; exit 2 ;;
    esac
done
if [ -n "${HEADLIGHT_SHARED_DATA-}" ]; then
    HEADLIGHT_SHARED_DATA=$(cd "$HEADLIGHT_SHARED_DATA" && pwd)
    export HEADLIGHT_SHARED_DATA
fi

"$root/packaging/setup.sh" ${sanitize:+--sanitize} --test || echo "test.sh: going on with what is installed" >&2

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ ! -d "${XDG_RUNTIME_DIR-}" ]; then
    export XDG_RUNTIME_DIR=$scratch/runtime
    mkdir -m 700 "$XDG_RUNTIME_DIR"
fi
skipped=(-LE '^long$')
if [ -n "$long" ]; then
    skipped=()
    export HEADLIGHT_LONG_TESTS=1
fi
cd "$root"
# The same sources in another folder are the same sources to ccache.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
# A miss is compiled at once instead of after a run of the preprocessor.
export CCACHE_DEPEND=1

step() { printf '\n== %s\n' "$*"; }
build() { # PRESET [TARGET...]
    local preset=$1
    shift
    cmake --preset "$preset" >"$scratch/configure.log" || { cat "$scratch/configure.log"; return 1; }
    cmake --build --preset "$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}

if [ -z "$sanitize" ]; then
    if [ -n "$long" ]; then
        step "Build, every source file alone"
        build separate
    fi
    step "Build, with headers that have no source file compiled alone"
    build dev all all_verify_interface_header_sets
    step "Tests"
    ctest --preset dev "${skipped[@]}"
    exit
fi

if [ -f tests/fuzz/CMakeLists.txt ]; then
    step "Fuzz targets"
    build fuzz
    seconds=${long:+300}
    seed=1 # a change is judged by what it changes, not by where a dice fell; --long and runs by hand look for what is new
    [ -z "$long" ] || seed=0
    for target in build/fuzz/fuzz/fuzz_*; do
        if [ ! -f "$target" ] || [ ! -x "$target" ]; then
            continue
        fi
        name=$(basename "$target")
        # New inputs go into the build folder; the seeds of the tree are only read.
        corpus=("build/fuzz/corpus/$name")
        mkdir -p "${corpus[0]}" build/fuzz/artifacts
        for seeds in "tests/fuzz/corpus/${name#fuzz_}" "tests/fuzz/corpus/$name" tests/fixtures; do
            [ -d "$seeds" ] && corpus+=("$seeds") && break
        done
        echo "$name, ${seconds:-10} s"
        "$target" -seed="$seed" -max_total_time="${seconds:-10}" -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=64 -max_len=65536 -verbosity=0 -print_final_stats=1 \
            -artifact_prefix="build/fuzz/artifacts/$name-" "${corpus[@]}" >"$scratch/fuzz.log" 2>&1 ||
            { tail -40 "$scratch/fuzz.log"; echo "$name failed; the input is in build/fuzz/artifacts"; exit 1; }
        grep 'stat::number_of_executed_units' "$scratch/fuzz.log" || true
    done
fi

step "Thread sanitizer, core"
build tsan
# A kernel that randomises addresses more than the sanitizer of this compiler knows would stop every program at its start.
fixed_addresses=()
! setarch -R true 2>/dev/null || fixed_addresses=(setarch -R)
"${fixed_addresses[@]}" ctest --preset tsan "${skipped[@]}"

step "Address and undefined-behaviour sanitizers"
build asan
ctest --preset asan "${skipped[@]}"
