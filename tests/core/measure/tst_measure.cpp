// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "measure/aggregate.h"
#include "measure/axis_parts.h"
#include "measure/head_metrics.h"
#include "measure/kept_positions.h"
#include "measure/percentile.h"
#include "measure/pooling.h"
#include "measure/row_statistics.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace measure_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

Matrix aggregated(const Maps& maps, Aggregate aggregate)
{
    std::vector<MapIndex> all;
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(maps->axes().layers.size()); ++layer)
        for (std::int64_t head = 0; head < maps->axes().layers[static_cast<std::size_t>(layer)].heads; ++head)
            all.push_back({LayerIndex{layer}, HeadIndex{head}});
    const auto& shape = maps->axes().layers.front();
    Matrix out(shape.queries, shape.keys);
    const auto done = aggregateMaps(*maps, all, aggregate, {0, shape.queries}, out.block(), {});
    return done ? out : Matrix{};
}

HeadPass passOver(const Maps& maps, std::int64_t tile = 96)
{
    auto pass = passOverHead(*maps, {LayerIndex{0}, HeadIndex{0}}, tile, false, {});
    return pass ? *std::move(pass) : HeadPass{};
}

/// Five tokens in a window of two, the first and the last are global, the last two are padding.
class SmallWindow final : public MapSource {
public:
    SmallWindow()
    {
        m_axes.queries = m_axes.keys = test::axisOf({"<s>", "a", "b", "[PAD]", "[PAD]"});
        m_axes.layers = {{1, 5, 5}};
    }
    [[nodiscard]] const MapAxes& axes() const override { return m_axes; }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex index, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        const auto window = windowed(index, range, job);
        for (std::int64_t row = 0; row < range.count; ++row)
            (*window)->expandRow(row, out.row(row));
        return {};
    }
    Result<std::optional<WindowedMap>> windowed(MapIndex, RowRange range, const JobContext&) const override
    {
        static const Matrix band = map({{0.0, 0.0, 0.0}, {0.0, 0.5, 0.2}, {0.3, 0.3, 0.1}, {0.4, 0.3, 0.0}, {0.0, 0.0, 0.0}});
        static const Matrix columns = map({{0.0, 0.0}, {0.2, 0.1}, {0.2, 0.1}, {0.1, 0.2}, {0.0, 0.0}});
        WindowedMap window;
        window.rows = range;
        window.keys = 5;
        window.reach = 1;
        window.globals = {0, 4};
        window.band = Matrix(range.count, 3);
        window.columns = Matrix(range.count, 2);
        for (std::int64_t row = 0; row < range.count; ++row) {
            std::ranges::copy(band.row(range.first + row), window.band.row(row).begin());
            std::ranges::copy(columns.row(range.first + row), window.columns.row(row).begin());
        }
        if (range.first == 0) {
            window.fullQueries = {0};
            window.full = map({{0.1, 0.2, 0.3, 0.3, 0.1}});
        }
        return std::optional(window);
    }

private:
    MapAxes m_axes;
};

double metric(const HeadPass& pass, HeadMetric which)
{
    return pass.numbers[which];
}

} // namespace

