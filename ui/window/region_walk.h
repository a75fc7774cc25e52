// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// F6 and Shift+F6: from one part of the window to the next, skipping what is not there.
#pragma once

#include <QWidget>

#include <vector>

namespace headlight::ui {

/// The first widget inside (or the region itself) that Tab would reach; null when there is none.
QWidget* firstFocusIn(QWidget* region);

/// Moves the focus to the next region (by = 1) or the one before (by = -1) that is visible and can take it.
void walkRegions(const std::vector<QWidget*>& regions, const QWidget* focused, int by);

} // namespace headlight::ui
