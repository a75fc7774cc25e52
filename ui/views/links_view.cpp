// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/links_view.h"

#include "ui/paint/links_sizes.h"
#include "ui/views/axis_text.h"
#include "ui/views/links_text.h"
#include "ui/views/side_scroll.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr std::int64_t kFar = 10; ///< tokens that Ctrl and an arrow go

const FigureLabel& labelOf(const LinksFigure& figure, paint::LinkEnd end)
{
    return (end.isKey ? figure.keys : figure.queries).labels[static_cast<std::size_t>(end.place)];
}

bool nothing(const paint::LinksPointed& pointed)
{
    return !pointed.end && !pointed.line && !pointed.head;
}

} // namespace

LinksView::LinksView(Session& session, QWidget* parent)
    : LinksCanvas(ViewKind::Links, session, parent), m_queries(new SideScroll(this, SideScroll::Edge::Left)), m_keys(new SideScroll(this))
{
    setObjectName(QStringLiteral("links"));
    setAccessibleName(tr("Links"));
    for (auto* bar : {m_queries, m_keys})
        connect(bar, &QScrollBar::valueChanged, this, &LinksView::follow);
    connect(&session, &Session::hoverChanged, this, qOverload<>(&QWidget::update));
}

State LinksView::inputs(State state) const
{
    state.view = ViewKind::Links;
    state.selection.layer.reset();
    Display display;
    display.hidePadding = state.display.hidePadding;
    display.mergeWords = state.display.mergeWords;
    display.tokenLabels = state.display.tokenLabels;
    display.cleanTokens = state.display.cleanTokens;
    display.indexBase = state.display.indexBase;
    display.range = state.display.range;
    display.links = state.display.links;
    state.display = display;
    return state;
}

State LinksView::onPaper(State state) const
{
    const auto* figure = shown<LinksFigure>();
    const auto longest = std::max(m_layout.queries.count, m_layout.keys.count);
    if (figure == nullptr || longest <= paint::kMostLinksOnPaper)
        return state;
    CellWindow window;
    const auto cut = [&](bool isKey, std::int64_t& first, std::int64_t& count) {
        const auto [from, end] = m_layout.seen(isKey);
        first = labelOf(*figure, {isKey, from}).position;
        count = labelOf(*figure, {isKey, end - 1}).position - first + 1;
    };
    cut(false, window.firstQuery, window.queries);
    cut(true, window.firstKey, window.keys);
    return headlight::update(std::move(state), SetWindow{window});
}

std::shared_ptr<const Figure> LinksView::copied() const
{
    const auto* figure = shown<LinksFigure>();
    if (figure == nullptr)
        return LinksCanvas::copied();
    LinksFigure copy = *figure;
    copy.firstQuery = m_layout.seen(false).first;
    copy.firstKey = m_layout.seen(true).first;
    return std::make_shared<const Figure>(std::move(copy));
}

// Figure ---------------------------------------------------------------------

void LinksView::laidOut()
{
    const auto* figure = shown<LinksFigure>();
    const double page = m_layout.viewport.height();
    const bool together = figure != nullptr && figure->together;
    m_queries->arrange(together ? 0.0 : m_layout.mostScroll(false), page);
    m_keys->arrange(m_layout.mostScroll(true), page);
    if (figure != nullptr)
        paint::scrollTo(m_layout, *figure, (together ? m_keys : m_queries)->value(), m_keys->value());
}

/// A column was scrolled.
void LinksView::follow()
{
    if (const auto* figure = shown<LinksFigure>())
        paint::scrollTo(m_layout, *figure, (figure->together ? m_keys : m_queries)->value(), m_keys->value());
    repaintFigure();
}

void LinksView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<LinksFigure>();
    if (figure == nullptr)
        return;
    const auto elsewhere = nothing(m_pointed) ? pointedElsewhere(*figure) : std::nullopt;
    if (!nothing(m_pointed) || elsewhere)
        paint::paintLinksHover(painter, *figure, m_layout, elsewhere.value_or(m_pointed), screenStyle());
    if (showsFocus())
        paintFocusRing(painter, m_layout.viewport);
}

/// What another view points at: the line of its cell.
std::optional<paint::LinksPointed> LinksView::pointedElsewhere(const LinksFigure& figure) const
{
    const auto& cell = session().hover().cell;
    const auto query = cell ? placeOf(figure.queries, cell->query.value) : std::nullopt;
    const auto key = cell ? placeOf(figure.keys, cell->key.value) : std::nullopt;
    if (!query || !key)
        return std::nullopt;
    const auto line = std::ranges::find_if(m_layout.lines, [&](const paint::LinkLine& drawn) { return drawn.query == *query && drawn.key == *key; });
    return line == m_layout.lines.end() ? std::nullopt : std::optional(paint::LinksPointed{{}, *line, {}});
}

