// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/percentile.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <mutex>

namespace headlight {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;

/// All parts cut into chunks of bounded size, for work on several threads.
std::vector<std::span<const float>> chunksOf(std::span<const std::span<const float>> parts)
{
    std::vector<std::span<const float>> chunks;
    for (const auto& part : parts)
        for (std::size_t first = 0; first < part.size(); first += kChunk)
            chunks.push_back(part.subspan(first, std::min(kChunk, part.size() - first)));
    return chunks;
}

ValueRange rangeOf(std::span<const float> values)
{
    // Four lanes, so that the compiler keeps minimum and maximum in vector registers; NaN and infinities fall out by the comparison.
    constexpr float kMost = std::numeric_limits<float>::max();
    float smallest = std::numeric_limits<float>::infinity();
    float largest = -std::numeric_limits<float>::infinity();
    std::int32_t bad = 0;
    for (const float value : values) {
        const bool finite = std::fabs(value) <= kMost;
        bad += finite ? 0 : 1;
        smallest = finite && value < smallest ? value : smallest;
        largest = finite && value > largest ? value : largest;
    }
    return {smallest, largest, static_cast<std::int64_t>(values.size()) - bad, bad};
}

/// A guess at the value of rank `rank` from the top, from a sample; erring downwards.
float lowerBoundGuess(const std::vector<std::span<const float>>& chunks, double fractionFromTop, bool magnitude)
{
    std::vector<float> sample;
    for (const auto& chunk : chunks) {
        const std::size_t step = std::max<std::size_t>(1, chunk.size() * chunks.size() / 16384);
        for (std::size_t i = 0; i < chunk.size(); i += step)
            if (std::isfinite(chunk[i]))
                sample.push_back(magnitude ? std::fabs(chunk[i]) : chunk[i]);
    }
    if (sample.empty())
        return -std::numeric_limits<float>::infinity();
    const double wanted = std::min(1.0, fractionFromTop * 1.5 + 0.003);
    const auto rank = std::min(sample.size() - 1, static_cast<std::size_t>(wanted * static_cast<double>(sample.size())));
    std::ranges::nth_element(sample, sample.begin() + static_cast<std::ptrdiff_t>(rank), std::greater<>());
    return sample[rank];
}

std::vector<float> valuesFrom(const std::vector<std::span<const float>>& chunks, float threshold, bool magnitude)
{
    std::vector<std::vector<float>> found(chunks.size());
    parallelFor(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t i) {
        auto& mine = found[static_cast<std::size_t>(i)];
        for (const float raw : chunks[static_cast<std::size_t>(i)]) {
            const float value = magnitude ? std::fabs(raw) : raw;
            if (value >= threshold && std::isfinite(value))
                mine.push_back(value);
        }
    });
    std::vector<float> all;
    for (const auto& some : found)
        all.insert(all.end(), some.begin(), some.end());
    return all;
}

} // namespace

ValueRange valueRange(std::span<const std::span<const float>> parts)
{
    const auto chunks = chunksOf(parts);
    std::vector<ValueRange> ranges(chunks.size());
    parallelFor(static_cast<std::int64_t>(chunks.size()), [&](std::int64_t i) { ranges[static_cast<std::size_t>(i)] = rangeOf(chunks[static_cast<std::size_t>(i)]); });
    ValueRange all{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0, 0};
    for (const auto& range : ranges) {
        all.smallest = std::min(all.smallest, range.smallest);
        all.largest = std::max(all.largest, range.largest);
        all.numbers += range.numbers;
        all.notNumbers += range.notNumbers;
    }
    if (all.numbers == 0)
        return {0.0F, 0.0F, 0, all.notNumbers};
    return all;
}

std::optional<float> percentile(std::span<const std::span<const float>> parts, double percent, bool magnitude)
{
    const auto range = valueRange(parts);
    if (range.numbers == 0)
        return std::nullopt;
    const auto count = static_cast<double>(range.numbers);
    const auto rank = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::ceil(percent / 100.0 * count)), 1, range.numbers); // from the bottom, 1-based
    const std::int64_t fromTop = range.numbers - rank;                                                                            // 0: the largest

    const auto chunks = chunksOf(parts);
    float threshold = lowerBoundGuess(chunks, static_cast<double>(fromTop) / count, magnitude);
    auto top = valuesFrom(chunks, threshold, magnitude);
    if (static_cast<std::int64_t>(top.size()) <= fromTop) // the sample misled
        top = valuesFrom(chunks, -std::numeric_limits<float>::infinity(), magnitude);
    std::ranges::nth_element(top, top.begin() + fromTop, std::greater<>());
    return top[static_cast<std::size_t>(fromTop)];
}

} // namespace headlight
