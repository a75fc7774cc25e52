// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heads_view.h"

#include "ui/paint/heads_sizes.h"
#include "ui/views/head_card.h"
#include "ui/views/side_scroll.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

QString named(const HeadsFigure::MetricAxis& axis, double value)
{
    if (!std::isfinite(value))
        return HeadsView::tr("%1 –").arg(QString::fromStdString(axis.name));
    const QString number = QString::fromStdString(formatValue(value));
    return (QString::fromStdString(axis.name) + QLatin1Char(' ') + number + QLatin1Char(' ') + QString::fromStdString(axis.unit)).trimmed();
}

} // namespace

HeadsView::HeadsView(Session& session, QWidget* parent) : HeadsCanvas(ViewKind::Heads, session, parent), m_scroll(new SideScroll(this))
{
    setObjectName(QStringLiteral("heads"));
    setAccessibleName(tr("Heads"));
    connect(m_scroll, &QScrollBar::valueChanged, this, [this](int value) {
        m_layout.scroll = value;
        repaintFigure();
    });
    connect(&session, &Session::surveyAdvanced, this, &HeadsView::refresh);
    connect(&session, &Session::hoverChanged, this, [this] { update(); });
}

State HeadsView::inputs(State state) const
{
    state.view = ViewKind::Heads;
    const auto heads = state.selection.heads;
    const auto stack = state.selection.stack;
    const auto sample = state.selection.sample;
    state.selection = {};
    state.selection.heads = heads;
    state.selection.stack = stack;
    state.selection.sample = sample;
    Display display;
    display.colourMap = state.display.colourMap;
    display.hidePadding = state.display.hidePadding;
    display.mergeWords = state.display.mergeWords;
    display.indexBase = state.display.indexBase;
    display.heads = state.display.heads;
    display.metric = state.display.metric;
    state.display = display;
    return state;
}

// Figure ---------------------------------------------------------------------

void HeadsView::laidOut()
{
    m_scroll->arrange(m_layout.hidden(), m_layout.list.height());
    m_layout.scroll = m_scroll->value();
}

void HeadsView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<HeadsFigure>();
    if (figure == nullptr)
        return;
    if (const auto& head = session().hover().head)
        if (const auto index = indexOf(*head))
            paint::paintHeadHover(painter, *figure, m_layout, *index, m_pointed != head, screenStyle());
    if (!showsFocus())
        return;
    const auto index = m_pointed ? indexOf(*m_pointed) : std::nullopt;
    paintFocusRing(painter, index ? m_layout.cells[static_cast<std::size_t>(*index)] : m_layout.grid);
}

void HeadsView::figureChanged()
{
    const auto* figure = shown<HeadsFigure>();
    if (figure == nullptr) {
        m_gestures.release();
        m_brushing = false;
        return;
    }
    m_gestures.setGrid(session().state().stackShape().heads);
    if (m_anchorRow && *m_anchorRow >= static_cast<std::int64_t>(figure->order.size()))
        m_anchorRow.reset();
}

std::optional<std::int64_t> HeadsView::indexOf(HeadRef head) const
{
    const auto* figure = shown<HeadsFigure>();
    if (figure == nullptr)
        return std::nullopt;
    const auto found = std::ranges::find(figure->heads, head, &HeadsFigure::Head::head);
    return found == figure->heads.end() ? std::nullopt : std::optional<std::int64_t>(found - figure->heads.begin());
}

std::optional<HeadRef> HeadsView::headAt(const HeadsFigure& figure, QPointF point) const
{
    std::optional<std::int64_t> index = m_layout.cellAt(point);
    if (const auto row = m_layout.rowAt(point))
        index = figure.order[static_cast<std::size_t>(*row)];
    if (!index)
        index = m_layout.dotAt(point);
    return index ? std::optional(figure.heads[static_cast<std::size_t>(*index)].head) : std::nullopt;
}

// Hover ----------------------------------------------------------------------

/// "layer 2, head 7   row entropy 1.4012 nats   mean distance 3.1 tokens"
QString HeadsView::wordsOf(const HeadsFigure& figure, std::int64_t index) const
{
    const auto& head = figure.heads[static_cast<std::size_t>(index)];
    const auto base = session().state().display.indexBase;
    QString words = tr("layer %1, head %2").arg(QString::fromStdString(label(head.head.layer, base)), QString::fromStdString(label(head.head.head, base)));
    if (!head.problem.empty())
        return words + QStringLiteral("   ") + QString::fromStdString(head.problem);
    if (!head.known)
        return words + QStringLiteral("   ") + tr("not known yet");
    words += QStringLiteral("   ") + named(figure.metric, head.value);
    if (figure.other)
        words += QStringLiteral("   ") + named(*figure.other, head.other);
    if (figure.focus && *figure.focus != index)
        words += QStringLiteral("   ") + tr("distance from %1 %2").arg(QString::fromStdString(figure.heads[static_cast<std::size_t>(*figure.focus)].name), QString::fromStdString(formatValue(head.distance)));
    return words;
}