void LinksView::figureChanged()
{
    m_pointed = {}; // its numbers are others now
    const auto* figure = shown<LinksFigure>();
    const auto& query = session().state().selection.query;
    const auto position = query ? std::optional(query->value) : std::nullopt;
    if (figure != nullptr && std::exchange(m_shownQuery, position) != position && !figure->chosenQueries.empty())
        reveal({false, figure->chosenQueries.front()});
}

void LinksView::reveal(paint::LinkEnd end)
{
    const auto* figure = shown<LinksFigure>();
    auto* bar = end.isKey || figure->together ? m_keys : m_queries;
    const double middle = m_layout.middle(end);
    if (!bar->isHidden())
        bar->reveal(middle - 2.0 * m_layout.pitch, middle + 2.0 * m_layout.pitch, m_layout.viewport.top(), m_layout.viewport.bottom());
}

// Pointer --------------------------------------------------------------------

paint::LinksPointed LinksView::pointedAt(QPointF point) const
{
    if (const auto end = m_layout.endAt(point))
        return {end, {}, {}};
    if (const auto line = m_layout.lineAt(point))
        return {{}, m_layout.lines[*line], {}};
    return {{}, {}, m_layout.legendAt(point)};
}

void LinksView::point(const LinksFigure& figure, const paint::LinksPointed& pointed)
{
    m_pointed = pointed;
    update();
    Hover hover;
    QString words;
    if (pointed.end) {
        words = statusOf(figure, *pointed.end);
    } else if (pointed.line) {
        words = statusOf(figure, *pointed.line);
        hover = {figure.heads[static_cast<std::size_t>(pointed.line->head)].head,
                 CellIndex{QueryIndex{labelOf(figure, {false, pointed.line->query}).position}, KeyIndex{labelOf(figure, {true, pointed.line->key}).position}}};
    } else if (pointed.head) {
        words = statusOf(figure, m_layout, *pointed.head);
        hover.head = figure.heads[static_cast<std::size_t>(*pointed.head)].head;
    }
    session().setHover(hover);
    emit statusText(words);
    setAccessibleName(words.isEmpty() ? tr("Links") : words);
}

/// Makes a token the query, or one of several.
void LinksView::ask(const LinksFigure& figure, paint::LinkEnd end, bool oneMore)
{
    const auto position = labelOf(figure, end).position;
    if (end.isKey && !figure.bothWays) {
        session().dispatch(oneMore ? Action{ToggleKey{KeyIndex{position}}} : Action{SetKey{KeyIndex{position}}});
        emit statusText(tr("Queries and keys are different sequences here: %1 is pinned as the key.").arg(nameOf(figure, end)));
        return;
    }
    m_shownQuery = position; // it is in view
    session().dispatch(oneMore ? Action{ToggleQuery{QueryIndex{position}}} : Action{SetQuery{QueryIndex{position}}});
}

/// A key stays pinned beside others until it is asked for again.
void LinksView::pin(const LinksFigure& figure, paint::LinkEnd end)
{
    if (!end.isKey && !figure.bothWays) {
        emit statusText(tr("%1 is a query: its links are shown by a click.").arg(nameOf(figure, end)));
        return;
    }
    session().dispatch(ToggleKey{KeyIndex{labelOf(figure, end).position}});
}

void LinksView::press(const LinksFigure& figure, const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    const auto pointed = pointedAt(event.position());
    if (m_layout.layerBefore.contains(event.position()) || m_layout.layerAfter.contains(event.position())) {
        session().dispatch(StepHeads{m_layout.layerBefore.contains(event.position()) ? -1 : 1, 0});
    } else if (pointed.end && event.modifiers().testFlag(Qt::AltModifier)) {
        pin(figure, *pointed.end);
    } else if (pointed.end) {
        ask(figure, *pointed.end, event.modifiers().testFlag(Qt::ControlModifier));
    } else if (pointed.line) {
        m_shownQuery = labelOf(figure, {false, pointed.line->query}).position;
        session().dispatch(PinCell{{QueryIndex{*m_shownQuery}, KeyIndex{labelOf(figure, {true, pointed.line->key}).position}}});
    } else if (pointed.head) {
        if (const auto& head = figure.heads[static_cast<std::size_t>(*pointed.head)].head)
            session().dispatch(SelectHeads{HeadSet::one(*head)});
    }
}

