// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Products over the layers: computed by hand, slowly in float64, and by what must hold for every attention.

#include "core/dump/trees.h"
#include "measure/apply_measure.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <thread>

namespace rollout_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Layers = std::vector<std::vector<Matrix>>; ///< [layer][head]

/// Rows of positive numbers that sum to one.
Matrix randomAttention(std::int64_t size, std::mt19937& generator, bool causal = false)
{
    std::uniform_real_distribution<double> uniform(0.01, 1.0);
    Matrix result(size, size);
    for (std::int64_t r = 0; r < size; ++r) {
        double sum = 0.0;
        std::vector<double> row(static_cast<std::size_t>(size), 0.0);
        for (std::int64_t c = 0; c < (causal ? r + 1 : size); ++c)
            sum += row[static_cast<std::size_t>(c)] = std::pow(uniform(generator), 6.0);
        for (std::int64_t c = 0; c < size; ++c)
            result(r, c) = static_cast<float>(row[static_cast<std::size_t>(c)] / sum);
    }
    return result;
}

Layers randomLayers(std::int64_t layers, std::int64_t heads, std::int64_t size, unsigned seed, bool causal = false)
{
    std::mt19937 generator(seed);
    Layers all(static_cast<std::size_t>(layers));
    for (auto& layer : all)
        for (std::int64_t h = 0; h < heads; ++h)
            layer.push_back(randomAttention(size, generator, causal));
    return all;
}

/// Gradients: of both signs.
Layers randomGradients(std::int64_t layers, std::int64_t heads, std::int64_t size, unsigned seed)
{
    std::mt19937 generator(seed);
    std::normal_distribution<float> normal(0.0F, 1.0F);
    Layers all(static_cast<std::size_t>(layers), std::vector<Matrix>(static_cast<std::size_t>(heads), Matrix(size, size)));
    for (auto& layer : all)
        for (auto& map : layer)
            for (float& value : map.values())
                value = normal(generator);
    return all;
}

/// A plain product of whole matrices in float64, which the program never makes.
using Wide = std::vector<std::vector<double>>;

Wide identity(std::size_t size)
{
    Wide result(size, std::vector<double>(size, 0.0));
    for (std::size_t i = 0; i < size; ++i)
        result[i][i] = 1.0;
    return result;
}

Wide product(const Wide& a, const Wide& b)
{
    Wide result(a.size(), std::vector<double>(b.front().size(), 0.0));
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < b.size(); ++k)
            for (std::size_t j = 0; j < b.front().size(); ++j)
                result[i][j] += a[i][k] * b[k][j];
    return result;
}

Wide halved(const Matrix& map, double residual = 0.5)
{
    Wide result(static_cast<std::size_t>(map.rows()), std::vector<double>(static_cast<std::size_t>(map.columns())));
    for (std::size_t i = 0; i < result.size(); ++i)
        for (std::size_t j = 0; j < result.size(); ++j)
            result[i][j] = (i == j ? residual : 0.0) + (1.0 - residual) * static_cast<double>(map(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j)));
    return result;
}

double largestDifference(const Matrix& map, const Wide& expected)
{
    double largest = map.rows() == static_cast<std::int64_t>(expected.size()) ? 0.0 : 1e9;
    for (std::int64_t i = 0; i < map.rows() && largest < 1e9; ++i)
        for (std::int64_t j = 0; j < map.columns(); ++j)
            largest = std::max(largest, std::abs(static_cast<double>(map(i, j)) - expected[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)]));
    return largest;
}

double largestDifference(const Matrix& a, const Matrix& b)
{
    double largest = a.rows() == b.rows() && a.columns() == b.columns() ? 0.0 : 1e9;
    for (std::size_t i = 0; i < a.values().size() && largest < 1e9; ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a.values()[i]) - static_cast<double>(b.values()[i])));
    return largest;
}

