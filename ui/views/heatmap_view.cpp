// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_view.h"

#include "ui/views/crosshair_keys.h"
#include "ui/views/heatmap_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace headlight::ui {

namespace {

constexpr double kZoomStep = 0.8; // of the rows and columns shown, per notch
constexpr double kCellsPerNotch = 3.0;

void copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

HeatmapView::HeatmapView(Session& session, QWidget* parent) : FigureCanvas(ViewKind::Heatmap, session, parent), m_pointer(session)
{
    setObjectName(QStringLiteral("heatmap"));
    setAccessibleName(tr("Heatmap"));
    connect(&m_pointer, &HeatmapPointer::statusText, this, &View::statusText);
    connect(&m_pointer, &HeatmapPointer::spoken, this, &QWidget::setAccessibleName);
}

State HeatmapView::inputs(State state) const
{
    const Display usual;
    state.view = ViewKind::Heatmap;
    state.display.layerProfile = usual.layerProfile;
    state.display.rankTiles = usual.rankTiles;
    state.display.dimUnselected = usual.dimUnselected;
    state.display.onlySelected = usual.onlySelected;
    state.display.metric = usual.metric;
    return state;
}

// Figure ---------------------------------------------------------------------

void HeatmapView::layOut(const Figure& figure, QSizeF size, const paint::PaintStyle& style)
{
    const auto* heatmap = std::get_if<HeatmapFigure>(&figure);
    m_layout = heatmap == nullptr ? paint::HeatmapLayout{} : paint::layoutHeatmap(*heatmap, size, style);
}

void HeatmapView::paintFigure(QPainter& painter, const Figure& figure, const paint::PaintStyle& style)
{
    if (const auto* heatmap = std::get_if<HeatmapFigure>(&figure))
        paint::paint(painter, *heatmap, m_layout, style);
}

void HeatmapView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || m_layout.panels.empty())
        return;
    const auto style = screenStyle();
    const auto inEveryPanel = [&](CellIndex cell, auto draw) {
        for (std::int64_t panel = 0; panel < std::ssize(figure->panels); ++panel)
            if (const auto place = figureCellOf(*figure, cell, panel))
                draw(painter, m_layout, *place, style);
    };
    const auto& selection = session().state().selection;
    if (selection.query && selection.key)
        inEveryPanel({*selection.query, *selection.key}, paint::paintPinned);
    if (const auto& cell = session().hover().cell)
        inEveryPanel(*cell, paint::paintCrosshair);
    if (const auto band = m_stroke.band(ground(*figure))) {
        QColor ground = style.tokens.accent;
        ground.setAlphaF(0.2F);
        painter.fillRect(*band, ground);
        painter.setPen(QPen(style.tokens.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(*band);
    }
    if (showsFocus()) {
        const auto cell = session().hover().cell ? m_pointer.currentIn(*figure) : std::nullopt;
        paintFocusRing(painter, cell ? m_layout.cellRect(*cell) : m_layout.panels.front().map);
    }
}

void HeatmapView::figureChanged()
{
    if (!m_stroke.panning())
        m_stroke.cancel();
    const auto* figure = shown<HeatmapFigure>();
    m_pointer.setPanels(figure == nullptr ? 0 : std::ssize(figure->panels));
}

HeatmapStroke::Ground HeatmapView::ground(const HeatmapFigure& figure) const
{
    return {figure, m_layout, extent(), shownStretch()};
}

CellStretch HeatmapView::shownStretch() const
{
    return extent().shown(session().state().selection.window);
}

void HeatmapView::setShown(const CellStretch& stretch)
{
    session().dispatch(SetWindow{extent().window(stretch)});
}

void HeatmapView::perform(const std::optional<Action>& action)
{
    if (action)
        session().dispatch(*action);
}

// Mouse ----------------------------------------------------------------------

/// What is under the mouse, while no button is held.
void HeatmapView::pointAt(QPointF point)
{
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr)
        return;
    if (const auto cell = m_layout.cellAt(point)) {
        setCursor(Qt::ArrowCursor);
        m_pointer.moveTo(this->figure(), *cell);
        return;
    }
    const auto row = m_layout.queryLabelAt(point);
    const auto column = m_layout.keyLabelAt(point);
    setCursor(row || column ? Qt::PointingHandCursor : Qt::ArrowCursor);
    m_pointer.clear();
    if (row)
        emit statusText(labelStatus(figure->queries, *row));
    else if (column)
        emit statusText(labelStatus(figure->keys, *column));
}

