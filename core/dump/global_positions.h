// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the global tokens of a sliding-window run stand: the file does not say, its values mostly do.
#pragma once

#include "dump/banded_array.h"
#include "dump/reading.h"

#include <optional>
#include <string>
#include <string_view>

namespace headlight {

struct GlobalReading {
    GlobalPositions positions;
    Certainty certainty = Certainty::Assumed;
    std::string why; ///< a sentence without an end
};

/// Global tokens of one sample. Evidence is exact: no window reaches the key of a global token, its row of the windows is 0, and
/// unlike padding it receives global attention. Where that does not give one position for each slot in use, they are taken to stand
/// in front. Reads some rows of two maps.
GlobalReading globalsFromValues(const BandedArray& bands, std::int64_t sample);

/// "0, 5" or "[0, 5]", as sidecars have it; nothing when it is anything but a list of whole numbers.
std::optional<GlobalPositions> globalsFromText(std::string_view text);

/// "position 0", "positions 0, 5 and 9"; at most a few are named.
std::string positionsText(const GlobalPositions& positions);

} // namespace headlight
