// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is embedded in the program: icons, pages of help and fonts.
#pragma once

namespace headlight {

/// Makes :/headlight/icons, :/headlight/help and :/headlight/fonts known to Qt. Resources in a static library are not registered by
/// themselves: call this first in main() and in every test that loads an icon or a font. Calling it twice is harmless.
void initResources();

} // namespace headlight
