// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Attention received, ranks with ties, and the largest values of a row.

#include "measure/received.h"
#include "support/map_pictures.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace headlight;
using namespace headlight::test;

namespace {

/// The same numbers as a sliding window of one neighbour to each side; query 2 is a global token, and so is key 2.
class WindowMaps final : public MapSource {
public:
    explicit WindowMaps(Matrix dense) : m_dense(std::move(dense))
    {
        m_axes.layers.push_back({1, m_dense.rows(), m_dense.columns()});
        m_axes.queries = m_axes.keys = numberedAxis(m_dense.columns());
    }
    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex, RowRange, MatrixBlock, const JobContext&) const override { return Error{ErrorKind::Limit, "a window is never expanded"}; }
    Result<std::optional<WindowedMap>> windowed(MapIndex, RowRange range, const JobContext&) const override
    {
        WindowedMap part;
        part.rows = range;
        part.keys = m_dense.columns();
        part.reach = 1;
        part.globals = {2};
        part.band = Matrix(range.count, 3);
        part.columns = Matrix(range.count, 1);
        part.full = Matrix(1, part.keys);
        part.fullQueries = {2};
        std::ranges::copy(m_dense.row(2), part.full.row(0).begin());
        for (std::int64_t r = 0; r < range.count; ++r)
            for (std::int64_t c = 0; c < 3; ++c) {
                const auto key = part.keyOf(r, c);
                const bool inside = key >= 0 && key < part.keys && key != 2 && range.first + r != 2;
                part.band(r, c) = inside ? m_dense(range.first + r, key) : 0.0F;
                part.columns(r, 0) = range.first + r != 2 ? m_dense(range.first + r, 2) : 0.0F;
            }
        return std::optional(std::move(part));
    }

private:
    Matrix m_dense;
    MapAxes m_axes;
};

} // namespace

class tst_received : public QObject {
    Q_OBJECT
private slots:
    void aKeyReceivesTheSumOfItsColumn()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0, 0.0}, {0.25, 0.75, 0.0}, {0.5, 0.25, 0.25}})}});
        const auto sums = receivedAttention(*maps, {LayerIndex{0}, HeadIndex{0}}, {});
        QVERIFY(sums.has_value());
        QCOMPARE(*sums, (std::vector<double>{1.75, 1.0, 0.25}));
    }

    void aSlidingWindowIsSummedOnItsBandAndGivesTheSame()
    {
        const auto dense = map({{0.5, 0.25, 0.25, 0.0, 0.0}, {0.25, 0.25, 0.5, 0.0, 0.0}, {0.125, 0.125, 0.25, 0.25, 0.25}, {0.0, 0.0, 0.5, 0.25, 0.25}, {0.0, 0.0, 0.25, 0.25, 0.5}});
        const auto expected = receivedAttention(*mapsOf({{dense}}), {LayerIndex{0}, HeadIndex{0}}, {});
        const auto sums = receivedAttention(WindowMaps(dense), {LayerIndex{0}, HeadIndex{0}}, {});
        QVERIFY(sums.has_value() && expected.has_value());
        QCOMPARE(*sums, *expected);
        QCOMPARE(std::accumulate(sums->begin(), sums->end(), 0.0), 5.0); // rows sum to one
    }

    void ranksCountFromTheLargestAndMarkEqualOnes()
    {
        const std::vector<float> values{0.5F, 0.0F, 0.75F, 0.5F, std::nanf(""), 0.0F};
        const auto ranks = ranksOf(values);
        QCOMPARE(ranks.ranks, (std::vector<std::int32_t>{2, 4, 1, 3, 6, 5}));
        QCOMPARE(ranks.tied, (std::vector<bool>{true, true, false, true, false, true}));
    }

    void theLargestOfARowKnowWhetherAnEqualOneWasLeftOut()
    {
        const std::vector<float> row{0.25F, 0.5F, 0.25F, 0.0F};
        const auto two = largestOf(row, 2);
        QCOMPARE(two.positions, (std::vector<std::int32_t>{1, 0}));
        QCOMPARE(two.tied, (std::vector<bool>{false, true}));
        QCOMPARE(largestOf(row, 9).positions, (std::vector<std::int32_t>{1, 0, 2, 3}));
        QVERIFY(largestOf({}, 3).positions.empty());
    }
};

QTEST_GUILESS_MAIN(tst_received)
#include "tst_received.moc"
