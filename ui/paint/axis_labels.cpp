// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/axis_labels.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

namespace headlight::paint {

namespace {

constexpr double kHorizontalGap = 6.0;
constexpr std::size_t kMeasuredLabels = 256;

/// Labels placed so far; a new one is taken only where it is far enough from all others.
class Spacing {
public:
    Spacing(double pitch, double least) : m_pitch(pitch), m_least(least) {}

    void add(std::int64_t index)
    {
        const auto next = m_taken.lower_bound(index);
        if (next != m_taken.end() && tooClose(*next - index))
            return;
        if (next != m_taken.begin() && tooClose(index - *std::prev(next)))
            return;
        m_taken.insert(next, index);
    }
    [[nodiscard]] std::vector<std::int64_t> taken() const { return {m_taken.begin(), m_taken.end()}; }

private:
    [[nodiscard]] bool tooClose(std::int64_t distance) const { return static_cast<double>(distance) * m_pitch < m_least - 1e-6; }

    double m_pitch;
    double m_least;
    std::set<std::int64_t> m_taken;
};

} // namespace

int labelStep(double pitch, double least)
{
    constexpr std::array<int, 9> kSteps = {1, 2, 4, 5, 8, 10, 20, 50, 100};
    for (const int step : kSteps)
        if (step * pitch >= least - 1e-6)
            return step;
    for (int decade = 100; decade < 100'000'000; decade *= 10)
        for (const int factor : {2, 5, 10})
            if (factor * decade * pitch >= least - 1e-6)
                return factor * decade;
    return 1'000'000'000;
}

std::vector<std::int64_t> shownLabels(const FigureAxis& axis, std::optional<std::int64_t> focus, int step, double pitch, double least)
{
    const auto count = static_cast<std::int64_t>(axis.labels.size());
    Spacing spacing(pitch, least);
    if (focus && *focus >= 0 && *focus < count)
        spacing.add(*focus);
    for (std::int64_t i = 0; i < count; ++i)
        if (axis.labels[static_cast<std::size_t>(i)].emphasised)
            spacing.add(i);
    for (std::int64_t i = 0; i < count; ++i)
        if (axis.labels[static_cast<std::size_t>(i)].alwaysShown)
            spacing.add(i);
    for (std::int64_t i = 0; i < count; i += step)
        spacing.add(i);
    return spacing.taken();
}

LabelWords labelWords(const FigureLabel& label, bool focus, const Lettering& letters, double longest, LabelRoles roles)
{
    LabelWords words;
    words.role = focus || label.emphasised ? roles.emphasis : roles.usual;
    if (label.continues)
        words.mark = QStringLiteral("##");
    const double mark = words.mark.isEmpty() ? 0.0 : letters.width(words.role, words.mark);
    const QString whole = displayText(label.text);
    words.rightToLeft = whole.isRightToLeft();
    words.text = letters.elidedMiddle(words.role, whole, longest - mark);
    words.width = mark + letters.width(words.role, words.text);
    return words;
}

double widestLabel(const FigureAxis& axis, const Lettering& letters, double longest, LabelRoles roles)
{
    std::vector<std::size_t> order(axis.labels.size());
    std::iota(order.begin(), order.end(), 0U);
    if (order.size() > kMeasuredLabels) {
        const auto cut = order.begin() + kMeasuredLabels;
        std::nth_element(order.begin(), cut, order.end(), [&](std::size_t a, std::size_t b) { return axis.labels[a].text.size() > axis.labels[b].text.size(); });
        order.erase(cut, order.end());
    }
    double widest = 0.0;
    for (const std::size_t i : order)
        widest = std::max(widest, labelWords(axis.labels[i], true, letters, longest, roles).width);
    return std::min(std::ceil(widest), longest);
}

bool fitHorizontally(const FigureAxis& axis, const std::vector<std::int64_t>& shown, std::optional<std::int64_t> focus, double pitch, const Lettering& letters,
                     double longest)
{
    double before = 0.0;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const double width = labelWords(axis.labels[static_cast<std::size_t>(shown[i])], shown[i] == focus, letters, longest).width;
        if (i > 0 && static_cast<double>(shown[i] - shown[i - 1]) * pitch < (before + width) / 2.0 + kHorizontalGap)
            return false;
        before = width;
    }
    return true;
}

bool onlyNumbers(const FigureAxis& axis)
{
    return std::all_of(axis.labels.begin(), axis.labels.end(), [](const FigureLabel& label) {
        return !label.text.empty() && std::all_of(label.text.begin(), label.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    });
}

void drawLabel(QPainter& painter, const LabelWords& words, QPointF baseline, Anchor anchor, double angle, const QColor& colour, const QColor& markColour,
               const Lettering& letters)
{
    if (words.mark.isEmpty()) {
        letters.draw(painter, words.role, baseline, words.text, colour, anchor, angle);
        return;
    }
    const double mark = letters.width(words.role, words.mark);
    const double text = words.width - mark;
    const double start = anchor == Anchor::Start ? 0.0 : -words.width * (anchor == Anchor::Middle ? 0.5 : 1.0);
    const double radians = angle * M_PI / 180.0;
    const QPointF direction(std::cos(radians), std::sin(radians));
    const QPointF origin = baseline + direction * start;
    letters.draw(painter, words.role, origin + direction * (words.rightToLeft ? text : 0.0), words.mark, markColour, Anchor::Start, angle);
    letters.draw(painter, words.role, origin + direction * (words.rightToLeft ? 0.0 : mark), words.text, colour, Anchor::Start, angle);
}

} // namespace headlight::paint
