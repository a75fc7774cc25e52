// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The picture under a mask, and what comes of laying the mask over it.
#pragma once

#include "figure/figure.h"
#include "ui/paint/colour_maps.h"

#include <QImage>
#include <QSize>
#include <QString>

namespace headlight::paint {

/// Largest side and file that are read; pictures larger than the side are read smaller.
inline constexpr int kLargestPicture = 4096;
inline constexpr qint64 kLargestPictureFile = qint64{256} << 20;

/// A picture, or the sentence why there is none.
struct LoadedPicture {
    QImage image;      ///< RGB32; null where it could not be read
    QString problem;   ///< "dog.png is no picture that can be read: ..."
};

/// The picture of a figure, upright. The last few are kept, so that painting again reads nothing. Callable from any thread.
LoadedPicture pictureOf(const ImageFigure& figure);

/// How far the colour of a value covers the picture: `strength` at the end of the scale, none at its beginning (at zero of a diverging one).
/// It grows with the root of the distance, so that middle values keep their colour.
double coverOf(float value, const ColourScale& scale, double strength);

/// The colours of a legend over the picture's mean grey: what a value looks like on it.
ColourTable coveredTable(const ColourScale& scale, double strength, QRgb ground);
/// Mean of all pixels; of their greys with `grey`.
QRgb meanColour(const QImage& picture, bool grey);

/// The mask enlarged to `pixels` in its colours; over the picture when one is given. NaN is hatched.
QImage maskImage(const Matrix& mask, const ColourScale& scale, Enlargement enlargement, QSize pixels, QRgb ground, QRgb hatch);
QImage overlayImage(const Matrix& mask, const ColourScale& scale, Enlargement enlargement, QSize pixels, const QImage& picture, double strength, bool grey);

} // namespace headlight::paint
