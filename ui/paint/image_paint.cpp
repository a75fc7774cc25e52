// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_bar.h"
#include "ui/paint/footer.h"
#include "ui/paint/image_sizes.h"
#include "ui/paint/map_paint.h"
#include "ui/paint/picture.h"
#include "ui/paint/strokes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

const QColor kGridLine(255, 255, 255, 56);
constexpr double kChipRadius = 4.0;

class ImagePainting {
public:
    ImagePainting(QPainter& painter, const ImageFigure& figure, const ImageLayout& layout, const PaintStyle& style)
        : m_painter(painter), m_figure(figure), m_layout(layout), m_style(style), m_letters(style), m_picture(pictureOf(figure).image)
    {
    }

    void paint()
    {
        paintHead(m_painter, m_figure.text, m_layout.title, m_layout.subtitle, m_letters, m_style.tokens);
        paintMask();
        if (!m_layout.beside.isEmpty())
            paintPicture(m_layout.beside);
        if (!m_layout.bar.isEmpty())
            paintBar();
        paintMarks();
        paintPair();
        paintFooter(m_painter, m_layout.footerLines, m_layout.footer, m_letters, m_style.tokens);
        if (!m_layout.small.isEmpty())
            paintPicture(m_layout.small);
        paintChips();
        for (std::size_t i = 0; i < m_layout.strips.size(); ++i)
            paintStrip(m_figure.strips[i], m_layout.strips[i]);
    }

private:
    [[nodiscard]] double u(double units) const { return units * m_style.textScale; }
    [[nodiscard]] bool overlaid() const { return m_figure.show == ImageShow::Overlay && !m_picture.isNull(); }
    [[nodiscard]] QSize pixelsOf(const QRectF& place) const
    {
        return {std::max(1, static_cast<int>(std::lround(place.width() * m_style.devicePixelRatio))), std::max(1, static_cast<int>(std::lround(place.height() * m_style.devicePixelRatio)))};
    }

    void paintMask()
    {
        const QRectF& place = m_layout.mask;
        if (overlaid())
            paintImage(m_painter, place, overlayImage(*m_figure.mask, m_figure.scale, m_figure.enlargement, m_layout.maskPixels, m_picture, m_figure.strength, m_figure.grey));
        else if (m_figure.enlargement == Enlargement::Nearest && m_style.vector)
            paintMap(m_painter, *m_figure.mask, m_figure.scale, place, m_layout.maskPixels, false, m_style);
        else
            paintImage(m_painter, place, maskImage(*m_figure.mask, m_figure.scale, m_figure.enlargement, m_layout.maskPixels, m_style.tokens.canvas.rgb(), m_style.tokens.hintText.rgb()));
        if (m_figure.gridLines)
            paintGrid(place);
        paintFrame(m_painter, place, 1.0, m_style.tokens.edge, m_style);
    }

    void paintGrid(const QRectF& place)
    {
        const double width = lineWidth(1.0, m_style);
        for (std::int64_t c = 1; c < m_layout.columns; ++c)
            paintLine(m_painter, QRectF(snapped(place.left() + static_cast<double>(c) * place.width() / static_cast<double>(m_layout.columns), m_style), place.top(), width, place.height()), kGridLine);
        for (std::int64_t r = 1; r < m_layout.rows; ++r)
            paintLine(m_painter, QRectF(place.left(), snapped(place.top() + static_cast<double>(r) * place.height() / static_cast<double>(m_layout.rows), m_style), place.width(), width), kGridLine);
    }

