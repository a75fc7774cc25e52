#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of bench_rollout: rollouts of a stack in memory, as notebooks compute them with torch. Answers lines of standard input:

`blas` the library of matrix products and its code, `product N` the milliseconds of one product of N x N, `open FILE` reads [layer, head, query, key],
`full Q` rolls every head out and answers the milliseconds, the sum of the squares of row Q of every last map, and that of row Q of all maps,
`fused Q` the same with the heads fused and nine tenths discarded, as the published code of vit-explain does it."""
import ctypes
import sys
import time

import numpy as np
import torch

torch.set_num_threads(1)
RESIDUAL, DISCARD = 0.5, 0.9


def blas():
    with open("/proc/self/maps") as maps:
        files = {line.split()[-1] for line in maps if "blas" in line}
    for file in sorted(files):
        try:
            name = ctypes.CDLL(file).openblas_get_config
        except AttributeError:
            continue
        name.restype = ctypes.c_char_p
        return name().decode()
    return "reference BLAS: " + ", ".join(sorted(files))


def product(size):
    a, b = torch.rand(size, size), torch.rand(size, size)
    started = time.perf_counter()
    torch.matmul(a, b)
    return 1e3 * (time.perf_counter() - started)


def full(maps, query):
    started = time.perf_counter()
    identity = torch.eye(maps.shape[-1])
    rolled, every = None, []
    for layer in maps:
        step = RESIDUAL * identity + (1 - RESIDUAL) * layer
        rolled = step if rolled is None else torch.matmul(step, rolled)
        every.append(rolled)
    milliseconds = 1e3 * (time.perf_counter() - started)
    return milliseconds, squares([every[-1]], query), squares(every, query)


def fused(maps, query):
    started = time.perf_counter()
    size = maps.shape[-1]
    identity = torch.eye(size)
    rolled, every = identity, []
    for layer in maps:
        mean = layer.mean(axis=0)
        flat = mean.view(-1)
        _, smallest = flat.topk(int(flat.size(-1) * DISCARD), -1, False)
        smallest = smallest[smallest != 0]
        flat[smallest] = 0
        step = (mean + identity) / 2
        step = step / step.sum(dim=-1)
        rolled = torch.matmul(step, rolled)
        every.append(rolled)
    milliseconds = 1e3 * (time.perf_counter() - started)
    return milliseconds, squares([rolled], query), squares(every, query)


def squares(maps, query):
    return float(sum((rows[..., query, :].double() ** 2).sum() for rows in maps))


def serve():
    maps = None
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        if word == "blas":
            print(blas(), flush=True)
        elif word == "product":
            print(product(int(argument)), flush=True)
        elif word == "open":
            maps = torch.from_numpy(np.load(argument))
            print(*maps.shape, flush=True)
        elif word in ("full", "fused"):
            print(*(full if word == "full" else fused)(maps, int(argument)), flush=True)


serve()
