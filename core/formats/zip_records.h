// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The records a ZIP archive is made of, read and checked one by one.
#pragma once

#include "formats/zip_directory.h"

#include <vector>

namespace headlight::formats {

/// The end record, after zip64 has been followed. Offsets are in the source, bytes before the archive included.
struct ZipEnd {
    std::uint64_t entryCount = 0;
    std::uint64_t directorySize = 0;
    std::uint64_t directoryOffset = 0;
    std::uint64_t prefix = 0; ///< bytes before the archive; every stored offset is behind by as much
};

enum class EndSearch : std::uint8_t {
    Last,       ///< only in the last bytes, where it stands without a comment: one small read
    Everywhere, ///< wherever a comment may have put it
};

/// End records that reach exactly to the end of the source, the last one first. A comment may hold a fake one.
/// ErrorKind::NotThisFormat when there is none.
Result<std::vector<ZipEnd>> zipEndRecords(const ByteSource& source, EndSearch search = EndSearch::Everywhere);

/// The entries of the central directory, without their data offsets.
Result<std::vector<ZipEntry>> zipCentralEntries(const ByteSource& source, const ZipEnd& end, const Limits& limits);

/// Compares the local header with the directory and fills in where the data begin.
Result<void> locateZipData(const ByteSource& source, const ZipEnd& end, ZipEntry& entry);

} // namespace headlight::formats
