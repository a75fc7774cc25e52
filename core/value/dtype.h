// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The number types of tensors, and their exact widening to float.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace headlight {

enum class DType : std::uint8_t {
    Float64, Float32, Float16, BFloat16, Float8E4M3FN, Float8E5M2,
    Int64, Int32, Int16, Int8, UInt64, UInt32, UInt16, UInt8, Bool,
    Complex64, Complex128, ///< known by name, refused as values
};

/// "float16", as in PyTorch and NumPy.
std::string_view nameOf(DType type);
/// Bytes of one element.
std::size_t sizeOf(DType type);
/// True for the types that can hold attention.
bool isFloating(DType type);
bool isComplex(DType type);

/// Widens `out.size()` elements that lie packed at `from`. Every finite half, bfloat16 and float8 value is exact in float32;
/// float64 and wide integers round to nearest. Bool is 0 or 1. Complex is ErrorKind::Unsupported.
Result<void> widen(DType type, ByteOrder order, ByteView from, std::span<float> out);
/// The same without rounding for float64 (integers beyond 2^53 round).
Result<void> widen(DType type, ByteOrder order, ByteView from, std::span<double> out);

} // namespace headlight
