// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/picture_array.h"

#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace headlight {

namespace {

constexpr std::int64_t kSmallestPicture = 16;
constexpr std::int64_t kLargestSide = 8192;
constexpr std::int64_t kMostPictures = 4096;
constexpr std::size_t kFewestDifferent = 8; // different ones, to tell how they were made
constexpr double kByteSlack = 0.02;      // of a step of 1/255: float32 keeps a hundred times less

/// x = (value - mean) / deviation, value from 0 to 1.
struct Normalisation {
    PixelScale scale;
    std::array<double, 3> mean;
    std::array<double, 3> deviation;
    std::string_view name;

    [[nodiscard]] double value(double x, std::size_t channel) const { return x * deviation[channel] + mean[channel]; }
};

/// In the order in which they are tried.
constexpr std::array<Normalisation, 4> kNormalisations{{
    {PixelScale::Unit, {0.0, 0.0, 0.0}, {1.0, 1.0, 1.0}, "0 to 1"},
    {PixelScale::Signed, {0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}, "-1 to 1"},
    {PixelScale::Clip, {0.48145466, 0.4578275, 0.40821073}, {0.26862954, 0.26130258, 0.27577711}, "normalised as for CLIP"},
    {PixelScale::ImageNet, {0.485, 0.456, 0.406}, {0.229, 0.224, 0.225}, "normalised as for ImageNet"},
}};

/// Some rows of each channel.
struct Look {
    std::array<std::vector<float>, 3> channels;

    [[nodiscard]] bool all(const auto& holds) const
    {
        for (std::size_t channel = 0; channel < 3; ++channel)
            for (const float x : channels[channel])
                if (!holds(static_cast<double>(x), channel))
                    return false;
        return true;
    }
    [[nodiscard]] std::size_t different() const
    {
        std::set<float> values;
        for (const auto& channel : channels)
            values.insert(channel.begin(), channel.end());
        return values.size();
    }
};

std::optional<Look> lookAt(const Tensor& picture)
{
    Look look;
    std::vector<float> row(static_cast<std::size_t>(picture.size(2)));
    for (std::int64_t channel = 0; channel < 3; ++channel)
        for (const std::int64_t quarter : {0, 1, 2, 3}) {
            if (!picture.select(0, channel).select(0, quarter * (picture.size(1) - 1) / 3).read(std::span<float>(row)))
                return std::nullopt;
            auto& values = look.channels[static_cast<std::size_t>(channel)];
            values.insert(values.end(), row.begin(), row.end());
        }
    return look;
}

bool isWhole(double x)
{
    return std::abs(x - std::round(x)) < kByteSlack;
}

bool comesFromBytes(const Look& look, const Normalisation& normalisation)
{
    return look.all([&](double x, std::size_t channel) {
        const double byte = 255.0 * normalisation.value(x, channel);
        return byte > -kByteSlack && byte < 255.0 + kByteSlack && isWhole(byte);
    });
}

bool lies(const Look& look, const Normalisation& normalisation)
{
    return look.all([&](double x, std::size_t channel) {
        const double value = normalisation.value(x, channel);
        return value > -0.01 && value < 1.01;
    });
}

struct Told {
    PixelScale scale = PixelScale::Byte;
    std::string why;
};

std::optional<Told> scaleOf(const Tensor& picture, bool called)
{
    const auto look = lookAt(picture);
    if (!look)
        return std::nullopt;
    if (picture.dtype() == DType::UInt8)
        return Told{PixelScale::Byte, "bytes"};
    const bool many = look->different() >= kFewestDifferent;
    if (called && many && look->all([](double x, std::size_t) { return x >= 0.0 && x <= 255.0 && x == std::round(x); }))
        return Told{PixelScale::Byte, "whole numbers from 0 to 255"};
    if (!isFloating(picture.dtype()))
        return std::nullopt;
    for (const auto& each : kNormalisations)
        if (many && (called || each.scale != PixelScale::Unit) && comesFromBytes(*look, each))
            return Told{each.scale, fmt::format("{}: so every value looked at is a byte", each.name)};
    for (const auto& each : kNormalisations)
        if (called && lies(*look, each))
            return Told{each.scale, fmt::format("{}, by its range", each.name)};
    return std::nullopt;
}

/// [channel, row, column] of an array of three axes, whichever of both ways it stands.
std::optional<Tensor> channelsFirst(const Tensor& array)
{
    const auto side = [&](std::int64_t axis) { return array.size(axis) >= kSmallestPicture && array.size(axis) <= kLargestSide; };
    static constexpr std::array<std::int64_t, 3> kFromLast{2, 0, 1};
    if (array.size(0) == 3 && side(1) && side(2))
        return array;
    if (array.size(2) == 3 && side(0) && side(1))
        return array.permuted(kFromLast);
    return std::nullopt;
}

bool saysPicture(std::string_view words)
{
    static constexpr std::array<std::string_view, 12> kWords{"pixel", "pixels", "image", "images", "img", "imgs", "picture", "pictures", "photo", "frame", "frames", "input"};
    return std::ranges::any_of(kWords, [words](std::string_view word) { return hasWord(words, word); });
}

} // namespace

std::vector<PictureArray> picturesIn(const Tensor& array, const std::string& name, const std::string& words)
{
    if (saysAttention(words) || saysGradient(words) || array.rank() < 3 || array.rank() > 4)
        return {};
    const std::int64_t count = array.rank() == 4 ? array.size(0) : 1;
    if (count < 1 || count > kMostPictures)
        return {};
    std::vector<PictureArray> pictures;
    std::optional<Told> told; // the first stands for all
    for (std::int64_t i = 0; i < count; ++i) {
        auto values = channelsFirst(array.rank() == 4 ? array.select(0, i) : array);
        if (values && !told)
            told = scaleOf(*values, saysPicture(words));
        if (!values || !told)
            return {};
        pictures.push_back({*std::move(values), told->scale, name, told->why});
    }
    return pictures;
}

Result<std::vector<std::uint8_t>> pixelsOf(const PictureArray& picture)
{
    std::vector<float> values(static_cast<std::size_t>(picture.values.count()));
    if (auto read = picture.values.read(std::span<float>(values)); !read)
        return read.error();
    const auto* const normalisation = std::ranges::find(kNormalisations, picture.scale, &Normalisation::scale);
    const std::size_t plane = values.size() / 3;
    std::vector<std::uint8_t> pixels(values.size());
    for (std::size_t channel = 0; channel < 3; ++channel)
        for (std::size_t i = 0; i < plane; ++i) {
            const double x = static_cast<double>(values[channel * plane + i]);
            const double byte = normalisation == kNormalisations.end() ? x : 255.0 * normalisation->value(x, channel);
            pixels[3 * i + channel] = static_cast<std::uint8_t>(byte > 0.0 ? std::lround(std::min(byte, 255.0)) : 0);
        }
    return pixels;
}

} // namespace headlight
