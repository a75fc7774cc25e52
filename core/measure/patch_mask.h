// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A row of a map over the patches of an image.
#pragma once

#include "base/matrix.h"
#include "base/result.h"
#include "dump/axis.h"

#include <cstdint>
#include <span>

namespace headlight {

/// The values of a row at the patches, as the grid of the picture [grid rows, grid columns]. `keys` are the items of the row.
/// ErrorKind::Selection where the axis has no patches, or not all of a grid.
Result<Matrix> patchMask(std::span<const float> row, const Axis& keys);

/// Enlarged bilinearly: pixel centres at (i + 0.5) · size / pixels - 0.5, edges clamped, as
/// torch.nn.functional.interpolate(mode="bilinear", align_corners=False) does. `rows` and `columns` are at least 1.
Matrix enlarged(const Matrix& mask, std::int64_t rows, std::int64_t columns);

} // namespace headlight
