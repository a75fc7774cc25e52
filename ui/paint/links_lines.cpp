// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/links_lines.h"

#include "base/dispatch.h"
#include "base/parallel.h"
#include "ui/paint/strokes.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kThinnest = 0.8;
constexpr double kThickest = 3.2;
constexpr double kFaintest = 0.22;
constexpr double kStrongest = 0.95;
constexpr double kBend = 120.0;     ///< units out of view from which distances shrink
constexpr double kDash = 6.0;       ///< of links with negative weights

constexpr QColor kOthersLight(0x4B, 0x6A, 0x8A); ///< grey-blue: no accent, and told from text
constexpr QColor kOthersDark(0x9D, 0xB6, 0xD0);

/// A line may leave the view, its end only just.
double bent(double y, const QRectF& viewport)
{
    const auto shrunk = [](double away) { return kBend * std::log1p(away / kBend); };
    if (y < viewport.top())
        return viewport.top() - shrunk(viewport.top() - y);
    if (y > viewport.bottom())
        return viewport.bottom() + shrunk(y - viewport.bottom());
    return y;
}

/// Lines on a grid of pixels, a list for each property, so that columns of many lines are computed side by side.
struct Strokes {
    std::vector<float> from;    ///< height of the left end
    std::vector<float> climb;   ///< and how far down the right end is from there
    std::vector<float> thick;
    std::vector<float> opacity;
    std::vector<int> dash;      ///< columns; 0: drawn through
    std::vector<QRgb> colour;
};

/// What lines cover of one column of pixels.
struct Pieces {
    explicit Pieces(std::size_t lines) : top(lines), bottom(lines), strength(lines) {}

    std::vector<float> top;
    std::vector<float> bottom;
    std::vector<float> strength; ///< alpha of a pixel that is covered whole, of 256
};

constexpr float kWhole = 256.0F; ///< alpha of an opaque pixel

/// The piece of a line between two heights covers what its area says, spread over the height it runs through.
HEADLIGHT_CLONES
void cut(const Strokes& strokes, float left, float right, Pieces& pieces)
{
    const std::size_t count = strokes.from.size();
    const float* from = strokes.from.data();
    const float* climb = strokes.climb.data();
    const float* thick = strokes.thick.data();
    const float* opacity = strokes.opacity.data();
    float* top = pieces.top.data();
    float* bottom = pieces.bottom.data();
    float* strength = pieces.strength.data();
    for (std::size_t i = 0; i < count; ++i) {
        const float before = from[i] + climb[i] * left;
        const float after = from[i] + climb[i] * right;
        const float rise = std::fabs(after - before);
        const float upright = thick[i] * std::sqrt(1.0F + rise * rise); // what a cut straight down goes through
        top[i] = (before < after ? before : after) - upright / 2.0F;
        bottom[i] = top[i] + rise + upright;
        strength[i] = kWhole * opacity[i] * upright / (rise + upright);
    }
}

/// Two channels at once, each with eight bits to grow into. `colour` is opaque.
void blend(QRgb& pixel, QRgb colour, quint32 alpha)
{
    constexpr quint32 kEven = 0x00FF00FFU;
    constexpr quint32 kHalf = 0x00800080U;
    const quint32 rest = 256U - alpha;
    const quint32 even = (pixel & kEven) * rest + (colour & kEven) * alpha + kHalf;
    const quint32 odd = (pixel >> 8U & kEven) * rest + (colour >> 8U & kEven) * alpha + kHalf;
    pixel = (even >> 8U & kEven) | (odd & ~kEven);
}

/// Lines on a grid of pixels, premultiplied, over nothing. Columns are drawn side by side, in each of them one line after the other.
class LineRaster {
public:
    LineRaster(const QRectF& place, double ratio)
        : m_image(static_cast<int>(std::ceil(place.width() * ratio)), static_cast<int>(std::ceil(place.height() * ratio)), QImage::Format_ARGB32_Premultiplied), m_top(place.top()),
          m_ratio(ratio)
    {
        for (int x = 0; x <= m_image.width(); ++x)
            m_ease.push_back(static_cast<float>(linkEase(static_cast<double>(x) / m_image.width())));
    }

