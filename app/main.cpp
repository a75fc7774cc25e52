// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/cli.h"
#include "ui/window/start.h"

int main(int argc, char** argv)
{
    return headlight::cli::handles(argc, argv) ? headlight::cli::run(argc, argv) : headlight::ui::runWindow(argc, argv);
}
