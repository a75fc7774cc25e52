// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/overview_view.h"

#include "ui/views/head_card.h"
#include "ui/views/side_scroll.h"

#include <QKeySequence>
#include <QMenu>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr double kFocusInset = 4.0;

HeadGestures::Arrangement arrangementOf(const OverviewFigure& figure)
{
    HeadGestures::Arrangement arrangement(static_cast<std::size_t>(figure.layers));
    for (std::size_t tile = 0; tile < figure.tiles.size(); ++tile) {
        auto& heads = arrangement[static_cast<std::size_t>(figure.tiles[tile].head.layer.value)];
        const auto column = static_cast<std::size_t>(figure.columnOf[tile]);
        heads.resize(std::max(heads.size(), column + 1));
        heads[column] = figure.tiles[tile].head.head;
    }
    return arrangement;
}

} // namespace

OverviewView::OverviewView(Session& session, QWidget* parent)
    : OverviewCanvas(ViewKind::Overview, session, parent), m_card(new HeadCard(this)), m_scroll(new SideScroll(this))
{
    setObjectName(QStringLiteral("overview"));
    setAccessibleName(tr("Overview"));
    connect(m_scroll, &QScrollBar::valueChanged, this, [this](int value) {
        m_layout.scroll = value;
        repaintFigure();
        showCard();
        tellVisible();
    });
    connect(&session, &Session::surveyAdvanced, this, &OverviewView::refresh);
    connect(&session, &Session::hoverChanged, this, &OverviewView::showCard);
}

State OverviewView::inputs(State state) const
{
    const Selection anySelection;
    const Display usual;
    state.view = ViewKind::Overview;
    auto& selection = state.selection;
    selection.aggregate = anySelection.aggregate;
    selection.query = anySelection.query;
    selection.key = anySelection.key;
    selection.layer = anySelection.layer;
    selection.block = anySelection.block;
    selection.window = anySelection.window;
    auto& display = state.display;
    display.tokenLabels = usual.tokenLabels;
    display.cleanTokens = usual.cleanTokens;
    display.profiles = usual.profiles;
    display.cellNumbers = usual.cellNumbers;
    display.keepPinnedCell = usual.keepPinnedCell;
    display.columnProfile = usual.columnProfile;
    display.rowProfile = usual.rowProfile;
    display.onlySelected = usual.onlySelected;
    display.headStrips = usual.headStrips;
    display.segmentBrackets = usual.segmentBrackets;
    display.leaveOutOwnColumn = usual.leaveOutOwnColumn;
    return state;
}

// Figure ---------------------------------------------------------------------

void OverviewView::paintOverlays(QPainter& painter)
{
    if (shown<OverviewFigure>() == nullptr)
        return;
    if (const auto& head = session().hover().head)
        if (const auto tile = tileOf(*head))
            (pointsAt(*head) ? paint::paintTileHover : paint::paintLinkedTile)(painter, m_layout, *tile, screenStyle());
    m_card->paintShadow(painter);
    if (!showsFocus())
        return;
    const auto tile = m_focused ? tileOf(*m_focused) : std::nullopt;
    painter.setClipRect(m_layout.viewport.adjusted(-4, -4, 4, 4));
    // Inside the tile: selected tiles have the same ring around them.
    paintFocusRing(painter, tile ? m_layout.tileRect(*tile).adjusted(kFocusInset, kFocusInset, -kFocusInset, -kFocusInset) : m_layout.viewport);
    painter.setClipping(false);
}

void OverviewView::figureChanged()
{
    const auto* figure = shown<OverviewFigure>();
    if (figure != nullptr)
        m_gestures.setGrid(session().state().stackShape().heads, session().state().display.rankTiles ? arrangementOf(*figure) : HeadGestures::Arrangement{});
    else
        m_gestures.release();
    showCard();
    tellVisible();
}

// Places ---------------------------------------------------------------------

std::optional<std::int64_t> OverviewView::tileAt(QPointF point) const
{
    return shown<OverviewFigure>() == nullptr ? std::nullopt : m_layout.tileAt(point);
}

std::optional<std::int64_t> OverviewView::tileOf(HeadRef head) const
{
    const auto* figure = shown<OverviewFigure>();
    if (figure == nullptr)
        return std::nullopt;
    const auto tile = std::ranges::find(figure->tiles, head, &OverviewTile::head);
    return tile == figure->tiles.end() ? std::nullopt : std::optional<std::int64_t>(tile - figure->tiles.begin());
}

QRectF OverviewView::tileRect(HeadRef head) const
{
    const auto tile = tileOf(head);
    return tile ? m_layout.tileRect(*tile) : QRectF();
}

void OverviewView::arrangeScrollBar()
{
    m_scroll->arrange(m_layout.contentHeight - m_layout.size.height(), m_layout.viewport.height());
    m_layout.scroll = m_scroll->value();
}

