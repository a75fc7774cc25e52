// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What colours the running text, and what stands beside and below it.
#pragma once

#include "ui/session/session.h"

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;

namespace headlight::ui {

class SegmentedControl;

class TextOptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit TextOptionsForm(Session& session, QWidget* parent = nullptr);

private:
    struct Switch {
        QCheckBox* box;
        bool TextOptions::*field;
    };

    QCheckBox* add(const QString& name, const QString& text, bool TextOptions::*field);
    void change(const std::function<void(TextOptions&)>& edit);
    void show(const State& state);

    Session& m_session;
    SegmentedControl* m_show;
    std::vector<Switch> m_switches;
};

} // namespace headlight::ui
