// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/relevance_rules.h"

#include "base/parallel.h"
#include "measure/product.h"

#include <algorithm>

namespace headlight {

namespace {

/// Rows of one output that one thread computes; independent of the number of threads.
constexpr std::int64_t kRuleRowsPerThread = 128;

Matrix transposed(const Matrix& matrix)
{
    Matrix result(matrix.columns(), matrix.rows());
    for (std::int64_t r = 0; r < matrix.rows(); ++r)
        for (std::int64_t c = 0; c < matrix.columns(); ++c)
            result(c, r) = matrix(r, c);
    return result;
}

Result<Matrix> product(const Matrix& left, const Matrix& right, const JobContext& job)
{
    Matrix result(left.rows(), right.columns());
    parallelFor((left.rows() + kRuleRowsPerThread - 1) / kRuleRowsPerThread, [&](std::int64_t part) {
        if (job.stopped())
            return;
        const std::int64_t first = part * kRuleRowsPerThread;
        const std::int64_t rows = std::min(kRuleRowsPerThread, left.rows() - first);
        const auto from = [&](const auto& values, std::int64_t columns) { return values.subspan(static_cast<std::size_t>(first * columns), static_cast<std::size_t>(rows * columns)); };
        multiplyAdd(ConstBlock(from(left.values(), left.columns()), rows, left.columns()), ConstBlock(right), {from(result.values(), result.columns()), rows, result.columns()});
    });
    if (job.stopped())
        return cancelled();
    return result;
}

void add(Matrix& to, const Matrix& addition)
{
    const auto values = addition.values();
    const auto into = to.values();
    for (std::size_t i = 0; i < into.size(); ++i)
        into[i] += values[i];
}

} // namespace

Matrix identityMatrix(std::int64_t size)
{
    Matrix result(size, size);
    for (std::int64_t i = 0; i < size; ++i)
        result(i, i) = 1.0F;
    return result;
}

Matrix balanced(const Matrix& relevance)
{
    Matrix result = relevance;
    for (std::int64_t i = 0; i < result.rows(); ++i) {
        const auto row = result.row(i);
        row[static_cast<std::size_t>(i)] -= 1.0F;
        double sum = 0.0;
        for (const float value : row)
            sum += static_cast<double>(value);
        if (sum > 0.0)
            for (float& value : row)
                value = static_cast<float>(static_cast<double>(value) / sum);
        row[static_cast<std::size_t>(i)] += 1.0F;
    }
    return result;
}

Result<void> attendToSelf(const Matrix& weights, Matrix& own, Matrix& other, const JobContext& job)
{
    for (Matrix* relevance : {&own, &other}) {
        const auto addition = product(weights, *relevance, job);
        if (!addition)
            return addition.error();
        add(*relevance, *addition);
    }
    return {};
}

Result<void> attendToOther(const Matrix& weights, const Matrix& own, const Matrix& other, const Matrix& returned, Matrix& across, Matrix& self, const JobContext& job)
{
    const auto seen = product(weights, other, job);
    if (!seen)
        return seen.error();
    const auto addition = product(transposed(own), *seen, job);
    if (!addition)
        return addition.error();
    const auto backAgain = product(weights, returned, job);
    if (!backAgain)
        return backAgain.error();
    add(across, *addition);
    add(self, *backAgain);
    return {};
}

} // namespace headlight
