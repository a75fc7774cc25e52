// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/style_parts.h"

#include "ui/window/chrome.h"

#include <QPainter>
#include <QPainterPath>

namespace headlight::ui {

namespace {

constexpr double kRadius = 5.0;

bool enabled(const QStyleOption& option)
{
    return option.state.testFlag(QStyle::State_Enabled);
}

bool hovered(const QStyleOption& option)
{
    return enabled(option) && option.state.testFlag(QStyle::State_MouseOver);
}

bool focusedByKey(const QStyleOption& option)
{
    return option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

QRectF edgeOf(const QRect& rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto part = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
    return {part(a.red(), b.red()), part(a.green(), b.green()), part(a.blue(), b.blue())};
}

} // namespace

void drawButtonPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const auto& tokens = tokensOf(option.palette);
    const bool primary = widget != nullptr && widget->property("primary").toBool();
    const bool quiet = widget != nullptr && widget->property("quiet").toBool();
    const bool down = option.state.testFlag(QStyle::State_Sunken);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = hovered(option) || down ? tokens.hover : tokens.field;
    QColor border = down ? tokens.edge : tokens.line;
    if (primary) {
        ground = down ? mixed(tokens.accent, tokens.text, 0.25) : hovered(option) ? mixed(tokens.accent, tokens.text, 0.12) : tokens.accent;
        border = ground;
        if (!enabled(option))
            painter.setOpacity(0.4);
    }
    if (!quiet || hovered(option) || down) {
        painter.setPen(quiet ? Qt::NoPen : QPen(border));
        painter.setBrush(ground);
        painter.drawRoundedRect(edgeOf(option.rect), kRadius, kRadius);
    }
    painter.restore();
    if (focusedByKey(option))
        drawFocusRing(painter, option.rect, kRadius, tokens);
}

void drawButtonLabel(QPainter& painter, const QStyleOptionButton& option, const QWidget* widget)
{
    constexpr int kGap = 8;
    const auto& tokens = tokensOf(option.palette);
    const bool primary = widget != nullptr && widget->property("primary").toBool();
    const bool onWarning = widget != nullptr && widget->property("onWarning").toBool();
    painter.save();
    painter.setFont(chromeText(12.5, primary || onWarning ? QFont::DemiBold : QFont::Medium));
    const QString text = QString(option.text).remove(QLatin1Char('&'));
    const int icon = option.icon.isNull() ? 0 : option.iconSize.width();
    const int gap = icon > 0 && !text.isEmpty() ? kGap : 0;
    const int words = painter.fontMetrics().horizontalAdvance(text);
    int left = option.rect.center().x() - (icon + gap + words) / 2 + (icon > 0 ? 0 : 1);
    if (icon > 0)
        option.icon.paint(&painter, QRect(left, option.rect.center().y() - icon / 2 + 1, icon, icon), Qt::AlignCenter, enabled(option) ? QIcon::Normal : QIcon::Disabled);
    left += icon + gap;
    QColor colour = primary ? tokens.onAccent : onWarning ? tokens.warningText : tokens.text;
    if (!enabled(option))
        colour.setAlphaF(primary ? 0.8F : 0.45F);
    painter.setPen(colour);
    painter.drawText(QRect(left, option.rect.top(), words + 2, option.rect.height()), Qt::AlignVCenter | Qt::TextSingleLine, text);
    painter.restore();
}

void drawToolButtonPanel(QPainter& painter, const QStyleOption& option)
{
    const auto& tokens = tokensOf(option.palette);
    const bool on = option.state.testFlag(QStyle::State_On);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(on ? tokens.soft : hovered(option) || option.state.testFlag(QStyle::State_Sunken) ? tokens.hover : QColor(Qt::transparent));
    painter.drawRoundedRect(QRectF(option.rect), kRadius, kRadius);
    painter.restore();
    if (focusedByKey(option))
        drawFocusRing(painter, option.rect, kRadius, tokens);
}

void drawField(QPainter& painter, const QStyleOption& option, bool focused)
{
    const auto& tokens = tokensOf(option.palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(enabled(option) ? 1.0 : 0.5);
    painter.setBrush(tokens.field);
    painter.setPen(QPen(hovered(option) ? tokens.quietText : tokens.edge));
    painter.drawRoundedRect(edgeOf(option.rect), kRadius, kRadius);
    painter.restore();
    if (focused)
        drawFocusRing(painter, option.rect, kRadius, tokens);
}

void drawCheckIndicator(QPainter& painter, const QStyleOption& option)
{
    const auto& tokens = tokensOf(option.palette);
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool some = option.state.testFlag(QStyle::State_NoChange);
    const QRectF box = edgeOf(option.rect);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setOpacity(enabled(option) ? 1.0 : 0.4);
    painter.setPen(QPen(on || some ? tokens.accent : hovered(option) ? tokens.quietText : tokens.edge));
    painter.setBrush(on || some ? tokens.accent : tokens.field);
    painter.drawRoundedRect(box, 3.0, 3.0);
    painter.setPen(QPen(tokens.onAccent, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto inside = [&box](double x, double y) { return QPointF(box.left() + x * box.width(), box.top() + y * box.height()); };
    if (on)
        painter.drawPolyline(QPolygonF({inside(0.24, 0.52), inside(0.43, 0.71), inside(0.76, 0.31)}));
    else if (some)
        painter.drawLine(inside(0.27, 0.5), inside(0.73, 0.5));
    painter.restore();
}

void drawChevron(QPainter& painter, const QRectF& rect, Qt::ArrowType direction, const QColor& colour)
{
    const double angle = direction == Qt::DownArrow ? 0.0 : direction == Qt::LeftArrow ? 90.0 : direction == Qt::UpArrow ? 180.0 : 270.0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.center());
    painter.rotate(angle);
    painter.setPen(QPen(colour, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF({QPointF(-3.0, -1.5), QPointF(0.0, 1.5), QPointF(3.0, -1.5)}));
    painter.restore();
}

void drawMenuBarItem(QPainter& painter, const QStyleOptionMenuItem& option)
{
    const auto& tokens = tokensOf(option.palette);
    painter.fillRect(option.rect, tokens.window);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected) && enabled(option)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(option.state.testFlag(QStyle::State_Sunken) ? tokens.soft : tokens.hover);
        painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 2, -1, -2), 4.0, 4.0);
    }
    painter.setPen(enabled(option) ? tokens.text : tokens.hintText);
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine, option.text);
    painter.restore();
}

