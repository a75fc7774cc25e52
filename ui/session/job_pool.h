// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The threads of the window's background jobs.
#pragma once

#include <QThreadPool>

namespace headlight::ui {

/// Not Qt's global pool: QPainter and QImage hand parts of large fills and conversions to that one and wait for them, in whichever
/// thread they are. Jobs that fill it would stop the window's painting until they end, and each other for ever.
/// More threads than processors, because a long job must not keep the short ones waiting; what is heavy in them runs in
/// parallelFor(). The end of the application waits for them, as it does for the global pool.
[[nodiscard]] QThreadPool& jobPool();

} // namespace headlight::ui
