// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/style.h"

#include "ui/window/chrome.h"
#include "ui/window/style_parts.h"

#include <QPainter>
#include <QFontMetrics>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace headlight::ui {

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return scaled(15);
    case PM_CheckBoxLabelSpacing:
        return 8;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ToolBarIconSize:
        return scaled(16);
    case PM_ScrollBarExtent:
        return 10;
    case PM_ScrollBarSliderMin:
        return 24;
    case PM_SplitterWidth:
        return 1;
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return 4;
    case PM_MenuHMargin:
        return 0;
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
    case PM_MenuBarItemSpacing:
        return 0;
    case PM_MenuBarHMargin:
        return 8;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
        return 3;
    case PM_ToolTipLabelFrameWidth:
        return 5;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_Menu_Mask:
        if (auto* mask = qstyleoption_cast<QStyleHintReturnMask*>(data); mask != nullptr && option != nullptr) {
            mask->region = menuShape(option->rect);
            return 1;
        }
        return 0;
    case SH_ComboBox_Popup:
    case SH_DialogButtonBox_ButtonsHaveIcons:
    case SH_Menu_SubMenuPopupDelay:
        return 0;
    case SH_UnderlineShortcut:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    if (element == SE_LineEditContents)
        return option->rect.adjusted(8, 1, -6, -1);
    return QProxyStyle::subElementRect(element, option, widget);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part, const QWidget* widget) const
{
    const QRect rect = option->rect;
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return qstyleoption_cast<const QStyleOptionComboBox*>(option)->frame ? rect.adjusted(8, 1, -24, -1) : rect.adjusted(0, 1, -16, -1);
    if (control == CC_SpinBox) {
        const QRect arrows(rect.right() - 19, rect.top() + 2, 18, rect.height() - 4);
        if (part == SC_SpinBoxUp)
            return arrows.adjusted(0, 0, 0, -arrows.height() / 2);
        if (part == SC_SpinBoxDown)
            return arrows.adjusted(0, arrows.height() / 2, 0, 0);
        if (part == SC_SpinBoxEditField)
            return rect.adjusted(2, 1, -20, -1);
    }
    if (control == CC_ScrollBar) {
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        const bool across = bar->orientation == Qt::Horizontal;
        const int length = across ? rect.width() : rect.height();
        const int range = bar->maximum - bar->minimum;
        const int thumb = range <= 0 ? length
                                     : std::clamp(static_cast<int>(qint64{length} * bar->pageStep / (qint64{range} + bar->pageStep)), std::min(24, length), length);
        const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, length - thumb, bar->upsideDown);
        switch (part) {
        case SC_ScrollBarAddLine:
        case SC_ScrollBarSubLine:
            return {};
        case SC_ScrollBarGroove:
            return rect;
        case SC_ScrollBarSlider:
            return across ? QRect(at, 0, thumb, rect.height()) : QRect(0, at, rect.width(), thumb);
        case SC_ScrollBarSubPage:
            return across ? QRect(0, 0, at, rect.height()) : QRect(0, 0, rect.width(), at);
        case SC_ScrollBarAddPage:
            return across ? QRect(at + thumb, 0, length - at - thumb, rect.height()) : QRect(0, at + thumb, rect.width(), length - at - thumb);
        default:
            break;
        }
    }
    return QProxyStyle::subControlRect(control, option, part, widget);
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        const bool hasIcon = button != nullptr && !button->icon.isNull();
        const QString text = button != nullptr ? QString(button->text).remove(QLatin1Char('&')) : QString();
        const int words = QFontMetrics(chromeText(12.5, QFont::DemiBold)).horizontalAdvance(text);
        return {words + (hasIcon ? scaled(16) + 8 : 0) + scaled(24), scaled(28)};
    }
    case CT_ComboBox:
        return {std::max(size.width() + 40, scaled(60)), scaled(26)};
    case CT_SpinBox:
    case CT_LineEdit:
        return {size.width() + 8, scaled(26)};
    case CT_MenuBarItem:
        return {size.width() + scaled(16), scaled(27)};
    case CT_MenuItem: {
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        if (item != nullptr && item->menuItemType == QStyleOptionMenuItem::Separator)
            return {10, 9};
        const QString text = item != nullptr ? item->text : QString();
        const QFontMetrics metrics(item != nullptr ? item->font : QFont());
        const auto parts = text.split(QLatin1Char('\t'));
        const int keys = parts.size() > 1 ? metrics.horizontalAdvance(parts.value(1)) + 28 : 0;
        return {30 + metrics.horizontalAdvance(parts.value(0)) + keys + 30, scaled(26)};
    }
    default:
        return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        drawButtonPanel(*painter, *option, widget);
        return;
    case PE_PanelButtonTool:
        drawToolButtonPanel(*painter, *option);
        return;
    case PE_PanelLineEdit: {
        const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
        if (frame == nullptr || frame->lineWidth > 0)
            drawField(*painter, *option, option->state.testFlag(State_HasFocus));
        return;
    }
    case PE_IndicatorCheckBox:
        drawCheckIndicator(*painter, *option);
        return;
    case PE_FrameFocusRect:
        drawFocusRing(*painter, option->rect, 4.0, tokensOf(option->palette));
        return;
    case PE_PanelMenu:
        drawMenuFrame(*painter, *option);
        return;
    case PE_FrameMenu:
    case PE_FrameLineEdit:
    case PE_PanelMenuBar:
        return;
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, tokensOf(option->palette).panel);
        painter->setPen(tokensOf(option->palette).edge);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_IndicatorArrowDown:
        drawChevron(*painter, option->rect, Qt::DownArrow, tokensOf(option->palette).quietText);
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    const auto& tokens = tokensOf(option->palette);
    switch (element) {
    case CE_PushButton: // Fusion would draw its own focus frame
        proxy()->drawControl(CE_PushButtonBevel, option, painter, widget);
        proxy()->drawControl(CE_PushButtonLabel, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        drawButtonLabel(*painter, *qstyleoption_cast<const QStyleOptionButton*>(option), widget);
        return;
    case CE_ComboBoxLabel: {
        const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        drawComboBoxLabel(*painter, *combo, subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget));
        return;
    }
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, tokens.window);
        return;
    case CE_MenuBarItem:
        drawMenuBarItem(*painter, *qstyleoption_cast<const QStyleOptionMenuItem*>(option));
        return;
    case CE_MenuItem:
        drawMenuItem(*painter, *qstyleoption_cast<const QStyleOptionMenuItem*>(option));
        return;
    case CE_Splitter:
        painter->fillRect(option->rect, tokens.line);
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    switch (control) {
    case CC_ComboBox:
        drawComboBox(*painter, *qstyleoption_cast<const QStyleOptionComboBox*>(option));
        return;
    case CC_SpinBox:
        drawSpinBox(*painter, *qstyleoption_cast<const QStyleOptionSpinBox*>(option), subControlRect(control, option, SC_SpinBoxUp, widget),
                    subControlRect(control, option, SC_SpinBoxDown, widget));
        return;
    case CC_ScrollBar:
        drawScrollBar(*painter, *qstyleoption_cast<const QStyleOptionSlider*>(option), subControlRect(control, option, SC_ScrollBarSlider, widget));
        return;
    default:
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

} // namespace headlight::ui
