// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Distances of the running text at text scale 1, shared by its layout and its painting.
#pragma once

#include "ui/paint/text_flow.h"

namespace headlight::paint {

inline constexpr double kTextTop = 14.0;          ///< between the head and the text
inline constexpr double kTextGap = 18.0;          ///< between parts one below the other
inline constexpr double kPaper = 4.0;             ///< of the ground around words, where the colour map has one
inline constexpr double kPartTitle = 20.0;        ///< line of a part's name
inline constexpr double kSquare = 14.0;
inline constexpr double kSquareGap = 2.0;
inline constexpr double kListBeside = 560.0;      ///< a block at least so wide has the list beside the text
inline constexpr double kTextListWidth = 224.0;
inline constexpr double kListAway = 28.0;         ///< between text and list
inline constexpr double kListPitch = 18.0;
inline constexpr std::size_t kLeastListed = 7;
inline constexpr std::size_t kMostWeightsListed = 16;
inline constexpr double kRowNumber = 26.0;        ///< room for the layer's number
inline constexpr double kRowShare = 104.0;        ///< bar and number at the right of a row
inline constexpr double kShareBar = 52.0;
inline constexpr double kShareHeight = 5.0;
inline constexpr double kRowPad = 4.0;            ///< above and below the text of a row
inline constexpr double kScaleBar = 165.0;        ///< length
inline constexpr double kScaleHeight = 11.0;
inline constexpr double kBetweenScales = 40.0;
inline constexpr double kScaleBelow = 26.0;       ///< ticks and their labels
inline constexpr double kLeastTextWindow = 120.0; ///< height of what is seen of a text that is scrolled

inline FlowRules runningRules(double scale)
{
    return {Role::Word, 4.0 * scale, 2.0 * scale, 33.0 * scale, 26.0 * scale, 8.0 * scale, true};
}

inline FlowRules rowRules(double scale)
{
    return {Role::Label, 2.0 * scale, 0.0, 17.0 * scale, 15.0 * scale, 4.0 * scale, false};
}

/// Words from `corner` on; `right` is where lines end. Returns where the last line ends.
double placeWords(TextLayout& layout, const TextFigure& figure, QPointF corner, double right, const Lettering& letters, double scale);

} // namespace headlight::paint
