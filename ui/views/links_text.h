// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the status bar says about links.
#pragma once

#include "ui/paint/painter.h"

#include <QString>

namespace headlight::ui {

/// "pit 25"; a token that is its number is that number.
QString nameOf(const LinksFigure& figure, paint::LinkEnd end);

/// "query avoids 21   3 links   pit 25 0.0501, class 3 0.0402, …": the strongest links of a token, with their heads where there are several.
QString statusOf(const LinksFigure& figure, paint::LinkEnd end);
/// "avoids 21 → pit 25   0.0501   head 7"
QString statusOf(const LinksFigure& figure, const paint::LinkLine& line);
/// "head 7   126 links in view"
QString statusOf(const LinksFigure& figure, const paint::LinksLayout& layout, std::int64_t head);

} // namespace headlight::ui
