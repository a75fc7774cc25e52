// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps as pictures in the text of a test, and dumps made of them.
#pragma once

#include "base/matrix.h"
#include "dump/dump.h"
#include "dump/map_source.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace headlight::test {

inline Matrix map(std::initializer_list<std::initializer_list<double>> rows)
{
    Matrix matrix(static_cast<std::int64_t>(rows.size()), rows.size() == 0 ? 0 : static_cast<std::int64_t>(rows.begin()->size()));
    std::int64_t r = 0;
    for (const auto& row : rows) {
        std::int64_t c = 0;
        for (const double value : row)
            matrix(r, c++) = static_cast<float>(value);
        ++r;
    }
    return matrix;
}

inline bool equalMaps(const Matrix& a, const Matrix& b, double tolerance)
{
    if (a.rows() != b.rows() || a.columns() != b.columns())
        return false;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        const bool bothNan = std::isnan(a.values()[i]) && std::isnan(b.values()[i]);
        if (!bothNan && !(std::fabs(static_cast<double>(a.values()[i]) - static_cast<double>(b.values()[i])) <= tolerance))
            return false;
    }
    return true;
}

inline QByteArray picture(const Matrix& matrix)
{
    QByteArray text;
    for (std::int64_t r = 0; r < matrix.rows(); ++r) {
        text += "\n  ";
        for (std::int64_t c = 0; c < matrix.columns(); ++c)
            text += QByteArray::number(static_cast<double>(matrix(r, c)), 'g', 7) + "  ";
    }
    return text;
}

#define COMPARE_MAPS(actual, expected)                                                                                                                     \
    do {                                                                                                                                                    \
        const ::headlight::Matrix actualMap = (actual);                                                                                                     \
        const ::headlight::Matrix expectedMap = (expected);                                                                                                 \
        QVERIFY2(::headlight::test::equalMaps(actualMap, expectedMap, 1e-6),                                                                                \
                 ("got" + ::headlight::test::picture(actualMap) + "\nexpected" + ::headlight::test::picture(expectedMap)).constData());                     \
    } while (false)

/// An axis of these tokens: [PAD] is padding, other bracketed words are special; "##x" goes on from the word before.
inline SharedAxis axisOf(const std::vector<std::string>& tokens)
{
    auto axis = std::make_shared<Axis>();
    axis->labelled = true;
    axis->segments.push_back({"text", SegmentKind::Text, 0, static_cast<std::int64_t>(tokens.size()), std::nullopt});
    for (const auto& token : tokens) {
        AxisItem item;
        item.position = axis->size();
        item.token = token;
        item.continues = token.starts_with("##");
        item.label = item.continues ? token.substr(2) : token;
        item.marks.padding = token == "[PAD]";
        item.marks.special = token.starts_with('[') && !item.marks.padding;
        axis->items.push_back(std::move(item));
    }
    return axis;
}

/// "0", "1", ... without tokens.
inline SharedAxis numberedAxis(std::int64_t count)
{
    std::vector<std::string> tokens;
    for (std::int64_t i = 0; i < count; ++i)
        tokens.push_back(std::to_string(i));
    return axisOf(tokens);
}

/// Maps in memory: [layer][head].
class PictureMaps final : public MapSource {
public:
    PictureMaps(std::vector<std::vector<Matrix>> maps, SharedAxis queries, SharedAxis keys) : m_maps(std::move(maps))
    {
        for (const auto& heads : m_maps)
            m_axes.layers.push_back({static_cast<std::int64_t>(heads.size()), heads.front().rows(), heads.front().columns()});
        m_axes.queries = std::move(queries);
        m_axes.keys = std::move(keys);
    }

    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex index, RowRange range, MatrixBlock out, const JobContext&) const override
    {
        const auto& matrix = m_maps[static_cast<std::size_t>(index.layer.value)][static_cast<std::size_t>(index.head ? index.head->value : 0)];
        for (std::int64_t r = 0; r < range.count; ++r)
            std::ranges::copy(matrix.row(range.first + r), out.row(r).begin());
        return {};
    }

private:
    std::vector<std::vector<Matrix>> m_maps;
    MapAxes m_axes;
};

inline Maps mapsOf(std::vector<std::vector<Matrix>> maps, SharedAxis axis = nullptr)
{
    if (axis == nullptr)
        axis = numberedAxis(maps.front().front().columns());
    return std::make_shared<PictureMaps>(std::move(maps), axis, axis);
}

/// A dump with one stack; one entry of `samples` per sample.
class PictureDump final : public Dump {
public:
    explicit PictureDump(std::vector<Maps> samples, std::string fingerprint = "00000000000000aa") : m_maps(std::move(samples))
    {
        m_path = "pictures/picture.npy";
        m_title = "picture.npy";
        m_format = "picture";
        m_fingerprint = std::move(fingerprint);
        m_stacks.push_back({"self", StackKind::Self, StackStorage::Dense, m_maps.front()->axes().layers, DType::Float32, 0, false, {}, {}, {}});
        for (std::size_t i = 0; i < m_maps.size(); ++i)
            m_samples.push_back({"", "a sentence", {}, "picture.npy", {}, {}, m_maps[i]->axes().keys->size(), 0});
    }

    Result<Maps> attention(StackIndex, SampleIndex sample) const override { return m_maps[static_cast<std::size_t>(sample.value)]; }
    Result<Maps> gradients(StackIndex, SampleIndex, std::string_view) const override { return Error{ErrorKind::Selection, "no gradients"}; }

private:
    std::vector<Maps> m_maps;
};

} // namespace headlight::test
