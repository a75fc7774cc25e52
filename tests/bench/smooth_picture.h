// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the same machine needs for a picture of a window: the other side of views that nobody else has.
#pragma once

#include "timing.h"

#include <QImage>
#include <QPainter>

#include <vector>

namespace headlight::bench {

/// Milliseconds of drawing a picture of 1600 x 1000 smoothly into one of 1200 x 750, in the median.
inline double smoothPictureMilliseconds()
{
    const QImage from = [] {
        QImage image(1600, 1000, QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, qRgb(x % 256, y % 256, (x * y) % 256));
        return image;
    }();
    QImage to(1200, 750, QImage::Format_RGB32);
    std::vector<double> times;
    for (int round = 0; round < 30; ++round) {
        const Stopwatch clock;
        QPainter painter(&to);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(to.rect(), from);
        painter.end();
        times.push_back(clock.milliseconds());
    }
    return percentileOf(times, 50);
}

} // namespace headlight::bench
