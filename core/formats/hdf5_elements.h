// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Elements of an HDF5 data set that only the library can read: chunked, compressed, converted.
#pragma once

#include "formats/hdf5_file.h"
#include "value/element_storage.h"

#include <memory>
#include <string>

namespace headlight::formats::hdf5 {

/// Flat in C order, as every storage. A box of it is asked for as a hyperslab of the data set, in pieces.
class Elements final : public ElementStorage {
public:
    /// `whole` has address, type and shape; `path` is for sentences.
    Elements(std::shared_ptr<File> file, Slab whole, std::string path);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override;
    /// The box must be a view as Tensor makes them of an array without gaps: each of its axes runs along one axis of the data set.
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;

private:
    Result<void> read(Slab slab, std::size_t elementSize, std::span<std::byte> out) const;

    std::shared_ptr<File> m_file;
    Slab m_whole;
    std::string m_path;
    std::int64_t m_count = 0;
};

} // namespace headlight::formats::hdf5
