// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every array of a file: what it is read as, and which one's axes are shown below.
#pragma once

#include "dump/dump.h"
#include "ui/window/report_table.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

class QAbstractButton;
class QButtonGroup;
class QComboBox;

namespace headlight::ui {

class ArrayTable : public ReportTable {
    Q_OBJECT
public:
    explicit ArrayTable(QWidget* parent = nullptr);

    /// `current` is the address of the array whose axes are shown.
    void show(const Dump& dump, const std::string& current);

signals:
    void arrayChosen(const std::string& address);
    void useChosen(const std::string& address, headlight::ArrayUse use, std::optional<headlight::StackKind> kind);

private:
    QAbstractButton* nameButton(const ArrayReading& array, const Dump& dump, int row, bool current);
    QComboBox* useCombo(const ArrayReading& array, const Stack* stack, int row);

    QButtonGroup* m_names;
};

/// The stack of an array; null when it is none.
const Stack* stackOf(const Dump& dump, const std::string& address);

} // namespace headlight::ui
