#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The notebook's side of bench_start and bench_figures: imports, load and stack, one head as a figure.

notebook_start.py make FOLDER     writes the dumps that are not there yet: patches.pt (12 layers [16, 12, 63, 63], 37 MB), text.pt (12 x [1, 12, 512, 512],
                                  151 MB), large.pt (12 x [1, 12, 1900, 1900], 2.1 GB)
notebook_start.py cold DUMP PNG   what a new notebook does for its first figure; prints the milliseconds of imports, of loading, of the figure
notebook_start.py serve DUMP FOLDER
                                  answers a line with milliseconds: "png H", "pdf H", "both H" of head H of 144, "grid", "screen H" (drawn at 1600 x 1000)
"""
import os
import sys
import time

LAYERS, HEADS = 12, 12
DUMPS = {"patches.pt": (16, 63), "text.pt": (1, 512), "large.pt": (1, 1900)}


def make(folder):
    import torch

    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(1)
    for name, (samples, size) in DUMPS.items():
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            layers = [torch.softmax(3 * torch.randn(samples, HEADS, size, size), dim=-1) for _ in range(LAYERS)]
            torch.save(layers, path + ".part")
            os.rename(path + ".part", path)


def load(path):
    if path.endswith(".npy"):
        import numpy

        return numpy.load(path)
    import torch

    return torch.stack([layer[0] for layer in torch.load(path, map_location="cpu")]).numpy()


def figure_of(matrix):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(10, 10), dpi=100)
    if len(matrix) <= 100:  # with every label, as the notebooks do
        import seaborn

        labels = [f"token {i}" for i in range(len(matrix))]
        seaborn.heatmap(matrix, cmap="viridis", xticklabels=labels, yticklabels=labels, ax=axes)
    else:
        figure.colorbar(axes.imshow(matrix, cmap="viridis"))
    axes.set_title("Layer 6, head 7")
    return figure


def grid_of(maps):
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(LAYERS, HEADS, figsize=(40, 40), dpi=300)
    for layer in range(LAYERS):
        for head in range(HEADS):
            axes[layer, head].imshow(maps[layer, head], cmap="viridis")
            axes[layer, head].axis("off")
            axes[layer, head].set_title(f"L{layer + 1} H{head + 1}", fontsize=8)
    figure.tight_layout()
    return figure


def imported():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot
    import numpy
    import pandas
    import seaborn
    import torch


def cold(dump, out):
    started = time.perf_counter()
    imported()
    ready = time.perf_counter()
    maps = load(dump)
    loaded = time.perf_counter()
    figure_of(maps[5, 6]).savefig(out)
    print(*(round(1000 * seconds, 2) for seconds in (ready - started, loaded - ready, time.perf_counter() - loaded)))


def serve(dump, folder):
    imported()
    import matplotlib.pyplot as plt

    os.makedirs(folder, exist_ok=True)
    maps = load(dump)

    def write(figure, *endings):
        for ending in endings:
            figure.savefig(os.path.join(folder, "there" + ending))

    def one(what, head):
        if what == "grid":
            write(grid_of(maps), ".png")
        elif what == "screen":
            figure, axes = plt.subplots(figsize=(16, 10), dpi=100)
            axes.imshow(maps.reshape(-1, *maps.shape[2:])[head], cmap="viridis")
            figure.canvas.draw()
        else:
            figure = figure_of(maps.reshape(-1, *maps.shape[2:])[head])
            write(figure, *{"png": [".png"], "pdf": [".pdf"], "both": [".png", ".pdf"]}[what])

    one("both", 0)  # fonts are found
    plt.close("all")
    for line in sys.stdin:
        what, head = (line.split() + ["0"])[:2]
        started = time.perf_counter()
        one(what, int(head))
        print(round(1000 * (time.perf_counter() - started), 3), flush=True)
        plt.close("all")


if __name__ == "__main__":
    {"make": make, "cold": cold, "serve": serve}[sys.argv[1]](*sys.argv[2:])