    void paintPicture(const QRectF& place)
    {
        paintImage(m_painter, place, m_picture.scaled(pixelsOf(place), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        paintFrame(m_painter, place, 1.0, m_style.tokens.edge, m_style);
    }

    /// The colours that a value has over this picture.
    void paintBar()
    {
        if (!overlaid())
            return paintVerticalBar(m_painter, m_figure.scale, m_layout.bar, m_letters, m_style);
        const ColourTable table = coveredTable(m_figure.scale, m_figure.strength, meanColour(m_picture, m_figure.grey));
        paintVerticalBar(m_painter, m_figure.scale, m_layout.bar, m_letters, m_style, &table);
    }

    /// The text that belongs to the picture, in its own colours.
    void paintPair()
    {
        if (m_layout.pairTitle.isEmpty())
            return;
        const auto& text = *m_figure.pair;
        const double baseline = m_layout.pairTitle.top() + m_letters.pixels(Role::PanelTitle);
        m_letters.draw(m_painter, Role::PanelTitle, {m_layout.pairTitle.left(), baseline}, m_letters.elidedEnd(Role::PanelTitle, displayText(text.text.title), m_layout.pairTitle.width()), m_style.tokens.text);
        paintWords(m_painter, text, m_layout.pair, m_style);
        if (!m_layout.pair.bar.isEmpty())
            paintHorizontalBar(m_painter, text.scale, m_layout.pair.bar, m_letters, m_style);
    }

    void paintMarks()
    {
        for (const auto patch : m_figure.queryPatches)
            paintCellMark(m_painter, m_layout.patchRect(patch), u(1.6), u(3.4));
        if (m_figure.keyPatch && m_style.onScreen)
            paintDashedFrame(m_painter, m_layout.patchRect(*m_figure.keyPatch), Qt::white, Qt::black, m_style);
    }

    void paintChips()
    {
        if (m_layout.chips.empty())
            return;
        const QString words = m_figure.firstQueryPatch ? QStringLiteral("Click a patch to make it the query, or") : QStringLiteral("Who looks at the picture");
        double y = m_layout.words.top();
        for (const QString& line : wordsInLines(words, m_layout.words.width())) {
            m_letters.draw(m_painter, Role::Label, {m_layout.words.left(), y + m_letters.pixels(Role::Label)}, line, m_style.tokens.quietText);
            y += m_letters.lineHeight(Role::Label);
        }
        for (std::size_t i = 0; i < m_layout.chips.size(); ++i)
            paintChip(m_figure.chips[i], m_layout.chips[i]);
    }

    void paintChip(const ImageFigure::Chip& chip, const QRectF& place)
    {
        m_painter.save();
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(QPen(chip.chosen ? m_style.tokens.accent : m_style.tokens.edge, chip.chosen ? 2.0 : 1.0));
        m_painter.setBrush(chip.chosen ? m_style.tokens.soft : m_style.tokens.canvas);
        m_painter.drawRoundedRect(place.adjusted(1.0, 1.0, -1.0, -1.0), kChipRadius, kChipRadius);
        m_painter.restore();
        const Role role = chip.chosen ? Role::Emphasis : Role::Label;
        const QString text = m_letters.elidedMiddle(role, displayText(chip.label), place.width() - u(kChipPadding));
        m_letters.draw(m_painter, role, {place.center().x(), place.center().y() + m_letters.capMiddle(role)}, text, chip.chosen ? m_style.tokens.accent : m_style.tokens.text, Anchor::Middle);
    }

    [[nodiscard]] std::vector<QString> wordsInLines(const QString& text, double width) const
    {
        std::vector<QString> lines;
        QString line;
        for (const QString& word : text.split(QLatin1Char(' '))) {
            const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
            if (!line.isEmpty() && m_letters.width(Role::Label, longer) > width) {
                lines.push_back(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.push_back(line);
        return lines;
    }

    void paintStrip(const ImageFigure::Strip& strip, const ImageLayout::Strip& layout)
    {
        const double baseline = layout.title.top() + m_letters.pixels(Role::PanelTitle);
        const QString name = displayText(strip.name);
        m_letters.draw(m_painter, Role::PanelTitle, {layout.title.left(), baseline}, name, m_style.tokens.text);
        const double noteLeft = layout.title.left() + m_letters.width(Role::PanelTitle, name) + u(10.0);
        m_letters.draw(m_painter, Role::Label, {noteLeft, baseline}, m_letters.elidedEnd(Role::Label, displayText(strip.note), layout.title.right() - noteLeft), m_style.tokens.quietText);
        for (std::size_t i = 0; i < strip.items.size(); ++i)
            paintItem(strip.items[i], layout.items[i], strip.items.size() > 3);
    }

    /// A small mask at a scale of its own, from 0 to its largest value.
    void paintItem(const ImageFigure::Item& item, const QRectF& place, bool middle)
    {
        ColourScale scale = m_figure.scale;
        scale.high = 0.0;
        for (const float value : item.mask->values())
            if (std::isfinite(value))
                scale.high = std::max(scale.high, scale.diverging ? std::fabs(static_cast<double>(value)) : static_cast<double>(value));
        scale.high = scale.high > 0.0 ? scale.high : 1.0;
        scale.low = scale.diverging ? -scale.high : 0.0;
        const QSize pixels = pixelsOf(place);
        paintImage(m_painter, place,
                   overlaid() ? overlayImage(*item.mask, scale, m_figure.enlargement, pixels, m_picture, m_figure.strength, m_figure.grey)
                              : maskImage(*item.mask, scale, m_figure.enlargement, pixels, m_style.tokens.canvas.rgb(), m_style.tokens.hintText.rgb()));
        if (item.chosen)
            paintFrame(m_painter, place, 2.0, m_style.tokens.accent, m_style);
        const Role role = item.chosen ? Role::Emphasis : Role::Label;
        const QColor colour = item.chosen ? m_style.tokens.accent : m_style.tokens.quietText;
        const QString text = m_letters.elidedEnd(role, displayText(item.label), place.width());
        const double y = place.bottom() + u(3.0) + m_letters.pixels(role);
        m_letters.draw(m_painter, role, {middle ? place.center().x() : place.left(), y}, text, colour, middle ? Anchor::Middle : Anchor::Start);
    }

    QPainter& m_painter;
    const ImageFigure& m_figure;
    const ImageLayout& m_layout;
    const PaintStyle& m_style;
    Lettering m_letters;
    QImage m_picture;
};

} // namespace

void paint(QPainter& painter, const ImageFigure& figure, const ImageLayout& layout, const PaintStyle& style)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (!style.transparent)
        painter.fillRect(QRectF(QPointF(0.0, 0.0), layout.size), style.tokens.canvas);
    ImagePainting(painter, figure, layout, style).paint();
    painter.restore();
}

void paintPatchHover(QPainter& painter, const ImageLayout& layout, std::int64_t patch, const PaintStyle& style)
{
    const QRectF place = layout.patchRect(patch);
    if (!place.isEmpty())
        paintCellMark(painter, place, 1.2 * style.textScale, 2.6 * style.textScale);
}

} // namespace headlight::paint
