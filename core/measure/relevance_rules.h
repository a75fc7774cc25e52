// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How one layer changes the relevancies of two streams (Chefer, Gur and Wolf 2021, equations 6 to 11).
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"

#include <cstdint>

namespace headlight {

Matrix identityMatrix(std::int64_t size);

/// R̄ (equations 8 and 9): R - I with every row divided by its sum, plus I; a row of R - I that sums to 0 is left as it is.
Matrix balanced(const Matrix& relevance);

/// Self-attention Ā [own, own]: `own` [own, own] and `other` [own, other] become R + Ā R (equations 6 and 7). Cancelled is the only error.
Result<void> attendToSelf(const Matrix& weights, Matrix& own, Matrix& other, const JobContext& job);

/// Cross attention Ā [own, other]: `across` [own, other] += (own)^T Ā other, with both of them balanced (equation 10), and
/// `self` [own, own] += Ā returned, with `returned` [other, own] (equation 11). Cancelled is the only error.
Result<void> attendToOther(const Matrix& weights, const Matrix& own, const Matrix& other, const Matrix& returned, Matrix& across, Matrix& self, const JobContext& job);

} // namespace headlight
