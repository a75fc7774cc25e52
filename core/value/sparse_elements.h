// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A sparse tensor in coordinate form (COO), as if its elements stood densely: nothing is expanded, zeros are made when they are read.
#pragma once

#include "value/element_storage.h"
#include "value/tensor.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

/// Elements that are zero but for the listed ones, in C order of the dense shape. The list is read, checked and sorted when the first element is asked for.
class SparseElements final : public ElementStorage {
public:
    /// The dense tensor of a list of entries.
    /// @param indices  whole numbers [sparse axes, entries]: where each entry stands along the first axes of `shape`
    /// @param values   [entries, the other axes of `shape`...]: a number for each entry, or a dense block where the tensor is sparse in its first axes only
    /// Shapes are checked here (ErrorKind::Corrupt); an index outside the shape is ErrorKind::Corrupt when elements are read.
    /// Entries that stand at one place are summed, as torch's coalesce() does, for float32 and float64; for other types that is ErrorKind::Unsupported.
    static Result<Tensor> make(Tensor indices, Tensor values, Shape shape);

    SparseElements(Tensor indices, Tensor values, Shape shape);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override;
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;
    [[nodiscard]] Result<void> verify(const JobContext& job) const override;

private:
    struct Entries {
        std::vector<std::int64_t> places;   ///< ascending, in blocks
        std::vector<std::byte> values;      ///< a block for each place
    };

    Result<const Entries*> entries() const;
    Result<Entries> readEntries() const;
    Result<std::vector<std::int64_t>> readPlaces() const;
    Result<std::vector<std::byte>> readValues() const;
    Result<Entries> summed(const std::vector<std::int64_t>& places, std::vector<std::byte> values, const std::vector<std::size_t>& order) const;

    Tensor m_indices;
    Tensor m_values;
    Shape m_shape;
    std::int64_t m_block = 1;               ///< elements of a block
    mutable std::mutex m_mutex;
    mutable std::optional<Result<Entries>> m_entries;
};

} // namespace headlight
