// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/export.h"

#include "ui/paint/fresh_image.h"
#include "ui/paint/map_paint.h"
#include "ui/paint/metadata.h"
#include "ui/paint/paper.h"
#include "ui/paint/pdf_file.h"
#include "ui/paint/png_file.h"
#include "ui/paint/svg_file.h"
#include "ui/paint/text_markup.h"

#include <QPainter>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kUnitsPerMm = 96.0 / kMmPerInch;
constexpr double kLabelUnits = 11.0;
constexpr double kFileMargin = 8.0;      ///< pages have margins of their own
constexpr double kFileCell = 64.0;       ///< a width was asked for, so small maps may grow
constexpr double kVectorRatio = 12.5;    ///< cells of vector maps are whole multiples of 1/1200 inch
constexpr double kLeastImageDpi = 300.0; ///< of pictures in PDF and SVG
constexpr int kMostPixels = 32'000;      ///< per side; QPainter ends at 32767
constexpr double kMostArea = 268'435'456.0;
constexpr double kMostMillimetres = 5080.0; ///< 200 inches, the largest page of PDF

/// The paper of one figure: laid out in units, painted `scale` times as large.
struct Paper {
    QSizeF units;
    double scale = 1.0;
    PaintStyle style;

    [[nodiscard]] QSizeF millimetres() const { return units * (scale / kUnitsPerMm); }
};

bool drawnAsRectangles(const Figure& figure)
{
    const auto small = [](const std::vector<MapPanel>& panels) {
        return std::all_of(panels.begin(), panels.end(),
                           [](const MapPanel& panel) { return !panel.values || std::max(panel.values->rows(), panel.values->columns()) <= kVectorCells; });
    };
    const auto* heatmap = std::get_if<HeatmapFigure>(&figure);
    const auto* evolution = std::get_if<EvolutionFigure>(&figure);
    const auto* trend = std::get_if<TrendFigure>(&figure);
    if (trend != nullptr)
        return !trend->points(); // the cloud is one image
    const bool onlyRectangles = std::holds_alternative<TextFigure>(figure) || std::holds_alternative<LinksFigure>(figure) || std::holds_alternative<WeightsFigure>(figure) || std::holds_alternative<TableFigure>(figure)
        || std::holds_alternative<HeadsFigure>(figure);
    return onlyRectangles || (heatmap != nullptr && small(heatmap->panels)) || (evolution != nullptr && small(evolution->panels));
}

PaintStyle styleOf(const Figure& figure, const ExportOptions& options)
{
    PaintStyle style;
    style.tokens = options.background == Background::Dark ? darkTokens() : lightTokens();
    style.transparent = options.background == Background::Transparent;
    style.parts = options.parts;
    style.steady = false;
    style.margin = kFileMargin;
    style.largestCell = kFileCell;
    style.vector = options.format != FileFormat::Png;
    style.textAsOutlines = options.textAsOutlines && style.vector;
    if (!style.vector)
        style.devicePixelRatio = options.dpi / 96.0;
    else
        style.devicePixelRatio = drawnAsRectangles(figure) ? kVectorRatio : std::max(options.dpi, kLeastImageDpi) / 96.0;
    return style;
}

/// Fonts have whole sizes in units; what a size in points has beyond that becomes a scale of the whole figure.
Paper paperOf(const Figure& figure, const ExportOptions& options)
{
    Paper paper;
    paper.style = styleOf(figure, options);
    const double wanted = options.fontPt.value_or(kLabelUnits * 0.75) * 96.0 / 72.0;
    const double whole = std::max(1.0, std::round(wanted));
    paper.scale = wanted / whole;
    paper.style.textScale = whole / kLabelUnits;
    paper.style.devicePixelRatio *= paper.scale;
    paper.style.margin *= paper.style.textScale;
    double width = options.widthMm * kUnitsPerMm / paper.scale;
    if (!paper.style.vector) // as wide as the pixels are
        width = std::round(width * paper.style.devicePixelRatio) / paper.style.devicePixelRatio;
    const double height = options.heightMm ? *options.heightMm * kUnitsPerMm / paper.scale : naturalHeight(figure, width, paper.style);
    paper.units = QSizeF(width, height);
    return paper;
}

std::optional<Error> wrongOptions(const ExportOptions& options)
{
    const auto usable = [](double value, double least, double most) { return value >= least && value <= most; };
    if (!usable(options.widthMm, 10.0, kMostMillimetres) || (options.heightMm && !usable(*options.heightMm, 10.0, kMostMillimetres)))
        return Error{ErrorKind::Limit, fmt::format("figures are 10 to {} mm wide and high", kMostMillimetres), {}, "Choose another width or height."};
    if (!usable(options.dpi, 10.0, 4800.0))
        return Error{ErrorKind::Limit, fmt::format("{} dpi is outside 10 to 4800", options.dpi), {}, "Choose another resolution."};
    if (options.fontPt && !usable(*options.fontPt, 1.0, 500.0))
        return Error{ErrorKind::Limit, fmt::format("labels of {} pt are outside 1 to 500", *options.fontPt), {}, "Choose another size of labels."};
    return std::nullopt;
}

