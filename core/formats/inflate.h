// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Unpacks raw deflate streams without ever trusting a declared size.
#pragma once

#include "base/job_context.h"
#include "formats/byte_source.h"

#include <cstdint>
#include <vector>

namespace headlight::formats {

/// Deflate cannot do better than this: 258 bytes in two bits.
inline constexpr std::uint64_t kBestDeflateRatio = 1032;

/// Unpacks all of [offset, offset + packed) of `source`, which must give exactly `unpacked` bytes with this CRC-32.
/// Memory grows with what really comes out, at most one byte more than declared.
Result<std::vector<std::byte>> inflated(const ByteSource& source, std::uint64_t offset, std::uint64_t packed, std::uint64_t unpacked, std::uint32_t crc);

/// The first `most` bytes of the same stream, or all there are; the sum cannot be checked.
Result<std::vector<std::byte>> inflatedHead(const ByteSource& source, std::uint64_t offset, std::uint64_t packed, std::uint64_t most);

/// CRC-32 as in ZIP, of these bytes behind those whose sum is `before`.
std::uint32_t crcOf(ByteView bytes, std::uint32_t before = 0);

} // namespace headlight::formats
