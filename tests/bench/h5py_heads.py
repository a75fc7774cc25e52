#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of bench_hdf5: `write FOLDER` makes the data sets, `one FILE` reads one head, `serve` reads heads as standard input asks."""
import os
import sys
import time

import h5py
import numpy as np

HEADS, QUERIES, KEYS = 12, 2048, 514


def write(folder):
    """Attention as a Longformer stores it: rows that sum to one, 2048 queries, 512 keys in the window and 2 global ones."""
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(1)
    maps = random.exponential(size=(HEADS, QUERIES, KEYS)).astype("f4") / (1 + 0.05 * abs(np.arange(KEYS) - 257)).astype("f4")
    maps /= maps.sum(-1, keepdims=True)
    head, rows = (1, QUERIES, KEYS), (1, 64, KEYS)
    sets = {
        "auto_gzip": dict(chunks=True, compression="gzip"),
        "head_gzip": dict(chunks=head, compression="gzip"),
        "rows_gzip": dict(chunks=rows, compression="gzip"),
        "rows_shuffle_gzip": dict(chunks=rows, compression="gzip", shuffle=True),
        "rows_lzf": dict(chunks=rows, compression="lzf", shuffle=True),
        "rows_plain": dict(chunks=rows),
        "rows_gzip_half": dict(chunks=rows, compression="gzip", dtype="f2"),
        "rows_fletcher_gzip": dict(chunks=rows, compression="gzip", fletcher32=True),
    }
    for name, options in sets.items():
        path = os.path.join(folder, name + ".h5")
        if not os.path.exists(path):
            with h5py.File(path, "w") as file:
                file.create_dataset("a", data=maps, **options)


def read(data, head):
    started = time.perf_counter()
    values = data[head]
    milliseconds = 1e3 * (time.perf_counter() - started)
    return milliseconds, float(values.sum(dtype="f8"))


def serve():
    files = {}
    for line in sys.stdin:
        path, head = line.rsplit(None, 1)
        if path not in files:
            files[path] = h5py.File(path)["a"]
        print(*read(files[path], int(head)), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(sys.argv[2])
    elif sys.argv[1] == "one":
        with h5py.File(sys.argv[2]) as file:
            print(read(file["a"], 1)[1])
    else:
        serve()
