// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the words of a running text stand: every one of them, in the order of its script, none over another; and text as HTML and LaTeX.

#include "support/test_class.h"
#include "ui/paint/export.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/painter.h"
#include "ui/paint/text_ink.h"
#include "ui/paint/text_sizes.h"

#include <QDir>
#include <QImage>
#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>

namespace text_layout_test {

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

/// A word per entry; "##x" touches the one before; "[x]" is special.
TextFigure text(const std::vector<QString>& words, std::int64_t layers = 0)
{
    TextFigure figure;
    figure.text.title = "Attention from “avoids”, layer 6, mean of heads 1, 7, 10";
    figure.text.footerStart = {"attention", "layer 6"};
    figure.text.footerEnd = {"bert_sst2/sample0.h5", "sample 0"};
    figure.scale.map = figure.rowScale.map = "paper-blue";
    figure.scale.high = figure.rowScale.high = 0.2;
    figure.scale.name = figure.rowScale.name = "attention";
    figure.bothWays = true;
    for (const QString& word : words) {
        TextFigure::Token token;
        token.label.position = static_cast<std::int64_t>(figure.tokens.size());
        token.label.continues = word.startsWith(QStringLiteral("##"));
        token.label.text = (token.label.continues ? word.mid(2) : word).toStdString();
        token.label.special = word.startsWith(u'[');
        token.spaced = !token.label.continues;
        token.coloured = !token.label.special;
        figure.weights.push_back(0.01F * static_cast<float>(figure.tokens.size() % 20));
        figure.tokens.push_back(std::move(token));
    }
    if (layers > 0) {
        auto values = std::make_shared<Matrix>(layers, static_cast<std::int64_t>(words.size()));
        for (std::int64_t row = 0; row < layers; ++row) {
            std::ranges::copy(figure.weights, values->row(row).begin());
            figure.rows.push_back({LayerIndex{layers - 1 - row}, std::to_string(layers - row), row == 0, 0.25});
        }
        figure.layers = std::move(values);
        figure.rowsTitle = "The same query in every layer";
        figure.specialName = "[CLS]";
    }
    return figure;
}

std::vector<QString> review(std::size_t times = 1)
{
    std::vector<QString> words;
    for (std::size_t i = 0; i < times; ++i)
        for (const auto& label : reviewTokens())
            words.push_back((label.continues ? QStringLiteral("##") : QString()) + QString::fromStdString(label.text));
    return words;
}

void list(TextFigure& figure)
{
    for (std::size_t i = figure.tokens.size(); i-- > 0;)
        figure.largest.push_back(static_cast<std::int64_t>(i));
}

QStringList lineOf(const TextFigure& figure, const TextLayout& layout)
{
    std::vector<std::size_t> order(figure.tokens.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return layout.tokens[a].left() < layout.tokens[b].left(); });
    QStringList words;
    for (const auto i : order)
        words << QString::fromStdString(figure.tokens[i].label.text);
    return words;
}

QByteArray written(const TextFigure& figure, FileFormat format)
{
    ExportOptions options;
    options.format = format;
    options.stateJson = R"({"headlightState":1,"note":"<b> 100 %"})";
    const auto content = encode(Figure(figure), options);
    return content ? *content : QByteArray();
}

} // namespace

