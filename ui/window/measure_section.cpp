// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/measure_section.h"

#include "ui/window/form_rows.h"
#include "ui/window/segmented_control.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

namespace headlight::ui {

MeasureSection::MeasureSection(Session& session, QWidget* parent)
    : Section(QStringLiteral("measure"), tr("Measure"), parent), m_session(session), m_stack(new QComboBox), m_measure(new QComboBox),
      m_heads(new SegmentedControl(tr("Heads"), {tr("Each"), tr("Mean"), tr("Max"), tr("Min")}))
{
    m_stack->setObjectName(QStringLiteral("stack"));
    m_measure->setObjectName(QStringLiteral("measure"));
    m_measure->setAccessibleName(tr("Measure: attention"));
    m_measure->addItem(tr("Attention"));
    m_heads->setObjectName(QStringLiteral("aggregate"));
    m_heads->setToolTip(tr("How the selected heads are taken together (M)"));
    auto* rows = new FormRows;
    m_stackLabel = rows->addRow(tr("Stack"), m_stack);
    rows->addRow(tr("Measure"), m_measure);
    rows->addRow(tr("Heads"), m_heads);
    body()->addLayout(rows);
    connect(m_heads, &SegmentedControl::chosen, this, [this](int index) { m_session.dispatch(SetAggregate{static_cast<Aggregate>(index)}); });
    connect(m_stack, &QComboBox::activated, this, [this](int index) { m_session.dispatch(SelectStack{StackIndex{index}}); });
    connect(&m_session, &Session::dumpChanged, this, &MeasureSection::showStacks);
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    showStacks();
    show(m_session.state());
}

void MeasureSection::showStacks()
{
    const QSignalBlocker blocker(m_stack);
    m_stack->clear();
    if (const auto dump = m_session.dump(); dump != nullptr) {
        for (const auto& stack : dump->stacks())
            m_stack->addItem(QString::fromStdString(stack.name));
    }
    m_stack->setVisible(m_stack->count() > 1);
    m_stackLabel->setVisible(m_stack->count() > 1);
    m_stack->setCurrentIndex(static_cast<int>(m_session.state().selection.stack.value));
}

void MeasureSection::show(const State& state)
{
    m_heads->setCurrent(static_cast<int>(state.selection.aggregate));
    const QSignalBlocker blocker(m_stack);
    m_stack->setCurrentIndex(static_cast<int>(state.selection.stack.value));
    m_stack->setAccessibleName(tr("Stack: %1").arg(m_stack->currentText()));
}

} // namespace headlight::ui
