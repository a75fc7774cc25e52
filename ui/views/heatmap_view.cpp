// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_view.h"

#include "ui/views/crosshair_keys.h"
#include "ui/views/heatmap_text.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>
#include <utility>

namespace headlight::ui {

namespace {

constexpr double kZoomStep = 0.8; // of the rows and columns shown, per notch
constexpr double kNotch = 120.0;
constexpr double kCellsPerNotch = 3.0;

void copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

HeatmapView::HeatmapView(Session& session, QWidget* parent) : FigureCanvas(ViewKind::Heatmap, session, parent)
{
    setObjectName(QStringLiteral("heatmap"));
    setAccessibleName(tr("Heatmap"));
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

QSizeF HeatmapView::layOut(const Figure& figure, QSizeF room, const paint::PaintStyle& style)
{
    const auto* heatmap = std::get_if<HeatmapFigure>(&figure);
    m_layout = heatmap == nullptr ? paint::HeatmapLayout{} : paint::layoutHeatmap(*heatmap, room, style);
    return m_layout.size;
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
    painter.translate(origin());
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
        const auto cell = session().hover().cell ? figureCellOf(*figure, *session().hover().cell, m_panel) : std::nullopt;
        paintFocusRing(painter, cell ? m_layout.cellRect(*cell) : m_layout.panels.front().map);
    }
    painter.resetTransform();
}

void HeatmapView::figureChanged()
{
    if (!m_stroke.panning())
        m_stroke.cancel();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || m_panel >= std::ssize(figure->panels))
        m_panel = 0;
}

QRectF HeatmapView::cellRect(paint::FigureCell cell) const
{
    return m_layout.cellRect(cell).translated(origin());
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

// Hover ----------------------------------------------------------------------

void HeatmapView::hoverAt(QPointF point)
{
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr)
        return;
    const QPointF inFigure = point - origin();
    if (const auto cell = m_layout.cellAt(inFigure)) {
        setCursor(Qt::ArrowCursor);
        hoverCell(*figure, *cell);
        return;
    }
    m_description.cancel();
    session().setHover({});
    hoverLabel(*figure, inFigure);
}

void HeatmapView::hoverLabel(const HeatmapFigure& figure, QPointF point)
{
    const auto label = [](const FigureAxis& axis, std::int64_t place) {
        return labelStatus(QString::fromStdString(axis.name), axis.labels[static_cast<std::size_t>(place)]);
    };
    QString text;
    if (const auto row = m_layout.queryLabelAt(point))
        text = label(figure.queries, *row);
    else if (const auto column = m_layout.keyLabelAt(point))
        text = label(figure.keys, *column);
    setCursor(text.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
    emit statusText(text);
}

void HeatmapView::hoverCell(const HeatmapFigure& figure, paint::FigureCell cell)
{
    Hover hover;
    hover.cell = cellIndexOf(figure, cell);
    if (const auto& map = figure.panels[static_cast<std::size_t>(cell.panel)].map; map && map->head)
        hover.head = HeadRef{map->layer, *map->head};
    m_panel = cell.panel;
    if (hover == session().hover())
        return;
    session().setHover(hover);
    emit statusText(statusOf(figure, cell, std::nullopt));
    setAccessibleName(spokenOf(figure, cell, std::nullopt));
    describe(figure, cell);
}

/// The rank needs the whole row, which a window may cut: asked for in the background, told when it is still wanted.
void HeatmapView::describe(const HeatmapFigure& figure, paint::FigureCell cell)
{
    State state = session().state();
    const auto& map = figure.panels[static_cast<std::size_t>(cell.panel)].map;
    if (map && map->head)
        state.selection.heads = HeadSet::one({map->layer, *map->head});
    m_description.start([workspace = session().sharedWorkspace(), state,
                         index = cellIndexOf(figure, cell)](const JobContext& job) { return describeCell(*workspace, state, index, job); },
                        [this, kept = this->figure(), cell](const Result<CellDescription>& known) {
                            if (!known || kept != this->figure())
                                return;
                            const auto& heatmap = std::get<HeatmapFigure>(*kept);
                            emit statusText(statusOf(heatmap, cell, *known));
                            setAccessibleName(spokenOf(heatmap, cell, *known));
                        });
}

std::optional<paint::FigureCell> HeatmapView::currentCell(const HeatmapFigure& figure) const
{
    const auto& selection = session().state().selection;
    if (const auto& cell = session().hover().cell)
        return figureCellOf(figure, *cell, m_panel);
    if (selection.query && selection.key)
        return figureCellOf(figure, {*selection.query, *selection.key}, m_panel);
    return std::nullopt;
}

// Mouse ----------------------------------------------------------------------

void HeatmapView::mousePressEvent(QMouseEvent* event)
{
    if (const auto* figure = shown<HeatmapFigure>())
        m_stroke.press(ground(*figure), event->position() - origin(), event->button());
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
        perform(m_stroke.move(ground(*figure), event->position() - origin()));
        update();
    } else {
        hoverAt(event->position());
    }
}

void HeatmapView::mouseReleaseEvent(QMouseEvent* event)
{
    const auto kept = figure();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || !m_stroke.active())
        return;
    perform(m_stroke.release(ground(*figure), event->position() - origin()));
    setCursor(Qt::ArrowCursor);
    update();
}

