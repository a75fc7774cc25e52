// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/head_card.h"

#include "ui/paint/colour_maps.h"
#include "ui/paint/fonts.h"

#include <QCoreApplication>
#include <QPainter>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace headlight::ui {

namespace {

constexpr int kPadding = 16;
constexpr int kTitleHeight = 18;
constexpr int kGap = 8;
constexpr int kNumbersHeight = 16;
constexpr int kAway = 10; // from the tile
constexpr double kRadius = 7.0;

QString ofHead(const char* text)
{
    return QCoreApplication::translate("Head", text);
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::optional<double> metricOf(const HeadDescription& description, const MetricChoice& metric)
{
    for (const auto& [kind, value] : description.metrics)
        if (kind == metric && std::isfinite(value))
            return value;
    return std::nullopt;
}

QString twoDigits(double value)
{
    return QString::number(value, 'f', 2);
}

/// "row entropy 1.40 nats"; empty while it is not known.
QString metricWords(const HeadDescription& description, const MetricChoice& metric)
{
    const auto value = metricOf(description, metric);
    if (!value)
        return {};
    QString title = QString::fromStdString(titleOf(metric));
    if (!title.isEmpty())
        title[0] = title[0].toLower();
    return (title + QLatin1Char(' ') + twoDigits(*value) + QLatin1Char(' ') + fromUtf8(unitOf(metric))).trimmed();
}

QString headWords(HeadRef head, IndexBase base, const char* pattern)
{
    return ofHead(pattern).arg(QString::fromStdString(label(head.layer, base)), QString::fromStdString(label(head.head, base)));
}

} // namespace

QString headTitle(HeadRef head, IndexBase base)
{
    return headWords(head, base, QT_TRANSLATE_NOOP("Head", "Layer %1, head %2"));
}

QString headStatus(const HeadDescription& description, const Display& display)
{
    const QString head = headWords(description.head, display.indexBase, QT_TRANSLATE_NOOP("Head", "layer %1, head %2"));
    const QString metric = metricWords(description, display.metric);
    return metric.isEmpty() ? head : head + QStringLiteral("   ") + metric;
}

QString headSpoken(const HeadDescription& description, const Display& display, bool selected)
{
    QStringList parts{headWords(description.head, display.indexBase, QT_TRANSLATE_NOOP("Head", "layer %1, head %2"))};
    if (const QString metric = metricWords(description, display.metric); !metric.isEmpty())
        parts << metric;
    parts << (selected ? ofHead(QT_TRANSLATE_NOOP("Head", "selected")) : ofHead(QT_TRANSLATE_NOOP("Head", "not selected")));
    return parts.join(QStringLiteral(", "));
}

HeadCard::HeadCard(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("headCard"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    hide();
}

QSize HeadCard::sizeHint() const
{
    return {kMap + 2 * kPadding, kPadding + kTitleHeight + kGap + kMap + kGap + kNumbersHeight + kPadding};
}

void HeadCard::show(const HeadDescription& description, const ColourScale& scale, const paint::PaintStyle& style, IndexBase base)
{
    m_description = description;
    m_scale = scale;
    m_style = style;
    m_title = headTitle(description.head, base);
    setAccessibleName(m_title + QStringLiteral(", ") + numbers());
    resize(sizeHint());
    QWidget::show();
    raise();
    update();
}

void HeadCard::placeBeside(const QRect& tile, const QRect& labels, const QRect& room)
{
    const QSize size = sizeHint();
    const int top = std::clamp(tile.top() - kPadding, room.top(), std::max(room.top(), room.bottom() - size.height()));
    const int left = std::clamp(tile.left(), room.left(), std::max(room.left(), room.right() - size.width()));
    const std::array places{QPoint(tile.right() + 1 + kAway, top), QPoint(tile.left() - kAway - size.width(), top), QPoint(left, tile.bottom() + 1 + kAway),
                            QPoint(left, tile.top() - kAway - size.height())};
    for (const QPoint place : places) {
        const QRect card(place, size);
        if (room.contains(card) && !card.intersects(tile) && !card.intersects(labels)) {
            move(place);
            return;
        }
    }
    // A window this small leaves no good place: at least the tile stays free where it can.
    move(tile.center().x() < room.center().x() ? std::max(room.right() - size.width(), tile.right() + 1) : room.left(), top);
}

/// "entropy 1.40 · previous 0.09 · self 0.09"
QString HeadCard::numbers() const
{
    QStringList parts;
    const auto add = [&](const char* name, HeadMetric metric) {
        if (const auto value = metricOf(m_description, metric))
            parts << ofHead(name).arg(twoDigits(*value));
    };
    add(QT_TRANSLATE_NOOP("Head", "entropy %1"), HeadMetric::Entropy);
    add(QT_TRANSLATE_NOOP("Head", "previous %1"), HeadMetric::ToPrevious);
    add(QT_TRANSLATE_NOOP("Head", "self %1"), HeadMetric::ToItself);
    return parts.isEmpty() ? ofHead(QT_TRANSLATE_NOOP("Head", "being computed")) : parts.join(QStringLiteral(" · "));
}

void HeadCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& tokens = m_style.tokens;
    painter.setPen(QPen(tokens.line, 1.0));
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);

    const QRect head(kPadding, kPadding, kMap, kTitleHeight);
    painter.setFont(paint::chromeFont(12.5, QFont::DemiBold));
    painter.setPen(tokens.text);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter.setFont(paint::chromeFont(11));
    painter.setPen(tokens.quietText);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, ofHead(QT_TRANSLATE_NOOP("Head", "click = isolate")));

    const QRect square(kPadding, head.bottom() + 1 + kGap, kMap, kMap);
    paintMap(painter, square);
    painter.setFont(paint::chromeFont(11));
    painter.setPen(tokens.quietText);
    painter.drawText(QRect(kPadding, square.bottom() + 1 + kGap, width() - kPadding, kNumbersHeight), Qt::AlignLeft | Qt::AlignVCenter, numbers());
}

void HeadCard::paintShadow(QPainter& painter) const
{
    if (!isVisible())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, m_style.tokens.dark ? 40 : 14));
    for (int spread = 1; spread <= 7; spread += 2)
        painter.drawRoundedRect(QRectF(geometry()).adjusted(-spread, 2 - spread, spread, 3 + spread), kRadius + spread, kRadius + spread);
    painter.restore();
}

void HeadCard::paintMap(QPainter& painter, const QRect& square) const
{
    const auto& tokens = m_style.tokens;
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (m_description.tile == nullptr || m_description.tile->empty()) {
        painter.fillRect(square, tokens.faintLine);
        return;
    }
    const Matrix& tile = *m_description.tile;
    const double aspect = static_cast<double>(tile.columns()) / static_cast<double>(tile.rows());
    QRect map(QPoint(), aspect >= 1.0 ? QSize(kMap, std::max(1, static_cast<int>(std::lround(kMap / aspect))))
                                      : QSize(std::max(1, static_cast<int>(std::lround(kMap * aspect))), kMap));
    map.moveCenter(square.center());
    const double ratio = devicePixelRatioF();
    QImage image = paint::mapImage(tile, m_scale, (QSizeF(map.size()) * ratio).toSize(), false, tokens.canvas.rgb(), tokens.hintText.rgb());
    image.setDevicePixelRatio(ratio);
    painter.drawImage(map.topLeft(), image);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens.edge, 1.0));
    painter.drawRect(map.adjusted(-1, -1, 0, 0));
}

} // namespace headlight::ui
