// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/byte_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace headlight::formats {

namespace {

Result<void> insideOf(std::uint64_t whole, std::uint64_t offset, std::uint64_t size)
{
    if (offset <= whole && size <= whole - offset)
        return {};
    return Error{ErrorKind::Truncated, fmt::format("needs {} bytes from here, but the data ends at byte {}", size, whole), at(offset)};
}

class FileSource final : public ByteSource {
public:
    explicit FileSource(std::shared_ptr<const MappedFile> file) : m_file(std::move(file)) {}

    [[nodiscard]] std::uint64_t size() const override { return m_file->size(); }
    Result<void> read(std::uint64_t offset, std::span<std::byte> out) const override { return m_file->read(offset, out); }
    Result<std::shared_ptr<const ElementStorage>> elements(std::uint64_t offset, std::uint64_t size) const override
    {
        return FileSpan::make(m_file, offset, size);
    }
    [[nodiscard]] Result<void> unchanged() const override { return m_file->unchanged(); }
    [[nodiscard]] std::shared_ptr<const MappedFile> file() const override { return m_file; }

private:
    std::shared_ptr<const MappedFile> m_file;
};

class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::vector<std::byte> bytes) : m_bytes(std::make_shared<const std::vector<std::byte>>(std::move(bytes))) {}

    [[nodiscard]] std::uint64_t size() const override { return m_bytes->size(); }
    Result<void> read(std::uint64_t offset, std::span<std::byte> out) const override
    {
        if (auto inside = insideOf(size(), offset, out.size()); !inside)
            return inside;
        if (!out.empty())
            std::memcpy(out.data(), m_bytes->data() + offset, out.size());
        return {};
    }
    Result<std::shared_ptr<const ElementStorage>> elements(std::uint64_t offset, std::uint64_t size) const override
    {
        if (auto inside = insideOf(m_bytes->size(), offset, size); !inside)
            return inside.error();
        const auto copy = [bytes = m_bytes, offset, size]() -> Result<std::vector<std::byte>> {
            const auto first = bytes->begin() + static_cast<std::ptrdiff_t>(offset);
            return std::vector<std::byte>(first, first + static_cast<std::ptrdiff_t>(size));
        };
        return std::shared_ptr<const ElementStorage>(std::make_shared<LazyBuffer>(size, copy));
    }

private:
    std::shared_ptr<const std::vector<std::byte>> m_bytes;
};

class SectionSource final : public ByteSource {
public:
    SectionSource(Source whole, std::uint64_t offset, std::uint64_t size) : m_whole(std::move(whole)), m_offset(offset), m_size(size) {}

    [[nodiscard]] std::uint64_t size() const override { return m_size; }
    Result<void> read(std::uint64_t offset, std::span<std::byte> out) const override
    {
        if (auto inside = insideOf(m_size, offset, out.size()); !inside)
            return inside;
        return m_whole->read(m_offset + offset, out);
    }
    Result<std::shared_ptr<const ElementStorage>> elements(std::uint64_t offset, std::uint64_t size) const override
    {
        if (auto inside = insideOf(m_size, offset, size); !inside)
            return inside.error();
        return m_whole->elements(m_offset + offset, size);
    }
    [[nodiscard]] Result<void> unchanged() const override { return m_whole->unchanged(); }

private:
    Source m_whole;
    std::uint64_t m_offset;
    std::uint64_t m_size;
};

} // namespace

Source fileSource(std::shared_ptr<const MappedFile> file)
{
    return std::make_shared<FileSource>(std::move(file));
}

Source memorySource(std::vector<std::byte> bytes)
{
    return std::make_shared<MemorySource>(std::move(bytes));
}

Result<Source> sectionOf(Source whole, std::uint64_t offset, std::uint64_t size)
{
    if (auto inside = insideOf(whole->size(), offset, size); !inside)
        return inside.error();
    return Source(std::make_shared<SectionSource>(std::move(whole), offset, size));
}

Result<std::vector<std::byte>> bytesAt(const ByteSource& source, std::uint64_t offset, std::uint64_t size)
{
    if (auto inside = insideOf(source.size(), offset, size); !inside)
        return inside.error();
    std::vector<std::byte> bytes(size);
    if (auto got = source.read(offset, bytes); !got)
        return got.error();
    return bytes;
}

Result<std::string> textAt(const ByteSource& source, std::uint64_t offset, std::uint64_t size)
{
    if (auto inside = insideOf(source.size(), offset, size); !inside)
        return inside.error();
    std::string text(size, '\0');
    if (auto got = source.read(offset, std::as_writable_bytes(std::span(text))); !got)
        return got.error();
    return text;
}

Result<std::string> headOf(const ByteSource& source, std::uint64_t most)
{
    return textAt(source, 0, std::min(most, source.size()));
}

} // namespace headlight::formats
