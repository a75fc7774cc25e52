// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Image figure: which layer and heads it is made of, what its words say, and its numbers against reference results.

#include "core/figure/opened_dump.h"
#include "figure/build.h"
#include "figure/image.h"
#include "figure/picture_text.h"
#include "formats/registry.h"
#include "state/action.h"
#include "support/patch_dump.h"
#include "support/test_class.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace image_test {

using namespace headlight;
using namespace headlight::test;

namespace {

struct Opened : OpenedDump {
    explicit Opened(const SharedDump& dump) : OpenedDump(dump, ViewKind::Image) {}
    [[nodiscard]] ImageFigure figure() const { return figureOf<ImageFigure>(); }
};

HeadSet oneHead(std::int64_t layer, std::int64_t head)
{
    return HeadSet::one({LayerIndex{layer}, HeadIndex{head}});
}

} // namespace

class tst_image : public QObject {
    Q_OBJECT
private slots:
    void theClassTokenIsTheQueryUnlessAnotherIsChosen()
    {
        Opened opened(patchDump());
        opened.act(SelectHeads{oneHead(0, 0)});
        const auto figure = opened.figure();
        QCOMPARE(QString::fromStdString(figure.query), QStringLiteral("class"));
        COMPARE_MAPS(*figure.mask, map({{2.0 / 28, 3.0 / 28, 4.0 / 28}, {5.0 / 28, 6.0 / 28, 7.0 / 28}})); // 1 + 2 + ... + 7 = 28
        QVERIFY(figure.queryPatches.empty());
        QCOMPARE(figure.chips.size(), std::size_t{1});
        QVERIFY(figure.chips.front().chosen);
    }

    void aPatchIsAQueryToo()
    {
        Opened opened(patchDump());
        opened.act(SelectHeads{oneHead(0, 0)});
        opened.act(SetQuery{QueryIndex{2}});
        const auto figure = opened.figure();
        QCOMPARE(QString::fromStdString(figure.query), QStringLiteral("patch 0,1"));
        QCOMPARE(figure.queryPatches, std::vector<std::int64_t>{1});
        const double sum = 28 + 7 * 20;
        COMPARE_MAPS(*figure.mask, map({{22 / sum, 23 / sum, 24 / sum}, {25 / sum, 26 / sum, 27 / sum}}));
        QVERIFY(!figure.chips.front().chosen);
        QVERIFY(says(figure.text.footerStart, "query patch 0,1"));
    }

    void severalQueriesAreTheMeanOfTheirRows()
    {
        Opened opened(patchDump());
        opened.act(SelectHeads{oneHead(0, 0)});
        opened.act(SetQueries{{QueryIndex{2}, QueryIndex{0}}});
        const auto figure = opened.figure();
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention, layer 1, head 1, mean of queries 0, 2"));
        QCOMPARE(figure.queryPatches, std::vector<std::int64_t>{1});
        QVERIFY(figure.chips.front().chosen);
        const double sum = 28 + 7 * 20;
        const auto mean = [&](int key) { return (key / 28.0 + (key + 20) / sum) / 2; };
        COMPARE_MAPS(*figure.mask, map({{mean(2), mean(3), mean(4)}, {mean(5), mean(6), mean(7)}}));
        COMPARE_MAPS(*figure.strips.front().items[0].mask, *figure.mask); // layer 1 among the layers
        const auto cell = describeCell(opened.workspace, opened.state, {QueryIndex{2}, KeyIndex{3}});
        QVERIFY(cell && std::abs(cell->value - mean(4)) < 1e-6);
        QCOMPARE(QString::fromStdString(cell->query), QStringLiteral("mean of queries 0, 2"));
    }

    void ofSeveralLayersTheLastIsShownAndSeveralHeadsAreTheirMean()
    {
        Opened opened(patchDump());
        const auto figure = opened.figure(); // everything is selected
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Attention, layer 3, mean of all 2 heads, query class"));
        QVERIFY(says(figure.text.footerStart, "layer 3, the last of 3 selected"));
        const double sum = 28 - 2 - 3; // layer 3 gives the first two patches nothing
        const double even = 1.0 / 7;
        COMPARE_MAPS(*figure.mask, map({{even / 2, even / 2, (4 / sum + even) / 2}, {(5 / sum + even) / 2, (6 / sum + even) / 2, (7 / sum + even) / 2}}));
    }

