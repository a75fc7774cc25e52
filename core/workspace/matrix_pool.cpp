// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/matrix_pool.h"

#include <algorithm>

namespace headlight {

namespace {

/// Smaller ones are not worth keeping.
constexpr std::uint64_t kWorthKeeping = std::uint64_t{1} << 18;

std::uint64_t valueBytes(const Matrix& matrix)
{
    return matrix.values().size() * sizeof(float);
}

} // namespace

MatrixPool::MatrixPool(std::uint64_t mostIdleBytes) : m_idle(std::make_shared<Idle>())
{
    m_idle->most = mostIdleBytes;
}

std::shared_ptr<Matrix> MatrixPool::take(std::int64_t rows, std::int64_t columns)
{
    const auto wanted = static_cast<std::uint64_t>(rows * columns) * sizeof(float);
    std::unique_ptr<Matrix> matrix;
    {
        const std::lock_guard lock(m_idle->mutex);
        auto& idle = m_idle->matrices;
        const auto fits = std::ranges::find_if(idle, [wanted](const auto& candidate) { return valueBytes(*candidate) >= wanted && valueBytes(*candidate) <= wanted * 2; });
        if (fits != idle.end()) {
            m_idle->bytes -= valueBytes(**fits);
            matrix = std::move(*fits);
            idle.erase(fits);
        }
    }
    if (matrix == nullptr)
        matrix = std::make_unique<Matrix>();
    matrix->reshape(rows, columns);

    auto giveBack = [pool = std::weak_ptr<Idle>(m_idle)](Matrix* returned) {
        std::unique_ptr<Matrix> owned(returned);
        const auto idle = pool.lock();
        if (idle == nullptr || valueBytes(*owned) < kWorthKeeping)
            return;
        const std::lock_guard lock(idle->mutex);
        if (idle->bytes + valueBytes(*owned) > idle->most)
            return;
        idle->bytes += valueBytes(*owned);
        idle->matrices.push_back(std::move(owned));
    };
    return {matrix.release(), std::move(giveBack)};
}

} // namespace headlight
