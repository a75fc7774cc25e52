// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Labels of a figure's axes in words, as views say and copy them.
#pragma once

#include "figure/figure.h"

#include <QString>

#include <cstdint>
#include <optional>

namespace headlight::ui {

const FigureLabel& labelAt(const FigureAxis& axis, std::int64_t place);
/// Row or column of a position in the file; nothing where it is not shown.
std::optional<std::int64_t> placeOf(const FigureAxis& axis, std::int64_t position);
QString textOf(const FigureLabel& label);
/// There is no token there: the text is the position itself, or empty.
bool isJustNumber(const FigureLabel& label);
/// "query avoids 21"
QString spokenLabel(const QString& axis, const FigureLabel& label);
/// Without tabs and line feeds.
QString forTable(const FigureLabel& label);
/// "query 21   avoids"
QString labelStatus(const FigureAxis& axis, std::int64_t place);
/// The number with all its digits, as programs read it.
QString valueText(float value);

} // namespace headlight::ui
