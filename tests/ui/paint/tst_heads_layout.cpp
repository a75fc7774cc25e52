// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the parts of the view of heads stand: cells and heads are inverse, nothing leaves the figure, small figures stay whole.

#include "support/test_class.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

#include <cmath>
#include <numeric>

namespace heads_layout_test {

using namespace headlight;
using namespace headlight::paint;

namespace {

PaintStyle screen(bool dark = false)
{
    PaintStyle style;
    style.onScreen = true;
    if (dark)
        style.tokens = darkTokens();
    return style;
}

HeadsFigure heads(HeadsShow show, std::int64_t layers = 12, std::int64_t count = 12)
{
    HeadsFigure figure;
    figure.text.title = "Row entropy, all layers and heads";
    figure.text.footerStart = {"attention", "12 layers × 12 heads"};
    figure.text.footerEnd = {"bert_sst2/sample0.h5", "sample 0"};
    figure.scale.high = 3.7;
    figure.scale.name = "row entropy in nats";
    figure.show = show;
    figure.metric = {"row entropy", "nats", 0.0, 3.7};
    figure.other = HeadsFigure::MetricAxis{"mean distance", "tokens", 0.0, 20.0};
    for (std::int64_t layer = 0; layer < layers; ++layer)
        figure.layerLabels.push_back(std::to_string(layer + 1));
    for (std::int64_t head = 0; head < count; ++head)
        figure.headLabels.push_back(std::to_string(head + 1));
    for (std::int64_t layer = 0; layer < layers; ++layer)
        for (std::int64_t head = 0; head < count; ++head) {
            HeadsFigure::Head one;
            one.head = {LayerIndex{layer}, HeadIndex{head}};
            one.name = "L" + std::to_string(layer + 1) + " H" + std::to_string(head + 1);
            one.value = 3.7 * static_cast<double>((layer * 5 + head * 3) % 17) / 16.0;
            one.other = static_cast<double>((layer * 7 + head) % 20);
            one.distance = 0.05 * static_cast<double>(head);
            one.known = true;
            one.selected = layer == 2 && head < 3;
            figure.heads.push_back(one);
        }
    figure.heads[1].value = std::nan("");
    figure.allSelected = false;
    figure.order.resize(figure.heads.size());
    std::iota(figure.order.begin(), figure.order.end(), std::int64_t{0});
    figure.spreads.assign(static_cast<std::size_t>(layers), Spread{0.5, 1.0, 1.5, 2.0, 3.0, 1.6, count});
    figure.outliers = {5, 20};
    figure.outlierCount = 2;
    if (show == HeadsShow::Nearest)
        figure.focus = 0;
    return figure;
}

QImage painted(const HeadsFigure& figure, const HeadsLayout& layout, const PaintStyle& style)
{
    QImage image(layout.size.toSize(), QImage::Format_RGB32);
    image.fill(style.tokens.canvas);
    QPainter painter(&image);
    paint::paint(painter, figure, layout, style);
    return image;
}

} // namespace

class tst_heads_layout : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { loadFonts(); }

    void everyHeadHasItsCell()
    {
        const auto figure = heads(HeadsShow::Sorted);
        const auto layout = layoutHeads(figure, {1050, 880}, screen());
        QCOMPARE(layout.cells.size(), figure.heads.size());
        QCOMPARE(layout.cell, QSizeF(44.0, 28.0)); // as the design has it
        QVERIFY(layout.numbers);
        for (std::size_t i = 0; i < layout.cells.size(); ++i) {
            QCOMPARE(layout.cellAt(layout.cells[i].center()), std::optional(static_cast<std::int64_t>(i)));
            QVERIFY(layout.grid.contains(layout.cells[i]));
        }
        QCOMPARE(layout.layerHeaderAt({layout.layerHeaders.center().x(), layout.cells[24].center().y()}), std::optional<std::int64_t>(2));
        QCOMPARE(layout.headHeaderAt({layout.cells[5].center().x(), layout.headHeaders.center().y()}), std::optional<std::int64_t>(5));
        QVERIFY(!layout.cellAt({1.0, 1.0}));
    }

    void rowsOfTheListScroll()
    {
        const auto figure = heads(HeadsShow::Sorted);
        auto layout = layoutHeads(figure, {1050, 700}, screen());
        QCOMPARE(layout.rows, std::int64_t{144});
        QCOMPARE(layout.list.width(), 260.0);
        QVERIFY(layout.hidden() > 0.0);
        QCOMPARE(layout.rowAt(layout.rowRect(3).center()), std::optional<std::int64_t>(3));
        layout.scroll = layout.hidden();
        QCOMPARE(layout.rowAt(layout.rowRect(143).center()), std::optional<std::int64_t>(143));
        QVERIFY(layout.list.adjusted(0, -0.5, 0, 0.5).contains(layout.rowRect(143)));
        QVERIFY(!layout.rowAt(layout.rowRect(0).center())); // scrolled away
    }

    void paperDoesNotScroll()
    {
        PaintStyle paper;
        paper.margin = 10.0;
        const auto figure = heads(HeadsShow::Sorted);
        const auto layout = layoutHeads(figure, {660, 1e5}, paper);
        QVERIFY(layout.hidden() < 0.5);
        QVERIFY(layout.rows < 144);
        QVERIFY(!layout.more.isEmpty());
        QVERIFY(endOf(layout) < 800.0);
    }

