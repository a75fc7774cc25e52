// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/svg_device.h"

#include "ui/paint/paper.h"
#include "ui/paint/png_file.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <utility>

namespace headlight::paint {

namespace {

QByteArray colourName(const QColor& colour)
{
    return colour.name(QColor::HexRgb).toLatin1();
}

/// ` fill="#112233" fill-opacity="0.5"`
QByteArray paintAttribute(const char* name, const QColor& colour, double opacity)
{
    QByteArray text = QByteArray(" ") + name + "=\"" + colourName(colour) + '"';
    const double alpha = colour.alphaF() * opacity;
    if (alpha < 0.999)
        text += QByteArray(" ") + name + "-opacity=\"" + svgNumber(alpha) + '"';
    return text;
}

QByteArray pathData(const QPainterPath& path)
{
    QByteArray data;
    const auto point = [&data](const QPainterPath::Element& e) {
        data += svgNumber(e.x);
        data += ' ';
        data += svgNumber(e.y);
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const auto element = path.elementAt(i);
        if (element.isMoveTo())
            data += 'M';
        else if (element.isLineTo())
            data += 'L';
        else if (element.isCurveTo())
            data += 'C';
        else
            data += ' ';
        point(element);
    }
    return data;
}

} // namespace

class SvgEngine : public QPaintEngine {
public:
    SvgEngine() : QPaintEngine(AllFeatures & ~(PatternBrush | PerspectiveTransform | ConicalGradientFill)) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override
    {
        closeRectangles();
        setCrisp(false);
        return true;
    }
    [[nodiscard]] Type type() const override { return User; }
    [[nodiscard]] const QByteArray& elements() const { return m_elements; }

    void updateState(const QPaintEngineState& now) override
    {
        const DirtyFlags dirty = now.state();
        if (dirty & DirtyTransform)
            m_transform = now.transform();
        if (dirty & DirtyPen)
            m_pen = now.pen();
        if (dirty & DirtyBrush)
            m_brush = now.brush();
        if (dirty & DirtyOpacity)
            m_opacity = now.opacity();
        if (dirty & DirtyHints)
            m_crisp = !(now.renderHints() & QPainter::Antialiasing);
    }

    void drawRects(const QRectF* rects, int count) override
    {
        const bool plain = m_pen.style() == Qt::NoPen && m_brush.style() == Qt::SolidPattern && !m_transform.isRotating();
        for (int i = 0; i < count; ++i) {
            if (plain) {
                appendRectangle(m_transform.mapRect(rects[i]));
            } else {
                QPainterPath path;
                path.addRect(rects[i]);
                drawPath(path);
            }
        }
    }

    void drawLines(const QLineF* lines, int count) override
    {
        QPainterPath path;
        for (int i = 0; i < count; ++i) {
            path.moveTo(lines[i].p1());
            path.lineTo(lines[i].p2());
        }
        const QBrush before = std::exchange(m_brush, QBrush(Qt::NoBrush));
        drawPath(path);
        m_brush = before;
    }

    void drawEllipse(const QRectF& rect) override
    {
        QPainterPath path;
        path.addEllipse(rect);
        drawPath(path);
    }

    void drawPath(const QPainterPath& path) override
    {
        setCrisp(m_crisp);
        closeRectangles();
        m_elements += "<path d=\"" + pathData(m_transform.map(path)) + '"';
        m_elements += m_brush.style() == Qt::NoBrush ? QByteArray(" fill=\"none\"") : paintAttribute("fill", m_brush.color(), m_opacity);
        if (m_brush.style() != Qt::NoBrush && path.fillRule() == Qt::OddEvenFill)
            m_elements += " fill-rule=\"evenodd\"";
        if (m_pen.style() != Qt::NoPen) {
            const double width = std::fmax(m_pen.widthF(), 0.5) * std::sqrt(std::fabs(m_transform.determinant()));
            m_elements += paintAttribute("stroke", m_pen.color(), m_opacity) + " stroke-width=\"" + svgNumber(width) + '"';
            if (m_pen.style() != Qt::SolidLine)
                m_elements += dashes(width);
        }
        m_elements += "/>\n";
    }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override
    {
        QPainterPath path;
        QPolygonF polygon;
        for (int i = 0; i < count; ++i)
            polygon << points[i];
        path.addPolygon(polygon);
        if (mode != PolylineMode)
            path.closeSubpath();
        drawPath(path);
    }

    void drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& source) override { drawImage(place, pixmap.toImage(), source, Qt::AutoColor); }

    void drawImage(const QRectF& place, const QImage& image, const QRectF& source, Qt::ImageConversionFlags) override
    {
        setCrisp(false);
        closeRectangles();
        QImage part = source == QRectF(image.rect()) ? image : image.copy(source.toAlignedRect());
        const bool holes = part.hasAlphaChannel();
        part.convertTo(holes ? QImage::Format_ARGB32 : QImage::Format_RGB32);
        const bool turned = m_transform.type() > QTransform::TxScale;
        const QRectF r = turned ? place : m_transform.mapRect(place);
        // Viewers smooth what they enlarge unless told not to; older ones know the first word only.
        m_elements += "<image" + (turned ? matrix() : QByteArray()) + " x=\"" + svgNumber(r.x()) + "\" y=\"" + svgNumber(r.y()) + "\" width=\"" + svgNumber(r.width()) + "\" height=\"" + svgNumber(r.height())
                      + "\" preserveAspectRatio=\"none\" image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"" + " xlink:href=\"data:image/png;base64,"
                      + encodePng(part).toBase64() + "\"/>\n";
    }

