// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens in lines: words are kept whole, and stand in the order in which their script is read.
#pragma once

#include "ui/paint/lettering.h"

#include <QRectF>

#include <vector>

namespace headlight::paint {

struct FlowRules {
    Role role = Role::Word;
    double pad = 4.0;       ///< at both ends of a word, inside its ground
    double gap = 2.0;       ///< between words
    double pitch = 32.0;    ///< from line to line
    double height = 26.0;   ///< of a token's ground
    double chipPad = 8.0;   ///< inside the frame of a special token
    bool chips = true;      ///< special tokens stand in frames with their number; else they are words where they are coloured and absent where not
};

struct Flow {
    std::vector<QRectF> boxes; ///< one per token, from the upper left corner of the text; null: it does not stand there
    double height = 0.0;
};

/// Squares stand elsewhere. A word that is wider than the text is broken between its pieces.
Flow flowText(const TextFigure& figure, const FlowRules& rules, const Lettering& letters, double width);

/// Words of the other sequence, one after the other.
Flow flowLabels(const std::vector<FigureLabel>& labels, const FlowRules& rules, const Lettering& letters, double width);

/// What stands in a chip behind the token: "0.19"; a dash where it is no number.
QString chipNumber(float weight);

} // namespace headlight::paint
