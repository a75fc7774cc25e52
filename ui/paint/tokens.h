// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The colours of the chrome and of figures' frames, by name. Data never uses them, except series and hatches.
#pragma once

#include <QColor>

#include <array>

namespace headlight::paint {

struct Tokens {
    QColor window, panel, canvas, field, line, faintLine, hover, soft;
    QColor text, quietText, hintText;
    QColor accent, onAccent, error, ok;
    QColor warningText, warningGround, warningBorder;
    QColor edge; ///< control edges, ticks, frames
    std::array<QColor, 4> series;
    QColor otherSeries;
    bool dark = false;
};

const Tokens& lightTokens();
const Tokens& darkTokens();

} // namespace headlight::paint
