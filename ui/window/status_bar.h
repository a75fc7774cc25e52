// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line at the bottom: what is under the pointer; the running job with its cancel; the cache.
#pragma once

#include "ui/session/session.h"

#include <QTimer>
#include <QWidget>

class QToolButton;

namespace headlight::ui {

class TextLabel;

class StatusBar : public QWidget {
    Q_OBJECT
public:
    explicit StatusBar(Session& session, QWidget* parent = nullptr);

    void setText(const QString& text);
    void flash(const QString& text); ///< for a few seconds, then what stood there before
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    class Bar;

    void showJob();
    void showCache();

    Session& m_session;
    TextLabel* m_text = nullptr;
    TextLabel* m_job = nullptr;
    Bar* m_bar = nullptr;
    QToolButton* m_cancel = nullptr;
    TextLabel* m_cache = nullptr;
    QString m_usual;
    QTimer m_flash;
    QTimer m_cacheTimer;
};

} // namespace headlight::ui
