// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the parts of a chart of received attention are. Units are 1/96 inch.
#pragma once

#include "state/state.h"

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace headlight::paint {

/// Of lines: which one, in which column. Of points: which map, which key.
struct TrendPlace {
    std::int64_t line = 0;
    std::int64_t column = 0;
    bool operator==(const TrendPlace&) const = default;
};

/// Where the parts of a chart of received attention are. pointOf and dataAt are inverse.
struct TrendLayout {
    struct Tick {
        double at = 0.0;
        QString text;
    };
    /// The name of a line beside its end.
    struct End {
        std::optional<std::size_t> line;      ///< none: the median
        double at = 0.0;                      ///< height of the end of the line
        double middle = 0.0;                  ///< height of the words
        QString words;
    };
    /// The chart of positions below the lines.
    struct PositionsPart {
        QRectF title, plot, valueName;
        double top = 1.0;                     ///< value at the upper edge; the lower one is 0
        double bottom = 0.0;                  ///< below its labels
        std::int64_t count = 0;               ///< positions, side by side over the whole plot
        std::vector<Tick> ticks;
        std::vector<std::int64_t> shownKeys;  ///< positions that carry a label
        bool labelsRotated = false;

        [[nodiscard]] double share(double value) const; ///< of the height: a square root
        [[nodiscard]] double heightOf(double value) const;
        [[nodiscard]] double pitch() const;
        [[nodiscard]] double middleOf(std::int64_t key) const;
        [[nodiscard]] std::optional<std::int64_t> keyAt(QPointF point) const; ///< its column, or its label below
    };
    QSizeF size;
    QRectF title, subtitle, footer, plot, valueName, columnName;
    std::optional<PositionsPart> positions;   ///< none where the figure has none, or where there is no room
    ChartRange whole;                         ///< of everything there is
    ChartRange shown;                         ///< at the edges of the plot
    bool downward = false;                    ///< low values stand above
    std::vector<Tick> columnTicks, valueTicks;
    double step = 1.0;                        ///< between lines of the grid
    std::vector<std::int64_t> shownKeys;      ///< positions that carry a label, where columns are positions
    int labelStep = 1;
    bool labelsRotated = false;
    std::vector<End> ends;
    std::vector<QString> footerLines;

    [[nodiscard]] QPointF pointOf(double column, double value) const;
    /// Column and value at a point.
    [[nodiscard]] QPointF dataAt(QPointF point) const;
    [[nodiscard]] bool zoomed() const { return shown != whole; }
    /// Between two columns, in units.
    [[nodiscard]] double pitch() const { return plot.width() / (shown.right - shown.left); }
};

} // namespace headlight::paint
