// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A few choices side by side of which one holds: Each | Mean | Max | Min.
#pragma once

#include "ui/window/part_row.h"

#include <QStringList>

namespace headlight::ui {

class SegmentedControl : public PartRow {
    Q_OBJECT
public:
    /// `name` says what is chosen, for accessibility: "Heads".
    SegmentedControl(QString name, QStringList choices, QWidget* parent = nullptr);

    [[nodiscard]] int current() const override { return m_current; }
    void setCurrent(int index); ///< without a signal
    void setName(const QString& name);
    [[nodiscard]] QRect partRect(int index) const override;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void chosen(int index); ///< by the user

protected:
    [[nodiscard]] int parts() const override { return static_cast<int>(m_choices.size()); }
    void choose(int index) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void tellName();

    QString m_name;
    QStringList m_choices;
    int m_current = 0;
};

} // namespace headlight::ui
