// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Mouse wheels turn in notches, touchpads in crumbs of notches: crumbs are kept until they make a whole.
#pragma once

#include <QPointF>

#include <cmath>

namespace headlight::ui {

class WheelTurns {
public:
    static constexpr double kNotch = 120.0; ///< QWheelEvent::angleDelta of one notch

    /// Whole units turned so far; what is left counts next time.
    QPointF turned(QPointF angleDelta, double unit)
    {
        m_rest += angleDelta;
        const QPointF whole(std::trunc(m_rest.x() / unit), std::trunc(m_rest.y() / unit));
        m_rest -= whole * unit;
        return whole;
    }

private:
    QPointF m_rest;
};

} // namespace headlight::ui
