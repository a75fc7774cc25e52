// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .npy and .npz, the same bytes every time.
#pragma once

#include "app/cli/number_array.h"
#include "base/result.h"

#include <QByteArray>

#include <span>

namespace headlight::cli {

/// Version 1.0, little-endian float32 in C order.
QByteArray npyFile(const NumberArray& array);
/// A zip of stored members NAME.npy. ErrorKind::Limit from 4 GB on.
Result<QByteArray> npzFile(std::span<const NumberArray> arrays);

} // namespace headlight::cli
