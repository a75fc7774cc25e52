// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line under a figure that says what it shows and what was done to show it, and the words beside profiles.
#pragma once

#include "ui/paint/lettering.h"
#include "ui/paint/overview_sizes.h"

#include <vector>

namespace headlight::paint {

inline constexpr std::size_t kMostFooterLines = 12; ///< narrow figures rather become higher than lose the file and the sample

/// The footer's parts with what only the layout knows: "every 4th label", "each pixel = largest of 3 × 3".
std::vector<QString> footerLines(const HeatmapFigure& figure, const HeatmapLayout& layout, const Lettering& letters, double width);
/// Says how the mask is enlarged, and that the picture could not be read.
std::vector<QString> footerLines(const ImageFigure& figure, const QString& problem, const Lettering& letters, double width);
std::vector<QString> footerLines(const OverviewFigure& figure, const HeaderSteps& steps, bool stripShown, const Lettering& letters, double width);

std::vector<QString> footerLines(const EvolutionFigure& figure, const EvolutionLayout& layout, bool stripsShown, const Lettering& letters, double width);

std::vector<QString> footerLines(const TextFigure& figure, const Lettering& letters, double width);
/// On paper: which tokens and lines are left out; on screen what is in view changes and is said elsewhere.
std::vector<QString> footerLines(const LinksFigure& figure, const LinksLayout& layout, bool onScreen, const Lettering& letters, double width);
/// Says which labels and bars are left out.
std::vector<QString> footerLines(const WeightsFigure& figure, const WeightsLayout& layout, const Lettering& letters, double width);
/// Says which heads and layers have no number.
std::vector<QString> footerLines(const HeadsFigure& figure, const HeadsLayout& layout, const Lettering& letters, double width);
/// Says which labels are left out.
std::vector<QString> footerLines(const TrendFigure& figure, const TrendLayout& layout, const Lettering& letters, double width);
/// On paper: how many rows stand there.
std::vector<QString> footerLines(const TableFigure& figure, std::int64_t shownRows, const Lettering& letters, double width);

void paintFooter(QPainter& painter, const std::vector<QString>& lines, const QRectF& place, const Lettering& letters, const Tokens& tokens);
/// How a title is set: on one line where it fits, smaller if need be; else smaller on up to three lines, broken at spaces.
struct TitleLines {
    Role role = Role::Title;
    std::vector<QString> lines;
    double height = 0.0; ///< of all lines, in the units of `oneLine`
};
/// `oneLine` is the height that a title on one line takes.
TitleLines titleLines(const Lettering& letters, const std::string& title, double width, double oneLine);

/// Places of a title and a subtitle, empty where there is none.
struct HeadPlaces {
    QRectF title;
    QRectF subtitle;
    double bottom = 0.0; ///< where they end
};
/// One below the other from `corner` on.
HeadPlaces placeHead(const FigureText& text, QPointF corner, double width, const Lettering& letters, const PaintStyle& style);

/// Title and subtitle, in the places that the layout made for titleLines().
void paintHead(QPainter& painter, const FigureText& text, const QRectF& title, const QRectF& subtitle, const Lettering& letters, const Tokens& tokens);

/// "row entropy" and "0–3.74 nats".
std::vector<QString> rowProfileWords(const Profile& profile);
/// Value of the longest bar: "0.25".
QString profileEnd(const Profile& profile);

/// "every 4th"; empty for 1.
QString everyNth(int step);

} // namespace headlight::paint
