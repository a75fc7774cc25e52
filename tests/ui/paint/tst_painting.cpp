// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is on the picture: every cell in its colour, at every scale of the screen, and marks that show on any ground.

#include "support/test_class.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"

#include <QPainter>
#include <QtTest>

#include <limits>

namespace painting_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

namespace {

QImage painted(const Figure& figure, QSizeF size, const PaintStyle& style)
{
    QImage image((size * style.devicePixelRatio).toSize(), QImage::Format_RGB32);
    image.fill(Qt::red);
    QPainter painter(&image);
    painter.scale(style.devicePixelRatio, style.devicePixelRatio);
    paint::paint(painter, figure, size, style);
    return image;
}

/// All pixels of the rectangle, given in units.
std::vector<QRgb> pixelsOf(const QImage& image, const QRectF& rect, double ratio)
{
    std::vector<QRgb> pixels;
    const auto at = [ratio](double units) { return static_cast<int>(std::lround(units * ratio)); };
    for (int y = at(rect.top()); y < at(rect.bottom()); ++y)
        for (int x = at(rect.left()); x < at(rect.right()); ++x)
            pixels.push_back(image.pixel(x, y));
    return pixels;
}

bool all(const std::vector<QRgb>& pixels, QRgb colour)
{
    return !pixels.empty() && std::all_of(pixels.begin(), pixels.end(), [colour](QRgb pixel) { return pixel == colour; });
}

QRgb expected(float value, const ColourScale& scale) // again, by hand
{
    const double position = (static_cast<double>(value) - scale.low) / (scale.high - scale.low);
    return (*colourMap(scale.map).table)[static_cast<std::size_t>(std::clamp(static_cast<int>(std::floor(position * 256.0)), 0, 255))];
}

} // namespace

