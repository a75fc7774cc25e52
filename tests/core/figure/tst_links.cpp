// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Two columns of tokens and the links between them: which ones, by hand and by the reference results, and what the figure says about them.

#include "core/figure/opened_dump.h"
#include "figure/links.h"
#include "formats/registry.h"
#include "support/map_pictures.h"
#include "support/query_dump.h"
#include "support/test_class.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>

namespace links_test {

using namespace headlight;
using namespace headlight::test;

namespace {

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump) : OpenedDump(dump, ViewKind::Links) {}
    void keep(const LinkOptions& links)
    {
        auto display = state.display;
        display.links = links;
        act(SetDisplay{display});
    }
    [[nodiscard]] LinksFigure figure() const { return figureOf<LinksFigure>(); }
};

LinkOptions top(std::int64_t count)
{
    LinkOptions links;
    links.count = count;
    return links;
}

LinkOptions from(double least)
{
    LinkOptions links;
    links.keep = LinkKeep::Value;
    links.least = least;
    return links;
}

const auto kTokens = axisOf({"[CLS]", "red", "##dish", "square", "[SEP]"});

/// Two layers of two heads.
SharedDump fiveTokens()
{
    const auto a = map({{0.6, 0.1, 0.1, 0.1, 0.1}, {0.2, 0.4, 0.2, 0.1, 0.1}, {0.0, 0.5, 0.5, 0.0, 0.0}, {0.1, 0.1, 0.2, 0.3, 0.3}, {1.0, 0.0, 0.0, 0.0, 0.0}});
    const auto b = map({{0.2, 0.2, 0.2, 0.2, 0.2}, {0.0, 0.0, 0.2, 0.8, 0.0}, {0.25, 0.25, 0.25, 0.25, 0.0}, {0.0, 0.0, 0.0, 0.5, 0.5}, {0.2, 0.2, 0.2, 0.2, 0.2}});
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{a, b}, {b, a}}, kTokens)});
}

SharedDump oneMap(const Matrix& matrix, SharedAxis queries, SharedAxis keys)
{
    return std::make_shared<PictureDump>(std::vector<Maps>{std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{matrix}}, std::move(queries), std::move(keys))});
}

HeadSet heads(std::int64_t layer, std::vector<std::int64_t> numbers)
{
    std::vector<HeadRef> refs;
    for (const auto head : numbers)
        refs.push_back({LayerIndex{layer}, HeadIndex{head}});
    return HeadSet(refs);
}

/// "1>3" for every link of one head.
std::vector<std::string> linksOf(const LinksFigure& figure, std::size_t head)
{
    std::vector<std::string> all;
    for (const auto& link : figure.heads[head].links->links)
        all.push_back(std::to_string(link.query) + ">" + std::to_string(link.key));
    return all;
}

bool saysPart(const std::vector<std::string>& parts, const std::string& piece)
{
    return std::ranges::any_of(parts, [&](const std::string& part) { return part.find(piece) != std::string::npos; });
}

} // namespace

