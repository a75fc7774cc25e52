// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Waiting for a window without leaving its event loop.
#pragma once

#include "timing.h"

#include <QCoreApplication>
#include <QTimer>

namespace headlight::bench {

/// Sleeps between events like a program, so that the core is left to those who compute; false when the condition does not hold after two minutes.
template <typename Condition>
bool waitUntil(Condition condition)
{
    const Stopwatch clock;
    QTimer beat;
    beat.start(1000);
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (clock.milliseconds() > 120'000.0)
            return false;
    }
    return true;
}

} // namespace headlight::bench
