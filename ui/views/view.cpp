// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/view.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr double kCopyScale = 2.0;
constexpr double kCopyWidest = 1100.0;
constexpr double kCopyNarrowest = 480.0;

} // namespace

View::View(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&session, &Session::hoverChanged, this, qOverload<>(&QWidget::update));
}

void View::setStyle(const paint::PaintStyle& style)
{
    m_style = style;
    styleChanged();
    update();
}

void View::copyFigure() const
{
    const auto shown = copied();
    if (shown == nullptr || std::holds_alternative<EmptyFigure>(*shown))
        return;
    paint::PaintStyle style = m_style;
    style.tokens = paint::lightTokens();
    style.devicePixelRatio = kCopyScale;
    const double width = std::clamp<double>(this->width(), kCopyNarrowest, kCopyWidest);
    const QSizeF size(width, std::ceil(paint::naturalHeight(*shown, width, style)));
    QImage image((size * kCopyScale).toSize(), QImage::Format_RGB32);
    if (image.isNull())
        return;
    image.setDevicePixelRatio(kCopyScale);
    image.fill(style.tokens.canvas);
    QPainter painter(&image);
    paint::paint(painter, *shown, size, style);
    painter.end();
    QGuiApplication::clipboard()->setImage(image);
}

} // namespace headlight::ui
