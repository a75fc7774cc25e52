// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The axes of an array: number, size, what it is read as, how certain that is, and why.
#pragma once

#include "ui/window/report_table.h"

#include <vector>

class QComboBox;

namespace headlight::ui {

class AxisTable : public ReportTable {
    Q_OBJECT
public:
    explicit AxisTable(QWidget* parent = nullptr);

    void show(const StackReading& reading);

signals:
    void roleChosen(std::int64_t axis, headlight::AxisRole role);

private:
    QComboBox* roleCombo(const std::vector<AxisReading>& axes, const AxisReading& axis);
};

} // namespace headlight::ui
