// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What charts and tables of numbers have in common.
#pragma once

#include "state/state.h"

namespace headlight::ui {

/// The part of a state that every chart and table of numbers is built from: no query, no layer in front, no block or window of a map, and of the display
/// only how positions are shown. Each of them adds what it needs besides.
State numberInputs(const State& state, ViewKind view);

} // namespace headlight::ui
