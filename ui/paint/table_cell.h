// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Cells of a table, alike on paper and in the widget.
#pragma once

#include "figure/table.h"
#include "ui/paint/lettering.h"

#include <QRectF>

#include <optional>

namespace headlight::paint {

/// Words at the left, numbers at the right with equal digits, a bar beside the number where the column has them.
void paintTableCell(QPainter& painter, const TableColumn& column, std::int64_t row, const QRectF& cell, const QColor& colour, const Lettering& letters, const PaintStyle& style);
/// `sorted`: by this column, true where descending.
void paintTableHeader(QPainter& painter, const TableColumn& column, const QRectF& cell, std::optional<bool> sorted, const Lettering& letters, const PaintStyle& style);

} // namespace headlight::paint
