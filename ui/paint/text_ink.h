// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a token of running text stands on and is written in.
#pragma once

#include "ui/paint/colour_maps.h"

#include <QColor>

namespace headlight::paint {

/// The ground of a text: what a word without weight has.
QColor paperColour(const ColourScale& scale);

/// The ground of one token; the paper where it is not coloured or no number.
QColor groundColour(const TextFigure::Token& token, float weight, const ColourScale& scale);

/// Dark or white letters: their contrast is at least 4.5 on every ground.
QColor inkOn(const QColor& ground);

} // namespace headlight::paint
