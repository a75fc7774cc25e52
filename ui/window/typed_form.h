// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The typed form of a selection: "L6 H1,7,10", "q=avoids", "k=25", "queries>text", "s=12060".
#pragma once

#include "base/result.h"
#include "dump/dump.h"
#include "state/action.h"

#include <string_view>
#include <vector>

namespace headlight::ui {

struct TypedContext {
    const State& state;
    const MapAxes* axes = nullptr;              ///< of what is shown; null when they cannot be read
    const std::vector<Sample>& samples;
};

/// What the text asks for. ErrorKind::Selection says what was not understood or does not exist.
Result<Action> parseTyped(std::string_view text, const TypedContext& context);

} // namespace headlight::ui
