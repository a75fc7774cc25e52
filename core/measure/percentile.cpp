// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/percentile.h"

#include "base/dispatch.h"
#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace headlight {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::size_t kValuesAtOnce = 16; ///< values side by side

/// All parts cut into chunks of bounded size, for work on several threads.
std::vector<std::span<const float>> chunksOf(std::span<const std::span<const float>> parts)
{
    std::vector<std::span<const float>> chunks;
    for (const auto& part : parts)
        for (std::size_t first = 0; first < part.size(); first += kChunk)
            chunks.push_back(part.subspan(first, std::min(kChunk, part.size() - first)));
    return chunks;
}

/// NaN and infinities fall out by comparisons; a range per lane keeps the loop in vector registers.
HEADLIGHT_CLONES
void rangeOfBlocks(const float* values, std::size_t blocks, float* smallest, float* largest, std::int32_t* bad)
{
    constexpr float kMost = std::numeric_limits<float>::max();
    float low[kValuesAtOnce];
    float high[kValuesAtOnce];
    std::int32_t odd[kValuesAtOnce] = {};
    for (std::size_t lane = 0; lane < kValuesAtOnce; ++lane) {
        low[lane] = std::numeric_limits<float>::infinity();
        high[lane] = -std::numeric_limits<float>::infinity();
    }
    for (std::size_t block = 0; block < blocks; ++block)
        for (std::size_t lane = 0; lane < kValuesAtOnce; ++lane) {
            const float value = values[block * kValuesAtOnce + lane];
            const float size = value < 0.0F ? -value : value;
            const bool finite = size <= kMost;
            const float under = finite ? value : low[lane];
            const float over = finite ? value : high[lane];
            low[lane] = under < low[lane] ? under : low[lane];
            high[lane] = over > high[lane] ? over : high[lane];
            odd[lane] += finite ? 0 : 1;
        }
    for (std::size_t lane = 0; lane < kValuesAtOnce; ++lane) {
        smallest[lane] = low[lane];
        largest[lane] = high[lane];
        bad[lane] = odd[lane];
    }
}

ValueRange rangeOf(std::span<const float> values)
{
    float smallest[kValuesAtOnce];
    float largest[kValuesAtOnce];
    std::int32_t bad[kValuesAtOnce];
    const std::size_t blocks = values.size() / kValuesAtOnce;
    rangeOfBlocks(values.data(), blocks, smallest, largest, bad);
    ValueRange range{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(), 0, 0};
    for (std::size_t lane = 0; lane < kValuesAtOnce; ++lane) {
        range.smallest = std::min(range.smallest, smallest[lane]);
        range.largest = std::max(range.largest, largest[lane]);
        range.notNumbers += bad[lane];
    }
    for (const float value : values.subspan(blocks * kValuesAtOnce)) {
        if (!std::isfinite(value)) {
            ++range.notNumbers;
            continue;
        }
        range.smallest = std::min(range.smallest, value);
        range.largest = std::max(range.largest, value);
    }
    range.numbers = static_cast<std::int64_t>(values.size()) - range.notNumbers;
    return range;
}

/// found[i] is set where block i of kValuesAtOnce values holds one that is at least the threshold.
HEADLIGHT_CLONES
void blocksAbove(const float* values, std::size_t blocks, float threshold, bool magnitude, std::uint8_t* found)
{
    for (std::size_t block = 0; block < blocks; ++block) {
        std::int32_t any = 0;
        for (std::size_t lane = 0; lane < kValuesAtOnce; ++lane) {
            const float value = magnitude ? std::fabs(values[block * kValuesAtOnce + lane]) : values[block * kValuesAtOnce + lane];
            any |= value >= threshold ? 1 : 0;
        }
        found[block] = static_cast<std::uint8_t>(any);
    }
}

void takeAbove(std::span<const float> values, float threshold, bool magnitude, std::vector<float>& taken)
{
    for (const float raw : values) {
        const float value = magnitude ? std::fabs(raw) : raw;
        if (value >= threshold && std::isfinite(value))
            taken.push_back(value);
    }
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
        const auto chunk = chunks[static_cast<std::size_t>(i)];
        auto& mine = found[static_cast<std::size_t>(i)];
        std::vector<std::uint8_t> above(chunk.size() / kValuesAtOnce);
        blocksAbove(chunk.data(), above.size(), threshold, magnitude, above.data());
        for (std::size_t s = 0; s < above.size(); ++s)
            if (above[s] != 0)
                takeAbove(chunk.subspan(s * kValuesAtOnce, kValuesAtOnce), threshold, magnitude, mine);
        takeAbove(chunk.subspan(above.size() * kValuesAtOnce), threshold, magnitude, mine);
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
    return percentile(parts, valueRange(parts), percent, magnitude);
}

std::optional<float> percentile(std::span<const std::span<const float>> parts, const ValueRange& range, double percent, bool magnitude)
{
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
