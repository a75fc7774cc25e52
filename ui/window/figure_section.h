// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Parts of the figure that can be switched on and off, by view.
#pragma once

#include "ui/session/session.h"
#include "ui/window/section.h"

#include <vector>

class QCheckBox;

namespace headlight::ui {

class TrendOptionsForm;

class FigureSection : public Section {
    Q_OBJECT
public:
    explicit FigureSection(Session& session, QWidget* parent = nullptr);

    /// What the options say about the figure on screen.
    void showFigure(const Figure& figure);

private:
    struct Switch {
        QCheckBox* box = nullptr;
        bool Display::*field = nullptr;
        std::vector<ViewKind> views; ///< empty: all
    };

    void add(const QString& name, const QString& text, bool Display::*field, std::vector<ViewKind> views = {});
    void show(const State& state);

    Session& m_session;
    std::vector<Switch> m_switches;
    TrendOptionsForm* m_trend;
};

} // namespace headlight::ui
