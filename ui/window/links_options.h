// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which links are drawn: weights from a value on, the largest of every query, or those that hold a share of its row.
#pragma once

#include "ui/session/session.h"

#include <QWidget>

#include <functional>

class QLabel;
class QSlider;

namespace headlight::ui {

class NumberBox;
class SegmentedControl;

class LinksOptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit LinksOptionsForm(Session& session, QWidget* parent = nullptr);

private:
    void change(const std::function<void(LinkOptions&)>& edit);
    void show(const State& state);
    void slide(int place);

    Session& m_session;
    SegmentedControl* m_keep;
    NumberBox* m_least;   ///< a weight
    NumberBox* m_count;   ///< of every query
    NumberBox* m_mass;    ///< in percent
    QSlider* m_slider;    ///< of the number that is shown
    QLabel* m_name = nullptr;
};

} // namespace headlight::ui
