// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/text_view.h"

#include "measure/axis_parts.h"
#include "ui/paint/lettering.h"
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

const FigureLabel& labelOf(const TextFigure& figure, std::int64_t token)
{
    return figure.tokens[static_cast<std::size_t>(token)].label;
}

QString nameOf(const TextFigure& figure, std::int64_t token)
{
    const auto& label = labelOf(figure, token);
    const QString number = QString::number(label.position);
    const QString text = paint::displayText(label.text);
    return text == number ? number : QStringLiteral("%1 %2").arg(text, number);
}

float weightAt(const TextFigure& figure, paint::TextPlace place)
{
    return place.row ? (*figure.layers)(*place.row, place.token) : figure.weights[static_cast<std::size_t>(place.token)];
}

/// 1 is the largest; equal values: lowest position first.
std::int64_t rankOf(const TextFigure& figure, paint::TextPlace place)
{
    const float mine = weightAt(figure, place);
    std::int64_t rank = 1;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(figure.tokens.size()); ++i)
        if (const float other = weightAt(figure, {i, place.row}); other > mine || (other == mine && i < place.token))
            ++rank;
    return rank;
}

} // namespace

TextView::TextView(Session& session, QWidget* parent) : TextCanvas(ViewKind::Text, session, parent), m_scroll(new SideScroll(this))
{
    setObjectName(QStringLiteral("text"));
    setAccessibleName(tr("Text"));
    connect(m_scroll, &QScrollBar::valueChanged, this, [this](int value) {
        m_layout.scroll = value;
        repaintFigure();
    });
    connect(&session, &Session::hoverChanged, this, qOverload<>(&QWidget::update));
}

State TextView::inputs(State state) const
{
    state.view = ViewKind::Text;
    auto& selection = state.selection;
    selection.window.reset();
    selection.layer.reset();
    selection.moreKeys.clear();
    if (selection.aggregate == Aggregate::Each)
        selection.aggregate = Aggregate::Mean;
    if (state.display.text.show != TextShow::Key)
        selection.key.reset();
    if (state.display.text.show != TextShow::Query) {
        selection.query.reset();
        selection.moreQueries.clear();
    }
    Display display;
    display.hidePadding = state.display.hidePadding;
    display.mergeWords = state.display.mergeWords;
    display.cleanTokens = state.display.cleanTokens;
    display.indexBase = state.display.indexBase;
    display.text = state.display.text;
    state.display = display;
    return state;
}

void TextView::laidOut()
{
    m_scroll->arrange(m_layout.contentHeight - m_layout.viewport.height(), m_layout.viewport.height());
    m_layout.scroll = m_scroll->value();
}

// Figure ---------------------------------------------------------------------

std::optional<paint::TextPlace> TextView::placeOf(const TextFigure& figure, CellIndex cell) const
{
    const auto position = figure.tokensAreQueries ? cell.query.value : cell.key.value;
    const auto found = std::ranges::find(figure.tokens, position, [](const TextFigure::Token& token) { return token.label.position; });
    return found == figure.tokens.end() ? std::nullopt : std::optional(paint::TextPlace{found - figure.tokens.begin(), std::nullopt});
}

void TextView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<TextFigure>();
    if (figure == nullptr)
        return;
    const auto& pointed = session().hover().cell;
    if (const auto place = m_place ? m_place : pointed ? placeOf(*figure, *pointed) : std::nullopt)
        paint::paintTextHover(painter, *figure, m_layout, *place, screenStyle());
    if (showsFocus())
        paintFocusRing(painter, QRectF(m_layout.paper.translated(0.0, -m_layout.scroll)).intersected(m_layout.viewport));
}

void TextView::figureChanged()
{
    const auto* figure = shown<TextFigure>();
    if (figure == nullptr) {
        m_place.reset();
        return;
    }
    const auto framed = std::ranges::find_if(figure->tokens, &TextFigure::Token::framed);
    const auto position = framed == figure->tokens.end() ? std::nullopt : std::optional(framed->label.position);
    if (position != std::exchange(m_framed, position) && position)
        reveal(framed - figure->tokens.begin());
    if (m_place && (m_place->token >= static_cast<std::int64_t>(figure->tokens.size()) || (m_place->row && *m_place->row >= static_cast<std::int64_t>(figure->rows.size()))))
        m_place.reset();
    if (m_place)
        hover(*figure, m_place); // its numbers are others now
}

void TextView::reveal(std::int64_t token)
{
    const QRectF box = m_layout.placeRect({token, std::nullopt});
    if (m_layout.scrolls() && !box.isNull())
        m_scroll->reveal(box.top() - box.height(), box.bottom() + box.height(), m_layout.viewport.top(), m_layout.viewport.bottom());
}

// Hover ----------------------------------------------------------------------

std::optional<paint::TextPlace> TextView::placeUnder(const TextFigure& figure, QPointF point) const
{
    if (const auto place = m_layout.placeAt(point))
        return place;
    if (const auto entry = m_layout.listAt(point))
        return paint::TextPlace{figure.largest[static_cast<std::size_t>(*entry)], std::nullopt};
    return std::nullopt;
}

