// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/summed_elements.h"

#include "formats/inflate.h"

#include <algorithm>

namespace headlight::formats {

namespace {

constexpr std::uint64_t kSummedAtOnce = std::uint64_t{1} << 20; ///< 0.2 ms; a file of many such members is still opened in a moment
constexpr std::uint64_t kSumBlock = std::uint64_t{1} << 18;

Result<std::uint32_t> sumOf(const ByteSource& source, const ZipEntry& entry, const JobContext& job)
{
    std::vector<std::byte> block(std::min(kSumBlock, entry.size));
    std::uint32_t sum = crcOf({});
    for (std::uint64_t done = 0; done < entry.size; done += block.size()) {
        if (job.stopped())
            return cancelled();
        block.resize(std::min<std::uint64_t>(block.size(), entry.size - done));
        if (auto got = source.read(entry.dataOffset + done, block); !got)
            return got.error();
        sum = crcOf(block, sum);
    }
    if (auto same = source.unchanged(); !same)
        return same.error();
    return sum;
}

} // namespace

SummedElements::SummedElements(std::shared_ptr<const ElementStorage> elements, Source source, ZipEntry entry)
    : m_elements(std::move(elements)), m_source(std::move(source)), m_entry(std::move(entry))
{
}

Result<void> SummedElements::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    if (auto sound = m_entry.size <= kSummedAtOnce ? verify({}) : verdict(); !sound)
        return sound;
    return m_elements->gather(box, elementSize, out);
}

Result<void> SummedElements::verify(const JobContext& job) const
{
    if (m_sum != Sum::Unknown)
        return verdict();
    const std::lock_guard lock(m_mutex);
    if (m_sum == Sum::Unknown) {
        const auto sum = sumOf(*m_source, m_entry, job);
        if (!sum)
            return sum.error();
        m_sum = *sum == m_entry.crc ? Sum::Right : Sum::Wrong;
    }
    return verdict();
}

Result<void> SummedElements::verdict() const
{
    return m_sum == Sum::Wrong ? Result<void>(wrongSum(m_entry)) : Result<void>();
}

} // namespace headlight::formats
