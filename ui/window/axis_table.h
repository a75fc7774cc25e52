// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The axes of an array: number, size, what it is read as, how certain that is, and why.
#pragma once

#include "dump/reading.h"

#include <QWidget>

#include <vector>

class QComboBox;
class QGridLayout;

namespace headlight::ui {

class AxisTable : public QWidget {
    Q_OBJECT
public:
    explicit AxisTable(QWidget* parent = nullptr);

    void show(const StackReading& reading);

signals:
    void roleChosen(std::int64_t axis, headlight::AxisRole role);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addHeader();
    QComboBox* roleCombo(const std::vector<AxisReading>& axes, const AxisReading& axis);

    QGridLayout* m_grid = nullptr;
    std::vector<QWidget*> m_rows; ///< the first cell of each, for the lines between them
};

} // namespace headlight::ui
