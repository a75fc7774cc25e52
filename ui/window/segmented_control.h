// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A few choices side by side of which one holds: Each | Mean | Max | Min.
#pragma once

#include <QStringList>
#include <QWidget>

namespace headlight::ui {

class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    /// `name` says what is chosen, for accessibility: "Heads".
    SegmentedControl(QString name, QStringList choices, QWidget* parent = nullptr);

    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int index); ///< without a signal
    [[nodiscard]] QRect segmentRect(int index) const;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void chosen(int index); ///< by the user

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void choose(int index);
    [[nodiscard]] int segmentAt(QPoint point) const;
    void tellName();

    QString m_name;
    QStringList m_choices;
    int m_current = 0;
    int m_hovered = -1;
};

} // namespace headlight::ui
