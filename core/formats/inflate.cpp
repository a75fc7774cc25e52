// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/inflate.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>

namespace headlight::formats {

namespace {

constexpr std::size_t kInputBlock = std::size_t{1} << 16;
constexpr std::size_t kFirstOutput = std::size_t{1} << 16;
constexpr std::uint64_t kMostReserved = std::uint64_t{1} << 28;

/// One owner for a z_stream.
class Inflater {
public:
    Inflater() { m_ready = inflateInit2(&m_stream, -MAX_WBITS) == Z_OK; }
    ~Inflater()
    {
        if (m_ready)
            inflateEnd(&m_stream);
    }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    /// Unpacks until `most` bytes are there or the stream ends.
    Result<std::vector<std::byte>> run(const ByteSource& source, std::uint64_t offset, std::uint64_t packed, std::uint64_t most)
    {
        if (!m_ready)
            return Error{ErrorKind::Io, "zlib could not start: out of memory"};
        std::vector<std::byte> out;
        out.reserve(std::min({most, packed * kBestDeflateRatio, kMostReserved})); // address space only; pages cost when bytes come
        std::uint64_t consumed = 0;
        while (!m_ended && m_produced < most) {
            if (m_stream.avail_in == 0 && consumed < packed) {
                const auto block = std::min<std::uint64_t>(kInputBlock, packed - consumed);
                if (auto got = source.read(offset + consumed, std::span(m_input).first(block)); !got)
                    return got.error();
                m_stream.next_in = reinterpret_cast<Bytef*>(m_input.data());
                m_stream.avail_in = static_cast<uInt>(block);
                consumed += block;
            }
            if (auto stepped = step(out, most); !stepped)
                return stepped.error();
        }
        m_leftOver = packed - consumed + m_stream.avail_in;
        out.resize(m_produced);
        return out;
    }

    [[nodiscard]] bool ended() const { return m_ended; }
    [[nodiscard]] std::uint64_t leftOver() const { return m_leftOver; }

private:
    Result<void> step(std::vector<std::byte>& out, std::uint64_t most)
    {
        if (out.size() == m_produced)
            out.resize(std::min<std::uint64_t>(most, std::max<std::uint64_t>(kFirstOutput, out.size() * 2)));
        const auto room = std::min<std::uint64_t>(out.size() - m_produced, std::uint64_t{1} << 30);
        m_stream.next_out = reinterpret_cast<Bytef*>(out.data() + m_produced);
        m_stream.avail_out = static_cast<uInt>(room);
        const int answer = ::inflate(&m_stream, Z_NO_FLUSH);
        m_produced += room - m_stream.avail_out;
        if (answer == Z_STREAM_END) {
            m_ended = true;
            return {};
        }
        if (answer == Z_BUF_ERROR)
            return Error{ErrorKind::Truncated, "compressed data end early"};
        if (answer != Z_OK)
            return Error{ErrorKind::Corrupt, fmt::format("compressed data are damaged after {} bytes ({})", m_produced, m_stream.msg != nullptr ? m_stream.msg : "zlib")};
        return {};
    }

    z_stream m_stream = {};
    std::array<std::byte, kInputBlock> m_input;
    std::uint64_t m_produced = 0;
    std::uint64_t m_leftOver = 0;
    bool m_ready = false;
    bool m_ended = false;
};

} // namespace

std::uint32_t crcOf(ByteView bytes, std::uint32_t before)
{
    if (bytes.empty())
        return before;
    return static_cast<std::uint32_t>(crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

Result<std::vector<std::byte>> inflated(const ByteSource& source, std::uint64_t offset, std::uint64_t packed, std::uint64_t unpacked, std::uint32_t crc)
{
    Inflater inflater;
    auto bytes = inflater.run(source, offset, packed, unpacked + 1);
    if (!bytes)
        return bytes;
    if (!inflater.ended() || bytes->size() != unpacked)
        return Error{ErrorKind::Corrupt, fmt::format("unpacks to {}{} bytes, the directory declares {}", inflater.ended() ? "" : "more than ", std::min<std::uint64_t>(bytes->size(), unpacked), unpacked)};
    if (inflater.leftOver() != 0)
        return Error{ErrorKind::Corrupt, fmt::format("{} bytes follow the compressed data", inflater.leftOver())};
    if (crcOf(*bytes) != crc)
        return Error{ErrorKind::Corrupt, "the checksum does not fit the data", {}, "Copy or download the file again"};
    return bytes;
}

Result<std::vector<std::byte>> inflatedHead(const ByteSource& source, std::uint64_t offset, std::uint64_t packed, std::uint64_t most)
{
    Inflater inflater;
    return inflater.run(source, offset, packed, most);
}

} // namespace headlight::formats
