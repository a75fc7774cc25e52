// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "value/element_storage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace headlight {

namespace {

/// Files are asked in pieces where elements lie scattered, instead of one by one: small ones first, larger ones while what is asked
/// for next lies near, and never beyond the last element that is asked for.
constexpr std::int64_t kSmallestWindow = std::int64_t{1} << 12;
constexpr std::int64_t kWindowBytes = std::int64_t{1} << 18;

std::int64_t countIn(std::uint64_t bytes, std::size_t elementSize)
{
    return static_cast<std::int64_t>(bytes / elementSize);
}

Result<void> gatherFrom(ByteView bytes, const StridedBox& box, std::size_t elementSize, std::span<std::byte> out)
{
    return forEachRun(box, [&](std::int64_t element, std::int64_t elements, std::int64_t position) -> Result<void> {
        std::memcpy(out.data() + static_cast<std::size_t>(position) * elementSize, bytes.data() + static_cast<std::size_t>(element) * elementSize,
                    static_cast<std::size_t>(elements) * elementSize);
        return {};
    });
}

/// The first element of a box and one past the last, in the order of the storage.
std::pair<std::int64_t, std::int64_t> elementsOf(const StridedBox& box)
{
    std::int64_t first = box.offset;
    std::int64_t last = box.offset;
    for (std::size_t axis = 0; axis < box.shape.size(); ++axis)
        if (box.shape[axis] > 0)
            (box.strides[axis] < 0 ? first : last) += box.strides[axis] * (box.shape[axis] - 1);
    return {first, last + 1};
}

/// Keeps the last piece that was read, so that short runs near each other cost one read.
class WindowedReader {
public:
    /// Bytes from `first` to before `end` of the span that begins at `offset`.
    WindowedReader(const MappedFile& file, std::uint64_t offset, std::int64_t first, std::int64_t end) : m_file(file), m_offset(offset), m_start(first), m_size(end) {}

    Result<void> copy(std::int64_t from, std::span<std::byte> out)
    {
        const auto length = static_cast<std::int64_t>(out.size());
        if (length >= kWindowBytes / 4 || length == m_size - m_start) // large, or all that is asked for
            return m_file.read(m_offset + static_cast<std::uint64_t>(from), out);
        if (from < m_first || from + length > m_first + static_cast<std::int64_t>(m_window.size())) {
            const bool near = !m_window.empty() && std::abs(from - m_first) <= 4 * m_wanted;
            m_wanted = std::max(near ? std::min(2 * m_wanted, kWindowBytes) : kSmallestWindow, length);
            m_first = std::max(m_start, std::min(from, m_size - m_wanted));
            m_window.resize(static_cast<std::size_t>(std::min(m_wanted, m_size - m_first)));
            if (auto got = m_file.read(m_offset + static_cast<std::uint64_t>(m_first), m_window); !got) {
                m_window.clear();
                return got;
            }
        }
        std::memcpy(out.data(), m_window.data() + (from - m_first), out.size());
        return {};
    }

private:
    const MappedFile& m_file;
    std::uint64_t m_offset;
    std::int64_t m_start; ///< what is asked for begins here
    std::int64_t m_size;  ///< and ends before here
    std::int64_t m_first = 0;
    std::int64_t m_wanted = kSmallestWindow;
    std::vector<std::byte> m_window;
};

} // namespace

Result<void> forEachRun(const StridedBox& box, const std::function<Result<void>(std::int64_t, std::int64_t, std::int64_t)>& run)
{
    for (const auto size : box.shape)
        if (size == 0)
            return {};
    // Trailing axes without gaps form one run.
    std::size_t outer = box.shape.size();
    std::int64_t length = 1;
    while (outer > 0 && (box.strides[outer - 1] == length || box.shape[outer - 1] == 1)) {
        length *= box.shape[outer - 1];
        --outer;
    }
    std::vector<std::int64_t> index(outer, 0);
    std::int64_t element = box.offset;
    std::int64_t position = 0;
    while (true) {
        if (auto done = run(element, length, position); !done)
            return done;
        position += length;
        std::size_t axis = outer;
        while (axis > 0) {
            --axis;
            element += box.strides[axis];
            if (++index[axis] < box.shape[axis])
                break;
            element -= box.strides[axis] * box.shape[axis];
            index[axis] = 0;
            if (axis == 0)
                return {};
        }
        if (outer == 0)
            return {};
    }
}

Result<std::shared_ptr<const ElementStorage>> FileSpan::make(std::shared_ptr<const MappedFile> file, std::uint64_t offset, std::uint64_t size)
{
    if (offset > file->size() || size > file->size() - offset) {
        Error error{ErrorKind::Truncated, fmt::format("needs {} bytes from here, but the file ends at byte {}", size, file->size()), at(offset)};
        return inFile(std::move(error), file->path().string());
    }
    return std::shared_ptr<const ElementStorage>(std::make_shared<FileSpan>(std::move(file), offset, size));
}

FileSpan::FileSpan(std::shared_ptr<const MappedFile> file, std::uint64_t offset, std::uint64_t size) : m_file(std::move(file)), m_offset(offset), m_size(size) {}

std::int64_t FileSpan::count(std::size_t elementSize) const
{
    return countIn(m_size, elementSize);
}

Result<void> FileSpan::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    const auto [first, end] = elementsOf(box);
    const auto size = static_cast<std::int64_t>(elementSize);
    WindowedReader reader(*m_file, m_offset, first * size, end * size);
    auto got = forEachRun(box, [&](std::int64_t element, std::int64_t elements, std::int64_t position) {
        return reader.copy(element * static_cast<std::int64_t>(elementSize),
                           out.subspan(static_cast<std::size_t>(position) * elementSize, static_cast<std::size_t>(elements) * elementSize));
    });
    return got ? m_file->unchanged() : got;
}

LazyBuffer::LazyBuffer(std::uint64_t size, Make make) : m_size(size), m_make(std::move(make)) {}

std::int64_t LazyBuffer::count(std::size_t elementSize) const
{
    return countIn(m_size, elementSize);
}

Result<ByteView> LazyBuffer::bytes() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_bytes) {
        try {
            m_bytes = m_make();
        } catch (const std::bad_alloc&) {
            m_bytes = Error{ErrorKind::Limit, fmt::format("{} bytes do not fit in memory", m_size)};
        }
        m_make = nullptr;
        if (m_bytes->has_value() && (*m_bytes)->size() != m_size)
            m_bytes = Error{ErrorKind::Corrupt, fmt::format("unpacks to {} bytes, expected {}", (*m_bytes)->size(), m_size)};
    }
    if (!m_bytes->has_value())
        return m_bytes->error();
    return ByteView(**m_bytes);
}

Result<void> LazyBuffer::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    const auto made = bytes();
    if (!made)
        return made.error();
    return gatherFrom(*made, box, elementSize, out);
}

MemoryBuffer::MemoryBuffer(std::vector<std::byte> bytes) : m_bytes(std::move(bytes)) {}

std::int64_t MemoryBuffer::count(std::size_t elementSize) const
{
    return countIn(m_bytes.size(), elementSize);
}

Result<void> MemoryBuffer::gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const
{
    return gatherFrom(m_bytes, box, elementSize, out);
}

} // namespace headlight
