// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The program with a window.
#pragma once

namespace headlight::ui {

/// `headlight [PATH]`: runs until the window is closed or the process is told to end, and returns the exit status.
int runWindow(int argc, char** argv);

} // namespace headlight::ui