class tst_painting : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void everyCellHasItsColour_data()
    {
        QTest::addColumn<double>("ratio");
        for (const double ratio : {1.0, 1.25, 1.5, 2.0, 3.125})
            QTest::addRow("at %g", ratio) << ratio;
    }

    void everyCellHasItsColour()
    {
        QFETCH(double, ratio);
        PaintStyle style;
        style.devicePixelRatio = ratio;
        HeatmapFigure figure = reviewHeatmap();
        const QSizeF size(900, 700);
        const QImage image = painted(figure, size, style);
        const HeatmapLayout layout = layoutHeatmap(figure, size, style);
        const Matrix& values = *figure.panels.front().values;
        for (std::int64_t r = 0; r < values.rows(); ++r)
            for (std::int64_t c = 0; c < values.columns(); ++c)
                QVERIFY2(all(pixelsOf(image, layout.cellRect({0, r, c}), ratio), expected(values(r, c), figure.scale)),
                         qPrintable(QStringLiteral("row %1 column %2").arg(r).arg(c)));
    }

    void everyPanelHasItsOwnMap()
    {
        const HeatmapFigure figure = panelGrid(12, 42);
        const QImage image = painted(figure, {1052, 833}, {});
        const HeatmapLayout layout = layoutHeatmap(figure, {1052, 833}, {});
        for (std::int64_t panel = 0; panel < 12; ++panel)
            for (std::int64_t i = 0; i < 42; ++i)
                QVERIFY(all(pixelsOf(image, layout.cellRect({panel, i, 41 - i}), 1.0),
                            expected((*figure.panels[static_cast<std::size_t>(panel)].values)(i, 41 - i), figure.scale)));
    }

    void pooledPixelsShowTheLargestOfTheirBlock()
    {
        const HeatmapFigure figure = plainHeatmap(1500, 1500);
        const QImage image = painted(figure, {1052, 833}, {});
        const HeatmapLayout layout = layoutHeatmap(figure, {1052, 833}, {});
        QCOMPARE(layout.pooledRows, 3);
        const Matrix& values = *figure.panels.front().values;
        const QPoint corner = layout.panels.front().map.topLeft().toPoint();
        for (const auto& [x, y] : {std::pair(0, 0), std::pair(499, 499), std::pair(250, 100), std::pair(0, 499)}) {
            float largest = 0.0F;
            for (int r = 3 * y; r < 3 * y + 3; ++r)
                for (int c = 3 * x; c < 3 * x + 3; ++c)
                    largest = std::max(largest, values(r, c));
            QCOMPARE(image.pixel(corner + QPoint(x, y)), expected(largest, figure.scale));
        }
    }

    void whatIsNoNumberIsNeverAColourOfTheMap()
    {
        HeatmapFigure figure = plainHeatmap(8, 8);
        auto values = std::make_shared<Matrix>(*figure.panels.front().values);
        (*values)(3, 4) = std::numeric_limits<float>::quiet_NaN();
        figure.panels.front().values = values;
        figure.scale.notNumbers = 1;
        const PaintStyle style;
        const QImage image = painted(figure, {800, 500}, style);
        const auto pixels = pixelsOf(image, layoutHeatmap(figure, {800, 500}, style).cellRect({0, 3, 4}), 1.0);
        for (const QRgb pixel : pixels)
            QVERIFY(pixel == style.tokens.canvas.rgb() || pixel == style.tokens.hintText.rgb());
        QVERIFY(std::count(pixels.begin(), pixels.end(), style.tokens.hintText.rgb()) > 20);
    }

    void overviewTilesShowEveryCellThatHasAPixel()
    {
        OverviewFigure figure = overview(2, 2, 16);
        PaintStyle style;
        const QImage image = painted(figure, {700, 500}, style);
        const OverviewLayout layout = layoutOverview(figure, {700, 500}, style);
        QCOMPARE(layout.tile, QSizeF(96, 96));
        for (std::int64_t tile = 0; tile < 4; ++tile)
            for (int r = 0; r < 16; ++r)
                for (int c = 0; c < 16; ++c) {
                    const QRectF cell(layout.tileRect(tile).topLeft() + QPointF(c * 6, r * 6), QSizeF(6, 6));
                    QVERIFY(all(pixelsOf(image, cell, 1.0), expected((*figure.tiles[static_cast<std::size_t>(tile)].values)(r, c), figure.scale)));
                }
    }

    void pendingTilesAreFaintAndSelectedOnesOutlined()
    {
        OverviewFigure figure = overview(2, 4, 8);
        figure.tiles[1].values = nullptr;
        figure.tiles[6].selected = true;
        PaintStyle style;
        style.tokens = darkTokens();
        const QImage image = painted(figure, {800, 500}, style);
        const OverviewLayout layout = layoutOverview(figure, {800, 500}, style);
        QVERIFY(all(pixelsOf(image, layout.tileRect(1), 1.0), style.tokens.faintLine.rgb()));
        const QRectF tile = layout.tileRect(6);
        const QPointF left(tile.left(), tile.center().y());
        QCOMPARE(image.pixel((left - QPointF(1, 0)).toPoint()), style.tokens.canvas.rgb());
        QCOMPARE(image.pixel((left - QPointF(2, 0)).toPoint()), style.tokens.accent.rgb());
        QCOMPARE(image.pixel((left - QPointF(3, 0)).toPoint()), style.tokens.accent.rgb());
    }

    void scrolledTilesStayInTheirPlace()
    {
        const OverviewFigure figure = overview(40, 6, 8);
        const QSizeF size(600, 420);
        PaintStyle style;
        style.onScreen = true; // paper does not scroll
        OverviewLayout layout = layoutOverview(figure, size, style);
        QVERIFY(layout.contentHeight > size.height());
        layout.scroll = layout.contentHeight - size.height();
        QImage image(size.toSize(), QImage::Format_RGB32);
        QPainter painter(&image);
        paint::paint(painter, figure, layout, style);
        painter.end();
        const QRectF last = layout.tileRect(40 * 6 - 1);
        QVERIFY(layout.viewport.contains(last.center()));
        QVERIFY(all(pixelsOf(image, QRectF(last.topLeft(), QSizeF(3, 3)), 1.0), expected((*figure.tiles.back().values)(0, 0), figure.scale)));
        const QRectF above(layout.viewport.left(), layout.viewport.top() - 7.0, layout.viewport.width(), 3.0);
        QVERIFY2(all(pixelsOf(image, above, 1.0), style.tokens.canvas.rgb()), "tiles stay below their headers");
    }

    void marksShowOnTheLightestAndTheDarkestColour()
    {
        for (const float value : {0.0F, 1.0F}) {
            HeatmapFigure figure = plainHeatmap(20, 20);
            figure.scale.map = "paper-blue";
            figure.panels.front().values = std::make_shared<Matrix>(20, 20, value);
            const PaintStyle style;
            QImage image = painted(figure, {700, 600}, style);
            const QRgb ground = expected(value, figure.scale);
            const HeatmapLayout layout = layoutHeatmap(figure, {700, 600}, style);
            QPainter painter(&image);
            paintPinned(painter, layout, {0, 5, 7}, style);
            painter.end();
            double best = 1.0;
            for (const QRgb pixel : pixelsOf(image, layout.cellRect({0, 5, 7}), 1.0))
                best = std::max(best, contrast(pixel, ground));
            QVERIFY2(best >= 3.0, qPrintable(QString::number(best)));
            double line = 1.0;
            for (const QRgb pixel : pixelsOf(image, layout.cellRect({0, 5, 15}).adjusted(0, -2, 0, 2), 1.0))
                line = std::max(line, contrast(pixel, ground));
            QVERIFY2(line >= 1.3, qPrintable(QString::number(line)));
        }
    }

    void numbersAppearFrom28AndReadOnTheirCell()
    {
        HeatmapFigure figure = plainHeatmap(6, 6);
        figure.cellNumbers = true;
        const QImage with = painted(figure, {900, 700}, {});
        figure.cellNumbers = false;
        const QImage without = painted(figure, {900, 700}, {});
        const HeatmapLayout layout = layoutHeatmap(figure, {900, 700}, {});
        QCOMPARE(layout.cell, 28.0);
        for (std::int64_t i = 0; i < 6; ++i) {
            const QRectF cell = layout.cellRect({0, i, i});
            QVERIFY(pixelsOf(with, cell, 1.0) != pixelsOf(without, cell, 1.0));
            double best = 1.0;
            const QRgb ground = expected((*figure.panels.front().values)(i, i), figure.scale);
            for (const QRgb pixel : pixelsOf(with, cell, 1.0))
                best = std::max(best, contrast(pixel, ground));
            QVERIFY2(best >= 4.0, qPrintable(QString::number(best)));
        }
    }

    void themeNeverChangesTheMap()
    {
        const HeatmapFigure figure = reviewHeatmap();
        PaintStyle dark;
        dark.tokens = darkTokens();
        const QImage a = painted(figure, {900, 700}, {});
        const QImage b = painted(figure, {900, 700}, dark);
        const QRectF map = layoutHeatmap(figure, {900, 700}, dark).panels.front().map;
        QCOMPARE(pixelsOf(a, map, 1.0), pixelsOf(b, map, 1.0));
        QCOMPARE(b.pixel(2, 2), dark.tokens.canvas.rgb());
    }

    void everythingIsPaintedInsideTheCanvas()
    {
        for (const Figure& figure : {Figure(reviewHeatmap()), Figure(panelGrid(9, 30)), Figure(overview()), Figure(EmptyFigure{"Choose a query.", "", {}})}) {
            const QImage image = painted(figure, {1052, 866}, {});
            for (int x = 0; x < image.width(); ++x) {
                QCOMPARE(image.pixel(x, 0), qRgb(255, 255, 255));
                QCOMPARE(image.pixel(x, image.height() - 1), qRgb(255, 255, 255));
            }
            for (int y = 0; y < image.height(); ++y) {
                QCOMPARE(image.pixel(0, y), qRgb(255, 255, 255));
                QCOMPARE(image.pixel(image.width() - 1, y), qRgb(255, 255, 255));
            }
        }
    }

    void missingValuesAreAPlaceholder()
    {
        HeatmapFigure figure = reviewHeatmap();
        figure.panels.push_back({});
        figure.panelColumns = 2;
        const QImage image = painted(figure, {1052, 833}, {});
        const QRectF map = layoutHeatmap(figure, {1052, 833}, {}).panels[1].map;
        QVERIFY(all(pixelsOf(image, map, 1.0), lightTokens().faintLine.rgb()));
    }

    void repaintingAHeatmapWithAllLabels()
    {
        HeatmapFigure figure = plainHeatmap(63, 63);
        const PaintStyle style;
        const HeatmapLayout layout = layoutHeatmap(figure, {1200, 1000}, style);
        QImage image(1200, 1000, QImage::Format_RGB32);
        QBENCHMARK
        {
            QPainter painter(&image);
            paint::paint(painter, figure, layout, style);
        }
    }
};

HEADLIGHT_TEST(tst_painting)

} // namespace painting_test

#include "tst_painting.moc"
