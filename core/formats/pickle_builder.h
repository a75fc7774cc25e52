// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Turns the graph of a pickle into a value tree: shared parts stay shared, cycles end, depth and size are bounded.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "formats/number_lists.h"
#include "formats/object_plan.h"

#include <unordered_map>
#include <unordered_set>

namespace headlight::formats {

class PickleBuilder {
public:
    explicit PickleBuilder(ObjectContext& context) : m_context(context), m_numbers(context.graph, static_cast<std::int64_t>(context.limits.mostValues)) {}

    /// The value of the root. Limit when it is nested too deeply, or would have too many values if written out.
    Result<Value> build();

private:
    struct Built {
        Value value;
        int height = 0;             ///< of the tree below
        std::uint64_t expanded = 1; ///< values when every shared part is counted wherever it stands
    };
    struct Frame {
        NodeId node;
        Plan plan;
        std::size_t next = 0;
        std::vector<Built> children = {};
    };

    std::optional<Built> known(NodeId node) const;
    Plan planOf(NodeId node);
    Plan planText(NodeId node) const;
    Result<Built> finish(Frame& frame) const;
    Result<void> enter(NodeId node, std::vector<Frame>& frames);

    ObjectContext& m_context;
    NumberLists m_numbers;
    std::unordered_map<NodeId, Built> m_built;
    std::unordered_set<NodeId> m_open; ///< on the way down to here: meeting one again is a cycle
};

} // namespace headlight::formats