/// Where the last line ends, which is below the paper when the height that was asked for has no room.
double endOf(const Figure& figure, const Paper& paper)
{
    if (const auto* heatmap = std::get_if<HeatmapFigure>(&figure)) {
        const HeatmapLayout layout = layoutHeatmap(*heatmap, paper.units, paper.style);
        return layout.footer.isEmpty() ? layout.keyName.bottom() : layout.footer.bottom();
    }
    if (const auto* overview = std::get_if<OverviewFigure>(&figure))
        return layoutOverview(*overview, paper.units, paper.style).contentHeight;
    if (const auto* evolution = std::get_if<EvolutionFigure>(&figure))
        return paint::endOf(layoutEvolution(*evolution, paper.units, paper.style));
    if (const auto* text = std::get_if<TextFigure>(&figure))
        return paint::endOf(layoutText(*text, paper.units, paper.style));
    if (const auto* links = std::get_if<LinksFigure>(&figure))
        return paint::endOf(layoutLinks(*links, paper.units, paper.style));
    if (const auto* image = std::get_if<ImageFigure>(&figure))
        return paint::endOf(layoutImage(*image, paper.units, paper.style));
    if (const auto* weights = std::get_if<WeightsFigure>(&figure))
        return paint::endOf(layoutWeights(*weights, paper.units, paper.style));
    if (const auto* trend = std::get_if<TrendFigure>(&figure))
        return paint::endOf(layoutTrend(*trend, paper.units, paper.style));
    if (const auto* table = std::get_if<TableFigure>(&figure))
        return paint::endOf(layoutTable(*table, paper.units, paper.style));
    if (const auto* heads = std::get_if<HeadsFigure>(&figure))
        return paint::endOf(layoutHeads(*heads, paper.units, paper.style));
    return 0.0;
}

/// Paper does not scroll: rather no file than one that ends before its figure does.
std::optional<Error> tooLow(const Figure& figure, const ExportOptions& options)
{
    if (!options.heightMm)
        return std::nullopt;
    const Paper paper = paperOf(figure, options);
    const double missing = endOf(figure, paper) - paper.units.height();
    if (missing <= 1.0)
        return std::nullopt;
    const double needed = std::ceil((paper.units.height() + missing) * paper.scale / kUnitsPerMm);
    return Error{ErrorKind::Limit,
                 fmt::format("a height of {:.0f} mm cuts this figure off; at a width of {:.0f} mm it needs at least {:.0f} mm", *options.heightMm, options.widthMm, needed),
                 {},
                 "Choose a larger height, smaller labels, or leave parts such as the footer out."};
}

QSize pixelsOf(const Paper& paper)
{
    const QSizeF pixels = paper.units * paper.style.devicePixelRatio;
    return {static_cast<int>(std::lround(std::min(pixels.width(), 1e9))), static_cast<int>(std::ceil(std::min(pixels.height(), 1e9) - 1e-6))};
}

Error tooLarge(QSize pixels)
{
    return {ErrorKind::Limit,
            fmt::format("a picture of {} × {} pixels is too large; at most {} on a side and 268 million in all", pixels.width(), pixels.height(), kMostPixels),
            {},
            "Choose fewer dpi, or PDF."};
}

/// Those that make of their maps only what the painter's clip lets through.
bool isOfMaps(const Figure& figure)
{
    return std::holds_alternative<OverviewFigure>(figure) || std::holds_alternative<HeatmapFigure>(figure) || std::holds_alternative<EvolutionFigure>(figure);
}

Result<QByteArray> encodePngFigure(const Figure& figure, const ExportOptions& options)
{
    const Paper paper = paperOf(figure, options);
    const QSize pixels = pixelsOf(paper);
    if (std::max(pixels.width(), pixels.height()) > kMostPixels || static_cast<double>(pixels.width()) * pixels.height() > kMostArea)
        return tooLarge(pixels);
    const bool holes = options.background == Background::Transparent;
    const auto paintRows = [&](int first, int end) {
        QImage image = freshImage({pixels.width(), end - first}, holes ? QImage::Format_ARGB32_Premultiplied : QImage::Format_RGB32);
        if (image.isNull())
            return image;
        image.fill(holes ? QColor(Qt::transparent) : paper.style.tokens.canvas);
        {
            QPainter painter(&image);
            if (image.height() < pixels.height())
                painter.setClipRect(image.rect()); // what lies outside is not made
            painter.translate(0.0, -first);
            painter.scale(paper.style.devicePixelRatio, paper.style.devicePixelRatio);
            paint(painter, figure, paper.units, paper.style);
        }
        if (holes)
            image.convertTo(QImage::Format_ARGB32);
        return image;
    };
    PngWords words{options.dpi, {{"Software", "Headlight"}}};
    if (!options.title.empty())
        words.texts.emplace_back("Title", options.title);
    if (!options.stateJson.empty())
        words.texts.emplace_back(kStateKeyword, options.stateJson);
    if (isOfMaps(figure) && static_cast<double>(pixels.width()) * pixels.height() > options.mostPixelsAtOnce) {
        const int rows = std::max(1, static_cast<int>(options.mostPixelsAtOnce / 8.0) / pixels.width());
        const QByteArray file = encodePngInBands(pixels, holes, rows, paintRows, words);
        return file.isEmpty() ? Result<QByteArray>(tooLarge(pixels)) : file;
    }
    const QImage image = paintRows(0, pixels.height());
    return image.isNull() ? Result<QByteArray>(tooLarge(pixels)) : encodePng(image, words);
}

