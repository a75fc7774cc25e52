// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What lies between the values of patches, when they are drawn over a picture.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headlight {

/// How values between patches are found. Pixel centres lie at (i + 0.5) · size / pixels - 0.5 and edges are clamped, as in
/// torch.nn.functional.interpolate(align_corners=False).
enum class Enlargement : std::uint8_t {
    Nearest,  ///< every pixel has the value of its patch
    Bilinear, ///< mode="bilinear"
    Bicubic,  ///< mode="bicubic": cubic convolution with a = -0.75 (Keys 1981); goes beyond the smallest and the largest value at steep edges
};
inline constexpr int kEnlargementCount = 3;
std::string_view nameOf(Enlargement enlargement); ///< "nearest", "bilinear", "bicubic"
std::optional<Enlargement> enlargementFromName(std::string_view name);

} // namespace headlight
