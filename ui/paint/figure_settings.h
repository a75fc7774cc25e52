// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a figure is put on paper: size, resolution, parts. Kept beside the state in the file, so that the same picture can be made again.
#pragma once

#include "dump/dump.h"
#include "state/state.h"
#include "ui/paint/export.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace headlight::paint {

struct FigureSettings {
    ExportOptions paper;              ///< without format, state and title
    std::optional<std::string> title; ///< instead of the figure's own
};

/// "title,bar" (only these), "all" or "none"; nothing for other words.
std::optional<Parts> partsIn(std::string_view text);

/// What a saved state says about it. Total: nonsense keeps the default.
FigureSettings settingsIn(const std::string& stateJson);

/// The state as JSON for a file at `target`, with the settings beside it: its dump is named by the path from there.
std::string stateFor(const State& state, const FigureSettings& settings, const Dump& dump, const std::filesystem::path& target);

} // namespace headlight::paint
