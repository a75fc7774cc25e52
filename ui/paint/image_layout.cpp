// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/heatmap_sizes.h"
#include "ui/paint/image_sizes.h"
#include "ui/paint/picture.h"
#include "ui/paint/strokes.h"
#include "ui/paint/text_sizes.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

class ImageArrangement {
public:
    ImageArrangement(const ImageFigure& figure, QSizeF size, const PaintStyle& style) : m_figure(figure), m_style(style), m_letters(style), m_picture(pictureOf(figure))
    {
        m_layout.size = size;
        m_layout.rows = figure.grid.rows;
        m_layout.columns = figure.grid.columns;
    }

    ImageLayout result()
    {
        m_strips = m_style.onScreen && blockWidth() >= u(kLeastWithStrips) && (!m_figure.strips.empty() || !m_figure.chips.empty());
        placeHead();
        measurePair();
        for (int attempt = 0; attempt < 3; ++attempt) {
            placeMask();
            m_layout.footerLines = m_style.parts.footer ? footerLines(m_figure, m_picture.problem, m_letters, footerWidth()) : std::vector<QString>{};
            if (m_layout.footerLines.size() == m_lines)
                break;
            m_lines = m_layout.footerLines.size();
        }
        placePair();
        if (m_style.parts.footer)
            m_layout.footer = QRectF(m_left, below() + u(kImageFooterGap), footerWidth(), footerHeight());
        if (m_strips)
            placeStrips();
        return m_layout;
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] double blockWidth() const { return std::min(m_layout.size.width() - 2.0 * m_style.margin, std::max(u(kWidestBlock), 0.0)); }
    [[nodiscard]] bool side() const { return m_figure.show == ImageShow::Side && !m_picture.image.isNull(); }
    [[nodiscard]] double footerHeight() const { return static_cast<double>(std::max<std::size_t>(m_lines, 1)) * (m_letters.lineHeight(Role::Label) + 1.0); }
    [[nodiscard]] double below() const { return m_layout.mask.bottom() + m_pair; }
    [[nodiscard]] double footerWidth() const { return blockWidth() - (m_strips ? u(kSideColumn + kSideColumnGap) : 0.0); }
    [[nodiscard]] double aspect() const
    {
        const double whole = m_picture.image.isNull() ? static_cast<double>(m_layout.columns) / static_cast<double>(m_layout.rows)
                                                      : static_cast<double>(m_picture.image.width()) / static_cast<double>(m_picture.image.height());
        return std::clamp(whole, 0.1, 10.0);
    }

    void placeHead()
    {
        m_left = m_style.margin + std::max(0.0, (m_layout.size.width() - 2.0 * m_style.margin - blockWidth()) / 2.0);
        const auto head = paint::placeHead(m_figure.text, {m_left, std::min(m_style.margin, kFigureTop)}, blockWidth(), m_letters, m_style);
        m_layout.title = head.title;
        m_layout.subtitle = head.subtitle;
        m_top = head.bottom;
        if (m_style.parts.title)
            m_top += u(10.0);
    }

    /// Room for the text that belongs to the picture: name, words, colour scale.
    void measurePair()
    {
        if (m_figure.pair == nullptr)
            return;
        m_layout.pair = TextLayout{};
        const double words = placeWords(m_layout.pair, *m_figure.pair, {m_left, 0.0}, m_left + footerWidth(), m_letters, m_style.textScale);
        m_pair = u(kPairGap + kPairTitle) + words + (m_style.parts.bar ? u(kPairGap + kPairBar + kPairBarBelow) : 0.0);
    }

