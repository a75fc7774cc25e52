// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Maps against pictures that people have looked at.

#include "support/test_class.h"
#include "ui/paint/figures.h"
#include "ui/paint/golden.h"

namespace golden_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

class tst_golden : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        loadFonts();
        if (otherFontThanInPictures())
            QSKIP("the pictures were drawn with Inter 4.0 beta 7, and this program has another release of it");
    }

    void figuresLookAsTheyDid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QImage>("actual");
        HeatmapFigure small = plainHeatmap(8, 8);
        small.cellNumbers = true;
        small.queryRow = 3;
        small.keyColumn = 4;
        QTest::newRow("a small map") << QStringLiteral("heatmap-8x8-light") << paintedWhole(small, {480, 380}, lightTokens());
        HeatmapFigure review = reviewHeatmap();
        review.queries.segments = {{"title", 0, 7}, {"review", 7, 35}};
        review.keys.segments = review.queries.segments;
        QTest::newRow("a map with everything") << QStringLiteral("heatmap-review-light") << paintedWhole(review, {1052, 833}, lightTokens());
        QTest::newRow("several heads") << QStringLiteral("heatmap-panels-light") << paintedWhole(panelGrid(5, 20), {640, 480}, lightTokens());
        OverviewFigure tiles = overview(4, 6, 16);
        tiles.tiles[8].values = nullptr;
        tiles.tiles[9].problem = "cannot be read";
        QTest::newRow("tiles") << QStringLiteral("overview-dark") << paintedWhole(tiles, {640, 480}, darkTokens());
        EvolutionFigure chosen = evolution(24, 6, 6);
        chosen.stripSelected[2] = true;
        chosen.layerRow = 2;
        chosen.keyColumn = 4;
        QTest::newRow("one query in every layer") << QStringLiteral("evolution-light") << paintedWhole(evolution(), {1052, 833}, lightTokens());
        QTest::newRow("one head of several") << QStringLiteral("evolution-dark") << paintedWhole(chosen, {700, 560}, darkTokens());
    }

    void figuresLookAsTheyDid()
    {
        QFETCH(QString, name);
        QFETCH(QImage, actual);
        compareWithGolden(name, actual);
    }
};

HEADLIGHT_TEST(tst_golden)

} // namespace golden_test

#include "tst_golden.moc"
