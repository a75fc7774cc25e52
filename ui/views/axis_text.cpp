// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/axis_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace headlight::ui {

const FigureLabel& labelAt(const FigureAxis& axis, std::int64_t place)
{
    return axis.labels[static_cast<std::size_t>(place)];
}

std::optional<std::int64_t> placeOf(const FigureAxis& axis, std::int64_t position)
{
    const auto label = std::ranges::find(axis.labels, position, &FigureLabel::position);
    if (label == axis.labels.end())
        return std::nullopt;
    return label - axis.labels.begin();
}

QString textOf(const FigureLabel& label)
{
    return QString::fromStdString(label.text);
}

bool isJustNumber(const FigureLabel& label)
{
    return label.text.empty() || label.text == std::to_string(label.position);
}

QString spokenLabel(const QString& axis, const FigureLabel& label)
{
    const QString number = QString::number(label.position);
    return isJustNumber(label) ? axis + QLatin1Char(' ') + number : axis + QLatin1Char(' ') + textOf(label) + QLatin1Char(' ') + number;
}

QString forTable(const FigureLabel& label)
{
    return textOf(label).replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString labelStatus(const FigureAxis& axis, std::int64_t place)
{
    const FigureLabel& label = labelAt(axis, place);
    const QString position = QString::fromStdString(axis.name) + QLatin1Char(' ') + QString::number(label.position);
    return isJustNumber(label) ? position : position + QStringLiteral("   ") + textOf(label);
}

QString valueText(float value)
{
    std::array<char, 64> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return QString::fromLatin1(digits.data(), end.ptr - digits.data());
}

} // namespace headlight::ui
