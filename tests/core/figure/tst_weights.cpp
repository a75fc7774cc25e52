// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The chart of token weights: its parts, its numbers, and what it says.

#include "core/figure/opened_dump.h"
#include "figure/build.h"
#include "formats/registry.h"
#include "state/action.h"
#include "support/query_dump.h"
#include "support/test_class.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <numeric>

namespace weights_test {

using namespace headlight;
using namespace headlight::test;

namespace {

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump) : OpenedDump(dump, ViewKind::Trends) {}
    void set(const WeightOptions& weights)
    {
        auto display = state.display;
        display.weights = weights;
        act(SetDisplay{display});
    }
    [[nodiscard]] WeightsFigure figure() const { return figureOf<WeightsFigure>(); }
};

} // namespace

class tst_weights : public QObject {
    Q_OBJECT
private slots:
    void everySegmentIsASoftmaxByItself()
    {
        const Opened opened(queryDump());
        const auto figure = opened.figure();
        QCOMPARE(figure.parts.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(figure.parts[0].name), QStringLiteral("2 learned queries"));
        QCOMPARE(QString::fromStdString(figure.parts[1].name), QStringLiteral("text, 4 tokens"));
        QVERIFY(figure.parts[1].words && !figure.parts[0].words);
        for (const auto& part : figure.parts)
            for (const auto& weights : part.weights)
                QVERIFY(std::abs(std::accumulate(weights.begin(), weights.end(), 0.0) - 1.0) < 1e-12);
        const double first = 1.0 / (1.0 + std::exp((0.1 - 0.3) / 0.2));
        QVERIFY(std::abs(figure.parts[0].weights[1][0] - first) < 1e-6);
        QVERIFY(std::abs(figure.largest - figure.parts[0].weights[1][0]) < 1e-12);
    }

    void aTokenBelowTheThresholdWeighsNothingAndIsNotListed()
    {
        const Opened opened(queryDump());
        const auto text = opened.figure().parts[1];
        QVERIFY(!text.above[2] && text.above[3]);
        QCOMPARE(text.weights[0][2], 0.0);
        QCOMPARE(text.heaviest, (std::vector<std::int64_t>{0, 1, 3})); // by weight
        QVERIFY(!text.uniform);
    }

    void whereNoneReachesTheThresholdAllWeighTheSameAndItIsKnown()
    {
        Opened opened(queryDump());
        opened.set({{1.0}, 0.9, {}});
        const auto text = opened.figure().parts[1];
        QVERIFY(text.uniform);
        for (const double weight : text.weights[0])
            QCOMPARE(weight, 0.25);
        QCOMPARE(text.heaviest.size(), std::size_t{4});
    }

