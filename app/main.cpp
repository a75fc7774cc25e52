// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/cli.h"
#include "base/freed_memory.h"
#include "ui/window/start.h"

#include <csignal>

int main(int argc, char** argv)
{
    headlight::giveFreedMemoryBack();
    std::signal(SIGXFSZ, SIG_IGN); // a limit on the size of files is an error to be told, not an end
    return headlight::cli::handles(argc, argv) ? headlight::cli::run(argc, argv) : headlight::ui::runWindow(argc, argv);
}