    void add(LineEnds ends, double width, QColor colour, double opacity, bool dashed)
    {
        m_strokes.from.push_back(static_cast<float>((ends.query - m_top) * m_ratio));
        m_strokes.climb.push_back(static_cast<float>((ends.key - ends.query) * m_ratio));
        m_strokes.thick.push_back(static_cast<float>(width * m_ratio));
        m_strokes.opacity.push_back(static_cast<float>(opacity));
        m_strokes.dash.push_back(dashed ? std::max(1, static_cast<int>(kDash * m_ratio)) : 0);
        m_strokes.colour.push_back(colour.rgb());
    }

    [[nodiscard]] const QImage& drawn()
    {
        auto* bits = reinterpret_cast<QRgb*>(m_image.bits()); // detaches once, here, not in every thread
        const std::int64_t columns = m_image.width();
        const std::int64_t lines = std::ssize(m_strokes.from);
        const std::int64_t bands = std::clamp<std::int64_t>(columns * lines / kPiecesOfABand, 1, std::min<std::int64_t>(columns, 4 * threadCount()));
        parallelFor(bands, [&](std::int64_t band) {
            Pieces pieces(static_cast<std::size_t>(lines));
            std::vector<QRgb> column(static_cast<std::size_t>(m_image.height()));
            for (auto x = columns * band / bands; x < columns * (band + 1) / bands; ++x) {
                cut(m_strokes, m_ease[static_cast<std::size_t>(x)], m_ease[static_cast<std::size_t>(x) + 1], pieces);
                std::ranges::fill(column, 0U);
                for (std::size_t i = 0; i < m_strokes.from.size(); ++i)
                    if (m_strokes.dash[i] == 0 || (x / m_strokes.dash[i]) % 2 == 0)
                        draw(pieces.top[i], pieces.bottom[i], pieces.strength[i], m_strokes.colour[i], column);
                for (std::size_t y = 0; y < column.size(); ++y)
                    bits[static_cast<std::int64_t>(y) * columns + x] = column[y];
            }
        });
        return m_image;
    }

private:
    static constexpr std::int64_t kPiecesOfABand = 1 << 14; ///< for fewer, threads cost more than they save

    static void draw(float top, float bottom, float strength, QRgb colour, std::span<QRgb> column)
    {
        if (!(bottom > 0.0F) || !(top < static_cast<float>(column.size())))
            return;
        const auto first = static_cast<int>(std::max(top, 0.0F));
        const auto last = std::min(static_cast<int>(column.size()) - 1, static_cast<int>(bottom));
        const auto alphaOf = [&](int y) {
            const float covered = std::min(static_cast<float>(y) + 1.0F, bottom) - std::max(static_cast<float>(y), top);
            return static_cast<quint32>(static_cast<int>(strength * covered + 0.5F));
        };
        QRgb* pixels = column.data();
        blend(pixels[first], colour, alphaOf(first));
        const auto whole = static_cast<quint32>(static_cast<int>(strength + 0.5F));
        for (int y = first + 1; y < last; ++y)
            blend(pixels[y], colour, whole);
        if (last > first)
            blend(pixels[last], colour, alphaOf(last));
    }

    QImage m_image;
    double m_top;
    double m_ratio;
    std::vector<float> m_ease;
    Strokes m_strokes;
};

/// Links of one query.
void addLinesOfQuery(std::vector<LinkLine>& lines, const LinksFigure& figure, std::int64_t place)
{
    const auto query = static_cast<std::size_t>(figure.queryItems[static_cast<std::size_t>(place)]);
    for (std::size_t head = 0; head < figure.heads.size(); ++head) {
        const auto& links = *figure.heads[head].links;
        for (auto i = links.ofQuery[query]; i < links.ofQuery[query + 1]; ++i) {
            const auto& link = links.links[static_cast<std::size_t>(i)];
            if (const auto key = figure.columnOf[static_cast<std::size_t>(link.key)]; key >= 0)
                lines.push_back({static_cast<std::int32_t>(head), static_cast<std::int32_t>(place), key, link.weight});
        }
    }
}

