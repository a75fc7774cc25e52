// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Exported files: the picture of the screen, readable by others, the same bytes every time. The state inside: tst_state_in.

#include "support/test_class.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/export.h"
#include "ui/paint/exported.h"
#include "ui/paint/figures.h"
#include "ui/paint/fonts.h"
#include "ui/paint/png_file.h"

#include <QPainter>
#include <QProcess>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtEndian>
#include <QtTest>

namespace export_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;
namespace fs = std::filesystem;

namespace {

struct Chunk {
    QByteArray type;
    QByteArray content;
};

std::vector<Chunk> chunksOf(const QByteArray& png)
{
    std::vector<Chunk> chunks;
    for (qsizetype at = 8; at + 12 <= png.size();) {
        const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(png.constData() + at));
        chunks.push_back({png.mid(at + 4, 4), png.mid(at + 8, length)});
        at += length + 12;
    }
    return chunks;
}

QByteArray contentOf(const QByteArray& png, const char* type)
{
    for (const auto& chunk : chunksOf(png))
        if (chunk.type == type)
            return chunk.content;
    return {};
}

/// Output of a program on a file, or nothing when it is not installed.
std::optional<QString> told(const QString& program, const QStringList& before, const QByteArray& file, const QStringList& after = {})
{
    if (QStandardPaths::findExecutable(program).isEmpty())
        return std::nullopt;
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("f.pdf"));
    if (!writeWhole(path.toStdString(), file))
        return std::nullopt;
    QProcess process;
    process.start(program, before + QStringList{path} + after);
    process.waitForFinished(60'000);
    return QString::fromUtf8(process.readAllStandardOutput());
}

} // namespace

