// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Relevance of two streams: two tokens by hand, slowly in float64, and by what must hold.

#include "measure/apply_measure.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace co_attention_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Layers = std::vector<std::vector<Matrix>>; ///< [layer][head]
using Wide = std::vector<std::vector<double>>;

Maps mapsFrom(const Layers& layers)
{
    const auto& first = layers.front().front();
    return std::make_shared<PictureMaps>(layers, numberedAxis(first.rows()), numberedAxis(first.columns()));
}

/// Attention with gradients that are one number everywhere.
Stream evenly(const Layers& layers, float gradient = 1.0F)
{
    Layers gradients = layers;
    for (auto& layer : gradients)
        for (auto& head : layer)
            std::ranges::fill(head.values(), gradient);
    return {mapsFrom(layers), mapsFrom(gradients)};
}

/// Rows that sum to one, and gradients of both signs.
struct Random {
    Layers attention;
    Layers gradients;

    Random(int layers, std::int64_t queries, std::int64_t keys, unsigned seed)
    {
        std::mt19937 generator(seed);
        std::uniform_real_distribution<float> uniform(0.01F, 1.0F);
        std::normal_distribution<float> normal(0.0F, 1.0F);
        for (int l = 0; l < layers; ++l) {
            attention.emplace_back(2, Matrix(queries, keys));
            gradients.emplace_back(2, Matrix(queries, keys));
            for (auto& head : attention.back())
                for (std::int64_t q = 0; q < queries; ++q) {
                    float sum = 0.0F;
                    for (float& value : head.row(q))
                        sum += value = uniform(generator);
                    for (float& value : head.row(q))
                        value /= sum;
                }
            for (auto& head : gradients.back())
                for (float& value : head.values())
                    value = normal(generator);
        }
    }

    [[nodiscard]] Stream stream() const { return {mapsFrom(attention), mapsFrom(gradients)}; }

    /// Ā of a layer.
    [[nodiscard]] Wide weights(std::size_t layer) const
    {
        const auto& first = attention[layer].front();
        Wide result(static_cast<std::size_t>(first.rows()), std::vector<double>(static_cast<std::size_t>(first.columns()), 0.0));
        for (std::size_t head = 0; head < attention[layer].size(); ++head)
            for (std::size_t i = 0; i < result.size(); ++i)
                for (std::size_t j = 0; j < result[i].size(); ++j) {
                    const auto at = [&](const Layers& layers) { return static_cast<double>(layers[layer][head](static_cast<std::int64_t>(i), static_cast<std::int64_t>(j))); };
                    result[i][j] += std::max(0.0, at(attention) * at(gradients)) / static_cast<double>(attention[layer].size());
                }
        return result;
    }
};

Wide times(const Wide& a, const Wide& b)
{
    Wide result(a.size(), std::vector<double>(b.front().size(), 0.0));
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t k = 0; k < b.size(); ++k)
            for (std::size_t j = 0; j < b.front().size(); ++j)
                result[i][j] += a[i][k] * b[k][j];
    return result;
}

Wide plus(Wide a, const Wide& b)
{
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a[i].size(); ++j)
            a[i][j] += b[i][j];
    return a;
}

Wide turned(const Wide& a)
{
    Wide result(a.front().size(), std::vector<double>(a.size()));
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = 0; j < a[i].size(); ++j)
            result[j][i] = a[i][j];
    return result;
}

Wide eye(std::size_t size)
{
    Wide result(size, std::vector<double>(size, 0.0));
    for (std::size_t i = 0; i < size; ++i)
        result[i][i] = 1.0;
    return result;
}

Wide nothing(std::size_t rows, std::size_t columns)
{
    return Wide(rows, std::vector<double>(columns, 0.0));
}

Wide bar(Wide relevance)
{
    for (std::size_t i = 0; i < relevance.size(); ++i) {
        relevance[i][i] -= 1.0;
        double sum = 0.0;
        for (const double value : relevance[i])
            sum += value;
        for (double& value : relevance[i])
            value = sum > 0.0 ? value / sum : value;
        relevance[i][i] += 1.0;
    }
    return relevance;
}

Matrix narrow(const Wide& wide)
{
    Matrix result(static_cast<std::int64_t>(wide.size()), static_cast<std::int64_t>(wide.front().size()));
    for (std::size_t i = 0; i < wide.size(); ++i)
        for (std::size_t j = 0; j < wide[i].size(); ++j)
            result(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j)) = static_cast<float>(wide[i][j]);
    return result;
}

/// Equal to five digits.
bool alike(const Matrix& made, const Wide& expected)
{
    const Matrix wanted = narrow(expected);
    bool same = made.rows() == wanted.rows() && made.columns() == wanted.columns();
    for (std::size_t i = 0; same && i < wanted.values().size(); ++i)
        same = std::abs(made.values()[i] - wanted.values()[i]) <= 1e-5F * std::max(1.0F, std::abs(wanted.values()[i]));
    return same;
}

