// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Words on figures: measured once, drawn alike on screen and on paper.
#pragma once

#include "ui/paint/painter.h"

#include <QColor>
#include <QFont>
#include <QPointF>
#include <QString>

#include <array>
#include <string>

namespace headlight::paint {

/// What a text is; sizes are those of the design at text scale 1.
enum class Role : std::uint8_t { Title, Subtitle, PanelTitle, Label, Emphasis, Number, Sentence, Word, StrongWord };
inline constexpr std::size_t kRoleCount = 9;

/// Which point of the text stands at the given place of its baseline.
enum class Anchor : std::uint8_t { Start, Middle, End };

class Lettering {
public:
    explicit Lettering(const PaintStyle& style);

    [[nodiscard]] const QFont& font(Role role) const { return m_fonts[static_cast<std::size_t>(role)]; }
    [[nodiscard]] double pixels(Role role) const { return font(role).pixelSize(); }
    [[nodiscard]] double lineHeight(Role role) const;
    /// From a baseline up to the middle of capitals: text centred at y has its baseline at y + capMiddle.
    [[nodiscard]] double capMiddle(Role role) const { return 0.36 * pixels(role); }
    [[nodiscard]] double width(Role role, const QString& text) const;
    [[nodiscard]] QString elidedMiddle(Role role, const QString& text, double width) const;
    [[nodiscard]] QString elidedEnd(Role role, const QString& text, double width) const;

    /// `angle` in degrees, clockwise: -90 reads upward. Baselines stand on whole pixels where there are pixels.
    void draw(QPainter& painter, Role role, QPointF baseline, const QString& text, const QColor& colour, Anchor anchor = Anchor::Start, double angle = 0.0) const;

private:
    /// Of a role, for this text.
    [[nodiscard]] QFont face(Role role, const QString& text) const;

    std::array<QFont, kRoleCount> m_fonts;
    double m_pixelRatio;
    bool m_vector;
    bool m_outlines;
};

/// UTF-8 of the core as text of one line: line feeds, tabs and other controls become visible signs, characters that no font has U+0915.
QString displayText(const std::string& utf8);

/// Breaks parts joined by " · " into lines of at most `width`; the last of `most` lines is elided.
std::vector<QString> wrappedParts(const Lettering& letters, Role role, const std::vector<QString>& parts, double width, std::size_t most);

/// "received, column mean" on two lines: after the comma where there is one, else at the space next to the middle.
std::vector<QString> inTwoLines(const QString& text);

} // namespace headlight::paint
