// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/lettering.h"

#include "ui/paint/fonts.h"
#include "ui/paint/scripts.h"

#include <QFontMetricsF>
#include <QHash>
#include <QImage>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace headlight::paint {

namespace {

constexpr std::array<int, kRoleCount> kPixels = {17, 12, 12, 11, 11, 10, 13, 17, 17};
constexpr std::array<QFont::Weight, kRoleCount> kWeights = {QFont::DemiBold, QFont::Normal, QFont::DemiBold, QFont::Normal,
                                                            QFont::DemiBold, QFont::Normal, QFont::Normal,   QFont::Normal, QFont::DemiBold};

struct WidthKey {
    int pixels;
    int weight;
    QString text;
    bool operator==(const WidthKey&) const = default;
};

size_t qHash(const WidthKey& key, size_t seed = 0)
{
    return qHashMulti(seed, key.pixels, key.weight, key.text);
}

/// Shaping costs microseconds, and the same few hundred tokens come back with every figure.
QHash<WidthKey, double>& measuredWidths()
{
    constexpr qsizetype kMost = 20000;
    thread_local QHash<WidthKey, double> widths;
    if (widths.size() > kMost)
        widths.clear();
    return widths;
}

QFont shaped(QFont font)
{
    font.setStyleStrategy(static_cast<QFont::StyleStrategy>(font.styleStrategy() & ~QFont::PreferNoShaping));
    return font;
}

/// Text as a picture, fine enough for paper, its baseline `ascent` below its upper edge.
void drawPicture(QPainter& painter, const QFont& font, QPointF at, const QString& text, const QColor& colour)
{
    constexpr int kScale = 8;
    const QFontMetricsF metrics(font);
    const double around = font.pixelSize() / 2.0;
    const QRectF box(-around, -metrics.ascent() - around, metrics.horizontalAdvance(text) + 2.0 * around, metrics.height() + 2.0 * around);
    QImage picture((box.size() * kScale).toSize(), QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter inside(&picture);
    inside.scale(kScale, kScale);
    inside.translate(-box.topLeft());
    inside.setFont(font);
    inside.setPen(colour);
    inside.drawText(QPointF(0.0, 0.0), text);
    inside.end();
    painter.drawImage(QRectF(at + box.topLeft(), QSizeF(picture.size()) / kScale), picture, QRectF(picture.rect()));
}

} // namespace

Lettering::Lettering(const PaintStyle& style) : m_pixelRatio(style.devicePixelRatio), m_vector(style.vector), m_outlines(style.textAsOutlines)
{
    loadFonts();
    for (std::size_t i = 0; i < kRoleCount; ++i)
        m_fonts[i] = figureFont(std::max(1, static_cast<int>(std::lround(kPixels[i] * style.textScale))), kWeights[i]);
}

double Lettering::lineHeight(Role role) const
{
    return std::ceil(pixels(role) * 1.3);
}

QFont Lettering::face(Role role, const QString& text) const
{
    return needsShaping(text) ? shaped(font(role)) : font(role);
}

double Lettering::width(Role role, const QString& text) const
{
    const QFont& usual = font(role);
    auto& widths = measuredWidths();
    const WidthKey key{usual.pixelSize(), static_cast<int>(usual.weight()), text};
    if (const auto found = widths.constFind(key); found != widths.constEnd())
        return *found;
    return *widths.insert(key, QFontMetricsF(face(role, text)).horizontalAdvance(text));
}

QString Lettering::elidedMiddle(Role role, const QString& text, double most) const
{
    return width(role, text) <= most ? text : QFontMetricsF(face(role, text)).elidedText(text, Qt::ElideMiddle, most);
}

QString Lettering::elidedEnd(Role role, const QString& text, double most) const
{
    return width(role, text) <= most ? text : QFontMetricsF(face(role, text)).elidedText(text, Qt::ElideRight, most);
}

void Lettering::draw(QPainter& painter, Role role, QPointF baseline, const QString& text, const QColor& colour, Anchor anchor, double angle) const
{
    if (text.isEmpty())
        return;
    const auto snapped = [this](double at) { return m_vector ? at : std::round(at * m_pixelRatio) / m_pixelRatio; };
    const double along = anchor == Anchor::Start ? 0.0 : -width(role, text) * (anchor == Anchor::Middle ? 0.5 : 1.0);
    const bool turned = angle != 0.0;
    QPointF at(along, 0.0);
    if (turned) {
        painter.save();
        painter.translate(snapped(baseline.x()), baseline.y());
        painter.rotate(angle);
    } else {
        at += QPointF(baseline.x(), snapped(baseline.y()));
    }
    const QFont letters = face(role, text);
    const bool onlyPaths = m_outlines || (painter.paintEngine() != nullptr && painter.paintEngine()->type() == QPaintEngine::Pdf);
    if (onlyPaths && hasPictureGlyphs(text, letters)) {
        drawPicture(painter, letters, at, text, colour);
    } else if (m_outlines) {
        QPainterPath outlines;
        outlines.setFillRule(Qt::WindingFill);
        outlines.addText(at, letters, text);
        painter.fillPath(outlines, colour);
    } else {
        painter.setFont(letters);
        painter.setPen(colour);
        painter.drawText(at, text);
    }
    if (turned)
        painter.restore();
}

QString displayText(const std::string& utf8)
{
    QString text = QString::fromStdString(utf8);
    for (QChar& character : text) {
        // The signs that Unicode has for them, U+2424 and U+2409, are in none of the embedded fonts.
        if (character == u'\n' || character == u'\u2424' || character == u'\u2028' || character == u'\u2029')
            character = u'\u21B5';
        else if (character == u'\t' || character == u'\u2409')
            character = u'\u21E5';
        else if (character.unicode() < 0x20 || character.unicode() == 0x7F)
            character = QChar::ReplacementCharacter;
    }
    return withoutGaps(text);
}

std::vector<QString> wrappedParts(const Lettering& letters, Role role, const std::vector<QString>& parts, double width, std::size_t most)
{
    std::vector<QString> lines;
    const auto add = [&](const QString& words, const QString& joint) {
        const QString longer = lines.empty() ? words : lines.back() + joint + words;
        const bool last = lines.size() == most;
        if (lines.empty() || (!last && letters.width(role, longer) > width))
            lines.push_back(words);
        else
            lines.back() = longer;
    };
    const QString between = QStringLiteral(" · ");
    for (const QString& part : parts) {
        if (part.isEmpty())
            continue;
        if (letters.width(role, part) <= width) {
            add(part, between);
            continue;
        }
        QString joint = between; // a part longer than a line breaks at its spaces
        for (const QString& word : part.split(u' ', Qt::SkipEmptyParts))
            add(word, std::exchange(joint, QStringLiteral(" ")));
    }
    for (QString& line : lines)
        line = letters.elidedEnd(role, line, width);
    return lines;
}

std::vector<QString> inTwoLines(const QString& text)
{
    qsizetype cut = text.indexOf(QStringLiteral(", "));
    if (cut >= 0)
        return {text.left(cut + 1), text.mid(cut + 2)};
    for (qsizetype i = text.indexOf(u' '); i >= 0; i = text.indexOf(u' ', i + 1))
        if (cut < 0 || std::abs(2 * i - text.size()) < std::abs(2 * cut - text.size()))
            cut = i;
    if (cut < 0)
        return {text};
    return {text.left(cut), text.mid(cut + 1)};
}

} // namespace headlight::paint
