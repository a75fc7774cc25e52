// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Find or run" in the state bar: looks like a field, opens the list of everything that can be found.
#pragma once

#include <QAbstractButton>

class QAction;

namespace headlight::ui {

class FindBox : public QAbstractButton {
    Q_OBJECT
public:
    explicit FindBox(QAction* find, QWidget* parent = nullptr);

    void setCollapsed(bool collapsed); ///< to its icon, in narrow windows
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    QString m_key;
    bool m_collapsed = false;
};

} // namespace headlight::ui
