#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of bench_longformer: what a notebook does with the attention of a Longformer run, with numpy, torch, pandas and seaborn.

`notebook_longformer.py FOLDER LAYERS` takes the first LAYERS of the twelve layers (all of them need 12 GB), scales what it measures up to twelve, and prints
names and milliseconds, by the clock and of the processor. The start of Python and its imports are not timed, all steps run on one core. The table is made whole: rows of the layers that
are left out are copies."""
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
import torch

HEADS, TOKENS, WINDOW, ALL_LAYERS, TOP = 12, 2048, 512, 12, 10


def tell(name, cost):
    print(name, cost[0] * 1000.0, cost[1] * 1000.0, flush=True)


def timed(name, work, scale=1.0, rounds=1):
    """`work` is done `rounds` times; the smallest counts. Seconds by the clock and of the processor."""
    best = np.full(2, np.inf)
    for _ in range(rounds):
        result = None  # the memory of the round before is free
        started = np.array([time.perf_counter(), time.process_time()])
        result = work()
        best = np.minimum(best, np.array([time.perf_counter(), time.process_time()]) - started)
    tell(name, best * scale)
    return result, best * scale


def densify(bands, rows):
    """[layer, head, query, column] to [layer, head, query, key], row by row as notebooks do it."""
    layers = bands.shape[0]
    dense = torch.zeros(layers, HEADS, TOKENS, TOKENS)
    half = WINDOW // 2
    for layer in range(layers):
        for head in range(HEADS):
            matrix = dense[layer, head]
            band = bands[layer, head]
            for i in range(TOKENS):
                first, last = max(0, i - half), min(TOKENS, i + half + 1)
                matrix[i, first:last] = band[i, 1 + half + first - i : 1 + half + last - i]
                matrix[i, 0] = band[i, 0]
            matrix[0, :] = rows[layer, head, :TOKENS, 0]
    return dense.numpy()


def top_table(dense, tokens):
    """A row for each of the ten keys that every token attends to most."""
    order = np.argsort(-dense, axis=-1)[..., :TOP]
    scores = np.take_along_axis(dense, order, axis=-1)
    return order, scores


def data_frame(order, scores, tokens, layers):
    shape = order.shape
    layer, head, query, rank = (index.ravel() for index in np.indices(shape, dtype=np.int64))
    position = order.ravel()
    return pd.DataFrame(
        {
            "token": [tokens[i] for i in query],
            "self_position": query,
            "attended_token": [tokens[i] for i in position],
            "token_position": position,
            "attention_scores": scores.ravel(),
            "layer": layer + 1,
            "head": head + 1,
            "rank": rank + 1,
            "batch": np.zeros(len(query), dtype=np.int64),
        }
    )


def ranks_of(sums):
    """A row per layer, head and position."""
    rows = []
    for layer in range(sums.shape[0]):
        for head in range(HEADS):
            values = sums[layer, head]
            order = np.argsort(-values)
            rank = np.empty(TOKENS, dtype=np.int64)
            rank[order] = np.arange(1, TOKENS + 1)
            rows.append(pd.DataFrame({"position": np.arange(TOKENS), "attention_scores": values, "layer": layer + 1, "head": head + 1, "rank": rank}))
    return pd.concat(rows)


def tables(folder, layers):
    tokens = [f"t{i % 997}" for i in range(TOKENS)]
    scale = ALL_LAYERS / layers
    total = np.zeros(2)

    def load():
        bands = np.load(os.path.join(folder, "attentions.npy"), mmap_mode="r")[:layers, 0].copy()
        rows = np.load(os.path.join(folder, "global_attentions.npy"), mmap_mode="r")[:layers, 0].copy()
        return torch.from_numpy(bands), torch.from_numpy(rows)

    (bands, rows), cost = timed("there.load", load, scale)
    total = total + cost
    dense, cost = timed("there.densify", lambda: densify(bands, rows), scale)
    total = total + cost
    importance = np.ones((layers, HEADS))
    dense, cost = timed("there.importance", lambda: (dense * importance[:, :, None, None]).astype(np.float32), scale)
    total = total + cost
    (order, scores), cost = timed("there.top", lambda: top_table(dense, tokens), scale)
    total = total + cost
    _, cost = timed("there.data_frame", lambda: data_frame(order, scores, tokens, layers), scale)
    total = total + cost

    def received():
        sums = dense.sum(axis=-2)
        return (sums - sums.min()) / (sums.max() - sums.min())

    sums, cost = timed("there.sums", received, scale, 3)
    total = total + cost
    _, cost = timed("there.ranks", lambda: ranks_of(sums), scale)
    total = total + cost
    tell("there.everything", total)
    del dense
    times = -(-ALL_LAYERS // layers)
    frame = data_frame(np.concatenate([order] * times)[:ALL_LAYERS], np.concatenate([scores] * times)[:ALL_LAYERS], tokens, ALL_LAYERS)
    everywhere = ranks_of(np.concatenate([sums] * times)[:ALL_LAYERS])
    return frame, everywhere


def files(frame, folder):
    assert len(frame) == 2949120
    timed("there.sort", lambda: frame.sort_values("attention_scores", ascending=False), 1.0, 3)
    shuffled = frame.sample(frac=1.0, random_state=1)  # sorted by these columns already it would be no work
    timed("there.sort_several", lambda: frame.sort_values(["layer", "head", "rank"]), 1.0, 3)
    timed("there.sort_several_shuffled", lambda: shuffled.sort_values(["layer", "head", "rank"]), 1.0, 3)
    path = os.path.join(folder, "there.csv")
    timed("there.csv", lambda: frame.to_csv(path, index=False))
    os.remove(path)


def charts(everywhere, folder):
    assert len(everywhere) == 294912
    path = os.path.join(folder, "there.png")

    def points():
        figure, axes = plt.subplots(figsize=(44, 25))
        sns.scatterplot(data=everywhere, x="position", y="attention_scores", hue="layer", style="head", ax=axes)
        figure.savefig(path, dpi=72)
        plt.close(figure)

    chosen = [100 + 150 * i for i in range(12)]
    some = everywhere[everywhere.position.isin(chosen)]

    def lines():
        figure, axes = plt.subplots(figsize=(40, 15))
        for _, line in some.groupby(["position", "head"]):
            axes.plot(line.layer, line["rank"])
        axes.invert_yaxis()
        figure.savefig(path, dpi=72)
        plt.close(figure)

    def lines_seaborn():
        figure, axes = plt.subplots(figsize=(40, 15))
        sns.lineplot(data=some, x="layer", y="rank", hue="position", style="head", errorbar=None, dashes=False, ax=axes)
        axes.invert_yaxis()
        figure.savefig(path, dpi=72)
        plt.close(figure)

    timed("there.points", points)
    timed("there.lines", lines, 1.0, 3)
    timed("there.lines_seaborn", lines_seaborn, 1.0, 2)
    os.remove(path)


if __name__ == "__main__":
    torch.set_num_threads(1)
    made, all_positions = tables(sys.argv[1], int(sys.argv[2]))
    files(made, sys.argv[1])
    charts(all_positions, sys.argv[1])