class tst_measure : public QObject {
    Q_OBJECT
private slots:
    void meanMaximumAndMinimumAreTakenCellByCell()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0}, {0.5, 0.5}}), map({{0.0, 1.0}, {0.2, 0.8}})}});
        COMPARE_MAPS(aggregated(maps, Aggregate::Mean), map({{0.5, 0.5}, {0.35, 0.65}}));
        COMPARE_MAPS(aggregated(maps, Aggregate::Max), map({{1.0, 1.0}, {0.5, 0.8}}));
        COMPARE_MAPS(aggregated(maps, Aggregate::Min), map({{0.0, 0.0}, {0.2, 0.5}}));
    }

    void notANumberInOneHeadIsNotHiddenByTheOthers()
    {
        const auto maps = mapsOf({{map({{kNaN, 0.0}, {0.5, 0.5}}), map({{0.0, 1.0}, {kNaN, 0.8}})}});
        for (const auto aggregate : {Aggregate::Mean, Aggregate::Max, Aggregate::Min}) {
            const auto result = aggregated(maps, aggregate);
            QVERIFY(std::isnan(result(0, 0)));
            QVERIFY(std::isnan(result(1, 0)));
            QVERIFY(!std::isnan(result(0, 1)));
        }
    }

    void layersOfDifferentSizeHaveNoMean()
    {
        const auto maps = mapsOf({{map({{1.0, 0.0}, {0.5, 0.5}})}, {map({{1.0}})}}, numberedAxis(2));
        Matrix out(2, 2);
        const std::vector<MapIndex> both{{LayerIndex{0}, HeadIndex{0}}, {LayerIndex{1}, HeadIndex{0}}};
        const auto done = aggregateMaps(*maps, both, Aggregate::Mean, {0, 2}, out.block(), {});
        QVERIFY(!done);
        QCOMPARE(done.error().kind, ErrorKind::Shape);
    }

    void uniformAttentionHasTheEntropyOfItsLogarithm()
    {
        for (const std::size_t keys : {std::size_t{1}, std::size_t{2}, std::size_t{63}, std::size_t{2048}}) {
            const std::vector<float> row(keys, 1.0F / static_cast<float>(keys));
            QVERIFY(std::fabs(rowEntropy(row) - std::log(static_cast<double>(keys))) < 1e-5);
        }
        QCOMPARE(rowEntropy(std::vector<float>{0.0F, 1.0F, 0.0F}), 0.0);
        QVERIFY(std::isnan(rowEntropy(std::vector<float>{0.5F, -0.5F, 1.0F})));
        QVERIFY(std::isnan(rowEntropy(std::vector<float>{kNaN, 1.0F})));
    }

    void equalValuesShareARankAndTheLowestPositionComesFirst()
    {
        const std::vector<float> row{0.2F, 0.4F, 0.2F, 0.2F};
        QCOMPARE(rankInRow(row, 1).rank, 1);
        QVERIFY(!rankInRow(row, 1).tied);
        QCOMPARE(rankInRow(row, 0).rank, 2);
        QCOMPARE(rankInRow(row, 2).rank, 3);
        QCOMPARE(rankInRow(row, 3).rank, 4);
        QVERIFY(rankInRow(row, 3).tied);
    }

    void percentileIsTheNearestRankOfTheSortedValues_data()
    {
        QTest::addColumn<double>("percent");
        for (const double percent : {0.1, 25.0, 50.0, 90.0, 95.0, 99.0, 99.9, 100.0})
            QTest::addRow("%g", percent) << percent;
    }
    void percentileIsTheNearestRankOfTheSortedValues()
    {
        QFETCH(double, percent);
        std::mt19937 random(7);
        std::exponential_distribution<float> distribution(5.0F);
        for (const std::size_t count : {std::size_t{1}, std::size_t{10}, std::size_t{1000}, std::size_t{700'001}}) {
            std::vector<float> values(count);
            for (auto& value : values)
                value = std::floor(distribution(random) * 50.0F) / 50.0F; // many equal ones, many zeros
            std::vector<float> sorted = values;
            std::ranges::sort(sorted);
            const auto rank = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(percent / 100.0 * static_cast<double>(count))));
            const std::vector<std::span<const float>> parts{std::span(values).first(count / 3), std::span(values).subspan(count / 3)};
            QCOMPARE(percentile(parts, percent).value(), sorted[rank - 1]);
        }
    }

    void rangeAndPercentileLeaveOutWhatIsNoNumber()
    {
        const std::vector<float> values{kNaN, 0.5F, std::numeric_limits<float>::infinity(), -1.0F, 0.25F};
        const std::vector<std::span<const float>> parts{values};
        const auto range = valueRange(parts);
        QCOMPARE(range.smallest, -1.0F);
        QCOMPARE(range.largest, 0.5F);
        QCOMPARE(range.notNumbers, 2);
        QCOMPARE(percentile(parts, 100.0).value(), 0.5F);
        QCOMPARE(percentile(parts, 100.0, true).value(), 1.0F);
        const std::vector<float> none{kNaN};
        QVERIFY(!percentile(std::vector<std::span<const float>>{none}, 99.0));
    }

    void poolingNeverLosesAPeak()
    {
        std::mt19937 random(11);
        for (const std::int64_t size : {1, 95, 96, 97, 200, 513}) {
            BlockMaximum pooling(size, size, 96, false);
            const auto peakRow = std::uniform_int_distribution<std::int64_t>(0, size - 1)(random);
            const auto peakColumn = std::uniform_int_distribution<std::int64_t>(0, size - 1)(random);
            for (std::int64_t r = 0; r < size; ++r) {
                std::vector<float> row(static_cast<std::size_t>(size), 0.1F);
                if (r == peakRow)
                    row[static_cast<std::size_t>(peakColumn)] = 0.9F;
                pooling.add(r, row);
            }
            const auto pooled = pooling.take();
            QCOMPARE(pooled.rows(), std::min<std::int64_t>(size, 96));
            const auto values = pooled.values();
            QCOMPARE(std::ranges::count(values, 0.9F), 1);
            QCOMPARE(pooled(peakRow * pooled.rows() / size, peakColumn * pooled.columns() / size), 0.9F);
        }
    }

    void hidingPaddingDropsItsRowsAndColumnsAndRenormalisesNothing()
    {
        const auto maps = mapsOf({{map({{0.5, 0.3, 0.2}, {0.1, 0.7, 0.2}, {0.4, 0.4, 0.2}})}}, axisOf({"[CLS]", "word", "[PAD]"}));
        const auto hidden = withoutPadding(maps);
        COMPARE_MAPS(*wholeMap(*hidden, {LayerIndex{0}, HeadIndex{0}}), map({{0.5, 0.3}, {0.1, 0.7}}));
        QCOMPARE(hidden->axes().keys->size(), 2);
    }

    void aWindowWithoutItsPaddingStaysAWindow()
    {
        const auto hidden = withoutPadding(std::make_shared<SmallWindow>());
        const auto window = hidden->windowed({LayerIndex{0}, HeadIndex{0}}, {0, 3}, {});
        QVERIFY(window.has_value() && window->has_value());
        QCOMPARE((*window)->keys, 3);
        QCOMPARE((*window)->globals, std::vector<std::int64_t>{0});
        Matrix expanded(3, 3);
        for (std::int64_t row = 0; row < 3; ++row)
            (*window)->expandRow(row, expanded.row(row));
        COMPARE_MAPS(expanded, map({{0.1, 0.2, 0.3}, {0.2, 0.5, 0.2}, {0.2, 0.3, 0.3}}));
        COMPARE_MAPS(expanded, *wholeMap(*hidden, {LayerIndex{0}, HeadIndex{0}}));
        double inParts = 0.0; // every cell once
        for (const auto* part : {&(*window)->band, &(*window)->columns, &(*window)->full})
            for (const float value : part->values())
                inParts += static_cast<double>(value);
        QVERIFY(std::fabs(inParts - 2.3) < 1e-6);
        const auto some = hidden->windowed({LayerIndex{0}, HeadIndex{0}}, {2, 1}, {});
        (*some)->expandRow(0, expanded.row(0));
        QVERIFY(std::ranges::equal(expanded.row(0), expanded.row(2)));
        // A position in the middle moves its neighbours nearer: no window any more.
        QVERIFY(!keepPositions(std::make_shared<SmallWindow>(), {0, 2}, {0, 2})->windowed({LayerIndex{0}, HeadIndex{0}}, {0, 2}, {})->has_value());
    }

    void positionsInTheMiddleCanBeHiddenToo()
    {
        const auto maps = mapsOf({{map({{1.0, 2.0, 3.0, 4.0}, {5.0, 6.0, 7.0, 8.0}, {9.0, 10.0, 11.0, 12.0}, {13.0, 14.0, 15.0, 16.0}})}});
        const auto kept = keepPositions(maps, {0, 2, 3}, {1, 3});
        COMPARE_MAPS(*wholeMap(*kept, {LayerIndex{0}, HeadIndex{0}}), map({{2.0, 4.0}, {10.0, 12.0}, {14.0, 16.0}}));
        QCOMPARE(kept->axes().queries->items[1].position, 2);
    }

    void metricsOfAMapThatAlwaysLooksOneBack()
    {
        const auto pass = passOver(mapsOf({{map({{1.0, 0.0, 0.0}, {1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}})}}));
        QCOMPARE(metric(pass, HeadMetric::Entropy), 0.0);
        QCOMPARE(metric(pass, HeadMetric::ToPrevious), 1.0); // over the rows that have a previous one
        QCOMPARE(metric(pass, HeadMetric::ToItself), 1.0 / 3.0);
        QCOMPARE(metric(pass, HeadMetric::FirstToken), 2.0 / 3.0);
        QCOMPARE(metric(pass, HeadMetric::Distance), 2.0 / 3.0);
        QCOMPARE(metric(pass, HeadMetric::Largest), 1.0);
        QVERIFY(std::isnan(metric(pass, HeadMetric::Special))); // there is no special token
        QCOMPARE(pass.smallestRowSum, 1.0F);
    }

    void paddedRowsTakeNoPartInMetrics()
    {
        const auto pass = passOver(mapsOf({{map({{1.0, 0.0}, {0.0, 0.0}})}}, axisOf({"[CLS]", "[PAD]"})));
        QCOMPARE(metric(pass, HeadMetric::Special), 1.0);
        QCOMPARE(pass.smallestRowSum, 1.0F);
    }

    void distanceBetweenPatchesIsMeasuredInTheirGrid()
    {
        auto axis = std::make_shared<Axis>(*numberedAxis(5)); // class token and 2 x 2 patches
        axis->segments = {{"prefix", SegmentKind::Prefix, 0, 1, std::nullopt}, {"patches", SegmentKind::Patches, 1, 4, Grid{2, 2}}};
        for (std::size_t i = 1; i < 5; ++i)
            axis->items[i].segment = 1;
        Matrix diagonal(5, 5);
        for (std::int64_t q = 0; q < 5; ++q)
            diagonal(q, 5 - 1 - (q == 0 ? 4 : q - 1)) = 1.0F; // patch 0 looks at patch 3, 1 at 2, ...
        const auto pass = passOver(mapsOf({{diagonal}}, axis));
        QVERIFY(std::fabs(metric(pass, HeadMetric::Distance) - std::sqrt(2.0)) < 1e-9);
    }

    void oddValuesAreCounted()
    {
        const auto pass = passOver(mapsOf({{map({{kNaN, 1.0}, {-0.5, 1.5}})}}));
        QCOMPARE(pass.notNumbers, 1);
        QCOMPARE(pass.negative, 1);
        QCOMPARE(pass.smallest, -0.5F);
        QCOMPARE(pass.largest, 1.5F);
    }

    void anAxisFallsIntoNamedParts()
    {
        const auto parts = partsOf(*axisOf({"[CLS]", "a", "b", "[SEP]", "[PAD]", "[PAD]"}));
        QCOMPARE(parts.size(), std::size_t{3});
        QCOMPARE(parts[0].name, std::string("special"));
        QCOMPARE(parts[0].items, (std::vector<std::int64_t>{0, 3}));
        QCOMPARE(parts[1].name, std::string("text"));
        QVERIFY(parts[2].padding);
    }
};

HEADLIGHT_GUILESS_TEST(tst_measure)

} // namespace measure_test

#include "tst_measure.moc"
