// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The matrix product of the rollout family.
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <span>

namespace headlight {

/// Values of somebody else, row-major; a row begins `stride` values after the one before.
struct ConstBlock {
    std::span<const float> values;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t stride = 0;

    ConstBlock() = default;
    ConstBlock(std::span<const float> content, std::int64_t rowCount, std::int64_t columnCount)
        : values(content), rows(rowCount), columns(columnCount), stride(columnCount)
    {
    }
    ConstBlock(std::span<const float> content, std::int64_t rowCount, std::int64_t columnCount, std::int64_t rowStride)
        : values(content), rows(rowCount), columns(columnCount), stride(rowStride)
    {
    }
    explicit ConstBlock(const Matrix& matrix) : ConstBlock(matrix.values(), matrix.rows(), matrix.columns()) {}
};

/// out += left · right, with left [rows, inner], right [inner, columns] and out [rows, columns] (asserted).
///
/// Sums are kept in float32 over at most 256 products, then added to `out`, in the order of `inner`. Plain x86-64 builds choose AVX2 or AVX-512
/// code when the program starts. Runs on the calling thread; rows of `out` are independent, so callers split those, at places that do not
/// depend on the number of threads.
void multiplyAdd(const ConstBlock& left, const ConstBlock& right, MatrixBlock out);

/// Name of the code that multiplyAdd uses here: "AVX-512", "AVX2" or "plain".
const char* productCode();

} // namespace headlight
