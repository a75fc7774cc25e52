# SPDX-FileCopyrightText: 2026 The Headlight authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files of bench_reading into a folder, those that are not there yet.

dump.json            54 MB: tokens and attention of 12 x 12 x 130 x 130, as json.dump writes it
huge.pt              10 GB of zeros, sparse: a torch zip of 12 layers [1, 12, 4225, 4225]; made without PyTorch
huge.safetensors     the same layers
"""
import collections
import io
import json
import os
import pickle
import random
import struct
import sys
import types
import zlib

LAYERS, HEADS, TOKENS = 12, 12, 4225
LAYER_BYTES = HEADS * TOKENS * TOKENS * 4


def write_json(path):
    random.seed(1)
    tokens = 130

    def row():
        values = [random.random() for _ in range(tokens)]
        total = sum(values)
        return [value / total for value in values]

    attention = [[[row() for _ in range(tokens)] for _ in range(12)] for _ in range(12)]
    with open(path, "w") as file:
        json.dump({"tokens": [f"word{i}" for i in range(tokens)], "attention": attention}, file)


class FloatStorage:
    pass


def _rebuild_tensor_v2(*_):
    pass


class Layer:
    """Pickled as a tensor of PyTorch is: a call of _rebuild_tensor_v2 with a storage by number."""

    def __init__(self, number):
        self.number = number

    def __reduce__(self):
        size = (1, HEADS, TOKENS, TOKENS)
        stride = (HEADS * TOKENS * TOKENS, TOKENS * TOKENS, TOKENS, 1)
        return _rebuild_tensor_v2, (Storage(self.number), 0, size, stride, False, collections.OrderedDict())


class Storage:
    def __init__(self, number):
        self.number = number


class Pickler(pickle._Pickler):
    def persistent_id(self, value):
        if isinstance(value, Storage):
            return ("storage", FloatStorage, str(value.number), "cpu", LAYER_BYTES // 4)
        return None


def torch_pickle():
    for name, thing in (("torch", FloatStorage), ("torch._utils", _rebuild_tensor_v2)):
        module = sys.modules.setdefault(name, types.ModuleType(name))
        setattr(module, thing.__name__, thing)
        thing.__module__ = name
    stream = io.BytesIO()
    Pickler(stream, protocol=2).dump({"attentions": tuple(Layer(i) for i in range(LAYERS))})
    return stream.getvalue()


def write_torch_zip(path):
    pickled = torch_pickle()
    members = [("archive/data.pkl", len(pickled), pickled)] + [(f"archive/data/{i}", LAYER_BYTES, None) for i in range(LAYERS)] + [("archive/version", 2, b"3\n")]
    directory = b""
    with open(path, "wb") as file:
        for name, size, content in members:
            offset = file.tell()
            padding = -(offset + 30 + len(name) + 4) % 64  # data begins at a multiple of 64 bytes, as PyTorch has it
            crc = zlib.crc32(content) if content else 0    # of zeros it is not 0; PyTorch does not look either
            extra = struct.pack("<HH", 0x4246, padding) + b"Z" * padding
            file.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0x0800, 0, 0, 0, crc, size, size, len(name), len(extra)) + name.encode() + extra)
            if content:
                file.write(content)
            else:
                file.seek(size, os.SEEK_CUR)
            big = struct.pack("<HHQ", 1, 8, offset)
            directory += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0x0800, 0, 0, 0, crc, size, size, len(name), len(big), 0, 0, 0, 0, 0xFFFFFFFF) + name.encode() + big
        start = file.tell()
        file.write(directory)
        end = file.tell()
        file.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, len(members), len(members), len(directory), start))
        file.write(struct.pack("<IIQI", 0x07064B50, 0, end, 1))
        file.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))


def write_safetensors(path):
    header = {f"attentions.{i}": {"dtype": "F32", "shape": [1, HEADS, TOKENS, TOKENS], "data_offsets": [i * LAYER_BYTES, (i + 1) * LAYER_BYTES]} for i in range(LAYERS)}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + LAYERS * LAYER_BYTES)


if __name__ == "__main__":
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    for name, write in (("dump.json", write_json), ("huge.pt", write_torch_zip), ("huge.safetensors", write_safetensors)):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            write(path + ".part")
            os.rename(path + ".part", path)
