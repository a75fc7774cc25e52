#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of bench_notebook: the figures of one sample as a notebook makes them, with torch and matplotlib.

`notebook_figures.py DUMP TOKENS FOLDER PROBES` makes PROBES figures of each kind (0: all), as PNG and PDF, and prints for every kind its name, how many there
are in the set, the seconds that one takes and those of the processor; then "once" and those of loading and rollouts. The start of Python is not timed."""
import json
import os
import sys
import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import torch

DPI = 150


def save(figure, path):
    figure.savefig(path + ".png", dpi=DPI)
    figure.savefig(path + ".pdf")
    plt.close(figure)


def single(matrix, rows, columns, title, path):
    figure, axes = plt.subplots(figsize=(10.6, 9.0 if len(rows) > 20 else 4.0))
    shown = axes.imshow(matrix, cmap="hot", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=6)
    axes.set_yticks(range(len(rows)), rows, fontsize=6)
    axes.set_xlabel("key")
    axes.set_ylabel("query")
    axes.set_title(title)
    figure.colorbar(shown)
    figure.tight_layout()
    save(figure, path)


def grid(maps, title, path):
    """maps: [rows, columns, query, key]"""
    rows, columns = maps.shape[:2]
    figure, axes = plt.subplots(rows, columns, figsize=(3 * columns, 3 * rows), squeeze=False)
    for r in range(rows):
        for c in range(columns):
            axes[r][c].imshow(maps[r, c], cmap="hot", vmin=0, vmax=1)
            axes[r][c].set_title(f"head {c + 1}", fontsize=8)
            axes[r][c].axis("off")
    figure.suptitle(title)
    figure.tight_layout()
    save(figure, path)


def rollout(maps):
    """maps: [layer, head, query, key]; every head by itself"""
    identity = torch.eye(maps.shape[-1])
    rolled, out = None, []
    for layer in maps:
        step = 0.5 * layer + 0.5 * identity
        rolled = step if rolled is None else step @ rolled
        out.append(rolled)
    return torch.stack(out)


def timed(name, count, probes, make):
    """`make(i)` for some i of the set, spread over it."""
    chosen = range(count) if probes == 0 or probes >= count else [i * count // probes for i in range(probes)]
    started, busy = time.perf_counter(), time.process_time()
    for i in chosen:
        make(i)
    print(name, count, (time.perf_counter() - started) / len(chosen), (time.process_time() - busy) / len(chosen), flush=True)


def main(dump, tokens, folder, probes):
    os.makedirs(folder, exist_ok=True)
    single(torch.eye(3), "abc", "abc", "warm", os.path.join(folder, "warm"))
    started, busy = time.perf_counter(), time.process_time()
    maps = torch.stack([layer[0] for layer in torch.load(dump, map_location="cpu")]).float()
    rolled = rollout(maps)
    once, once_busy = time.perf_counter() - started, time.process_time() - busy
    layers, heads, size = maps.shape[:3]
    text = json.load(open(tokens))[0]
    words = [f"query {i}" for i in range(32)] + text  # learned queries, then the caption
    words += ["[PAD]"] * (size - len(words))

    for name, values in (("Attention", maps), ("Rollout", rolled)):
        values = values.numpy()
        at = lambda text: os.path.join(folder, text)
        timed(f"{name} heads", layers * heads, probes, lambda i: single(values[i // heads, i % heads], words, words, f"{name} Matrix", at(f"{name} {i}")))
        timed(f"{name} means", layers, probes, lambda i: single(values[i].mean(0), words, words, f"Avg {name} Matrix", at(f"Avg {name} {i}")))
        timed(f"{name} rows", layers, probes, lambda i: grid(values[i : i + 1], f"layer {i + 1}", at(f"{name} row {i}")))
        timed(f"{name} all", 1, probes, lambda i: grid(values, "all heads", at(f"{name} all")))
    last_first = rolled.flip(0).numpy()
    labels = [str(layers - i) for i in range(layers)]

    def evolution(i):
        head, query = divmod(i, size)
        rows = last_first[:, :, query].mean(1) if head == heads else last_first[:, head, query]
        single(rows, labels, words, f"Evolution - Query {query}", os.path.join(folder, f"Evolution {i}"))

    timed("Evolutions", (heads + 1) * size, probes, evolution)
    print("once", 1, once, once_busy)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
