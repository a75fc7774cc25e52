// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The middle layer of what the report describes, all heads averaged, with nothing hidden.
#pragma once

#include "figure/build.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"

#include <QWidget>

#include <optional>

namespace headlight::ui {

class ReportPreview : public QWidget {
    Q_OBJECT
public:
    explicit ReportPreview(Session& session, QWidget* parent = nullptr);

    void refresh(StackIndex stack);
    [[nodiscard]] QString words() const { return m_words; } ///< "layer 6, mean of 12 heads, 0–0.40"
    [[nodiscard]] bool ready() const { return m_figure.has_value(); }
    [[nodiscard]] QSize sizeHint() const override { return {280, 280}; }

signals:
    void wordsChanged(const QString& words);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    Session& m_session;
    std::optional<HeatmapFigure> m_figure;
    QString m_words;
    LatestJob<std::optional<HeatmapFigure>> m_job;
};

} // namespace headlight::ui
