// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the Heatmap does on keys and from menus; the mouse is in heatmap_view.cpp.

#include "ui/views/crosshair_keys.h"
#include "ui/views/heatmap_text.h"
#include "ui/views/heatmap_view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>

namespace headlight::ui {

namespace {

void copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
}

} // namespace

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
    HeatmapCanvas::keyPressEvent(event);
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
