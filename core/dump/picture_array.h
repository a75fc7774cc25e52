// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pictures that stand in a dump as numbers: what went into the model, `pixel_values`, mostly normalised.
#pragma once

#include "base/result.h"
#include "value/tensor.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// How the numbers of a picture are to be read.
enum class PixelScale : std::uint8_t {
    Byte,     ///< 0 to 255
    Unit,     ///< 0 to 1
    Signed,   ///< -1 to 1: (x - 0.5) / 0.5
    ImageNet, ///< (x - mean) / deviation of each channel, as torchvision has them
    Clip,     ///< the same with the numbers of OpenAI's CLIP
};

/// One picture: a view [channel, row, column] of three channels, red first.
struct PictureArray {
    Tensor values;
    PixelScale scale = PixelScale::Unit;
    std::string name; ///< where it stands: "['pixel_values']"
    std::string why;  ///< how its scale was told, a sentence without an end

    [[nodiscard]] std::int64_t rows() const { return values.size(1); }
    [[nodiscard]] std::int64_t columns() const { return values.size(2); }
    [[nodiscard]] double aspect() const { return static_cast<double>(columns()) / static_cast<double>(rows()); }
};

/// Pictures in an array [3, H, W], [H, W, 3] or either with samples in front, told by its sizes and values; none when it holds something else.
/// Looks at some of its rows. `words` are the keys that lead to it: numbers between 0 and 1 are a picture only where it is called one.
std::vector<PictureArray> picturesIn(const Tensor& array, const std::string& name, const std::string& words);

/// [row, column, channel] of 0 to 255; what lies outside is cut off, NaN is 0. Errors are those of the file.
Result<std::vector<std::uint8_t>> pixelsOf(const PictureArray& picture);

} // namespace headlight
