// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/figure_words.h"

#include "figure/build.h"
#include "figure/shown_cells.h"
#include "state/state_json.h"
#include "workspace/streams.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

namespace headlight {

namespace {

/// "1, 7, 10" and "1–4": numbers for people.
std::string numbersInWords(const std::vector<std::int64_t>& numbers)
{
    std::string text;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t end = i;
        while (end + 1 < numbers.size() && numbers[end + 1] == numbers[end] + 1)
            ++end;
        text += text.empty() ? "" : ", ";
        if (end - i >= 2)
            text += fmt::format("{}–{}", numbers[i], numbers[end]);
        else
            text += end == i ? fmt::format("{}", numbers[i]) : fmt::format("{}, {}", numbers[i], numbers[end]);
        i = end + 1;
    }
    return text;
}

/// Layers and heads as people count them, when the selection is every one of these heads in every one of these layers.
struct Product {
    std::vector<std::int64_t> layers;
    std::vector<std::int64_t> heads;
    bool everyHead = false;
    bool everyLayer = false;
};

std::optional<Product> productOf(const State& state)
{
    const auto& heads = state.selection.heads;
    const auto& grid = state.stackShape().heads;
    const auto layers = heads.layers();
    const std::int64_t offset = state.display.indexBase == IndexBase::One ? 1 : 0;
    Product product;
    for (const auto layer : layers) {
        product.layers.push_back(layer.value + offset);
        std::vector<std::int64_t> mine;
        for (const auto head : heads.headsIn(layer))
            mine.push_back(head.value + offset);
        if (!product.heads.empty() && product.heads != mine)
            return std::nullopt;
        product.heads = std::move(mine);
    }
    product.everyLayer = layers.size() == grid.size();
    product.everyHead = std::ranges::all_of(layers, [&](LayerIndex layer) { return grid[static_cast<std::size_t>(layer.value)] == static_cast<std::int64_t>(product.heads.size()); });
    return product;
}

/// "21", "3-5-6"
std::string hyphenated(const std::vector<QueryIndex>& queries)
{
    std::string text;
    for (const auto query : queries)
        text += fmt::format("{}{}", text.empty() ? "" : "-", query.value);
    return text;
}

std::string aggregatePrefix(const State& state)
{
    if (state.selection.aggregate == Aggregate::Each || selectedMaps(state).size() == 1)
        return {};
    return fmt::format("{} of ", state.selection.aggregate == Aggregate::Mean ? "mean" : state.selection.aggregate == Aggregate::Max ? "maximum" : "minimum");
}

/// Of a measure with one map per layer: which heads it was made of, and what became of the layers.
std::string headsTogether(const State& state, const std::optional<Product>& product)
{
    std::string heads = product && product->everyHead ? fmt::format("all {} heads", product->heads.size())
        : product && product->heads.size() == 1       ? fmt::format("head {}", product->heads.front())
        : product                                     ? fmt::format("heads {}", numbersInWords(product->heads))
                                                      : formatHeads(state.selection.heads, state.stackShape().heads, state.display.indexBase);
    if (state.selection.heads.size() > static_cast<std::int64_t>(state.selection.heads.layers().size()))
        heads += " together";
    const auto prefix = aggregatePrefix(state);
    return prefix.empty() ? heads : fmt::format("{}, {}layers", heads, prefix);
}

std::string capitalised(std::string text)
{
    if (!text.empty())
        text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

} // namespace

std::string layersPhrase(const State& state)
{
    const auto product = productOf(state);
    if (!product)
        return {};
    if (product->layers.size() == 1)
        return fmt::format("layer {}", product->layers.front());
    return product->everyLayer ? fmt::format("all {} layers", product->layers.size()) : fmt::format("layers {}", numbersInWords(product->layers));
}

std::string layersPhrase(const State& shown, const State& selected)
{
    auto words = layersPhrase(shown);
    if (const auto all = selected.selection.heads.layers().size(); shown.selection.heads.layers().size() < all)
        words += fmt::format(", the last of {} selected", all);
    return words;
}

std::string headsPhrase(const State& state)
{
    const auto product = productOf(state);
    if (!hasHeads(state.measure.kind))
        return headsTogether(state, product);
    const auto prefix = aggregatePrefix(state);
    if (!product)
        return prefix + formatHeads(state.selection.heads, state.stackShape().heads, state.display.indexBase);
    if (product->heads.size() == 1)
        return prefix + fmt::format("head {}", product->heads.front());
    if (product->everyHead)
        return prefix + fmt::format("all {} heads", product->heads.size());
    return prefix + fmt::format("heads {}", numbersInWords(product->heads));
}

std::string itemsPhrase(const Axis& axis, const std::vector<std::int64_t>& items, std::string_view one, std::string_view several, const Display& display)
{
    std::vector<std::int64_t> positions;
    for (const auto item : items)
        positions.push_back(axis.items[static_cast<std::size_t>(item)].position);
    if (positions.size() > 1) {
        std::ranges::sort(positions);
        return fmt::format("{} {}", several, numbersInWords(positions));
    }
    const auto token = labelOf(axis.items[static_cast<std::size_t>(items.front())], display);
    const auto number = fmt::format("{} {}", one, positions.front());
    return token == std::to_string(positions.front()) || token == number ? number : fmt::format("{} {}", number, token);
}

std::string queriesPhrase(const Axis& queries, const std::vector<std::int64_t>& items, const Display& display)
{
    return itemsPhrase(queries, items, "query", "mean of queries", display);
}

std::string titleFor(const State& state)
{
    std::string title = capitalised(displayName(state.measure));
    if (const auto layers = layersPhrase(state); !layers.empty())
        title += ", " + layers;
    return title + ", " + headsPhrase(state);
}

std::string overviewTitle(const State& state)
{
    return capitalised(displayName(state.measure)) + (hasHeads(state.measure.kind) ? ", all layers and heads" : ", all layers");
}

std::string metricPhrase(const MetricChoice& metric)
{
    auto words = titleOf(metric);
    if (!words.empty())
        words.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(words.front())));
    return words;
}

