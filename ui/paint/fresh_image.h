// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures that are about to be painted all over.
#pragma once

#include "base/fresh_memory.h"

#include <QImage>

namespace headlight::paint {

/// An image of any content, in memory of takeFreshMemory(); null where QImage(size, format) would be or there is no memory for it. The format has 4 bytes a pixel.
inline QImage freshImage(QSize size, QImage::Format format)
{
    constexpr qint64 kBytesPerPixel = 4;
    constexpr qint64 kMostBytes = 0x7fffffff; // of a QImage
    if (size.isEmpty() || size.height() > kMostBytes / kBytesPerPixel / size.width())
        return {};
    const qint64 line = size.width() * kBytesPerPixel;
    try {
        void* memory = takeFreshMemory(static_cast<std::size_t>(line * size.height()));
        return {static_cast<uchar*>(memory), size.width(), size.height(), static_cast<qsizetype>(line), format, giveBackFreshMemory, memory};
    } catch (const std::bad_alloc&) {
        return {};
    }
}

} // namespace headlight::paint
