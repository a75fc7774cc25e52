// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the parts of a heat map go: the pointer must find the cell it is over, and no word may cover another.

#include "support/test_class.h"
#include "ui/paint/axis_labels.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/footer.h"
#include "ui/paint/painter.h"
#include "ui/paint/placed_labels.h"

#include <QtTest>

#include <algorithm>

namespace heatmap_layout_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

namespace {

PaintStyle styleAt(double ratio)
{
    PaintStyle style;
    style.devicePixelRatio = ratio;
    return style;
}

std::vector<QRectF> boxesOf(const HeatmapFigure& figure, const HeatmapLayout& layout, const PaintStyle& style)
{
    const Lettering letters(style);
    std::vector<QRectF> boxes = {layout.title, layout.subtitle, layout.footer};
    for (std::size_t i = 0; i < layout.panels.size(); ++i) {
        const auto& panel = layout.panels[i];
        for (const QRectF& rect : {panel.map, panel.columnProfile, panel.rowProfile})
            boxes.push_back(rect);
        if (layout.firstInRow(i))
            for (const auto& label : placedQueryLabels(figure, layout, panel.map, letters, style))
                boxes.push_back(label.box);
        if (layout.lowestInColumn(i))
            for (const auto& label : placedKeyLabels(figure, layout, panel.map, letters, style))
                boxes.push_back(label.box);
    }
    if (!layout.bar.isEmpty())
        boxes.push_back(layout.bar | layout.barLabels);
    std::erase_if(boxes, [](const QRectF& box) { return box.isEmpty(); });
    return boxes;
}

QString describe(const QRectF& r)
{
    return QStringLiteral("%1,%2 %3x%4").arg(r.x()).arg(r.y()).arg(r.width()).arg(r.height());
}

} // namespace

