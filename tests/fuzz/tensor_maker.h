// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tensors out of bytes: small, mostly alike, with numbers that look like attention or like something else.
#pragma once

#include "input_bytes.h"
#include "value/tensor.h"

#include <cstdint>
#include <vector>

namespace fuzzed {

class TensorMaker {
public:
    /// What the numbers of a tensor look like.
    enum class Look : std::uint8_t { Rows, Causal, Padded, Scaled, Banded, Columns, Signed, Noise, Zero, Loose };

    explicit TensorMaker(InputBytes& input) : m_input(input) {}

    /// Most are like the one before.
    headlight::Shape shape();
    [[nodiscard]] const headlight::Shape& lastShape() const { return m_shape; }
    Look look();

    headlight::Tensor tensor() { return tensor(shape(), look()); }
    headlight::Tensor tensor(headlight::Shape shape, Look look);
    /// Those that such a tensor would have, in C order.
    std::vector<double> numbers(const headlight::Shape& shape, Look look);

private:
    headlight::Tensor stored(const headlight::Shape& shape, const std::vector<double>& numbers);
    headlight::Tensor viewed(headlight::Tensor tensor);

    InputBytes& m_input;
    headlight::Shape m_shape{2, 3, 3};
    std::int64_t m_values = 0; ///< of all tensors together
    std::uint32_t m_seed = 1;
};

} // namespace fuzzed