void HeadsView::hover(std::optional<HeadRef> head)
{
    m_pointed = head;
    update();
    if (session().hover() == Hover{head, std::nullopt})
        return;
    session().setHover({head, std::nullopt});
    const auto* figure = shown<HeadsFigure>();
    const auto index = head ? indexOf(*head) : std::nullopt;
    const QString words = figure != nullptr && index ? wordsOf(*figure, *index) : QString();
    emit statusText(words);
    if (figure != nullptr && index)
        setAccessibleName(words + QStringLiteral(", ") + (figure->heads[static_cast<std::size_t>(*index)].selected ? tr("selected") : tr("not selected")));
}

// Mouse ----------------------------------------------------------------------

void HeadsView::choose(const HeadSet& heads)
{
    if (m_gestures.refused())
        emit statusText(HeadGestures::refusal());
    session().dispatch(SelectHeads{heads});
}

void HeadsView::open(HeadRef head)
{
    session().dispatch(SelectHeads{HeadSet::one(head)});
    session().dispatch(SelectView{ViewKind::Heatmap});
}

HeadSet HeadsView::rowsBetween(const HeadsFigure& figure, std::int64_t one, std::int64_t other) const
{
    std::vector<HeadRef> heads;
    const auto last = static_cast<std::int64_t>(figure.order.size()) - 1;
    for (auto row = std::clamp<std::int64_t>(std::min(one, other), 0, last); row <= std::min(std::max(one, other), last); ++row)
        heads.push_back(figure.heads[static_cast<std::size_t>(figure.order[static_cast<std::size_t>(row)])].head);
    return HeadSet(std::move(heads));
}

/// A row is a head: alone, with Ctrl one more or less; with Shift all rows from where the last click was.
void HeadsView::pressRow(const HeadsFigure& figure, std::int64_t row, Qt::KeyboardModifiers modifiers)
{
    const HeadSet& present = session().state().selection.heads;
    if (!modifiers.testFlag(Qt::ShiftModifier)) {
        m_anchorRow = row;
        choose(m_gestures.press(present, figure.heads[static_cast<std::size_t>(figure.order[static_cast<std::size_t>(row)])].head, modifiers));
        m_gestures.release();
        m_beforeBrush = modifiers.testFlag(Qt::ControlModifier) ? present : HeadSet();
    } else {
        m_beforeBrush = modifiers.testFlag(Qt::ControlModifier) ? present : HeadSet();
        m_anchorRow = m_anchorRow.value_or(row);
        session().dispatch(SelectHeads{m_beforeBrush.united(rowsBetween(figure, *m_anchorRow, row))});
    }
    m_brushing = figure.show == HeadsShow::Sorted; // the order of the nearest follows the selection
}

void HeadsView::press(const HeadsFigure& figure, const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    const HeadSet& present = session().state().selection.heads;
    const QPointF point = event.position();
    if (const auto cell = m_layout.cellAt(point)) {
        choose(m_gestures.press(present, figure.heads[static_cast<std::size_t>(*cell)].head, event.modifiers()));
    } else if (const auto row = m_layout.rowAt(point)) {
        pressRow(figure, *row, event.modifiers());
    } else if (const auto layer = m_layout.layerHeaderAt(point)) {
        choose(m_gestures.layerHeader(present, LayerIndex{*layer}, event.modifiers()));
    } else if (const auto column = m_layout.headHeaderAt(point)) {
        choose(m_gestures.columnHeader(present, *column, event.modifiers()));
    } else if (const auto dot = m_layout.dotAt(point)) {
        choose(m_gestures.press(present, figure.heads[static_cast<std::size_t>(*dot)].head, event.modifiers()));
        m_gestures.release();
    }
}

void HeadsView::dragRow(const HeadsFigure& figure, QPointF point)
{
    const QPointF inside(m_layout.list.center().x(), std::clamp(point.y(), m_layout.list.top() + 1.0, m_layout.list.bottom() - 1.0));
    const auto row = m_layout.rowAt(inside);
    if (row && m_anchorRow && *row != *m_anchorRow)
        session().dispatch(SelectHeads{m_beforeBrush.united(rowsBetween(figure, *m_anchorRow, *row))});
}

