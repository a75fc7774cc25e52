// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Matrices that come back: fresh memory costs more to touch than a map costs to read.
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace headlight {

/// Hands out matrices and takes them back when their last owner is gone. Callable from any thread; matrices may outlive the pool.
class MatrixPool {
public:
    /// Keeps at most this many bytes of unused matrices.
    explicit MatrixPool(std::uint64_t mostIdleBytes);

    /// Values are unspecified.
    std::shared_ptr<Matrix> take(std::int64_t rows, std::int64_t columns);

private:
    struct Idle {
        std::mutex mutex;
        std::vector<std::unique_ptr<Matrix>> matrices;
        std::uint64_t bytes = 0;
        std::uint64_t most = 0;
    };

    std::shared_ptr<Idle> m_idle;
};

} // namespace headlight