/// Links to one key from queries that `wanted` says yes to.
template <typename Wanted>
void addLinesOfKey(std::vector<LinkLine>& lines, const LinksFigure& figure, std::int64_t place, Wanted wanted)
{
    const auto key = static_cast<std::size_t>(figure.keyItems[static_cast<std::size_t>(place)]);
    for (std::size_t head = 0; head < figure.heads.size(); ++head) {
        const auto& links = *figure.heads[head].links;
        for (auto i = links.ofKey[key]; i < links.ofKey[key + 1]; ++i) {
            const auto& link = links.links[static_cast<std::size_t>(links.byKey[static_cast<std::size_t>(i)])];
            if (const auto query = figure.rowOf[static_cast<std::size_t>(link.query)]; query >= 0 && wanted(query))
                lines.push_back({static_cast<std::int32_t>(head), query, static_cast<std::int32_t>(place), link.weight});
        }
    }
}

std::vector<LinkLine> linesInView(const LinksFigure& figure, const LinksLayout& layout)
{
    const auto [firstQuery, endQuery] = layout.seen(false);
    const auto [firstKey, endKey] = layout.seen(true);
    std::vector<LinkLine> lines;
    if (figure.onlyChosen()) {
        lines = linesOf(figure, chosenEnds(figure));
        std::erase_if(lines, [&](const LinkLine& line) { return (line.query < firstQuery || line.query >= endQuery) && (line.key < firstKey || line.key >= endKey); });
        return lines;
    }
    for (auto place = firstQuery; place < endQuery; ++place)
        addLinesOfQuery(lines, figure, place);
    for (auto place = firstKey; place < endKey; ++place)
        addLinesOfKey(lines, figure, place, [&](std::int32_t query) { return query < firstQuery || query >= endQuery; });
    return lines;
}

bool stronger(const LinkLine& a, const LinkLine& b)
{
    return std::fabs(a.weight) > std::fabs(b.weight);
}

} // namespace

std::vector<LinkEnd> chosenEnds(const LinksFigure& figure)
{
    std::vector<LinkEnd> ends;
    for (const auto place : figure.chosenQueries)
        ends.push_back({false, place});
    for (const auto place : figure.chosenKeys)
        ends.push_back({true, place});
    return ends;
}

std::vector<LinkLine> linesOf(const LinksFigure& figure, std::span<const LinkEnd> ends)
{
    std::vector<LinkLine> lines;
    std::vector<bool> taken(figure.queryItems.size(), false);
    for (const auto& end : ends)
        if (!end.isKey && !taken[static_cast<std::size_t>(end.place)]) {
            taken[static_cast<std::size_t>(end.place)] = true;
            addLinesOfQuery(lines, figure, end.place);
        }
    for (const auto& end : ends)
        if (end.isKey)
            addLinesOfKey(lines, figure, end.place, [&](std::int32_t query) { return !taken[static_cast<std::size_t>(query)]; });
    return lines;
}

void keepStrongest(std::vector<LinkLine>& lines, std::size_t most)
{
    if (lines.size() > most) {
        std::nth_element(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(most), lines.end(), stronger);
        lines.resize(most);
    }
    std::ranges::stable_sort(lines, [](const LinkLine& a, const LinkLine& b) { return stronger(b, a); });
}

void scrollTo(LinksLayout& layout, const LinksFigure& figure, double queries, double keys)
{
    layout.queries.scroll = std::clamp(queries, 0.0, layout.mostScroll(false));
    layout.keys.scroll = std::clamp(figure.together ? queries : keys, 0.0, layout.mostScroll(true));
    layout.lines = linesInView(figure, layout);
    layout.inView = std::ssize(layout.lines);
    keepStrongest(layout.lines, LinksLayout::kMostLines);
}

double linkEase(double across)
{
    // x(t) = 3/2 t (1 - t) + t^3 rises steadily from 0 to 1: halving finds t.
    double low = 0.0;
    double high = 1.0;
    for (int step = 0; step < 30; ++step) {
        const double t = (low + high) / 2.0;
        (1.5 * t * (1.0 - t) + t * t * t < across ? low : high) = t;
    }
    const double t = (low + high) / 2.0;
    return t * t * (3.0 - 2.0 * t);
}