class tst_text_layout : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void wordsNeitherOverlapNorLeaveThePaper_data()
    {
        QTest::addColumn<QSizeF>("size");
        QTest::addColumn<int>("times");
        for (const QSizeF size : {QSizeF(1052, 846), QSizeF(520, 420), QSizeF(3000, 1900)})
            for (const int times : {1, 8})
                QTest::addRow("%gx%g, %d", size.width(), size.height(), times) << size << times;
    }
    void wordsNeitherOverlapNorLeaveThePaper()
    {
        QFETCH(QSizeF, size);
        QFETCH(int, times);
        TextFigure figure = text(review(static_cast<std::size_t>(times)), 3);
        list(figure);
        const auto layout = layoutText(figure, size, screen());
        const QRectF paper(QPointF(0, 0), QSizeF(size.width(), layout.viewport.top() + layout.contentHeight));
        for (std::size_t i = 0; i < layout.tokens.size(); ++i) {
            QVERIFY(!layout.tokens[i].isNull());
            QVERIFY(paper.contains(layout.tokens[i]));
            for (std::size_t j = i + 1; j < layout.tokens.size(); ++j)
                QVERIFY2(!layout.tokens[i].adjusted(0.01, 0.01, -0.01, -0.01).intersects(layout.tokens[j]), qPrintable(QString::number(j)));
            for (const auto& entry : layout.list)
                QVERIFY(!entry.intersects(layout.tokens[i]));
        }
        for (std::size_t row = 1; row < layout.rows.size(); ++row)
            QVERIFY(layout.rows[row].frame.top() >= layout.rows[row - 1].frame.bottom() - 0.01);
        QVERIFY(layout.footer.bottom() <= size.height() || !layout.scrolls());
        QVERIFY(paper.right() >= layout.rowBar.right() && layout.rowBar.left() > 0.0 && !layout.rowBar.intersects(layout.bar));
    }

    void pointsAndPlacesAreInverse()
    {
        TextFigure figure = text(review(), 2);
        list(figure);
        auto layout = layoutText(figure, {1052, 846}, screen());
        for (std::int64_t token = 0; token < static_cast<std::int64_t>(figure.tokens.size()); ++token) {
            QCOMPARE(layout.placeAt(layout.placeRect({token, std::nullopt}).center()), std::optional(TextPlace{token, std::nullopt}));
            if (!layout.small[static_cast<std::size_t>(token)].isNull())
                QCOMPARE(layout.placeAt(layout.placeRect({token, 1}).center()), std::optional(TextPlace{token, 1}));
        }
        QVERIFY(layout.small.front().isNull()); // [CLS] is not coloured, and stands in no row
        QCOMPARE(layout.listAt(layout.list[2].center()), std::optional<std::int64_t>(2));
        QCOMPARE(layout.rowAt(layout.rows[1].frame.center()), std::optional<std::int64_t>(1));
        QVERIFY(layout.placeRect({999, std::nullopt}).isNull() && layout.placeRect({0, 7}).isNull());
    }

    void piecesOfAWordStandTogetherOnOneLine()
    {
        const TextFigure figure = text(review());
        for (const double width : {300.0, 420.0, 900.0}) {
            const auto layout = layoutText(figure, {width, 800}, screen());
            for (std::size_t i = 1; i < figure.tokens.size(); ++i)
                if (!figure.tokens[i].spaced) {
                    QCOMPARE(layout.tokens[i].top(), layout.tokens[i - 1].top());
                    QVERIFY(std::abs(layout.tokens[i].left() - layout.tokens[i - 1].right()) < 1e-6);
                }
        }
    }

    void aWordWiderThanThePaperIsBrokenBetweenItsPieces()
    {
        const TextFigure figure = text({"Donau", "##dampf", "##schiff", "##fahrts", "##gesell", "##schafts", "##kapitaen"});
        const auto layout = layoutText(figure, {250, 800}, screen());
        for (const QRectF& box : layout.tokens)
            QVERIFY(box.right() <= 250.0);
        QVERIFY(layout.tokens.back().top() > layout.tokens.front().top());
    }

    void scriptsAreReadInTheirOwnDirection()
    {
        TextFigure hebrew = text({QStringLiteral("אחת"), QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("שתיים")});
        hebrew.rightToLeft = true;
        QCOMPARE(lineOf(hebrew, layoutText(hebrew, {900, 400}, screen())), (QStringList{QStringLiteral("שתיים"), "one", "two", QStringLiteral("אחת")}));
        const TextFigure english = text({"one", QStringLiteral("אחת"), QStringLiteral("שתיים"), "two"});
        QCOMPARE(lineOf(english, layoutText(english, {900, 400}, screen())), (QStringList{"one", QStringLiteral("שתיים"), QStringLiteral("אחת"), "two"}));
        TextFigure pieces = text({QStringLiteral("שלום"), QStringLiteral("##ים")});
        pieces.rightToLeft = true;
        const auto layout = layoutText(pieces, {900, 400}, screen());
        QVERIFY(layout.tokens[1].right() <= layout.tokens[0].left() + 0.01); // a word goes on at its left
    }

    void lettersAreReadableOnEveryGround()
    {
        for (const auto& map : colourMaps())
            for (const QRgb colour : *map.table)
                QVERIFY(contrast(inkOn(QColor::fromRgb(colour)).rgb(), colour) >= 4.5);
    }

    void longTextsScrollAndPaperHoldsThemWhole()
    {
        const TextFigure figure = text(review(100), 2);
        const auto window = layoutText(figure, {1052, 846}, screen());
        QVERIFY(window.scrolls());
        QVERIFY(window.footer.bottom() <= 846.0 && window.bar.top() >= window.viewport.bottom());
        auto moved = window;
        moved.scroll = 500.0;
        QCOMPARE(moved.placeRect({800, std::nullopt}).top(), window.placeRect({800, std::nullopt}).top() - 500.0);
        PaintStyle paper;
        QVERIFY(!layoutText(figure, {1052, 1e5}, paper).scrolls());
        QVERIFY(naturalHeight(Figure(figure), 600.0, paper) > 3000.0);
    }

    void everyFormatIsWritten()
    {
        TextFigure figure = text(review(), 3);
        list(figure);
        for (const auto format : {FileFormat::Png, FileFormat::Pdf, FileFormat::Svg, FileFormat::Html, FileFormat::Tex})
            QVERIFY(written(figure, format).size() > 4000);
        ExportOptions options;
        options.format = FileFormat::Html;
        QVERIFY(!encode(Figure(plainHeatmap(4, 4)), options).has_value());
    }

    void markupIsEscapedAndTheStateIsFoundAgain()
    {
        const TextFigure figure = text({"<script>", "a&b", "100%", "$x_1$", "\\end{document}", "#", "~^", "[CLS]", QStringLiteral("é"), QStringLiteral("ж")});
        const QTemporaryDir folder;
        for (const auto& [format, name] : {std::pair{FileFormat::Html, "t.html"}, {FileFormat::Tex, "t.tex"}}) {
            const QByteArray content = written(figure, format);
            const auto path = folder.filePath(QString::fromLatin1(name)).toStdString();
            QVERIFY(writeWhole(path, content).has_value());
            const auto state = stateIn(path);
            QVERIFY(state.has_value());
            QVERIFY(QByteArray::fromStdString(*state).contains("headlightState"));
        }
        const QByteArray html = written(figure, FileFormat::Html);
        QVERIFY(html.contains("&lt;script&gt;") && html.contains("a&amp;b") && !html.contains("<script>") && !html.contains("src="));
        const QByteArray tex = written(figure, FileFormat::Tex);
        QVERIFY(tex.contains("100\\%") && tex.contains("\\$x\\_1\\$") && tex.contains("\\textbackslash{}end\\{document\\}") && tex.contains("\\hlu{0436}{"));
    }

    void latexCompiles_data()
    {
        QTest::addColumn<QString>("program");
        for (const char* program : {"pdflatex", "xelatex", "lualatex"})
            QTest::newRow(program) << QString::fromLatin1(program);
    }
    void latexCompiles()
    {
        QFETCH(QString, program);
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP("this LaTeX is not installed");
        QProcess finder;
        finder.start(QStringLiteral("kpsewhich"), {program == "lualatex" ? QStringLiteral("luaotfload-main.lua") : QStringLiteral("xcolor.sty")});
        if (!finder.waitForFinished() || finder.exitCode() != 0)
            QSKIP("this LaTeX lacks its usual packages");
        TextFigure figure = text(review(), 3);
        list(figure);
        figure.tokens[3].framed = true;
        figure.weights[5] = std::nanf("");
        figure.tokens[4].label.text = "\\#$%&~_^{}<>|\"'`-日é";
        const QTemporaryDir folder;
        QVERIFY(writeWhole(folder.filePath(QStringLiteral("t.tex")).toStdString(), written(figure, FileFormat::Tex)).has_value());
        QProcess latex;
        latex.setWorkingDirectory(folder.path());
        latex.start(program, {QStringLiteral("-halt-on-error"), QStringLiteral("-interaction=nonstopmode"), QStringLiteral("t.tex")});
        QVERIFY(latex.waitForFinished(120'000));
        QVERIFY2(latex.exitCode() == 0, latex.readAllStandardOutput().right(2000).constData());
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("t.pdf"))));
    }
};

HEADLIGHT_TEST(tst_text_layout)

} // namespace text_layout_test

#include "tst_text_layout.moc"
