// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tables of colour maps, one per file.
#pragma once

#include "ui/paint/colour_maps.h"

namespace headlight::paint::tables {

extern const ColourTable kViridis;
extern const ColourTable kCividis;
extern const ColourTable kMagma;
extern const ColourTable kInferno;
extern const ColourTable kPaperBlue;
extern const ColourTable kGrey;
extern const ColourTable kHot;
extern const ColourTable kBlueBrown;

} // namespace headlight::paint::tables
