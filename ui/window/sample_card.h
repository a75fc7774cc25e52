// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A sample dump on the welcome page: its map, its name, what is in it. Enter or a click opens it.
#pragma once

#include "ui/session/latest_job.h"
#include "ui/window/thumbnail.h"

#include <QAbstractButton>

namespace headlight::ui {

class SampleCard : public QAbstractButton {
    Q_OBJECT
public:
    SampleCard(const QString& title, const QString& path, QWidget* parent = nullptr);

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QSize sizeHint() const override;
    void makeThumbnail(); ///< in the background, once
    [[nodiscard]] bool ready() const { return !m_thumbnail.map.isNull(); }

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString m_path;
    Thumbnail m_thumbnail;
    LatestJob<Thumbnail> m_job;
    bool m_asked = false;
};

} // namespace headlight::ui
