// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The chart of token weights on pixels and on paper: bars are as high as their numbers, and everything is found again where it stands.

#include "figure/build.h"
#include "state/action.h"
#include "support/query_dump.h"
#include "support/test_class.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/paint/bar_chart.h"
#include "ui/paint/export.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"

#include <QImage>
#include <QPainter>
#include <QElapsedTimer>
#include <QSvgRenderer>

#include <cmath>

namespace weights_chart_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::paint;

namespace {

WeightsFigure figureOf(const SharedDump& dump, const WeightOptions& weights = {}, const std::vector<Action>& actions = {})
{
    Workspace workspace;
    workspace.open(dump);
    State state = update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, shapeOf(*dump)});
    state.display.weights = weights;
    state = update(state, SelectView{ViewKind::Trends});
    for (const auto& action : actions)
        state = update(state, action);
    auto built = buildFigure(workspace, state, {});
    if (!built)
        qFatal("%s", sentence(built.error()).c_str());
    return std::get<WeightsFigure>(*built);
}

SharedDump longDump(std::int64_t tokens)
{
    std::vector<std::string> words;
    std::vector<double> means;
    for (std::int64_t i = 0; i < tokens; ++i) {
        words.push_back("word" + std::to_string(i));
        means.push_back(i % 7 == 3 ? 0.0 : 0.02 + 0.001 * static_cast<double>(i % 50));
    }
    means.insert(means.begin(), {0.1, 0.2});
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows(means)}}, queryAxis(2, words))});
}

PaintStyle screen(double ratio = 1.0)
{
    PaintStyle style;
    style.onScreen = true;
    style.devicePixelRatio = ratio;
    return style;
}

QImage painted(const WeightsFigure& figure, const WeightsLayout& layout, const PaintStyle& style)
{
    QImage image((layout.size * style.devicePixelRatio).toSize(), QImage::Format_RGB32);
    QPainter painter(&image);
    painter.scale(style.devicePixelRatio, style.devicePixelRatio);
    paint::paint(painter, figure, layout, style);
    return image;
}

bool isColour(QRgb pixel, const QColor& colour)
{
    return std::abs(qRed(pixel) - colour.red()) + std::abs(qGreen(pixel) - colour.green()) + std::abs(qBlue(pixel) - colour.blue()) < 12;
}

/// Height in pixels of the run of this colour that stands on the lower edge of the plot, in any column of a position.
int barHeight(const QImage& image, const QRectF& column, const QColor& colour, double ratio)
{
    int highest = 0;
    const int bottom = static_cast<int>(std::lround(column.bottom() * ratio)) - 2;
    for (int x = static_cast<int>(std::ceil(column.left() * ratio)); x < static_cast<int>(column.right() * ratio); ++x) {
        int y = bottom;
        while (y > 0 && isColour(image.pixel(x, y), colour))
            --y;
        highest = std::max(highest, bottom - y);
    }
    return highest;
}

} // namespace

