// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows of the inspector: labels in one column of 68, controls of 26 on a pitch of 32.
#pragma once

#include <QGridLayout>
#include <QString>

class QLabel;

namespace headlight::ui {

class FormRows : public QGridLayout {
    Q_OBJECT
public:
    explicit FormRows(int labelWidth = 68);

    /// The label is the control's buddy by name; returns it so that a row can be hidden as a whole.
    QLabel* addRow(const QString& label, QWidget* control);
    QLabel* addRow(const QString& label, QLayout* controls);

private:
    int m_rows = 0;
};

} // namespace headlight::ui
