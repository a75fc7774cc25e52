// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/export_preview.h"

#include "ui/paint/paper.h"
#include "ui/window/chrome.h"

#include <QPainter>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kMargin = 24;
constexpr int kCheck = 8;

/// The dpi at which a figure of this width is about `pixels` wide.
double dpiFor(double widthMm, double pixels)
{
    return std::clamp(pixels * paint::kMmPerInch / widthMm, 20.0, 300.0);
}

} // namespace

ExportPreview::ExportPreview(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("exportPreview"));
    setAccessibleName(tr("Preview of the exported figure"));
    setMinimumSize(360, 360);
    m_soon.setSingleShot(true);
    m_soon.setInterval(80);
    connect(&m_soon, &QTimer::timeout, this, &ExportPreview::draw);
}

void ExportPreview::show(std::shared_ptr<const Figure> figure, const paint::ExportOptions& options)
{
    m_figure = std::move(figure);
    m_options = options;
    m_soon.start();
}

void ExportPreview::draw()
{
    if (m_figure == nullptr)
        return;
    paint::ExportOptions options = m_options;
    options.format = paint::FileFormat::Png;
    options.dpi = dpiFor(options.widthMm, (width() - 2 * kMargin) * devicePixelRatioF());
    const auto work = [figure = m_figure, options](const JobContext&) {
        const auto encoded = paint::encode(*figure, options);
        if (!encoded)
            return Drawn{{}, QString::fromStdString(sentence(encoded.error()))};
        return Drawn{QImage::fromData(*encoded, "PNG"), {}};
    };
    const auto done = [this](const Drawn& drawn) {
        m_image = drawn.image;
        if (!drawn.problem.isEmpty())
            emit problem(drawn.problem);
        update();
    };
    if (paint::needsMainThread(*m_figure))
        done(work({}));
    else
        m_job.start(work, done);
}

void ExportPreview::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.window);
    if (m_image.isNull()) {
        painter.setPen(tokens.quietText);
        painter.drawText(rect(), Qt::AlignCenter, tr("Drawing…"));
        return;
    }
    const QSizeF room(width() - 2 * kMargin, height() - 2 * kMargin);
    const QSizeF size = QSizeF(m_image.size()).scaled(room, Qt::KeepAspectRatio);
    const QRectF page(QPointF((width() - size.width()) / 2.0, (height() - size.height()) / 2.0), size);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.fillRect(page.adjusted(3, 3, 3, 3), tokens.line);
    if (m_options.background == paint::Background::Transparent) {
        painter.save();
        painter.setClipRect(page);
        painter.fillRect(page, Qt::white);
        for (int y = 0; y * kCheck < page.height(); ++y) {
            for (int x = y % 2; x * kCheck < page.width(); x += 2)
                painter.fillRect(QRectF(page.left() + x * kCheck, page.top() + y * kCheck, kCheck, kCheck), QColor(0xE2, 0xE2, 0xE2));
        }
        painter.restore();
    }
    painter.drawImage(page, m_image);
    painter.setPen(tokens.edge);
    painter.drawRect(page);
}

} // namespace headlight::ui