    void placePair()
    {
        if (m_figure.pair == nullptr)
            return;
        const double top = snapped(m_layout.mask.bottom() + u(kPairGap), m_style);
        m_layout.pairTitle = QRectF(m_left, top, footerWidth(), u(kPairTitle));
        m_layout.pair = TextLayout{};
        const double bottom = placeWords(m_layout.pair, *m_figure.pair, {m_left, m_layout.pairTitle.bottom()}, m_left + footerWidth(), m_letters, m_style.textScale);
        if (!m_style.parts.bar)
            return;
        const double name = m_letters.width(Role::Label, displayText(m_figure.pair->scale.name)) + u(12.0);
        m_layout.pair.bar = QRectF(snapped(m_left + name, m_style), snapped(bottom + u(kPairGap), m_style), std::max(u(40.0), std::min(u(kPairBarLength), footerWidth() - name)), u(kPairBar));
    }

    /// As large as fits above the footer, in whole device pixels.
    void placeMask()
    {
        const double labels = barLabelWidth(m_figure.scale, 300.0, m_letters);
        const double bar = m_style.parts.bar ? u(kImageBarGap + kImageBar + kBarTicks) + labels + u(kBarName) : 0.0;
        const double footer = m_style.parts.footer ? u(kImageFooterGap) + footerHeight() : 0.0;
        const double pictures = side() ? 2.0 : 1.0;
        double width = (footerWidth() - bar - (pictures - 1.0) * u(kBetweenPictures)) / pictures;
        const double room = m_layout.size.height() - m_top - m_pair - footer - std::min(m_style.margin, kFigureBottom);
        width = std::max(u(kLeastMask), std::min(width, std::max(u(kLeastMask), room) * aspect()));
        const double ratio = m_style.devicePixelRatio;
        const double across = std::max(1.0, std::floor(width * ratio + 1e-6));
        const double down = std::max(1.0, std::round(across / aspect()));
        m_layout.maskPixels = QSize(static_cast<int>(across), static_cast<int>(down));
        const QSizeF size(across / ratio, down / ratio);
        QPointF corner(snapped(m_left, m_style), snapped(m_top, m_style));
        m_layout.beside = QRectF();
        if (side()) {
            m_layout.beside = QRectF(corner, size);
            corner.rx() = snapped(m_layout.beside.right() + u(kBetweenPictures), m_style);
        }
        m_layout.mask = QRectF(corner, size);
        m_layout.bar = m_style.parts.bar ? QRectF(snapped(m_layout.mask.right() + u(kImageBarGap), m_style), corner.y(), snapped(u(kImageBar), m_style), size.height()) : QRectF();
        m_right = m_style.parts.bar ? m_layout.bar.right() + u(kBarTicks) + labels + u(kBarName) : m_layout.mask.right();
    }

    /// Right of the bar: the picture and what asks for another query, then small masks.
    void placeStrips()
    {
        const double x = snapped(m_right + u(kSideColumnGap), m_style);
        const double width = u(kSideColumn);
        double y = snapped(m_layout.mask.top(), m_style);
        y = placePicture(x, y, width);
        for (const auto& strip : m_figure.strips) {
            ImageLayout::Strip placed;
            placed.title = QRectF(x, y, width, u(kStripTitle));
            y += u(kStripTitle);
            const auto count = static_cast<double>(strip.items.size());
            const double columns = std::min(count, count > 3.0 ? 6.0 : 3.0);
            const double gap = u(columns > 3.0 ? kSmallItemGap : kItemGap);
            const double item = std::floor((width - (columns - 1.0) * gap) / columns * m_style.devicePixelRatio) / m_style.devicePixelRatio;
            const double height = snapped(item / aspect(), m_style);
            for (std::size_t i = 0; i < strip.items.size(); ++i) {
                const double column = std::fmod(static_cast<double>(i), columns);
                const double row = std::floor(static_cast<double>(i) / columns);
                placed.items.emplace_back(snapped(x + column * (item + gap), m_style), snapped(y + row * (height + u(kItemLabel)), m_style), item, height);
            }
            y = placed.items.back().bottom() + u(kItemLabel + kStripGap);
            m_layout.strips.push_back(std::move(placed));
        }
    }

