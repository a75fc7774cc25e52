// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Running text: what its words weigh, by hand and by the reference results, and what the figure says about itself.

#include "core/figure/opened_dump.h"
#include "figure/text.h"
#include "formats/registry.h"
#include "support/map_pictures.h"
#include "support/patch_dump.h"
#include "support/query_dump.h"
#include "support/test_class.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace text_test {

using namespace headlight;
using namespace headlight::test;

namespace {

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump) : OpenedDump(dump, ViewKind::Text) {}
    void text(const TextOptions& text)
    {
        auto display = state.display;
        display.text = text;
        act(SetDisplay{display});
    }
    void colourBy(TextShow show)
    {
        auto options = state.display.text;
        options.show = show;
        text(options);
    }
    [[nodiscard]] TextFigure figure() const { return figureOf<TextFigure>(); }
};

/// Two layers of two heads: [CLS] red ##dish square [SEP], the second head the first one turned round.
SharedDump fiveTokens()
{
    const auto a = map({{0.6, 0.1, 0.1, 0.1, 0.1}, {0.2, 0.4, 0.2, 0.1, 0.1}, {0.0, 0.5, 0.5, 0.0, 0.0}, {0.1, 0.1, 0.2, 0.3, 0.3}, {1.0, 0.0, 0.0, 0.0, 0.0}});
    const auto b = map({{0.2, 0.2, 0.2, 0.2, 0.2}, {0.0, 0.0, 0.2, 0.8, 0.0}, {0.25, 0.25, 0.25, 0.25, 0.0}, {0.0, 0.0, 0.0, 0.5, 0.5}, {0.2, 0.2, 0.2, 0.2, 0.2}});
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{a, b}, {b, a}}, axisOf({"[CLS]", "red", "##dish", "square", "[SEP]"}))});
}

HeadSet heads(std::int64_t layer, std::vector<std::int64_t> numbers)
{
    std::vector<HeadRef> refs;
    for (const auto head : numbers)
        refs.push_back({LayerIndex{layer}, HeadIndex{head}});
    return HeadSet(refs);
}

Matrix row(const std::vector<float>& values)
{
    Matrix matrix(1, static_cast<std::int64_t>(values.size()));
    std::ranges::copy(values, matrix.values().begin());
    return matrix;
}

Matrix row(std::span<const float> values)
{
    return row(std::vector<float>(values.begin(), values.end()));
}

std::vector<std::int64_t> framed(const TextFigure& figure)
{
    std::vector<std::int64_t> positions;
    for (const auto& token : figure.tokens)
        if (token.framed)
            positions.push_back(token.label.position);
    return positions;
}

/// Tokens as they are read, a space where one stands.
std::string readOut(const TextFigure& figure)
{
    std::string text;
    for (const auto& token : figure.tokens)
        text += (token.spaced && !text.empty() ? " " : "") + token.label.text;
    return text;
}

} // namespace

