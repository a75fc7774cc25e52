// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_view.h"

#include "ui/views/heatmap_text.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

namespace headlight::ui {

namespace {

constexpr double kCellsPerNotch = 3.0;

} // namespace

HeatmapView::HeatmapView(Session& session, QWidget* parent) : HeatmapCanvas(ViewKind::Heatmap, session, parent), m_pointer(session)
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
    state.display.headStrips = usual.headStrips;
    state.display.segmentBrackets = usual.segmentBrackets;
    state.display.leaveOutOwnColumn = usual.leaveOutOwnColumn;
    state.selection.layer = std::nullopt;
    return state;
}

// Figure ---------------------------------------------------------------------

void HeatmapView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<HeatmapFigure>();
    if (figure == nullptr || m_layout.panels.empty())
        return;
    const auto style = screenStyle();
    using Draw = void (*)(QPainter&, const paint::HeatmapLayout&, paint::FigureCell, const paint::PaintStyle&);
    const auto inEveryPanel = [&](CellIndex cell, Draw draw) {
        for (std::int64_t panel = 0; panel < std::ssize(figure->panels); ++panel)
            if (const auto place = figureCellOf(*figure, cell, panel))
                draw(painter, m_layout, *place, style);
    };
    const auto& selection = session().state().selection;
    if (selection.query && selection.key)
        inEveryPanel({*selection.query, *selection.key}, paint::paintPinned);
    if (const auto& cell = session().hover().cell; cell && !m_stroke.active())
        inEveryPanel(*cell, paint::paintCrosshair);
    if (const auto& hover = session().hover(); hover.head && !hover.cell && figure->panels.size() > 1)
        for (std::int64_t panel = 0; panel < std::ssize(figure->panels); ++panel)
            if (headOf(*figure, panel) == hover.head)
                paint::paintLinkedPanel(painter, m_layout, panel, style);
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
    m_pointer.follow(figure());
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
void HeatmapView::pointAt(const HeatmapFigure& figure, QPointF point)
{
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
        emit statusText(labelStatus(figure.queries, *row));
    else if (column)
        emit statusText(labelStatus(figure.keys, *column));
}

void HeatmapView::press(const HeatmapFigure& figure, const QMouseEvent& event)
{
    m_stroke.press(ground(figure), event.position(), event.button());
    if (m_stroke.panning())
        setCursor(Qt::ClosedHandCursor);
}

void HeatmapView::move(const HeatmapFigure& figure, const QMouseEvent& event)
{
    if (m_stroke.active()) {
        perform(m_stroke.move(ground(figure), event.position()));
        update();
    } else {
        pointAt(figure, event.position());
    }
}

void HeatmapView::release(const HeatmapFigure& figure, const QMouseEvent& event)
{
    if (!m_stroke.active())
        return;
    perform(m_stroke.release(ground(figure), event.position()));
    setCursor(Qt::ArrowCursor);
    update();
}

void HeatmapView::doubleClick(const HeatmapFigure& figure, const QMouseEvent& event)
{
    const QPointF point = event.position();
    if (m_layout.queryLabelAt(point) || m_layout.keyLabelAt(point)) {
        fit();
    } else if (const auto cell = m_layout.cellAt(point); cell && figure.panels.size() > 1) {
        if (const auto head = headOf(figure, cell->panel))
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
    return HeatmapCanvas::event(event);
}

} // namespace headlight::ui
