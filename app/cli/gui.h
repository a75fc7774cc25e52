// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Qt for drawing without a window: made only by commands that draw.
#pragma once

#include <QApplication>

namespace headlight::cli {

/// A QApplication (charts are made of graphics items) on the platform "offscreen" (unless QT_QPA_PLATFORM says otherwise) with the embedded fonts. One per process.
class Gui {
public:
    Gui();

private:
    static int choosePlatform();

    int m_argumentCount;
    char m_name[10] = "headlight";
    char* m_arguments[2] = {m_name, nullptr};
    QApplication m_application;
};

} // namespace headlight::cli
