// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/segments.h"
#include "dump/token_style.h"

#include <fmt/format.h>

namespace headlight {

namespace {

class NamedItems {
public:
    NamedItems(Axis& axis, const AxisPlan& plan) : m_axis(axis), m_plan(plan), m_clean(cleanTokens(plan.tokens)), m_padding(paddingTokenFor(plan.tokens)) {}

    void add()
    {
        m_axis.segments = m_plan.segments;
        bool text = false;
        for (std::size_t segment = 0; segment < m_plan.segments.size(); ++segment) {
            const auto& range = m_plan.segments[segment];
            text = text || range.kind == SegmentKind::Text;
            for (std::int64_t position = range.first; position < range.first + range.count; ++position) {
                auto& item = m_axis.items[static_cast<std::size_t>(position)];
                item.segment = static_cast<std::int64_t>(segment);
                item.marks.padding = position >= m_plan.placement.paddingFrom;
                label(item, range);
            }
        }
        m_axis.labelled = !m_plan.tokens.empty() && !m_plan.numbersOnly && (text || m_plan.tokensOfAll);
    }

private:
    void label(AxisItem& item, const Segment& segment)
    {
        const std::int64_t number = item.position - segment.first;
        item.label = fmt::format("{}", m_plan.numberFrom + item.position);
        if (segment.kind == SegmentKind::Text || m_plan.tokensOfAll) {
            giveToken(item);
        } else if (segment.kind == SegmentKind::Queries) {
            item.token = item.label = fmt::format("query {}", number);
        } else if (!m_plan.numbersOnly) {
            item.label = segment.kind == SegmentKind::Prefix ? prefixLabel(number, segment.count)
                : segment.grid                               ? patchLabel(number, *segment.grid)
                                                             : fmt::format("patch {}", number);
        }
    }

    /// Texts share one list of tokens, in order.
    void giveToken(AxisItem& item)
    {
        const std::size_t place = m_next++;
        if (m_plan.numbersOnly)
            return;
        if (place < m_plan.tokens.size()) {
            item.token = m_plan.tokens[place];
            item.label = m_clean[place].label;
            item.continues = m_clean[place].continues;
            item.leadingSpace = m_clean[place].leadingSpace;
            item.marks.padding = item.marks.padding || isPaddingToken(item.token);
        } else if (item.marks.padding && !m_padding.empty()) {
            item.token = item.label = m_padding;
        }
        item.marks.special = isSpecialToken(item.token);
    }

    Axis& m_axis;
    const AxisPlan& m_plan;
    std::vector<CleanToken> m_clean;
    std::string m_padding;
    std::size_t m_next = 0;
};

} // namespace

void addNamedSegments(Axis& axis, const AxisPlan& plan)
{
    NamedItems(axis, plan).add();
}

} // namespace headlight
