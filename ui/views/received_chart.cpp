// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/received_chart.h"

#include "figure/table.h"
#include "figure/table_text.h"
#include "measure/axis_parts.h"
#include "ui/paint/trend_positions.h"
#include "ui/views/number_inputs.h"
#include "ui/views/received_pointer.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace headlight::ui {

namespace {

QString joined(const std::vector<QString>& words)
{
    return QStringList(words.begin(), words.end()).join(QStringLiteral("   "));
}

} // namespace

ReceivedChart::ReceivedChart(Session& session, QWidget* parent) : ReceivedCanvas(ViewKind::Trends, session, parent)
{
    setObjectName(QStringLiteral("receivedChart"));
    setAccessibleName(tr("Attention received"));
    connect(&session, &Session::hoverChanged, this, qOverload<>(&QWidget::update));
    connect(&session, &Session::stateChanged, this, &ReceivedChart::followZoom);
}

State ReceivedChart::inputs(State state) const
{
    State inputs = numberInputs(state, ViewKind::Trends);
    inputs.selection.aggregate = Aggregate::Mean;
    inputs.display.trend = state.display.trend;
    inputs.display.trends = state.display.trends;
    return inputs;
}

// Figure ---------------------------------------------------------------------

/// The figure was built for another zoom than that of now.
void ReceivedChart::laidOut()
{
    if (const auto* trend = shown<TrendFigure>())
        paint::showRange(m_layout, *trend, session().state().selection.chartRange.value_or(m_layout.whole), screenStyle());
}

void ReceivedChart::followZoom(const State& before, const State& after)
{
    if (before.selection.chartRange == after.selection.chartRange || shown<TrendFigure>() == nullptr)
        return;
    laidOut();
    repaintFigure();
}

std::shared_ptr<const Figure> ReceivedChart::copied() const
{
    const auto* trend = shown<TrendFigure>();
    if (trend == nullptr)
        return ReceivedCanvas::copied();
    TrendFigure zoomed = *trend;
    zoomed.shown = session().state().selection.chartRange;
    return std::make_shared<const Figure>(std::move(zoomed));
}

void ReceivedChart::paintOverlays(QPainter& painter)
{
    const auto* trend = shown<TrendFigure>();
    if (trend == nullptr)
        return;
    if (m_drag == Drag::Zoom && draggedFar(m_to)) {
        const QRectF band = QRectF(m_from, m_to).normalized().intersected(m_layout.plot);
        painter.setPen(QPen(paintStyle().tokens.accent, 1.0));
        QColor ground = paintStyle().tokens.accent;
        ground.setAlphaF(0.12F);
        painter.setBrush(ground);
        painter.drawRect(band);
    }
    const auto style = screenStyle();
    if (m_place && hasPlace(*trend, *m_place))
        paint::paintTrendHover(painter, *trend, m_layout, *m_place, wordsOf(*trend, *m_place), style);
    else if (const auto& head = session().hover().head)
        paint::paintLinkedHead(painter, *trend, m_layout, *head, style);
    if (m_position && trend->positions && m_layout.positions && *m_position < m_layout.positions->count)
        paint::paintPositionHover(painter, *m_layout.positions, *m_position, style);
    if (showsFocus())
        paintFocusRing(painter, m_position && m_layout.positions ? m_layout.positions->plot : m_layout.plot);
}

void ReceivedChart::figureChanged()
{
    const auto* trend = shown<TrendFigure>();
    if (m_position && (trend == nullptr || !trend->positions || *m_position >= std::ssize(trend->positions->keys.labels)))
        m_position.reset();
    if (m_place && trend != nullptr && hasPlace(*trend, *m_place))
        hover(*trend, m_place); // its numbers are others now
    else
        m_place.reset();
}

std::optional<QByteArray> ReceivedChart::csv() const
{
    const auto* trend = shown<TrendFigure>();
    if (trend == nullptr)
        return std::nullopt;
    State state = session().state();
    state.selection.heads = everyMap(state);
    state.display.table.kind = trend->points() ? TableKind::AllPositions : TableKind::Trend;
    const auto table = buildTable(session().workspace(), state, {});
    if (!table)
        return std::nullopt;
    return QByteArray::fromStdString(csvText(*table, everyRow(*table)));
}

// Hover ----------------------------------------------------------------------

