// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Zooming, the mouse and the keys.
#include "ui/views/received_pointer.h"
#include "ui/views/received_chart.h"
#include "ui/views/wheel_turns.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr double kReach = 9.0;         ///< of the pointer
constexpr double kZoomPerNotch = 1.25; ///< of the wheel
constexpr double kPerStep = 1.5;       ///< of the keys

/// A stretch made shorter by a factor; `fixed` stays where it is.
void shorten(double& low, double& high, double fixed, double factor)
{
    low = fixed - (fixed - low) / factor;
    high = fixed + (high - fixed) / factor;
}

/// J and K: the layer below and above.
int layerStep(const QKeyEvent& event)
{
    return event.modifiers() == Qt::NoModifier ? (event.key() == Qt::Key_J) - (event.key() == Qt::Key_K) : 0;
}

} // namespace

// Zoom -----------------------------------------------------------------------

void ReceivedChart::zoomTo(const TrendFigure& figure, const ChartRange& range)
{
    paint::showRange(m_layout, figure, range, screenStyle()); // so that it is within the axes
    session().dispatch(SetChartRange{m_layout.zoomed() ? std::optional(m_layout.shown) : std::nullopt});
    repaintFigure();
}

void ReceivedChart::zoomBy(const TrendFigure& figure, double factor, QPointF about, bool columns, bool values)
{
    const QPointF fixed = m_layout.dataAt(about);
    auto range = m_layout.shown;
    if (columns)
        shorten(range.left, range.right, fixed.x(), factor);
    if (values)
        shorten(range.low, range.high, fixed.y(), factor);
    zoomTo(figure, range);
}

void ReceivedChart::zoomAboutMiddle(double factor)
{
    const auto kept = figure();
    if (const auto* trend = shown<TrendFigure>())
        zoomBy(*trend, factor, m_layout.plot.center(), trend->points(), true);
}

void ReceivedChart::zoomIn()
{
    zoomAboutMiddle(kPerStep);
}

void ReceivedChart::zoomOut()
{
    zoomAboutMiddle(1.0 / kPerStep);
}

void ReceivedChart::fit()
{
    const auto kept = figure();
    if (const auto* trend = shown<TrendFigure>())
        zoomTo(*trend, m_layout.whole);
}

// Mouse ----------------------------------------------------------------------

bool ReceivedChart::draggedFar(QPointF to) const
{
    return (to - m_from).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance();
}

void ReceivedChart::press(const TrendFigure&, const QMouseEvent& event)
{
    m_from = m_to = event.position();
    m_drag = Drag::None;
    if (event.button() == Qt::MiddleButton)
        m_drag = Drag::Pan;
    else if (event.button() == Qt::LeftButton && m_layout.plot.adjusted(-kReach, -kReach, kReach, kReach).contains(m_from))
        m_drag = Drag::Zoom;
}

void ReceivedChart::move(const TrendFigure& figure, const QMouseEvent& event)
{
    const QPointF before = m_to;
    m_to = event.position();
    if (m_drag == Drag::Pan) {
        const QPointF way = m_layout.dataAt(before) - m_layout.dataAt(m_to);
        auto range = m_layout.shown;
        range.left += way.x();
        range.right += way.x();
        range.low += way.y();
        range.high += way.y();
        zoomTo(figure, range);
        return;
    }
    if (m_drag == Drag::Zoom && draggedFar(m_to)) {
        setCursor(Qt::CrossCursor);
        update();
        return;
    }
    const auto place = paint::trendPlaceAt(figure, m_layout, m_to, kReach);
    const auto position = m_layout.positions ? m_layout.positions->keyAt(m_to) : std::nullopt;
    setCursor(place || position ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!position)
        hoverPosition(figure, position); // before the line under the pointer is told
    if (place != m_place)
        hover(figure, place);
    if (position)
        hoverPosition(figure, position);
}

void ReceivedChart::release(const TrendFigure& figure, const QMouseEvent& event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    m_to = event.position();
    const bool oneMore = event.modifiers().testFlag(Qt::ControlModifier);
    if (const auto position = m_layout.positions && event.button() == Qt::LeftButton && drag == Drag::None ? m_layout.positions->keyAt(m_to) : std::nullopt) {
        choosePosition(figure, *position, oneMore);
        return;
    }
    if (drag != Drag::Zoom)
        return;
    if (!draggedFar(m_to)) {
        if (const auto place = paint::trendPlaceAt(figure, m_layout, m_to, kReach)) {
            const auto column = figure.positions && !figure.ofHeads ? std::optional(LayerIndex{place->column}) : std::nullopt;
            choose(figure, *place, oneMore);
            if (column)
                markLayer(*column);
        }
        return;
    }
    const QPointF one = m_layout.dataAt(m_from);
    const QPointF other = m_layout.dataAt(m_to);
    zoomTo(figure, {std::min(one.x(), other.x()), std::max(one.x(), other.x()), std::min(one.y(), other.y()), std::max(one.y(), other.y())});
}

