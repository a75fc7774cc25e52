// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The figure as it will be written, at true proportion.
#pragma once

#include "ui/paint/export.h"
#include "ui/session/latest_job.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <memory>

namespace headlight::ui {

class ExportPreview : public QWidget {
    Q_OBJECT
public:
    explicit ExportPreview(QWidget* parent = nullptr);

    void show(std::shared_ptr<const Figure> figure, const paint::ExportOptions& options);
    [[nodiscard]] bool ready() const { return !m_image.isNull(); }
    [[nodiscard]] QSize sizeHint() const override { return {560, 560}; }

signals:
    void problem(const QString& sentence); ///< why it cannot be drawn

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Drawn {
        QImage image;
        QString problem;
    };

    void draw();

    std::shared_ptr<const Figure> m_figure;
    paint::ExportOptions m_options;
    QImage m_image;
    LatestJob<Drawn> m_job;
    QTimer m_soon;
};

} // namespace headlight::ui
