// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A recent file on the welcome page. One that is gone is dimmed and offers to be located.
#pragma once

#include "ui/window/recent_files.h"

#include <QAbstractButton>

namespace headlight::ui {

class RecentRow : public QAbstractButton {
    Q_OBJECT
public:
    RecentRow(const RecentFile& file, const QDate& today, QWidget* parent = nullptr);

    [[nodiscard]] const RecentFile& file() const { return m_file; }
    [[nodiscard]] bool missing() const { return m_missing; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    RecentFile m_file;
    QString m_day;
    bool m_missing = false;
};

} // namespace headlight::ui
