// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Value trees out of bytes: the forms that dumps have, with other things in their places now and then, or anything at all.
#pragma once

#include "input_bytes.h"
#include "tensor_maker.h"
#include "value/value.h"

#include <cstdint>

namespace fuzzed {

class TreeMaker {
public:
    explicit TreeMaker(InputBytes& input) : m_input(input), m_tensors(input) {}

    /// What a file holds.
    headlight::Value file();
    /// Lists of words, records of samples: what lies beside a dump.
    headlight::Value sidecar();

private:
    using Look = TensorMaker::Look;

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

    InputBytes& m_input;
    TensorMaker m_tensors;
};

} // namespace fuzzed