    void drawTextItem(const QPointF& at, const QTextItem& item) override
    {
        setCrisp(false);
        closeRectangles();
        const QFont font = item.font();
        m_elements += "<text";
        if (m_transform.type() <= QTransform::TxTranslate) {
            const QPointF place = m_transform.map(at);
            m_elements += " x=\"" + svgNumber(place.x()) + "\" y=\"" + svgNumber(place.y()) + '"';
        } else {
            m_elements += matrix() + " x=\"" + svgNumber(at.x()) + "\" y=\"" + svgNumber(at.y()) + '"';
        }
        m_elements += " font-size=\"" + svgNumber(font.pixelSize()) + '"';
        if (font.weight() != QFont::Normal)
            m_elements += " font-weight=\"" + QByteArray::number(static_cast<int>(font.weight())) + '"';
        // The width that was laid out, for readers that have other fonts.
        m_elements += " textLength=\"" + svgNumber(item.width()) + "\" lengthAdjust=\"spacingAndGlyphs\"";
        m_elements += paintAttribute("fill", m_pen.color(), m_opacity) + '>' + xmlEscaped(item.text()) + "</text>\n";
    }

private:
    /// Lengths of lines and gaps, which a pen has in units of its width.
    [[nodiscard]] QByteArray dashes(double width) const
    {
        QByteArray lengths;
        for (const double length : m_pen.dashPattern())
            lengths += (lengths.isEmpty() ? "" : " ") + svgNumber(length * width);
        return " stroke-dasharray=\"" + lengths + '"';
    }

    [[nodiscard]] QByteArray matrix() const
    {
        return " transform=\"matrix(" + svgNumber(m_transform.m11()) + ' ' + svgNumber(m_transform.m12()) + ' ' + svgNumber(m_transform.m21()) + ' ' + svgNumber(m_transform.m22()) + ' '
            + svgNumber(m_transform.dx()) + ' ' + svgNumber(m_transform.dy()) + ")\"";
    }

    /// Neighbouring rectangles of one colour share an element: a map has thousands.
    void appendRectangle(const QRectF& r)
    {
        setCrisp(m_crisp);
        const QByteArray fill = paintAttribute("fill", m_brush.color(), m_opacity);
        const bool opaque = m_brush.color().alpha() == 255 && m_opacity > 0.999;
        if (fill != m_rectangleFill || !opaque) {
            closeRectangles();
            m_rectangleFill = fill;
            m_elements += "<path" + fill + " d=\"";
        }
        m_elements += 'M' + svgNumber(r.x()) + ' ' + svgNumber(r.y()) + 'h' + svgNumber(r.width()) + 'v' + svgNumber(r.height()) + 'h' + svgNumber(-r.width()) + 'z';
    }

    /// Smoothing is said once for all elements that follow.
    void setCrisp(bool crisp)
    {
        if (crisp == m_crispGroup)
            return;
        closeRectangles(); // they belong to the group before
        m_elements += crisp ? "<g shape-rendering=\"crispEdges\">\n" : "</g>\n";
        m_crispGroup = crisp;
    }

    void closeRectangles()
    {
        if (m_rectangleFill.isEmpty())
            return;
        m_elements += "\"/>\n";
        m_rectangleFill.clear();
    }

    QByteArray m_elements;
    QByteArray m_rectangleFill; ///< of the element that is still open
    QTransform m_transform;
    QPen m_pen;
    QBrush m_brush;
    double m_opacity = 1.0;
    bool m_crisp = false;
    bool m_crispGroup = false; ///< of the elements written now
};

SvgDevice::SvgDevice(QSizeF size) : m_size(size), m_engine(std::make_unique<SvgEngine>()) {}

SvgDevice::~SvgDevice() = default;

QPaintEngine* SvgDevice::paintEngine() const
{
    return m_engine.get();
}

QByteArray SvgDevice::elements() const
{
    return m_engine->elements();
}

int SvgDevice::metric(PaintDeviceMetric metric) const
{
    constexpr int kDpi = 96;
    switch (metric) {
    case PdmWidth:
        return static_cast<int>(std::ceil(m_size.width()));
    case PdmHeight:
        return static_cast<int>(std::ceil(m_size.height()));
    case PdmWidthMM:
        return static_cast<int>(std::lround(m_size.width() / kDpi * kMmPerInch));
    case PdmHeightMM:
        return static_cast<int>(std::lround(m_size.height() / kDpi * kMmPerInch));
    case PdmDpiX:
    case PdmDpiY:
    case PdmPhysicalDpiX:
    case PdmPhysicalDpiY:
        return kDpi;
    case PdmNumColors:
        return std::numeric_limits<int>::max();
    case PdmDepth:
        return 32;
    case PdmDevicePixelRatio:
        return 1;
    default:
        return QPaintDevice::metric(metric);
    }
}

QByteArray svgNumber(double value)
{
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%.3f", std::clamp(value, -1e9, 1e9));
    QByteArray number(text.data(), length);
    if (const qsizetype comma = number.indexOf(','); comma >= 0) // a C locale is not promised
        number[comma] = '.';
    while (number.endsWith('0'))
        number.chop(1);
    if (number.endsWith('.'))
        number.chop(1);
    return number == "-0" ? QByteArray("0") : number;
}

QByteArray xmlEscaped(const QString& text)
{
    QString clean;
    clean.reserve(text.size());
    for (const QChar c : text) // XML 1.0 has no way to write other control characters
        if (c.unicode() >= 0x20 || c == u'\n' || c == u'\t')
            clean += c;
    return clean.toHtmlEscaped().toUtf8();
}

} // namespace headlight::paint
