// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/figures.h"

#include <cmath>
#include <random>

namespace headlight::paint::testing {

namespace {

FigureLabel label(std::int64_t position, const std::string& text)
{
    FigureLabel result;
    result.position = position;
    result.continues = text.starts_with("##");
    result.text = result.continues ? text.substr(2) : text;
    result.special = text.starts_with("[");
    return result;
}

Profile columnMeans(const Matrix& values)
{
    Profile profile;
    profile.name = "received, column mean";
    for (std::int64_t c = 0; c < values.columns(); ++c) {
        float sum = 0.0F;
        for (std::int64_t r = 0; r < values.rows(); ++r)
            sum += values(r, c);
        profile.values.push_back(sum / static_cast<float>(values.rows()));
        profile.largest = std::max(profile.largest, static_cast<double>(profile.values.back()));
    }
    return profile;
}

Profile rowEntropies(const Matrix& values)
{
    Profile profile;
    profile.name = "row entropy";
    profile.unit = "nats";
    profile.largest = std::log(static_cast<double>(values.columns()));
    for (std::int64_t r = 0; r < values.rows(); ++r) {
        float entropy = 0.0F;
        for (const float p : values.row(r))
            if (p > 0.0F)
                entropy -= p * std::log(p);
        profile.values.push_back(entropy);
    }
    return profile;
}

} // namespace

Matrix attentionLike(std::int64_t rows, std::int64_t columns, unsigned seed)
{
    std::mt19937 random(seed); // the standard fixes its numbers, but not those of its distributions
    Matrix values(rows, columns);
    for (std::int64_t r = 0; r < rows; ++r) {
        float sum = 0.0F;
        for (std::int64_t c = 0; c < columns; ++c) {
            const float noise = static_cast<float>(random() % 1000U) / 1000.0F;
            const float off = std::fabs(static_cast<float>(c) - static_cast<float>(r) * static_cast<float>(columns) / static_cast<float>(rows));
            const float edge = c == 0 || c + 1 == columns ? 3.0F * static_cast<float>(random() % 100U) / 100.0F : 0.0F;
            values(r, c) = std::exp(-off) * noise * 4.0F + edge + 0.02F * noise;
            sum += values(r, c);
        }
        for (float& value : values.row(r))
            value /= sum;
    }
    return values;
}

std::vector<FigureLabel> reviewTokens()
{
    std::vector<FigureLabel> labels;
    for (const char* token :
         {"[CLS]", "working", "from",   "a",  "surprisingly", "sensitive", "script",      "co",     "-",    "written", "by",  "gia", "##nni",   "rom",
          "##oli", ".",       ".",      ".",  "oz",           "##pet",     "##ek",        "avoids", "most", "of",      "the", "pit", "##falls", "you",
          "'",     "d",       "expect", "in", "such",         "a",         "potentially", "sud",    "##sy", "set",     "-",   "up",  ".",       "[SEP]"})
        labels.push_back(label(static_cast<std::int64_t>(labels.size()), token));
    return labels;
}

std::vector<FigureLabel> numbers(std::int64_t count)
{
    std::vector<FigureLabel> labels;
    for (std::int64_t i = 0; i < count; ++i)
        labels.push_back(label(i, std::to_string(i)));
    return labels;
}

HeatmapFigure plainHeatmap(std::int64_t rows, std::int64_t columns)
{
    HeatmapFigure figure;
    figure.text.title = "Attention, layer 1, head 1";
    figure.text.footerStart = {"attention", "layer 1", "head 1", "scale 0–1 fixed"};
    figure.text.footerEnd = {"sample.npy", "sample 0"};
    figure.scale.name = "attention";
    figure.queries = {"query", numbers(rows), {}, true};
    figure.keys = {"key", numbers(columns), {}, true};
    MapPanel panel;
    panel.values = std::make_shared<Matrix>(attentionLike(rows, columns));
    figure.panels.push_back(std::move(panel));
    return figure;
}

HeatmapFigure reviewHeatmap()
{
    HeatmapFigure figure = plainHeatmap(42, 42);
    figure.text.title = "Attention, layer 6, mean of heads 1, 7, 10";
    figure.text.subtitle = "working from a surprisingly sensitive script co-written by gianni romoli … ozpetek avoids most of the pitfalls you’d expect";
    figure.text.footerStart = {"attention", "layer 6", "mean of heads 1, 7, 10", "scale 0–0.38, 99th percentile of this figure; larger values clipped"};
    figure.text.footerEnd = {"bert_sst2/sample0.h5", "sample 0"};
    figure.scale.high = 0.3812;
    figure.scale.clippedHigh = true;
    figure.queries.labels = reviewTokens();
    figure.keys.labels = reviewTokens();
    figure.queryRow = 21;
    figure.keyColumn = 25;
    figure.panels.front().columns = columnMeans(*figure.panels.front().values);
    figure.panels.front().rows = rowEntropies(*figure.panels.front().values);
    return figure;
}

HeatmapFigure panelGrid(std::int64_t panels, std::int64_t size)
{
    HeatmapFigure figure = plainHeatmap(size, size);
    figure.text.title = "Attention, layer 3, every head";
    figure.panels.clear();
    for (std::int64_t i = 0; i < panels; ++i) {
        MapPanel panel;
        panel.title = "layer 3, head " + std::to_string(i + 1);
        panel.values = std::make_shared<Matrix>(attentionLike(size, size, static_cast<unsigned>(i)));
        figure.panels.push_back(std::move(panel));
    }
    figure.panelColumns = panels <= 3 ? panels : static_cast<std::int64_t>(std::ceil(std::sqrt(static_cast<double>(panels))));
    return figure;
}

EvolutionFigure evolution(std::int64_t keys, std::int64_t layers, std::int64_t strips, std::int64_t panels)
{
    EvolutionFigure figure;
    figure.text.title = "Rollout evolution of the query “triangle”, mean of all 12 heads";
    figure.text.subtitle = "keep the colour of the object and turn the star into a triangle, without moving anything else in the picture";
    figure.text.footerStart = {"rollout per head", "layers " + std::to_string(layers) + " (top) to 1", "mean of all 12 heads", "query 45 triangle",
                               "scale 0–0.048, 99th percentile of this figure without the query’s own column; larger values clipped"};
    figure.text.footerEnd = {"8 padded positions hidden", "covr_blip2/attentions_0.pt", "sample 0 (id 12060)"};
    figure.scale.high = 0.048;
    figure.scale.clippedHigh = true;
    figure.scale.name = "rollout per head";
    figure.query = keys * 4 / 5;
    figure.queryText = "triangle";
    figure.keysAreQueries = true;
    figure.ownColumns = {figure.query};
    figure.layers.name = "layer";
    for (std::int64_t row = 0; row < layers; ++row) {
        FigureLabel number;
        number.position = layers - 1 - row;
        number.text = std::to_string(layers - row);
        figure.layers.labels.push_back(number);
    }
    figure.keys.name = "key";
    const std::int64_t learned = std::min<std::int64_t>(32, keys / 2);
    for (std::int64_t key = 0; key < keys; ++key) {
        auto one = label(key, key < learned ? "query " + std::to_string(key) : key % 5 == 0 ? "triangle" : "word");
        one.alwaysShown = key == 0 || key == learned || key == figure.query;
        one.emphasised = key == figure.query;
        figure.keys.labels.push_back(one);
    }
    if (keys > 8)
        figure.keys.segments = {{std::to_string(learned) + " learned queries", 0, learned}, {"text, " + std::to_string(keys - learned) + " tokens", learned, keys - learned}};
    const auto panel = [&](std::int64_t head, unsigned seed) {
        MapPanel made;
        made.title = "head " + std::to_string(head + 1);
        made.shortTitle = "H" + std::to_string(head + 1);
        made.note = "to text 0.27";
        made.map = MapIndex{LayerIndex{layers - 1}, HeadIndex{head}};
        auto values = std::make_shared<Matrix>(attentionLike(layers, keys, seed));
        for (std::int64_t row = 0; row < layers; ++row)
            (*values)(row, figure.query) = 0.5F;
        made.values = std::move(values);
        return made;
    };
    for (std::int64_t head = 0; head < panels; ++head)
        figure.panels.push_back(panel(head, static_cast<unsigned>(head + 1)));
    if (panels == 1)
        figure.panels.front().title.clear();
    for (std::int64_t head = 0; head < strips; ++head) {
        figure.strips.push_back(panel(head, static_cast<unsigned>(head + 20)));
        figure.stripSelected.push_back(false);
    }
    return figure;
}

OverviewFigure overview(std::int64_t layers, std::int64_t heads, std::int64_t size)
{
    OverviewFigure figure;
    figure.text.title = "Attention, all layers and heads";
    figure.text.subtitle =
        std::to_string(layers) + " layers × " + std::to_string(heads) + " heads, " + std::to_string(size) + " × " + std::to_string(size) + " tokens each; padding hidden";
    figure.text.footerStart = {"attention", std::to_string(layers) + " layers × " + std::to_string(heads) + " heads",
                               "scale 0–0.50 fixed, shared by all tiles; larger values clipped"};
    figure.text.footerEnd = {"bert_sst2/sample0.h5", "sample 0"};
    figure.scale.map = "magma";
    figure.scale.high = 0.5;
    figure.scale.clippedHigh = true;
    figure.scale.name = "attention";
    figure.layers = layers;
    figure.heads = heads;
    figure.allSelected = false;
    figure.strip = OverviewFigure::Strip{"row entropy", 0.0, 3.74, {}};
    for (std::int64_t h = 0; h < heads; ++h)
        figure.headLabels.push_back(std::to_string(h + 1));
    for (std::int64_t l = 0; l < layers; ++l) {
        figure.layerLabels.push_back(std::to_string(l + 1));
        for (std::int64_t h = 0; h < heads; ++h) {
            OverviewTile tile;
            tile.head = {LayerIndex{l}, HeadIndex{h}};
            tile.values = std::make_shared<Matrix>(attentionLike(size, size, static_cast<unsigned>(l * 100 + h)));
            tile.selected = l == 2 && h < 2;
            figure.tiles.push_back(std::move(tile));
            figure.columnOf.push_back(h);
            figure.strip->values.push_back(static_cast<float>(0.4 + 3.0 * static_cast<double>((l * 7 + h * 5) % 13) / 12.0));
        }
    }
    return figure;
}

} // namespace headlight::paint::testing