    void equalWeightsAreListedByPosition()
    {
        const auto axis = queryAxis(1, {"a", "b", "c"});
        const Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows({0.1, 0.3, 0.3, 0.3})}}, axis)}));
        QCOMPARE(opened.figure().parts.front().heaviest, (std::vector<std::int64_t>{0, 1, 2}));
        QVERIFY(says(opened.figure().text.footerEnd, "learned queries left out: one position always weighs 1"));
    }

    void theFooterSaysMeasureTemperatureThresholdAndSegments()
    {
        Opened opened(queryDump());
        const auto figure = opened.figure();
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Token weights: attention, layer 2, head 1"));
        QCOMPARE(figure.text.footerStart, (std::vector<std::string>{"attention", "layer 2, the last of 2 selected", "head 1", "softmax of column means, each segment by itself", "temperatures 1 and 0.2",
                                                                    "threshold 0.01 on column means"}));
        opened.set({{0.5}, 0.02, "text"});
        const auto one = opened.figure();
        QCOMPARE(one.parts.size(), std::size_t{1});
        QVERIFY(says(one.text.footerStart, "softmax of column means over text, 4 tokens"));
        QVERIFY(says(one.text.footerStart, "temperature 0.5"));
        QVERIFY(says(one.text.footerStart, "threshold 0.02 on column means"));
    }

    void moreTemperaturesThanAFigureHoldsAreSaid()
    {
        Opened opened(queryDump());
        opened.set({{1.0, 0.8, 0.6, 0.4, 0.2}, 0.01, {}});
        const auto figure = opened.figure();
        QCOMPARE(figure.temperatures.size(), std::size_t{4});
        QVERIFY(says(figure.text.footerEnd, "first 4 of 5 temperatures"));
    }

    void aSegmentThatIsNotThereIsSaidWithAWayBack()
    {
        Opened opened(queryDump());
        opened.set({{1.0}, 0.01, "image"});
        const auto empty = std::get<EmptyFigure>(opened.any());
        QCOMPARE(QString::fromStdString(empty.sentence), QStringLiteral("There is no segment image among the keys, only queries, text."));
        opened.act(*empty.action);
        QCOMPARE(opened.figure().parts.size(), std::size_t{2});
    }

    void oneTokenHasNoChart()
    {
        const Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{1.0}})}})}));
        QCOMPARE(QString::fromStdString(std::get<EmptyFigure>(opened.any()).sentence), QStringLiteral("Every segment of the keys has one position, which always weighs 1."));
    }

    void thePinnedKeyIsEmphasised()
    {
        Opened opened(queryDump());
        opened.act(SetKey{KeyIndex{3}});
        const auto text = opened.figure().parts[1];
        QVERIFY(text.keys.labels[1].emphasised && !text.keys.labels[0].emphasised);
    }

    void thePointerReadsTheNumbersOfTheFigure()
    {
        const Opened opened(queryDump());
        const auto figure = opened.figure();
        const auto weight = describeWeight(opened.workspace, opened.state, KeyIndex{3});
        QVERIFY(weight.has_value());
        QCOMPARE(weight->segment, std::string("text"));
        QCOMPARE(weight->key, std::string("b"));
        QCOMPARE(weight->rank, 2);
        QCOMPARE(weight->count, 4);
        QCOMPARE(weight->mean, figure.parts[1].means[1]);
        QCOMPARE(weight->weights.size(), std::size_t{2});
        QCOMPARE(weight->weights[1].first, 0.2);
        QCOMPARE(weight->weights[1].second, figure.parts[1].weights[1][1]);
        QVERIFY(!describeWeight(opened.workspace, opened.state, KeyIndex{6}));
    }

    void weightsOfARolloutAreThoseOfTheNotebook()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto dump = openDump(std::filesystem::path(shared) / "covr_blip2");
        const auto reference = formats::readFile(std::filesystem::path(shared) / "expected/covr_blip2/batch1_sample1.npz");
        QVERIFY(dump && reference);
        Opened opened(*dump);
        opened.act(SelectSample{SampleIndex{3}});
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        auto display = opened.state.display;
        display.hidePadding = false; // as the notebook
        opened.act(SetDisplay{display});
        const auto figure = opened.figure();
        const std::pair<const char*, const std::vector<double>&> expected[] = {{"query_weights_t1", figure.parts[0].weights[0]},
                                                                              {"query_weights_t0.2", figure.parts[0].weights[1]},
                                                                              {"text_weights_t1", figure.parts[1].weights[0]},
                                                                              {"text_weights_t0.2", figure.parts[1].weights[1]}};
        for (const auto& [key, weights] : expected) {
            const auto* found = reference->root.find(key);
            QVERIFY2(found != nullptr && found->tensor() != nullptr, key);
            std::vector<float> numbers(static_cast<std::size_t>(found->tensor()->count()));
            QVERIFY(found->tensor()->read(numbers).has_value());
            QCOMPARE(numbers.size(), weights.size());
            for (std::size_t i = 0; i < numbers.size(); ++i)
                QVERIFY2(std::abs(static_cast<double>(numbers[i]) - weights[i]) < 1e-6, key);
        }
        QCOMPARE(figure.parts[1].heaviest.size(), std::size_t{10}); // as many as interesting tokens
    }
};

HEADLIGHT_GUILESS_TEST(tst_weights)

} // namespace weights_test

#include "tst_weights.moc"
