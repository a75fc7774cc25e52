// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A number with up to four decimals, written without trailing zeros; tells its value once typing is finished.
#pragma once

#include <QDoubleSpinBox>

namespace headlight::ui {

class NumberBox : public QDoubleSpinBox {
    Q_OBJECT
public:
    NumberBox(const QString& name, double low, double high, double step, QWidget* parent = nullptr);

    void show(double value); ///< without a signal; typing is not disturbed
    [[nodiscard]] QString textFromValue(double value) const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

private:
    QString m_name;
};

} // namespace headlight::ui
