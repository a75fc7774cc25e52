// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The preview of one head beside the pointer: its map, large enough to be read, and what is known about it.
#pragma once

#include "figure/build.h"
#include "ui/paint/painter.h"

#include <QRect>
#include <QString>
#include <QWidget>

namespace headlight::ui {

/// "Layer 2, head 7"
QString headTitle(HeadRef head, IndexBase base);
/// "layer 2, head 7   row entropy 1.40 nats"
QString headStatus(const HeadDescription& description, const Display& display);
/// For screen readers: "layer 2, head 7, row entropy 1.40 nats, selected"
QString headSpoken(const HeadDescription& description, const Display& display, bool selected);

/// A child of the view and never a window of its own, and never under the mouse.
class HeadCard : public QWidget {
    Q_OBJECT
public:
    static constexpr int kMap = 196;

    explicit HeadCard(QWidget* parent);

    void show(const HeadDescription& description, const ColourScale& scale, const paint::PaintStyle& style, IndexBase base);
    /// Right, left, below or above `tile`, the first that lies in `room` and covers neither the tile nor `labels`.
    void placeBeside(const QRect& tile, const QRect& labels, const QRect& room);
    [[nodiscard]] QSize sizeHint() const override;
    /// Below the card, on whatever it is a child of.
    void paintShadow(QPainter& painter) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QString numbers() const;
    void paintMap(QPainter& painter, const QRect& square) const;

    HeadDescription m_description;
    ColourScale m_scale;
    paint::PaintStyle m_style;
    QString m_title;
};

} // namespace headlight::ui
