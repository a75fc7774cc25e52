// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Segments as people type them: "queries 32, text" or "prefix 1, patches 14x14".
#pragma once

#include "base/result.h"
#include "dump/axis.h"

#include <string>
#include <string_view>
#include <vector>

namespace headlight {

/// Kinds are text, queries, patches and prefix; a count behind each but the last, which takes the rest without one; patches may have
/// rows x columns in its place. ErrorKind::Usage says which part was not understood.
Result<std::vector<Segment>> segmentsFromText(std::string_view text);

/// The same form; the last count is always written.
std::string segmentText(const std::vector<Segment>& segments);

} // namespace headlight