class tst_links : public QObject {
    Q_OBJECT
private slots:
    void everyHeadHasItsOwnLinksAndColour()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0, 1})});
        opened.keep(top(1));
        const auto figure = opened.figure();
        QCOMPARE(figure.heads.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(figure.heads[0].name), QStringLiteral("head 1"));
        QVERIFY(figure.heads[0].hue == 0 && figure.heads[1].hue == 1);
        QCOMPARE(linksOf(figure, 0), (std::vector<std::string>{"0>0", "1>1", "2>1", "3>3", "4>0"}));
        QCOMPARE(linksOf(figure, 1), (std::vector<std::string>{"0>0", "1>3", "2>0", "3>3", "4>0"}));
        QCOMPARE(figure.kept, std::int64_t{10});
        QCOMPARE(figure.cells, std::int64_t{50});
        QVERIFY(says(figure.text.footerStart, "10 of 50 links"));
        QVERIFY(says(figure.text.footerStart, "the largest weight of every query"));
        QVERIFY(says(figure.text.footerEnd, "equal weights at the cut in 4 rows: lowest position first"));
        QVERIFY(figure.together && figure.bothWays && !figure.onlyChosen());
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention, layer 1, all 2 heads"));
        QCOMPARE(QString::fromStdString(figure.layer), QStringLiteral("layer 1"));
    }

    void headsTakenTogetherHaveOneColour()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0, 1})});
        opened.keep(top(2));
        opened.act(SetAggregate{Aggregate::Mean});
        const auto mean = opened.figure();
        QCOMPARE(mean.heads.size(), std::size_t{1});
        QVERIFY(!mean.heads[0].hue && !mean.heads[0].head);
        QCOMPARE(QString::fromStdString(mean.heads[0].name), QStringLiteral("mean of all 2 heads"));
        const auto& links = *mean.heads[0].links;
        QVERIFY(std::abs(links.links[2].weight - 0.45F) < 1e-6F && links.links[2].key == 3); // query 1
        opened.act(SetAggregate{Aggregate::Min});
        QCOMPARE(linksOf(opened.figure(), 0), (std::vector<std::string>{"0>0", "0>1", "1>2", "1>3", "2>1", "2>2", "3>3", "3>4", "4>0"}));
    }

    void headsOfSeveralLayersSayTheirLayer()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {1}).united(heads(1, {0}))});
        const auto figure = opened.figure();
        QCOMPARE(QString::fromStdString(figure.heads[0].name), QStringLiteral("L1 H2"));
        QCOMPARE(QString::fromStdString(figure.heads[1].name), QStringLiteral("L2 H1"));
        QVERIFY(figure.layer.empty());
    }

    void moreHeadsThanColoursShareOneAndManyAreTheirMean()
    {
        std::vector<std::vector<Matrix>> maps(1);
        for (int head = 0; head < 18; ++head)
            maps.front().push_back(map({{0.5, 0.5}, {0.25, 0.75}}));
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(std::move(maps))}));
        const auto all = opened.figure();
        QCOMPARE(all.heads.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(all.text.title), QStringLiteral("Attention, layer 1, mean of all 18 heads"));
        QVERIFY(!aggregateNote(opened.state).empty());
        opened.act(SelectHeads{heads(0, {0, 1, 2, 3, 4, 5})});
        const auto six = opened.figure();
        QCOMPARE(six.heads.size(), std::size_t{6});
        QVERIFY(six.heads[3].hue == 3 && !six.heads[4].hue && !six.heads[5].hue);
        QVERIFY(aggregateNote(opened.state).empty());
    }

    void onlyLinksOfWhatIsChosenAreDrawn()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        opened.act(SetQuery{QueryIndex{1}});
        opened.act(ToggleQuery{QueryIndex{3}});
        opened.act(SetKey{KeyIndex{0}});
        const auto figure = opened.figure();
        QCOMPARE(figure.chosenQueries, (std::vector<std::int64_t>{1, 3}));
        QCOMPARE(figure.chosenKeys, std::vector<std::int64_t>{0});
        QVERIFY(figure.onlyChosen() && figure.queries.labels[3].emphasised && figure.keys.labels[0].emphasised && !figure.keys.labels[1].emphasised);
        QVERIFY(says(figure.text.footerStart, "only links of queries 1, 3 and key 0 [CLS]"));
        // Three of query 1 and of query 3 each; [CLS] is also looked at by itself and by [SEP].
        QVERIFY(saysPart(figure.text.footerStart, "8 links of the 12 kept out of 25"));
    }

    void blocksAndWindowsShowSomeOfTheSameLinks()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        opened.keep(top(1));
        opened.act(SetWindow{CellWindow{1, 3, 1, 2}});
        const auto figure = opened.figure();
        QCOMPARE(figure.queryItems, (std::vector<std::int32_t>{1, 2, 3}));
        QCOMPARE(figure.keyItems, (std::vector<std::int32_t>{1, 2}));
        QCOMPARE(figure.rowOf, (std::vector<std::int32_t>{-1, 0, 1, 2, -1}));
        QCOMPARE(figure.kept, std::int64_t{2}); // query 3 looks at itself, which is not shown
        QCOMPARE(figure.cells, std::int64_t{6});
        QVERIFY(!figure.together);
        QVERIFY(says(figure.text.footerEnd, "3 of 5 queries × 2 of 5 keys"));
        opened.act(SetWindow{CellWindow{0, 1, 3, 2}});
        const auto empty = opened.figureOf<EmptyFigure>();
        QCOMPARE(QString::fromStdString(empty.sentence), QStringLiteral("None of the links that are kept is between the tokens shown."));
        opened.act(*empty.action);
        QCOMPARE(opened.figure().kept, std::int64_t{5});
    }

    void aValueAboveEveryWeightOffersOneBelow()
    {
        Opened opened(oneMap(map({{0.07, 0.03}, {0.02, 0.05}}), numberedAxis(2), numberedAxis(2)));
        opened.keep(from(0.2));
        const auto empty = opened.figureOf<EmptyFigure>();
        QCOMPARE(QString::fromStdString(empty.sentence), QStringLiteral("No link is above 0.2."));
        QCOMPARE(QString::fromStdString(empty.button), QStringLiteral("Lower to 0.05"));
        opened.act(*empty.action);
        QVERIFY(says(opened.figure().text.footerStart, "weights of at least 0.05"));
        QVERIFY(opened.figure().kept > 0);
    }

    void rowsThatAreNoNumbersOrZeroAreSaid()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        Opened opened(oneMap(map({{nan, nan, nan}, {0.0, 0.0, 0.0}, {0.2, nan, 0.8}}), numberedAxis(3), numberedAxis(3)));
        const auto figure = opened.figure();
        QCOMPARE(figure.kept, std::int64_t{2});
        QVERIFY(says(figure.text.footerEnd, "2 rows have values that are no numbers, which are no links"));
        QVERIFY(says(figure.text.footerEnd, "1 row is all zeros"));
        Opened nothing(oneMap(Matrix(3, 3), numberedAxis(3), numberedAxis(3)));
        QVERIFY(nothing.figureOf<EmptyFigure>().sentence.find("other than 0") != std::string::npos);
        Opened single(oneMap(map({{1.0}}), numberedAxis(1), numberedAxis(1)));
        QCOMPARE(single.figure().kept, std::int64_t{1});
    }

    void differentSequencesStandSideBySide()
    {
        auto decoder = std::make_shared<Axis>(*axisOf({"le", "chat"}));
        decoder->sequence = "decoder";
        auto encoder = std::make_shared<Axis>(*axisOf({"the", "cat", "[PAD]"}));
        encoder->sequence = "encoder";
        Opened opened(oneMap(map({{0.7, 0.3, 0.0}, {0.2, 0.8, 0.0}}), decoder, encoder));
        const auto figure = opened.figure();
        QVERIFY(!figure.bothWays && !figure.together);
        QCOMPARE(QString::fromStdString(figure.queries.name), QStringLiteral("query, decoder"));
        QCOMPARE(QString::fromStdString(figure.keys.name), QStringLiteral("key, encoder"));
        QCOMPARE(figure.keys.labels.size(), std::size_t{2}); // padding is hidden
        QVERIFY(says(figure.text.footerEnd, "1 padded positions hidden"));
        QCOMPARE(figure.kept, std::int64_t{4});
    }

    void segmentsAreNamed()
    {
        Opened opened(queryDump());
        const auto figure = opened.figure();
        QCOMPARE(figure.queries.segments.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(figure.keys.segments[0].name), QStringLiteral("learned queries"));
    }

    void wordsAreLinkedAsWords()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        auto display = opened.state.display;
        display.mergeWords = true;
        display.links = top(1);
        opened.act(SetDisplay{display});
        const auto figure = opened.figure();
        QCOMPARE(figure.keys.labels.size(), std::size_t{4});
        QCOMPARE(QString::fromStdString(figure.keys.labels[1].text), QStringLiteral("reddish"));
        const auto& link = figure.heads[0].links->links[1];
        QVERIFY(link.key == 1 && std::abs(link.weight - 0.8F) < 1e-6F); // mean over its pieces of the sums to them: (0.6 + 1.0) / 2
        opened.act(SetQuery{QueryIndex{2}}); // the second piece of the word
        QCOMPARE(opened.figure().chosenQueries, std::vector<std::int64_t>{1});
    }

    void rolloutsShowTheLastSelectedLayer()
    {
        Opened opened(fiveTokens());
        auto measure = opened.state.measure;
        measure.kind = MeasureKind::Rollout;
        opened.act(SetMeasure{measure});
        opened.keep(top(1));
        const auto figure = opened.figure();
        QCOMPARE(figure.heads.size(), std::size_t{2});
        QVERIFY(says(figure.text.footerStart, "layer 2, the last of 2 selected"));
        const auto described = describeCell(opened.workspace, opened.state, {QueryIndex{1}, KeyIndex{1}});
        QVERIFY(described.has_value());
    }

    void strengthIsThatOfTheRange()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        auto range = opened.state.display.range;
        range.kind = RangeKind::Figure;
        opened.act(SetRange{range});
        const auto figure = opened.figure();
        QCOMPARE(figure.scale.low, 0.0);
        QCOMPARE(figure.scale.high, 1.0);
        QCOMPARE(QString::fromStdString(figure.scale.kind), QStringLiteral("largest link"));
    }

    void linksAreTheLargestOfTheReference_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("reference");
        QTest::newRow("Q-Former") << "covr_blip2" << "covr_blip2/batch0_sample0";
        QTest::newRow("BERT") << "bert_sst2/sample0.h5" << "bert_sst2/sample0";
        QTest::newRow("BertViz") << "bertviz_json/bert_head_view.json" << "bertviz_json/bert_head_view";
        QTest::newRow("windows of 512") << "longformer/window512" << "longformer/window512";
    }
    void linksAreTheLargestOfTheReference()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QFETCH(QString, dump);
        QFETCH(QString, reference);
        const auto opening = openDump(std::filesystem::path(shared) / dump.toStdString());
        const auto expected = formats::readFile(std::filesystem::path(shared) / "expected" / (reference.toStdString() + ".npz"));
        QVERIFY(opening && expected);
        const auto numbers = [&](const char* name) {
            const auto* found = expected->root.find(name);
            std::vector<float> values(static_cast<std::size_t>(found->tensor()->count()));
            (void)found->tensor()->read(values);
            return values;
        };
        const auto values = numbers("topk_values");
        const auto shape = expected->root.find("topk_values")->tensor()->shape(); // [layer, sample, head, query, k]
        Opened opened(*opening);
        auto display = opened.state.display;
        display.hidePadding = false; // as the reference
        display.links = top(shape[4]);
        opened.act(SetDisplay{display});
        for (const std::int64_t layer : {std::int64_t{0}, shape[0] - 1}) {
            opened.act(SelectHeads{HeadSet::one({LayerIndex{layer}, HeadIndex{0}})});
            const auto figure = opened.figure();
            const auto& links = *figure.heads[0].links;
            for (std::int64_t query = 0; query < shape[3]; ++query)
                for (std::int64_t rank = 0; rank < shape[4]; ++rank) {
                    const auto wanted = values[static_cast<std::size_t>(((layer * shape[1] * shape[2]) * shape[3] + query) * shape[4] + rank)];
                    const auto at = links.ofQuery[static_cast<std::size_t>(query)] + rank;
                    if (at >= links.ofQuery[static_cast<std::size_t>(query) + 1])
                        QCOMPARE(wanted, 0.0F); // zeros are no links
                    else
                        QVERIFY(std::abs(links.links[static_cast<std::size_t>(at)].weight - wanted) < 1e-6F);
                }
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_links)

} // namespace links_test

#include "tst_links.moc"
