// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/merged_words.h"

#include "dump/token_style.h"

#include <algorithm>

namespace headlight {

namespace {

constexpr std::string_view kWordPieceMark = "##";

bool staysAlone(const AxisItem& item)
{
    return item.marks.special || item.marks.padding;
}

/// The raw pieces as one: "tri", "##angle" is "triangle", "Ġvisual", "ization" is "Ġvisualization".
std::string rawWord(const Axis& axis, const WordRange& word)
{
    std::string raw;
    for (std::int64_t i = word.first; i < word.first + word.count; ++i) {
        std::string_view piece = axis.items[static_cast<std::size_t>(i)].token;
        if (i > word.first && piece.starts_with(kWordPieceMark) && piece.size() > kWordPieceMark.size())
            piece.remove_prefix(kWordPieceMark.size());
        raw += piece;
    }
    return raw;
}

AxisItem itemOf(const Axis& axis, const WordRange& word, bool byteLevel)
{
    AxisItem item = axis.items[static_cast<std::size_t>(word.first)];
    if (word.count == 1)
        return item;
    item.pieces = 0;
    std::string label;
    for (std::int64_t i = word.first; i < word.first + word.count; ++i) {
        const auto& piece = axis.items[static_cast<std::size_t>(i)];
        item.pieces += piece.pieces;
        label += piece.label;
    }
    item.token = rawWord(axis, word);
    item.continues = false;
    // Pieces of one character are bytes until they are put together.
    item.label = byteLevel ? cleanToken(item.token, true).label : label;
    return item;
}

SharedAxis axisOf(const Axis& axis, const std::vector<WordRange>& words)
{
    std::vector<std::string> tokens;
    for (const auto& item : axis.items)
        tokens.push_back(item.token);
    const bool byteLevel = styleOf(tokens) == TokenStyle::ByteLevel;
    auto merged = std::make_shared<Axis>();
    merged->sequence = axis.sequence;
    merged->segments = axis.segments;
    merged->labelled = axis.labelled;
    for (const auto& word : words)
        merged->items.push_back(itemOf(axis, word, byteLevel));
    return merged;
}

bool areSingle(const std::vector<WordRange>& words)
{
    return std::ranges::all_of(words, [](const WordRange& word) { return word.count == 1; });
}

/// Words that begin before `size`.
std::int64_t countBelow(const std::vector<WordRange>& words, std::int64_t size)
{
    return std::ranges::lower_bound(words, size, {}, &WordRange::first) - words.begin();
}

class MergedWords final : public MapSource {
public:
    MergedWords(Maps source, std::vector<WordRange> queries, std::vector<WordRange> keys)
        : m_source(std::move(source)), m_queries(std::move(queries)), m_keys(std::move(keys))
    {
        const auto& axes = m_source->axes();
        m_axes.queries = axisOf(*axes.queries, m_queries);
        m_axes.keys = axes.queries == axes.keys ? m_axes.queries : axisOf(*axes.keys, m_keys);
        for (const auto& layer : axes.layers)
            m_axes.layers.push_back({layer.heads, countBelow(m_queries, layer.queries), countBelow(m_keys, layer.keys)});
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex map) const override { return m_source->cost(map); }

    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        const auto& stored = m_source->axes().layers[static_cast<std::size_t>(map.layer.value)];
        Matrix pieces;
        const std::int64_t end = range.first + range.count;
        for (std::int64_t word = range.first; word < end;) {
            const std::int64_t first = m_queries[static_cast<std::size_t>(word)].first;
            std::int64_t last = word;
            while (last + 1 < end && endOf(last + 1, stored.queries) - first <= kRowsAtOnce)
                ++last;
            pieces.reshape(endOf(last, stored.queries) - first, stored.keys);
            if (auto done = m_source->rows(map, {first, pieces.rows()}, pieces.block(), job); !done)
                return done;
            for (; word <= last; ++word)
                mergeRow(pieces, {m_queries[static_cast<std::size_t>(word)].first - first, endOf(word, stored.queries) - first}, out.row(word - range.first));
        }
        return {};
    }

    Result<void> rowInEveryLayer(QueryIndex query, std::optional<HeadIndex> head, MatrixBlock out, const JobContext& job) const override
    {
        const auto& axes = m_source->axes();
        const auto& word = m_queries[static_cast<std::size_t>(query.value)];
        Matrix rows(static_cast<std::int64_t>(axes.layers.size()), axes.keys->size());
        std::vector<Matrix> pieces(axes.layers.size(), Matrix(word.count, axes.keys->size())); // of each layer
        for (std::int64_t piece = 0; piece < word.count; ++piece) {
            if (auto done = m_source->rowInEveryLayer(QueryIndex{word.first + piece}, head, rows.block(), job); !done)
                return done;
            for (std::size_t layer = 0; layer < pieces.size(); ++layer)
                std::ranges::copy(rows.row(static_cast<std::int64_t>(layer)), pieces[layer].row(piece).begin());
        }
        for (std::size_t layer = 0; layer < pieces.size(); ++layer)
            mergeRow(pieces[layer], {0, word.count}, out.row(static_cast<std::int64_t>(layer)));
        return {};
    }

private:
    struct RowsOfWord {
        std::int64_t first = 0;
        std::int64_t end = 0;
    };

    /// One past the last piece of a word that a layer has.
    [[nodiscard]] std::int64_t endOf(std::int64_t word, std::int64_t size) const
    {
        const auto& range = m_queries[static_cast<std::size_t>(word)];
        return std::min(range.first + range.count, size);
    }

    void mergeRow(const Matrix& pieces, RowsOfWord rows, std::span<float> out) const
    {
        const double share = 1.0 / static_cast<double>(rows.end - rows.first);
        for (std::size_t key = 0; key < out.size(); ++key) {
            const std::int64_t first = m_keys[key].first;
            const std::int64_t end = std::min(first + m_keys[key].count, pieces.columns());
            double sum = 0.0;
            for (std::int64_t row = rows.first; row < rows.end; ++row)
                for (std::int64_t column = first; column < end; ++column)
                    sum += static_cast<double>(pieces(row, column));
            out[key] = static_cast<float>(sum * share);
        }
    }

    Maps m_source;
    std::vector<WordRange> m_queries;
    std::vector<WordRange> m_keys;
    MapAxes m_axes;
};

} // namespace

std::vector<WordRange> wordsOf(const Axis& axis)
{
    std::vector<WordRange> words;
    for (std::size_t i = 0; i < axis.items.size(); ++i) {
        const auto& item = axis.items[i];
        const auto* before = i == 0 ? nullptr : &axis.items[i - 1];
        const bool follows = before != nullptr && item.continues && !staysAlone(item) && !staysAlone(*before) && before->segment == item.segment
            && before->position + before->pieces == item.position;
        if (follows)
            ++words.back().count;
        else
            words.push_back({static_cast<std::int64_t>(i), 1});
    }
    return words;
}

Maps mergedWords(Maps source)
{
    auto queries = wordsOf(*source->axes().queries);
    auto keys = wordsOf(*source->axes().keys);
    if (areSingle(queries) && areSingle(keys))
        return source;
    return std::make_shared<MergedWords>(std::move(source), std::move(queries), std::move(keys));
}

} // namespace headlight