    void theSameQueryInEveryLayerStandsBesideIt()
    {
        Opened opened(patchDump());
        opened.act(SelectHeads{oneHead(1, 0)});
        const auto figure = opened.figure();
        QCOMPARE(figure.strips.size(), std::size_t{1}); // attention has no variants and needs no targets
        const auto& layers = figure.strips.front();
        QCOMPARE(layers.items.size(), std::size_t{3});
        COMPARE_MAPS(*layers.items[1].mask, *figure.mask);
        QVERIFY(layers.items[1].chosen && !layers.items[0].chosen);
        opened.act(layers.items[2].action);
        COMPARE_MAPS(*opened.figure().mask, *layers.items[2].mask);
    }

    void everyVariantOfAFusedRolloutStandsBesideIt()
    {
        Opened opened(patchDump());
        opened.act(SetMeasure{measureOptions(MeasureKind::FusedRollout, MeasureVariant::Published)});
        const auto figure = opened.figure();
        const auto& variants = figure.strips.front();
        QCOMPARE(variants.items.size(), std::size_t{3});
        QVERIFY(variants.items[1].chosen);
        opened.act(variants.items[2].action);
        QVERIFY(opened.state.measure.variant == MeasureVariant::Corrected);
        COMPARE_MAPS(*opened.figure().mask, *variants.items[2].mask);
    }

    void withoutAPictureTheMaskIsShownAlone()
    {
        Opened opened(patchDump());
        auto display = opened.state.display;
        display.imageShow = ImageShow::Side;
        opened.act(SetDisplay{display});
        const auto figure = opened.figure();
        QVERIFY(figure.show == ImageShow::Patches);
        QVERIFY(says(figure.text.footerEnd, "no picture for this sample"));
    }