void HeatmapView::mousePressEvent(QMouseEvent* event)
{
    if (const auto* figure = shown<HeatmapFigure>())
        m_stroke.press(ground(*figure), event->position(), event->button());
    if (m_stroke.panning())
        setCursor(Qt::ClosedHandCursor);
}

void HeatmapView::mouseMoveEvent(QMouseEvent* event)
{
    const auto kept = figure(); // dispatching may bring another
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr)
        return;
    if (m_stroke.active()) {
        perform(m_stroke.move(ground(*figure), event->position()));
        update();
    } else {
        pointAt(event->position());
    }
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event)
{
    const auto kept = figure();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || !m_stroke.active())
        return;
    perform(m_stroke.release(ground(*figure), event->position()));
    setCursor(Qt::ArrowCursor);
    update();
}

void HeatmapView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto kept = figure();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || event->button() != Qt::LeftButton)
        return;
    const QPointF point = event->position();
    if (m_layout.queryLabelAt(point) || m_layout.keyLabelAt(point)) {
        fit();
    } else if (const auto cell = m_layout.cellAt(point); cell && figure->panels.size() > 1) {
        if (const auto head = headOf(*figure, cell->panel))
            session().dispatch(SelectHeads{HeadSet::one(*head)});
    }
}

void HeatmapView::wheelEvent(QWheelEvent* event)
{
    QPointF turned = event->angleDelta();
    const bool zooming = event->modifiers().testFlag(Qt::ControlModifier);
    if (!zooming && shownStretch() == extent().whole()) {
        event->ignore();
        return;
    }
    if (event->modifiers().testFlag(Qt::ShiftModifier) && turned.x() == 0.0)
        turned = turned.transposed();
    turned = m_wheel.turned(turned, zooming ? WheelTurns::kNotch : WheelTurns::kNotch / kCellsPerNotch);
    if (zooming && turned.y() != 0.0)
        zoom(std::pow(kZoomStep, turned.y()), m_layout.cellAt(event->position()));
    else if (!zooming && !turned.isNull())
        setShown(moved(shownStretch(), extent(), -std::llround(turned.y()), -std::llround(turned.x())));
    event->accept();
}

void HeatmapView::leaveEvent(QEvent*)
{
    m_pointer.clear();
}

bool HeatmapView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto* figure = shown<HeatmapFigure>();
        const QPointF point = QPointF(help->pos());
        const auto row = m_layout.queryLabelAt(point);
        const auto column = m_layout.keyLabelAt(point);
        if (figure != nullptr && (row || column)) {
            const auto& axis = row ? figure->queries : figure->keys;
            QToolTip::showText(help->globalPos(), QString::fromStdString(axis.labels[static_cast<std::size_t>(row ? *row : *column)].text), this);
            return true;
        }
    }
    return FigureCanvas::event(event);
}

// Zoom -----------------------------------------------------------------------

void HeatmapView::fit()
{
    session().dispatch(SetWindow{});
}

void HeatmapView::zoomIn()
{
    const auto* figure = shown<HeatmapFigure>();
    zoom(kZoomStep, figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure));
}

void HeatmapView::zoomOut()
{
    const auto* figure = shown<HeatmapFigure>();
    zoom(1.0 / kZoomStep, figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure));
}

/// About a cell, or the middle of what is shown.
void HeatmapView::zoom(double scale, std::optional<paint::FigureCell> about)
{
    if (shown<HeatmapFigure>() == nullptr || extent().empty())
        return;
    const CellStretch now = shownStretch();
    const auto place = [](const Stretch& stretch, std::optional<std::int64_t> cell) {
        return static_cast<double>(stretch.first) + (cell ? static_cast<double>(*cell) + 0.5 : static_cast<double>(stretch.count) / 2);
    };
    setShown(zoomed(now, extent(), place(now.queries, about ? std::optional(about->row) : std::nullopt),
                    place(now.keys, about ? std::optional(about->column) : std::nullopt), scale));
}

// Keys -----------------------------------------------------------------------

