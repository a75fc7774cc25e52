// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/icons.h"

#include "ui/window/chrome.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace headlight::ui {

namespace {

QByteArray source(const QString& name)
{
    static QHash<QString, QByteArray> sources;
    const auto known = sources.constFind(name);
    if (known != sources.constEnd())
        return *known;
    QFile file(QStringLiteral(":/headlight/icons/%1.svg").arg(name));
    const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    sources.insert(name, content);
    return content;
}

QPixmap rendered(const QString& name, const QSize& size, const QColor& colour)
{
    const QString key = QStringLiteral("headlight/%1/%2x%3/%4").arg(name).arg(size.width()).arg(size.height()).arg(colour.rgba(), 8, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray svg = source(name);
    svg.replace("currentColor", colour.name().toLatin1());
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setOpacity(colour.alphaF());
    QSvgRenderer(svg).render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QColor colourOf(IconColour colour, const paint::Tokens& tokens)
{
    switch (colour) {
    case IconColour::Text:
        return tokens.text;
    case IconColour::Quiet:
        return tokens.quietText;
    case IconColour::Accent:
        return tokens.accent;
    case IconColour::OnAccent:
        return tokens.onAccent;
    case IconColour::Warning:
        return tokens.warningText;
    }
    return tokens.text;
}

class TintedIcon : public QIconEngine {
public:
    TintedIcon(QString name, IconColour colour) : m_name(std::move(name)), m_colour(colour) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        drawIcon(*painter, rect, m_name, tint(mode));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return rendered(m_name, size, tint(mode)); }
    [[nodiscard]] QIconEngine* clone() const override { return new TintedIcon(m_name, m_colour); }

private:
    [[nodiscard]] QColor tint(QIcon::Mode mode) const
    {
        QColor colour = colourOf(m_colour, tokensOf(QApplication::palette()));
        if (mode == QIcon::Disabled)
            colour.setAlphaF(0.4F);
        return colour;
    }

    QString m_name;
    IconColour m_colour;
};

} // namespace

QIcon icon(const QString& name, IconColour colour)
{
    return QIcon(new TintedIcon(name, colour));
}

void drawIcon(QPainter& painter, const QRectF& rect, const QString& name, const QColor& colour)
{
    const double ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = rendered(name, (rect.size() * ratio).toSize(), colour);
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(rect.topLeft(), pixmap);
}

} // namespace headlight::ui
