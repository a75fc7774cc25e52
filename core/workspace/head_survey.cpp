// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "workspace/workspace_content.h"

#include "measure/kept_positions.h"
#include "workspace/metric_values.h"

namespace headlight {

namespace {

/// Tiles are kept this large at most; OverviewFigure draws them smaller.
constexpr std::int64_t kTileCells = 96;

/// Sums over arrays that are too large to be summed before anything of them is shown.
Result<void> verifyStored(const Dump& dump, const MapsKey& key, HeadRef head, const JobContext& job)
{
    const auto maps = dump.attention(key.stack, key.sample);
    if (!maps || head.layer.value >= static_cast<std::int64_t>((*maps)->axes().layers.size()) || head.head.value >= shapeOf((*maps)->axes(), head.layer).heads)
        return {};
    return verify(**maps, {head.layer, head.head}, job);
}

} // namespace

std::shared_ptr<const HeadSummary> Workspace::summary(const MapsKey& key, HeadRef head) const
{
    const auto from = opened(key.dump);
    return from == nullptr ? nullptr : m_content->summaries.find(textOf(from->number, key, {head.layer, head.head}));
}

void Workspace::remember(const MapsKey& key, HeadRef head, std::shared_ptr<const HeadSummary> summary) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return;
    const std::uint64_t bytes = sizeof(HeadSummary) + summary->numbers.shares.size() * sizeof(double) + (summary->tile == nullptr ? 0 : bytesOf(*summary->tile));
    keep(m_content->summaries, *from, textOf(from->number, key, {head.layer, head.head}), std::move(summary), bytes);
}

Result<std::shared_ptr<const HeadSummary>> Workspace::survey(const MapsKey& key, HeadRef head, const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const Workspace held(m_content, from);
    if (auto known = held.summary(key, head))
        return known;
    const auto source = held.maps(key);
    if (!source)
        return source.error();
    auto pass = passOverHead(**source, {head.layer, head.head}, kTileCells, isSigned(key.measure), job);
    if (auto sound = verifyStored(*from->dump, key, head, job); pass && !sound) // behind the pass, which has brought the bytes into memory
        pass = sound.error();
    auto made = std::make_shared<HeadSummary>();
    if (pass) {
        auto numbers = held.withOtherNumbers(std::move(pass->numbers), key, head, job);
        if (!numbers)
            return numbers.error();
        made->tile = std::make_shared<const Matrix>(std::move(pass->tile));
        made->numbers = *std::move(numbers);
        made->smallest = pass->smallest;
        made->largest = pass->largest;
        made->smallestRowSum = pass->smallestRowSum;
        made->largestRowSum = pass->largestRowSum;
        made->notNumbers = pass->notNumbers;
        made->negative = pass->negative;
        made->rowsLeftOut = pass->rowsLeftOut;
    } else if (pass.error().kind == ErrorKind::Cancelled) {
        return pass.error();
    } else {
        made->problem = pass.error();
    }
    held.remember(key, head, made);
    return std::shared_ptr<const HeadSummary>(made);
}

/// What is not of the map alone: imported importance, and the gradients. Only Cancelled is an error, other numbers stay NaN.
Result<HeadNumbers> Workspace::withOtherNumbers(HeadNumbers numbers, const MapsKey& key, HeadRef head, const JobContext& job) const
{
    const auto dump = this->dump(key.dump);
    if (dump == nullptr || !hasHeads(key.measure.kind))
        return numbers;
    const auto& importance = dump->stacks()[static_cast<std::size_t>(key.stack.value)].importance;
    if (importance && head.layer.value < importance->values.rows() && head.head.value < importance->values.columns())
        numbers[HeadMetric::Importance] = static_cast<double>(importance->values(head.layer.value, head.head.value));
    if (whyNoMetric(*this, key, HeadMetric::GradientAttention))
        return numbers;
    MapsKey single = key; // a product of words would not be the product of their pieces
    single.mergeWords = false;
    const auto attention = maps(single);
    auto gradients = dump->gradients(key.stack, key.sample, metricTarget(*dump, key));
    if (!attention || !gradients)
        return numbers;
    const Maps slopes = key.hidePadding ? withoutPadding(*std::move(gradients)) : *std::move(gradients);
    if (slopes->axes().layers != (*attention)->axes().layers)
        return numbers;
    const auto product = gradientAttention(**attention, *slopes, {head.layer, head.head}, job);
    if (product)
        numbers[HeadMetric::GradientAttention] = *product;
    else if (product.error().kind == ErrorKind::Cancelled)
        return product.error();
    return numbers;
}

Result<std::shared_ptr<const HeadDistances>> Workspace::distances(const MapsKey& key, HeadRef head, const JobContext& job) const
{
    const auto from = opened(key.dump);
    if (from == nullptr)
        return notOpen();
    const std::string text = textOf(from->number, key, {head.layer, head.head}) + " distances";
    if (auto known = m_content->distances.find(text))
        return known;
    const auto source = Workspace(m_content, from).maps(key);
    if (!source)
        return source.error();
    auto computed = headDistances(**source, {head.layer, head.head}, job);
    if (!computed)
        return computed.error();
    auto made = std::make_shared<const HeadDistances>(*std::move(computed));
    keep(m_content->distances, *from, text, made, bytesOf(made->values));
    return made;
}

} // namespace headlight