LineEnds lineEnds(const LinksLayout& layout, const LinkLine& line)
{
    const double aside = line.head < layout.hues ? layout.apart * (static_cast<double>(line.head) - static_cast<double>(layout.hues - 1) / 2.0) : 0.0;
    return {bent(layout.middle({false, line.query}), layout.viewport) + aside, bent(layout.middle({true, line.key}), layout.viewport) + aside};
}

double linkStrength(const ColourScale& scale, float weight)
{
    const auto value = static_cast<double>(weight);
    if (scale.low < 0.0) {
        const double most = std::max(std::fabs(scale.low), std::fabs(scale.high));
        return std::clamp(std::fabs(value) / most, 0.0, 1.0);
    }
    return std::clamp((value - scale.low) / (scale.high - scale.low), 0.0, 1.0);
}

double linkWidth(double strength)
{
    return kThinnest + (kThickest - kThinnest) * strength;
}

double linkOpacity(double strength)
{
    return kFaintest + (kStrongest - kFaintest) * strength;
}

QColor headColour(const LinksFigure& figure, std::int64_t head, const Tokens& tokens)
{
    const auto& hue = figure.heads[static_cast<std::size_t>(head)].hue;
    return hue ? tokens.series[static_cast<std::size_t>(*hue)] : tokens.dark ? kOthersDark : kOthersLight;
}

void paintLinkLines(QPainter& painter, const LinksFigure& figure, const LinksLayout& layout, std::span<const LinkLine> lines, const PaintStyle& style)
{
    const QRectF between(layout.queries.edge, layout.viewport.top(), layout.keys.edge - layout.queries.edge, layout.viewport.height());
    if (between.width() < 1.0 || between.height() < 1.0 || lines.empty())
        return;
    const double scale = style.textScale;
    if (style.vector) {
        const double middle = between.center().x();
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(between, Qt::IntersectClip);
        painter.setBrush(Qt::NoBrush);
        for (const auto& line : lines) {
            const auto ends = lineEnds(layout, line);
            const double strength = linkStrength(figure.scale, line.weight);
            QColor colour = headColour(figure, line.head, style.tokens);
            colour.setAlphaF(static_cast<float>(linkOpacity(strength)));
            QPainterPath path({between.left(), ends.query});
            path.cubicTo({middle, ends.query}, {middle, ends.key}, {between.right(), ends.key});
            painter.setPen(QPen(colour, linkWidth(strength) * scale, line.weight < 0.0F ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap));
            painter.drawPath(path);
        }
        painter.restore();
        return;
    }
    const QRectF place(QPointF(snapped(between.left(), style), snapped(between.top(), style)), QPointF(snapped(between.right(), style), snapped(between.bottom(), style)));
    LineRaster raster(place, style.devicePixelRatio);
    for (const auto& line : lines) {
        const double strength = linkStrength(figure.scale, line.weight);
        raster.add(lineEnds(layout, line), linkWidth(strength) * scale, headColour(figure, line.head, style.tokens), linkOpacity(strength), line.weight < 0.0F);
    }
    const QImage& drawn = raster.drawn();
    paintImage(painter, QRectF(place.topLeft(), QSizeF(drawn.size()) / style.devicePixelRatio), drawn);
}

void paintHeadMarker(QPainter& painter, std::int64_t hue, QPointF middle, double size, const QColor& colour)
{
    const double half = size / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (hue) {
    case 0:
        painter.drawEllipse(middle, half, half);
        break;
    case 1:
        painter.drawRect(QRectF(middle.x() - 0.9 * half, middle.y() - 0.9 * half, 1.8 * half, 1.8 * half));
        break;
    case 2:
        painter.drawPolygon(QPolygonF({middle + QPointF(0.0, -1.1 * half), middle + QPointF(1.1 * half, 0.9 * half), middle + QPointF(-1.1 * half, 0.9 * half)}));
        break;
    default:
        painter.drawPolygon(QPolygonF({middle + QPointF(0.0, -1.2 * half), middle + QPointF(1.2 * half, 0.0), middle + QPointF(0.0, 1.2 * half), middle + QPointF(-1.2 * half, 0.0)}));
        break;
    }
}

} // namespace headlight::paint
