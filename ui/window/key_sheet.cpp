// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/key_sheet.h"

#include "ui/window/chrome.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kRow = 21;
constexpr int kColumnWidth = 330;
constexpr int kKeys = 128;
constexpr int kPadding = 28;

} // namespace

KeySheet::KeySheet(const std::vector<Command>& commands, QWidget* window) : QWidget(window)
{
    setObjectName(QStringLiteral("keySheet"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFocusPolicy(Qt::StrongFocus);
    for (const auto& command : commands) {
        if (command.keys.isEmpty())
            continue;
        const QString title = command.menu.isEmpty() ? tr("Window") : command.menu.section(QLatin1Char('/'), 0, 0).remove(QLatin1Char('&'));
        auto group = std::find_if(m_groups.begin(), m_groups.end(), [&title](const Group& g) { return g.title == title; });
        if (group == m_groups.end())
            group = m_groups.insert(m_groups.end(), Group{title, {}});
        Command shown = command;
        shown.keys.removeAll(QKeySequence(Qt::SHIFT | Qt::Key_Question)); // the same key as people see it
        group->rows.emplace_back(keyWords(shown), QString(command.text).remove(QLatin1Char('&')));
    }
    m_groups.push_back({tr("Mouse in the picker, the overview and the heads"),
                        {{tr("Click"), tr("only this head")},
                         {tr("Ctrl+click"), tr("add or remove it")},
                         {tr("Shift+click"), tr("rectangle from the last one")},
                         {tr("Drag"), tr("paint heads; in a list of heads: its rows")},
                         {tr("Double click"), tr("in the overview and the heads: open its heat map")},
                         {tr("Header"), tr("the whole layer or head")}}});
    m_groups.push_back({tr("In a heat map"),
                        {{tr("Arrows"), tr("move the pin; Ctrl: by 10")},
                         {tr("Ctrl+wheel"), tr("zoom about the pointer")},
                         {tr("Drag"), tr("zoom into a rectangle")}}});
    m_groups.push_back({tr("In a chart of received attention"),
                        {{tr("Click"), tr("select the head and the key")},
                         {tr("Ctrl+click"), tr("one head more, or less")},
                         {tr("Wheel"), tr("zoom; beside an axis along it")},
                         {tr("Drag"), tr("zoom into a rectangle; middle: move")},
                         {tr("Arrows"), tr("along a line, to the next one")}}});
    m_groups.push_back({tr("Queries in a text, links, a picture or an evolution"),
                        {{tr("Click"), tr("only this patch or token")},
                         {tr("Ctrl+click"), tr("one more: the mean of their rows; in links the lines of both")},
                         {tr("Drag"), tr("every word or patch; along the axis: scrub")},
                         {tr("Alt+click"), tr("in a text: who looks at the word; in links: pins a key")}}});
    resize(window->size());
    setAccessibleName(tr("All keys"));
}

void KeySheet::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    QColor veil = tokens.window;
    veil.setAlphaF(0.75F);
    painter.fillRect(rect(), veil);
    const int rowHeight = scaled(kRow);
    const int columnWidth = scaled(kColumnWidth);
    const int columns = std::clamp((width() - 2 * kPadding - 40) / columnWidth, 1, 3);
    int total = 0;
    for (const auto& group : m_groups)
        total += static_cast<int>(group.rows.size()) + 2;
    const int most = (height() - 140) / rowHeight;
    const int perColumn = std::min(most, total / columns + 4);

    const QRect card = QRect(0, 0, columns * columnWidth + 2 * kPadding, perColumn * rowHeight + 2 * kPadding + 40);
    const QPoint corner((width() - card.width()) / 2, std::max(10, (height() - card.height()) / 2));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(corner);
    painter.setPen(tokens.edge);
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 7.0, 7.0);
    painter.setPen(tokens.text);
    painter.setFont(chromeText(17, QFont::DemiBold));
    painter.drawText(QRect(kPadding, kPadding - 8, 400, 28), Qt::AlignVCenter, tr("All keys"));

    int column = 0;
    int row = 0;
    const auto place = [&] { return QPoint(kPadding + column * columnWidth, kPadding + 36 + row * rowHeight); };
    for (const auto& group : m_groups) {
        if (row + std::min<int>(static_cast<int>(group.rows.size()) + 1, 4) > perColumn && column + 1 < columns) {
            ++column;
            row = 0;
        }
        painter.setPen(tokens.quietText);
        painter.setFont(chromeText(11, QFont::DemiBold));
        painter.drawText(QRect(place(), QSize(columnWidth, rowHeight)), Qt::AlignVCenter, group.title);
        ++row;
        for (const auto& [keys, what] : group.rows) {
            if (row >= perColumn && column + 1 < columns) {
                ++column;
                row = 0;
            }
            painter.setFont(chromeText(12.5, QFont::DemiBold));
            painter.setPen(tokens.text);
            painter.drawText(QRect(place(), QSize(scaled(kKeys) - 8, rowHeight)), Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(keys, Qt::ElideRight, scaled(kKeys) - 8));
            painter.setFont(chromeText(12.5));
            painter.drawText(QRect(place() + QPoint(scaled(kKeys), 0), QSize(columnWidth - scaled(kKeys) - 12, rowHeight)), Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(what, Qt::ElideRight, columnWidth - scaled(kKeys) - 12));
            ++row;
        }
        ++row;
    }
}

void KeySheet::mousePressEvent(QMouseEvent*)
{
    close();
}

void KeySheet::keyPressEvent(QKeyEvent*)
{
    close();
}

} // namespace headlight::ui
