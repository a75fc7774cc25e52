// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which metric the view of heads shows, and what stands beside its map.
#pragma once

#include "ui/session/session.h"

#include <QWidget>

class QLabel;

namespace headlight::ui {

class MetricCombo;
class SegmentedControl;

class HeadsOptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit HeadsOptionsForm(Session& session, QWidget* parent = nullptr);

private:
    void show(const State& state);

    Session& m_session;
    MetricCombo* m_metric;
    MetricCombo* m_other;
    QLabel* m_otherLabel = nullptr;
    SegmentedControl* m_show;
};

} // namespace headlight::ui
