// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// NumPy's element types as files name them ('<f4', '|S5', '>U12'), and arrays of strings.
#pragma once

#include "base/result.h"
#include "value/dtype.h"
#include "value/tensor.h"
#include "value/value.h"

#include <cstdint>
#include <string_view>

namespace headlight::formats {

struct NumpyType {
    enum class Kind : std::uint8_t { Number, Latin, Unicode, Object };

    Kind kind = Kind::Number;
    DType dtype = DType::Float32; ///< of numbers
    ByteOrder order = ByteOrder::Little;
    std::size_t itemSize = 4;     ///< bytes of one element
    bool assumedBFloat16 = false; ///< two bytes without a type: how NumPy saves what it does not know
};

/// ErrorKind::Unsupported names the types that are not read and says what to do.
Result<NumpyType> numpyType(std::string_view descr);

/// Bytes of `shape` elements, checked against overflow.
Result<std::uint64_t> byteCount(const NumpyType& type, std::span<const std::int64_t> shape);

/// The tensor of an array of numbers.
Result<Tensor> numpyTensor(const NumpyType& type, Shape shape, bool fortran, std::shared_ptr<const ElementStorage> elements);

/// Nested lists of strings; a single string for an array without axes.
Result<Value> numpyStrings(const NumpyType& type, const Shape& shape, bool fortran, ByteView bytes);

} // namespace headlight::formats
