// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// An array with the role of every axis: asked for sample, layer and head it gives the map [query, key] as a view.
#pragma once

#include "base/indices.h"
#include "base/result.h"
#include "dump/axis_roles.h"
#include "dump/map_source.h"
#include "dump/nest.h"

#include <cstdint>
#include <vector>

namespace headlight {

/// Const, callable from any thread. Costs nothing; the tensors are read by whoever gets the views.
class ArrayView {
public:
    /// ErrorKind::Shape when an axis that may not differ between tensors does.
    static Result<ArrayView> make(Nest nest, AxisRoles roles);

    [[nodiscard]] std::int64_t samples() const { return static_cast<std::int64_t>(m_samples.size()); }
    [[nodiscard]] std::int64_t layers() const { return m_layers; }
    /// The first map has no cell, or there is none: nothing that can be shown.
    [[nodiscard]] bool empty() const;
    /// Sizes of every layer; a layer that cannot be read gets those of its neighbour.
    [[nodiscard]] std::vector<LayerShape> shapes(std::int64_t sample) const;
    /// [query, key]; the reason when the tensor behind it cannot be read.
    [[nodiscard]] Result<Tensor> map(std::int64_t sample, std::int64_t layer, std::int64_t head) const;

    [[nodiscard]] DType dtype() const { return m_nest.sample().dtype(); }
    [[nodiscard]] const AxisRoles& roles() const { return m_roles; }
    [[nodiscard]] const Nest& nest() const { return m_nest; }
    /// Layers none of whose tensors can be read, with the reason.
    [[nodiscard]] std::vector<std::pair<std::int64_t, Error>> badLayers() const;
    /// Bytes of the tensors, as stored.
    [[nodiscard]] std::int64_t bytes() const;

private:
    /// Which list entry and which index of the tensors' sample axis a sample is.
    struct SamplePlace {
        std::int64_t inList = 0;
        std::int64_t inTensor = 0;
    };
    struct Position {
        std::int64_t sample = 0;
        std::int64_t layer = 0;
        std::int64_t head = 0;
    };

    [[nodiscard]] std::size_t leafOf(const Position& position) const;
    [[nodiscard]] const AxisReading* tensorAxis(AxisRole role) const;
    [[nodiscard]] const AxisReading* listAxis(AxisRole role) const;
    [[nodiscard]] std::int64_t headsAt(std::int64_t sample, std::int64_t layer) const;
    /// The first tensor that can be read under one entry of a list.
    [[nodiscard]] const Tensor* tensorUnder(std::size_t list, std::int64_t entry) const;
    void placeSamples();

    Nest m_nest;
    AxisRoles m_roles;
    std::vector<SamplePlace> m_samples;
    std::int64_t m_layers = 1;
};

} // namespace headlight