void HeatmapView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const auto kept = figure();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || event->button() != Qt::LeftButton)
        return;
    const QPointF point = event->position() - origin();
    if (m_layout.queryLabelAt(point) || m_layout.keyLabelAt(point)) {
        fit();
    } else if (const auto cell = m_layout.cellAt(point); cell && figure->panels.size() > 1) {
        if (const auto& map = figure->panels[static_cast<std::size_t>(cell->panel)].map; map && map->head)
            session().dispatch(SelectHeads{HeadSet::one({map->layer, *map->head})});
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
    m_wheel += turned;
    const double unit = zooming ? kNotch : kNotch / kCellsPerNotch;
    const QPointF whole(std::trunc(m_wheel.x() / unit), std::trunc(m_wheel.y() / unit));
    m_wheel -= whole * unit;
    if (zooming && whole.y() != 0.0)
        zoom(std::pow(kZoomStep, whole.y()), event->position() - origin());
    else if (!zooming && !whole.isNull())
        scroll(-whole);
    event->accept();
}

void HeatmapView::leaveEvent(QEvent*)
{
    m_description.cancel();
    session().setHover({});
    emit statusText({});
}

bool HeatmapView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto* figure = shown<HeatmapFigure>();
        const QPointF point = QPointF(help->pos()) - origin();
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
    zoom(kZoomStep, std::nullopt);
}

void HeatmapView::zoomOut()
{
    zoom(1.0 / kZoomStep, std::nullopt);
}

/// About a point of the figure; about the crosshair, the pinned cell or the middle where there is none.
void HeatmapView::zoom(double scale, std::optional<QPointF> about)
{
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || extent().empty())
        return;
    const CellStretch now = shownStretch();
    const auto cell = about ? m_layout.cellAt(*about) : currentCell(*figure);
    const auto middle = [](const Stretch& stretch, std::optional<std::int64_t> place) {
        return static_cast<double>(stretch.first) + (place ? static_cast<double>(*place) + 0.5 : static_cast<double>(stretch.count) / 2);
    };
    const auto row = cell ? std::optional(cell->row) : std::nullopt;
    const auto column = cell ? std::optional(cell->column) : std::nullopt;
    setShown({zoomed(now.queries, extent().queryCount(), middle(now.queries, row), scale), zoomed(now.keys, extent().keyCount(), middle(now.keys, column), scale)});
}

void HeatmapView::scroll(QPointF cells)
{
    const CellStretch now = shownStretch();
    setShown({moved(now.queries, extent().queryCount(), std::llround(cells.y())), moved(now.keys, extent().keyCount(), std::llround(cells.x()))});
}

// Keys -----------------------------------------------------------------------

