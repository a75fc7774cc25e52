// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/token_style.h"
#include "measure/kept_positions.h"
#include "measure/merged_words.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <algorithm>
#include <limits>
#include <random>

namespace merged_words_test {

using namespace headlight;
using namespace headlight::test;

namespace {

Matrix firstMap(const Maps& maps)
{
    auto whole = wholeMap(*maps, {LayerIndex{0}, HeadIndex{0}});
    return whole ? *std::move(whole) : Matrix{};
}

std::vector<std::string> labels(const Axis& axis)
{
    std::vector<std::string> texts;
    for (const auto& item : axis.items)
        texts.push_back(item.label);
    return texts;
}

/// Rows of random positive numbers that sum to one.
Matrix stochastic(std::int64_t rows, std::int64_t columns)
{
    std::mt19937 random(7);
    std::uniform_real_distribution<float> number(0.01F, 1.0F);
    Matrix matrix(rows, columns);
    for (std::int64_t r = 0; r < rows; ++r) {
        double sum = 0.0;
        for (float& value : matrix.row(r))
            sum += static_cast<double>(value = number(random));
        for (float& value : matrix.row(r))
            value = static_cast<float>(static_cast<double>(value) / sum);
    }
    return matrix;
}

/// Tokens as a dump labels them.
SharedAxis tokenAxis(const std::vector<std::string>& raw)
{
    auto axis = std::make_shared<Axis>();
    axis->labelled = true;
    axis->segments.push_back({"text", SegmentKind::Text, 0, static_cast<std::int64_t>(raw.size()), std::nullopt});
    const auto clean = cleanTokens(raw);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        AxisItem item;
        item.position = static_cast<std::int64_t>(i);
        item.token = raw[i];
        item.label = clean[i].label;
        item.continues = clean[i].continues;
        item.leadingSpace = clean[i].leadingSpace;
        item.marks.special = isSpecialToken(raw[i]);
        axis->items.push_back(std::move(item));
    }
    return axis;
}

} // namespace

class tst_merged_words : public QObject {
    Q_OBJECT
private slots:
    void toAWordIsTheSumAndFromAWordTheMean()
    {
        const auto maps = mapsOf({{map({{0.1, 0.2, 0.3, 0.4},
                                        {0.5, 0.1, 0.1, 0.3},
                                        {0.0, 0.2, 0.6, 0.2},
                                        {0.4, 0.4, 0.1, 0.1}})}},
                                 axisOf({"a", "tri", "##ang", "b"}));
        const auto words = mergedWords(maps);
        COMPARE_MAPS(firstMap(words), map({{0.1, 0.5, 0.4},
                                           {0.25, 0.5, 0.25},
                                           {0.4, 0.5, 0.1}}));
        QCOMPARE(labels(*words->axes().keys), (std::vector<std::string>{"a", "triang", "b"}));
        QCOMPARE(words->axes().queries, words->axes().keys);
    }

    void positionsOfEveryPieceFindTheWord()
    {
        const auto words = mergedWords(mapsOf({{stochastic(4, 4)}}, axisOf({"a", "tri", "##ang", "b"})));
        const auto& axis = *words->axes().keys;
        QCOMPARE(axis.items[1].position, 1);
        QCOMPARE(axis.items[1].pieces, 2);
        QCOMPARE(axis.itemAt(1), std::optional<std::int64_t>(1));
        QCOMPARE(axis.itemAt(2), std::optional<std::int64_t>(1));
        QCOMPARE(axis.itemAt(3), std::optional<std::int64_t>(2));
        QCOMPARE(axis.itemAt(4), std::optional<std::int64_t>());
        QCOMPARE(axis.itemAt(-1), std::optional<std::int64_t>());
    }

    void rowsStillSumToOne()
    {
        std::vector<std::string> tokens;
        for (int i = 0; i < 150; ++i)
            tokens.push_back(i % 7 < 3 || i == 0 ? "w" : "##x");
        const auto words = firstMap(mergedWords(mapsOf({{stochastic(150, 150)}}, axisOf(tokens))));
        QVERIFY(words.rows() < 150 && words.rows() == words.columns());
        for (std::int64_t r = 0; r < words.rows(); ++r) {
            double sum = 0.0;
            for (const float value : words.row(r))
                sum += static_cast<double>(value);
            QVERIFY(std::abs(sum - 1.0) < 1e-5);
        }
    }

    void rowsReadOneByOneAreThoseOfTheWholeMap()
    {
        const auto words = mergedWords(mapsOf({{stochastic(90, 90)}}, axisOf([] {
                                                  std::vector<std::string> tokens;
                                                  for (int i = 0; i < 90; ++i)
                                                      tokens.push_back(i > 0 && i < 85 ? "##x" : "w"); // one word longer than a block
                                                  return tokens;
                                              }())));
        const auto whole = firstMap(words);
        QCOMPARE(whole.rows(), 6);
        for (std::int64_t r = 0; r < whole.rows(); ++r) {
            Matrix row(1, whole.columns());
            QVERIFY(words->rows({LayerIndex{0}, HeadIndex{0}}, {r, 1}, row.block(), {}));
            QVERIFY(std::ranges::equal(row.row(0), whole.row(r)));
        }
    }

