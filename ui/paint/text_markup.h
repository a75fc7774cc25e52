// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Running text as a page for a browser and as a source for LaTeX.
#pragma once

#include "ui/paint/export.h"

namespace headlight::paint {

/// One page that needs no other file: words on their colours, weights in tooltips, list, rows, scales and footer.
QByteArray htmlOf(const TextFigure& figure, const ExportOptions& options);

/// A document for pdfLaTeX, XeLaTeX and LuaLaTeX with xcolor, geometry and (where there is Unicode) fontspec only. Characters that pdfLaTeX has no letters for
/// become their number there.
QByteArray latexOf(const TextFigure& figure, const ExportOptions& options);

} // namespace headlight::paint