bool HeatmapView::moveCrosshair(const QKeyEvent& event)
{
    const auto kept = figure();
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || extent().empty())
        return false;
    const CellStretch now = shownStretch();
    const auto& selection = session().state().selection;
    std::optional<CellIndex> cell = session().hover().cell;
    if (!cell && selection.query && selection.key)
        cell = CellIndex{*selection.query, *selection.key};
    const auto query = cell ? placeOf(extent().queries, cell->query.value) : std::nullopt;
    const auto key = cell ? placeOf(extent().keys, cell->key.value) : std::nullopt;
    const bool starts = !query || !key;
    const CellSpot from = starts ? CellSpot{now.queries.first, now.keys.first} : CellSpot{*query, *key};
    auto to = crosshairAfter(event.key(), event.modifiers(), from, now, extent());
    if (!to)
        return false;
    if (starts)
        to = from; // the first key shows where the crosshair is
    const CellIndex index{QueryIndex{extent().queries[static_cast<std::size_t>(to->query)]}, KeyIndex{extent().keys[static_cast<std::size_t>(to->key)]}};
    const CellStretch next{showing(now.queries, extent().queryCount(), to->query), showing(now.keys, extent().keyCount(), to->key)};
    if (const auto place = figureCellOf(*figure, index, m_panel))
        hoverCell(*figure, *place);
    else
        session().setHover({session().hover().head, index}); // it is seen as soon as the window has followed
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
        leaveEvent(nullptr);
    else if (selection.key)
        session().dispatch(Unpin{});
    else if (selection.window)
        fit();
    else
        return false;
    update();
    return true;
}

void HeatmapView::keyPressEvent(QKeyEvent* event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool control = modifiers.testFlag(Qt::ControlModifier);
    if (moveCrosshair(*event))
        return;
    if (event->key() == Qt::Key_Escape && clearStep())
        return;
    if (event->key() == Qt::Key_Space && session().hover().cell)
        session().dispatch(PinCell{*session().hover().cell});
    else if (control && event->key() == Qt::Key_0)
        fit();
    else if (control && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal))
        zoomIn();
    else if (control && event->key() == Qt::Key_Minus)
        zoomOut();
    else if (event->key() == Qt::Key_C && modifiers == Qt::ControlModifier)
        copyFigure();
    else if (event->key() == Qt::Key_Y && modifiers == Qt::NoModifier)
        copyValue();
    else if (event->key() == Qt::Key_Y && modifiers == Qt::ShiftModifier)
        copyRow();
    else
        FigureCanvas::keyPressEvent(event);
}

// Menu -----------------------------------------------------------------------

void HeatmapView::copyValue()
{
    if (const auto* figure = shown<HeatmapFigure>())
        if (const auto cell = currentCell(*figure))
            copyText(valueText(valueOf(*figure, *cell)));
}

void HeatmapView::copyRow()
{
    if (const auto* figure = shown<HeatmapFigure>())
        if (const auto cell = currentCell(*figure))
            copyText(rowText(*figure, *cell));
}

void HeatmapView::fillMenu(QMenu& menu)
{
    const auto* figure = shown<HeatmapFigure>();
    const auto cell = figure == nullptr ? std::nullopt : currentCell(*figure);
    const auto add = [&](const QString& text, const QKeySequence& key, bool enabled, auto act) {
        QAction* action = menu.addAction(text);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut); // shown only: the keys are those of the view and the window
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(enabled);
        connect(action, &QAction::triggered, this, act);
    };
    const auto kept = this->figure(); // the pointer leaves the cell for the menu
    add(tr("Copy value"), QKeySequence(Qt::Key_Y), cell.has_value(), [kept, cell] { copyText(valueText(valueOf(std::get<HeatmapFigure>(*kept), *cell))); });
    add(tr("Copy row"), QKeySequence(Qt::SHIFT | Qt::Key_Y), cell.has_value(), [kept, cell] { copyText(rowText(std::get<HeatmapFigure>(*kept), *cell)); });
    add(tr("Copy figure"), QKeySequence(Qt::CTRL | Qt::Key_C), figure != nullptr, [this] { copyFigure(); });
    menu.addSeparator();
    add(tr("Export…"), QKeySequence(Qt::Key_E), figure != nullptr, [this] { emit exportRequested(); });
}

void HeatmapView::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
    menu->popup(event->globalPos());
}

} // namespace headlight::ui