/// The cell of the map that a token stands for.
std::optional<CellIndex> TextView::cellOf(const TextFigure& figure, std::int64_t token) const
{
    const auto& state = session().state();
    const auto position = labelOf(figure, token).position;
    if (figure.tokensAreQueries)
        return state.selection.key ? std::optional(CellIndex{QueryIndex{position}, *state.selection.key}) : std::nullopt;
    const auto maps = session().workspace().maps(mapsKey(state));
    const auto usual = maps ? usualQuery(*(*maps)->axes().queries) : 0;
    return CellIndex{state.selection.query.value_or(QueryIndex{usual}), KeyIndex{position}};
}

void TextView::hover(const TextFigure& figure, std::optional<paint::TextPlace> place)
{
    m_place = place;
    update();
    if (!place) {
        session().setHover({});
        emit statusText({});
        return;
    }
    Hover hovered{std::nullopt, cellOf(figure, place->token)};
    if (place->row && figure.show == TextShow::Query && session().state().selection.query)
        hovered.layer = figure.rows[static_cast<std::size_t>(*place->row)].layer;
    session().setHover(hovered);
    const QString value = QString::fromStdString(formatValue(static_cast<double>(weightAt(figure, *place))));
    const QString layer = place->row ? tr("layer %1   ").arg(QString::fromStdString(figure.rows[static_cast<std::size_t>(*place->row)].label)) : QString();
    const QString words = tr("%1%2   %3   rank %4 of %5").arg(layer, nameOf(figure, place->token), value).arg(rankOf(figure, *place)).arg(figure.tokens.size());
    emit statusText(words);
    setAccessibleName(words);
}

// Mouse ----------------------------------------------------------------------

void TextView::colourBy(TextShow show)
{
    Display display = session().state().display;
    if (std::exchange(display.text.show, show) != show)
        session().dispatch(SetDisplay{display});
}

/// Makes a word the query.
void TextView::ask(const TextFigure& figure, std::int64_t token)
{
    const auto position = labelOf(figure, token).position;
    if (!figure.bothWays && !figure.tokensAreQueries) {
        session().dispatch(SetKey{KeyIndex{position}});
        emit statusText(tr("Queries and keys are different sequences here: %1 is pinned as the key. Alt+click shows who looks at it.").arg(nameOf(figure, token)));
        return;
    }
    session().dispatch(SetQuery{QueryIndex{position}});
    colourBy(TextShow::Query);
}

void TextView::askOneMore(const TextFigure& figure, std::int64_t token)
{
    if (!figure.bothWays)
        return;
    session().dispatch(ToggleQuery{QueryIndex{labelOf(figure, token).position}});
    colourBy(TextShow::Query);
}

/// Every token of a stretch becomes a query; the first one is in focus.
void TextView::askStretch(const TextFigure& figure, std::int64_t from, std::int64_t to)
{
    if (!figure.bothWays)
        return;
    std::vector<QueryIndex> queries{QueryIndex{labelOf(figure, from).position}};
    for (auto token = std::min(from, to); token <= std::max(from, to); ++token)
        if (token != from)
            queries.emplace_back(labelOf(figure, token).position);
    session().dispatch(SetQueries{std::move(queries)});
    colourBy(TextShow::Query);
}

/// Who looks at a word.
void TextView::lookAt(const TextFigure& figure, std::int64_t token)
{
    const auto position = labelOf(figure, token).position;
    if (figure.tokensAreQueries && !figure.bothWays) {
        emit statusText(tr("The words are queries here: choose a key above them."));
        return;
    }
    session().dispatch(SetKey{KeyIndex{position}});
    colourBy(TextShow::Key);
}

/// A word of the other sequence.
void TextView::chooseOther(const TextFigure& figure, std::int64_t other, bool oneMore)
{
    const auto position = figure.others[static_cast<std::size_t>(other)].position;
    if (figure.show == TextShow::Key)
        session().dispatch(SetKey{KeyIndex{position}});
    else
        session().dispatch(oneMore ? Action{ToggleQuery{QueryIndex{position}}} : Action{SetQuery{QueryIndex{position}}});
}

/// The heads of the last selected layer, in another layer.
void TextView::chooseLayer(const TextFigure& figure, std::int64_t row)
{
    const auto& heads = session().state().selection.heads;
    std::vector<HeadRef> here;
    for (const auto head : heads.headsIn(heads.layers().back()))
        here.push_back({figure.rows[static_cast<std::size_t>(row)].layer, head});
    session().dispatch(SelectHeads{HeadSet(std::move(here))});
}

void TextView::press(const TextFigure& figure, const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    const bool oneMore = event.modifiers().testFlag(Qt::ControlModifier);
    if (const auto other = m_layout.otherAt(event.position())) {
        chooseOther(figure, *other, oneMore);
        return;
    }
    if (const auto place = placeUnder(figure, event.position())) {
        if (event.modifiers() & Qt::AltModifier)
            lookAt(figure, place->token);
        else if (oneMore)
            askOneMore(figure, place->token);
        else {
            m_from = place->token;
            ask(figure, place->token);
        }
    } else if (const auto row = m_layout.rowAt(event.position())) {
        chooseLayer(figure, *row);
    }
}