bool HeatmapView::moveCrosshair(const QKeyEvent& event)
{
    const auto kept = figure();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr)
        return false;
    const CellStretch now = shownStretch();
    const auto cell = m_pointer.current();
    const auto query = cell ? placeOf(extent().queries, cell->query.value) : std::nullopt;
    const auto key = cell ? placeOf(extent().keys, cell->key.value) : std::nullopt;
    const bool starts = !query || !key || !now.queries.contains(*query) || !now.keys.contains(*key); // the first key shows where the crosshair is
    const CellSpot from = starts ? CellSpot{now.queries.first, now.keys.first} : CellSpot{*query, *key};
    auto to = crosshairAfter(event.key(), event.modifiers(), from, now, extent());
    if (!to)
        return false;
    if (starts)
        to = from;
    const CellIndex index{QueryIndex{extent().queries[static_cast<std::size_t>(to->query)]}, KeyIndex{extent().keys[static_cast<std::size_t>(to->key)]}};
    if (const auto place = figureCellOf(*figure, index, m_pointer.panel()))
        m_pointer.moveTo(kept, *place);
    else
        m_pointer.moveTo(index);
    const CellStretch next{showing(now.queries, extent().queryCount(), to->query), showing(now.keys, extent().keyCount(), to->key)};
    if (!(next == now))
        setShown(next);
    return true;
}

/// One step of Esc: the drag, the crosshair, the pinned cell, the window.
bool HeatmapView::clearStep()
{
    const auto& selection = session().state().selection;
    if (m_stroke.active())
        m_stroke.cancel();
    else if (session().hover().cell)
        m_pointer.clear();
    else if (selection.key)
        session().dispatch(Unpin{});
    else if (selection.window)
        fit();
    else
        return false;
    update();
    return true;
}

bool HeatmapView::shortcut(const QKeyEvent& event)
{
    struct Entry {
        int key;
        Qt::KeyboardModifiers modifiers;
        void (HeatmapView::*act)();
    };
    static constexpr Entry kEntries[]{
        {Qt::Key_0, Qt::ControlModifier, &HeatmapView::fit},
        {Qt::Key_Plus, Qt::ControlModifier, &HeatmapView::zoomIn},
        {Qt::Key_Plus, Qt::ControlModifier | Qt::ShiftModifier, &HeatmapView::zoomIn},
        {Qt::Key_Equal, Qt::ControlModifier, &HeatmapView::zoomIn},
        {Qt::Key_Minus, Qt::ControlModifier, &HeatmapView::zoomOut},
        {Qt::Key_Space, Qt::NoModifier, &HeatmapView::pinCrosshair},
        {Qt::Key_Y, Qt::NoModifier, &HeatmapView::copyValue},
        {Qt::Key_Y, Qt::ShiftModifier, &HeatmapView::copyRow},
    };
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    for (const Entry& entry : kEntries)
        if (entry.key == event.key() && entry.modifiers == modifiers) {
            (this->*entry.act)();
            return true;
        }
    return false;
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    if (moveCrosshair(*event) || shortcut(*event) || (event->key() == Qt::Key_Escape && clearStep()))
        return;
    FigureCanvas::keyPressEvent(event);
}

void HeatmapView::pinCrosshair()
{
    if (const auto& cell = session().hover().cell)
        session().dispatch(PinCell{*cell});
}

void HeatmapView::copyValue()
{
    const auto* figure = shown<HeatmapFigure>();
    if (const auto cell = figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure))
        copyText(valueText(valueOf(*figure, *cell)));
}

void HeatmapView::copyRow()
{
    const auto* figure = shown<HeatmapFigure>();
    if (const auto cell = figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure))
        copyText(rowText(*figure, *cell));
}

void HeatmapView::fillMenu(QMenu& menu)
{
    const auto* figure = shown<HeatmapFigure>();
    const auto cell = figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure);
    const auto kept = this->figure(); // the pointer leaves the cell for the menu
    const auto on = [kept, cell](QString (*text)(const HeatmapFigure&, paint::FigureCell)) {
        return [kept, cell, text] { copyText(text(std::get<HeatmapFigure>(*kept), *cell)); };
    };
    addEntry(menu, tr("Copy value"), QKeySequence(Qt::Key_Y), cell.has_value(),
             on([](const HeatmapFigure& shown, paint::FigureCell at) { return valueText(valueOf(shown, at)); }));
    addEntry(menu, tr("Copy row"), QKeySequence(Qt::SHIFT | Qt::Key_Y), cell.has_value(), on(rowText));
}

} // namespace headlight::ui
