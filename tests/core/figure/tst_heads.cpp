// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The view of heads: its numbers, its order, its spreads and outliers, its nearest heads, and what it says where there is nothing.

#include "core/figure/opened_dump.h"
#include "figure/heads.h"
#include "support/query_dump.h"
#include "support/test_class.h"
#include "workspace/metric_values.h"

#include <cmath>
#include <limits>

namespace heads_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// Row sums to one; `own` of it on the diagonal.
Matrix diagonal(double own)
{
    return map({{own, 1.0 - own}, {1.0 - own, own}});
}

SharedDump fourHeads()
{
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{diagonal(0.25), diagonal(1.0)}, {diagonal(0.5), diagonal(0.75)}})});
}

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump) : OpenedDump(dump, ViewKind::Heads) {}
    void set(HeadsShow show, const MetricChoice& metric = HeadMetric::ToItself)
    {
        auto display = state.display;
        display.heads.show = show;
        display.metric = metric;
        act(SetDisplay{display});
    }
    [[nodiscard]] HeadsFigure figure() const { return figureOf<HeadsFigure>(); }
    [[nodiscard]] std::vector<std::string> listed() const
    {
        const auto shown = figure();
        std::vector<std::string> names;
        for (const auto index : shown.order)
            names.push_back(shown.heads[static_cast<std::size_t>(index)].name);
        return names;
    }
};

class GradientDump final : public Dump {
public:
    explicit GradientDump(std::vector<std::string> targets)
    {
        m_path = "pictures/picture.npy";
        m_title = "picture.npy";
        m_fingerprint = "00000000000000bb";
        m_stacks.push_back({"self", StackKind::Self, StackStorage::Dense, {{1, 2, 2}}, DType::Float32, 0, false, std::move(targets), HeadImportance{map({{0.5}}), "head_importance.npy"}, {}});
        m_samples.push_back({"", "a sentence", {}, "picture.npy", {}, {}, 2, 0});
    }
    Result<Maps> attention(StackIndex, SampleIndex) const override { return mapsOf({{map({{0.5, 0.5}, {0.0, 1.0}})}}); }
    Result<Maps> gradients(StackIndex, SampleIndex, std::string_view target) const override
    {
        return mapsOf({{target == "cat" ? map({{1.0, 1.0}, {0.0, -2.0}}) : map({{4.0, 0.0}, {0.0, 0.0}})}});
    }
};

} // namespace