    void keysThatAreNoPatchesAreSaid()
    {
        Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{1, 0}, {0.5, 0.5}})}})}));
        const auto built = buildFigure(opened.workspace, opened.state, {});
        QVERIFY(built.has_value());
        QCOMPARE(QString::fromStdString(std::get<EmptyFigure>(*built).sentence), QStringLiteral("The keys of this stack are no patches of a picture. If they are patches, give their grid in \"What is in this file\" or with --grid."));
    }

    void thePointerReadsTheNumbersOfTheFigure()
    {
        Opened opened(patchDump());
        const auto figure = opened.figure();
        const auto cell = describeCell(opened.workspace, opened.state, {QueryIndex{0}, KeyIndex{6}});
        QVERIFY(cell.has_value());
        QCOMPARE(static_cast<float>(cell->value), (*figure.mask)(1, 2));
    }

    void theTextOfAPairStandsBesideItsPicture()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto folder = std::filesystem::path(shared) / "clip";
        const auto image = openDump(folder / "image_attn_probs.pt");
        const auto text = openDump(folder / "text0.pt");
        const auto reference = formats::readFile(std::filesystem::path(shared) / "expected/clip/text.npz");
        QVERIFY(image && text && reference);
        Opened opened(*image);
        opened.workspace.open(*text);
        auto measure = measureOptions(MeasureKind::Relevance);
        measure.target = "text0";
        opened.act(SetMeasure{measure});
        QVERIFY(opened.figure().pair == nullptr);
        opened.act(SetBeside{referenceBeside(**text, **image)});
        QCOMPARE(QString::fromStdString(opened.state.beside->path), QStringLiteral("text0.pt"));
        const auto pair = opened.figure().pair;
        QVERIFY(pair != nullptr);
        QVERIFY(pair->tokens.back().framed); // the end of the text stands for it
        const auto* expected = reference->root.find("text_text0_all");
        QVERIFY(expected != nullptr && expected->tensor() != nullptr);
        std::vector<float> shares(static_cast<std::size_t>(expected->tensor()->count()));
        QVERIFY(expected->tensor()->read(shares).has_value());
        QCOMPARE(pair->tokens.size(), shares.size() + 2);
        double sum = 0.0;
        for (std::size_t i = 0; i < shares.size(); ++i)
            sum += static_cast<double>(pair->weights[i + 1]);
        for (std::size_t i = 0; i < shares.size(); ++i)
            QVERIFY2(std::abs(static_cast<double>(pair->weights[i + 1]) / sum - static_cast<double>(shares[i])) < 1e-4, qPrintable(QString::number(i)));
        measure.target = "text1";
        opened.act(SetMeasure{measure});
        QVERIFY(opened.figure().pair == nullptr);
        QVERIFY(says(opened.figure().text.footerEnd, "no text beside: text0.pt has no gradients for text1"));
        opened.workspace.close((*text)->fingerprint());
        QVERIFY(says(opened.figure().text.footerEnd, "no text beside: text0.pt is not open"));
    }

    void relevanceIsTheHeatOfTheReference()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto dump = openDump(std::filesystem::path(shared) / "vit_deit_tiny/dog_and_cat");
        const auto reference = formats::readFile(std::filesystem::path(shared) / "expected/vit_deit_tiny/dog_and_cat.npz");
        QVERIFY(dump && reference);
        Opened opened(*dump);
        auto measure = measureOptions(MeasureKind::Relevance);
        measure.target = "243";
        opened.act(SetMeasure{measure});
        const auto figure = opened.figure();
        const auto* expected = reference->root.find("heat_243_all");
        QVERIFY(expected != nullptr && expected->tensor() != nullptr);
        std::vector<float> heat(static_cast<std::size_t>(expected->tensor()->count()));
        QVERIFY(expected->tensor()->read(heat).has_value());
        QCOMPARE(heat.size(), figure.mask->values().size());
        for (std::size_t i = 0; i < heat.size(); ++i)
            QVERIFY2(std::abs(figure.mask->values()[i] - heat[i]) < 1e-5F, qPrintable(QString::number(i)));
        QCOMPARE(figure.strips.size(), std::size_t{3}); // variants, targets, layers
        // A patch owes itself the identity, which is no attention: it is shown as 0, and the pointer says the same.
        opened.act(SetQuery{QueryIndex{50}});
        const auto patch = opened.figure();
        QCOMPARE(patch.queryPatches, std::vector<std::int64_t>{49});
        QCOMPARE(patch.mask->values()[49], 0.0F);
        const auto cell = describeCell(opened.workspace, opened.state, {QueryIndex{50}, KeyIndex{50}});
        QVERIFY(cell.has_value());
        QCOMPARE(cell->value, 0.0);
    }

    /// Divided by their maximum, rollouts of a vision transformer are the masks that NumPy computed; discards may flip at the cut.
    void rolloutsAreTheMasksOfTheReference_data()
    {
        QTest::addColumn<int>("fusion");
        QTest::addColumn<double>("discard");
        QTest::addColumn<QString>("key");
        QTest::newRow("mean") << static_cast<int>(HeadFusion::Mean) << 0.0 << "rollout_mean_0_row";
        QTest::newRow("max, discard 0.9") << static_cast<int>(HeadFusion::Max) << 0.9 << "rollout_max_0.9_row";
    }
    void rolloutsAreTheMasksOfTheReference()
    {
        QFETCH(int, fusion);
        QFETCH(double, discard);
        QFETCH(QString, key);
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto dump = openDump(std::filesystem::path(shared) / "vit_deit_tiny/dog_and_cat");
        const auto reference = formats::readFile(std::filesystem::path(shared) / "expected/vit_deit_tiny/dog_and_cat.npz");
        QVERIFY(dump && reference);
        Opened opened(*dump);
        auto measure = measureOptions(MeasureKind::FusedRollout, MeasureVariant::Corrected);
        measure.fusion = static_cast<HeadFusion>(fusion);
        measure.discard = discard;
        measure.protect = discard > 0.0 ? Protection::First : Protection::None;
        opened.act(SetMeasure{measure});
        const auto figure = opened.figure();
        const auto* expected = reference->root.find(key.toStdString());
        QVERIFY(expected != nullptr && expected->tensor() != nullptr);
        std::vector<float> mask(static_cast<std::size_t>(expected->tensor()->count()));
        QVERIFY(expected->tensor()->read(mask).has_value());
        QCOMPARE(mask.size(), figure.mask->values().size());
        const float largest = std::ranges::max(figure.mask->values());
        for (std::size_t i = 0; i < mask.size(); ++i)
            QVERIFY2(std::abs(figure.mask->values()[i] / largest - mask[i]) < (discard > 0.0 ? 2e-3F : 1e-5F), qPrintable(QString::number(i)));
        QVERIFY(figure.picture.filename() == "dog_and_cat.png");
        QVERIFY((figure.grid == Grid{14, 14}));
    }
};

HEADLIGHT_GUILESS_TEST(tst_image)

} // namespace image_test

#include "tst_image.moc"
