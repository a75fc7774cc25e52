// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/workspace.h"

#include "measure/axis_parts.h"

#include <algorithm>
#include <map>

namespace headlight {

namespace {

std::int64_t partCount(const SharedAxis& axis, std::map<const Axis*, std::int64_t>& known)
{
    const auto found = known.find(axis.get());
    if (found != known.end())
        return found->second;
    const auto count = static_cast<std::int64_t>(partsOf(*axis).size());
    known.emplace(axis.get(), count);
    return count;
}

} // namespace

std::shared_ptr<const DumpShape> shapeOf(const Dump& dump)
{
    auto shape = std::make_shared<DumpShape>();
    std::vector<Maps> alive; // axes stay where they are while their addresses serve as keys
    std::map<const Axis*, std::int64_t> parts;
    for (std::int64_t sample = 0; sample < static_cast<std::int64_t>(dump.samples().size()); ++sample) {
        auto& stacks = shape->samples.emplace_back();
        for (std::int64_t stack = 0; stack < static_cast<std::int64_t>(dump.stacks().size()); ++stack) {
            StackShape one;
            one.name = dump.stacks()[static_cast<std::size_t>(stack)].name;
            const auto maps = dump.attention(StackIndex{stack}, SampleIndex{sample});
            if (maps) {
                const auto& axes = (*maps)->axes();
                for (const auto& layer : axes.layers)
                    one.heads.push_back(layer.heads);
                one.queries = axes.queries->size();
                one.keys = axes.keys->size();
                one.querySegments = partCount(axes.queries, parts);
                one.keySegments = partCount(axes.keys, parts);
                alive.push_back(*maps);
            }
            stacks.push_back(std::move(one));
        }
    }
    return shape;
}

} // namespace headlight