void TextView::move(const TextFigure& figure, const QMouseEvent& event)
{
    const auto place = placeUnder(figure, event.position());
    setCursor(place || m_layout.otherAt(event.position()) || m_layout.rowAt(event.position()) ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (place == m_place)
        return;
    hover(figure, place);
    if (m_from && place && !place->row && place->token != *m_from)
        askStretch(figure, *m_from, place->token);
}

void TextView::release(const TextFigure&, const QMouseEvent&)
{
    m_from.reset();
}

void TextView::wheelEvent(QWheelEvent* event)
{
    if (!m_scroll->turn(*event))
        return;
    const auto kept = figure();
    if (const auto* text = shown<TextFigure>())
        hover(*text, placeUnder(*text, event->position()));
}

void TextView::leaveEvent(QEvent*)
{
    if (const auto* text = shown<TextFigure>())
        hover(*text, std::nullopt);
}

void TextView::fillMenu(QMenu& menu)
{
    const auto kept = figure();
    const auto* text = shown<TextFigure>();
    if (text == nullptr || !m_place)
        return;
    const auto place = *m_place;
    const QString name = nameOf(*text, place.token);
    addEntry(menu, tr("Make %1 the query").arg(name), QKeySequence(Qt::Key_Return), text->bothWays || text->tokensAreQueries, [this, kept, text, place] { ask(*text, place.token); });
    addEntry(menu, tr("Take %1 together with the query").arg(name), QKeySequence(Qt::CTRL | Qt::Key_Return), text->bothWays, [this, kept, text, place] { askOneMore(*text, place.token); });
    addEntry(menu, tr("Show who looks at %1").arg(name), QKeySequence(Qt::ALT | Qt::Key_Return), text->bothWays || !text->tokensAreQueries, [this, kept, text, place] { lookAt(*text, place.token); });
    addEntry(menu, tr("Copy value"), {}, true, [kept, text, place] { QGuiApplication::clipboard()->setText(QString::number(static_cast<double>(weightAt(*text, place)), 'g', 9)); });
}

// Keys -----------------------------------------------------------------------

/// Left and right go through the tokens as they stand, up and down to the nearest of the next line.
bool TextView::walk(const TextFigure& figure, int key)
{
    const int across = (key == Qt::Key_Right) - (key == Qt::Key_Left);
    const int down = (key == Qt::Key_Down) - (key == Qt::Key_Up);
    if (across == 0 && down == 0 && key != Qt::Key_Home && key != Qt::Key_End)
        return false;
    const auto last = static_cast<std::int64_t>(figure.tokens.size()) - 1;
    const auto framed = std::ranges::find_if(figure.tokens, &TextFigure::Token::framed);
    auto token = m_place ? m_place->token : framed == figure.tokens.end() ? 0 : framed - figure.tokens.begin();
    if (m_place && down != 0) {
        const QPointF from = m_layout.placeRect({token, std::nullopt}).center();
        double best = std::numeric_limits<double>::infinity();
        for (std::int64_t i = 0; i <= last; ++i) {
            const QRectF box = m_layout.placeRect({i, std::nullopt});
            const double away = (box.center().y() - from.y()) * down;
            if (box.isNull() || away < box.height() / 2.0)
                continue;
            const double distance = away * 1000.0 + std::fabs(box.center().x() - from.x());
            if (distance < best) {
                best = distance;
                token = i;
            }
        }
    } else if (m_place) { // the first press only shows where it is
        token = key == Qt::Key_Home ? 0 : key == Qt::Key_End ? last : std::clamp<std::int64_t>(token + (figure.rightToLeft ? -across : across), 0, last);
    }
    hover(figure, paint::TextPlace{token, std::nullopt});
    reveal(token);
    return true;
}

void TextView::keyPressEvent(QKeyEvent* event)
{
    const auto kept = figure();
    const auto* text = shown<TextFigure>();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (text != nullptr && enter && m_place && modifiers == Qt::ControlModifier)
        askOneMore(*text, m_place->token);
    else if (text != nullptr && enter && m_place && modifiers == Qt::AltModifier)
        lookAt(*text, m_place->token);
    else if (text == nullptr || modifiers != Qt::NoModifier)
        TextCanvas::keyPressEvent(event);
    else if (walk(*text, event->key()))
        return;
    else if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp)
        m_scroll->triggerAction(event->key() == Qt::Key_PageDown ? QAbstractSlider::SliderPageStepAdd : QAbstractSlider::SliderPageStepSub);
    else if (enter && m_place)
        ask(*text, m_place->token);
    else if (event->key() == Qt::Key_Escape && m_place)
        hover(*text, std::nullopt);
    else if (event->key() == Qt::Key_Escape && session().state().selection.query)
        session().dispatch(SetQuery{});
    else
        TextCanvas::keyPressEvent(event);
}

} // namespace headlight::ui