class tst_heatmap_layout : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void cellAtIsTheInverseOfCellRect_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QSizeF>("size");
        QTest::addColumn<double>("ratio");
        for (const double ratio : {1.0, 1.25, 1.5, 2.0, 3.125})
            for (const auto& [rows, columns] : {std::pair(1, 1), std::pair(8, 8), std::pair(42, 42), std::pair(63, 63), std::pair(197, 197), std::pair(32, 577),
                                                std::pair(577, 32), std::pair(1, 300), std::pair(1500, 1500)})
                for (const QSizeF size : {QSizeF(1052, 833), QSizeF(520, 420), QSizeF(300.3, 900.7)})
                    QTest::addRow("%dx%d in %gx%g at %g", rows, columns, size.width(), size.height(), ratio) << rows << columns << size << ratio;
    }

    void cellAtIsTheInverseOfCellRect()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(QSizeF, size);
        QFETCH(double, ratio);
        HeatmapFigure figure = plainHeatmap(1, 1);
        figure.panels.front().values = std::make_shared<Matrix>(rows, columns);
        figure.queries.labels = numbers(rows);
        figure.keys.labels = numbers(columns);
        const HeatmapLayout layout = layoutHeatmap(figure, size, styleAt(ratio));
        for (std::int64_t row = 0; row < rows; row += std::max(1, rows / 13))
            for (std::int64_t column = 0; column < columns; column += std::max(1, columns / 13)) {
                const FigureCell cell{0, row, column};
                QCOMPARE(layout.cellAt(layout.cellRect(cell).center()), std::optional(cell));
            }
        const FigureCell last{0, rows - 1, columns - 1};
        QCOMPARE(layout.cellAt(layout.cellRect(last).center()), std::optional(last));
        QVERIFY(!layout.cellAt(layout.panels.front().map.topLeft() - QPointF(0.5, 0.0)));
        QVERIFY(!layout.cellAt(layout.panels.front().map.bottomRight() + QPointF(0.1, 0.1)));
    }

    void cellsAreWholeDevicePixels()
    {
        for (const double ratio : {1.0, 1.25, 1.5, 2.0, 3.125}) {
            const HeatmapLayout layout = layoutHeatmap(reviewHeatmap(), {1052, 833}, styleAt(ratio));
            const double cell = layout.cell * ratio;
            QVERIFY(std::abs(cell - std::round(cell)) < 1e-9);
            for (const double edge : {layout.panels.front().map.left(), layout.panels.front().map.top()})
                QVERIFY(std::abs(edge * ratio - std::round(edge * ratio)) < 1e-9);
            QCOMPARE(layout.cellWidth, layout.cellHeight);
            QVERIFY(layout.cell <= 28.0);
        }
        QCOMPARE(layoutHeatmap(plainHeatmap(4, 4), {1052, 833}, styleAt(1.0)).cell, 28.0);
    }

    void thinningFollowsTheTable_data()
    {
        QTest::addColumn<double>("pitch");
        QTest::addColumn<int>("step");
        for (const auto& [pitch, step] :
             {std::pair(28.0, 1), std::pair(12.0, 1), std::pair(11.0, 2), std::pair(6.0, 2), std::pair(5.0, 4), std::pair(3.0, 4), std::pair(2.4, 5), std::pair(2.0, 8),
              std::pair(1.5, 8), std::pair(1.2, 10), std::pair(1.0, 20), std::pair(0.5, 50), std::pair(0.2, 100), std::pair(0.1, 200)})
            QTest::addRow("%g px", pitch) << pitch << step;
    }

    void thinningFollowsTheTable()
    {
        QFETCH(double, pitch);
        QFETCH(int, step);
        QCOMPARE(labelStep(pitch, 12.0), step);
    }

    void focusAndSegmentEdgesStayAndTheirNeighboursYield()
    {
        FigureAxis axis{"query", numbers(40), {}, true};
        axis.labels[9].alwaysShown = true;
        const auto shown = shownLabels(axis, 21, 4, 3.0, 12.0); // 12 px are 4 rows
        const auto has = [&](std::int64_t i) { return std::find(shown.begin(), shown.end(), i) != shown.end(); };
        QVERIFY(has(21) && has(9) && has(0) && has(4));
        QVERIFY(!has(20) && !has(24) && !has(8) && !has(12));
        QVERIFY(has(16) && has(28));
    }

    void nothingOverlapsAndNothingIsCutOff_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QSizeF>("size");
        QTest::addColumn<double>("ratio");
        for (int kind = 0; kind < 6; ++kind)
            for (const QSizeF size : {QSizeF(1052, 833), QSizeF(1400, 1000), QSizeF(520, 420), QSizeF(700, 420)})
                for (const double ratio : {1.0, 2.0})
                    QTest::addRow("%d in %gx%g at %g", kind, size.width(), size.height(), ratio) << kind << size << ratio;
    }

    void nothingOverlapsAndNothingIsCutOff()
    {
        QFETCH(int, kind);
        QFETCH(QSizeF, size);
        QFETCH(double, ratio);
        HeatmapFigure figure = kind == 0   ? reviewHeatmap()
                               : kind == 1 ? plainHeatmap(63, 63)
                               : kind == 2 ? plainHeatmap(300, 500)
                               : kind == 3 ? panelGrid(10, 42)
                               : kind == 4 ? panelGrid(16, 20)
                                           : reviewHeatmap();
        if (kind == 5) {
            figure.queries.segments = {{"queries", 0, 8}, {"text", 8, 34}};
            figure.keys.segments = figure.queries.segments;
            figure.queries.labels[7].alwaysShown = figure.queries.labels[8].alwaysShown = true;
            figure.keys.labels[30].text = "a token that is far too long to be shown as a whole";
        }
        const PaintStyle style = styleAt(ratio);
        const HeatmapLayout layout = layoutHeatmap(figure, size, style);
        const auto boxes = boxesOf(figure, layout, style);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            QVERIFY2(QRectF(QPointF(0, 0), size).adjusted(-0.01, -0.01, 0.01, 0.01).contains(boxes[i]), qPrintable(describe(boxes[i])));
            for (std::size_t k = i + 1; k < boxes.size(); ++k) {
                const QRectF common = boxes[i] & boxes[k];
                QVERIFY2(common.width() < 0.01 || common.height() < 0.01, qPrintable(describe(boxes[i]) + " and " + describe(boxes[k])));
            }
        }
    }

    void labelsOfFocusedRowsAreAlwaysThere()
    {
        HeatmapFigure figure = reviewHeatmap();
        for (std::int64_t focus = 0; focus < 42; ++focus) {
            figure.queryRow = focus;
            figure.keyColumn = 41 - focus;
            const HeatmapLayout layout = layoutHeatmap(figure, {520, 420}, styleAt(1.0));
            QVERIFY(std::find(layout.shownQueries.begin(), layout.shownQueries.end(), focus) != layout.shownQueries.end());
            QVERIFY(std::find(layout.shownKeys.begin(), layout.shownKeys.end(), 41 - focus) != layout.shownKeys.end());
        }
    }

    void mapDoesNotMoveWithTheQuery()
    {
        HeatmapFigure figure = reviewHeatmap();
        const QRectF before = layoutHeatmap(figure, {1052, 833}, styleAt(1.0)).panels.front().map;
        for (std::int64_t focus = 0; focus < 42; ++focus) {
            figure.queryRow = figure.keyColumn = focus;
            QCOMPARE(layoutHeatmap(figure, {1052, 833}, styleAt(1.0)).panels.front().map, before);
        }
    }

    /// An export without a height is as high as the figure needs: laid out for that height it must not shrink again.
    void naturalHeightIsUsedUp()
    {
        PaintStyle style = styleAt(1.5625);
        style.steady = false;
        style.margin = 8.0;
        HeatmapFigure patches = plainHeatmap(50, 50);
        for (auto* axis : {&patches.queries, &patches.keys})
            for (auto& label : axis->labels)
                label.text = "patch " + label.text;
        patches.keys.labels[1].text = "a very long label that is not shown";
        for (const HeatmapFigure& figure : {patches, reviewHeatmap(), panelGrid(5, 30), plainHeatmap(3, 300)})
            for (const double width : {320.0, 661.0, 900.0}) {
                const double height = naturalHeight(figure, width, style);
                const HeatmapLayout layout = layoutHeatmap(figure, {width, height}, style);
                QVERIFY(layout.footer.bottom() <= height);
                QVERIFY2(layout.footer.bottom() > height - 20.0, qPrintable(QStringLiteral("%1 of %2").arg(layout.footer.bottom()).arg(height)));
            }
    }

    void footerSaysWhatWasThinnedAndPooled()
    {
        const auto footerOf = [](const HeatmapFigure& figure, QSizeF size) {
            QString text;
            for (const QString& line : layoutHeatmap(figure, size, styleAt(1.0)).footerLines)
                text += line + u'\n';
            return text;
        };
        QVERIFY(!footerOf(reviewHeatmap(), {1052, 833}).contains(QStringLiteral("every")));
        QVERIFY(footerOf(reviewHeatmap(), {520, 420}).contains(QStringLiteral("every 4th label")));
        HeatmapFigure large = plainHeatmap(1500, 1500);
        QVERIFY2(footerOf(large, {1052, 833}).contains(QStringLiteral("each pixel = largest of 3 × 3")), qPrintable(footerOf(large, {1052, 833})));
        large.meanPooling = true;
        QVERIFY(footerOf(large, {1052, 833}).contains(QStringLiteral("each pixel = mean of 3 × 3")));
    }

    void keyLabelsLieDownWhereAllFit()
    {
        HeatmapFigure figure = plainHeatmap(4, 4);
        for (auto& label : figure.keys.labels)
            label.text = "ab";
        QVERIFY(!layoutHeatmap(figure, {1052, 833}, styleAt(1.0)).keyLabelsRotated);
        figure.keys.labels[2].text = "surprisingly";
        QVERIFY(layoutHeatmap(figure, {1052, 833}, styleAt(1.0)).keyLabelsRotated);
    }

    void longLabelsAreElidedInTheMiddle()
    {
        const Lettering letters(styleAt(1.0));
        FigureLabel label;
        label.text = "antidisestablishmentarianism";
        label.continues = true;
        const LabelWords words = labelWords(label, false, letters, kLongestLabel);
        QCOMPARE(words.mark, QStringLiteral("##"));
        QVERIFY(words.width <= kLongestLabel);
        QVERIFY(words.text.startsWith(QStringLiteral("ant")) && words.text.endsWith(QStringLiteral("ism")) && words.text.contains(QChar(0x2026)));
    }

    void controlCharactersShowAsSigns()
    {
        QCOMPARE(displayText("a\nb\tc"), QString::fromUtf8("a\u21B5b\u21E5c"));
        QVERIFY(!displayText(std::string("\x01\x7f", 2)).contains(QChar(1)));
    }

    void pointersFindLabels()
    {
        const HeatmapFigure figure = panelGrid(10, 20);
        const HeatmapLayout layout = layoutHeatmap(figure, {1052, 833}, styleAt(1.0));
        for (std::int64_t panel = 0; panel < 10; ++panel)
            for (const std::int64_t i : {0, 7, 19}) {
                const QRectF cell = layout.cellRect({panel, i, i});
                if (layout.firstInRow(static_cast<std::size_t>(panel)))
                    QCOMPARE(layout.queryLabelAt({layout.queryLabels.center().x(), cell.center().y()}), std::optional(i));
                if (layout.lowestInColumn(static_cast<std::size_t>(panel)))
                    QCOMPARE(layout.keyLabelAt({cell.center().x(), layout.panels[static_cast<std::size_t>(panel)].map.bottom() + 8.0}), std::optional(i));
                QVERIFY(!layout.keyLabelAt(cell.center()) && !layout.queryLabelAt(cell.center()));
            }
    }

    /// Three heads in a paper's column: below each other they can still be read.
    void panelsGoBelowEachOtherBeforeTheirLabelsGo()
    {
        HeatmapFigure figure = reviewHeatmap();
        figure.panels = panelGrid(3, 42).panels;
        figure.panelColumns = 3;
        PaintStyle style;
        style.margin = 8.0;
        style.steady = false;
        const auto layoutOf = [&](double width) { return layoutHeatmap(figure, {width, naturalHeight(Figure(figure), width, style)}, style); };
        const HeatmapLayout column = layoutOf(321.0); // 8.5 cm
        QVERIFY(column.panelColumns < 3);
        QVERIFY(!column.shownQueries.empty() && !column.shownKeys.empty());
        QVERIFY(column.panels.back().map.top() > column.panels.front().map.bottom());
        const HeatmapLayout page = layoutOf(661.0); // 17.5 cm
        QCOMPARE(page.panelColumns, 3);
        QVERIFY(!page.shownKeys.empty());
        const HeatmapLayout least = layoutOf(189.0); // 5 cm: no room for labels, but for maps
        QVERIFY(std::ranges::all_of(least.panels, [](const HeatmapLayout::Panel& panel) { return panel.map.width() >= 40.0; }));
    }

    /// A wide, low canvas: four rows of four would be too small for labels.
    void panelsStandBesideEachOtherWhereThePlaceIsLow()
    {
        const HeatmapFigure figure = panelGrid(16, 38);
        QCOMPARE(figure.panelColumns, 4);
        const HeatmapLayout low = layoutHeatmap(figure, {1000, 460}, styleAt(1.0));
        QVERIFY(low.panelColumns > 4);
        QVERIFY(low.panels.front().map.width() >= 76.0);
        const HeatmapLayout high = layoutHeatmap(figure, {1000, 1000}, styleAt(1.0));
        QCOMPARE(high.panelColumns, 4);
        HeatmapFigure row = figure;
        row.panelColumns = 16; // what was asked for is the least
        QCOMPARE(layoutHeatmap(row, {3000, 2000}, styleAt(1.0)).panelColumns, 16);
    }

    void aLongTitleTakesAsManyLinesAsItNeeds()
    {
        HeatmapFigure figure = plainHeatmap(20, 20);
        figure.text.title = "Attention, layers 1, 3 and 5, mean of heads 1, 4, 7 and 10";
        PaintStyle style;
        style.margin = 8.0;
        style.steady = false;
        const auto titleAt = [&](double width) { return layoutHeatmap(figure, {width, naturalHeight(Figure(figure), width, style)}, style).title; };
        QCOMPARE(titleAt(661.0).height(), 22.0);
        const QRectF narrow = titleAt(189.0);
        QVERIFY(narrow.height() > 30.0);
        const Lettering letters(style);
        for (const QString& line : titleLines(letters, figure.text.title, narrow.width(), 22.0).lines)
            QVERIFY2(!line.contains(u'…') && letters.width(Role::PanelTitle, line) <= narrow.width(), qPrintable(line));
    }

    void anySizeIsSurvived()
    {
        for (const QSizeF size : {QSizeF(0, 0), QSizeF(1, 1), QSizeF(40, 900), QSizeF(900, 40), QSizeF(10000, 10000)})
            for (const auto& figure : {reviewHeatmap(), plainHeatmap(1, 1), panelGrid(16, 5)})
                QVERIFY(!layoutHeatmap(figure, size, styleAt(1.0)).panels.empty());
        HeatmapFigure empty;
        QVERIFY(layoutHeatmap(empty, {100, 100}, styleAt(1.0)).panels.empty());
        empty.panels.resize(1); // values still missing
        layoutHeatmap(empty, {100, 100}, styleAt(1.0));
    }
};

HEADLIGHT_TEST(tst_heatmap_layout)

} // namespace heatmap_layout_test

#include "tst_heatmap_layout.moc"
