// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the shell gets back; part of the contract with scripts.
#pragma once

#include "base/error.h"

namespace headlight::cli {

enum class ExitStatus {
    Done = 0,
    Findings = 1, ///< `check` found something
    WrongUsage = 2,
    Unreadable = 3, ///< the file cannot be read or is not a dump
    NoSuchSelection = 4,
    CannotWrite = 5,
    Interrupted = 130,
};

ExitStatus statusOf(ErrorKind kind);

} // namespace headlight::cli
