// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/segments.h"

#include "dump/token_style.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace headlight {

namespace {

constexpr std::int64_t kSmallestSide = 4;
/// How much the shape of a picture may differ from the shape of its grid of patches.
constexpr double kAspectSlack = 0.06;

std::optional<std::int64_t> squareRoot(std::int64_t number)
{
    const auto root = static_cast<std::int64_t>(std::llround(std::sqrt(static_cast<double>(std::max<std::int64_t>(0, number)))));
    return root * root == number && root >= kSmallestSide ? std::optional(root) : std::nullopt;
}

std::optional<Grid> gridOfShape(std::int64_t patches, double aspect)
{
    for (std::int64_t rows = 2; rows <= patches / 2; ++rows) {
        const std::int64_t columns = patches / rows;
        if (rows * columns == patches && std::abs(static_cast<double>(columns) / static_cast<double>(rows) / aspect - 1.0) < kAspectSlack)
            return Grid{rows, columns};
    }
    return std::nullopt;
}

/// A picture divided into patches of a usual side, with few tokens in front; the largest patch first, as the fewest tokens are usual.
std::vector<PatchLayout> layoutsOfPicture(std::int64_t positions, const Grid& pixels)
{
    static constexpr std::array<std::int64_t, 8> kSides{16, 14, 32, 8, 28, 4, 2, 1};
    static constexpr std::int64_t kMostPrefix = 17;
    std::vector<PatchLayout> layouts;
    for (const auto side : kSides) {
        const Grid grid{pixels.rows / side, pixels.columns / side};
        const std::int64_t prefix = positions - grid.rows * grid.columns;
        if (grid.rows > 0 && grid.columns > 0 && prefix >= 0 && prefix <= kMostPrefix)
            layouts.push_back({prefix, grid, fmt::format("patches of {0} x {0} in a picture of {1} x {2}", side, pixels.columns, pixels.rows)});
    }
    std::ranges::stable_sort(layouts, {}, &PatchLayout::prefix);
    return layouts;
}

void setNumber(AxisItem& item)
{
    item.label = fmt::format("{}", item.position);
}

void addPatches(Axis& axis, const PatchLayout& layout)
{
    const std::int64_t patches = layout.grid.rows * layout.grid.columns;
    if (layout.prefix > 0)
        axis.segments.push_back({"prefix", SegmentKind::Prefix, 0, layout.prefix, {}});
    axis.segments.push_back({"patches", SegmentKind::Patches, layout.prefix, patches, layout.grid});
    for (auto& item : axis.items) {
        const std::int64_t patch = item.position - layout.prefix;
        item.segment = patch < 0 || layout.prefix == 0 ? 0 : 1;
        item.label = patch >= 0 ? patchLabel(patch, layout.grid) : prefixLabel(item.position, layout.prefix);
    }
}

void addText(Axis& axis, const AxisPlan& plan)
{
    const auto& placement = plan.placement;
    const auto clean = cleanTokens(plan.tokens);
    const std::string padding = paddingTokenFor(plan.tokens);
    for (auto& item : axis.items) {
        const std::int64_t index = item.position - placement.queries;
        item.marks.padding = item.position >= placement.paddingFrom;
        if (index < 0) {
            item.token = item.label = fmt::format("query {}", item.position);
            continue;
        }
        const auto place = static_cast<std::size_t>(index);
        item.label = fmt::format("{}", plan.numberFrom + item.position);
        if (plan.numbersOnly)
            continue;
        if (place < plan.tokens.size()) {
            item.token = plan.tokens[place];
            item.label = clean[place].label;
            item.continues = clean[place].continues;
            item.leadingSpace = clean[place].leadingSpace;
            item.marks.padding = item.marks.padding || isPaddingToken(item.token);
        } else if (item.marks.padding && !padding.empty()) {
            item.token = item.label = padding;
        }
        item.marks.special = isSpecialToken(item.token);
    }
    axis.labelled = !plan.tokens.empty() && !plan.numbersOnly;
}

} // namespace

std::string paddingTokenFor(const std::vector<std::string>& tokens)
{
    for (const auto& token : tokens) {
        if (token == "[CLS]" || token == "[SEP]")
            return "[PAD]";
        if (token == "<s>" || token == "</s>")
            return "<pad>";
    }
    return {};
}

std::string prefixLabel(std::int64_t position, std::int64_t prefix)
{
    if (position == 0)
        return "class";
    return prefix == 2 ? std::string("distillation") : fmt::format("register {}", position - 1);
}

std::string patchLabel(std::int64_t patch, const Grid& grid)
{
    return fmt::format("patch {},{}", patch / grid.columns, patch % grid.columns);
}

