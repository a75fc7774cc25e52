#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every measuring program of a build, one after the other, and keeps their ratios.

run_all.py BUILD RATIOS.json [NAME ...]     BUILD: a build folder of the release preset; NAME: only these, such as bench_start

RATIOS.json: {"machine": ..., "date": ..., "ratios": {name: times as fast as the other side of the same run}}. compare.py says what fell between two of them."""
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()


def ratios_in(path):
    ratios = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                ratio, name = line.rstrip("\n").split("\t", 1)
                ratios[name] = float(ratio)
    return ratios


def main(build, out, names):
    folder = os.path.join(build, "bench")
    programs = names or sorted(name for name in os.listdir(folder) if name.startswith("bench_"))
    reader = os.path.join(build, "bin", "headlight-hdf5-reader")
    ratios, failed = {}, []
    with tempfile.TemporaryDirectory() as scratch:
        for name in programs:
            print(f"== {name}", flush=True)
            kept = os.path.join(scratch, name)
            environment = dict(os.environ, HEADLIGHT_BENCH_RATIOS=kept, HEADLIGHT_HDF5_READER=reader)
            if subprocess.run([os.path.join(folder, name)], env=environment).returncode != 0:
                failed.append(name)
            ratios.update(ratios_in(kept))
    with open(out, "w", encoding="utf-8") as file:
        result = {"machine": processor(), "processors": os.cpu_count(), "date": datetime.date.today().isoformat(), "ratios": ratios}
        json.dump(result, file, indent=1, sort_keys=True)
        file.write("\n")
    print(f"{len(ratios)} ratios in {out}" + ("" if not failed else "; failed: " + ", ".join(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
