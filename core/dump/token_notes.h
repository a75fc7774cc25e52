// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What has to be said when tokens, positions and padding do not agree.
#pragma once

#include "dump/key_use.h"
#include "dump/reading.h"
#include "dump/segments.h"

#include <vector>

namespace headlight {

/// One sample: its key axis as planned, and what was measured on it.
struct TokenFacts {
    std::int64_t sample = 0;
    const AxisPlan* plan = nullptr;
    const KeyUse* use = nullptr;
};

/// Facts first, then what was done; the first sample a note holds for is named when there are several.
std::vector<Note> tokenNotes(const std::vector<TokenFacts>& samples);

} // namespace headlight
