#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What fell by more than a quarter between two runs of run_all.py.

compare.py BEFORE.json AFTER.json     exit status 1 when something fell or is missing, 2 when a file is not one of run_all.py"""
import json
import sys

FELL = 0.75


def ratios_of(path):
    try:
        with open(path, encoding="utf-8") as file:
            ratios = json.load(file)["ratios"]
        return {str(name): float(ratio) for name, ratio in ratios.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"{path}: not a file of run_all.py: {error!r}", file=sys.stderr)
        sys.exit(2)


def main(before, after):
    old, new = ratios_of(before), ratios_of(after)
    worse = 0
    for name in sorted(old):
        if name not in new:
            print(f"missing  {name}: was {old[name]:.3g}")
            worse += 1
        elif new[name] < FELL * old[name]:
            print(f"fell     {name}: {old[name]:.3g} to {new[name]:.3g}, {100 * (1 - new[name] / old[name]):.0f} % less")
            worse += 1
    for name in sorted(new.keys() - old.keys()):
        print(f"new      {name}: {new[name]:.3g}")
    print(f"{len(old)} compared, {worse} fell or missing")
    return 1 if worse else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
