// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the columns of links stand, which lines are in view, and that the same lines are drawn on pixels and on paper.

#include "support/test_class.h"
#include "ui/paint/export.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/links_lines.h"
#include "ui/paint/links_sizes.h"

#include <QImage>
#include <QPainter>
#include <QtTest>

#include <cmath>

namespace links_layout_test {

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

FigureAxis columnOf(std::vector<FigureLabel> labels, const char* name)
{
    FigureAxis axis;
    axis.name = name;
    axis.labels = std::move(labels);
    return axis;
}

void number(std::vector<std::int32_t>& items, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        items.push_back(static_cast<std::int32_t>(i));
}

/// Every head links a query to its largest weights.
LinksFigure links(std::vector<FigureLabel> queries, std::vector<FigureLabel> keys, std::int64_t heads = 1, double most = 3.0)
{
    LinksFigure figure;
    number(figure.queryItems, queries.size());
    number(figure.keyItems, keys.size());
    figure.rowOf = figure.queryItems;
    figure.columnOf = figure.keyItems;
    figure.together = queries.size() == keys.size();
    figure.bothWays = figure.together;
    figure.queries = columnOf(std::move(queries), "query");
    figure.keys = columnOf(std::move(keys), "key");
    figure.text.title = "Attention, layer 6, heads 1, 7, 10";
    figure.text.footerStart = {"attention", "layer 6", "the 3 largest weights of every query"};
    figure.text.footerEnd = {"bert_sst2/sample0.h5", "sample 0"};
    figure.layer = "layer 6";
    figure.scale.high = 0.4;
    figure.scale.name = "attention";
    const auto rows = std::ssize(figure.queryItems);
    const auto columns = std::ssize(figure.keyItems);
    for (std::int64_t head = 0; head < heads; ++head) {
        auto kept = keptLinks(attentionLike(rows, columns, static_cast<unsigned>(head + 1)), {LinkRule::Kind::Largest, most}, kMostKeptLinks, {});
        figure.heads.push_back({"head " + std::to_string(head + 1), HeadRef{LayerIndex{5}, HeadIndex{head}}, heads > 1 && head < LinksFigure::kHues ? std::optional(head) : std::nullopt,
                                std::make_shared<const KeptLinks>(*std::move(kept))});
    }
    return figure;
}

LinksFigure review(std::int64_t heads = 1)
{
    return links(reviewTokens(), reviewTokens(), heads);
}

QImage painted(const LinksFigure& figure, const LinksLayout& layout, const PaintStyle& style)
{
    QImage image(layout.size.toSize(), QImage::Format_RGB32);
    image.fill(style.tokens.canvas);
    QPainter painter(&image);
    headlight::paint::paint(painter, figure, layout, style);
    return image;
}

} // namespace