class tst_export : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    // PNG

    void pngKeepsEveryPixel_data()
    {
        QTest::addColumn<int>("colours");
        QTest::addColumn<QSize>("size");
        for (const int colours : {1, 2, 3, 4, 5, 16, 17, 256, 257, 100000})
            for (const QSize size : {QSize(1, 1), QSize(37, 11), QSize(1100, 900)})
                QTest::addRow("%d colours %dx%d", colours, size.width(), size.height()) << colours << size;
    }

    void pngKeepsEveryPixel()
    {
        QFETCH(int, colours);
        QFETCH(QSize, size);
        const QImage image = noise(size.width(), size.height(), colours);
        const QImage read = QImage::fromData(encodePng(image), "PNG");
        QCOMPARE(read.convertToFormat(QImage::Format_RGB32), image);
    }

    void pngKeepsTransparency()
    {
        for (const int colours : {20, 5000}) {
            QImage image = noise(200, 150, colours).convertToFormat(QImage::Format_ARGB32);
            for (int i = 0; i < 150; ++i)
                image.setPixel(i, i, qRgba(10, 20, 30, i));
            QCOMPARE(QImage::fromData(encodePng(image), "PNG").convertToFormat(QImage::Format_ARGB32), image);
        }
    }

    void fewColoursMakeAPalette()
    {
        QCOMPARE(contentOf(encodePng(noise(300, 300, 200)), "IHDR").at(9), '\3');
        QCOMPARE(contentOf(encodePng(noise(300, 300, 5000)), "IHDR").at(9), '\2');
        QVERIFY(encodePng(noise(300, 300, 2)).size() < 300 * 300 / 8 + 1000);
    }

    void pngSaysItsResolutionAndProgram()
    {
        const QByteArray file = encoded(reviewHeatmap(), optionsFor(FileFormat::Png));
        const QByteArray density = contentOf(file, "pHYs");
        QCOMPARE(qFromBigEndian<quint32>(density.constData()), 11811U); // 300 dpi
        QVERIFY(file.contains("Software"));
        QCOMPARE(QImage::fromData(file).dotsPerMeterX(), 11811);
    }

    void pngHasTheSizeThatWasAskedFor()
    {
        ExportOptions options = optionsFor(FileFormat::Png);
        options.widthMm = 85.0;
        options.dpi = 600.0;
        const QSize size = pixelSize(reviewHeatmap(), options);
        QCOMPARE(size.width(), 2008);
        QCOMPARE(QImage::fromData(encoded(reviewHeatmap(), options)).size(), size);
        options.heightMm = 60.0;
        QCOMPARE(pixelSize(reviewHeatmap(), options).height(), 1418);
    }

    void pngIsTheFigureOfTheScreen()
    {
        const HeatmapFigure figure = plainHeatmap(8, 8);
        ExportOptions options = optionsFor(FileFormat::Png);
        options.dpi = 192.0;
        const QImage image = QImage::fromData(encoded(figure, options));
        int found = 0; // every cell's colour stands somewhere as a square of equal pixels
        const Matrix& values = *figure.panels.front().values;
        for (const float value : values.values()) {
            const QRgb colour = cellColour(value, figure.scale);
            bool square = false;
            for (int y = 0; y + 20 < image.height() && !square; y += 10)
                for (int x = 0; x + 20 < image.width() && !square; x += 10)
                    square = image.pixel(x, y) == colour && image.pixel(x + 20, y + 20) == colour && image.pixel(x + 20, y) == colour;
            found += square;
        }
        QCOMPARE(found, 64);
    }

    void aLargePictureIsPaintedInBandsAndIsTheSame_data()
    {
        QTest::addColumn<int>("rows");
        for (const int rows : {1, 2, 5, 37, 500})
            QTest::addRow("%d rows at once", rows) << rows;
    }
    void aLargePictureIsPaintedInBandsAndIsTheSame()
    {
        QFETCH(int, rows);
        auto odd = plainHeatmap(70, 90); // cells of one pixel and a half, some without a number
        auto values = std::make_shared<Matrix>(*odd.panels.front().values);
        (*values)(3, 4) = (*values)(60, 80) = std::numeric_limits<float>::quiet_NaN();
        odd.panels.front().values = values;
        for (const Figure& figure : {Figure(reviewHeatmap()), Figure(odd), Figure(panelGrid(5, 30)), Figure(overview()), Figure(evolution())})
            for (const Background background : {Background::White, Background::Transparent}) {
                ExportOptions options = optionsFor(FileFormat::Png);
                options.widthMm = 100.0;
                options.dpi = rows < 10 ? 60.0 : 150.0;
                options.background = background;
                const QImage whole = QImage::fromData(encoded(figure, options), "PNG").convertToFormat(QImage::Format_ARGB32);
                options.mostPixelsAtOnce = 8.0 * whole.width() * rows;
                const QImage bands = QImage::fromData(encoded(figure, options), "PNG").convertToFormat(QImage::Format_ARGB32);
                QCOMPARE(bands.size(), whole.size());
                for (int y = 0; y < whole.height(); ++y)
                    for (int x = 0; x < whole.width(); ++x)
                        if (const QRgb one = bands.pixel(x, y), other = whole.pixel(x, y); std::max({std::abs(qRed(one) - qRed(other)), std::abs(qGreen(one) - qGreen(other)),
                                std::abs(qBlue(one) - qBlue(other)), std::abs(qAlpha(one) - qAlpha(other))}) > 1) // Qt rounds letters at an edge of the clip otherwise
                            QFAIL(qPrintable(QString("pixel %1, %2 of figure %3: %4, whole %5").arg(x).arg(y).arg(figure.index()).arg(bands.pixel(x, y), 8, 16).arg(whole.pixel(x, y), 8, 16)));
            }
    }

    void backgroundsAreWhatTheySay()
    {
        ExportOptions options = optionsFor(FileFormat::Png);
        QCOMPARE(QImage::fromData(encoded(reviewHeatmap(), options)).pixel(1, 1), qRgb(255, 255, 255));
        options.background = Background::Dark;
        QCOMPARE(QImage::fromData(encoded(reviewHeatmap(), options)).pixel(1, 1), darkTokens().canvas.rgb());
        options.background = Background::Transparent;
        QCOMPARE(qAlpha(QImage::fromData(encoded(reviewHeatmap(), options)).pixel(1, 1)), 0);
    }

    void impossibleSizesAreRefusedWithAWayOut()
    {
        ExportOptions options = optionsFor(FileFormat::Png);
        options.dpi = 4000.0;
        options.widthMm = 1000.0;
        const auto huge = encode(reviewHeatmap(), options);
        QVERIFY(!huge && huge.error().kind == ErrorKind::Limit && !huge.error().remedy.empty());
        for (const double wrong : {0.0, -5.0, std::numeric_limits<double>::quiet_NaN(), 1e9}) {
            options = optionsFor(FileFormat::Pdf);
            options.widthMm = wrong;
            QVERIFY(!encode(reviewHeatmap(), options));
            QVERIFY(pixelSize(reviewHeatmap(), options).isEmpty());
        }
    }

    void fontSizeIsExact()
    {
        ExportOptions options = optionsFor(FileFormat::Svg);
        for (const double points : {6.0, 7.3, 12.0}) {
            options.fontPt = points;
            QXmlStreamReader reader(encoded(reviewHeatmap(), options));
            double size = 0.0;
            while (!reader.atEnd() && size == 0.0) {
                if (reader.readNext() != QXmlStreamReader::StartElement || reader.name() != QLatin1String("text"))
                    continue;
                const auto attributes = reader.attributes();
                const QString matrix = attributes.value(QLatin1String("transform")).toString();
                if (reader.readElementText() == QLatin1String("avoids"))
                    size = attributes.value(QLatin1String("font-size")).toDouble() * (matrix.isEmpty() ? 1.0 : matrix.mid(7).section(u' ', 0, 0).toDouble());
            }
            QVERIFY2(std::abs(size * 0.75 - points) < 0.01, qPrintable(QString::number(size * 0.75))); // units of 1/96 inch
        }
    }

    // PDF

    void pdfIsTheSameEveryTime()
    {
        const ExportOptions options = optionsFor(FileFormat::Pdf);
        const QByteArray first = encoded(reviewHeatmap(), options);
        QTest::qWait(1100); // another second of the clock
        QCOMPARE(encoded(reviewHeatmap(), options), first);
        QVERIFY(!first.contains("CreationDate"));
    }

    void pdfOffsetsAreRight()
    {
        const QByteArray file = encoded(reviewHeatmap(), optionsFor(FileFormat::Pdf));
        const qsizetype start = file.lastIndexOf("startxref\n") + 10;
        const qsizetype table = file.mid(start, file.indexOf('\n', start) - start).toLongLong();
        QVERIFY(file.mid(table).startsWith("xref\n0 "));
        const int count = file.mid(table + 7, file.indexOf('\n', table + 7) - table - 7).toInt();
        QVERIFY(count > 5);
        const qsizetype entries = file.indexOf('\n', table + 7) + 1;
        for (int i = 1; i < count; ++i) {
            const qsizetype offset = file.mid(entries + 20 * i, 10).toLongLong();
            QVERIFY2(file.mid(offset).startsWith(QByteArray::number(i) + " 0 obj"), qPrintable(QString::number(i)));
        }
    }

    void pdfPicturesAreLossless()
    {
        for (const Figure& figure : {Figure(reviewHeatmap()), Figure(plainHeatmap(200, 200)), Figure(overview(3, 4, 20))})
            QVERIFY(!encoded(figure, optionsFor(FileFormat::Pdf)).contains("DCTDecode"));
    }

    void pdfTextCanBeSearched()
    {
        const auto text = told(QStringLiteral("pdftotext"), {QStringLiteral("-layout")}, encoded(reviewHeatmap(), optionsFor(FileFormat::Pdf)), {QStringLiteral("-")});
        if (!text)
            QSKIP("pdftotext is not installed");
        for (const char* word : {"Attention, layer 6", "avoids", "[CLS]", "≥ 0.38", "row entropy", "99th percentile"})
            QVERIFY2(text->contains(QString::fromUtf8(word)), word);
    }

    void pdfFontsAreEmbedded()
    {
        const auto fonts = told(QStringLiteral("pdffonts"), {}, encoded(reviewHeatmap(), optionsFor(FileFormat::Pdf)));
        if (!fonts)
            QSKIP("pdffonts is not installed");
        const QStringList lines = fonts->split(u'\n', Qt::SkipEmptyParts).mid(2);
        QVERIFY(lines.size() >= 2);
        for (const QString& line : lines)
            QVERIFY2(line.contains(QStringLiteral("Inter")) && line.contains(QStringLiteral("yes")), qPrintable(line));
    }

    void largeMapsInPdfAreOnePictureOfTheirCells()
    {
        const auto list = told(QStringLiteral("pdfimages"), {QStringLiteral("-list")}, encoded(plainHeatmap(200, 200), optionsFor(FileFormat::Pdf)));
        if (!list)
            QSKIP("pdfimages is not installed");
        const QStringList lines = list->split(u'\n', Qt::SkipEmptyParts).mid(2);
        QCOMPARE(lines.size(), 1);
        const QStringList fields = lines.front().split(u' ', Qt::SkipEmptyParts);
        QCOMPARE(fields[2], QStringLiteral("image"));
        QCOMPARE(fields[3].toInt() % 200, 0); // whole pixels for every cell
        QVERIFY(fields[12].toInt() >= 299);   // dpi
    }

    void smallMapsInPdfAreRectanglesOfTheirColour()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("pdftoppm")).isEmpty())
            QSKIP("pdftoppm is not installed");
        const HeatmapFigure figure = plainHeatmap(8, 8);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("f.pdf"));
        QVERIFY(writeWhole(path.toStdString(), encoded(figure, optionsFor(FileFormat::Pdf))));
        QCOMPARE(QProcess::execute(QStringLiteral("pdftoppm"), {"-r", "97", "-png", "-singlefile", path, folder.filePath(QStringLiteral("page"))}), 0);
        const QImage page(folder.filePath(QStringLiteral("page.png")));
        for (const float value : figure.panels.front().values->values()) {
            const QColor colour(cellColour(value, figure.scale));
            int pixels = 0;
            for (int y = 0; y < page.height(); ++y)
                for (int x = 0; x < page.width(); ++x)
                    pixels += page.pixelColor(x, y) == colour;
            QVERIFY2(pixels > 400, qPrintable(colour.name()));
        }
        QVERIFY2(seamFree(page, figure), "paper shows between cells");
    }

    void severalFiguresAreSeveralPages()
    {
        const auto file = encodePages({reviewHeatmap(), overview(3, 4, 8), plainHeatmap(5, 9)}, optionsFor(FileFormat::Pdf));
        QVERIFY(file.has_value());
        const auto information = told(QStringLiteral("pdfinfo"), {}, *file);
        if (information)
            QVERIFY(information->contains(QRegularExpression(QStringLiteral("Pages: +3"))));
        QVERIFY(!encodePages({reviewHeatmap()}, optionsFor(FileFormat::Png)));
        QVERIFY(!encodePages({}, optionsFor(FileFormat::Pdf)));
    }

    void aHeightThatCutsTheFigureOffIsRefused()
    {
        ExportOptions options = optionsFor(FileFormat::Pdf);
        options.widthMm = 85.0;
        options.heightMm = 50.0;
        const auto refused = encode(overview(), options);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, ErrorKind::Limit);
        QVERIFY2(refused.error().what.find("50 mm") != std::string::npos, refused.error().what.c_str());
        QVERIFY(!encodePages({reviewHeatmap(), overview()}, options).has_value());
        options.heightMm = 120.0;
        QVERIFY(encode(overview(), options).has_value());
    }

    // SVG

    void svgRendersLikePng_data()
    {
        QTest::addColumn<bool>("outlines");
        QTest::newRow("outlines") << true;
        QTest::newRow("text") << false;
    }

    void svgRendersLikePng()
    {
        QFETCH(bool, outlines);
        for (const Figure& figure : {Figure(reviewHeatmap()), Figure(plainHeatmap(150, 150)), Figure(overview(3, 4, 20))}) {
            ExportOptions options = optionsFor(FileFormat::Png);
            options.widthMm = 80.0;
            options.dpi =
                std::holds_alternative<HeatmapFigure>(figure) && std::get<HeatmapFigure>(figure).queries.labels.size() < 100 ? 1200.0 : 300.0; // as SVG lays out
            const QImage png = QImage::fromData(encoded(figure, options)).convertToFormat(QImage::Format_RGB32);
            options.format = FileFormat::Svg;
            options.textAsOutlines = outlines;
            QByteArray file = encoded(figure, options);
            file.replace("Inter, DejaVu Sans, sans-serif", "Inter"); // QtSvg knows no lists of families
            QSvgRenderer renderer(file);
            QVERIFY(renderer.isValid());
            QImage svg(png.size(), QImage::Format_RGB32);
            svg.fill(Qt::white);
            QPainter painter(&svg);
            renderer.render(&painter);
            painter.end();
            double sum = 0.0;
            for (int y = 0; y < png.height(); ++y)
                for (int x = 0; x < png.width(); ++x)
                    sum += std::abs(qGray(png.pixel(x, y)) - qGray(svg.pixel(x, y)));
            const double mean = sum / (png.width() * png.height());
            QVERIFY2(mean < (outlines ? 4.0 : 7.0), qPrintable(QString::number(mean)));
        }
    }

    void svgIsWellFormedAndSaysWhatItIs()
    {
        ExportOptions options = optionsFor(FileFormat::Svg);
        for (const bool outlines : {true, false}) {
            options.textAsOutlines = outlines;
            for (const Figure& figure : {Figure(reviewHeatmap()), Figure(plainHeatmap(150, 150)), Figure(overview(3, 4, 20)), Figure(EmptyFigure{"Nothing.", "", {}})}) {
                QXmlStreamReader reader(encoded(figure, options));
                QStringList names;
                QString title;
                while (!reader.atEnd())
                    if (reader.readNext() == QXmlStreamReader::StartElement) {
                        names << reader.name().toString();
                        if (reader.name() == QLatin1String("title"))
                            title = reader.readElementText();
                    }
                QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
                QCOMPARE(title, QStringLiteral("Layer 6 & more"));
                QCOMPARE(names.contains(QStringLiteral("text")), !outlines);
            }
        }
    }

    void svgWordsAreWordsWhenAsked()
    {
        ExportOptions options = optionsFor(FileFormat::Svg);
        const QByteArray words = encoded(reviewHeatmap(), options);
        QVERIFY(words.contains(">avoids</text>") && words.contains("Inter, DejaVu Sans, sans-serif"));
        QCOMPARE(encoded(reviewHeatmap(), options), words);
    }

    void suffixesChooseTheFormat()
    {
        QCOMPARE(formatOf("a/b.PNG"), std::optional(FileFormat::Png));
        QCOMPARE(formatOf("b.pdf"), std::optional(FileFormat::Pdf));
        QCOMPARE(formatOf("b.svg"), std::optional(FileFormat::Svg));
        QVERIFY(!formatOf("b.jpeg") && !formatOf("png"));
    }

private:
    /// Between two pixels of cells none is lighter than both: paper would be.
    static bool seamFree(const QImage& page, const HeatmapFigure& figure)
    {
        QSet<QRgb> cells;
        for (const float value : figure.panels.front().values->values())
            cells.insert(cellColour(value, figure.scale));
        const auto isSeam = [&](QPoint at, QPoint step) {
            const QRgb before = page.pixel(at - step) | 0xff000000U;
            const QRgb behind = page.pixel(at + step) | 0xff000000U;
            return cells.contains(before) && cells.contains(behind) && qGray(page.pixel(at)) > std::max(qGray(before), qGray(behind)) + 8;
        };
        int seams = 0;
        for (int y = 2; y < page.height() - 2; ++y)
            for (int x = 2; x < page.width() - 2; ++x)
                seams += isSeam({x, y}, {2, 0}) || isSeam({x, y}, {0, 2});
        return seams == 0;
    }
};

HEADLIGHT_TEST(tst_export)

} // namespace export_test

#include "tst_export.moc"
