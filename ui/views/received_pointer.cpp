// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/received_pointer.h"

#include "figure/build.h"
#include "measure/received.h"
#include "ui/paint/lettering.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

QString ofReceived(const char* text)
{
    return QCoreApplication::translate("Received", text);
}

std::int64_t columnsOf(const TrendFigure& figure)
{
    return figure.points() ? figure.scores->columns() : static_cast<std::int64_t>(figure.columns.size());
}

std::int64_t linesOf(const TrendFigure& figure)
{
    return figure.points() ? figure.scores->rows() : static_cast<std::int64_t>(figure.lines.size());
}

float valueAt(const TrendFigure& figure, paint::TrendPlace place)
{
    return figure.points() ? (*figure.scores)(place.line, place.column) : figure.lines[static_cast<std::size_t>(place.line)].values[static_cast<std::size_t>(place.column)];
}

/// "head 6, layer 3", "L3 H6"
QString mapWords(const TrendFigure& figure, paint::TrendPlace place)
{
    if (figure.points())
        return QString::fromStdString(figure.headNames[static_cast<std::size_t>(place.line)]);
    const auto& line = figure.lines[static_cast<std::size_t>(place.line)];
    const QString column = QStringLiteral("%1 %2").arg(QString::fromStdString(figure.columnName), QString::fromStdString(figure.columns[static_cast<std::size_t>(place.column)]));
    return figure.ofHeads ? column : QStringLiteral("%1, %2").arg(paint::displayText(line.label), column);
}

/// "triangle 45", "key 45"
QString keyText(const FigureLabel& key)
{
    const QString text = paint::displayText(key.text);
    const QString number = QString::number(key.position);
    return text == number ? ofReceived("key %1").arg(number) : QStringLiteral("%1 %2").arg(text, number);
}

struct Numbers {
    double sum = 0.0;
    double score = 0.0;
    std::int64_t rank = 0;
    bool tied = false;
};

Numbers numbersOf(const TrendFigure& figure, paint::TrendPlace place)
{
    const auto line = static_cast<std::size_t>(place.line);
    const auto column = static_cast<std::size_t>(place.column);
    if (figure.points()) {
        const auto& ranks = figure.received->ranks[line];
        return {figure.received->sums[line][column], static_cast<double>(valueAt(figure, place)), ranks.ranks[column], ranks.tied[column]};
    }
    const auto& drawn = figure.lines[line];
    return {drawn.sums[column], static_cast<double>(drawn.scores[column]), std::llround(drawn.ranks[column]), drawn.tied[column]};
}

} // namespace

bool hasPlace(const TrendFigure& figure, paint::TrendPlace place)
{
    return place.line >= 0 && place.line < linesOf(figure) && place.column >= 0 && place.column < columnsOf(figure) && std::isfinite(valueAt(figure, place));
}

HeadRef headOf(const TrendFigure& figure, paint::TrendPlace place)
{
    if (figure.points())
        return figure.heads[static_cast<std::size_t>(place.line)];
    if (figure.ofHeads)
        return {LayerIndex{0}, HeadIndex{place.column}};
    return {LayerIndex{place.column}, figure.lines[static_cast<std::size_t>(place.line)].head};
}

const FigureLabel& keyOf(const TrendFigure& figure, paint::TrendPlace place)
{
    const auto key = figure.points() ? place.column : figure.lines[static_cast<std::size_t>(place.line)].key;
    return figure.keys.labels[static_cast<std::size_t>(key)];
}

std::vector<QString> wordsOf(const TrendFigure& figure, paint::TrendPlace place)
{
    const auto numbers = numbersOf(figure, place);
    const auto value = [](double v) { return QString::fromStdString(formatValue(v)); };
    std::vector<QString> words{mapWords(figure, place)};
    words.push_back(keyText(keyOf(figure, place)));
    words.push_back(numbers.tied ? ofReceived("rank %1 of %2, tied").arg(numbers.rank).arg(figure.ranked) : ofReceived("rank %1 of %2").arg(numbers.rank).arg(figure.ranked));
    words.push_back(ofReceived("column sum %1").arg(value(numbers.sum)));
    words.push_back(ofReceived("scaled %1").arg(value(numbers.score)));
    return words;
}

std::vector<QString> wordsOfPosition(const TrendFigure& figure, std::int64_t key)
{
    const auto& positions = *figure.positions;
    const auto at = static_cast<std::size_t>(key);
    const auto value = [](float v) { return std::isfinite(v) ? QString::fromStdString(formatValue(static_cast<double>(v))) : ofReceived("no number"); };
    std::vector<QString> words{keyText(positions.keys.labels[at])};
    words.push_back(ofReceived("column sum %1").arg(value(positions.means[at])));
    for (const auto& dots : positions.dots)
        for (const auto& line : figure.lines)
            if (line.key == 0 && line.head == dots.head && at < dots.values.size())
                words.push_back(QStringLiteral("%1 %2").arg(paint::displayText(line.label), value(dots.values[at])));
    return words;
}

paint::TrendPlace stepped(const TrendFigure& figure, paint::TrendPlace place, int across, int down)
{
    for (auto column = place.column + across; across != 0 && column >= 0 && column < columnsOf(figure); column += across)
        if (hasPlace(figure, {place.line, column}))
            return {place.line, column};
    if (down == 0)
        return place;
    // Lines by where they stand on the screen; those that stand at one place by their number.
    const bool upward = (figure.kind == TrendKind::Rank) == (down < 0);
    const auto before = [&](paint::TrendPlace a, paint::TrendPlace b) { // a comes first when going from b
        const float left = valueAt(figure, a);
        const float right = valueAt(figure, b);
        return upward ? left < right || (left == right && a.line < b.line) : left > right || (left == right && a.line > b.line);
    };
    std::optional<paint::TrendPlace> next;
    for (std::int64_t line = 0; line < linesOf(figure); ++line)
        if (const paint::TrendPlace other{line, place.column}; line != place.line && hasPlace(figure, other) && before(other, place) && (!next || before(*next, other)))
            next = other;
    return next.value_or(place);
}

std::optional<paint::TrendPlace> firstPlace(const TrendFigure& figure)
{
    std::int64_t line = 0;
    for (std::size_t i = 0; i < figure.lines.size(); ++i)
        if (figure.lines[i].emphasised && figure.lines[i].series == std::size_t{0}) {
            line = static_cast<std::int64_t>(i);
            break;
        }
    const auto begin = figure.points() ? figure.focus.value_or(0) : 0;
    for (auto column = begin; column < columnsOf(figure); ++column)
        if (hasPlace(figure, {line, column}))
            return paint::TrendPlace{line, column};
    return std::nullopt;
}

} // namespace headlight::ui