    double placePicture(double x, double y, double width)
    {
        double bottom = y;
        double textLeft = x;
        if (m_figure.show == ImageShow::Overlay && !m_picture.image.isNull()) {
            const double side = u(kSmallPicture);
            const QSizeF size = aspect() >= 1.0 ? QSizeF(side, snapped(side / aspect(), m_style)) : QSizeF(snapped(side * aspect(), m_style), side);
            m_layout.small = QRectF(QPointF(x, y), size);
            bottom = m_layout.small.bottom();
            textLeft = m_layout.small.right() + u(12.0);
        }
        if (!m_figure.chips.empty()) {
            m_layout.words = QRectF(textLeft, y, x + width - textLeft, 3.0 * m_letters.lineHeight(Role::Label));
            bottom = std::max(bottom, placeChips(textLeft, m_layout.words.bottom() + u(6.0), x + width));
        }
        return bottom + u(kStripGap);
    }

    double placeChips(double left, double top, double right)
    {
        double x = left;
        double y = top;
        for (const auto& chip : m_figure.chips) {
            const double width = std::min(right - left, std::ceil(m_letters.width(Role::Label, displayText(chip.label)) + u(2.0 * kChipPadding)));
            if (x + width > right && x > left) {
                x = left;
                y += u(kChip) + u(4.0);
            }
            m_layout.chips.emplace_back(snapped(x, m_style), snapped(y, m_style), width, u(kChip));
            x += width + u(6.0);
        }
        return y + u(kChip);
    }

    const ImageFigure& m_figure;
    const PaintStyle& m_style;
    Lettering m_letters;
    LoadedPicture m_picture;
    ImageLayout m_layout;
    bool m_strips = false;
    double m_left = 0.0, m_top = 0.0, m_right = 0.0;
    double m_pair = 0.0; ///< height of the text that belongs to the picture, with what is above it
    std::size_t m_lines = 1;
};

std::optional<std::int64_t> indexAt(const std::vector<QRectF>& places, QPointF point)
{
    const auto found = std::find_if(places.begin(), places.end(), [&](const QRectF& place) { return place.contains(point); });
    return found == places.end() ? std::nullopt : std::optional<std::int64_t>(found - places.begin());
}

} // namespace

ImageLayout layoutImage(const ImageFigure& figure, QSizeF size, const PaintStyle& style)
{
    return ImageArrangement(figure, size, style).result();
}

double endOf(const ImageLayout& layout)
{
    return std::max({layout.mask.bottom(), layout.pair.paper.bottom(), layout.pair.bar.bottom(), layout.footer.bottom()});
}

std::optional<std::int64_t> ImageLayout::patchAt(QPointF point) const
{
    for (const QRectF& place : {mask, beside}) {
        if (!place.contains(point) || rows < 1 || columns < 1)
            continue;
        const auto row = static_cast<std::int64_t>((point.y() - place.top()) / place.height() * static_cast<double>(rows));
        const auto column = static_cast<std::int64_t>((point.x() - place.left()) / place.width() * static_cast<double>(columns));
        return std::clamp<std::int64_t>(row, 0, rows - 1) * columns + std::clamp<std::int64_t>(column, 0, columns - 1);
    }
    return std::nullopt;
}

QRectF ImageLayout::patchRect(std::int64_t patch) const
{
    if (patch < 0 || patch >= rows * columns)
        return {};
    const double width = mask.width() / static_cast<double>(columns);
    const double height = mask.height() / static_cast<double>(rows);
    return {mask.left() + static_cast<double>(patch % columns) * width, mask.top() + static_cast<double>(patch / columns) * height, width, height};
}

std::optional<std::int64_t> ImageLayout::chipAt(QPointF point) const
{
    return indexAt(chips, point);
}

std::optional<std::pair<std::int64_t, std::int64_t>> ImageLayout::itemAt(QPointF point) const
{
    for (std::size_t strip = 0; strip < strips.size(); ++strip)
        if (const auto item = indexAt(strips[strip].items, point))
            return std::pair{static_cast<std::int64_t>(strip), *item};
    return std::nullopt;
}

} // namespace headlight::paint
