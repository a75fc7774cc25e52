// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a command starts: at a fresh dump, or at a state that was saved or lies in an exported figure.
#pragma once

#include "app/cli/command.h"
#include "dump/dump.h"
#include "state/state.h"

#include <string>

namespace headlight::cli {

struct Shown {
    SharedDump dump;
    State state;
    std::string stateJson; ///< as it was saved; empty without --state
    SharedDump beside;     ///< the dump of State::beside; null: none
};

/// Opens PATH, or what --state names (PATH wins), and brings the state to it. Says when the dump is another one and what was clamped.
Result<Shown> openShown(const Invocation& invocation);

} // namespace headlight::cli
