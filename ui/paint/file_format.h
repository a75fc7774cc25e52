// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The kinds of files that figures are written as.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace headlight::paint {

enum class FileFormat : std::uint8_t { Png, Pdf, Svg, Html, Tex }; ///< Html and Tex: running text only

/// By suffix; nothing for others.
std::optional<FileFormat> formatOf(const std::filesystem::path& path);

} // namespace headlight::paint
