// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The embedded fonts, so that text is equally wide on every machine, on screen and on paper.
#pragma once

#include <QFont>

namespace headlight::paint {

/// Registers Inter and DejaVu from the program's resources; once, before the first text. Families missing from them come from the system.
void loadFonts();

/// Inter with DejaVu behind it. Figures use whole pixel sizes without hinting; a figure's unit is 1/96 inch.
QFont figureFont(int pixels, QFont::Weight weight = QFont::Normal);
/// Chrome text: sizes such as 12.5 are given in pixels at 100 %.
QFont chromeFont(double pixels, QFont::Weight weight = QFont::Normal);
/// DejaVu Sans Mono.
QFont codeFont(double pixels);

} // namespace headlight::paint
