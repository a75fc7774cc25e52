// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which links are drawn, how they run, and in which strength.
#pragma once

#include "ui/paint/painter.h"

#include <QColor>

#include <span>
#include <vector>

namespace headlight::paint {

/// Links of these tokens between the tokens shown; a link of two of them comes once.
std::vector<LinkLine> linesOf(const LinksFigure& figure, std::span<const LinkEnd> ends);

/// The tokens that are chosen, as ends.
std::vector<LinkEnd> chosenEnds(const LinksFigure& figure);

/// Keeps the strongest `most`, the weakest first.
void keepStrongest(std::vector<LinkLine>& lines, std::size_t most);

/// How far a line has come from its query's height to that of its key, at a share of the way across: 0 at 0, 1 at 1, level at both ends.
/// The Bézier curve with both handles in the middle between the columns, (0, 0) (1/2, 0) (1/2, 1) (1, 1).
double linkEase(double across);

/// Heights of the ends of a line. Those out of view stand closer to it than they are, so that a line leaves the view at an angle that can be seen.
struct LineEnds {
    double query = 0.0;
    double key = 0.0;
};
LineEnds lineEnds(const LinksLayout& layout, const LinkLine& line);

/// 0 for the low end of the scale, 1 for the high one; by magnitude where values have two signs.
double linkStrength(const ColourScale& scale, float weight);

QColor headColour(const LinksFigure& figure, std::int64_t head, const Tokens& tokens);

/// Lines in their order; only what is inside the layout's viewport. On pixels every line is drawn column by column, which takes a tenth of what stroked paths
/// take; in vector files they are curves.
void paintLinkLines(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, std::span<const LinkLine> lines, const PaintStyle& style);

/// Width in units of a line of this strength, at text scale 1; its opacity from 0 to 1.
double linkWidth(double strength);
double linkOpacity(double strength);

/// The shape of a head with a hue of its own: circle, square, triangle, diamond.
void paintHeadMarker(QPainter& painter, std::int64_t hue, QPointF middle, double size, const QColor& colour);

} // namespace headlight::paint
