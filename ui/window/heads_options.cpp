// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/heads_options.h"

#include "ui/window/form_rows.h"
#include "ui/window/metric_combo.h"
#include "ui/window/segmented_control.h"

#include <QLabel>
#include <QVBoxLayout>

namespace headlight::ui {

HeadsOptionsForm::HeadsOptionsForm(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_metric(new MetricCombo(session, tr("Metric of the heads"), [](Display& display) -> MetricChoice& { return display.metric; })),
      m_other(new MetricCombo(session, tr("Second metric of the scatter"), [](Display& display) -> MetricChoice& { return display.heads.other; })),
      m_show(new SegmentedControl(tr("Beside the map"), {tr("List"), tr("Layers"), tr("Scatter"), tr("Nearest")}))
{
    m_metric->setObjectName(QStringLiteral("headsMetric"));
    m_other->setObjectName(QStringLiteral("headsOther"));
    for (auto* combo : {m_metric, m_other})
        combo->setFrame(true);
    m_show->setObjectName(QStringLiteral("headsShow"));
    m_show->setToolTip(tr("List: heads by the metric, largest first. Layers: every layer's heads with their quartiles. Scatter: against a second metric.\n"
                          "Nearest: the heads whose rows are most like those of the first one selected, by Jensen-Shannon distance."));
    auto* rows = new FormRows;
    rows->addRow(tr("Metric"), m_metric);
    m_otherLabel = rows->addRow(tr("Against"), m_other);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(m_show);
    column->addLayout(rows);
    connect(m_show, &SegmentedControl::chosen, this, [this](int index) {
        Display display = m_session.state().display;
        display.heads.show = static_cast<HeadsShow>(index);
        m_session.dispatch(SetDisplay{display});
    });
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(session.state());
}

void HeadsOptionsForm::show(const State& state)
{
    setVisible(state.view == ViewKind::Heads);
    m_show->setCurrent(static_cast<int>(state.display.heads.show));
    const bool scatter = state.display.heads.show == HeadsShow::Scatter;
    m_other->setVisible(scatter);
    m_otherLabel->setVisible(scatter);
}

} // namespace headlight::ui
