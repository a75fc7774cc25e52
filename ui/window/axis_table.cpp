// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/axis_table.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/report_words.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>
#include <array>

namespace headlight::ui {

namespace {

constexpr std::array kRoles = {AxisRole::Sample, AxisRole::Layer, AxisRole::Head, AxisRole::Query, AxisRole::Key, AxisRole::Fixed};
constexpr std::array kWidths = {60, 46, 146, 112};

QWidget* certaintyCell(Certainty certainty)
{
    const bool assumed = certainty == Certainty::Assumed;
    auto* cell = new QWidget;
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    if (assumed) {
        auto* sign = new QLabel;
        sign->setPixmap(icon(QStringLiteral("warning"), IconColour::Warning).pixmap(14, 14));
        row->addWidget(sign);
    }
    row->addWidget(new TextLabel(certaintyWords(certainty), {12.5, QFont::Normal, assumed ? Tone::Warning : Tone::Text}));
    row->addStretch(1);
    return cell;
}

QString axisNumber(std::int64_t axis)
{
    return axis < 0 ? AxisTable::tr("list") : QString::number(axis);
}

} // namespace

AxisTable::AxisTable(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("axisTable"));
    setAccessibleName(tr("Axes"));
}

void AxisTable::show(const StackReading& reading)
{
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    delete m_grid;
    m_rows.clear();
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(0);
    for (std::size_t i = 0; i < kWidths.size(); ++i)
        m_grid->setColumnMinimumWidth(static_cast<int>(i), scaled(kWidths[i]));
    m_grid->setColumnStretch(static_cast<int>(kWidths.size()), 1);
    addHeader();
    int row = 1;
    for (const auto& axis : reading.axes) {
        auto* number = new TextLabel(axisNumber(axis.axis));
        auto* why = new TextLabel(QString::fromStdString(axis.why));
        why->setWordWrap(true);
        why->setContentsMargins(0, 5, 0, 6); // several lines keep away from those between rows
        m_grid->addWidget(number, row, 0);
        m_grid->addWidget(new TextLabel(QString::number(axis.size)), row, 1);
        m_grid->addWidget(roleCombo(reading.axes, axis), row, 2);
        m_grid->addWidget(certaintyCell(axis.certainty), row, 3);
        m_grid->addWidget(why, row, 4);
        m_grid->setRowMinimumHeight(row, scaled(38));
        m_rows.push_back(number);
        ++row;
    }
}

void AxisTable::addHeader()
{
    const QStringList titles{tr("Axis"), tr("Size"), tr("Read as"), tr("Certainty"), tr("Why")};
    for (int i = 0; i < titles.size(); ++i)
        m_grid->addWidget(new TextLabel(titles.at(i), {12.5, QFont::Normal, Tone::Quiet}), 0, i);
    m_grid->setRowMinimumHeight(0, scaled(28));
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

void AxisTable::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& tokens = tokensOf(this);
    if (!m_rows.empty())
        painter.fillRect(QRect(0, m_rows.front()->geometry().top() - 1, width(), 1), tokens.line);
    for (const auto* cell : m_rows)
        painter.fillRect(QRect(0, cell->geometry().bottom(), width(), 1), tokens.faintLine);
}

} // namespace headlight::ui
