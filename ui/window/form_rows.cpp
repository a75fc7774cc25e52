// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/form_rows.h"

#include "ui/window/text_label.h"

#include <QVBoxLayout>
#include <QWidget>

namespace headlight::ui {

namespace {

/// Beside the first line of several.
Qt::Alignment sideOf(bool several, QLabel& label)
{
    if (!several)
        return Qt::AlignLeft | Qt::AlignVCenter;
    label.setContentsMargins(0, 5, 0, 0);
    return Qt::AlignLeft | Qt::AlignTop;
}

} // namespace

FormRows::FormRows(int labelWidth)
{
    setContentsMargins(0, 0, 0, 0);
    setHorizontalSpacing(8);
    setVerticalSpacing(6);
    setColumnMinimumWidth(0, labelWidth);
    setColumnStretch(1, 1);
}

QLabel* FormRows::addRow(const QString& label, QWidget* control)
{
    auto* text = new TextLabel(label, {12.5, QFont::Normal, Tone::Quiet});
    text->setBuddy(control);
    addWidget(text, m_rows, 0, sideOf(control->layout() != nullptr, *text));
    addWidget(control, m_rows++, 1);
    return text;
}

QLabel* FormRows::addRow(const QString& label, QLayout* controls)
{
    auto* text = new TextLabel(label, {12.5, QFont::Normal, Tone::Quiet});
    addWidget(text, m_rows, 0, sideOf(qobject_cast<QVBoxLayout*>(controls) != nullptr, *text));
    addLayout(controls, m_rows++, 1);
    return text;
}

} // namespace headlight::ui
