// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Figures as files: PNG, PDF and SVG, running text as HTML and LaTeX too, with the state inside, written whole or not at all.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "figure/figure.h"
#include "ui/paint/file_format.h"
#include "ui/paint/painter.h"

#include <QByteArray>
#include <QSizeF>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace headlight::paint {

enum class Background : std::uint8_t { White, Transparent, Dark };

struct ExportOptions {
    FileFormat format = FileFormat::Png;
    double widthMm = 175.0;         ///< "paper width"
    std::optional<double> heightMm; ///< none: naturalHeight
    double dpi = 300.0;             ///< of PNG, and of maps that are one image in PDF and SVG
    std::optional<double> fontPt;   ///< size of labels at print size; none: 11/96 inch times the scale of the width
    Background background = Background::White;
    Parts parts;
    bool textAsOutlines = false; ///< PDF keeps text by default; SVG callers usually choose outlines
    std::string stateJson;       ///< kept in the file: PNG text chunk, PDF and SVG metadata, a script block of HTML, a comment of LaTeX
    std::string title;           ///< document title in the metadata
    double mostPixelsAtOnce = 16'777'216.0; ///< a larger PNG of maps is painted in bands of an eighth of it, and never held whole
};

/// Pixels of a PNG with these options.
QSize pixelSize(const Figure& figure, const ExportOptions& options);

/// The whole file in memory. ErrorKind::Limit for pictures and pages beyond what the format can hold, with the alternative.
Result<QByteArray> encode(const Figure& figure, const ExportOptions& options);
/// Several pages; PDF only.
Result<QByteArray> encodePages(const std::vector<Figure>& figures, const ExportOptions& options);

struct Page {
    Figure figure;
    ExportOptions options; ///< state and title of the first page are those of the file
};
/// Pages of different widths and parts. ErrorKind::Cancelled when the job is stopped in between.
Result<QByteArray> encodePages(const std::vector<Page>& pages, const JobContext& job);

/// Replaces a file as a whole: the old one stays until the new one is complete on disk. Everything the program writes goes through here.
/// ErrorKind::CannotWrite names the file and the reason.
Result<void> writeWhole(const std::filesystem::path& path, const QByteArray& content, bool replace = true);

/// The state inside an exported file, or a JSON file, as toJson() wrote it. ErrorKind::NotFound when there is none.
Result<std::string> stateIn(const std::filesystem::path& path);

} // namespace headlight::paint
