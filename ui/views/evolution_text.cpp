// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/evolution_text.h"

#include "ui/views/axis_text.h"

#include <QCoreApplication>
#include <QStringList>

namespace headlight::ui {

namespace {

QString ofEvolution(const char* text)
{
    return QCoreApplication::translate("Evolution", text);
}

const MapPanel& panelOf(const EvolutionFigure& figure, paint::FigureCell cell)
{
    return figure.panels[static_cast<std::size_t>(cell.panel)];
}

QString layerWords(const EvolutionFigure& figure, paint::FigureCell cell)
{
    return ofEvolution(QT_TRANSLATE_NOOP("Evolution", "layer %1")).arg(textOf(labelAt(figure.layers, cell.row)));
}

QString valueWords(const EvolutionFigure& figure, paint::FigureCell cell)
{
    return QString::fromStdString(formatValue(static_cast<double>(valueOf(figure, cell))));
}

} // namespace

LayerIndex layerOf(const EvolutionFigure& figure, paint::FigureCell cell)
{
    return LayerIndex{labelAt(figure.layers, cell.row).position};
}

KeyIndex keyOf(const EvolutionFigure& figure, paint::FigureCell cell)
{
    return KeyIndex{labelAt(figure.keys, cell.column).position};
}

std::optional<paint::FigureCell> figureCellOf(const EvolutionFigure& figure, LayerIndex layer, KeyIndex key, std::int64_t panel)
{
    const auto row = placeOf(figure.layers, layer.value);
    const auto column = placeOf(figure.keys, key.value);
    if (!row || !column || panel >= static_cast<std::int64_t>(figure.panels.size()))
        return std::nullopt;
    return paint::FigureCell{panel, *row, *column};
}

float valueOf(const EvolutionFigure& figure, paint::FigureCell cell)
{
    return (*panelOf(figure, cell).values)(cell.row, cell.column);
}

QString statusOf(const EvolutionFigure& figure, paint::FigureCell cell, const std::optional<LayerCellDescription>& known)
{
    const FigureLabel& key = labelAt(figure.keys, cell.column);
    QStringList parts;
    if (const std::string& title = panelOf(figure, cell).title; !title.empty())
        parts << QString::fromStdString(title);
    if (!isJustNumber(key))
        parts << QString::fromStdString(figure.queryText) + QStringLiteral(" → ") + textOf(key);
    parts << ofEvolution(QT_TRANSLATE_NOOP("Evolution", "%1, key %2")).arg(layerWords(figure, cell)).arg(key.position);
    parts << valueWords(figure, cell);
    if (known && known->cell.rank > 0)
        parts << ofEvolution(QT_TRANSLATE_NOOP("Evolution", "rank %1 in row")).arg(known->cell.rank);
    return parts.join(QStringLiteral("   "));
}

QString spokenOf(const EvolutionFigure& figure, paint::FigureCell cell, const std::optional<LayerCellDescription>& known)
{
    QStringList parts{layerWords(figure, cell), spokenLabel(ofEvolution(QT_TRANSLATE_NOOP("Evolution", "key")), labelAt(figure.keys, cell.column)), valueWords(figure, cell)};
    if (known && known->cell.rank > 0)
        parts << ofEvolution(QT_TRANSLATE_NOOP("Evolution", "rank %1 of %2")).arg(known->cell.rank).arg(known->cell.keys);
    return parts.join(QStringLiteral(", "));
}

QString rowText(const EvolutionFigure& figure, paint::FigureCell cell)
{
    QString labels;
    QString values = layerWords(figure, cell);
    for (std::int64_t column = 0; column < static_cast<std::int64_t>(figure.keys.labels.size()); ++column) {
        labels += QLatin1Char('\t') + forTable(labelAt(figure.keys, column));
        values += QLatin1Char('\t') + valueText(valueOf(figure, {cell.panel, cell.row, column}));
    }
    return labels + QLatin1Char('\n') + values + QLatin1Char('\n');
}

} // namespace headlight::ui
