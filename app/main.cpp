// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/cli.h"

int main(int argc, char** argv)
{
    return headlight::cli::run(argc, argv);
}
