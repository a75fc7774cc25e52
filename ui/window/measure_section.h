// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which measure is shown and how heads are taken together.
#pragma once

#include "ui/session/session.h"
#include "ui/window/section.h"

class QComboBox;
class QLabel;

namespace headlight::ui {

class SegmentedControl;

class MeasureSection : public Section {
    Q_OBJECT
public:
    explicit MeasureSection(Session& session, QWidget* parent = nullptr);

private:
    void show(const State& state);
    void showStacks();

    Session& m_session;
    QComboBox* m_stack = nullptr;
    QLabel* m_stackLabel = nullptr;
    QComboBox* m_measure = nullptr;
    SegmentedControl* m_heads = nullptr;
};

} // namespace headlight::ui
