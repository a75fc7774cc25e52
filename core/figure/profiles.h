// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Bars beside a map: what every key receives, how spread every query's attention is.
#pragma once

#include "base/matrix.h"
#include "figure/figure.h"
#include "figure/shown_cells.h"
#include "state/state.h"

namespace headlight {

struct Profiles {
    Profile columns;
    Profile rows;
};

/// Over the whole map, whatever part of it is shown: a row's entropy does not change when one zooms. Column sums are kept in float32
/// over 64 rows and in float64 beyond, in a fixed order, so the result does not depend on the number of threads.
Profiles profilesOf(const Matrix& map, const ShownCells& shown, const Display& display);

} // namespace headlight
