// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Waiting for a window without leaving its event loop.
#pragma once

#include "timing.h"

#include <QCoreApplication>

namespace headlight::bench {

/// Handles events until the condition holds; false after two minutes.
template <typename Condition>
bool waitUntil(Condition condition)
{
    const Stopwatch clock;
    while (!condition()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
        if (clock.milliseconds() > 120'000.0)
            return false;
    }
    return true;
}

} // namespace headlight::bench
