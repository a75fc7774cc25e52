// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Parts side by side of which one holds: what a pointer and the keys do is the same for tabs and segmented controls.
#pragma once

#include <QWidget>

namespace headlight::ui {

class PartRow : public QWidget {
    Q_OBJECT
public:
    explicit PartRow(QWidget* parent = nullptr);

    [[nodiscard]] virtual QRect partRect(int part) const = 0;
    [[nodiscard]] virtual bool available(int) const { return true; }
    [[nodiscard]] virtual int current() const = 0; ///< -1: none

protected:
    [[nodiscard]] virtual int parts() const = 0;
    virtual void choose(int part) = 0; ///< an available one
    [[nodiscard]] int partAt(QPoint point) const; ///< -1: none
    [[nodiscard]] int hovered() const { return m_hovered; } ///< an available one, or -1

    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int m_hovered = -1;
};

} // namespace headlight::ui
