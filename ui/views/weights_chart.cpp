// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/weights_chart.h"

#include "measure/axis_parts.h"
#include "ui/views/number_inputs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace headlight::ui {

namespace {

const FigureLabel& labelAt(const WeightsFigure& figure, paint::WeightPlace place)
{
    return figure.parts[static_cast<std::size_t>(place.part)].keys.labels[static_cast<std::size_t>(place.position)];
}

QString nameOf(const FigureLabel& label)
{
    const QString text = (label.continues ? QStringLiteral("##") : QString()) + QString::fromStdString(label.text);
    const QString number = QString::number(label.position);
    return text == number || text.endsWith(QLatin1Char(' ') + number) ? text : text + QLatin1Char(' ') + number;
}

/// "T 1  0.0495   T 0.2  0.0825   column mean 0.1405   rank 1 of 23"
QString numbersOf(const WeightsFigure& figure, paint::WeightPlace place)
{
    const auto& part = figure.parts[static_cast<std::size_t>(place.part)];
    const auto position = static_cast<std::size_t>(place.position);
    const auto number = [](double value) { return QString::fromStdString(formatValue(value)); };
    QString words;
    for (std::size_t i = 0; i < figure.temperatures.size(); ++i)
        words += QStringLiteral("T %1  %2   ").arg(figure.temperatures[i]).arg(number(part.weights[i][position]));
    words += WeightsChart::tr("column mean %1").arg(number(part.means[position]));
    const auto rank = std::find(part.heaviest.begin(), part.heaviest.end(), place.position);
    if (rank != part.heaviest.end())
        return words + WeightsChart::tr("   rank %1 of %2").arg(rank - part.heaviest.begin() + 1).arg(part.means.size());
    return words + WeightsChart::tr("   below the threshold %1").arg(figure.threshold);
}

} // namespace

WeightsChart::WeightsChart(Session& session, QWidget* parent) : WeightsCanvas(ViewKind::Trends, session, parent)
{
    setObjectName(QStringLiteral("weightsChart"));
    setAccessibleName(tr("Token weights"));
}

State WeightsChart::inputs(State state) const
{
    State inputs = numberInputs(state, ViewKind::Trends);
    inputs.selection.aggregate = Aggregate::Mean;
    inputs.display.trend = state.display.trend;
    inputs.display.weights = state.display.weights;
    return inputs;
}

// Figure ---------------------------------------------------------------------

std::optional<paint::WeightPlace> WeightsChart::placeOf(const WeightsFigure& figure, std::int64_t position) const
{
    for (std::size_t part = 0; part < figure.parts.size(); ++part) {
        const auto& labels = figure.parts[part].keys.labels;
        const auto found = std::find_if(labels.begin(), labels.end(), [position](const FigureLabel& label) { return label.position == position; });
        if (found != labels.end())
            return paint::WeightPlace{static_cast<std::int64_t>(part), found - labels.begin()};
    }
    return std::nullopt;
}

void WeightsChart::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<WeightsFigure>();
    if (figure == nullptr)
        return;
    const auto& pointed = session().hover().cell;
    if (const auto place = m_place ? m_place : pointed ? placeOf(*figure, pointed->key.value) : std::nullopt)
        paint::paintWeightHover(painter, *figure, m_layout, *place, screenStyle());
    if (showsFocus())
        for (const auto& chart : m_layout.charts)
            paintFocusRing(painter, chart.plot);
}

void WeightsChart::figureChanged()
{
    const auto* figure = shown<WeightsFigure>();
    const bool there = figure != nullptr && m_place && m_place->part < static_cast<std::int64_t>(figure->parts.size())
        && m_place->position < static_cast<std::int64_t>(figure->parts[static_cast<std::size_t>(m_place->part)].means.size());
    if (!there)
        m_place.reset();
    else
        hover(*figure, m_place); // its numbers are others now
}

// Hover ----------------------------------------------------------------------

std::optional<paint::WeightPlace> WeightsChart::placeUnder(const WeightsFigure& figure, QPointF point) const
{
    if (const auto place = m_layout.placeAt(point))
        return place;
    if (const auto row = m_layout.rowAt(point))
        return paint::WeightPlace{row->first, figure.parts[static_cast<std::size_t>(row->first)].heaviest[static_cast<std::size_t>(row->second)]};
    return std::nullopt;
}

void WeightsChart::hover(const WeightsFigure& figure, std::optional<paint::WeightPlace> place)
{
    m_place = place;
    update();
    if (!place) {
        session().setHover({});
        emit statusText({});
        return;
    }
    const auto& label = labelAt(figure, *place);
    const auto& state = session().state();
    const auto maps = session().workspace().maps(mapsKey(state));
    const QueryIndex query = state.selection.query.value_or(QueryIndex{maps ? usualQuery(*(*maps)->axes().queries) : 0});
    session().setHover({std::nullopt, CellIndex{query, KeyIndex{label.position}}});
    const QString words = nameOf(label) + QStringLiteral("   ") + numbersOf(figure, *place);
    emit statusText(words);
    setAccessibleName(words);
}

