// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which metric of the heads is shown, of all there are; those that mean nothing for what is open are dimmed and say why.
#pragma once

#include "ui/session/session.h"

#include <QComboBox>

#include <functional>
#include <vector>

namespace headlight::ui {

class MetricCombo : public QComboBox {
    Q_OBJECT
public:
    using Field = std::function<MetricChoice&(Display&)>;

    /// Shows and changes one metric of the display. `name` says which, for accessibility: "Metric of the picker".
    MetricCombo(Session& session, QString name, Field field, QWidget* parent = nullptr);

    /// A few letters: it stands beside a title in a dock that may be narrow, and elides.
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    void show(const State& state);
    void fill(const State& state);

    Session& m_session;
    QString m_name;
    Field m_field;
    std::vector<MetricChoice> m_choices;
};

/// That of the picker, the Overview's strip and the view of heads.
MetricCombo* pickerMetricCombo(Session& session);

} // namespace headlight::ui
