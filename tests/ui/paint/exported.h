// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files as the tests of exports make them.
#pragma once

#include "ui/paint/export.h"

#include <QByteArray>
#include <QImage>

#include <random>
#include <string>

namespace headlight::paint::testing {

inline const std::string kState = "{\"headlight\": 1, \"file\": \"a<b> & \\\"c\\\" ]]> ü 日本\", \"tokens\": [\"[CLS]\", \"\\u0001\"]}";

inline ExportOptions optionsFor(FileFormat format)
{
    ExportOptions options;
    options.format = format;
    options.stateJson = kState;
    options.title = "Layer 6 & more";
    return options;
}

inline QByteArray encoded(const Figure& figure, const ExportOptions& options)
{
    const auto file = encode(figure, options);
    return file ? *file : QByteArray();
}

inline QImage noise(int width, int height, int colours)
{
    std::mt19937 random(5);
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto number = static_cast<unsigned>(random()) % static_cast<unsigned>(colours);
            image.setPixel(x, y, 0xff000000U | number * 2654435761U >> 8U);
        }
    return image;
}

} // namespace headlight::paint::testing
