// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/number_box.h"

#include "ui/window/chrome.h"

#include <QLineEdit>
#include <QSignalBlocker>

namespace headlight::ui {

NumberBox::NumberBox(const QString& name, double low, double high, double step, QWidget* parent) : QDoubleSpinBox(parent), m_name(name)
{
    setRange(low, high);
    setDecimals(4);
    setSingleStep(step);
    setKeyboardTracking(false);
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NumberBox::show(double newValue)
{
    if (lineEdit()->hasFocus() && lineEdit()->isModified())
        return;
    const QSignalBlocker blocker(this);
    setValue(newValue);
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name, text()));
}

QString NumberBox::textFromValue(double number) const
{
    QString text = locale().toString(number, 'f', decimals());
    const QString point = locale().decimalPoint();
    if (text.contains(point)) {
        while (text.endsWith(QLatin1Char('0')))
            text.chop(1);
        if (text.endsWith(point))
            text.chop(point.size());
    }
    return text;
}

QSize NumberBox::minimumSizeHint() const
{
    return {scaled(62), QDoubleSpinBox::minimumSizeHint().height()};
}

} // namespace headlight::ui
