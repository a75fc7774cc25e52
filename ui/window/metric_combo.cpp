// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/metric_combo.h"

#include "ui/window/chrome.h"

#include "workspace/metric_values.h"

#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>
#include <utility>

namespace headlight::ui {

namespace {

/// What its entries depend on is the same.
bool offersTheSame(const State& before, const State& after)
{
    return before.shape == after.shape && metricKey(before) == metricKey(after);
}

} // namespace

MetricCombo::MetricCombo(Session& session, QString name, Field field, QWidget* parent)
    : QComboBox(parent), m_session(session), m_name(std::move(name)), m_field(std::move(field))
{
    setFrame(false);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(4);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QComboBox::activated, this, [this](int index) {
        Display display = m_session.state().display;
        m_field(display) = m_choices.at(static_cast<std::size_t>(index));
        m_session.dispatch(SetDisplay{display});
    });
    connect(&m_session, &Session::stateChanged, this, [this](const State& before, const State& after) {
        if (!offersTheSame(before, after))
            fill(after);
        show(after);
    });
    fill(m_session.state());
    show(m_session.state());
}

QSize MetricCombo::minimumSizeHint() const
{
    return {scaled(64), QComboBox::minimumSizeHint().height()};
}

/// Every kind, and the pairs of segments of what is open.
void MetricCombo::fill(const State& state)
{
    const QSignalBlocker blocker(this);
    const auto key = metricKey(state);
    const auto maps = state.hasDump() ? m_session.workspace().maps(key) : Result<Maps>(Error{});
    m_choices = maps ? metricChoices((*maps)->axes()) : metricChoices({{}, std::make_shared<Axis>(), std::make_shared<Axis>()});
    clear();
    auto* entries = qobject_cast<QStandardItemModel*>(model());
    for (std::size_t i = 0; i < m_choices.size(); ++i) {
        addItem(QString::fromStdString(titleOf(m_choices[i])));
        const auto why = maps ? whyNoMetric(m_session.workspace(), key, m_choices[i]) : std::nullopt;
        if (entries == nullptr || !why)
            continue;
        auto* entry = entries->item(static_cast<int>(i));
        entry->setEnabled(false);
        entry->setToolTip(QString::fromStdString(sentence(*why)));
    }
}

void MetricCombo::show(const State& state)
{
    const QSignalBlocker blocker(this);
    Display display = state.display;
    const auto& chosen = m_field(display);
    const auto place = std::find(m_choices.begin(), m_choices.end(), chosen);
    setCurrentIndex(place == m_choices.end() ? -1 : static_cast<int>(place - m_choices.begin()));
    setPlaceholderText(QString::fromStdString(titleOf(chosen))); // of a pair of segments that is not here
    const QString words = place == m_choices.end() ? placeholderText() : currentText();
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name, words));
    setToolTip(words); // it may be elided where the dock is narrow
}

MetricCombo* pickerMetricCombo(Session& session)
{
    auto* combo = new MetricCombo(session, MetricCombo::tr("Metric of the picker"), [](Display& display) -> MetricChoice& { return display.metric; });
    combo->setObjectName(QStringLiteral("metric"));
    return combo;
}

} // namespace headlight::ui
