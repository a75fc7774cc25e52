// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the Evolution does on keys, from menus and by itself while it plays; the mouse is in evolution_view.cpp.

#include "ui/views/axis_text.h"
#include "ui/views/crosshair_keys.h"
#include "ui/views/evolution_text.h"
#include "ui/views/evolution_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>
#include <numeric>

namespace headlight::ui {

void EvolutionView::fit()
{
    setShownKeys({shownStretch().queries, extent().whole().keys});
}

void EvolutionView::zoomIn()
{
    zoom(kZoomStep, std::nullopt);
}

void EvolutionView::zoomOut()
{
    zoom(1.0 / kZoomStep, std::nullopt);
}

/// About a column of the figure; else about the pinned key, the query's own, or the middle.
void EvolutionView::zoom(double scale, std::optional<std::int64_t> about)
{
    const auto* figure = shown<EvolutionFigure>();
    if (figure == nullptr || extent().empty())
        return;
    if (!about)
        about = figure->keyColumn ? figure->keyColumn : figure->ownColumn();
    const CellStretch now = shownStretch();
    const double place = static_cast<double>(now.keys.first) + (about ? static_cast<double>(*about) + 0.5 : static_cast<double>(now.keys.count) / 2.0);
    setShownKeys({now.queries, zoomed(now.keys, extent().keyCount(), place, scale)});
}

/// To the query that is shown before or behind, without padding that is hidden; from none to the first or the last.
bool EvolutionView::stepQuery(int by)
{
    const auto& positions = extent().queries;
    if (positions.empty())
        return false;
    const auto& query = session().state().selection.query;
    const auto last = static_cast<std::int64_t>(positions.size()) - 1;
    const auto now = query ? std::ranges::lower_bound(positions, query->value) - positions.begin() : by > 0 ? -1 : last + 1;
    const auto next = std::clamp<std::int64_t>(now + by, 0, last);
    if (query && next == now)
        return false;
    session().dispatch(SetQuery{QueryIndex{positions[static_cast<std::size_t>(next)]}});
    return true;
}

/// The crosshair one layer up; the first step puts it on the lowest row.
bool EvolutionView::stepLayer(int by)
{
    const auto kept = figure();
    const auto* figure = shown<EvolutionFigure>();
    if (figure == nullptr)
        return false;
    const auto now = m_pointer.hoveredIn(*figure, m_pointer.panel());
    const auto column = now ? now->column : figure->keyColumn.value_or(figure->ownColumn().value_or(0));
    const auto row = now ? now->row - by : m_layout.rows - 1;
    if (row < 0 || row >= m_layout.rows)
        return false;
    m_pointer.moveTo(kept, {m_pointer.panel(), row, column});
    return true;
}

bool EvolutionView::moveCrosshair(const QKeyEvent& event)
{
    const auto kept = figure();
    const auto* figure = shown<EvolutionFigure>();
    if (figure == nullptr)
        return false;
    CellExtent rows{std::vector<std::int64_t>(figure->layers.labels.size()), extent().keys};
    std::iota(rows.queries.begin(), rows.queries.end(), std::int64_t{0});
    const auto keys = shownStretch().keys;
    const CellStretch now{{0, rows.queryCount()}, keys};
    const auto cell = m_pointer.currentIn(*figure);
    const CellSpot from = cell ? CellSpot{cell->row, keys.first + cell->column} : CellSpot{0, keys.first};
    auto to = crosshairAfter(event.key(), event.modifiers(), from, now, rows);
    if (!to)
        return false;
    if (!cell)
        to = from; // the first key shows where the crosshair is
    const auto next = showing(keys, rows.keyCount(), to->key);
    if (next == keys)
        m_pointer.moveTo(kept, {m_pointer.panel(), to->query, to->key - keys.first});
    else
        setShownKeys({shownStretch().queries, next});
    return true;
}

/// One step of Esc: playing, the drag, the crosshair, the pinned cell, the window.
bool EvolutionView::clearStep()
{
    const auto& selection = session().state().selection;
    if (m_queries.playing() || m_layers.playing()) {
        m_queries.setPlaying(false);
        m_layers.setPlaying(false);
    } else if (m_stroke != Stroke::None) {
        m_stroke = Stroke::None;
    } else if (session().hover().cell || session().hover().head) {
        m_pointer.clear();
    } else if (selection.key) {
        session().dispatch(Unpin{});
    } else if (selection.window) {
        session().dispatch(SetWindow{});
    } else {
        return false;
    }
    update();
    return true;
}

bool EvolutionView::shortcut(const QKeyEvent& event)
{
    struct Entry {
        int key;
        Qt::KeyboardModifiers modifiers;
        void (*act)(EvolutionView&);
    };
    static constexpr Entry kEntries[]{
        {Qt::Key_Space, Qt::NoModifier, [](EvolutionView& view) { view.m_queries.toggle(); }},
        {Qt::Key_Space, Qt::ShiftModifier, [](EvolutionView& view) { view.m_layers.toggle(); }},
        {Qt::Key_Comma, Qt::NoModifier, [](EvolutionView& view) { view.m_queries.step(-1); }},
        {Qt::Key_Period, Qt::NoModifier, [](EvolutionView& view) { view.m_queries.step(1); }},
        {Qt::Key_Return, Qt::NoModifier, [](EvolutionView& view) { view.pinCrosshair(); }},
        {Qt::Key_Enter, Qt::NoModifier, [](EvolutionView& view) { view.pinCrosshair(); }},
        {Qt::Key_Y, Qt::NoModifier, [](EvolutionView& view) { view.copyValue(); }},
        {Qt::Key_Y, Qt::ShiftModifier, [](EvolutionView& view) { view.copyRow(); }},
        {Qt::Key_0, Qt::ControlModifier, [](EvolutionView& view) { view.fit(); }},
        {Qt::Key_Plus, Qt::ControlModifier, [](EvolutionView& view) { view.zoomIn(); }},
        {Qt::Key_Equal, Qt::ControlModifier, [](EvolutionView& view) { view.zoomIn(); }},
        {Qt::Key_Minus, Qt::ControlModifier, [](EvolutionView& view) { view.zoomOut(); }},
    };
    const auto modifiers = event.modifiers() & ~Qt::KeypadModifier;
    for (const Entry& entry : kEntries)
        if (entry.key == event.key() && entry.modifiers == modifiers) {
            entry.act(*this);
            return true;
        }
    return false;
}

void EvolutionView::keyPressEvent(QKeyEvent* event)
{
    if (moveCrosshair(*event) || shortcut(*event) || (event->key() == Qt::Key_Escape && clearStep()))
        return;
    EvolutionCanvas::keyPressEvent(event);
}

void EvolutionView::pinCrosshair()
{
    const auto* figure = shown<EvolutionFigure>();
    if (const auto cell = figure == nullptr ? std::nullopt : m_pointer.hoveredIn(*figure, m_pointer.panel()))
        session().dispatch(PinInLayer{layerOf(*figure, *cell), keyOf(*figure, *cell)});
}

void EvolutionView::copyValue()
{
    const auto* figure = shown<EvolutionFigure>();
    if (const auto cell = figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure))
        QGuiApplication::clipboard()->setText(valueText(valueOf(*figure, *cell)));
}