std::string measurePhrase(const State& state)
{
    return displayName(state.measure) + (state.display.mergeWords ? ", words" : "");
}

std::string subtitleFor(const Dump& dump, const State& state)
{
    const auto& sample = dump.samples()[static_cast<std::size_t>(state.selection.sample.value)];
    return sample.caption;
}

std::vector<std::string> filterWords(const State& state, const MapAxes& all, const MapAxes& shownAxes, const ShownCells& shown)
{
    std::vector<std::string> words;
    const auto hidden = all.keys->size() - shownAxes.keys->size();
    if (hidden > 0)
        words.push_back(fmt::format("{} padded positions hidden", hidden));
    if (state.selection.block.query || state.selection.block.key)
        words.push_back(fmt::format("block of {} queries × {} keys", shown.rows.size(), shown.columns.size()));
    else if (state.selection.window)
        words.push_back(fmt::format("{} of {} queries × {} of {} keys", shown.rows.size(), shownAxes.queries->size(), shown.columns.size(), shownAxes.keys->size()));
    return words;
}

EmptyFigure nothingLeft(const ShownCells& shown, const State& state)
{
    EmptyFigure empty;
    empty.sentence = shown.rows.empty() ? "No query is left by the filter." : "No key is left by the filter.";
    empty.button = "Clear filter";
    if (state.selection.block.query || state.selection.block.key)
        empty.action = SetBlock{};
    else
        empty.action = SetWindow{};
    return empty;
}

std::string leftOutWords(const LayerShape& taken, std::int64_t takenHeads, std::int64_t selectedHeads)
{
    if (takenHeads == selectedHeads)
        return {};
    return fmt::format("{} of {} heads left out: their layers are not {} × {}", selectedHeads - takenHeads, selectedHeads, taken.queries, taken.keys);
}

std::vector<std::string> originWords(const Dump& dump, const State& state)
{
    const auto& sample = dump.samples()[static_cast<std::size_t>(state.selection.sample.value)];
    const auto folder = dump.path().parent_path().filename().string();
    const auto& file = sample.file.empty() ? dump.title() : sample.file;
    std::vector<std::string> words;
    const bool isFolder = dump.path().filename().string() != file && !sample.file.empty();
    const auto parent = isFolder ? dump.path().filename().string() : folder;
    words.push_back(parent.empty() || parent == "." ? file : parent + "/" + file);
    words.push_back("sample " + label(state.selection.sample) + (sample.id.empty() ? "" : fmt::format(" (id {})", sample.id)));
    if (dump.stacks().size() > 1)
        words.front() += ", " + dump.stacks()[static_cast<std::size_t>(state.selection.stack.value)].name;
    if (overBothStreams(dump, state.selection.stack, state.selection.sample, state.measure))
        words.front() += " over both streams";
    return words;
}

std::string aggregateNote(const State& state)
{
    const bool each = state.selection.aggregate == Aggregate::Each;
    const bool several = state.selection.heads.size() > 1 && hasHeads(state.measure.kind);
    if (!each && (state.view == ViewKind::Overview || state.view == ViewKind::Heads))
        return fmt::format("The {} shows every head by itself.", state.view == ViewKind::Overview ? "Overview" : "view of heads");
    if (each && state.view == ViewKind::Links && selectedMaps(state).size() > LinksFigure::kMostHeads)
        return fmt::format("Links of more than {} heads are those of their mean.", LinksFigure::kMostHeads);
    const bool weights = (state.view == ViewKind::Trends && state.display.trend == TrendKind::Weights) || (state.view == ViewKind::Table && state.display.table.kind == TableKind::Weights);
    if (several && ((each && (state.view == ViewKind::Image || state.view == ViewKind::Text)) || (state.selection.aggregate != Aggregate::Mean && weights)))
        return "This view shows the mean of the heads.";
    return {};
}

std::string fileStem(const State& state)
{
    std::string stem = "sample" + label(state.selection.sample);
    if (state.hasDump() && !state.selection.heads.isAll(state.stackShape().heads)) {
        auto heads = formatHeads(state.selection.heads, state.stackShape().heads, state.display.indexBase);
        stem += "_" + heads;
    }
    if (state.selection.aggregate != Aggregate::Each && state.selection.heads.size() > 1)
        stem += "_" + std::string(nameOf(state.selection.aggregate));
    if (state.view == ViewKind::Evolution && state.selection.query)
        stem += fmt::format("_q{}", hyphenated(state.selection.queries()));
    stem += "_" + std::string(nameOf(state.view));
    std::string fit;
    for (const char c : stem) {
        const bool space = c == ' ' || c == ';';
        const bool good = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
        if (space) {
            if (!fit.ends_with('_'))
                fit += '_';
        } else {
            fit += good ? c : '-';
        }
    }
    return fit;
}

} // namespace headlight