class tst_weights_chart : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        loadFonts();
        charts::useQtCharts();
    }

    void barsAreAsHighAsTheirWeights_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::newRow("at 100 %") << 1.0;
        QTest::newRow("at 150 %") << 1.5;
        QTest::newRow("at 200 %") << 2.0;
    }
    void barsAreAsHighAsTheirWeights()
    {
        QFETCH(double, ratio);
        const auto figure = figureOf(queryDump());
        const auto style = screen(ratio);
        const auto layout = layoutWeights(figure, {1000, 760}, style);
        const QImage image = painted(figure, layout, style);
        for (std::size_t part = 0; part < figure.parts.size(); ++part)
            for (std::size_t position = 0; position < figure.parts[part].means.size(); ++position) {
                const QRectF column = layout.columnRect({static_cast<std::int64_t>(part), static_cast<std::int64_t>(position)});
                for (std::size_t t = 0; t < 2; ++t) {
                    const double weight = figure.parts[part].weights[t][position];
                    const QColor colour = t == 0 ? style.tokens.otherSeries : style.tokens.series[0];
                    const double expected = weight / layout.top * column.height() * ratio;
                    const int found = barHeight(image, column, colour, ratio);
                    QVERIFY2(std::abs(found - expected) <= 3.0 || (weight == 0.0 && found == 0),
                             qPrintable(QStringLiteral("part %1 position %2 T%3: %4 px, expected %5").arg(part).arg(position).arg(t).arg(found).arg(expected)));
                }
            }
    }

    void positionsOnTheChartAreFoundAgain()
    {
        const auto figure = figureOf(longDump(70));
        for (const QSizeF size : {QSizeF(1100, 800), QSizeF(700, 600), QSizeF(420, 500)}) {
            const auto layout = layoutWeights(figure, size, screen());
            for (std::int64_t part = 0; part < 2; ++part)
                for (std::int64_t position = 0; position < static_cast<std::int64_t>(figure.parts[static_cast<std::size_t>(part)].means.size()); ++position)
                    QVERIFY((layout.placeAt(layout.columnRect({part, position}).center()) == WeightPlace{part, position}));
            QVERIFY(layout.columnRect({0, 2}).isEmpty());
            QVERIFY(layout.columnRect({2, 0}).isEmpty());
            QVERIFY(!layout.placeAt({2.0, 2.0}));
            for (std::size_t row = 0; row < layout.lists[1].rows.size(); ++row)
                QVERIFY((layout.rowAt(layout.lists[1].rows[row].center()) == std::pair<std::int64_t, std::int64_t>{1, static_cast<std::int64_t>(row)}));
        }
    }

    void partsDoNotOverlapAndStayInside_data()
    {
        QTest::addColumn<QSizeF>("size");
        QTest::newRow("large") << QSizeF(1100, 860);
        QTest::newRow("1280 x 720") << QSizeF(1008, 580);
        QTest::newRow("smallest") << QSizeF(520, 420);
        QTest::newRow("4K") << QSizeF(3200, 1900);
    }
    void partsDoNotOverlapAndStayInside()
    {
        QFETCH(QSizeF, size);
        const auto figure = figureOf(longDump(24));
        const auto layout = layoutWeights(figure, size, screen());
        QVERIFY(layout.charts[0].plot.bottom() < layout.charts[1].title.top());
        QVERIFY(layout.charts[1].plot.bottom() < layout.keyName.top());
        for (const auto& list : layout.lists)
            for (const auto& row : list.rows)
                for (const auto& chart : layout.charts)
                    QVERIFY(!row.intersects(chart.plot));
        for (const auto& chart : layout.charts)
            QVERIFY(chart.plot.left() > 0 && chart.plot.right() < size.width() && chart.plot.height() > 40);
        QVERIFY(size.height() < 500 || endOf(layout) <= size.height() + 1.0);
    }

    void wordsComeFirstInTheListAndItSaysWhatIsLeftOut()
    {
        const auto figure = figureOf(longDump(70));
        const auto layout = layoutWeights(figure, {1008, 560}, screen());
        QVERIFY(layout.lists[1].rows.size() >= 8);
        QVERIFY(!layout.lists[1].more.isEmpty());
        QVERIFY(layout.lists[0].rows.empty() || layout.lists[0].rows.front().top() > layout.lists[1].rows.back().top());
    }

    void thousandsOfPositionsShareBarsAndTheFooterSaysSo()
    {
        const auto figure = figureOf(longDump(5000));
        const auto layout = layoutWeights(figure, {1100, 800}, screen());
        QVERIFY(layout.charts[1].pooled > 10);
        bool said = false;
        for (const QString& line : layout.footerLines)
            said = said || line.contains(QStringLiteral("each bar = largest of %1").arg(layout.charts[1].pooled));
        QVERIFY(said);
        QElapsedTimer timer;
        timer.start();
        painted(figure, layout, screen());
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    }

    void filesShowWhatTheScreenShows_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("PNG") << static_cast<int>(FileFormat::Png);
        QTest::newRow("PDF") << static_cast<int>(FileFormat::Pdf);
        QTest::newRow("SVG") << static_cast<int>(FileFormat::Svg);
    }
    void filesShowWhatTheScreenShows()
    {
        QFETCH(int, format);
        const auto figure = figureOf(queryDump());
        ExportOptions options;
        options.format = static_cast<FileFormat>(format);
        options.dpi = 150.0;
        const auto file = encode(Figure(figure), options);
        QVERIFY(file.has_value());
        QCOMPARE(*file, *encode(Figure(figure), options)); // byte by byte
        if (options.format == FileFormat::Pdf) {
            QVERIFY(file->startsWith("%PDF"));
            return;
        }
        QImage image;
        if (options.format == FileFormat::Png) {
            image = QImage::fromData(*file, "PNG");
        } else {
            QSvgRenderer renderer(*file);
            QVERIFY(renderer.isValid());
            image = QImage(renderer.defaultSize() * 2, QImage::Format_RGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            renderer.render(&painter);
        }
        if (options.format == FileFormat::Svg)
            QVERIFY(file->contains("stroke-dasharray")); // the footer calls the line of equal weights dashed
        qint64 grey = 0;
        qint64 blue = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                grey += isColour(image.pixel(x, y), lightTokens().otherSeries) ? 1 : 0;
                blue += isColour(image.pixel(x, y), lightTokens().series[0]) ? 1 : 0;
            }
        QVERIFY2(grey > image.width() && blue > image.width(), qPrintable(QStringLiteral("%1 grey, %2 blue").arg(grey).arg(blue)));
    }

    void onPaperThereIsRoomForEverything_data()
    {
        QTest::addColumn<double>("width");
        QTest::newRow("a column") << 85.0;
        QTest::newRow("the width of a page") << 175.0;
        QTest::newRow("a poster") << 800.0;
    }
    void onPaperThereIsRoomForEverything()
    {
        QFETCH(double, width);
        const auto figure = figureOf(longDump(24));
        ExportOptions options;
        options.widthMm = width;
        options.dpi = 96.0;
        const auto file = encode(Figure(figure), options);
        QVERIFY(file.has_value());
        const QImage image = QImage::fromData(*file, "PNG");
        for (int x = 0; x < image.width(); ++x) // nothing is cut off below
            QVERIFY(isColour(image.pixel(x, image.height() - 2), Qt::white));
        const double height = naturalHeight(Figure(figure), 640.0, PaintStyle{});
        const auto layout = layoutWeights(figure, {640.0, height}, PaintStyle{});
        QVERIFY(endOf(layout) <= height);
    }

    void aUniformSegmentIsSaidInItsTitleAndHasEqualBars()
    {
        const auto figure = figureOf(queryDump(), {{1.0}, 0.9, {}});
        const auto style = screen();
        const auto layout = layoutWeights(figure, {1000, 760}, style);
        const QImage image = painted(figure, layout, style);
        const int first = barHeight(image, layout.columnRect({1, 0}), style.tokens.series[0], 1.0);
        QVERIFY(first > 10);
        for (std::int64_t i = 1; i < 4; ++i)
            QCOMPARE(barHeight(image, layout.columnRect({1, i}), style.tokens.series[0], 1.0), first);
    }

    void thePinnedKeyHasAGroundOnScreenOnly()
    {
        const auto figure = figureOf(queryDump(), {}, {SetKey{KeyIndex{3}}});
        const auto style = screen();
        const auto layout = layoutWeights(figure, {1000, 760}, style);
        const QRectF column = layout.columnRect({1, 1});
        const QPoint at(static_cast<int>(column.left()) + 1, static_cast<int>(column.top()) + 3);
        QVERIFY(isColour(painted(figure, layout, style).pixel(at), style.tokens.soft));
        PaintStyle paper = style;
        paper.onScreen = false;
        QVERIFY(!isColour(painted(figure, layout, paper).pixel(at), style.tokens.soft));
    }
};

HEADLIGHT_TEST(tst_weights_chart)

} // namespace weights_chart_test

#include "tst_weights_chart.moc"
