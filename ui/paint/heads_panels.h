// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands beside the map of heads: a list with bars, strips by layer, or a scatter of two metrics.
#pragma once

#include "ui/paint/painter.h"

namespace headlight::paint {

void paintHeadsPanel(QPainter& painter, const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style);

} // namespace headlight::paint
