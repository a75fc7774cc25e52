// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/shown_cells.h"

#include "measure/axis_parts.h"

#include <algorithm>
#include <numeric>

namespace headlight {

namespace {

std::vector<std::int64_t> firstItems(std::int64_t count)
{
    std::vector<std::int64_t> items(static_cast<std::size_t>(count));
    std::iota(items.begin(), items.end(), std::int64_t{0});
    return items;
}

void keepPart(std::vector<std::int64_t>& items, const Axis& axis, std::optional<std::int64_t> part)
{
    if (!part)
        return;
    const auto parts = partsOf(axis);
    if (*part >= static_cast<std::int64_t>(parts.size())) {
        items.clear(); // padding, which is hidden
        return;
    }
    const auto& wanted = parts[static_cast<std::size_t>(*part)].items;
    std::erase_if(items, [&wanted](std::int64_t item) { return !std::ranges::binary_search(wanted, item); });
}

void keepPositionsIn(std::vector<std::int64_t>& items, const Axis& axis, std::int64_t first, std::int64_t count)
{
    std::erase_if(items, [&](std::int64_t item) {
        const auto& kept = axis.items[static_cast<std::size_t>(item)];
        return kept.position + kept.pieces <= first || kept.position >= first + count;
    });
}

std::string segmentTitle(const Segment& segment)
{
    switch (segment.kind) {
    case SegmentKind::Queries:
        return "learned queries";
    case SegmentKind::Prefix:
        return segment.count == 1 ? "class" : segment.name;
    case SegmentKind::Text:
    case SegmentKind::Patches:
        return segment.name;
    }
    return segment.name;
}

std::string axisName(std::string name, const std::string& sequence, bool cross)
{
    return cross && !sequence.empty() ? name + ", " + sequence : name;
}

} // namespace

bool isCross(const MapAxes& axes)
{
    return axes.queries->sequence != axes.keys->sequence;
}

ShownCells shownCells(const MapAxes& axes, LayerIndex layer, const Selection& selection)
{
    const auto& shape = axes.layers[static_cast<std::size_t>(layer.value)];
    ShownCells shown{firstItems(shape.queries), firstItems(shape.keys), false};
    keepPart(shown.rows, *axes.queries, selection.block.query);
    keepPart(shown.columns, *axes.keys, selection.block.key);
    if (const auto& window = selection.window) {
        keepPositionsIn(shown.rows, *axes.queries, window->firstQuery, window->queries);
        keepPositionsIn(shown.columns, *axes.keys, window->firstKey, window->keys);
    }
    shown.everything = static_cast<std::int64_t>(shown.rows.size()) == shape.queries && static_cast<std::int64_t>(shown.columns.size()) == shape.keys;
    return shown;
}

State ofLastLayer(State state)
{
    const LayerIndex last = state.selection.heads.layers().back();
    std::vector<HeadRef> heads;
    for (const auto head : state.selection.heads.headsIn(last))
        heads.push_back({last, head});
    state.selection.heads = HeadSet(std::move(heads));
    return state;
}

std::shared_ptr<const Matrix> cut(std::shared_ptr<const Matrix> map, const ShownCells& shown)
{
    if (shown.everything)
        return map;
    auto part = std::make_shared<Matrix>(static_cast<std::int64_t>(shown.rows.size()), static_cast<std::int64_t>(shown.columns.size()));
    for (std::size_t r = 0; r < shown.rows.size(); ++r) {
        const auto from = map->row(shown.rows[r]);
        const auto to = part->row(static_cast<std::int64_t>(r));
        for (std::size_t c = 0; c < shown.columns.size(); ++c)
            to[c] = from[static_cast<std::size_t>(shown.columns[c])];
    }
    return part;
}

std::optional<std::int64_t> rowOf(const Axis& axis, const std::vector<std::int64_t>& items, std::int64_t position)
{
    const auto item = axis.itemAt(position);
    const auto found = item ? std::ranges::find(items, *item) : items.end();
    if (found == items.end())
        return std::nullopt;
    return found - items.begin();
}

std::string labelOf(const AxisItem& item, const Display& display)
{
    return display.cleanTokens || item.token.empty() ? item.label : item.token;
}

FigureAxis figureAxis(const Axis& axis, const std::vector<std::int64_t>& items, std::string name, std::optional<std::int64_t> focus, const Display& display)
{
    FigureAxis shown;
    shown.name = std::move(name);
    shown.showLabels = display.tokenLabels;
    shown.labels.reserve(items.size());
    std::int64_t segment = -1;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& item = axis.items[static_cast<std::size_t>(items[i])];
        const bool raw = !display.cleanTokens && !item.token.empty();
        const bool edge = item.segment != segment;
        if (edge) {
            segment = item.segment;
            if (static_cast<std::size_t>(segment) < axis.segments.size())
                shown.segments.push_back({segmentTitle(axis.segments[static_cast<std::size_t>(segment)]), static_cast<std::int64_t>(i), 0});
        }
        if (!shown.segments.empty())
            ++shown.segments.back().count;
        const bool focused = focus && *focus >= item.position && *focus < item.position + item.pieces;
        shown.labels.push_back({item.position, labelOf(item, display), item.continues && !raw, item.marks.special, item.marks.padding, edge || focused, focused});
    }
    if (shown.segments.size() < 2)
        shown.segments.clear();
    return shown;
}

std::string queryAxisName(const MapAxes& axes)
{
    return axisName("query", axes.queries->sequence, isCross(axes));
}

std::string keyAxisName(const MapAxes& axes)
{
    return axisName("key", axes.keys->sequence, isCross(axes));
}

} // namespace headlight
