// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the parts of an Evolution stand, at any size, and that points and cells are inverse.

#include "support/test_class.h"
#include "ui/paint/evolution_sizes.h"
#include "ui/paint/export.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

namespace evolution_layout_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

namespace {

PaintStyle screen()
{
    PaintStyle style;
    style.onScreen = true;
    return style;
}

QString footerOf(const EvolutionLayout& layout)
{
    QStringList lines;
    for (const auto& line : layout.footerLines)
        lines << line;
    return lines.join(QLatin1Char(' '));
}

} // namespace

class tst_evolution_layout : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void nothingOverlapsAndNothingLeavesThePaper_data()
    {
        QTest::addColumn<QSizeF>("size");
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("layers");
        QTest::addColumn<int>("panels");
        for (const QSizeF size : {QSizeF(1052, 846), QSizeF(1006, 570), QSizeF(520, 420), QSizeF(3000, 1900)})
            for (const int keys : {1, 6, 55, 197, 512, 5000})
                for (const int layers : {1, 12, 48})
                    for (const int panels : {1, 12})
                        QTest::addRow("%gx%g, %d keys, %d layers, %d panels", size.width(), size.height(), keys, layers, panels) << size << keys << layers << panels;
    }
    void nothingOverlapsAndNothingLeavesThePaper()
    {
        QFETCH(QSizeF, size);
        QFETCH(int, keys);
        QFETCH(int, layers);
        QFETCH(int, panels);
        const auto figure = evolution(keys, layers, panels == 1 ? 12 : 0, panels);
        const auto layout = layoutEvolution(figure, size, screen());
        QCOMPARE(static_cast<int>(layout.panels.size()), panels);
        std::vector<QRectF> parts{layout.title, layout.subtitle, layout.footer, layout.stripsHead, layout.bar};
        for (const auto& panel : layout.panels)
            parts.push_back(panel.map);
        for (const auto& strip : layout.strips) {
            parts.push_back(strip.map);
            parts.push_back(strip.title);
        }
        for (std::size_t a = 0; a < parts.size(); ++a) {
            if (parts[a].isEmpty())
                continue;
            QVERIFY(parts[a].left() >= 0.0 && parts[a].right() <= size.width() + 0.5);
            for (std::size_t b = a + 1; b < parts.size(); ++b)
                QVERIFY2(!parts[a].adjusted(0.1, 0.1, -0.1, -0.1).intersects(parts[b].adjusted(0.1, 0.1, -0.1, -0.1)), qPrintable(QStringLiteral("%1 and %2").arg(a).arg(b)));
        }
        if (size.height() > 500 && layers <= 12)
            QVERIFY2(endOf(layout) <= size.height() + 0.5, qPrintable(QString::number(endOf(layout))));
    }

    void pointsAndCellsAreInverse()
    {
        for (const int panels : {1, 5}) {
            const auto layout = layoutEvolution(evolution(55, 12, 12, panels), {1052, 846}, screen());
            for (std::int64_t panel = 0; panel < panels; ++panel)
                for (const std::int64_t row : {0, 5, 11})
                    for (const std::int64_t column : {0, 44, 54}) {
                        const FigureCell cell{panel, row, column};
                        QVERIFY(layout.cellAt(layout.cellRect(cell).center()) == cell);
                        QVERIFY(layout.cellAt(layout.cellRect(cell).topLeft() + QPointF(0.01, 0.01)) == cell);
                    }
        }
    }

    void cellsAreWholeDevicePixelsAndFillTheWidth()
    {
        PaintStyle style = screen();
        style.devicePixelRatio = 1.25;
        const auto layout = layoutEvolution(evolution(), {1052, 846}, style);
        const double across = layout.cellWidth * 1.25;
        const double down = layout.cellHeight * 1.25;
        QVERIFY(std::fabs(across - std::round(across)) < 1e-9 && std::fabs(down - std::round(down)) < 1e-9);
        QVERIFY(layout.cellWidth * 55.0 > 800.0);
    }

    void keysUnderThePointerAreFoundBelowAndAboveTheMap()
    {
        const auto layout = layoutEvolution(evolution(), {1052, 846}, screen());
        const QRectF cell = layout.cellRect({0, 0, 17});
        QCOMPARE(layout.keyLabelAt({cell.center().x(), layout.keyLabels.center().y()}), std::optional<std::int64_t>(17));
        QCOMPARE(layout.keyLabelAt({cell.center().x(), cell.top() - 4.0}), std::optional<std::int64_t>(17));
        QCOMPARE(layout.columnNear({-500.0, 0.0}), 0);
        QCOMPARE(layout.columnNear({5000.0, 0.0}), 54);
        QCOMPARE(layout.stripAt(layout.strips[7].map.center()), std::optional<std::int64_t>(7));
        QCOMPARE(layout.stripAt(layout.strips[7].title.center()), std::optional<std::int64_t>(7));
    }

    void stripsGiveWayInALowPlaceAndItIsSaid()
    {
        const auto low = layoutEvolution(evolution(), {520, 420}, screen());
        QVERIFY(low.strips.empty());
        QVERIFY2(footerOf(low).contains(QStringLiteral("no room for strips by head")), qPrintable(footerOf(low)));
        QVERIFY(!layoutEvolution(evolution(), {1006, 570}, screen()).strips.empty());
    }

    void thinningAndPoolingAreSaid()
    {
        const auto many = layoutEvolution(evolution(5000, 12, 12), {1052, 846}, screen());
        QCOMPARE(many.pooledColumns, 6);
        QVERIFY2(footerOf(many).contains(QStringLiteral("each pixel = largest of 1 × 6")), qPrintable(footerOf(many)));
        QVERIFY(footerOf(many).contains(QStringLiteral("key label")));
        QVERIFY(std::ranges::find(many.shownKeys, 4000) != many.shownKeys.end()); // the query is always named
    }

    void nothingMovesWhileQueriesAreSteppedThrough()
    {
        EvolutionFigure figure = evolution();
        const auto first = layoutEvolution(figure, {1052, 846}, screen());
        for (std::int64_t query : {0, 7, 33, 54}) {
            figure.query = query;
            figure.ownColumns = {query};
            for (auto& label : figure.keys.labels)
                label.emphasised = label.position == query;
            figure.scale.high = 0.01 + 0.001 * static_cast<double>(query);
            const auto next = layoutEvolution(figure, {1052, 846}, screen());
            QCOMPARE(next.panels.front().map, first.panels.front().map);
            QCOMPARE(next.strips.back().map, first.strips.back().map);
            QCOMPARE(next.bar, first.bar);
        }
    }

    void theOwnColumnIsMarkedInTheMap()
    {
        EvolutionFigure figure = evolution();
        const auto painted = [&] {
            const auto layout = layoutEvolution(figure, {1052, 846}, screen());
            QImage image(1052, 846, QImage::Format_RGB32);
            QPainter painter(&image);
            paint::paint(painter, figure, layout, screen());
            return image;
        };
        const auto layout = layoutEvolution(figure, {1052, 846}, screen());
        const QRectF own = layout.cellRect({0, 0, figure.ownColumns.front()});
        const QPoint sign(static_cast<int>(own.center().x()), static_cast<int>(own.top()) - 6);
        QCOMPARE(painted().pixelColor(sign), lightTokens().accent);
        figure.ownColumns.clear();
        QCOMPARE(painted().pixelColor(sign), lightTokens().canvas);
    }

    void everyFormatIsWrittenAndTheNaturalHeightFits()
    {
        for (const auto format : {FileFormat::Png, FileFormat::Pdf, FileFormat::Svg})
            for (const auto& figure : {evolution(), evolution(600, 24, 12), evolution(55, 12, 0, 12)}) {
                ExportOptions options;
                options.format = format;
                options.dpi = 100;
                const auto written = encode(Figure(figure), options);
                QVERIFY2(written.has_value(), written ? "" : written.error().what.c_str());
                QVERIFY(written->size() > 4000);
            }
        const double height = naturalHeight(Figure(evolution()), 900.0, PaintStyle{});
        const auto layout = layoutEvolution(evolution(), {900.0, height}, PaintStyle{});
        QVERIFY(endOf(layout) <= height + 0.5);
        QVERIFY(!layout.strips.empty());
    }

    void emptyFiguresAndSizesAreNoProblem()
    {
        layoutEvolution(EvolutionFigure{}, {500, 500}, {});
        layoutEvolution(evolution(), {1, 1}, {});
        layoutEvolution(evolution(55, 12, 0, 16), {10, 2000}, {});
    }
};

HEADLIGHT_TEST(tst_evolution_layout)

} // namespace evolution_layout_test

#include "tst_evolution_layout.moc"