void ReceivedChart::hover(const TrendFigure& figure, std::optional<paint::TrendPlace> place)
{
    m_place = place;
    update();
    if (!place) {
        session().setHover({});
        emit statusText({});
        return;
    }
    const auto& state = session().state();
    const auto maps = session().workspace().maps(mapsKey(state));
    const QueryIndex query = state.selection.query.value_or(QueryIndex{maps ? usualQuery(*(*maps)->axes().queries) : 0});
    session().setHover({headOf(figure, *place), CellIndex{query, KeyIndex{keyOf(figure, *place).position}}});
    const QString words = joined(wordsOf(figure, *place));
    emit statusText(words);
    setAccessibleName(words);
}

void ReceivedChart::hoverPosition(const TrendFigure& figure, std::optional<std::int64_t> key)
{
    if (key == m_position)
        return;
    m_position = key;
    update();
    const QString words = key && figure.positions ? joined(wordsOfPosition(figure, *key)) : QString();
    emit statusText(words);
    if (!words.isEmpty())
        setAccessibleName(words);
}

// Choosing -------------------------------------------------------------------

/// Of a line its head in every layer, of a point its layer and head alone; once more: all of them.
void ReceivedChart::chooseHeads(const TrendFigure& figure, paint::TrendPlace place, bool oneMore)
{
    const auto& state = session().state();
    if (!hasHeads(state.measure.kind)) // choosing heads would change what is taken together
        return;
    const auto& grid = state.stackShape().heads;
    const HeadRef head = headOf(figure, place);
    const auto mine = figure.points() || figure.ofHeads ? HeadSet::one(head) : HeadSet::ofHead(grid, head.head);
    const auto& present = state.selection.heads;
    HeadSet wanted = present == mine ? HeadSet::all(grid) : mine;
    if (oneMore && !present.isAll(grid)) {
        const bool there = std::ranges::all_of(mine.heads(), [&](HeadRef one) { return present.contains(one); });
        wanted = there ? present.without(mine) : present.united(mine);
        if (wanted.empty())
            wanted = HeadSet::all(grid);
    }
    if (wanted != present)
        session().dispatch(SelectHeads{wanted});
}

/// Keys that are followed together stay so; the one that was clicked is pinned among them.
void ReceivedChart::choose(const TrendFigure& figure, paint::TrendPlace place, bool oneMore)
{
    const KeyIndex key{keyOf(figure, place).position};
    chooseHeads(figure, place, oneMore);
    const auto& selection = session().state().selection;
    if (selection.key == key)
        return;
    std::vector<KeyIndex> keys{key};
    if (!figure.points() || oneMore)
        for (const auto other : selection.keys())
            if (other != key)
                keys.push_back(other);
    session().dispatch(SetKeys{std::move(keys)});
}

void ReceivedChart::choosePosition(const TrendFigure& figure, std::int64_t key, bool oneMore)
{
    const KeyIndex chosen{figure.positions->keys.labels[static_cast<std::size_t>(key)].position};
    if (oneMore)
        session().dispatch(ToggleKey{chosen});
    else
        session().dispatch(SetKey{chosen});
}

/// The layer of the chart of positions.
void ReceivedChart::markLayer(LayerIndex layer)
{
    Display display = session().state().display;
    const auto layers = std::ssize(session().state().stackShape().heads);
    display.trends.layer = LayerIndex{std::clamp<std::int64_t>(layer.value, 0, layers - 1)};
    if (display != session().state().display)
        session().dispatch(SetDisplay{display});
}

void ReceivedChart::fillMenu(QMenu& menu)
{
    const auto kept = figure();
    const auto* trend = shown<TrendFigure>();
    if (trend == nullptr)
        return;
    if (m_place && hasPlace(*trend, *m_place)) {
        const auto place = *m_place;
        const auto words = wordsOf(*trend, place);
        const KeyIndex key{keyOf(*trend, place).position};
        const auto& keys = session().state().selection.keys();
        const bool followed = std::ranges::find(keys, key) != keys.end();
        addEntry(menu, tr("Select %1 and %2").arg(words[0], words[1]), QKeySequence(Qt::Key_Return), true, [this, kept, trend, place] { choose(*trend, place, false); });
        addEntry(menu, followed ? tr("Follow %1 no longer").arg(words[1]) : tr("Follow %1 too").arg(words[1]), {}, true, [this, key] { session().dispatch(ToggleKey{key}); });
        addEntry(menu, tr("Copy numbers"), {}, true, [words] { QGuiApplication::clipboard()->setText(QStringList(words.begin(), words.end()).join(QLatin1Char('\t'))); });
    }
    addEntry(menu, tr("Show everything"), QKeySequence(Qt::CTRL | Qt::Key_0), m_layout.zoomed(), [this] { fit(); });
    addEntry(menu, tr("Save numbers as CSV…"), QKeySequence(Qt::CTRL | Qt::Key_S), true, [this] { emit saveRequested(); });
}

} // namespace headlight::ui
