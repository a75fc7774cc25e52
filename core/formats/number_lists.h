// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Nested Python lists of numbers that are really arrays.
#pragma once

#include "formats/pickle_graph.h"
#include "value/tensor.h"

#include <cstdint>
#include <optional>
#include <unordered_map>

namespace headlight::formats {

/// Finds the lists of a pickle that are regular all the way down, and makes tensors of them: int64 when all numbers are
/// whole, else float64.
class NumberLists {
public:
    NumberLists(const PickleGraph& graph, std::int64_t mostNumbers) : m_graph(graph), m_left(mostNumbers) {}

    /// The tensor of a list or tuple; nothing when it is not regular, holds anything but numbers, or is empty.
    std::optional<Tensor> tensorOf(NodeId node);

private:
    struct Regular {
        Shape shape;
        std::int64_t count = 0;
        bool whole = true;
    };

    const Regular* regular(NodeId node, int depth);
    std::optional<Regular> examine(const std::vector<NodeId>& children, int depth);
    template <typename T>
    void collect(NodeId node, std::vector<T>& numbers) const;

    const PickleGraph& m_graph;
    std::int64_t m_left; ///< lists may share parts: what is copied out of them in all is bounded
    std::unordered_map<NodeId, std::optional<Regular>> m_known;
};

} // namespace headlight::formats