void EvolutionView::copyRow()
{
    const auto* figure = shown<EvolutionFigure>();
    if (const auto cell = figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure))
        QGuiApplication::clipboard()->setText(rowText(*figure, *cell));
}

void EvolutionView::fillMenu(QMenu& menu)
{
    const auto* figure = shown<EvolutionFigure>();
    const auto cell = figure == nullptr ? std::nullopt : m_pointer.currentIn(*figure);
    const auto kept = this->figure(); // the pointer leaves the cell for the menu
    const auto copy = [kept, cell](QString (*text)(const EvolutionFigure&, paint::FigureCell)) {
        return [kept, cell, text] { QGuiApplication::clipboard()->setText(text(std::get<EvolutionFigure>(*kept), *cell)); };
    };
    addEntry(menu, tr("Copy value"), QKeySequence(Qt::Key_Y), cell.has_value(),
             copy([](const EvolutionFigure& shown, paint::FigureCell at) { return valueText(valueOf(shown, at)); }));
    addEntry(menu, tr("Copy row"), QKeySequence(Qt::SHIFT | Qt::Key_Y), cell.has_value(), copy(rowText));
    const bool asQuery = cell && figure->keysAreQueries;
    addEntry(menu, tr("Use key as query"), QKeySequence(), asQuery, [this, kept, cell] {
        session().dispatch(SetQuery{QueryIndex{keyOf(std::get<EvolutionFigure>(*kept), *cell).value}});
    });
    addEntry(menu, m_queries.playing() ? tr("Stop playing") : tr("Play through queries"), QKeySequence(Qt::Key_Space), figure != nullptr, [this] { m_queries.toggle(); });
    addEntry(menu, m_layers.playing() ? tr("Stop playing layers") : tr("Play through layers"), QKeySequence(Qt::SHIFT | Qt::Key_Space), figure != nullptr,
             [this] { m_layers.toggle(); });
}

} // namespace headlight::ui