Maps measured(const Layers& attention, const MeasureOptions& options, const Layers& gradients = {}, HeadsOfLayers fused = {})
{
    auto maps = applyMeasure({mapsOf(attention), gradients.empty() ? nullptr : mapsOf(gradients), nullptr, std::move(fused)}, options);
    return maps ? *maps : nullptr;
}

std::string whyNot(const Result<Maps>& maps)
{
    return maps ? std::string("was made") : sentence(maps.error());
}

MapIndex mapAt(std::int64_t layer, std::optional<std::int64_t> head = std::nullopt)
{
    return {LayerIndex{layer}, head ? std::optional(HeadIndex{*head}) : std::nullopt};
}

Matrix wholeOf(const Maps& maps, MapIndex map)
{
    auto whole = wholeMap(*maps, map);
    return whole ? *std::move(whole) : Matrix();
}

Matrix rowOf(const Maps& maps, MapIndex map, std::int64_t query)
{
    Matrix row(1, maps->axes().keys->size());
    return maps->rows(map, {query, 1}, row.block(), {}) ? row : Matrix();
}

MeasureOptions options(MeasureKind kind, MeasureVariant variant = MeasureVariant::Paper)
{
    return measureOptions(kind, variant);
}

MeasureOptions gradientRollout(double discard, Normalisation normalise, GradientOrder order)
{
    auto made = options(MeasureKind::GradientRollout, MeasureVariant::Corrected);
    made.discard = discard;
    made.normalise = normalise;
    made.order = order;
    return made;
}

} // namespace

class tst_rollout : public QObject {
    Q_OBJECT
private slots:
    void twoTokensByHand()
    {
        // M1 = [[.75,.25],[.5,.5]], M2 = [[.6,.4],[.1,.9]]; R2 = M2 M1
        const Layers layers{{map({{0.5, 0.5}, {1.0, 0.0}})}, {map({{0.2, 0.8}, {0.2, 0.8}})}};
        const auto rollout = measured(layers, options(MeasureKind::Rollout, MeasureVariant::Published));
        COMPARE_MAPS(wholeOf(rollout, mapAt(0, 0)), map({{0.75, 0.25}, {0.5, 0.5}}));
        COMPARE_MAPS(wholeOf(rollout, mapAt(1, 0)), map({{0.6 * 0.75 + 0.4 * 0.5, 0.6 * 0.25 + 0.4 * 0.5}, {0.1 * 0.75 + 0.9 * 0.5, 0.1 * 0.25 + 0.9 * 0.5}}));
    }

