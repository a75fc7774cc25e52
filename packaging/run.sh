#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds Headlight and opens it with a dump of yours, or with an included sample. Where there is no display it writes
# figures of the dump into the folder figures/ instead.
#
#   packaging/run.sh [DUMP]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
case ${1-} in
-h | --help) sed -n '4,7s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac
dump=${1:-$root/resources/samples/covr_blip2}
[ -e "$dump" ] || { echo "run.sh: $dump does not exist" >&2; exit 2; }

"$root/packaging/setup.sh" --build || echo "run.sh: going on with what is installed" >&2

cmake -S "$root" --preset release >/dev/null
cmake --build "$root/build/release" --target headlight --parallel "$(nproc)"
headlight=$root/build/release/bin/headlight

if [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
    exec "$headlight" "$dump"
fi

figures=$PWD/figures
mkdir -p "$figures" 2>/dev/null && [ -w "$figures" ] || figures=$(mktemp -d)
for format in png pdf; do
    "$headlight" figure "$dump" --view overview -o "$figures/overview.$format"
    "$headlight" figure "$dump" --view evolution --measure rollout --head-aggregate mean -o "$figures/evolution.$format"
    "$headlight" figure "$dump" --view heatmap --layer-aggregate mean --head-aggregate mean -o "$figures/heatmap.$format"
done
echo "There is no display here, so no window. Figures of $dump:"
ls -1 "$figures"/{overview,heatmap,evolution}.{png,pdf}
