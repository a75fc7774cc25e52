// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which labels an axis shows, and what is written for each.
#pragma once

#include "ui/paint/lettering.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace headlight::paint {

inline constexpr double kLeastPitch = 12.0; ///< between labels, at text scale 1
inline constexpr double kLongestLabel = 96.0;

/// Smallest n of 1, 2, 4, 5, 8, 10, 20, 50, 100 with n * pitch >= least; beyond 100 it goes on with 200, 500, ...
int labelStep(double pitch, double least);

/// Every n-th label, without those that stand too close to one that must be shown: the focus, emphasised labels, segment edges, in this order.
std::vector<std::int64_t> shownLabels(const FigureAxis& axis, std::optional<std::int64_t> focus, int step, double pitch, double least);

/// One label as drawn: a quiet "##" where a sub-word goes on, then the text, elided in the middle.
struct LabelWords {
    Role role = Role::Label;
    QString mark; ///< "##" or nothing
    QString text;
    bool rightToLeft = false; ///< the mark stands behind: that is where such a word begins
    double width = 0.0;
};
/// How labels of an axis are written, and those that are emphasised.
struct LabelRoles {
    Role usual = Role::Label;
    Role emphasis = Role::Emphasis;
};
LabelWords labelWords(const FigureLabel& label, bool focus, const Lettering& letters, double longest, LabelRoles roles = {});

/// Width that any label of this axis may need, also when it becomes the focus. Of very long axes the longest words are measured.
double widestLabel(const FigureAxis& axis, const Lettering& letters, double longest, LabelRoles roles = {});

/// Whether these labels fit side by side below columns of this width.
bool fitHorizontally(const FigureAxis& axis, const std::vector<std::int64_t>& shown, std::optional<std::int64_t> focus, double pitch, const Lettering& letters,
                     double longest);

/// All labels are plain numbers, as on axes without tokens.
bool onlyNumbers(const FigureAxis& axis);

/// Draws mark and text with the anchor at the given place of the baseline.
void drawLabel(QPainter& painter, const LabelWords& words, QPointF baseline, Anchor anchor, double angle, const QColor& colour, const QColor& markColour,
               const Lettering& letters);

} // namespace headlight::paint
