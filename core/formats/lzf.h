// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// LZF, the fast compression that h5py writes (HDF5 filter 32000). A stream of literal runs and copies from what was unpacked so far:
//   000LLLLL                      L + 1 literal bytes follow
//   LLLooooo oooooooo             copy L + 2 bytes (L 1 to 6) from o + 1 bytes back
//   111ooooo LLLLLLLL oooooooo    the same with L + 9 bytes
#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <optional>

namespace headlight::formats {

/// Unpacks into `out`. Nothing when the stream is damaged or needs more room than `out` has; else the number of bytes written.
std::optional<std::size_t> unpackLzf(ByteView packed, std::span<std::byte> out);

} // namespace headlight::formats