void paintOnPaper(QPainter& painter, const Figure& figure, const Paper& paper)
{
    painter.scale(paper.scale, paper.scale);
    paint(painter, figure, paper.units, paper.style);
}

/// One figure and how it is put on its page.
struct PageView {
    const Figure& figure;
    const ExportOptions& options;
};

Result<QByteArray> encodePdfFigures(const std::vector<PageView>& views, const JobContext& job = {})
{
    std::vector<PdfPage> pages;
    for (const auto& [figure, options] : views) {
        const Paper paper = paperOf(figure, options);
        if (paper.millimetres().height() > kMostMillimetres)
            return Error{ErrorKind::Limit,
                         fmt::format("a page of {:.0f} mm is higher than PDF allows ({} mm)", paper.millimetres().height(), kMostMillimetres),
                         {},
                         "Choose a smaller width."};
        pages.push_back({paper.millimetres(), [&figure = figure, paper](QPainter& painter) { paintOnPaper(painter, figure, paper); }});
    }
    const auto& first = views.front().options;
    const QString title = QString::fromStdString(first.title);
    return encodePdf(pages, {title, xmpPacket(title, first.stateJson)}, job);
}

Result<QByteArray> encodeViews(const std::vector<PageView>& views, const JobContext& job)
{
    if (views.empty())
        return Error{ErrorKind::Usage, "no figure to write"};
    for (const auto& [figure, options] : views) {
        if (options.format != FileFormat::Pdf)
            return Error{ErrorKind::Usage, "several figures need one file each, or a PDF"};
        if (const auto error = wrongOptions(options))
            return *error;
        if (const auto error = tooLow(figure, options))
            return *error;
    }
    return encodePdfFigures(views, job);
}

Result<QByteArray> encodeSvgFigure(const Figure& figure, const ExportOptions& options)
{
    const Paper paper = paperOf(figure, options);
    return encodeSvg({paper.millimetres(), options.stateJson, QString::fromStdString(options.title), [&](QPainter& painter) { paintOnPaper(painter, figure, paper); }});
}

} // namespace

QSize pixelSize(const Figure& figure, const ExportOptions& options)
{
    if (wrongOptions(options))
        return {};
    ExportOptions asPng = options;
    asPng.format = FileFormat::Png;
    return pixelsOf(paperOf(figure, asPng));
}

Result<QByteArray> encode(const Figure& figure, const ExportOptions& options)
{
    if (const auto error = wrongOptions(options))
        return *error;
    if (options.format == FileFormat::Html || options.format == FileFormat::Tex) {
        const auto* text = std::get_if<TextFigure>(&figure);
        if (text == nullptr)
            return Error{ErrorKind::Usage, "only running text is written as HTML or LaTeX", {}, "Use the Text view, or PNG, PDF or SVG"};
        return options.format == FileFormat::Html ? htmlOf(*text, options) : latexOf(*text, options);
    }
    if (const auto error = tooLow(figure, options))
        return *error;
    switch (options.format) {
    case FileFormat::Png:
        return encodePngFigure(figure, options);
    case FileFormat::Pdf:
        return encodePdfFigures({{figure, options}});
    case FileFormat::Svg:
        return encodeSvgFigure(figure, options);
    case FileFormat::Html:
    case FileFormat::Tex:
        break;
    }
    return Error{ErrorKind::Usage, "unknown file format"};
}

Result<QByteArray> encodePages(const std::vector<Figure>& figures, const ExportOptions& options)
{
    std::vector<PageView> views;
    for (const Figure& figure : figures)
        views.push_back({figure, options});
    return encodeViews(views, {});
}

Result<QByteArray> encodePages(const std::vector<Page>& pages, const JobContext& job)
{
    std::vector<PageView> views;
    for (const Page& page : pages)
        views.push_back({page.figure, page.options});
    return encodeViews(views, job);
}

} // namespace headlight::paint
