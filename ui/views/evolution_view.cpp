// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/evolution_view.h"

#include "ui/views/axis_text.h"
#include "ui/views/evolution_text.h"
#include "ui/views/query_list.h"

#include <QGuiApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QStyleHints>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <set>

namespace headlight::ui {

namespace {

constexpr double kKeysPerNotch = 3.0;

bool far(QPointF from, QPointF to)
{
    return (to - from).manhattanLength() >= QGuiApplication::styleHints()->startDragDistance();
}

} // namespace

EvolutionView::EvolutionView(Session& session, QWidget* parent)
    : EvolutionCanvas(ViewKind::Evolution, session, parent), m_pointer(session), m_queries([this](int by) { return stepQuery(by); }, [this] { return upToDate(); }),
      m_layers([this](int by) { return stepLayer(by); }, [this] { return upToDate(); }), m_list(new QueryList(session, this))
{
    setObjectName(QStringLiteral("evolution"));
    setAccessibleName(tr("Evolution"));
    m_list->hide();
    connect(&m_pointer, &EvolutionPointer::statusText, this, &View::statusText);
    connect(&m_pointer, &EvolutionPointer::spoken, this, &QWidget::setAccessibleName);
}

State EvolutionView::inputs(State state) const
{
    const Display usual;
    state.view = ViewKind::Evolution;
    auto& display = state.display;
    display.tokenLabels = usual.tokenLabels;
    display.profiles = usual.profiles;
    display.cellNumbers = usual.cellNumbers;
    display.columnProfile = usual.columnProfile;
    display.rowProfile = usual.rowProfile;
    display.layerProfile = usual.layerProfile;
    display.rankTiles = usual.rankTiles;
    display.dimUnselected = usual.dimUnselected;
    display.onlySelected = usual.onlySelected;
    display.metric = usual.metric;
    return state;
}

// Figure ---------------------------------------------------------------------

void EvolutionView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<EvolutionFigure>();
    if (figure == nullptr || m_layout.panels.empty())
        return;
    const auto style = screenStyle();
    for (std::int64_t panel = 0; panel < std::ssize(figure->panels); ++panel) {
        if (const auto pinned = EvolutionPointer::pinnedIn(*figure, panel))
            paint::paintPinned(painter, m_layout, *pinned, style);
        if (const auto hovered = m_pointer.hoveredIn(*figure, panel); hovered && m_stroke != Stroke::Keys)
            paint::paintCrosshair(painter, m_layout, *hovered, style);
    }
    if (const auto& hover = session().hover(); hover.head && !hover.cell)
        paint::paintLinkedHead(painter, *figure, m_layout, hover.head->head, style);
    if (const auto dragged = band()) {
        QColor ground = style.tokens.accent;
        ground.setAlphaF(0.2F);
        painter.fillRect(*dragged, ground);
        painter.setPen(QPen(style.tokens.accent, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(*dragged);
    }
    if (showsFocus()) {
        const auto cell = m_pointer.hoveredIn(*figure, m_pointer.panel());
        paintFocusRing(painter, cell ? m_layout.cellRect(*cell) : m_layout.panels.front().map);
    }
}

void EvolutionView::figureChanged()
{
    if (m_stroke != Stroke::Scrub && m_stroke != Stroke::Pan)
        m_stroke = Stroke::None;
    m_pointer.follow(figure());
    const bool choose = shown<EmptyFigure>() != nullptr && session().state().hasDump() && !session().state().selection.query;
    if (choose) {
        m_list->refresh();
        placeList();
    }
    m_list->setVisible(choose);
    emit m_queries.changed();
}

QString EvolutionView::playbackWords() const
{
    const auto& query = session().state().selection.query;
    if (!query || extent().queries.empty())
        return {};
    return tr("query %1 of %2").arg(query->value).arg(extent().queryCount());
}

/// Below the sentence in the middle.
void EvolutionView::placeList()
{
    constexpr int kBelow = 56;
    constexpr int kMargin = 28;
    constexpr int kWidest = 760;
    const int across = std::min(kWidest, width() - 2 * kMargin);
    const int top = height() / 2 + kBelow;
    m_list->setGeometry((width() - across) / 2, top, across, std::max(40, height() - top - kMargin));
}

void EvolutionView::resizeEvent(QResizeEvent* event)
{
    EvolutionCanvas::resizeEvent(event);
    placeList();
}

CellStretch EvolutionView::shownStretch() const
{
    return extent().shown(session().state().selection.window);
}

/// The queries of the window belong to other views and stay.
void EvolutionView::setShownKeys(const CellStretch& now)
{
    if (!(now == shownStretch()))
        session().dispatch(SetWindow{extent().window(now)});
}

// Mouse ----------------------------------------------------------------------

void EvolutionView::pointAt(const EvolutionFigure& figure, QPointF point)
{
    if (const auto cell = m_layout.cellAt(point)) {
        setCursor(Qt::ArrowCursor);
        m_pointer.moveTo(this->figure(), *cell);
        return;
    }
    if (const auto strip = m_layout.stripAt(point)) {
        setCursor(Qt::PointingHandCursor);
        m_pointer.moveToStrip(figure, *strip);
        return;
    }
    const auto column = m_layout.keyLabelAt(point);
    setCursor(column ? figure.keysAreQueries ? Qt::SizeHorCursor : Qt::PointingHandCursor : Qt::ArrowCursor);
    m_pointer.clear();
    if (column)
        emit statusText(labelStatus(figure.keys, *column));
}

void EvolutionView::press(const EvolutionFigure& figure, const QMouseEvent& event)
{
    m_stroke = Stroke::None;
    m_start = m_point = event.position();
    m_before = shownStretch();
    if (event.button() == Qt::MiddleButton) {
        m_stroke = Stroke::Pan;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event.button() != Qt::LeftButton)
        return;
    if (const auto cell = m_layout.cellAt(m_start)) {
        m_stroke = Stroke::Keys;
        m_from = *cell;
    } else if (const auto strip = m_layout.stripAt(m_start)) {
        m_stroke = Stroke::Strip;
        m_strip = *strip;
    } else if (const auto column = m_layout.keyLabelAt(m_start)) {
        if (figure.keysAreQueries && event.modifiers().testFlag(Qt::ControlModifier)) {
            session().dispatch(ToggleQuery{QueryIndex{labelAt(figure.keys, *column).position}});
        } else if (figure.keysAreQueries) {
            m_stroke = Stroke::Scrub;
            scrubTo(figure, m_start);
        } else {
            session().dispatch(SetKey{keyOf(figure, {0, 0, *column})});
        }
    }
}

/// What stands under the pointer becomes the query; also far beside the axis.
void EvolutionView::scrubTo(const EvolutionFigure& figure, QPointF point)
{
    const QueryIndex query{labelAt(figure.keys, m_layout.columnNear(point)).position};
    if (session().state().selection.query != query)
        session().dispatch(SetQuery{query});
}

void EvolutionView::move(const EvolutionFigure& figure, const QMouseEvent& event)
{
    m_point = event.position();
    switch (m_stroke) {
    case Stroke::None:
        pointAt(figure, m_point);
        break;
    case Stroke::Scrub:
        scrubTo(figure, m_point);
        break;
    case Stroke::Pan:
        if (m_layout.cellWidth > 0.0)
            setShownKeys({m_before.queries, moved(m_before.keys, extent().keyCount(), std::llround((m_start.x() - m_point.x()) / m_layout.cellWidth))});
        break;
    case Stroke::Keys:
    case Stroke::Strip:
        update();
        break;
    }
}

/// Keys that a release would zoom to; nothing before the pointer has moved far enough.
std::optional<QRectF> EvolutionView::band() const
{
    if (m_stroke != Stroke::Keys || !far(m_start, m_point))
        return std::nullopt;
    const auto to = m_layout.columnNear(m_point);
    if (to == m_from.column)
        return std::nullopt;
    const auto last = m_layout.rows - 1;
    return m_layout.cellRect({m_from.panel, 0, m_from.column}).united(m_layout.cellRect({m_from.panel, last, to}));
}

void EvolutionView::release(const EvolutionFigure& figure, const QMouseEvent& event)
{
    const Stroke ended = m_stroke;
    m_point = event.position();
    const bool zooming = band().has_value();
    m_stroke = Stroke::None;
    setCursor(Qt::ArrowCursor);
    if (ended == Stroke::Keys && zooming) {
        const auto to = m_layout.columnNear(m_point);
        setShownKeys({m_before.queries, {m_before.keys.first + std::min(m_from.column, to), std::abs(to - m_from.column) + 1}});
    } else if (ended == Stroke::Keys) {
        session().dispatch(PinInLayer{layerOf(figure, m_from), keyOf(figure, m_from)});
    } else if (ended == Stroke::Strip && m_layout.stripAt(m_point) == m_strip) {
        isolate(*figure.strips[static_cast<std::size_t>(m_strip)].map->head, event.modifiers());
    }
    update();
}

/// Only this head, with Ctrl also or not any more; once more: all heads again.
void EvolutionView::isolate(HeadIndex head, Qt::KeyboardModifiers modifiers)
{
    const auto& selected = session().state().selection.heads;
    std::set<HeadIndex> heads;
    for (const auto& ref : selected.heads())
        heads.insert(ref.head);
    const auto& grid = session().state().stackShape().heads;
    if (modifiers.testFlag(Qt::ControlModifier)) {
        if (heads.erase(head) == 0)
            heads.insert(head);
    } else if (heads == std::set{head}) {
        for (std::int64_t every = 0; every < *std::ranges::max_element(grid); ++every)
            heads.insert(HeadIndex{every});
    } else {
        heads = {head};
    }
    if (heads.empty())
        return; // never none
    session().dispatch(SelectHeads{HeadSet::product(grid, selected.layers(), std::vector<HeadIndex>(heads.begin(), heads.end()))});
}

void EvolutionView::doubleClick(const EvolutionFigure& figure, const QMouseEvent& event)
{
    const QPointF point = event.position();
    if (m_layout.keyLabelAt(point)) {
        fit();
    } else if (const auto cell = m_layout.cellAt(point); cell && figure.panels.size() > 1) {
        isolate(*figure.panels[static_cast<std::size_t>(cell->panel)].map->head, Qt::NoModifier);
    }
}

void EvolutionView::wheelEvent(QWheelEvent* event)
{
    QPointF turned = event->angleDelta();
    const bool zooming = event->modifiers().testFlag(Qt::ControlModifier);
    const CellStretch now = shownStretch();
    if (!zooming && now.keys.count == extent().keyCount()) {
        event->ignore();
        return;
    }
    if (turned.x() != 0.0 && turned.y() == 0.0)
        turned = turned.transposed(); // only keys move
    turned = m_wheel.turned(turned, zooming ? WheelTurns::kNotch : WheelTurns::kNotch / kKeysPerNotch);
    if (zooming && turned.y() != 0.0) {
        const auto cell = m_layout.cellAt(event->position());
        zoom(std::pow(kZoomStep, turned.y()), cell ? std::optional(cell->column) : std::nullopt);
    } else if (!zooming && turned.y() != 0.0) {
        setShownKeys({now.queries, moved(now.keys, extent().keyCount(), -std::llround(turned.y()))});
    }
    event->accept();
}

void EvolutionView::leaveEvent(QEvent*)
{
    m_pointer.clear();
}

void EvolutionView::hideEvent(QHideEvent* event)
{
    m_queries.setPlaying(false);
    m_layers.setPlaying(false);
    EvolutionCanvas::hideEvent(event);
}

bool EvolutionView::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto* figure = shown<EvolutionFigure>();
        if (const auto column = figure == nullptr ? std::nullopt : m_layout.keyLabelAt(QPointF(help->pos()))) {
            QToolTip::showText(help->globalPos(), textOf(labelAt(figure->keys, *column)), this);
            return true;
        }
    }
    return EvolutionCanvas::event(event);
}

} // namespace headlight::ui
