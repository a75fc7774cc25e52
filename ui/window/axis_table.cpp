// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/axis_table.h"

#include "ui/window/report_words.h"
#include "ui/window/text_label.h"

#include <QComboBox>

#include <algorithm>
#include <array>

namespace headlight::ui {

namespace {

constexpr std::array kRoles = {AxisRole::Sample, AxisRole::Layer, AxisRole::Head, AxisRole::Query, AxisRole::Key, AxisRole::Fixed};
QString axisNumber(std::int64_t axis)
{
    return axis < 0 ? AxisTable::tr("list") : QString::number(axis);
}

} // namespace

AxisTable::AxisTable(QWidget* parent) : ReportTable(parent)
{
    setObjectName(QStringLiteral("axisTable"));
    setAccessibleName(tr("Axes"));
}

void AxisTable::show(const StackReading& reading)
{
    start({tr("Axis"), tr("Size"), tr("Read as"), tr("Certainty"), tr("Why")}, {60, 46, 146, 100});
    for (const auto& axis : reading.axes)
        addRow({new TextLabel(axisNumber(axis.axis)), new TextLabel(QString::number(axis.size)), roleCombo(reading.axes, axis), certaintyCell(axis.certainty), whyCell(axis.why)});
}

QComboBox* AxisTable::roleCombo(const std::vector<AxisReading>& axes, const AxisReading& axis)
{
    auto* combo = new QComboBox;
    combo->setObjectName(QStringLiteral("axisRole%1").arg(axis.axis));
    for (const auto role : kRoles) {
        combo->addItem(roleWords(role), static_cast<int>(role));
        const auto holder = std::find_if(axes.begin(), axes.end(), [role](const AxisReading& other) { return other.role == role; });
        if (holder != axes.end() && holder->axis != axis.axis && role != AxisRole::Fixed)
            combo->setItemData(combo->count() - 1, tr("Swaps with axis %1").arg(axisNumber(holder->axis)), Qt::ToolTipRole);
        if (role == axis.role)
            combo->setCurrentIndex(combo->count() - 1);
    }
    combo->setAccessibleName(tr("Axis %1 is read as: %2").arg(axisNumber(axis.axis), roleWords(axis.role)));
    connect(combo, &QComboBox::activated, this, [this, combo, axis] {
        const auto role = static_cast<AxisRole>(combo->currentData().toInt());
        if (role != axis.role)
            emit roleChosen(axis.axis, role);
    });
    return combo;
}

} // namespace headlight::ui