void HeadsView::move(const HeadsFigure& figure, const QMouseEvent& event)
{
    const auto head = headAt(figure, event.position());
    if (m_brushing) {
        dragRow(figure, event.position());
    } else if (m_gestures.dragging()) {
        if (const auto cell = m_layout.cellAt(event.position()))
            choose(m_gestures.drag(figure.heads[static_cast<std::size_t>(*cell)].head));
    } else {
        setCursor(head ? Qt::PointingHandCursor : Qt::ArrowCursor);
    }
    hover(head);
}

void HeadsView::release(const HeadsFigure& figure, const QMouseEvent& event)
{
    m_gestures.release();
    m_brushing = false;
    hover(headAt(figure, event.position()));
}

void HeadsView::doubleClick(const HeadsFigure& figure, const QMouseEvent& event)
{
    if (const auto head = headAt(figure, event.position())) {
        m_gestures.release();
        m_brushing = false;
        open(*head);
    }
}

void HeadsView::wheelEvent(QWheelEvent* event)
{
    const auto* figure = shown<HeadsFigure>();
    if (m_scroll->turn(*event) && figure != nullptr)
        hover(headAt(*figure, event->position()));
}

void HeadsView::leaveEvent(QEvent*)
{
    hover(std::nullopt);
}

void HeadsView::fillMenu(QMenu& menu)
{
    const auto* figure = shown<HeadsFigure>();
    const auto index = m_pointed ? indexOf(*m_pointed) : std::nullopt;
    if (figure == nullptr || !index)
        return;
    addEntry(menu, tr("Open in Heatmap"), QKeySequence(Qt::Key_Return), true, [this, head = *m_pointed] { open(head); });
    addEntry(menu, tr("Heads nearest to this one"), {}, true, [this, head = *m_pointed] {
        Display display = session().state().display;
        display.heads.show = HeadsShow::Nearest;
        session().dispatch(SelectHeads{HeadSet::one(head)});
        session().dispatch(SetDisplay{display});
    });
    addEntry(menu, tr("Copy numbers"), {}, true, [words = wordsOf(*figure, *index)] { QGuiApplication::clipboard()->setText(words); });
}

// Keys -----------------------------------------------------------------------

/// Arrows walk over the map.
bool HeadsView::moveFocus(const HeadsFigure& figure, int key)
{
    const auto across = (key == Qt::Key_Right) - (key == Qt::Key_Left);
    const auto down = (key == Qt::Key_Down) - (key == Qt::Key_Up);
    if (across == 0 && down == 0 && key != Qt::Key_Home && key != Qt::Key_End)
        return false;
    const auto& grid = session().state().stackShape().heads;
    HeadRef head = m_pointed.value_or(session().state().selection.heads.heads().front());
    if (m_pointed) { // the first press only shows where it is
        const auto layer = std::clamp<std::int64_t>(head.layer.value + down, 0, static_cast<std::int64_t>(grid.size()) - 1);
        const auto last = std::max<std::int64_t>(0, grid[static_cast<std::size_t>(layer)] - 1);
        const auto column = key == Qt::Key_Home ? 0 : key == Qt::Key_End ? last : std::clamp<std::int64_t>(head.head.value + across, 0, last);
        head = {LayerIndex{layer}, HeadIndex{column}};
    }
    hover(head);
    if (const auto index = indexOf(head))
        if (const auto row = std::ranges::find(figure.order, *index); row != figure.order.end()) {
            const QRectF place = m_layout.rowRect(row - figure.order.begin());
            m_scroll->reveal(place.top(), place.bottom(), m_layout.list.top(), m_layout.list.bottom());
        }
    return true;
}

bool HeadsView::act(int key)
{
    if (key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
        if (m_scroll->isVisible())
            m_scroll->triggerAction(key == Qt::Key_PageDown ? QAbstractSlider::SliderPageStepAdd : QAbstractSlider::SliderPageStepSub);
        return m_scroll->isVisible();
    }
    if (!m_pointed)
        return false;
    if (key == Qt::Key_Space) {
        choose(m_gestures.press(session().state().selection.heads, *m_pointed, Qt::ControlModifier));
        m_gestures.release();
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        open(*m_pointed);
    } else if (key == Qt::Key_Escape) {
        hover(std::nullopt);
    } else {
        return false;
    }
    return true;
}

void HeadsView::keyPressEvent(QKeyEvent* event)
{
    const auto kept = figure();
    const auto* heads = shown<HeadsFigure>();
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (heads == nullptr || !plain || !(moveFocus(*heads, event->key()) || act(event->key())))
        HeadsCanvas::keyPressEvent(event);
}

} // namespace headlight::ui
