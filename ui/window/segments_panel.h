// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the sequence is divided, and which share of attention goes from which part to which.
#pragma once

#include "figure/build.h"
#include "ui/session/latest_job.h"
#include "ui/session/session.h"

#include <QWidget>

#include <optional>

namespace headlight::ui {

class SegmentsPanel : public QWidget {
    Q_OBJECT
public:
    explicit SegmentsPanel(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QRect cellRect(int query, int key) const; ///< of the matrix
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refresh();
    void choose(int query, int key);
    void paintStrip(QPainter& painter) const;
    void paintMatrix(QPainter& painter) const;
    [[nodiscard]] bool hasMatrix() const;
    [[nodiscard]] int rows() const;
    [[nodiscard]] int columns() const;
    [[nodiscard]] int matrixTop() const;
    [[nodiscard]] int headerHeight() const;
    [[nodiscard]] int namesWidth() const;
    [[nodiscard]] QString note() const;

    Session& m_session;
    SegmentDescription m_segments;
    LatestJob<std::optional<SegmentDescription>> m_job;
    int m_focusRow = 0;
    int m_focusColumn = 0;
};

} // namespace headlight::ui