void LinksView::move(const LinksFigure& figure, const QMouseEvent& event)
{
    const auto pointed = pointedAt(event.position());
    const bool arrow = m_layout.layerBefore.contains(event.position()) || m_layout.layerAfter.contains(event.position());
    setCursor(arrow || !nothing(pointed) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!(pointed == m_pointed))
        point(figure, pointed);
}

void LinksView::wheelEvent(QWheelEvent* event)
{
    const bool left = event->position().x() < (m_layout.queries.edge + m_layout.keys.edge) / 2.0;
    if (!(left && !m_queries->isHidden() ? m_queries : m_keys)->turn(*event))
        return;
    const auto kept = figure();
    if (const auto* links = shown<LinksFigure>())
        point(*links, pointedAt(event->position()));
}

void LinksView::leaveEvent(QEvent*)
{
    if (const auto* links = shown<LinksFigure>())
        point(*links, {});
}

void LinksView::fillMenu(QMenu& menu)
{
    const auto kept = figure();
    const auto* links = shown<LinksFigure>();
    if (links == nullptr)
        return;
    if (m_pointed.end) {
        const auto end = *m_pointed.end;
        const QString name = nameOf(*links, end);
        const bool canAsk = !end.isKey || links->bothWays;
        addEntry(menu, tr("Make %1 the query").arg(name), {}, canAsk, [this, kept, links, end] { ask(*links, end, false); });
        addEntry(menu, tr("Show its links beside those of the query"), {}, canAsk, [this, kept, links, end] { ask(*links, end, true); });
        addEntry(menu, tr("Pin %1 as a key").arg(name), {}, end.isKey || links->bothWays, [this, kept, links, end] { pin(*links, end); });
        addEntry(menu, tr("Copy its links"), {}, true, [kept, links, end] { QGuiApplication::clipboard()->setText(statusOf(*links, end)); });
    } else if (m_pointed.line) {
        addEntry(menu, tr("Copy value"), {}, true,
                 [line = *m_pointed.line] { QGuiApplication::clipboard()->setText(QString::number(static_cast<double>(line.weight), 'g', 9)); });
    }
}

// Keys -----------------------------------------------------------------------

/// The query goes down or up its column; from none it begins with the first one in view.
void LinksView::step(const LinksFigure& figure, std::int64_t by)
{
    const auto last = std::ssize(figure.queries.labels) - 1;
    const auto from = figure.chosenQueries.empty() ? m_layout.seen(false).first : figure.chosenQueries.front() + by;
    session().dispatch(SetQuery{QueryIndex{labelOf(figure, {false, std::clamp<std::int64_t>(from, 0, last)}).position}});
}

bool LinksView::walk(const LinksFigure& figure, const QKeyEvent& event)
{
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (modifiers != Qt::NoModifier && modifiers != Qt::ControlModifier)
        return false;
    const auto far = modifiers == Qt::ControlModifier ? kFar : 1;
    const auto all = std::ssize(figure.queries.labels);
    auto* bar = figure.together || m_queries->isHidden() ? m_keys : m_queries;
    switch (event.key()) {
    case Qt::Key_Down:
        step(figure, far);
        return true;
    case Qt::Key_Up:
        step(figure, -far);
        return true;
    case Qt::Key_Home:
        step(figure, -all);
        return true;
    case Qt::Key_End:
        step(figure, all);
        return true;
    case Qt::Key_PageDown:
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
        return modifiers == Qt::NoModifier;
    case Qt::Key_PageUp:
        bar->triggerAction(QAbstractSlider::SliderPageStepSub);
        return modifiers == Qt::NoModifier;
    default:
        return false;
    }
}

/// What is pointed at, then pinned keys, then the query.
bool LinksView::clearStep(const LinksFigure& figure)
{
    const auto& selection = session().state().selection;
    if (!nothing(m_pointed))
        point(figure, {});
    else if (selection.key)
        session().dispatch(Unpin{});
    else if (selection.query)
        session().dispatch(SetQuery{});
    else
        return false;
    return true;
}

void LinksView::keyPressEvent(QKeyEvent* event)
{
    const auto kept = figure();
    const auto* links = shown<LinksFigure>();
    if (links != nullptr && (walk(*links, *event) || (event->key() == Qt::Key_Escape && clearStep(*links))))
        return;
    LinksCanvas::keyPressEvent(event);
}

} // namespace headlight::ui
