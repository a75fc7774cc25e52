// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Charts of received attention on pixels and on paper: points stand where their numbers say, the nearest one is found, and zooming keeps to what there is.

#include "figure/build.h"
#include "measure/received.h"
#include "state/action.h"
#include "support/query_dump.h"
#include "support/test_class.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/paint/export.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"
#include "ui/paint/trend_marks.h"

#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cmath>

namespace trend_chart_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::paint;

namespace {

/// `layers` x `heads` maps of `tokens` positions; every sum is another.
SharedDump slopes(std::int64_t layers, std::int64_t heads, std::int64_t tokens)
{
    std::vector<std::string> words;
    for (std::int64_t i = 0; i < tokens; ++i)
        words.push_back("word" + std::to_string(i));
    std::vector<std::vector<Matrix>> maps(static_cast<std::size_t>(layers));
    for (std::int64_t map = 0; map < layers * heads; ++map) {
        std::vector<double> means;
        for (std::int64_t i = 0; i < tokens; ++i)
            means.push_back(static_cast<double>((i * 37 + map * 11) % 101) / 100.0 + 0.001 * static_cast<double>(map));
        maps[static_cast<std::size_t>(map / heads)].push_back(evenRows(means));
    }
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf(std::move(maps), axisOf(words))});
}

TrendFigure figureOf(const SharedDump& dump, TrendKind kind, std::vector<Action> actions = {})
{
    Workspace workspace;
    workspace.open(dump);
    State state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, shapeOf(*dump)});
    state.display.trend = kind;
    actions.insert(actions.begin(), SelectView{ViewKind::Trends});
    for (const auto& action : actions)
        state = update(state, action);
    auto built = buildFigure(workspace, state, {});
    if (!built)
        qFatal("%s", sentence(built.error()).c_str());
    return std::get<TrendFigure>(*built);
}

PaintStyle screen(double ratio = 1.0)
{
    PaintStyle style;
    style.onScreen = true;
    style.devicePixelRatio = ratio;
    return style;
}

QImage painted(const TrendFigure& figure, const TrendLayout& layout, const PaintStyle& style)
{
    QImage image((layout.size * style.devicePixelRatio).toSize(), QImage::Format_RGB32);
    QPainter painter(&image);
    painter.scale(style.devicePixelRatio, style.devicePixelRatio);
    paint::paint(painter, figure, layout, style);
    return image;
}

bool isColour(QRgb pixel, const QColor& colour, int tolerance = 24)
{
    return std::abs(qRed(pixel) - colour.red()) + std::abs(qGreen(pixel) - colour.green()) + std::abs(qBlue(pixel) - colour.blue()) < tolerance;
}

bool near(QPointF a, QPointF b)
{
    return std::hypot(a.x() - b.x(), a.y() - b.y()) < 1e-6;
}

} // namespace

