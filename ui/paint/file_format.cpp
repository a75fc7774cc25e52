// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/file_format.h"

#include <algorithm>
#include <string>

namespace headlight::paint {

std::optional<FileFormat> formatOf(const std::filesystem::path& path)
{
    std::string suffix = path.extension().string();
    std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (suffix == ".png")
        return FileFormat::Png;
    if (suffix == ".pdf")
        return FileFormat::Pdf;
    if (suffix == ".svg")
        return FileFormat::Svg;
    if (suffix == ".html" || suffix == ".htm")
        return FileFormat::Html;
    if (suffix == ".tex")
        return FileFormat::Tex;
    return std::nullopt;
}

} // namespace headlight::paint
