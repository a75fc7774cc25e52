// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// All keys on one sheet, over the window; Esc or a click closes it.
#pragma once

#include "ui/window/commands.h"

#include <QWidget>

#include <utility>
#include <vector>

namespace headlight::ui {

class KeySheet : public QWidget {
    Q_OBJECT
public:
    KeySheet(const std::vector<Command>& commands, QWidget* window);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Group {
        QString title;
        std::vector<std::pair<QString, QString>> rows; ///< keys and what they do
    };

    std::vector<Group> m_groups;
};

} // namespace headlight::ui