class tst_links_layout : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { loadFonts(); }

    void tokensStandOnTheirPitchAndLinesBetween_data()
    {
        QTest::addColumn<QSizeF>("size");
        QTest::newRow("large window") << QSizeF(1600, 1000);
        QTest::newRow("small window") << QSizeF(520, 420);
        QTest::newRow("a paper column") << QSizeF(321, 2000);
    }
    void tokensStandOnTheirPitchAndLinesBetween()
    {
        QFETCH(QSizeF, size);
        const auto figure = review(3);
        const auto layout = layoutLinks(figure, size, screen());
        QCOMPARE(layout.pitch, 16.0);
        QVERIFY(layout.queries.edge < layout.keys.edge);
        QVERIFY(layout.queries.labels.right() <= layout.queries.edge && layout.keys.labels.left() >= layout.keys.edge);
        const double right = std::max(layout.keys.labels.right(), layout.keys.weights.right());
        QVERIFY2(right <= size.width(), qPrintable(QString::number(right)));
        QVERIFY(layout.viewport.bottom() <= layout.bar.top() && layout.bar.bottom() <= layout.footer.top() + 1.0);
        QVERIFY(endOf(layout) <= size.height() + 0.5);
        QCOMPARE(layout.legend.size(), std::size_t{3});
        if (size.width() > 1000) {
            QVERIFY(layout.keys.edge - layout.queries.edge >= kLeastLinkGap);
            QVERIFY(!layout.keys.weights.isEmpty() && !layout.queries.weights.isEmpty());
        }
        if (size.width() < 400)
            QVERIFY(layout.keys.weights.isEmpty()); // labels and lines first
    }

    void placesAndPointsAreInverse()
    {
        const auto figure = review();
        auto layout = layoutLinks(figure, {900, 500}, screen());
        scrollTo(layout, figure, 100.0, 100.0);
        for (const bool isKey : {false, true}) {
            const auto [first, end] = layout.seen(isKey);
            QVERIFY(first == 6 && end > 20 && end < 42);
            for (auto place = first + 1; place < end - 1; ++place) {
                const auto found = layout.endAt(layout.endRect({isKey, place}).center());
                QVERIFY(found && *found == (LinkEnd{isKey, place}));
            }
            QVERIFY(layout.endRect({isKey, 0}).isNull());
        }
        QVERIFY(!layout.endAt({(layout.queries.edge + layout.keys.edge) / 2.0, layout.viewport.center().y()}));
        QVERIFY(!layout.endAt({layout.queries.labels.center().x(), layout.viewport.top() - 2.0}));
    }

    void oneSequenceScrollsAsOne()
    {
        const auto figure = review();
        auto layout = layoutLinks(figure, {900, 500}, screen());
        scrollTo(layout, figure, 64.0, 0.0);
        QCOMPARE(layout.keys.scroll, 64.0);
        scrollTo(layout, figure, 1e9, 0.0);
        QCOMPARE(layout.queries.scroll, layout.mostScroll(false));
        const auto cross = links(numbers(80), numbers(50));
        auto other = layoutLinks(cross, {900, 500}, screen());
        scrollTo(other, cross, 64.0, 16.0);
        QVERIFY(other.queries.scroll == 64.0 && other.keys.scroll == 16.0);
    }

    void onlyLinesWithAnEndInViewAreChosen()
    {
        const auto figure = links(numbers(4096), numbers(4096));
        auto layout = layoutLinks(figure, {1200, 800}, screen());
        scrollTo(layout, figure, 2000.0 * layout.pitch, 0.0);
        const auto [first, end] = layout.seen(false);
        QVERIFY(first == 2000 && end - first < 60);
        QVERIFY(!layout.lines.empty());
        std::int64_t fromView = 0;
        for (const auto& line : layout.lines) {
            const bool query = line.query >= first && line.query < end;
            const bool key = line.key >= first && line.key < end;
            QVERIFY(query || key);
            fromView += query ? 1 : 0;
        }
        QCOMPARE(fromView, 3 * (end - first));
        for (std::size_t i = 1; i < layout.lines.size(); ++i)
            QVERIFY(std::fabs(layout.lines[i - 1].weight) <= std::fabs(layout.lines[i].weight));
        const auto ends = lineEnds(layout, {0, 0, 4095, 0.5F});
        QVERIFY(ends.query < layout.viewport.top() && ends.query > layout.viewport.top() - 1000.0); // leaves the view at an angle
        QVERIFY(ends.key > layout.viewport.bottom() && ends.key < layout.viewport.bottom() + 1000.0);
    }

    void noMoreThanTheStrongestFourThousandAreDrawn()
    {
        const auto figure = links(numbers(200), numbers(200), 1, 100.0);
        const auto layout = layoutLinks(figure, {1200, 4000}, screen());
        QCOMPARE(layout.inView, std::int64_t{20000});
        QCOMPARE(layout.lines.size(), LinksLayout::kMostLines);
        const auto paper = layoutLinks(figure, {661, 1e5}, PaintStyle{});
        QVERIFY(paper.footerLines.back().contains(u"sample 0"));
        QVERIFY(QStringList(paper.footerLines.begin(), paper.footerLines.end()).join(u' ').contains(QStringLiteral("the strongest 4000 drawn")));
    }

    void paperCutsWhatIsTooLongAndSaysSo()
    {
        auto figure = links(numbers(4096), numbers(4096));
        const auto words = [](const LinksLayout& layout) { return QStringList(layout.footerLines.begin(), layout.footerLines.end()).join(u' '); };
        const auto whole = layoutLinks(figure, {661, 1e5}, PaintStyle{});
        QVERIFY2(words(whole).contains(QStringLiteral("queries 0–199 of 4096")) && words(whole).contains(QStringLiteral("keys 0–199 of 4096")), qPrintable(words(whole)));
        QVERIFY(naturalHeight(Figure(figure), 661, PaintStyle{}) < 4000.0);
        figure.firstQuery = figure.firstKey = 700;
        QVERIFY(words(layoutLinks(figure, {661, 1e5}, PaintStyle{})).contains(QStringLiteral("queries 700–899 of 4096")));
        figure.chosenQueries = {1000};
        QCOMPARE(layoutLinks(figure, {661, 1e5}, PaintStyle{}).seen(false).first, std::int64_t{1000 - 66});
        const auto low = layoutLinks(review(), {661, 400}, PaintStyle{});
        QVERIFY(endOf(low) <= 400.5);
        QVERIFY2(words(low).contains(QStringLiteral("of 42")), qPrintable(words(low)));
        QVERIFY(!words(layoutLinks(review(), {661, 1e5}, PaintStyle{})).contains(QStringLiteral("of 42")));
    }

    void chosenTokensKeepOnlyTheirLines()
    {
        auto figure = review(2);
        figure.chosenQueries = {5};
        figure.chosenKeys = {0};
        const auto layout = layoutLinks(figure, {900, 1200}, screen());
        QVERIFY(!layout.lines.empty());
        for (const auto& line : layout.lines)
            QVERIFY(line.query == 5 || line.key == 0);
        const auto both = linesOf(figure, chosenEnds(figure));
        QCOMPARE(both.size(), layout.lines.size()); // the one between the two comes once
    }

    void aLineIsFoundWhereItRuns()
    {
        auto figure = review();
        figure.chosenQueries = {10};
        const auto layout = layoutLinks(figure, {1000, 1000}, screen());
        for (std::size_t i = 0; i < layout.lines.size(); ++i) {
            const auto ends = lineEnds(layout, layout.lines[i]);
            const double across = 0.9;
            const QPointF on(layout.queries.edge + across * (layout.keys.edge - layout.queries.edge), ends.query + (ends.key - ends.query) * linkEase(across));
            const auto found = layout.lineAt(on);
            QVERIFY(found.has_value());
            QCOMPARE(layout.lines[*found].key, layout.lines[i].key);
        }
        QVERIFY(!layout.lineAt({layout.queries.edge + 5.0, layout.middle({false, 30})}));
    }

    void theCurveIsLevelAtBothEnds()
    {
        QVERIFY(std::abs(linkEase(0.0)) < 1e-6 && std::abs(linkEase(1.0) - 1.0) < 1e-6);
        QVERIFY(std::abs(linkEase(0.5) - 0.5) < 1e-6);
        QVERIFY(linkEase(0.02) < 0.002);
        // t = 1/4: x = 3/2 * 1/4 * 3/4 + 1/64, y = 1/16 * (3 - 1/2)
        QVERIFY(std::abs(linkEase(0.28125 + 0.015625) - 0.15625) < 1e-6);
    }

    void pixelsAndCurvesShowTheSameLines()
    {
        const auto figure = review();
        PaintStyle style;
        const auto layout = layoutLinks(figure, {900, 1000}, style);
        const QImage pixels = painted(figure, layout, style);
        style.vector = true;
        const QImage curves = painted(figure, layout, style);
        double difference = 0.0;
        double ink = 0.0;
        const QRect between(static_cast<int>(layout.queries.edge), static_cast<int>(layout.viewport.top()), static_cast<int>(layout.keys.edge - layout.queries.edge),
                            static_cast<int>(layout.viewport.height()));
        for (int y = between.top(); y < between.bottom(); ++y)
            for (int x = between.left(); x < between.right(); ++x) {
                difference += std::abs(qGray(pixels.pixel(x, y)) - qGray(curves.pixel(x, y)));
                ink += 255 - qGray(curves.pixel(x, y));
            }
        QVERIFY2(difference < 0.25 * ink, qPrintable(QString::number(difference / ink)));
        double mine = 0.0;
        for (int y = between.top(); y < between.bottom(); ++y)
            for (int x = between.left(); x < between.right(); ++x)
                mine += 255 - qGray(pixels.pixel(x, y));
        QVERIFY2(std::abs(mine / ink - 1.0) < 0.1, qPrintable(QString::number(mine / ink)));
    }

    /// A steep thick line covers a pixel at most once: more would leave the colours between paper and ink.
    void manyLinesToOneKeyStayWithinTheColoursOfTheirInk()
    {
        auto figure = review();
        const auto size = std::ssize(figure.queryItems);
        Matrix toOne(size, size);
        for (std::int64_t query = 0; query < size; ++query)
            toOne(query, size - 1) = 1.0F;
        auto kept = keptLinks(toOne, {LinkRule::Kind::Largest, 1.0}, kMostKeptLinks, {});
        figure.heads.front().links = std::make_shared<const KeptLinks>(*std::move(kept));
        const PaintStyle style;
        const auto layout = layoutLinks(figure, {900, 1000}, style);
        QCOMPARE(std::ssize(layout.lines), size);
        const QImage image = painted(figure, layout, style);
        int inked = 0;
        for (int y = static_cast<int>(layout.viewport.top()); y < static_cast<int>(layout.viewport.bottom()); ++y)
            for (int x = static_cast<int>(layout.queries.edge) + 8; x < static_cast<int>(layout.keys.edge) - 8; ++x) {
                const QRgb pixel = image.pixel(x, y);
                inked += pixel != style.tokens.canvas.rgb() ? 1 : 0;
                QVERIFY2(qRed(pixel) <= qGreen(pixel) + 1 && qGreen(pixel) <= qBlue(pixel) + 1, qPrintable(QColor(pixel).name()));
            }
        QVERIFY(inked > 10000);
    }

    void negativeWeightsAreStrongByMagnitude()
    {
        ColourScale scale;
        scale.low = -0.5;
        scale.high = 0.5;
        QCOMPARE(linkStrength(scale, -0.5F), 1.0);
        QCOMPARE(linkStrength(scale, 0.25F), 0.5);
        scale.low = 0.1;
        QCOMPARE(linkStrength(scale, 0.05F), 0.0);
    }

    void hoverVeilsTheOthersAndPaintsItsOwn()
    {
        const auto figure = review(3);
        const auto layout = layoutLinks(figure, {1000, 1000}, screen());
        const QImage before = painted(figure, layout, screen());
        QImage after = before;
        QPainter painter(&after);
        paintLinksHover(painter, figure, layout, {LinkEnd{false, 7}, {}, {}}, screen());
        painter.end();
        QVERIFY(before != after);
        QPainter again(&after);
        paintLinksHover(again, figure, layout, {{}, {}, 2}, screen());
        again.end();
        QVERIFY(before != after);
    }

    void everyFormatIsWritten()
    {
        const Figure figure(review(3));
        for (const auto format : {FileFormat::Png, FileFormat::Pdf, FileFormat::Svg}) {
            ExportOptions options;
            options.format = format;
            const auto content = encode(figure, options);
            QVERIFY2(content && content->size() > 5000, content ? "" : sentence(content.error()).c_str());
        }
    }

    void oneTokenAndNoRoomAreNoTrouble()
    {
        const auto one = links(numbers(1), numbers(1));
        const auto layout = layoutLinks(one, {60, 60}, screen());
        painted(one, layout, screen());
        auto segments = links(numbers(30), numbers(20), 2);
        segments.queries.segments = {{"learned queries", 0, 10}, {"text", 10, 20}};
        segments.keys.segments = {{"class", 0, 1}, {"patches", 1, 19}};
        const auto bracketed = layoutLinks(segments, {1000, 400}, screen());
        QVERIFY(!bracketed.queries.brackets.isEmpty() && bracketed.queries.brackets.left() < bracketed.queries.labels.left());
        QVERIFY(bracketed.keys.brackets.left() >= bracketed.keys.weights.right() - 0.5);
        painted(segments, bracketed, screen());
    }
};

HEADLIGHT_TEST(tst_links_layout)

} // namespace links_layout_test

#include "tst_links_layout.moc"
