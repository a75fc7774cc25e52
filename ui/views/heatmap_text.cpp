// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace headlight::ui {

namespace {

QString ofHeatmap(const char* text)
{
    return QCoreApplication::translate("Heatmap", text);
}

} // namespace

CellIndex cellIndexOf(const HeatmapFigure& figure, paint::FigureCell cell)
{
    return {QueryIndex{labelAt(figure.queries, cell.row).position}, KeyIndex{labelAt(figure.keys, cell.column).position}};
}

std::optional<paint::FigureCell> figureCellOf(const HeatmapFigure& figure, CellIndex cell, std::int64_t panel)
{
    const auto row = placeOf(figure.queries, cell.query.value);
    const auto column = placeOf(figure.keys, cell.key.value);
    if (!row || !column || panel >= static_cast<std::int64_t>(figure.panels.size()))
        return std::nullopt;
    return paint::FigureCell{panel, *row, *column};
}

float valueOf(const HeatmapFigure& figure, paint::FigureCell cell)
{
    return (*figure.panels[static_cast<std::size_t>(cell.panel)].values)(cell.row, cell.column);
}

QString statusOf(const HeatmapFigure& figure, paint::FigureCell cell, const std::optional<CellDescription>& known)
{
    const FigureLabel& query = labelAt(figure.queries, cell.row);
    const FigureLabel& key = labelAt(figure.keys, cell.column);
    QStringList parts;
    if (const std::string& title = figure.panels[static_cast<std::size_t>(cell.panel)].title; !title.empty())
        parts << QString::fromStdString(title);
    if (!isJustNumber(query) || !isJustNumber(key))
        parts << textOf(query) + QStringLiteral(" → ") + textOf(key);
    parts << ofHeatmap(QT_TRANSLATE_NOOP("Heatmap", "query %1, key %2")).arg(query.position).arg(key.position);
    parts << QString::fromStdString(formatValue(static_cast<double>(valueOf(figure, cell))));
    if (known && known->rank > 0)
        parts << ofHeatmap(QT_TRANSLATE_NOOP("Heatmap", "rank %1 in row")).arg(known->rank);
    return parts.join(QStringLiteral("   "));
}

QString spokenOf(const HeatmapFigure& figure, paint::FigureCell cell, const std::optional<CellDescription>& known)
{
    QStringList parts{spokenLabel(ofHeatmap(QT_TRANSLATE_NOOP("Heatmap", "query")), labelAt(figure.queries, cell.row)),
                      spokenLabel(ofHeatmap(QT_TRANSLATE_NOOP("Heatmap", "key")), labelAt(figure.keys, cell.column)),
                      QString::fromStdString(formatValue(static_cast<double>(valueOf(figure, cell))))};
    if (known && known->rank > 0)
        parts << ofHeatmap(QT_TRANSLATE_NOOP("Heatmap", "rank %1 of %2")).arg(known->rank).arg(known->keys);
    return parts.join(QStringLiteral(", "));
}

QString rowText(const HeatmapFigure& figure, paint::FigureCell cell)
{
    QString labels;
    QString values = forTable(labelAt(figure.queries, cell.row));
    for (std::int64_t column = 0; column < static_cast<std::int64_t>(figure.keys.labels.size()); ++column) {
        labels += QLatin1Char('\t') + forTable(labelAt(figure.keys, column));
        values += QLatin1Char('\t') + valueText(valueOf(figure, {cell.panel, cell.row, column}));
    }
    return labels + QLatin1Char('\n') + values + QLatin1Char('\n');
}

} // namespace headlight::ui