class tst_heads : public QObject {
    Q_OBJECT
private slots:
    void theListHasTheLargestFirst()
    {
        Opened opened(fourHeads());
        opened.set(HeadsShow::Sorted);
        QCOMPARE(opened.listed(), (std::vector<std::string>{"L1 H2", "L2 H2", "L2 H1", "L1 H1"}));
        const auto figure = opened.figure();
        QCOMPARE(figure.pending, std::int64_t{0});
        QVERIFY(std::fabs(figure.heads[0].value - 0.25) < 1e-6);
        QCOMPARE(figure.metric.low, 0.0);
        QCOMPARE(figure.metric.high, 1.0); // a share
        QCOMPARE(figure.scale.low, 0.25);
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("To itself, all layers and heads"));
        QVERIFY(says(figure.text.footerStart, "2 layers × 2 heads"));
        QVERIFY(says(figure.text.footerStart, "mean over 2 queries"));
    }

    void headsWithoutANumberComeLastAndAreSaid()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{nan, 0.0}, {nan, 1.0}}), diagonal(0.5)}, {diagonal(0.25), map({{nan, 1.0}, {0.0, 1.0}})}})}));
        opened.set(HeadsShow::Sorted);
        QCOMPARE(opened.listed(), (std::vector<std::string>{"L2 H2", "L1 H2", "L2 H1", "L1 H1"}));
        const auto figure = opened.figure();
        QVERIFY(std::isnan(figure.heads[0].value));
        QCOMPARE(figure.scale.notNumbers, std::int64_t{1});
        QVERIFY(says(figure.text.footerEnd, "3 rows with NaN or infinite values left out, in 2 heads"));
    }

    void aLayersSpreadIsItsFiveNumbers()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{diagonal(0.1), diagonal(0.2), diagonal(0.4), diagonal(0.8)}})}));
        opened.set(HeadsShow::Layers);
        const auto spread = *opened.figure().spreads.at(0);
        for (const auto& [found, wanted] : {std::pair{spread.least, 0.1}, {spread.lowerQuartile, 0.175}, {spread.median, 0.3}, {spread.upperQuartile, 0.5}, {spread.most, 0.8}, {spread.mean, 0.375}})
            QVERIFY2(std::fabs(found - wanted) < 1e-6, qPrintable(QString::number(found)));
    }

    void outliersAreBeyondTukeysFences()
    {
        const Spread spread{0.0, 1.0, 2.0, 3.0, 10.0, 3.0, 9};
        QCOMPARE(beyondFences(6.0, spread), 0.0);   // 3 + 1.5 · 2
        QCOMPARE(beyondFences(10.0, spread), 2.0);  // 3.5 quartile distances above, 1.5 of them allowed
        QCOMPARE(beyondFences(-2.5, spread), 0.25);
        QCOMPARE(beyondFences(std::nan(""), spread), 0.0);
        QCOMPARE(beyondFences(5.0, {5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 3}), 0.0); // all the same
        QCOMPARE(beyondFences(7.0, {5.0, 5.0, 5.0, 5.0, 9.0, 5.0, 9}), 0.5); // nearly all
        QVERIFY(!spreadOf({}));
        QVERIFY(!spreadOf(std::vector{std::nan("")}));
    }

    void theScatterNamesWhatStandsOut()
    {
        std::vector<Matrix> heads;
        for (int i = 0; i < 11; ++i)
            heads.push_back(diagonal(i == 7 ? 0.99 : 0.4 + 0.01 * i));
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({heads})}));
        opened.set(HeadsShow::Scatter);
        const auto figure = opened.figure();
        QCOMPARE(figure.outliers, (std::vector<std::int64_t>{7}));
        QCOMPARE(figure.outlierCount, std::int64_t{1});
        QCOMPARE(QString::fromStdString(figure.other->name), QStringLiteral("mean distance"));
        QVERIFY(std::fabs(figure.heads[7].other - 0.01) < 1e-6);
    }

    void theNearestHeadsAreThoseOfTheFirstSelected()
    {
        Opened opened(fourHeads());
        opened.set(HeadsShow::Nearest);
        opened.act(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{1}})});
        QCOMPARE(opened.listed(), (std::vector<std::string>{"L2 H2", "L2 H1", "L1 H1"}));
        const auto figure = opened.figure();
        QCOMPARE(figure.focus, std::optional<std::int64_t>(1));
        // (1, 0) and (1/2, 1/2): see tst_head_distance
        QVERIFY(std::fabs(figure.heads[2].distance - std::sqrt(0.5 * std::log(4.0 / 3.0) + 0.25 * std::log(2.0 / 3.0) + 0.25 * std::log(2.0))) < 1e-6);
        QVERIFY(QString::fromStdString(figure.text.title).endsWith(QStringLiteral("nearest to L1 H2")));
    }

    void distancesAreComputedOnce()
    {
        const Opened opened(fourHeads());
        const auto key = mapsKey(opened.state);
        const auto first = opened.workspace.distances(key, {}, {});
        QVERIFY(first.has_value());
        QVERIFY(*opened.workspace.distances(key, {}, {}) == *first);
    }

    void aMetricThatDoesNotApplySaysWhyAndOffersAnother()
    {
        Opened opened(fourHeads());
        for (const auto& [metric, word] : {std::pair<MetricChoice, const char*>{HeadMetric::Importance, "head_importance"}, {HeadMetric::GradientAttention, "gradients_NAME"},
                                           {HeadMetric::Special, "special"}, {MetricChoice::ofSegments("a:b"), "row sum"}}) {
            opened.set(HeadsShow::Sorted, metric);
            const auto empty = opened.figureOf<EmptyFigure>();
            QVERIFY2(QString::fromStdString(empty.sentence).contains(QLatin1String(word)), empty.sentence.c_str());
            QVERIFY(!empty.button.empty());
            opened.act(*empty.action);
            QVERIFY(opened.state.display.metric == HeadMetric::Entropy);
        }
    }

    void sharesOfSegmentsAreOfferedAndShown()
    {
        Opened opened(queryDump());
        opened.set(HeadsShow::Sorted, MetricChoice::ofSegments("queries:text"));
        const auto figure = opened.figure();
        QVERIFY(std::fabs(figure.heads[0].value - 1.0) < 1e-6);
        QVERIFY(std::fabs(figure.heads[1].value - 0.6) < 1e-6);
        const auto maps = opened.workspace.maps(mapsKey(opened.state));
        const auto choices = metricChoices((*maps)->axes());
        QCOMPARE(choices.size(), static_cast<std::size_t>(kHeadMetricCount) + 4);
        const auto wrong = whyNoMetric(opened.workspace, mapsKey(opened.state), MetricChoice::ofSegments("text:patches"));
        QVERIFY(wrong && QString::fromStdString(sentence(*wrong)).contains(QStringLiteral("text:queries")));
    }

    void gradientsAndImportanceAreThoseOfTheDump()
    {
        Opened opened(std::make_shared<GradientDump>(std::vector<std::string>{"cat", "dog"}));
        opened.set(HeadsShow::Sorted, HeadMetric::GradientAttention);
        QVERIFY(std::fabs(opened.figure().heads[0].value - (1.0 - 2.0) / 2.0) < 1e-6); // of the first target
        auto measure = opened.state.measure;
        measure.target = "dog";
        opened.act(SetMeasure{measure});
        QVERIFY(std::fabs(opened.figure().heads[0].value - (2.0 + 0.0) / 2.0) < 1e-6);
        QVERIFY(says(opened.figure().text.footerStart, "mean over 2 queries, gradients of dog"));
        opened.set(HeadsShow::Sorted, HeadMetric::Importance);
        QCOMPARE(opened.figure().heads[0].value, 0.5);
        QVERIFY(says(opened.figure().text.footerStart, "from head_importance.npy"));
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.set(HeadsShow::Sorted, HeadMetric::GradientAttention);
        QVERIFY(QString::fromStdString(opened.figureOf<EmptyFigure>().sentence).contains(QStringLiteral("attention itself")));
    }

    void aMeasureThatTakesHeadsTogetherShowsThoseOfTheAttention()
    {
        Opened opened(fourHeads());
        opened.set(HeadsShow::Sorted);
        const auto before = opened.figure().heads[3].value;
        opened.act(SetMeasure{measureOptions(MeasureKind::FusedRollout)});
        const auto figure = opened.figure();
        QCOMPARE(figure.heads.size(), std::size_t{4});
        QCOMPARE(figure.heads[3].value, before);
        QVERIFY(QString::fromStdString(figure.text.footerStart.front()).contains(QStringLiteral("takes heads together")));
    }

    void aWindowDoesNotWaitForTheSurvey()
    {
        Opened opened(fourHeads());
        opened.set(HeadsShow::Sorted);
        const auto built = buildFigure(opened.workspace, opened.state, {}, {false});
        const auto& figure = std::get<HeadsFigure>(*built);
        QCOMPARE(figure.pending, std::int64_t{4});
        QVERIFY(!figure.heads[0].known);
        QCOMPARE(figure.scale.notNumbers, std::int64_t{0}); // not known is not NaN
    }

    void axesAreWhatTheMetricCanBe()
    {
        QVERIFY(std::fabs(metricRange(HeadMetric::Entropy, {}, 8).high - std::log(8.0)) < 1e-12);
        QCOMPARE(metricRange(HeadMetric::Distance, std::vector{2.0, 5.0, std::nan("")}, 8).high, 5.0);
        const auto slopes = metricRange(HeadMetric::GradientAttention, std::vector{-2.0, 1.0}, 8);
        QCOMPARE(slopes.low, -2.0);
        QCOMPARE(slopes.high, 1.0);
        const auto nothing = metricRange(HeadMetric::RowSum, std::vector{0.0}, 8);
        QVERIFY(nothing.high > nothing.low);
    }

    void theChoiceOfAMetricIsKeptInTheState()
    {
        State state;
        state.display.metric = MetricChoice::ofSegments("a:b");
        state.display.heads.other = MetricChoice::ofSegments("nonsense"); // no pair
        state = update(state, SetDisplay{state.display});
        QVERIFY(state.display.metric == MetricChoice::ofSegments("a:b"));
        QVERIFY(state.display.heads.other == HeadMetric::Distance);
    }
};

HEADLIGHT_GUILESS_TEST(tst_heads)

} // namespace heads_test

#include "tst_heads.moc"
