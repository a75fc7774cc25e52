// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One data set: what it is, where its elements are, and its elements.
#pragma once

#include "app/hdf5_reader/chunk_reader.h"
#include "app/hdf5_reader/handles.h"
#include "base/result.h"
#include "formats/hdf5_wire.h"

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace headlight::hdf5_reader {

struct EmptySpace {}; ///< a data set or attribute of no elements and no shape (h5py.Empty)
using Described = std::variant<EmptySpace, formats::hdf5::ArrayEntry, formats::hdf5::WordsEntry>;

/// What stands in a data set at this address. Strings are read, numbers are not. Refuses, with a sentence, what leads out of the file
/// (external storage, virtual data sets), what cannot be decoded, and what says it is huge and has next to nothing stored.
Result<Described> describeDataSet(hid_t set, std::uint64_t address, std::string name);

/// The sizes of a data space; nothing for one without any.
Result<std::optional<Shape>> shapeOf(hid_t space);

/// Data sets that were read, with their caches of unpacked chunks, the last few of them.
class OpenSets {
public:
    explicit OpenSets(hid_t file) : m_file(file) {}
    /// The elements of the slab, packed in C order, as a tensor of its type has them, at the start of `out`.
    Result<void> read(const formats::hdf5::Slab& slab, std::span<std::byte> out);

private:
    struct OpenSet {
        std::uint64_t address = 0;
        Handle set;
        Handle memoryType;
        DType dtype = DType::Float32;
        ByteOrder order = ByteOrder::Little;
        Shape shape;
        std::optional<ChunkLayout> chunks; ///< when we unpack them, not the library
    };

    Result<const OpenSet*> open(const formats::hdf5::Slab& slab);

    hid_t m_file;
    std::vector<OpenSet> m_sets; ///< the one used last at the end
    ChunkReader m_chunks;
};

/// An object by its address, whatever paths lead to it.
Handle openAt(hid_t file, std::uint64_t address);

} // namespace headlight::hdf5_reader