void ReceivedChart::doubleClick(const TrendFigure&, const QMouseEvent& event)
{
    if (!m_layout.plot.contains(event.position()))
        fit();
}

/// Over the plot both directions, beside it the values and below it the columns alone.
void ReceivedChart::wheelEvent(QWheelEvent* event)
{
    const auto kept = figure();
    const auto* trend = shown<TrendFigure>();
    const double notches = event->angleDelta().y() / WheelTurns::kNotch;
    if (trend == nullptr || notches == 0.0) {
        event->ignore();
        return;
    }
    const QPointF point = event->position();
    const bool beside = point.x() < m_layout.plot.left();
    const bool below = point.y() > m_layout.plot.bottom();
    const QPointF about(std::clamp(point.x(), m_layout.plot.left(), m_layout.plot.right()), std::clamp(point.y(), m_layout.plot.top(), m_layout.plot.bottom()));
    zoomBy(*trend, std::pow(kZoomPerNotch, notches), about, !beside, !below);
    hover(*trend, paint::trendPlaceAt(*trend, m_layout, point, kReach));
    event->accept();
}

void ReceivedChart::leaveEvent(QEvent*)
{
    if (const auto* trend = shown<TrendFigure>()) {
        hover(*trend, std::nullopt);
        hoverPosition(*trend, std::nullopt);
    }
}

// Keys -----------------------------------------------------------------------

/// From position to position of the chart below; up leaves it.
void ReceivedChart::walkPositions(const TrendFigure& figure, int key)
{
    const auto last = m_layout.positions->count - 1;
    switch (key) {
    case Qt::Key_Up:
        hoverPosition(figure, std::nullopt);
        hover(figure, firstPlace(figure));
        return;
    case Qt::Key_Home: hoverPosition(figure, 0); return;
    case Qt::Key_End: hoverPosition(figure, last); return;
    default: hoverPosition(figure, std::clamp<std::int64_t>(*m_position + (key == Qt::Key_Right) - (key == Qt::Key_Left), 0, last));
    }
}

/// Left and right go along a line, up and down to the next one above or below, and below the last one into the chart of positions.
bool ReceivedChart::walk(const TrendFigure& figure, int key)
{
    const int across = (key == Qt::Key_Right) - (key == Qt::Key_Left);
    const int down = (key == Qt::Key_Down) - (key == Qt::Key_Up);
    if (across == 0 && down == 0 && key != Qt::Key_Home && key != Qt::Key_End)
        return false;
    if (m_position && m_layout.positions) {
        walkPositions(figure, key);
        return true;
    }
    auto place = m_place && hasPlace(figure, *m_place) ? m_place : firstPlace(figure);
    if (!place)
        return true;
    if (m_place) { // the first press only shows where it is
        const bool far = key == Qt::Key_Home || key == Qt::Key_End;
        const int step = key == Qt::Key_End ? 1 : key == Qt::Key_Home ? -1 : across;
        auto next = stepped(figure, *place, step, down);
        while (far && next != *place) {
            place = next;
            next = stepped(figure, *place, step, 0);
        }
        if (down > 0 && next == *place && m_layout.positions) {
            hover(figure, std::nullopt);
            hoverPosition(figure, figure.positions->focus.value_or(0));
            return true;
        }
        place = next;
    }
    hover(figure, place);
    return true;
}

/// Where a layer is marked J and K move it; elsewhere they are the window's.
bool ReceivedChart::event(QEvent* event)
{
    const auto* trend = shown<TrendFigure>();
    if (event->type() == QEvent::ShortcutOverride && trend != nullptr && trend->positions && !trend->ofHeads && layerStep(static_cast<QKeyEvent&>(*event)) != 0)
        event->accept();
    return ReceivedCanvas::event(event);
}

void ReceivedChart::keyPressEvent(QKeyEvent* event)
{
    const auto kept = figure();
    const auto* trend = shown<TrendFigure>();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    const bool chooses = trend != nullptr && enter && (modifiers == Qt::NoModifier || modifiers == Qt::ControlModifier);
    if (chooses && m_position && trend->positions)
        choosePosition(*trend, *m_position, modifiers == Qt::ControlModifier);
    else if (chooses && m_place)
        choose(*trend, *m_place, modifiers == Qt::ControlModifier);
    else if (const int by = layerStep(*event); trend != nullptr && trend->positions && !trend->ofHeads && by != 0)
        markLayer(LayerIndex{trend->positions->layer.value + by});
    else if (trend == nullptr || modifiers != Qt::NoModifier)
        ReceivedCanvas::keyPressEvent(event);
    else if (walk(*trend, event->key()))
        return;
    else if (event->key() == Qt::Key_Escape && m_position)
        hoverPosition(*trend, std::nullopt);
    else if (event->key() == Qt::Key_Escape && m_place)
        hover(*trend, std::nullopt);
    else if (event->key() == Qt::Key_Escape && m_layout.zoomed())
        fit();
    else
        ReceivedCanvas::keyPressEvent(event);
}

} // namespace headlight::ui
