// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/links_text.h"

#include "figure/build.h"
#include "ui/paint/lettering.h"
#include "ui/paint/links_lines.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr std::size_t kMostNamed = 6;

QString ofLinks(const char* text)
{
    return QCoreApplication::translate("Links", text);
}

QString words(const std::string& text)
{
    return paint::displayText(text);
}

QString weightOf(const paint::LinkLine& line)
{
    return words(formatValue(static_cast<double>(line.weight)));
}

const std::string& headOf(const LinksFigure& figure, std::int64_t head)
{
    return figure.heads[static_cast<std::size_t>(head)].name;
}

} // namespace

QString nameOf(const LinksFigure& figure, paint::LinkEnd end)
{
    const auto& label = (end.isKey ? figure.keys : figure.queries).labels[static_cast<std::size_t>(end.place)];
    const QString number = QString::number(label.position);
    const QString text = words(label.text);
    return text == number ? number : QStringLiteral("%1 %2").arg(text, number);
}

QString statusOf(const LinksFigure& figure, paint::LinkEnd end)
{
    auto lines = paint::linesOf(figure, std::span(&end, 1));
    const auto count = lines.size();
    paint::keepStrongest(lines, kMostNamed);
    std::ranges::reverse(lines);
    QStringList others;
    for (const auto& line : lines) {
        const paint::LinkEnd other{!end.isKey, end.isKey ? line.query : line.key};
        const QString head = figure.heads.size() > 1 ? QStringLiteral(" (%1)").arg(words(headOf(figure, line.head))) : QString();
        others << QStringLiteral("%1 %2%3").arg(nameOf(figure, other), weightOf(line), head);
    }
    if (count > lines.size())
        others << QStringLiteral("…");
    const QString kind = end.isKey ? ofLinks(QT_TRANSLATE_NOOP("Links", "key")) : ofLinks(QT_TRANSLATE_NOOP("Links", "query"));
    const QString number = count == 1 ? ofLinks(QT_TRANSLATE_NOOP("Links", "1 link")) : ofLinks(QT_TRANSLATE_NOOP("Links", "%1 links")).arg(count);
    return QStringLiteral("%1 %2   %3   %4").arg(kind, nameOf(figure, end), number, others.join(QStringLiteral(", "))).trimmed();
}

QString statusOf(const LinksFigure& figure, const paint::LinkLine& line)
{
    return QStringLiteral("%1 → %2   %3   %4").arg(nameOf(figure, {false, line.query}), nameOf(figure, {true, line.key}), weightOf(line), words(headOf(figure, line.head)));
}

QString statusOf(const LinksFigure& figure, const paint::LinksLayout& layout, std::int64_t head)
{
    const auto count = std::ranges::count_if(layout.lines, [head](const paint::LinkLine& line) { return line.head == head; });
    return ofLinks(QT_TRANSLATE_NOOP("Links", "%1   %2 links drawn")).arg(words(headOf(figure, head))).arg(count);
}

} // namespace headlight::ui