class tst_text : public QObject {
    Q_OBJECT
private slots:
    void theRowOfTheQueryColoursTheWords()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0, 1})});
        opened.act(SetQuery{QueryIndex{1}});
        const auto figure = opened.figure();
        COMPARE_MAPS(row(figure.weights), map({{0.1, 0.2, 0.2, 0.45, 0.05}}));
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention from “red”, layer 1, mean of all 2 heads"));
        QCOMPARE(QString::fromStdString(figure.text.subtitle), QStringLiteral("Framed: the query. Sub-words keep their own weight inside the word."));
        QCOMPARE(framed(figure), std::vector<std::int64_t>{1});
        QCOMPARE(QString::fromStdString(readOut(figure)), QStringLiteral("[CLS] reddish square [SEP]"));
        QCOMPARE(figure.largest, (std::vector<std::int64_t>{3, 1, 2, 0, 4}));
        QVERIFY(figure.bothWays && !figure.tokensAreQueries && figure.others.empty());
        QVERIFY(says(figure.text.footerEnd, "[CLS] + [SEP] not coloured"));
        QCOMPARE(figure.scale.low, 0.0);
        QCOMPARE(figure.scale.high, static_cast<double>(figure.weights[3])); // special tokens do not count
        QCOMPARE(QString::fromStdString(figure.scale.kind), QStringLiteral("largest text weight"));
        QCOMPARE(QString::fromStdString(figure.scale.map), QStringLiteral("paper-blue"));
    }

    void everyLayerStandsBelowWithTheLastOnTop()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {1})});
        opened.act(SetQuery{QueryIndex{3}});
        const auto figure = opened.figure();
        QCOMPARE(figure.rows.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(figure.rows[0].label), QStringLiteral("2"));
        QVERIFY(!figure.rows[0].selected && figure.rows[1].selected);
        COMPARE_MAPS(*figure.layers, map({{0.1, 0.1, 0.2, 0.3, 0.3}, {0, 0, 0, 0.5, 0.5}}));
        COMPARE_MAPS(row(figure.weights), row(figure.layers->row(1))); // the selected layer is one of the rows
        QVERIFY(std::abs(figure.rows[0].special - 0.4) < 1e-6);
        QCOMPARE(QString::fromStdString(figure.specialName), QStringLiteral("[CLS] + [SEP]"));
        QCOMPARE(QString::fromStdString(figure.rowsTitle), QStringLiteral("The same query in every layer"));
        QCOMPARE(QString::fromStdString(figure.rowsNote), QStringLiteral("head 2; last layer on top"));
        auto options = opened.state.display.text;
        options.layerRows = options.largest = false;
        opened.text(options);
        QVERIFY(opened.figure().rows.empty() && opened.figure().layers == nullptr && opened.figure().largest.empty());
    }

    void allSelectedLayersAreTakenTogether()
    {
        Opened opened(fiveTokens());
        opened.act(SetQuery{QueryIndex{2}});
        COMPARE_MAPS(row(opened.figure().weights), map({{0.125, 0.375, 0.375, 0.125, 0}}));
        opened.act(SetAggregate{Aggregate::Max});
        COMPARE_MAPS(row(opened.figure().weights), map({{0.25, 0.5, 0.5, 0.25, 0}}));
        QCOMPARE(QString::fromStdString(opened.figure().text.title), QStringLiteral("Attention from “dish”, all 2 layers, maximum of all 2 heads"));
    }

    void ofWhatAddsUpOverTheLayersTheLastOneIsShown()
    {
        Opened opened(fiveTokens());
        opened.act(SetMeasure{measureOptions(MeasureKind::Rollout)});
        opened.act(SetQuery{QueryIndex{3}});
        const auto figure = opened.figure();
        COMPARE_MAPS(row(figure.weights), row(figure.layers->row(0)));
        QVERIFY(figure.rows[0].selected && !figure.rows[1].selected);
        QVERIFY(says(figure.text.footerStart, "layer 2, the last of 2 selected"));
    }

    void severalQueriesAreTheMeanOfTheirRows()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        opened.act(SetQueries{{QueryIndex{1}, QueryIndex{2}}});
        const auto figure = opened.figure();
        COMPARE_MAPS(row(figure.weights), map({{0.1, 0.45, 0.35, 0.05, 0.05}}));
        QCOMPARE(framed(figure), (std::vector<std::int64_t>{1, 2}));
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention from mean of queries 1, 2, layer 1, head 1"));
    }

    void theColumnOfAKeySaysWhoLooksAtIt()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0, 1})});
        opened.act(SetKey{KeyIndex{3}});
        opened.colourBy(TextShow::Key);
        const auto figure = opened.figure();
        COMPARE_MAPS(row(figure.weights), map({{0.15, 0.45, 0.125, 0.4, 0.1}}));
        COMPARE_MAPS(row(figure.layers->row(1)), row(figure.weights));
        QVERIFY(figure.tokensAreQueries);
        QCOMPARE(framed(figure), std::vector<std::int64_t>{3});
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention to “square”, layer 1, mean of all 2 heads"));
        opened.act(SetAggregate{Aggregate::Min});
        COMPARE_MAPS(row(opened.figure().weights), map({{0.1, 0.1, 0, 0.3, 0}}));
    }

    void receivedAttentionIsTheColumnSums()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(1, {0, 1})});
        opened.colourBy(TextShow::Received);
        const auto figure = opened.figure();
        COMPARE_MAPS(row(figure.weights), map({{(1.9 + 0.65) / 2, (1.1 + 0.65) / 2, (1.0 + 0.85) / 2, (0.5 + 1.95) / 2, (0.5 + 0.9) / 2}}));
        COMPARE_MAPS(row(figure.layers->row(0)), row(figure.weights));
        QVERIFY(framed(figure).empty());
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention received, layer 2, mean of all 2 heads"));
        opened.act(SetAggregate{Aggregate::Max}); // heads are taken together before they are summed
        COMPARE_MAPS(row(opened.figure().weights), map({{0.6 + 0.2 + 0.25 + 0.1 + 1.0, 0.2 + 0.4 + 0.5 + 0.1 + 0.2, 0.2 + 0.2 + 0.5 + 0.2 + 0.2, 0.2 + 0.8 + 0.25 + 0.5 + 0.2, 0.2 + 0.1 + 0.0 + 0.5 + 0.2}}));
    }

    void aShadeAddsScaledSums()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0, 1})});
        opened.colourBy(TextShow::Shade);
        const auto figure = opened.figure(); // sums from 0.5 to 1.95 over both layers
        const auto scaled = [](double sum) { return (sum - 0.5) / 1.45; };
        COMPARE_MAPS(row(figure.weights), map({{scaled(1.9) + scaled(0.65), scaled(1.1) + scaled(0.65), scaled(1.0) + scaled(0.85), scaled(0.5) + scaled(1.95), scaled(0.5) + scaled(0.9)}}));
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention received, shade, layer 1, all 2 heads"));
    }

    void subWordsBecomeWords()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        opened.act(SetQuery{QueryIndex{3}});
        auto display = opened.state.display;
        display.mergeWords = true;
        opened.act(SetDisplay{display});
        const auto figure = opened.figure();
        COMPARE_MAPS(row(figure.weights), map({{0.1, 0.3, 0.3, 0.3}}));
        QCOMPARE(QString::fromStdString(readOut(figure)), QStringLiteral("[CLS] reddish square [SEP]"));
        QCOMPARE(QString::fromStdString(figure.text.subtitle), QStringLiteral("Framed: the query. To a word: the sum over its sub-words."));
    }

    void specialTokensAreColouredWhereThatIsAskedFor()
    {
        Opened opened(fiveTokens());
        opened.act(SelectHeads{heads(0, {0})});
        opened.act(SetQuery{QueryIndex{4}});
        QVERIFY(!opened.figure().tokens[0].coloured);
        auto options = opened.state.display.text;
        options.colourSpecial = true;
        opened.text(options);
        const auto figure = opened.figure();
        QVERIFY(figure.tokens[0].coloured);
        QCOMPARE(figure.scale.high, 1.0);
        QVERIFY(!says(figure.text.footerEnd, "[CLS] + [SEP] not coloured"));
    }

    void spacesStandWhereTheTextHasThem_data()
    {
        QTest::addColumn<QStringList>("tokens");
        QTest::addColumn<QString>("text");
        QTest::newRow("word pieces") << QStringList{"un", "##happy", ",", "she"} << QStringLiteral("unhappy , she");
        QTest::newRow("Chinese") << QStringList{QStringLiteral("你"), QStringLiteral("好"), QStringLiteral("。"), "ok"} << QStringLiteral("你好。 ok");
        QTest::newRow("Korean") << QStringList{QStringLiteral("안녕"), QStringLiteral("하세요")} << QStringLiteral("안녕 하세요");
    }
    void spacesStandWhereTheTextHasThem()
    {
        QFETCH(QStringList, tokens);
        QFETCH(QString, text);
        std::vector<std::string> words;
        for (const auto& token : tokens)
            words.push_back(token.toStdString());
        const auto size = static_cast<std::int64_t>(words.size());
        Matrix even(size, size);
        std::ranges::fill(even.values(), 1.0F / static_cast<float>(size));
        const Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{even}}, axisOf(words))}));
        QCOMPARE(QString::fromStdString(readOut(opened.figure())), text);
        QVERIFY(!opened.figure().rightToLeft);
    }

    void aTextThatMarksSpacesHasNoOthers()
    {
        auto axis = std::make_shared<Axis>(*axisOf({"See", "on", ",", "line"}));
        axis->items[1].leadingSpace = true;
        axis->items[3].leadingSpace = true;
        Matrix even(4, 4);
        std::ranges::fill(even.values(), 0.25F);
        const Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{even}}, axis)}));
        QCOMPARE(QString::fromStdString(readOut(opened.figure())), QStringLiteral("See on, line"));
    }

    void hebrewReadsFromTheRight()
    {
        Matrix even(3, 3);
        std::ranges::fill(even.values(), 1.0F / 3.0F);
        const Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{even}}, axisOf({"[CLS]", "\u05E9\u05DC\u05D5\u05DD", "\u05E2\u05D5\u05DC\u05DD"}))}));
        QVERIFY(opened.figure().rightToLeft);
    }

    void learnedQueriesAreSquaresAndPatchesAloneAreNoText()
    {
        Opened opened(queryDump());
        const auto figure = opened.figure();
        QVERIFY(figure.tokens[0].square && figure.tokens[1].square && !figure.tokens[2].square);
        QVERIFY(!figure.tokens[0].coloured && figure.tokens[2].coloured);
        Opened patches(patchDump());
        QCOMPARE(QString::fromStdString(patches.figureOf<EmptyFigure>().sentence), QStringLiteral("The keys of this stack are no words."));
    }

    void wordsOfTheOtherSequenceAreThereToChooseFrom()
    {
        auto german = std::make_shared<Axis>(*axisOf({"rotes", "Quadrat"}));
        german->sequence = "decoder";
        auto english = std::make_shared<Axis>(*axisOf({"red", "square", "!"}));
        english->sequence = "encoder";
        const auto cross = map({{0.7, 0.2, 0.1}, {0.1, 0.8, 0.1}});
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{cross}}, german, english)}));
        opened.act(SetQuery{QueryIndex{1}});
        const auto figure = opened.figure();
        QVERIFY(!figure.bothWays);
        QCOMPARE(figure.others.size(), std::size_t{2});
        QCOMPARE(QString::fromStdString(figure.othersName), QStringLiteral("query, decoder"));
        QVERIFY(!figure.others[0].emphasised && figure.others[1].emphasised);
        COMPARE_MAPS(row(figure.weights), map({{0.1, 0.8, 0.1}}));
        opened.act(SetKey{KeyIndex{0}});
        opened.colourBy(TextShow::Key);
        COMPARE_MAPS(row(opened.figure().weights), map({{0.7, 0.1}}));
        QVERIFY(opened.figure().tokensAreQueries && opened.figure().others.size() == 3);
    }

    void thePointerReadsTheNumbersOfTheText()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto dump = openDump(std::filesystem::path(shared) / "bert_sst2/sample1.npz");
        QVERIFY(dump.has_value());
        Opened opened(*dump);
        opened.act(SetQuery{QueryIndex{21}});
        const auto figure = opened.figure();
        QVERIFY(figure.tokens.size() < 64); // padded positions are hidden
        QCOMPARE(framed(figure), std::vector<std::int64_t>{21});
        const auto described = describeCell(opened.workspace, opened.state, {QueryIndex{21}, KeyIndex{25}});
        QVERIFY(described && std::abs(described->value - static_cast<double>(figure.weights[25])) < 1e-6);
    }

    void shadesAreThoseOfTheReference_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("reference");
        QTest::newRow("Q-Former") << "covr_blip2" << "covr_blip2/batch0_sample0";
        QTest::newRow("GPT-2") << "gpt2/prompt0_attentions.pt" << "gpt2/prompt0";
        QTest::newRow("windows of 512") << "longformer/window512" << "longformer/window512";
    }
    void shadesAreThoseOfTheReference()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QFETCH(QString, dump);
        QFETCH(QString, reference);
        const auto opening = openDump(std::filesystem::path(shared) / dump.toStdString());
        const auto expected = formats::readFile(std::filesystem::path(shared) / "expected" / (reference.toStdString() + ".npz"));
        QVERIFY(opening && expected);
        Opened opened(*opening);
        auto display = opened.state.display;
        display.hidePadding = false; // as the reference
        display.text.show = TextShow::Shade;
        display.text.layerRows = false;
        opened.act(SetDisplay{display});
        const auto weights = opened.figure().weights;
        const auto* wanted = expected->root.find("overlay_all_layers");
        QVERIFY(wanted != nullptr && wanted->tensor() != nullptr);
        std::vector<float> values(static_cast<std::size_t>(wanted->tensor()->count()));
        QVERIFY(wanted->tensor()->read(values).has_value());
        QCOMPARE(values.size(), weights.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY2(std::abs(values[i] - weights[i]) < 1e-3F, qPrintable(QString::number(i)));
    }
};

HEADLIGHT_GUILESS_TEST(tst_text)

} // namespace text_test

#include "tst_text.moc"