class tst_trend_chart : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        loadFonts();
        charts::useQtCharts();
    }

    void pointsAndNumbersAreInverseAndRankOneIsOnTop()
    {
        const auto figure = figureOf(slopes(5, 3, 20), TrendKind::Rank, {SetKey{KeyIndex{4}}});
        auto layout = layoutTrend(figure, {1000, 700}, screen());
        for (const QPointF data : {QPointF(0.0, 1.0), QPointF(2.5, 7.0), QPointF(4.0, 20.0)}) {
            const QPointF point = layout.pointOf(data.x(), data.y());
            QVERIFY(layout.plot.contains(point));
            QVERIFY(near(layout.dataAt(point), data));
        }
        QVERIFY(layout.pointOf(0.0, 1.0).y() < layout.pointOf(0.0, 2.0).y());
        QCOMPARE(layout.valueTicks.front().text, QStringLiteral("1"));
        QCOMPARE(layout.valueTicks.back().text, QStringLiteral("20"));
        const auto scores = layoutTrend(figureOf(slopes(5, 3, 20), TrendKind::Score, {SetKey{KeyIndex{4}}}), {1000, 700}, screen());
        QVERIFY(scores.pointOf(0.0, 0.1).y() > scores.pointOf(0.0, 0.9).y());
    }

    void positionsStandBelowTheLinesWhereThereIsRoom()
    {
        const auto figure = figureOf(slopes(5, 3, 20), TrendKind::Rank, {SetKey{KeyIndex{4}}});
        const auto layout = layoutTrend(figure, {1000, 700}, screen());
        QVERIFY(layout.positions);
        const auto& part = *layout.positions;
        QVERIFY(part.plot.top() > layout.columnName.bottom() && part.bottom < layout.footer.top() + 1e-6);
        QCOMPARE(part.plot.left(), layout.plot.left());
        QVERIFY(layout.plot.height() > 1.5 * part.plot.height());
        QCOMPARE(part.heightOf(0.0), part.plot.bottom());
        QVERIFY(near({0.0, part.heightOf(part.top / 4.0)}, {0.0, part.plot.center().y()})); // the square root of a quarter
        for (std::int64_t key = 0; key < 20; ++key)
            QVERIFY(part.keyAt({part.middleOf(key), part.plot.center().y()}) == key);
        QVERIFY(!part.keyAt(layout.plot.center()));
        QVERIFY(!layoutTrend(figure, {1000, 300}, screen()).positions);
        const PaintStyle paper;
        QVERIFY(layoutTrend(figure, {500, 1e5}, paper).positions);
    }

    void barsOfPositionsAreAsHighAsTheirNumbers()
    {
        const auto figure = figureOf(slopes(5, 3, 20), TrendKind::Score, {SetKey{KeyIndex{4}}});
        const auto layout = layoutTrend(figure, {1000, 700}, screen());
        const auto& part = *layout.positions;
        const QImage image = painted(figure, layout, screen());
        for (std::int64_t key = 0; key < 20; ++key) {
            const int x = static_cast<int>(part.middleOf(key) - part.pitch() / 2.0 + 3.0); // beside the markers
            const double top = part.heightOf(static_cast<double>(figure.positions->means[static_cast<std::size_t>(key)]));
            const QRgb inside = image.pixel(x, static_cast<int>(std::ceil(top)) + 1);
            const QRgb outside = image.pixel(x, static_cast<int>(std::floor(top)) - 2);
            QVERIFY2(inside != outside, qPrintable(QStringLiteral("key %1").arg(key)));
            QVERIFY(isColour(outside, screen().tokens.canvas));
        }
    }

    void zoomingKeepsToWhatThereIs()
    {
        const auto figure = figureOf(slopes(6, 2, 300), TrendKind::Positions);
        auto layout = layoutTrend(figure, {1000, 700}, screen());
        QVERIFY(!layout.zoomed());
        showRange(layout, figure, {100.0, 140.0, 0.2, 0.4}, screen());
        QVERIFY(layout.zoomed());
        QVERIFY(std::abs(layout.pointOf(100.0, 0.2).x() - layout.plot.left()) < 1e-6);
        for (const auto key : layout.shownKeys)
            QVERIFY(key >= 100 && key <= 140);
        for (const auto& tick : layout.valueTicks)
            QVERIFY(tick.at >= 0.2 - 1e-9 && tick.at <= 0.4 + 1e-9);
        showRange(layout, figure, {-500.0, -400.0, 5.0, 6.0}, screen());
        QVERIFY(layout.shown.left >= layout.whole.left && layout.shown.high <= layout.whole.high);
        showRange(layout, figure, {-1e9, 1e9, -1e9, 1e9}, screen());
        QVERIFY(!layout.zoomed());
        showRange(layout, figure, {7.0, 7.0, 0.3, 0.3}, screen());
        QVERIFY(layout.shown.right - layout.shown.left > 1.0 && layout.shown.high > layout.shown.low);
    }

    void namesAtTheEndsDoNotCoverEachOther()
    {
        const auto figure = figureOf(slopes(4, 12, 40), TrendKind::Rank, {SetKey{KeyIndex{4}}});
        for (const QSizeF size : {QSizeF(1100, 860), QSizeF(1008, 580), QSizeF(520, 420)}) {
            const auto layout = layoutTrend(figure, size, screen());
            QVERIFY(layout.ends.size() >= 4); // three heads and the median
            for (std::size_t i = 1; i < layout.ends.size(); ++i)
                QVERIFY(layout.ends[i].middle - layout.ends[i - 1].middle >= 13.9);
            QVERIFY(layout.plot.width() > 200 && layout.plot.height() > 100);
            QVERIFY(endOf(layout) <= size.height() + 1.0);
        }
    }

    void theNearestPointIsTheOneThatAllOfThemGive()
    {
        const auto figure = figureOf(slopes(6, 5, 200), TrendKind::Positions);
        auto layout = layoutTrend(figure, {1000, 700}, screen());
        for (const auto& range : {layout.whole, ChartRange{50.0, 80.0, 0.2, 0.7}}) {
            showRange(layout, figure, range, screen());
            for (int i = 0; i < 200; ++i) {
                const QPointF point(layout.plot.left() + layout.plot.width() * ((i * 61) % 200) / 200.0, layout.plot.top() + layout.plot.height() * ((i * 17) % 200) / 200.0);
                double best = 9.0;
                bool any = false;
                for (std::int64_t map = 0; map < figure.scores->rows(); ++map)
                    for (std::int64_t key = 0; key < figure.scores->columns(); ++key) {
                        const QPointF away = placePoint(figure, layout, {map, key}) - point;
                        any = any || std::hypot(away.x(), away.y()) <= 9.0;
                        best = std::min(best, std::hypot(away.x(), away.y()));
                    }
                const auto found = trendPlaceAt(figure, layout, point, 9.0);
                QCOMPARE(found.has_value(), any);
                if (found) {
                    const QPointF away = placePoint(figure, layout, *found) - point;
                    QVERIFY(std::abs(std::hypot(away.x(), away.y()) - best) < 1e-9);
                }
            }
        }
    }

    void aLineIsFoundAtItsPointsAndBetweenThem()
    {
        const auto figure = figureOf(slopes(5, 3, 30), TrendKind::Score, {SetKey{KeyIndex{4}}});
        const auto layout = layoutTrend(figure, {1000, 700}, screen());
        for (std::int64_t line = 0; line < 3; ++line) {
            const auto& values = figure.lines[static_cast<std::size_t>(line)].values;
            for (std::int64_t column = 0; column < 5; ++column)
                QVERIFY((trendPlaceAt(figure, layout, placePoint(figure, layout, {line, column}), 9.0) == TrendPlace{line, column}));
            const QPointF between = layout.pointOf(1.4, static_cast<double>(values[1]) * 0.6 + static_cast<double>(values[2]) * 0.4);
            const auto found = trendPlaceAt(figure, layout, between, 9.0);
            QVERIFY(found && found->column == 1);
        }
        QVERIFY(!trendPlaceAt(figure, layout, {3.0, 3.0}, 9.0));
    }

    void emphasisedPointsHaveTheColourOfTheirSeries_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::newRow("at 100 %") << 1.0;
        QTest::newRow("at 150 %") << 1.5;
        QTest::newRow("at 200 %") << 2.0;
    }
    void emphasisedPointsHaveTheColourOfTheirSeries()
    {
        QFETCH(double, ratio);
        const auto figure = figureOf(slopes(5, 3, 101), TrendKind::Rank, {SetKey{KeyIndex{4}}});
        const auto style = screen(ratio);
        const auto layout = layoutTrend(figure, {1000, 700}, style);
        const QImage image = painted(figure, layout, style);
        for (std::size_t line = 0; line < figure.lines.size(); ++line)
            for (std::int64_t column = 0; column < 5; ++column) {
                if (figure.lines[line].tied[static_cast<std::size_t>(column)])
                    continue;
                const QPointF at = placePoint(figure, layout, {static_cast<std::int64_t>(line), column}) * ratio;
                bool found = false;
                for (std::size_t series = 0; series < 4; ++series)
                    found = found || isColour(image.pixel(static_cast<int>(at.x()), static_cast<int>(at.y())), style.tokens.series[series]);
                QVERIFY(found);
            }
    }

    void everyPointOfTheCloudIsPaintedAndNothingElse()
    {
        const auto figure = figureOf(slopes(3, 2, 20), TrendKind::Positions);
        const auto style = screen();
        const auto layout = layoutTrend(figure, {1000, 700}, style);
        const QSize pixels = layout.plot.size().toSize();
        const QImage image = densityImage(figure, layout, pixels, style);
        QImage expected(pixels, QImage::Format_Grayscale8);
        expected.fill(0);
        for (std::int64_t map = 0; map < 6; ++map)
            for (std::int64_t key = 0; key < 20; ++key) {
                const QPointF at = placePoint(figure, layout, {map, key}) - layout.plot.topLeft();
                const QPoint pixel(static_cast<int>(at.x()), static_cast<int>(at.y()));
                QVERIFY(qAlpha(image.pixel(pixel)) > 60);
                for (int y = -4; y <= 4; ++y)
                    for (int x = -4; x <= 4; ++x)
                        if (expected.rect().contains(pixel + QPoint(x, y)))
                            expected.setPixel(pixel + QPoint(x, y), qRgb(255, 255, 255));
            }
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                QVERIFY(qAlpha(image.pixel(x, y)) == 0 || qGray(expected.pixel(x, y)) > 0);
    }

    void selectedMapsLieOverTheOthersInTheirColour()
    {
        const HeadRef one{LayerIndex{1}, HeadIndex{0}};
        const auto figure = figureOf(slopes(3, 2, 20), TrendKind::Positions, {SelectHeads{HeadSet::one(one)}});
        const auto style = screen();
        const auto layout = layoutTrend(figure, {1000, 700}, style);
        const QImage image = densityImage(figure, layout, layout.plot.size().toSize(), style);
        for (std::int64_t key = 0; key < 20; ++key) {
            const QPointF at = placePoint(figure, layout, {2, key}) - layout.plot.topLeft();
            const QColor colour = QColor::fromRgba(image.pixel(static_cast<int>(at.x()), static_cast<int>(at.y())));
            QVERIFY(colour.blue() > colour.red() + 40);
        }
    }

    void filesShowWhatTheScreenShows_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<int>("kind");
        for (const auto kind : {TrendKind::Rank, TrendKind::Score, TrendKind::Positions})
            for (const auto& [name, format] : {std::pair{"PNG", FileFormat::Png}, {"PDF", FileFormat::Pdf}, {"SVG", FileFormat::Svg}})
                QTest::addRow("%s of kind %d", name, static_cast<int>(kind)) << static_cast<int>(format) << static_cast<int>(kind);
    }
    void filesShowWhatTheScreenShows()
    {
        QFETCH(int, format);
        QFETCH(int, kind);
        const bool cloud = static_cast<TrendKind>(kind) == TrendKind::Positions;
        const auto figure = figureOf(slopes(6, 4, 40), static_cast<TrendKind>(kind), {SetKey{KeyIndex{4}}});
        ExportOptions options;
        options.format = static_cast<FileFormat>(format);
        options.dpi = 150.0;
        const auto file = encode(Figure(figure), options);
        QVERIFY(file.has_value());
        QCOMPARE(*file, *encode(Figure(figure), options)); // byte by byte
        if (options.format == FileFormat::Pdf) {
            QVERIFY(file->startsWith("%PDF"));
            QCOMPARE(file->contains("/Subtype /Image"), cloud);
            QVERIFY(!file->contains("/DCTDecode")); // lossless
            return;
        }
        QImage image;
        if (options.format == FileFormat::Png) {
            image = QImage::fromData(*file, "PNG");
        } else {
            QCOMPARE(file->contains("<image"), cloud);
            QSvgRenderer renderer(*file);
            QVERIFY(renderer.isValid());
            image = QImage(renderer.defaultSize() * 2, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            renderer.render(&painter);
        }
        qint64 blue = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QColor colour(image.pixel(x, y));
                blue += colour.blue() > colour.red() + 40 ? 1 : 0;
            }
        QVERIFY2(blue > image.width() / 2, qPrintable(QString::number(blue)));
    }

    void onPaperThereIsRoomForEverything_data()
    {
        QTest::addColumn<double>("width");
        QTest::addColumn<int>("kind");
        QTest::newRow("a column, lines") << 85.0 << static_cast<int>(TrendKind::Rank);
        QTest::newRow("a page, lines") << 175.0 << static_cast<int>(TrendKind::Score);
        QTest::newRow("a column, points") << 85.0 << static_cast<int>(TrendKind::Positions);
        QTest::newRow("a poster, points") << 800.0 << static_cast<int>(TrendKind::Positions);
    }
    void onPaperThereIsRoomForEverything()
    {
        QFETCH(double, width);
        QFETCH(int, kind);
        const auto figure = figureOf(slopes(6, 4, 40), static_cast<TrendKind>(kind), {SetKey{KeyIndex{4}}});
        ExportOptions options;
        options.widthMm = width;
        options.dpi = 96.0;
        const auto file = encode(Figure(figure), options);
        QVERIFY(file.has_value());
        const QImage image = QImage::fromData(*file, "PNG");
        for (int x = 0; x < image.width(); ++x) // nothing is cut off below
            QVERIFY(isColour(image.pixel(x, image.height() - 2), Qt::white));
        for (int y = 0; y < image.height(); ++y) // or beside
            QVERIFY(isColour(image.pixel(image.width() - 2, y), Qt::white));
    }
};

HEADLIGHT_TEST(tst_trend_chart)

} // namespace trend_chart_test

#include "tst_trend_chart.moc"