std::vector<PatchLayout> patchLayouts(std::int64_t positions, const std::optional<PictureFacts>& picture)
{
    static constexpr std::array<std::int64_t, 4> kPrefixes{1, 2, 5, 0}; // class; and distillation; and four registers; none
    static constexpr std::array<std::int64_t, 6> kRarePrefixes{9, 17, 4, 3, 6, 8};
    std::vector<PatchLayout> layouts;
    const auto add = [&layouts](PatchLayout layout) {
        if (std::ranges::find(layouts, layout) == layouts.end())
            layouts.push_back(std::move(layout));
    };
    if (picture && picture->pixels)
        for (auto& layout : layoutsOfPicture(positions, *picture->pixels))
            add(std::move(layout));
    for (const auto prefix : kPrefixes)
        if (const auto side = squareRoot(positions - prefix))
            add({prefix, {*side, *side}});
    if (picture && picture->aspect)
        for (const auto prefix : kPrefixes)
            if (const auto grid = gridOfShape(positions - prefix, *picture->aspect))
                add({prefix, *grid, "the grid of the picture's shape"});
    if (picture)
        for (const auto prefix : kRarePrefixes)
            if (const auto side = squareRoot(positions - prefix))
                add({prefix, {*side, *side}});
    return layouts;
}

std::optional<PatchLayout> patchLayoutOf(std::int64_t positions, const Grid& grid)
{
    const std::int64_t prefix = positions - grid.rows * grid.columns;
    return prefix < 0 ? std::nullopt : std::optional(PatchLayout{prefix, grid, "chosen by you"});
}

std::string patchText(const PatchLayout& layout)
{
    const std::string patches = fmt::format("{} x {} patches", layout.grid.rows, layout.grid.columns);
    if (layout.prefix == 0)
        return patches + " without a class token";
    if (layout.prefix == 1)
        return "a class token and " + patches;
    if (layout.prefix == 2)
        return "a class token, a distillation token and " + patches;
    return fmt::format("a class token, {} register tokens and {}", layout.prefix - 1, patches);
}

Axis makeAxis(const AxisPlan& plan)
{
    Axis axis;
    axis.sequence = plan.sequence;
    axis.items.resize(static_cast<std::size_t>(plan.size));
    for (std::int64_t position = 0; position < plan.size; ++position)
        axis.items[static_cast<std::size_t>(position)].position = position;
    if (plan.size == 0)
        return axis;
    if (!plan.segments.empty()) {
        addNamedSegments(axis, plan);
        return axis;
    }
    if (plan.patches) {
        addPatches(axis, *plan.patches);
        if (plan.numbersOnly)
            std::ranges::for_each(axis.items, setNumber);
        return axis;
    }
    const std::int64_t queries = std::min(plan.placement.queries, plan.size);
    if (queries > 0)
        axis.segments.push_back({"queries", SegmentKind::Queries, 0, queries, {}});
    if (queries < plan.size)
        axis.segments.push_back({"text", SegmentKind::Text, queries, plan.size - queries, {}});
    addText(axis, plan);
    for (auto& item : axis.items)
        item.segment = queries > 0 && item.position >= queries ? 1 : 0;
    return axis;
}

std::int64_t tokensBeforePadding(const std::vector<std::string>& tokens)
{
    std::size_t count = tokens.size();
    while (count > 0 && isPaddingToken(tokens[count - 1]))
        --count;
    return static_cast<std::int64_t>(count);
}

std::optional<std::int64_t> learnedQueries(const std::vector<KeyUse>& uses, const std::vector<std::vector<std::string>>& tokens, bool causal)
{
    if (causal)
        return std::nullopt;
    std::vector<std::int64_t> counts;
    bool unusedEnd = false;
    for (std::size_t i = 0; i < uses.size() && i < tokens.size(); ++i) {
        if (tokens[i].empty() || !uses[i].known())
            continue;
        if (!isSpecialToken(tokens[i].front()) || static_cast<std::int64_t>(tokens[i].size()) >= uses[i].keys)
            return std::nullopt;
        counts.push_back(uses[i].used - tokensBeforePadding(tokens[i]));
        unusedEnd = unusedEnd || uses[i].hasUnusedEnd();
    }
    if (counts.empty())
        return std::nullopt;
    // Rows that were not looked at can only make the count too small, never too large.
    const std::int64_t most = std::ranges::max(counts);
    const bool agreed = 2 * std::ranges::count(counts, most) >= static_cast<std::ptrdiff_t>(counts.size());
    const bool usual = most == 32 || most == 64;
    if (most <= 0 || !agreed || (!unusedEnd && !usual))
        return std::nullopt;
    return most;
}

TokenPlacement placeTokens(std::int64_t size, const std::vector<std::string>& tokens, std::int64_t queries, const KeyUse& use)
{
    TokenPlacement placement;
    const auto listed = static_cast<std::int64_t>(tokens.size());
    const std::int64_t real = tokensBeforePadding(tokens);
    placement.queries = queries;
    placement.tokens = std::min(listed, size - queries);
    placement.listedPadding = listed - real;
    const bool measured = use.known() && use.keys == size;
    placement.paddingFrom = measured && use.hasUnusedEnd() ? use.used : size;
    if (tokens.empty())
        return placement;
    const bool endsHere = isSpecialToken(tokens[static_cast<std::size_t>(std::max<std::int64_t>(0, real - 1))]);
    const bool nothingFollows = queries > 0 || (measured && (use.used == queries + listed || (use.masked && endsHere && real > 1)));
    if (placement.listedPadding > 0 || (queries + listed < size && nothingFollows))
        placement.paddingFrom = std::min(placement.paddingFrom, std::min(size, queries + real));
    return placement;
}

} // namespace headlight
