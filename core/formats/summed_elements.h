// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Elements of an archive's stored member, and the checksum over the whole of it.
#pragma once

#include "formats/byte_source.h"
#include "formats/zip_directory.h"

#include <atomic>
#include <mutex>

namespace headlight::formats {

/// Small members are summed before their first element is given. Of larger ones, whose maps are read by the row, elements are given until
/// verify() has found the sum to be wrong, and not again.
class SummedElements final : public ElementStorage {
public:
    /// `elements` lie in the member, which is stored in `source`.
    SummedElements(std::shared_ptr<const ElementStorage> elements, Source source, ZipEntry entry);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override { return m_elements->count(elementSize); }
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;
    [[nodiscard]] Result<void> verify(const JobContext& job) const override;

private:
    enum class Sum : std::uint8_t { Unknown, Right, Wrong };

    [[nodiscard]] Result<void> verdict() const;

    std::shared_ptr<const ElementStorage> m_elements;
    Source m_source;
    ZipEntry m_entry;
    mutable std::mutex m_mutex; ///< of whoever sums
    mutable std::atomic<Sum> m_sum{Sum::Unknown};
};

} // namespace headlight::formats
