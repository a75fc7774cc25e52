// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// PNG files: a palette where the picture has few colours, compressed in parts on several threads.
#pragma once

#include <QByteArray>
#include <QImage>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace headlight::paint {

struct PngWords {
    double dpi = 0.0;                                           ///< 0: not said
    std::vector<std::pair<QByteArray, std::string>> texts = {}; ///< Latin-1 keyword of at most 79 bytes, UTF-8 text
};

/// Keyword of the text chunk that holds the state.
inline constexpr const char* kStateKeyword = "headlight-state";

/// Format_RGB32, or Format_ARGB32 for pictures with holes. The bytes do not depend on the number of threads.
QByteArray encodePng(const QImage& image, const PngWords& words = {});

/// A picture that is never held whole: `paintRows` makes the rows [first, end) of it, in their order and one of them twice, as Format_RGB32 or
/// (with holes) Format_ARGB32. Without a palette. Empty when a band cannot be had.
QByteArray encodePngInBands(QSize size, bool holes, int rowsAtOnce, const std::function<QImage(int first, int end)>& paintRows, const PngWords& words = {});

} // namespace headlight::paint