    void dotsAreFoundWhereTheyStand()
    {
        for (const auto show : {HeadsShow::Layers, HeadsShow::Scatter}) {
            const auto figure = heads(show, 3, 4);
            const auto layout = layoutHeads(figure, {1050, 700}, screen());
            QCOMPARE(layout.dots.size(), figure.heads.size());
            QVERIFY(!layout.plot.contains(layout.dots[1])); // it has no number
            for (const std::size_t i : {0U, 5U, 11U}) {
                QVERIFY(layout.plot.contains(layout.dots[i]));
                const auto found = layout.dotAt(layout.dots[i]);
                QVERIFY(found && layout.dots[static_cast<std::size_t>(*found)] == layout.dots[i]);
            }
            QVERIFY(!layout.dotAt({2.0, 2.0}));
        }
    }

    void stripsStandBesideTheirLayers()
    {
        const auto layout = layoutHeads(heads(HeadsShow::Layers), {1050, 880}, screen());
        QVERIFY(layout.beside);
        QCOMPARE(layout.plot.top(), layout.grid.top());
        QCOMPARE(layout.dots[24].y(), layout.cells[24].center().y());
    }

    void everythingFitsIntoTheWindow_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("count");
        QTest::newRow("large") << QSize(1052, 880) << 12 << 12;
        QTest::newRow("small") << QSize(700, 560) << 12 << 12;
        QTest::newRow("smallest") << QSize(520, 420) << 12 << 12;
        QTest::newRow("one head") << QSize(1052, 880) << 1 << 1;
        QTest::newRow("many") << QSize(1052, 880) << 96 << 96;
        QTest::newRow("wide") << QSize(1052, 880) << 4 << 64;
    }

    void everythingFitsIntoTheWindow()
    {
        QFETCH(QSize, size);
        QFETCH(int, layers);
        QFETCH(int, count);
        for (const auto show : {HeadsShow::Sorted, HeadsShow::Layers, HeadsShow::Scatter, HeadsShow::Nearest}) {
            auto figure = heads(show, std::max(1, layers), std::max(2, count));
            const auto layout = layoutHeads(figure, size, screen());
            QVERIFY(layout.grid.width() > 0.0 && layout.cell.height() > 0.0);
            QVERIFY2(layout.grid.right() <= size.width(), qPrintable(QString::number(layout.grid.right())));
            QVERIFY2(layout.panel.right() <= size.width() + 0.5, qPrintable(QString::number(layout.panel.right())));
            QVERIFY(!layout.panel.intersects(layout.grid));
            QVERIFY(!layout.footer.intersects(layout.panel.adjusted(0, 0, 0, -1)));
            if (size.height() > 800)
                QVERIFY2(endOf(layout) <= size.height() + 0.5, qPrintable(QString::number(endOf(layout))));
        }
    }

    void allOfThemArePaintedInLightAndDark()
    {
        for (const bool dark : {false, true})
            for (const auto show : {HeadsShow::Sorted, HeadsShow::Layers, HeadsShow::Scatter, HeadsShow::Nearest}) {
                const auto figure = heads(show);
                const auto style = screen(dark);
                const auto layout = layoutHeads(figure, {1050, 880}, style);
                const QImage image = painted(figure, layout, style);
                const auto cell = layout.cells[4]; // value 12/16 of the range
                QVERIFY(image.pixelColor(QPoint(static_cast<int>(cell.left()) + 3, static_cast<int>(cell.top()) + 3)) != style.tokens.canvas);
                const QRect panel = layout.panel.toAlignedRect();
                int drawn = 0;
                for (int y = panel.top(); y < panel.bottom(); y += 3)
                    for (int x = panel.left(); x < panel.right(); x += 3)
                        drawn += image.pixelColor(x, y) != style.tokens.canvas ? 1 : 0;
                QVERIFY(drawn > 100);
            }
    }

    void barsGrowWithTheirValues()
    {
        auto figure = heads(HeadsShow::Sorted, 1, 3);
        figure.heads[0].value = 3.7;
        figure.heads[1].value = 1.85;
        figure.heads[2].value = 0.0;
        figure.allSelected = true;
        const auto style = screen();
        const auto layout = layoutHeads(figure, {1050, 600}, style);
        const QImage image = painted(figure, layout, style);
        std::array<int, 3> lengths{};
        for (std::size_t row = 0; row < 3; ++row) {
            const QRectF place = layout.rowRect(static_cast<std::int64_t>(row));
            for (int x = static_cast<int>(place.left()); x < static_cast<int>(place.right()); ++x)
                lengths[row] += image.pixelColor(x, static_cast<int>(place.center().y())) == style.tokens.otherSeries ? 1 : 0;
        }
        QVERIFY2(std::abs(lengths[0] - 2 * lengths[1]) <= 2, qPrintable(QString("%1 %2").arg(lengths[0]).arg(lengths[1])));
        QVERIFY(lengths[2] <= 1);
    }
};

HEADLIGHT_TEST(tst_heads_layout)

} // namespace heads_layout_test

#include "tst_heads_layout.moc"