void OverviewView::tellVisible()
{
    const auto* figure = shown<OverviewFigure>();
    if (figure == nullptr || figure->pending == 0)
        return;
    std::vector<HeadRef> visible;
    for (std::size_t tile = 0; tile < figure->tiles.size(); ++tile)
        if (m_layout.viewport.intersects(m_layout.tileRect(static_cast<std::int64_t>(tile))))
            visible.push_back(figure->tiles[tile].head);
    session().setVisibleHeads(std::move(visible));
}

// Hover ----------------------------------------------------------------------

void OverviewView::hover(std::optional<HeadRef> head)
{
    const Hover now{head, std::nullopt};
    m_pointed = head;
    if (now == session().hover())
        return;
    session().setHover(now);
    if (!head) {
        emit statusText({});
        return;
    }
    const State& state = session().state();
    const auto description = describeHead(session().workspace(), state, *head);
    emit statusText(headStatus(description, state.display));
    setAccessibleName(headSpoken(description, state.display, state.selection.heads.contains(*head)));
}

void OverviewView::hoverAt(QPointF point)
{
    const auto* figure = shown<OverviewFigure>();
    const auto tile = tileAt(point);
    hover(figure != nullptr && tile ? std::optional(figure->tiles[static_cast<std::size_t>(*tile)].head) : std::nullopt);
}

/// Only for what this view points at itself, by pointer or keyboard.
void OverviewView::showCard()
{
    const auto* figure = shown<OverviewFigure>();
    const auto& head = session().hover().head;
    const auto tile = head ? tileOf(*head) : std::nullopt;
    if (figure == nullptr || !tile || !pointsAt(*head) || session().hover().cell || m_gestures.dragging()) {
        m_card->hide();
        return;
    }
    const QRect place = m_layout.tileRect(*tile).toAlignedRect();
    const QRect labels(0, place.top(), static_cast<int>(m_layout.grid.left()), place.height());
    m_card->show(describeHead(session().workspace(), session().state(), *head), figure->scale, paintStyle(), session().state().display.indexBase);
    m_card->placeBeside(place, labels, rect().adjusted(4, 4, -4, -4));
}

// Mouse ----------------------------------------------------------------------

void OverviewView::choose(const HeadSet& heads)
{
    if (m_gestures.refused())
        emit statusText(HeadGestures::refusal());
    session().dispatch(SelectHeads{heads});
}

void OverviewView::open(HeadRef head)
{
    session().dispatch(SelectHeads{HeadSet::one(head)});
    session().dispatch(SelectView{ViewKind::Heatmap});
}

void OverviewView::press(const OverviewFigure& figure, const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    const HeadSet& present = session().state().selection.heads;
    const QPointF point = event.position();
    if (const auto tile = m_layout.tileAt(point)) {
        m_focused = figure.tiles[static_cast<std::size_t>(*tile)].head;
        choose(m_gestures.press(present, *m_focused, event.modifiers()));
    } else if (const auto layer = m_layout.layerHeaderAt(point)) {
        choose(m_gestures.layerHeader(present, LayerIndex{*layer}, event.modifiers()));
    } else if (const auto column = m_layout.headHeaderAt(point)) {
        choose(m_gestures.columnHeader(present, *column, event.modifiers()));
    }
}

void OverviewView::move(const OverviewFigure& figure, const QMouseEvent& event)
{
    if (!m_gestures.dragging()) {
        hoverAt(event.position());
        return;
    }
    if (const auto tile = tileAt(event.position())) {
        const HeadRef head = figure.tiles[static_cast<std::size_t>(*tile)].head;
        hover(head);
        choose(m_gestures.drag(head));
    }
}

void OverviewView::release(const OverviewFigure&, const QMouseEvent& event)
{
    m_gestures.release();
    hoverAt(event.position());
    showCard();
}

void OverviewView::doubleClick(const OverviewFigure& figure, const QMouseEvent& event)
{
    const auto tile = tileAt(event.position());
    if (!tile)
        return;
    m_gestures.release();
    open(figure.tiles[static_cast<std::size_t>(*tile)].head);
}

void OverviewView::wheelEvent(QWheelEvent* event)
{
    if (m_scroll->turn(*event))
        hoverAt(event->position());
}

void OverviewView::leaveEvent(QEvent*)
{
    hover(std::nullopt);
}

void OverviewView::fillMenu(QMenu& menu)
{
    if (const auto& head = session().hover().head)
        addEntry(menu, tr("Open in Heatmap"), QKeySequence(Qt::Key_Return), true, [this, head = *head] { open(head); });
}

void OverviewView::resizeEvent(QResizeEvent* event)
{
    OverviewCanvas::resizeEvent(event);
    showCard();
    tellVisible();
}

} // namespace headlight::ui
