// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// --temperature, --threshold and --segment.
#pragma once

#include "app/cli/arguments.h"
#include "base/result.h"
#include "state/state.h"

#include <vector>

namespace headlight::cli {

/// --temperature as numbers above 0; `usual` without the flag.
Result<std::vector<double>> temperatures(const Arguments& arguments, std::vector<double> usual);

/// The flags on top of `weights`. Whether a segment exists only the dump can tell.
Result<WeightOptions> weightChoice(const Arguments& arguments, WeightOptions weights);

} // namespace headlight::cli
