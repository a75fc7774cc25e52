// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Overview finds the tile under the pointer, also when it is scrolled, and keeps its tiles large enough to be seen.

#include "support/test_class.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/lettering.h"
#include "ui/paint/painter.h"

#include <QtTest>

#include <algorithm>

namespace overview_layout_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

class tst_overview_layout : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void tileAtIsTheInverseOfTileRect_data()
    {
        QTest::addColumn<QSizeF>("size");
        QTest::addColumn<double>("ratio");
        for (const QSizeF size : {QSizeF(1052, 866), QSizeF(520, 420), QSizeF(2500, 1800)})
            for (const double ratio : {1.0, 1.5, 2.0})
                QTest::addRow("%gx%g at %g", size.width(), size.height(), ratio) << size << ratio;
    }

    void tileAtIsTheInverseOfTileRect()
    {
        QFETCH(QSizeF, size);
        QFETCH(double, ratio);
        PaintStyle style;
        style.devicePixelRatio = ratio;
        style.onScreen = true;
        const OverviewFigure figure = overview(24, 16, 4);
        OverviewLayout layout = layoutOverview(figure, size, style);
        for (const double scroll : {0.0, std::max(0.0, layout.contentHeight - size.height())}) {
            layout.scroll = scroll;
            int visible = 0;
            for (std::int64_t i = 0; i < 24 * 16; ++i) {
                const QPointF centre = layout.tileRect(i).center();
                const auto found = layout.tileAt(centre);
                QCOMPARE(found.has_value(), layout.viewport.contains(centre));
                if (found) {
                    QCOMPARE(*found, i);
                    ++visible;
                    QCOMPARE(layout.layerHeaderAt({layout.layerHeaders.center().x(), centre.y()}), std::optional(i / 16));
                }
                QCOMPARE(layout.headHeaderAt({centre.x(), layout.headHeaders.center().y()}), std::optional(i % 16));
            }
            QVERIFY(visible >= 16);
        }
    }

    void tilesAreBetween24And96()
    {
        PaintStyle style;
        style.onScreen = true;
        QCOMPARE(layoutOverview(overview(2, 2, 4), {2000, 1500}, style).tile.width(), 96.0);
        const OverviewLayout many = layoutOverview(overview(48, 12, 4), {1052, 866}, style);
        QCOMPARE(many.tile.height(), 24.0);
        QVERIFY(many.contentHeight > 866.0);
        QVERIFY(many.viewport.bottom() < 866.0);
        QVERIFY(many.footer.bottom() <= 866.0);
    }

    void paperDoesNotScroll()
    {
        const OverviewLayout layout = layoutOverview(overview(48, 12, 4), {661, 661}, {});
        QVERIFY(layout.contentHeight <= 661.0);
        QCOMPARE(layout.viewport, layout.grid);
    }

    void oneHeadFillsTheCanvasUpTo480() { QCOMPARE(layoutOverview(overview(1, 1, 4), {1052, 866}, {}).tile.width(), 480.0); }

    void allTilesFitWhereTheyCan()
    {
        const OverviewLayout layout = layoutOverview(overview(), {1052, 866}, {});
        QVERIFY(layout.contentHeight <= 866.0);
        QCOMPARE(layout.viewport, layout.grid);
        QVERIFY(layout.strips.right() <= 1052.0 - 28.0 + 0.01);
        QVERIFY(layout.bar.right() <= layout.grid.right() + 0.01);
        QVERIFY(layout.title.right() <= layout.bar.left());
    }

    void theFooterNeverRunsIntoWhatExplainsTheStrips_data()
    {
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("heads");
        QTest::addColumn<double>("width");
        for (const int heads : {1, 3, 12})
            for (const double width : {189.0, 321.0, 661.0, 1100.0}) // 5, 8.5 and 17.5 cm, and a window
                QTest::addRow("%d heads, %g wide", heads, width) << 12 << heads << width;
    }
    void theFooterNeverRunsIntoWhatExplainsTheStrips()
    {
        QFETCH(int, layers);
        QFETCH(int, heads);
        QFETCH(double, width);
        PaintStyle style;
        style.margin = 8.0;
        OverviewFigure figure = overview(layers, heads, 4);
        figure.text.footerStart = {"attention", "12 layers × 12 heads", "scale 0–0.50 fixed, shared by all tiles; larger values clipped"};
        figure.text.footerEnd = {"bert_sst2/sample0.h5", "sample 0"};
        const Lettering letters(style);
        const OverviewLayout layout = layoutOverview(figure, {width, naturalHeight(Figure(figure), width, style)}, style);
        QVERIFY(!layout.stripLegend.intersects(layout.footer));
        QVERIFY(layout.stripLegend.right() <= width && layout.strips.right() <= width && layout.footer.right() <= width);
        QVERIFY(layout.footer.bottom() <= layout.size.height());
        for (const QString& line : layout.footerLines) {
            QVERIFY(letters.width(Role::Label, line) <= layout.footer.width());
            QVERIFY2(!line.endsWith(QChar(0x2026)), qPrintable(line));
        }
        const bool said = std::ranges::any_of(layout.footerLines, [](const QString& line) { return line.contains(QLatin1String("no room for")); });
        QCOMPARE(said, layout.strips.isEmpty()); // what gives way is said
    }

    void rankedTilesStandWhereTheirColumnSays()
    {
        OverviewFigure figure = overview(1, 3, 4);
        figure.columnOf = {2, 0, 1};
        const OverviewLayout layout = layoutOverview(figure, {800, 400}, {});
        QVERIFY(layout.tileRect(1).left() < layout.tileRect(2).left());
        QVERIFY(layout.tileRect(2).left() < layout.tileRect(0).left());
    }

    void layersMayHaveFewerHeads()
    {
        OverviewFigure figure = overview(2, 3, 4);
        figure.tiles.pop_back();
        figure.columnOf.pop_back();
        figure.strip->values.pop_back();
        const OverviewLayout layout = layoutOverview(figure, {800, 400}, {});
        const QPointF missing = layout.tileRect(2).center() + QPointF(0.0, layout.tile.height() + layout.gap);
        QVERIFY(!layout.tileAt(missing));
    }

    void anySizeIsSurvived()
    {
        for (const QSizeF size : {QSizeF(0, 0), QSizeF(1, 1), QSizeF(60, 900), QSizeF(900, 60), QSizeF(10000, 10000)})
            layoutOverview(overview(3, 4, 4), size, {});
        layoutOverview(OverviewFigure{}, {500, 500}, {});
    }
};

HEADLIGHT_TEST(tst_overview_layout)

} // namespace overview_layout_test

#include "tst_overview_layout.moc"