Matrix after(const Maps& maps, std::int64_t layer)
{
    auto whole = wholeMap(*maps, {LayerIndex{layer}, std::nullopt});
    return whole ? *std::move(whole) : Matrix();
}

std::string whyNot(const Result<Maps>& maps)
{
    return maps ? std::string("was made") : sentence(maps.error());
}

const Layers kSelfOfQueries{{map({{1.0, 0.0}, {0.4, 0.6}})}};
const Layers kSelfOfKeys{{map({{0.5, 0.5}, {0.2, 0.8}})}};
const Layers kCross{{map({{0.3, 0.7}, {0.9, 0.1}})}};

} // namespace

class tst_co_attention : public QObject {
    Q_OBJECT
private slots:
    /// R^ss = [[2,0],[.4,1.6]] and R^qq = [[1.5,.5],[.2,1.8]] are balanced already. Ā R̄^qq = [[.59,1.41],[1.37,.63]]; the transposed R̄^ss is [[2,.4],[0,1.6]].
    void twoTokensByHand()
    {
        const auto maps = coAttentionRelevance({evenly(kSelfOfQueries), evenly(kSelfOfKeys), evenly(kCross)}, CoBlock::Cross, 0);
        QVERIFY2(maps.has_value(), whyNot(maps).c_str());
        QCOMPARE((*maps)->axes().layers.front(), (LayerShape{0, 2, 2}));
        COMPARE_MAPS(after(*maps, 0), map({{2 * 0.59 + 0.4 * 1.37, 2 * 1.41 + 0.4 * 0.63}, {1.6 * 1.37, 1.6 * 0.63}}));
    }

    void aStreamCountsByItsSharesAndNotByItsSize()
    {
        const auto usual = coAttentionRelevance({evenly(kSelfOfQueries), evenly(kSelfOfKeys), evenly(kCross)}, CoBlock::Cross, 0);
        const auto strong = coAttentionRelevance({evenly(kSelfOfQueries, 5.0F), evenly(kSelfOfKeys, 3.0F), evenly(kCross)}, CoBlock::Cross, 0);
        COMPARE_MAPS(after(*strong, 0), after(*usual, 0));
    }

    void streamsThatAreNoUseToEachOtherLeaveTheCrossAttention()
    {
        // No gradient of self-attention: R̄ is the identity, and what is left is Ā.
        const auto maps = coAttentionRelevance({evenly(kSelfOfQueries, 0.0F), evenly(kSelfOfKeys, -1.0F), evenly(kCross)}, CoBlock::Cross, 0);
        COMPARE_MAPS(after(*maps, 0), kCross.front().front());
        const auto none = coAttentionRelevance({evenly(kSelfOfQueries), evenly(kSelfOfKeys), evenly(kCross, 0.0F)}, CoBlock::Cross, 0);
        COMPARE_MAPS(after(*none, 0), Matrix(2, 2));
    }

    void encoderAndDecoderSlowly()
    {
        const Random encoder(4, 7, 7, 1);
        const Random decoder(3, 5, 5, 2);
        const Random cross(3, 5, 7, 3);
        Wide qq = eye(7);
        for (std::size_t l = 0; l < 4; ++l)
            qq = plus(qq, times(encoder.weights(l), qq));
        Wide ss = eye(5);
        Wide sq = nothing(5, 7);
        const auto maps = coAttentionRelevance({decoder.stream(), encoder.stream(), cross.stream()}, CoBlock::Cross, 0);
        QVERIFY2(maps.has_value(), whyNot(maps).c_str());
        for (std::size_t l = 0; l < 3; ++l) {
            const Wide own = decoder.weights(l);
            ss = plus(ss, times(own, ss));
            sq = plus(sq, times(own, sq));
            sq = plus(sq, times(turned(bar(ss)), times(cross.weights(l), bar(qq))));
            QVERIFY2(alike(after(*maps, static_cast<std::int64_t>(l)), sq), picture(after(*maps, static_cast<std::int64_t>(l))).constData());
        }
    }

    /// One layer of self-attention ahead of two of cross attention, in both directions.
    void bothDirectionsSlowly()
    {
        const Random text(3, 4, 4, 11);
        const Random image(2, 6, 6, 12);
        const Random there(2, 4, 6, 13);
        const Random back(2, 6, 4, 14);
        const CoAttention streams{text.stream(), image.stream(), there.stream(), back.stream()};
        const auto cross = coAttentionRelevance(streams, CoBlock::Cross, 0);
        const auto self = coAttentionRelevance(streams, CoBlock::Queries, 0);
        QVERIFY2(cross.has_value(), whyNot(cross).c_str());
        QVERIFY2(self.has_value(), whyNot(self).c_str());

        Wide ss = plus(eye(4), text.weights(0));
        Wide qq = eye(6);
        Wide sq = nothing(4, 6);
        Wide qs = nothing(6, 4);
        QVERIFY(alike(after(*self, 0), ss));
        for (std::size_t l = 0; l < 2; ++l) {
            const Wide a = there.weights(l);
            const Wide b = back.weights(l);
            const Wide newSq = plus(sq, times(turned(bar(ss)), times(a, bar(qq))));
            const Wide newQs = plus(qs, times(turned(bar(qq)), times(b, bar(ss))));
            const Wide newSs = plus(ss, times(a, qs));
            const Wide newQq = plus(qq, times(b, sq));
            sq = newSq, qs = newQs, ss = newSs, qq = newQq;
            QVERIFY(alike(after(*cross, static_cast<std::int64_t>(l)), sq));
            ss = plus(ss, times(text.weights(l + 1), ss));
            sq = plus(sq, times(text.weights(l + 1), sq));
            qq = plus(qq, times(image.weights(l), qq));
            qs = plus(qs, times(image.weights(l), qs));
            QVERIFY(alike(after(*self, static_cast<std::int64_t>(l) + 1), ss));
        }
    }

