// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The views as tabs with their digits; those that are not available are dimmed and say why.
#pragma once

#include "ui/session/session.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace headlight::ui {

class ViewTabs : public QWidget {
    Q_OBJECT
public:
    explicit ViewTabs(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QRect tabRect(int tab) const;
    [[nodiscard]] bool available(int tab) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {100, sizeHint().height()}; }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void choose(int tab);
    [[nodiscard]] int tabAt(QPoint point) const;
    [[nodiscard]] int current() const;

    Session& m_session;
    std::vector<QString> m_why; ///< one per tab; empty: available
    int m_hovered = -1;
};

} // namespace headlight::ui
