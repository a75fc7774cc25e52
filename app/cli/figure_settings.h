// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Flags of how a figure is put on paper.
#pragma once

#include "app/cli/arguments.h"
#include "base/result.h"
#include "ui/paint/figure_settings.h"

#include <string>

namespace headlight::cli {

using paint::FigureSettings;

/// Flags over what the saved state says (empty JSON: over the defaults).
Result<FigureSettings> figureSettings(const Arguments& arguments, const std::string& savedState);

} // namespace headlight::cli
