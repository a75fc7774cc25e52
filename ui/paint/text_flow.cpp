// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/text_flow.h"

#include "ui/paint/scripts.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

namespace {

constexpr double kChipGap = 4.0; ///< between token and number, at a size of 11

enum class Direction : std::uint8_t { Neutral, LeftToRight, RightToLeft };

Direction directionOf(const QString& text)
{
    for (const QChar character : text)
        switch (character.direction()) {
        case QChar::DirL:
            return Direction::LeftToRight;
        case QChar::DirR:
        case QChar::DirAL:
            return Direction::RightToLeft;
        default:
            break;
        }
    return Direction::Neutral;
}

/// Tokens that touch.
struct Word {
    std::size_t first = 0;
    std::vector<double> ends; ///< of its pieces, from the left edge of the word in the direction of its script
    Direction direction = Direction::Neutral;
    bool endsLine = false;
    [[nodiscard]] double width() const { return ends.back(); }
};

class Flowing {
public:
    Flowing(const FlowRules& rules, double width, bool rightToLeft, std::size_t tokens) : m_rules(rules), m_width(width), m_rightToLeft(rightToLeft) { m_flow.boxes.resize(tokens); }

    void add(Word word)
    {
        const bool first = m_line.empty();
        if (!first && m_used + m_rules.gap + word.width() > m_width)
            breakLine();
        m_used += (m_line.empty() ? 0.0 : m_rules.gap) + word.width();
        const bool ends = word.endsLine;
        m_line.push_back(std::move(word));
        if (ends)
            breakLine();
    }

    Flow result()
    {
        if (!m_line.empty())
            breakLine();
        m_flow.height = m_top;
        return std::move(m_flow);
    }

private:
    [[nodiscard]] Direction base() const { return m_rightToLeft ? Direction::RightToLeft : Direction::LeftToRight; }

    /// Words between others of one direction have that direction; else that of the text.
    void settleNeutral()
    {
        for (std::size_t i = 0; i < m_line.size(); ++i) {
            if (m_line[i].direction != Direction::Neutral)
                continue;
            std::size_t next = i;
            while (next < m_line.size() && m_line[next].direction == Direction::Neutral)
                ++next;
            const auto before = i > 0 ? m_line[i - 1].direction : base();
            const auto after = next < m_line.size() ? m_line[next].direction : base();
            for (; i < next; ++i)
                m_line[i].direction = before == after ? before : base();
        }
    }

    /// From logical to visual order, word by word.
    void reorder()
    {
        if (m_rightToLeft)
            std::ranges::reverse(m_line);
        for (std::size_t i = 0; i < m_line.size();) {
            std::size_t next = i;
            while (next < m_line.size() && m_line[next].direction != base())
                ++next;
            std::reverse(m_line.begin() + static_cast<std::ptrdiff_t>(i), m_line.begin() + static_cast<std::ptrdiff_t>(next));
            i = std::max(next, i + 1);
        }
    }

    void breakLine()
    {
        settleNeutral();
        reorder();
        double x = m_rightToLeft ? m_width - m_used : 0.0;
        const double y = m_top + (m_rules.pitch - m_rules.height) / 2.0;
        for (const auto& word : m_line) {
            double begin = 0.0;
            for (std::size_t i = 0; i < word.ends.size(); ++i) {
                const double end = word.ends[i];
                const double left = word.direction == Direction::RightToLeft ? word.width() - end : begin;
                m_flow.boxes[word.first + i] = QRectF(x + left, y, end - begin, m_rules.height);
                begin = end;
            }
            x += word.width() + m_rules.gap;
        }
        m_top += m_rules.pitch;
        m_line.clear();
        m_used = 0.0;
    }

    FlowRules m_rules;
    double m_width;
    bool m_rightToLeft;
    Flow m_flow;
    std::vector<Word> m_line;
    double m_used = 0.0;
    double m_top = 0.0;
};

/// Widths of pieces as they stand in the word: letters that join are measured together.
std::vector<double> endsOf(const std::vector<QString>& pieces, const FlowRules& rules, const Lettering& letters, double most)
{
    std::vector<double> ends;
    QString whole;
    for (const QString& piece : pieces)
        whole += piece;
    const bool joined = pieces.size() > 1 && needsShaping(whole);
    double end = rules.pad;
    QString before;
    for (const QString& piece : pieces) {
        before += piece;
        end = joined ? rules.pad + letters.width(rules.role, before) : end + letters.width(rules.role, piece);
        ends.push_back(std::min(end, most - rules.pad));
    }
    ends.back() += rules.pad;
    return ends;
}

double chipWidth(const TextFigure& figure, std::size_t token, const FlowRules& rules, const Lettering& letters)
{
    return letters.width(rules.role, displayText(figure.tokens[token].label.text)) + kChipGap * letters.pixels(Role::Label) / 11.0 +
        letters.width(Role::Label, chipNumber(figure.weights[token])) + 2.0 * rules.chipPad;
}

bool stands(const TextFigure::Token& token, const FlowRules& rules)
{
    return !token.square && (rules.chips || !token.label.special || token.coloured);
}

} // namespace

QString chipNumber(float weight)
{
    return std::isfinite(weight) ? QString::number(static_cast<double>(weight), 'f', 2).replace(u'-', u'\u2212') : QStringLiteral("–");
}

Flow flowText(const TextFigure& figure, const FlowRules& rules, const Lettering& letters, double width)
{
    const auto& tokens = figure.tokens;
    Flowing flowing(rules, width, figure.rightToLeft, tokens.size());
    for (std::size_t i = 0; i < tokens.size();) {
        if (!stands(tokens[i], rules)) {
            ++i;
            continue;
        }
        Word word;
        word.first = i;
        if (rules.chips && tokens[i].label.special) {
            word.ends = {std::min(width, chipWidth(figure, i, rules, letters))};
            word.endsLine = tokens[i].endsLine;
            flowing.add(std::move(word));
            ++i;
            continue;
        }
        std::vector<QString> pieces;
        QString whole;
        do {
            const QString piece = displayText(tokens[i].label.text);
            const bool full = !pieces.empty() && letters.width(rules.role, whole + piece) + 2.0 * rules.pad > width;
            if (full)
                break; // a word wider than the text
            pieces.push_back(piece);
            whole += piece;
            word.endsLine = tokens[i].endsLine;
            ++i;
        } while (i < tokens.size() && !word.endsLine && !tokens[i].spaced && !tokens[i].label.special && stands(tokens[i], rules));
        word.ends = endsOf(pieces, rules, letters, width);
        word.direction = directionOf(whole);
        flowing.add(std::move(word));
    }
    return flowing.result();
}

Flow flowLabels(const std::vector<FigureLabel>& labels, const FlowRules& rules, const Lettering& letters, double width)
{
    Flowing flowing(rules, width, false, labels.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        Word word;
        word.first = i;
        const QString text = displayText(labels[i].text);
        word.ends = endsOf({text}, rules, letters, width);
        word.direction = directionOf(text);
        flowing.add(std::move(word));
    }
    return flowing.result();
}

} // namespace headlight::paint
