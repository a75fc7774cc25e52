// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/axis_parts.h"

#include <algorithm>

namespace headlight {

namespace {

std::string partName(const AxisItem& item, const Axis& axis)
{
    if (item.marks.padding)
        return "padding";
    const auto index = static_cast<std::size_t>(item.segment);
    if (index >= axis.segments.size())
        return item.marks.special ? "special" : "text";
    const auto& segment = axis.segments[index];
    if (item.marks.special && segment.kind == SegmentKind::Text)
        return "special";
    if (segment.kind == SegmentKind::Queries)
        return "learned queries";
    if (segment.kind == SegmentKind::Prefix && segment.count == 1)
        return "class";
    return segment.name;
}

} // namespace

std::vector<AxisPart> partsOf(const Axis& axis)
{
    std::vector<AxisPart> parts;
    for (std::int64_t i = 0; i < axis.size(); ++i) {
        const auto& item = axis.items[static_cast<std::size_t>(i)];
        const auto name = partName(item, axis);
        auto found = std::ranges::find_if(parts, [&](const AxisPart& part) { return part.name == name; });
        if (found == parts.end()) {
            parts.push_back({name, {}, item.marks.padding});
            found = parts.end() - 1;
        }
        found->items.push_back(i);
    }
    std::stable_partition(parts.begin(), parts.end(), [](const AxisPart& part) { return !part.padding; });
    return parts;
}

std::int64_t usualQuery(const Axis& axis)
{
    const auto prefix = std::ranges::find(axis.segments, SegmentKind::Prefix, &Segment::kind);
    const auto item = prefix == axis.segments.end() ? axis.items.begin() : std::ranges::find(axis.items, prefix - axis.segments.begin(), &AxisItem::segment);
    return item == axis.items.end() ? 0 : item->position;
}

} // namespace headlight
