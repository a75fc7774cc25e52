// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which metric colours the picker, chosen in the header of its section.
#pragma once

#include "ui/session/session.h"

#include <QComboBox>

namespace headlight::ui {

class MetricCombo : public QComboBox {
    Q_OBJECT
public:
    explicit MetricCombo(Session& session, QWidget* parent = nullptr);

private:
    void show(const State& state);

    Session& m_session;
};

} // namespace headlight::ui
