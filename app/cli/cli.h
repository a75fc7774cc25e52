// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The command line: everything the program does without a window.
#pragma once

namespace headlight::cli {

/// True when the command line is ours: a subcommand, --help, --version, an unknown option or something that is no file,
/// and where there is no display for a window.
/// False means the window, with or without paths.
bool handles(int argc, char** argv);

/// Runs it and returns the exit status. Needs no display, no D-Bus and no home folder.
int run(int argc, char** argv);

} // namespace headlight::cli
