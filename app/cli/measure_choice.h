// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// --measure, --variant and the switches that override it.
#pragma once

#include "app/cli/arguments.h"
#include "base/indices.h"
#include "base/result.h"
#include "measure/measure_options.h"

namespace headlight::cli {

/// The options over those of a state: a measure or variant that is named begins with its own switches. ErrorKind::Usage.
Result<MeasureOptions> measureChoice(const Arguments& arguments, const MeasureOptions& before, IndexBase base);

} // namespace headlight::cli
