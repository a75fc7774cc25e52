// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stays from one run to the next: places, theme, recent files, the last display. Never the dump itself.
#pragma once

#include "ui/window/recent_files.h"
#include "ui/window/theme.h"

#include <QByteArray>
#include <QMap>
#include <QRect>
#include <QStringList>

class QSettings;

namespace headlight::ui {

struct KeptState {
    QRect window;               ///< in logical pixels; empty: never kept
    bool maximised = false;
    int leftWidth = 268;
    int rightWidth = 280;
    QStringList foldedSections;
    ThemeChoice theme = ThemeChoice::System;
    int textPercent = 100;
    bool reportOnlyForDecisions = true;
    QString lastFolder;
    RecentFiles recent;
    QByteArray display;         ///< a state as JSON, of which display and measure are used
    QMap<QString, QByteArray> exports; ///< export settings by preset

    bool operator==(const KeptState&) const = default;
};

/// What is missing or makes no sense keeps its default.
KeptState readKept(const QSettings& settings);
void writeKept(QSettings& settings, const KeptState& kept);

/// Moved and cut so that it lies on the screen.
QRect fitted(QRect window, const QRect& screen);

} // namespace headlight::ui
