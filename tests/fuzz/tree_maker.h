// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Value trees out of bytes: the forms that dumps have, with other things in their places now and then, or anything at all.
#pragma once

#include "input_bytes.h"
#include "value/value.h"

#include <string>
#include <vector>

namespace fuzzed {

class TreeMaker {
public:
    explicit TreeMaker(InputBytes& input) : m_input(input) {}

    /// What a file holds.
    headlight::Value file();
    /// Lists of words, records of samples: what lies beside a dump.
    headlight::Value sidecar();

private:
    /// What the numbers of a tensor look like.
    enum class Look : std::uint8_t { Rows, Causal, Padded, Scaled, Banded, Columns, Signed, Noise, Zero, Loose };

    headlight::Value anything(int depth);
    headlight::Value dictionary(int depth);
    headlight::Value list(int depth);
    headlight::Value leaf();
    /// The value, or now and then something else in its place.
    headlight::Value orElse(headlight::Value usual);

    headlight::Value layersAndMore();
    headlight::Value windows();
    headlight::Value steps();
    headlight::Value bertViz();
    headlight::Value tensor2tensor();
    headlight::Value records();
    headlight::Value series(int depth);
    headlight::Value layers(const headlight::Shape& shape, Look look);
    headlight::Value strings(std::int64_t count);
    headlight::Value numberLists(const headlight::Shape& shape);

    headlight::Shape shape();
    Look look();
    headlight::Tensor tensor(headlight::Shape shape, Look look);
    headlight::Tensor tensor() { return tensor(shape(), look()); }
    std::vector<double> numbers(const headlight::Shape& shape, Look look);
    headlight::Tensor stored(const headlight::Shape& shape, const std::vector<double>& numbers);
    headlight::Tensor viewed(headlight::Tensor tensor);

    InputBytes& m_input;
    headlight::Shape m_shape{2, 3, 3}; ///< of the last tensor: most others are like it
    std::int64_t m_values = 0;         ///< of all tensors together
    std::uint32_t m_seed = 1;
};

} // namespace fuzzed