void drawMenuItem(QPainter& painter, const QStyleOptionMenuItem& option)
{
    const auto& tokens = tokensOf(option.palette);
    const QRect row = option.rect;
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(row.left() + 8, row.center().y(), row.width() - 16, 1), tokens.faintLine);
        return;
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected) && enabled(option)) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokens.soft);
        painter.drawRoundedRect(QRectF(row).adjusted(4, 0, -4, 0), 4.0, 4.0);
    }
    if (!enabled(option))
        painter.setOpacity(0.45);
    const int left = row.left() + 30;
    if (option.checked) {
        painter.setPen(QPen(tokens.accent, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const QPointF tick(row.left() + 17, row.center().y() + 0.5);
        painter.drawPolyline(QPolygonF({tick + QPointF(-4, 0), tick + QPointF(-1, 3), tick + QPointF(5, -4)}));
    } else if (!option.icon.isNull()) {
        option.icon.paint(&painter, QRect(row.left() + 9, row.center().y() - 7, 16, 16));
    }
    const auto parts = option.text.split(QLatin1Char('\t'));
    painter.setFont(option.font);
    painter.setPen(tokens.text);
    painter.drawText(QRect(left, row.top(), row.width() - left, row.height()), Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine, parts.value(0));
    painter.setPen(tokens.hintText);
    painter.drawText(row.adjusted(0, 0, -14, 0), Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, parts.value(1));
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        drawChevron(painter, QRectF(row.right() - 20, row.top(), 12, row.height()), Qt::RightArrow, tokens.quietText);
    painter.restore();
}

QRegion menuShape(const QRect& rect)
{
    QPainterPath path;
    path.addRoundedRect(rect, 7.0, 7.0);
    return QRegion(path.toFillPolygon().toPolygon());
}

void drawMenuFrame(QPainter& painter, const QStyleOption& option)
{
    const auto& tokens = tokensOf(option.palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(option.rect, tokens.panel);
    painter.setPen(QPen(tokens.edge));
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(edgeOf(option.rect), 7.0, 7.0);
    painter.restore();
}

void drawSpinBox(QPainter& painter, const QStyleOptionSpinBox& option, const QRect& up, const QRect& down)
{
    const auto& tokens = tokensOf(option.palette);
    if (option.frame)
        drawField(painter, option, option.state.testFlag(QStyle::State_HasFocus));
    const auto arrow = [&](const QRect& rect, Qt::ArrowType direction, QStyle::SubControl part, bool possible) {
        QColor colour = option.activeSubControls.testFlag(part) && hovered(option) ? tokens.text : tokens.quietText;
        if (!possible || !enabled(option))
            colour.setAlphaF(0.4F);
        drawChevron(painter, QRectF(rect).adjusted(0, 0, -3, 0), direction, colour);
    };
    arrow(up, Qt::UpArrow, QStyle::SC_SpinBoxUp, option.stepEnabled.testFlag(QAbstractSpinBox::StepUpEnabled));
    arrow(down, Qt::DownArrow, QStyle::SC_SpinBoxDown, option.stepEnabled.testFlag(QAbstractSpinBox::StepDownEnabled));
}

void drawComboBox(QPainter& painter, const QStyleOptionComboBox& option)
{
    const auto& tokens = tokensOf(option.palette);
    const QRect rect = option.rect;
    const QRectF arrow(rect.right() - (option.frame ? 21 : 12), rect.top(), option.frame ? 16 : 10, rect.height());
    if (option.frame) {
        drawField(painter, option, option.state.testFlag(QStyle::State_HasFocus));
    } else if (hovered(option) || focusedByKey(option)) {
        drawToolButtonPanel(painter, option);
    }
    QColor colour = tokens.quietText;
    if (!enabled(option))
        colour.setAlphaF(0.4F);
    drawChevron(painter, arrow, Qt::DownArrow, colour);
}

void drawComboBoxLabel(QPainter& painter, const QStyleOptionComboBox& option, const QRect& field)
{
    const auto& tokens = tokensOf(option.palette);
    painter.save();
    QColor colour = option.frame ? tokens.text : tokens.quietText;
    if (!enabled(option))
        colour.setAlphaF(0.45F);
    painter.setPen(colour);
    QRect text = field;
    if (!option.currentIcon.isNull()) {
        const QRect icon(QPoint(field.left(), field.center().y() - option.iconSize.height() / 2), option.iconSize);
        option.currentIcon.paint(&painter, icon);
        text.setLeft(icon.right() + 9);
    }
    const int side = option.frame ? Qt::AlignLeft : Qt::AlignRight;
    painter.drawText(text, side | Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(option.currentText, Qt::ElideRight, text.width()));
    painter.restore();
}

void drawScrollBar(QPainter& painter, const QStyleOptionSlider& option, const QRect& slider)
{
    if (option.minimum >= option.maximum)
        return;
    const auto& tokens = tokensOf(option.palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor colour = tokens.edge;
    colour.setAlphaF(hovered(option) || option.state.testFlag(QStyle::State_Sunken) ? 1.0F : 0.6F);
    painter.setBrush(colour);
    const QRectF thumb = QRectF(slider).adjusted(2, 2, -2, -2);
    painter.drawRoundedRect(thumb, 3.0, 3.0);
    painter.restore();
}

} // namespace headlight::ui