    void specialTokensAndPaddingStayAlone()
    {
        auto axis = std::make_shared<Axis>(*axisOf({"[CLS]", "a", "##b", "[SEP]", "[PAD]", "[PAD]"}));
        for (auto& item : axis->items)
            item.continues = item.position > 0; // however they are marked
        const auto words = wordsOf(*axis);
        QCOMPARE(words.size(), std::size_t{5});
        QVERIFY((words[1] == WordRange{1, 2}));
    }

    void noWordCrossesASegmentOrAGapOfDroppedPositions()
    {
        auto axis = std::make_shared<Axis>(*axisOf({"a", "##b", "##c", "##d"}));
        axis->items[2].segment = axis->items[3].segment = 1;
        QCOMPARE(wordsOf(*axis).size(), std::size_t{2});
        const auto kept = keepPositions(mapsOf({{stochastic(4, 4)}}, axisOf({"a", "##b", "##c", "##d"})), {0, 1, 3}, {0, 1, 3});
        QCOMPARE(wordsOf(*kept->axes().keys).size(), std::size_t{2});
    }

    void rectangularMapsHaveTheirOwnWordsOnEachAxis()
    {
        const auto maps = std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{map({{0.2, 0.3, 0.5}, {0.4, 0.4, 0.2}})}}, axisOf({"x", "##y"}),
                                                        axisOf({"a", "b", "##c"}));
        COMPARE_MAPS(firstMap(mergedWords(maps)), map({{0.3, 0.7}}));
    }

    void aSmallerLayerKeepsThePiecesItHas()
    {
        const auto axis = axisOf({"a", "b", "##c"});
        const auto maps = std::make_shared<PictureMaps>(
            std::vector<std::vector<Matrix>>{{map({{1.0, 0.0, 0.0}, {0.5, 0.25, 0.25}, {0.0, 0.5, 0.5}})}, {map({{1.0, 0.0}, {0.25, 0.75}})}}, axis, axis);
        const auto words = mergedWords(maps);
        const auto second = wholeMap(*words, {LayerIndex{1}, HeadIndex{0}});
        QVERIFY(second.has_value());
        COMPARE_MAPS(*second, map({{1.0, 0.0}, {0.25, 0.75}}));
    }

    void nothingToMergeIsTheSourceItself()
    {
        const auto maps = mapsOf({{stochastic(3, 3)}}, axisOf({"a", "b", "c"}));
        QCOMPARE(mergedWords(maps), maps);
    }

    void whatIsNoNumberStaysNoNumber()
    {
        constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
        const auto words = firstMap(mergedWords(mapsOf({{map({{kNaN, 0.5}, {0.5, 0.5}})}}, axisOf({"a", "##b"}))));
        QVERIFY(std::isnan(words(0, 0)));
    }

    void byteLevelPiecesOfOneCharacterBecomeThatCharacter()
    {
        // The emoji U+1F600 as GPT-2 writes its bytes F0 9F 98 80, in two tokens.
        const auto words = mergedWords(mapsOf({{stochastic(4, 4)}}, tokenAxis({"A", "\xC4\xA0smile", "\xC4\xA0\xC3\xB0\xC5\x81", "\xC4\xBA\xC4\xA2"})));
        const auto& item = words->axes().keys->items.back();
        QCOMPARE(item.label, std::string("\xF0\x9F\x98\x80"));
        QVERIFY(item.leadingSpace);
    }

    void wordsOfEveryVocabularyAreFound_data()
    {
        QTest::addColumn<QStringList>("tokens");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("WordPiece") << QStringList{"[CLS]", "tri", "##angle", "!", "[SEP]"} << QStringList{"[CLS]", "triangle", "!", "[SEP]"};
        QTest::newRow("byte level") << QStringList{"The", QString::fromUtf8("Ġvisual"), "ization", ".", QString::fromUtf8("Ġit")} << QStringList{"The", "visualization", ".", "it"};
        QTest::newRow("SentencePiece") << QStringList{QString::fromUtf8("▁tri"), "angle", QString::fromUtf8("▁is"), "</s>"} << QStringList{"triangle", "is", "</s>"};
        QTest::newRow("end of word") << QStringList{"cir", "cle</w>", "a</w>"} << QStringList{"circle", "a"};
    }
    void wordsOfEveryVocabularyAreFound()
    {
        QFETCH(QStringList, tokens);
        QFETCH(QStringList, words);
        std::vector<std::string> raw;
        for (const auto& token : tokens)
            raw.push_back(token.toStdString());
        const auto count = static_cast<std::int64_t>(raw.size());
        QStringList found;
        for (const auto& label : labels(*mergedWords(mapsOf({{stochastic(count, count)}}, tokenAxis(raw)))->axes().keys))
            found << QString::fromStdString(label);
        QCOMPARE(found, words);
    }
};

HEADLIGHT_GUILESS_TEST(tst_merged_words)

} // namespace merged_words_test

#include "tst_merged_words.moc"