    void everyWayToAskGivesTheSlowProduct_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<double>("residual");
        for (const int size : {1, 2, 7, 17, 63, 130, 300})
            QTest::addRow("%d", size) << size << 0.5;
        QTest::addRow("no residual") << 40 << 0.0;
        QTest::addRow("only residual") << 40 << 1.0;
    }

    void everyWayToAskGivesTheSlowProduct()
    {
        QFETCH(int, size);
        QFETCH(double, residual);
        const auto layers = randomLayers(4, 2, size, 7);
        auto wanted = options(MeasureKind::Rollout);
        wanted.residual = residual;
        Wide expected = identity(static_cast<std::size_t>(size));
        std::vector<Wide> all;
        for (const auto& layer : layers)
            all.push_back(expected = product(halved(layer[1], residual), expected));

        const auto whole = measured(layers, wanted);
        for (const std::int64_t layer : {3, 0, 2, 1, 3}) // whatever was asked for before
            QVERIFY(largestDifference(wholeOf(whole, mapAt(layer, 1)), all[static_cast<std::size_t>(layer)]) < 1e-6);
        for (const std::int64_t query : {std::int64_t{0}, static_cast<std::int64_t>(size / 2), static_cast<std::int64_t>(size - 1)}) {
            const auto fresh = measured(layers, wanted);
            Matrix evolution(4, size);
            QVERIFY(bool(fresh->rowInEveryLayer(QueryIndex{query}, HeadIndex{1}, evolution.block(), {})));
            for (std::int64_t layer = 0; layer < 4; ++layer) {
                const Wide row{all[static_cast<std::size_t>(layer)][static_cast<std::size_t>(query)]};
                QVERIFY(largestDifference(rowOf(fresh, mapAt(layer, 1), query), row) < 1e-6);
                QVERIFY(largestDifference(rowOf(whole, mapAt(layer, 1), query), row) < 1e-6); // from a map that was kept
                Matrix line(1, size);
                std::ranges::copy(evolution.row(layer), line.values().begin());
                QVERIFY(largestDifference(line, row) < 1e-6);
            }
        }
    }

    void rowsOfARolloutSumToOne()
    {
        for (const auto kind : {MeasureKind::Rollout, MeasureKind::FusedRollout})
            for (const auto variant : variantsOf(kind)) {
                if (variant == MeasureVariant::Published && kind == MeasureKind::FusedRollout)
                    continue; // divides by the sum of another row
                const auto maps = measured(randomLayers(5, 3, 30, 11), options(kind, variant));
                const auto last = wholeOf(maps, mapAt(4, hasHeads(kind) ? std::optional<std::int64_t>(2) : std::nullopt));
                QCOMPARE(last.rows(), 30);
                for (std::int64_t row = 0; row < 30; ++row)
                    QVERIFY(std::abs(std::accumulate(last.row(row).begin(), last.row(row).end(), 0.0) - 1.0) < 1e-5);
            }
    }

    void identityStaysIdentityAndUniformApproachesUniform()
    {
        Matrix same(6, 6);
        Matrix uniform(6, 6, 1.0F / 6.0F);
        for (std::int64_t i = 0; i < 6; ++i)
            same(i, i) = 1.0F;
        const auto kept = measured({{same}, {same}, {same}}, options(MeasureKind::Rollout));
        COMPARE_MAPS(wholeOf(kept, mapAt(2, 0)), same);
        // (I + U)/2 to the power of n is I/2^n + (1 - 1/2^n) U, because U² = U
        const auto mixed = wholeOf(measured({{uniform}, {uniform}, {uniform}}, options(MeasureKind::Rollout)), mapAt(2, 0));
        for (std::int64_t i = 0; i < 6; ++i)
            for (std::int64_t j = 0; j < 6; ++j)
                QVERIFY(std::abs(mixed(i, j) - ((i == j ? 0.125F : 0.0F) + 0.875F / 6.0F)) < 1e-6F);
    }

    void causalStaysCausal()
    {
        const auto layers = randomLayers(4, 2, 20, 13, true);
        for (const auto kind : {MeasureKind::Rollout, MeasureKind::FusedRollout}) {
            const auto last = wholeOf(measured(layers, options(kind)), mapAt(3, hasHeads(kind) ? std::optional<std::int64_t>(1) : std::nullopt));
            for (std::int64_t row = 0; row < 20; ++row)
                for (std::int64_t column = row + 1; column < 20; ++column)
                    QCOMPARE(last(row, column), 0.0F);
        }
    }

    /// P A P^T in every layer gives P R P^T.
    void permutingPositionsPermutesTheRollout()
    {
        const auto layers = randomLayers(3, 1, 12, 17);
        std::vector<std::int64_t> order(12);
        std::iota(order.begin(), order.end(), 0);
        std::shuffle(order.begin(), order.end(), std::mt19937(3));
        const auto permuted = [&order](const Matrix& map) {
            Matrix result(map.rows(), map.columns());
            for (std::int64_t i = 0; i < map.rows(); ++i)
                for (std::int64_t j = 0; j < map.columns(); ++j)
                    result(i, j) = map(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(j)]);
            return result;
        };
        Layers others = layers;
        for (auto& layer : others)
            layer.front() = permuted(layer.front());
        const auto wanted = options(MeasureKind::Rollout);
        QVERIFY(largestDifference(wholeOf(measured(others, wanted), mapAt(2, 0)), permuted(wholeOf(measured(layers, wanted), mapAt(2, 0)))) < 1e-6);
    }

    void theProductStartsAtTheChosenLayer()
    {
        const auto layers = randomLayers(4, 1, 9, 19);
        auto wanted = options(MeasureKind::Rollout);
        wanted.firstLayer = 2;
        const auto maps = measured(layers, wanted);
        QVERIFY(largestDifference(wholeOf(maps, mapAt(1, 0)), identity(9)) == 0.0);
        QVERIFY(largestDifference(wholeOf(maps, mapAt(3, 0)), product(halved(layers[3][0]), halved(layers[2][0]))) < 1e-6);
        Matrix evolution(4, 9);
        QVERIFY(bool(maps->rowInEveryLayer(QueryIndex{4}, HeadIndex{0}, evolution.block(), {})));
        QCOMPARE(evolution(0, 4), 1.0F);
        QCOMPARE(evolution(1, 3), 0.0F);
        QVERIFY(std::abs(evolution(3, 0) - wholeOf(maps, mapAt(3, 0))(4, 0)) < 1e-6F);
        wanted.firstLayer = -1;
        QVERIFY(largestDifference(wholeOf(measured(layers, wanted), mapAt(3, 0)), halved(layers[3][0])) < 1e-7);
        wanted.firstLayer = 4;
        QCOMPARE(QString::fromStdString(whyNot(applyMeasure({mapsOf(layers), nullptr, nullptr, {}}, wanted))), QStringLiteral("the product should start at layer 5, but there are 4 layers."));
    }

    void theSmallestAreDiscardedLowestPositionFirstAndTheProtectedStay()
    {
        // 4 of 9 go: 0 at (0,1), then three of the four 0.1, by position; (0,0) is 0.1 and spared in the first variant
        const Layers layers{{map({{0.1, 0.0, 0.9}, {0.1, 0.8, 0.1}, {0.1, 0.2, 0.7}})}};
        auto wanted = options(MeasureKind::FusedRollout);
        wanted.normalise = Normalisation::None;
        wanted.residual = 0.0;
        wanted.discard = 0.45; // ⌊4.05⌋
        COMPARE_MAPS(wholeOf(measured(layers, wanted), mapAt(0)), map({{0.0, 0.0, 0.9}, {0.0, 0.8, 0.0}, {0.1, 0.2, 0.7}}));
        wanted.protect = Protection::First;
        COMPARE_MAPS(wholeOf(measured(layers, wanted), mapAt(0)), map({{0.1, 0.0, 0.9}, {0.0, 0.8, 0.0}, {0.1, 0.2, 0.7}}));
    }

    void prefixTokensAreSparedInRowsAndColumns()
    {
        auto axis = std::make_shared<Axis>(*numberedAxis(3)); // a class token and two patches
        axis->segments = {{"prefix", SegmentKind::Prefix, 0, 1}, {"patches", SegmentKind::Patches, 1, 2, Grid{1, 2}}};
        axis->items[1].segment = axis->items[2].segment = 1;
        const Layers layers{{map({{0.1, 0.2, 0.7}, {0.1, 0.6, 0.3}, {0.05, 0.15, 0.8}})}};
        auto wanted = options(MeasureKind::FusedRollout);
        wanted.normalise = Normalisation::None;
        wanted.residual = 0.0;
        wanted.discard = 1.0;
        wanted.protect = Protection::Prefix;
        const auto maps = applyMeasure({mapsOf(layers, axis), nullptr, nullptr, {}}, wanted);
        COMPARE_MAPS(wholeOf(*maps, mapAt(0)), map({{0.1, 0.2, 0.7}, {0.1, 0.0, 0.0}, {0.05, 0.0, 0.0}}));
        QVERIFY(whyNot(applyMeasure({mapsOf(layers), nullptr, nullptr, {}}, wanted)).starts_with("there are no prefix tokens to protect"));
    }

    /// a_ij divided by the sum of row i, or by that of row j, as the published code does.
    void normalisationNamesTheRowItDividesBy()
    {
        const Layers layers{{map({{1.0, 1.0}, {0.0, 6.0}})}};
        auto wanted = options(MeasureKind::FusedRollout);
        wanted.residual = 0.0;
        COMPARE_MAPS(wholeOf(measured(layers, wanted), mapAt(0)), map({{0.5, 0.5}, {0.0, 1.0}}));
        wanted.normalise = Normalisation::Column;
        COMPARE_MAPS(wholeOf(measured(layers, wanted), mapAt(0)), map({{0.5, 1.0 / 6.0}, {0.0, 1.0}}));
    }

    void onlyTheChosenHeadsAreFused()
    {
        const auto layers = randomLayers(3, 4, 8, 23);
        Layers chosen;
        for (const auto& layer : layers)
            chosen.push_back({layer[1], layer[3]});
        const HeadsOfLayers heads(3, {HeadIndex{1}, HeadIndex{3}});
        auto wanted = options(MeasureKind::FusedRollout);
        wanted.fusion = HeadFusion::Max;
        COMPARE_MAPS(wholeOf(measured(layers, wanted, {}, heads), mapAt(2)), wholeOf(measured(chosen, wanted), mapAt(2)));
    }

    void relevanceOfTwoTokensByHand()
    {
        // layer 1: heads give (A G)^+ = [[.5,0],[.2,0]] and [[0,.5],[0,0]]: Ā = [[.25,.25],[.1,0]]
        // layer 2: one head negative throughout, the other [[0,1],[.5,0]]: Ā = [[0,.5],[.25,0]]
        const Layers attention{{map({{0.5, 0.5}, {0.1, 0.9}}), map({{0.5, 0.5}, {1.0, 0.0}})}, {map({{0.3, 0.7}, {0.6, 0.4}}), map({{0.0, 1.0}, {0.5, 0.5}})}};
        const Layers gradients{{map({{1.0, -1.0}, {2.0, -3.0}}), map({{-2.0, 1.0}, {-1.0, 5.0}})}, {map({{-1.0, -1.0}, {-1.0, -1.0}}), map({{7.0, 1.0}, {1.0, -1.0}})}};
        const auto maps = measured(attention, options(MeasureKind::Relevance), gradients);
        const auto first = map({{1.25, 0.25}, {0.1, 1.0}}); // I + Ā1
        COMPARE_MAPS(wholeOf(maps, mapAt(0)), first);
        COMPARE_MAPS(wholeOf(maps, mapAt(1)), map({{1.25 + 0.5 * 0.1, 0.25 + 0.5 * 1.0}, {0.1 + 0.25 * 1.25, 1.0 + 0.25 * 0.25}}));
        const auto last = measured(attention, options(MeasureKind::Relevance, MeasureVariant::Published), gradients);
        COMPARE_MAPS(wholeOf(last, mapAt(1)), map({{1.0, 0.5}, {0.25, 1.0}}));
    }

    void gradientRolloutTakesThePositivePartOfTheMean()
    {
        // heads' products [[.5,-1],[0,1]] and [[-.1,.4],[.2,-2]]: means .2, -.3, .1, -.5
        const Layers attention{{map({{0.5, 0.5}, {0.0, 1.0}}), map({{0.1, 0.4}, {0.2, 0.5}})}};
        const Layers gradients{{map({{1.0, -2.0}, {3.0, 1.0}}), map({{-1.0, 1.0}, {1.0, -4.0}})}};
        auto wanted = gradientRollout(0.0, Normalisation::None, GradientOrder::Paired);
        COMPARE_MAPS(wholeOf(measured(attention, wanted, gradients), mapAt(0)), map({{0.5 + 0.1, 0.0}, {0.05, 0.5}}));
    }

    void reversedGradientsBelongToTheLayerAtTheOtherEnd()
    {
        const auto attention = randomLayers(3, 2, 6, 29);
        const auto gradients = randomGradients(3, 2, 6, 31);
        const Layers turned(gradients.rbegin(), gradients.rend());
        COMPARE_MAPS(wholeOf(measured(attention, gradientRollout(0.5, Normalisation::Row, GradientOrder::Reversed), gradients), mapAt(2)),
                     wholeOf(measured(attention, gradientRollout(0.5, Normalisation::Row, GradientOrder::Paired), turned), mapAt(2)));
    }

    /// One layer: the edge itself. Two layers: each key gets what the narrowest cut lets through.
    void attentionFlowByHand()
    {
        auto wanted = options(MeasureKind::Flow);
        wanted.residual = 0.0;
        const Layers one{{map({{0.3, 0.7}, {0.6, 0.4}})}};
        COMPARE_MAPS(wholeOf(measured(one, wanted), mapAt(0)), one[0][0]);
        // from 0: edges .3 to node 0 and .7 to node 1; below them to key 0: .5 and .2; to key 1: .5 and .8
        const Layers two{{map({{0.5, 0.5}, {0.2, 0.8}})}, {map({{0.3, 0.7}, {1.0, 0.0}})}};
        COMPARE_MAPS(wholeOf(measured(two, wanted), mapAt(1)), map({{0.3 + 0.2, 0.3 + 0.7}, {0.5, 0.5}}));
    }

    /// No key can receive more than what leaves the query, nor more than what its column carries in the lowest layer.
    void attentionFlowKeepsBelowEveryCut()
    {
        const auto layers = randomLayers(3, 2, 7, 37);
        const auto flow = wholeOf(measured(layers, options(MeasureKind::Flow)), mapAt(2));
        const auto lowest = wholeOf(measured({layers[0]}, options(MeasureKind::FusedRollout)), mapAt(0));
        for (std::int64_t key = 0; key < 7; ++key) {
            double column = 0.0;
            for (std::int64_t row = 0; row < 7; ++row)
                column += static_cast<double>(lowest(row, key));
            for (std::int64_t query = 0; query < 7; ++query)
                QVERIFY(static_cast<double>(flow(query, key)) <= std::min(1.0, column) + 1e-5 && flow(query, key) > 0.0F);
        }
    }

    void theDifferenceOfAMeasureWithItselfIsZero()
    {
        const auto maps = measured(randomLayers(3, 2, 10, 41), options(MeasureKind::Rollout));
        const auto none = difference(maps, maps);
        COMPARE_MAPS(wholeOf(*none, mapAt(2, 1)), Matrix(10, 10));
        const auto change = difference(maps, measured(randomLayers(3, 2, 10, 43), options(MeasureKind::Attention)));
        const auto signedMap = wholeOf(*change, mapAt(2, 1));
        QVERIFY(std::ranges::any_of(signedMap.values(), [](float value) { return value < 0.0F; }));
        QVERIFY(whyNot(difference(maps, measured(randomLayers(3, 2, 9, 1), options(MeasureKind::Attention)))).starts_with("layer 1 is 2 heads × 10 × 10 in A and 2 heads × 9 × 9 in B"));
    }

    void importanceWeighsHeadsBeforeTheMeasure()
    {
        const auto layers = randomLayers(2, 2, 5, 47);
        const auto importance = std::make_shared<const Matrix>(map({{0.0, 2.0}, {1.0, 1.0}}));
        auto wanted = options(MeasureKind::FusedRollout);
        wanted.importance = true;
        wanted.normalise = Normalisation::None;
        const auto maps = applyMeasure({mapsOf(layers), nullptr, importance, {}}, wanted);
        // the mean of 0 A1 and 2 A2 is A2
        QVERIFY(largestDifference(wholeOf(*maps, mapAt(0)), halved(layers[0][1])) < 1e-7);
        const auto few = std::make_shared<const Matrix>(map({{1.0}, {1.0}}));
        QCOMPARE(QString::fromStdString(whyNot(applyMeasure({mapsOf(layers), nullptr, few, {}}, wanted))), QStringLiteral("the importance has 1 heads, the attention of layer 1 has 2."));
    }

    void whatCannotBeMultipliedIsSaidWithItsLayer()
    {
        const auto rollout = options(MeasureKind::Rollout);
        QVERIFY(whyNot(applyMeasure({mapsOf({{Matrix(3, 5)}}), nullptr, nullptr, {}}, rollout)).find("layer 1 is 3 × 5") != std::string::npos);
        const Layers sizes{{Matrix(4, 4)}, {Matrix(4, 4)}, {Matrix(2, 2)}};
        QVERIFY(whyNot(applyMeasure({mapsOf(sizes), nullptr, nullptr, {}}, rollout)).starts_with("Rollout per head needs equal sizes, but layers 1–2 are 4 and layer 3 is 2"));
        const Layers heads{{Matrix(4, 4), Matrix(4, 4)}, {Matrix(4, 4)}};
        QVERIFY(whyNot(applyMeasure({mapsOf(heads), nullptr, nullptr, {}}, rollout)).find("layer 1 has 2 and layer 2 has 1") != std::string::npos);
        const auto square = randomLayers(2, 1, 4, 53);
        QVERIFY(whyNot(applyMeasure({mapsOf(square), nullptr, nullptr, {}}, options(MeasureKind::Relevance))).find("needs gradients, and this dump has none") != std::string::npos);
        QVERIFY(whyNot(applyMeasure({mapsOf(square), mapsOf(randomGradients(2, 1, 3, 1)), nullptr, {}}, options(MeasureKind::Relevance))).starts_with("layer 1 is 1 heads × 4 × 4, but its gradients are 1 heads × 3 × 3"));
    }

    void valuesThatCannotBeUsedAreSaidWithTheirPlace()
    {
        const auto attention = randomLayers(2, 1, 4, 59);
        auto gradients = randomGradients(2, 1, 4, 61);
        gradients[1][0](2, 3) = std::numeric_limits<float>::quiet_NaN();
        const auto relevance = measured(attention, options(MeasureKind::Relevance), gradients);
        const auto whole = wholeMap(*relevance, mapAt(1));
        QVERIFY(!whole);
        QVERIFY(sentence(whole.error()).starts_with("the gradient of layer 2, head 1 is not a number at query 2, key 3"));
        QVERIFY(bool(wholeMap(*relevance, mapAt(0)))); // the layer below can be shown

        auto wanted = options(MeasureKind::FusedRollout);
        wanted.residual = 0.0;
        wanted.discard = 1.0;
        const auto nothing = wholeMap(*measured(attention, wanted), mapAt(0));
        QVERIFY(!nothing);
        QVERIFY(sentence(nothing.error()).starts_with("layer 1: 4 of 4 rows sum to zero after 100 % of the values were discarded"));
    }

    void workStopsWhenItIsAskedTo()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto maps = measured(randomLayers(3, 1, 40, 67), options(MeasureKind::Rollout));
        Matrix out(40, 40);
        const auto done = maps->rows(mapAt(2, 0), {0, 40}, out.block(), JobContext(stop.get_token()));
        QVERIFY(!done && done.error().kind == ErrorKind::Cancelled);
    }

    void manyThreadsMayAskAtOnce()
    {
        const auto layers = randomLayers(4, 3, 50, 71);
        const auto fused = measured(layers, options(MeasureKind::FusedRollout, MeasureVariant::Corrected));
        const auto alone = wholeOf(measured(layers, options(MeasureKind::FusedRollout, MeasureVariant::Corrected)), mapAt(3));
        std::vector<Matrix> results(8);
        {
            std::vector<std::jthread> threads;
            for (auto& result : results)
                threads.emplace_back([&] { result = wholeOf(fused, mapAt(3)); });
        }
        for (const auto& result : results)
            QVERIFY(result == alone);
    }
};

HEADLIGHT_GUILESS_TEST(tst_rollout)

} // namespace rollout_test

#include "tst_rollout.moc"
