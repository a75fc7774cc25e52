// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/metric_combo.h"

#include <QSignalBlocker>

namespace headlight::ui {

MetricCombo::MetricCombo(Session& session, QWidget* parent) : QComboBox(parent), m_session(session)
{
    setObjectName(QStringLiteral("metric"));
    setFrame(false);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(4);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    for (int i = 0; i < kHeadMetricCount; ++i) {
        const auto title = titleOf(static_cast<HeadMetric>(i));
        addItem(QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())));
    }
    connect(this, &QComboBox::activated, this, [this](int index) {
        Display display = m_session.state().display;
        display.metric = static_cast<HeadMetric>(index);
        m_session.dispatch(SetDisplay{display});
    });
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(m_session.state());
}

void MetricCombo::show(const State& state)
{
    const QSignalBlocker blocker(this);
    setCurrentIndex(static_cast<int>(state.display.metric));
    setAccessibleName(tr("Metric of the picker: %1").arg(currentText()));
    setToolTip(currentText()); // it may be elided where the dock is narrow
}

} // namespace headlight::ui
