// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A query as people type it: a position, a raw or clean token, or the second of several.
#pragma once

#include "base/result.h"
#include "dump/axis.h"

#include <cstdint>
#include <string>
#include <vector>

namespace headlight::cli {

/// "45", "1,3-5", "triangle", "Ġtriangle", "the#2". A token that stands several times without '#' is ErrorKind::Selection and
/// names the positions, as is one that does not stand there.
Result<std::vector<std::int64_t>> positionsOf(const std::string& typed, const Axis& axis);

} // namespace headlight::cli
