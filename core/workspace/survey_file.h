// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A survey as bytes, so that the second opening of a dump shows its thumbnails at once. The bytes are not trusted when they come back.
#pragma once

#include "base/bytes.h"
#include "base/indices.h"
#include "base/result.h"
#include "workspace/workspace.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headlight {

struct SurveyedHead {
    HeadRef head;
    std::shared_ptr<const HeadSummary> summary; ///< without a problem
};

/// Everything that the numbers of a survey follow from, as text: the program's format, the files with size, time and first bytes, how the stack
/// was read, which positions are kept, the measure. Empty when the dump is not open, or was read with choices of the user (those are not kept).
std::string surveyIdentity(const Workspace& workspace, const MapsKey& key);
/// A file name for it: 32 hexadecimal digits.
std::string surveyFileName(std::string_view identity);

/// Little endian, with a checksum; heads with a problem are left out.
std::vector<std::byte> surveyBytes(std::string_view identity, const std::vector<SurveyedHead>& heads);
/// ErrorKind::NotThisFormat for other bytes or another identity, ErrorKind::Corrupt when they are damaged.
Result<std::vector<SurveyedHead>> readSurvey(ByteView bytes, std::string_view identity);

} // namespace headlight