// Mouse ----------------------------------------------------------------------

void WeightsChart::pin(const WeightsFigure& figure, paint::WeightPlace place)
{
    const KeyIndex key{labelAt(figure, place).position};
    if (session().state().selection.key == key)
        session().dispatch(Unpin{});
    else
        session().dispatch(SetKey{key});
}

void WeightsChart::ask(const WeightsFigure& figure, paint::WeightPlace place)
{
    if (!figure.keysAreQueries) {
        emit statusText(tr("Keys and queries are different sequences here: %1 cannot be the query.").arg(nameOf(labelAt(figure, place))));
        return;
    }
    session().dispatch(SetQuery{QueryIndex{labelAt(figure, place).position}});
}

void WeightsChart::press(const WeightsFigure& figure, const QMouseEvent& event)
{
    const auto place = placeUnder(figure, event.position());
    if (event.button() != Qt::LeftButton || !place)
        return;
    if (event.modifiers() & Qt::AltModifier)
        ask(figure, *place);
    else
        pin(figure, *place);
}

void WeightsChart::move(const WeightsFigure& figure, const QMouseEvent& event)
{
    const auto place = placeUnder(figure, event.position());
    setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (place != m_place)
        hover(figure, place);
}

void WeightsChart::leaveEvent(QEvent*)
{
    if (const auto* figure = shown<WeightsFigure>())
        hover(*figure, std::nullopt);
}

void WeightsChart::fillMenu(QMenu& menu)
{
    const auto kept = figure();
    const auto* weights = shown<WeightsFigure>();
    if (weights == nullptr || !m_place)
        return;
    const auto place = *m_place;
    const QString name = nameOf(labelAt(*weights, place));
    const bool pinned = session().state().selection.key == KeyIndex{labelAt(*weights, place).position};
    addEntry(menu, pinned ? tr("Unpin %1").arg(name) : tr("Pin %1 as key").arg(name), QKeySequence(Qt::Key_Return), true, [this, kept, weights, place] { pin(*weights, place); });
    addEntry(menu, tr("Make %1 the query").arg(name), QKeySequence(Qt::ALT | Qt::Key_Return), weights->keysAreQueries, [this, kept, weights, place] { ask(*weights, place); });
    addEntry(menu, tr("Copy numbers"), {}, true, [kept, weights, place] { QGuiApplication::clipboard()->setText(nameOf(labelAt(*weights, place)) + QLatin1Char('\t') + numbersOf(*weights, place)); });
}

// Keys -----------------------------------------------------------------------

/// Left and right walk over the positions, up and down from chart to chart.
bool WeightsChart::movePlace(const WeightsFigure& figure, int key)
{
    const std::int64_t across = (key == Qt::Key_Right) - (key == Qt::Key_Left);
    const std::int64_t down = (key == Qt::Key_Down) - (key == Qt::Key_Up);
    if (across == 0 && down == 0 && key != Qt::Key_Home && key != Qt::Key_End)
        return false;
    const auto& pinned = session().state().selection.key;
    const auto begin = pinned ? placeOf(figure, pinned->value) : std::nullopt;
    auto place = m_place.value_or(begin.value_or(paint::WeightPlace{0, 0}));
    if (m_place) { // the first press only shows where it is
        place.part = std::clamp<std::int64_t>(place.part + down, 0, static_cast<std::int64_t>(figure.parts.size()) - 1);
        const auto last = static_cast<std::int64_t>(figure.parts[static_cast<std::size_t>(place.part)].means.size()) - 1;
        place.position = key == Qt::Key_Home ? 0 : key == Qt::Key_End ? last : std::clamp<std::int64_t>(place.position + across, 0, last);
    }
    hover(figure, place);
    return true;
}

void WeightsChart::keyPressEvent(QKeyEvent* event)
{
    const auto kept = figure();
    const auto* weights = shown<WeightsFigure>();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (weights != nullptr && enter && m_place && modifiers == Qt::AltModifier)
        ask(*weights, *m_place);
    else if (weights == nullptr || modifiers != Qt::NoModifier)
        WeightsCanvas::keyPressEvent(event);
    else if (movePlace(*weights, event->key()))
        return;
    else if (enter && m_place)
        pin(*weights, *m_place);
    else if (event->key() == Qt::Key_Escape && m_place)
        hover(*weights, std::nullopt);
    else
        WeightsCanvas::keyPressEvent(event);
}

} // namespace headlight::ui
