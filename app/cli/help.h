// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// --help, written from the table of options.
#pragma once

#include "app/cli/options.h"

#include <string>

namespace headlight::cli {

std::string programHelp();
std::string commandHelp(const Command& command);
/// "headlight 0.1.0"
std::string versionLine();

} // namespace headlight::cli
