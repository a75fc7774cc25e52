// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a figure is put on paper: size, resolution, parts. Kept beside the state in the file, so that the same picture can be made again.
#pragma once

#include "app/cli/arguments.h"
#include "base/result.h"
#include "ui/paint/export.h"

#include <optional>
#include <string>

namespace headlight::cli {

struct FigureSettings {
    paint::ExportOptions paper;       ///< without format, state and title
    std::optional<std::string> title; ///< instead of the figure's own
};

/// Flags over what the saved state says (empty JSON: over the defaults).
Result<FigureSettings> figureSettings(const Arguments& arguments, const std::string& savedState);

/// The state's JSON with the settings beside it.
std::string withSettings(const std::string& stateJson, const FigureSettings& settings);

} // namespace headlight::cli