    void withoutCrossAttentionAStreamHasTheRelevanceOfOneStream()
    {
        const Random text(3, 4, 4, 21);
        const Random image(3, 6, 6, 22);
        const Layers none(3, {Matrix(4, 6, 0.1F)});
        const Layers noneBack(3, {Matrix(6, 4, 0.1F)});
        const CoAttention streams{text.stream(), image.stream(), evenly(none, 0.0F), evenly(noneBack, 0.0F)};
        const auto own = text.stream();
        for (const auto variant : {MeasureVariant::Paper, MeasureVariant::Published}) { // all layers, and the last one only
            const auto options = measureOptions(MeasureKind::Relevance, variant);
            const auto one = applyMeasure({own.attention, own.gradients, nullptr, {}}, options);
            const auto two = applyMeasure({own.attention, own.gradients, nullptr, {}, std::make_shared<const CoAttention>(streams), CoBlock::Queries}, options);
            QVERIFY(one && two);
            COMPARE_MAPS(after(*two, 2), after(*one, 2));
        }
    }

    void layersAreAskedForInAnyOrder()
    {
        const Random encoder(2, 6, 6, 31);
        const Random decoder(3, 4, 4, 32);
        const Random cross(3, 4, 6, 33);
        const CoAttention streams{decoder.stream(), encoder.stream(), cross.stream()};
        const auto forwards = coAttentionRelevance(streams, CoBlock::Cross, 0);
        const auto backwards = coAttentionRelevance(streams, CoBlock::Cross, 0);
        const auto last = after(*backwards, 2);
        COMPARE_MAPS(after(*backwards, 0), after(*forwards, 0));
        COMPARE_MAPS(last, after(*forwards, 2));
        Matrix row(1, 6);
        QVERIFY((*backwards)->rows({LayerIndex{2}, std::nullopt}, {3, 1}, row.block(), {}).has_value());
        QVERIFY(std::ranges::equal(row.values(), last.row(3)));
    }

    void whatDoesNotBelongTogetherIsSaid_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("says");
        QTest::newRow("no gradients of the encoder") << 0 << "needs gradients of the self-attention of its keys";
        QTest::newRow("a decoder of another size") << 1 << "needs the self-attention of its queries of 4 × 4, but its layer 1 is 5 × 5";
        QTest::newRow("a decoder with more layers") << 2 << "cross attention has 3 layers, and the self-attention of its queries 4";
        QTest::newRow("no such first layer") << 3 << "start at layer 8, but there are 3 layers";
    }

    void whatDoesNotBelongTogetherIsSaid()
    {
        QFETCH(int, what);
        QFETCH(QString, says);
        CoAttention streams{Random(3, 4, 4, 1).stream(), Random(2, 6, 6, 2).stream(), Random(3, 4, 6, 3).stream()};
        if (what == 0)
            streams.keys.gradients = nullptr;
        if (what == 1)
            streams.queries = Random(3, 5, 5, 1).stream();
        if (what == 2)
            streams.queries = Random(4, 4, 4, 1).stream();
        const auto maps = coAttentionRelevance(streams, CoBlock::Cross, what == 3 ? 7 : 0);
        QVERIFY2(whyNot(maps).find(says.toStdString()) != std::string::npos, whyNot(maps).c_str());
    }

    void aGradientThatIsNoNumberIsNamed()
    {
        Random cross(2, 4, 6, 3);
        cross.gradients[1][0](2, 3) = std::nanf("");
        const auto maps = coAttentionRelevance({Random(2, 4, 4, 1).stream(), Random(2, 6, 6, 2).stream(), cross.stream()}, CoBlock::Cross, 0);
        const auto broken = wholeMap(**maps, {LayerIndex{1}, std::nullopt});
        QVERIFY(!broken && broken.error().what.find("layer 2, head 1 is not a number at query 2, key 3") != std::string::npos);
        QVERIFY(wholeMap(**maps, {LayerIndex{0}, std::nullopt}).has_value());
    }
};

HEADLIGHT_GUILESS_TEST(tst_co_attention)

} // namespace co_attention_test

#include "tst_co_attention.moc"
