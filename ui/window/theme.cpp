// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/theme.h"

#include "ui/paint/fonts.h"
#include "ui/window/style.h"

#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QToolTip>

#include <algorithm>

namespace headlight::ui {

QPalette paletteOf(const paint::Tokens& tokens)
{
    QPalette palette;
    palette.setColor(QPalette::Window, tokens.window);
    palette.setColor(QPalette::WindowText, tokens.text);
    palette.setColor(QPalette::Base, tokens.field);
    palette.setColor(QPalette::AlternateBase, tokens.panel);
    palette.setColor(QPalette::Text, tokens.text);
    palette.setColor(QPalette::PlaceholderText, tokens.hintText);
    palette.setColor(QPalette::Button, tokens.panel);
    palette.setColor(QPalette::ButtonText, tokens.text);
    palette.setColor(QPalette::BrightText, tokens.error);
    palette.setColor(QPalette::Highlight, tokens.soft);
    palette.setColor(QPalette::HighlightedText, tokens.text);
    palette.setColor(QPalette::Link, tokens.accent);
    palette.setColor(QPalette::LinkVisited, tokens.accent);
    palette.setColor(QPalette::ToolTipBase, tokens.panel);
    palette.setColor(QPalette::ToolTipText, tokens.text);
    palette.setColor(QPalette::Light, tokens.canvas);
    palette.setColor(QPalette::Midlight, tokens.faintLine);
    palette.setColor(QPalette::Mid, tokens.line);
    palette.setColor(QPalette::Dark, tokens.edge);
    palette.setColor(QPalette::Shadow, tokens.edge);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        QColor faded = tokens.text;
        faded.setAlphaF(0.4F);
        palette.setColor(QPalette::Disabled, role, faded);
    }
    return palette;
}

Theme::Theme(QApplication& application) : QObject(&application), m_application(application)
{
    m_dark = systemIsDark();
    QApplication::setStyle(new Style);
    applyFont();
    apply();
    application.installEventFilter(this);
}

const paint::Tokens& Theme::tokens() const
{
    return m_dark ? paint::darkTokens() : paint::lightTokens();
}

void Theme::setChoice(ThemeChoice choice)
{
    m_choice = choice;
    m_dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && systemIsDark());
    apply();
}

void Theme::setTextPercent(int percent)
{
    const int clamped = std::clamp(percent, kSmallestText, kLargestText);
    if (clamped == m_textPercent)
        return;
    m_textPercent = clamped;
    applyFont();
    emit changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ThemeChange && m_choice == ThemeChoice::System && !m_applying)
        setChoice(ThemeChoice::System);
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    const QPalette palette = paletteOf(tokens());
    m_applying = true;
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    m_applying = false;
    emit changed();
}

void Theme::applyFont()
{
    QFont font = paint::chromeFont(12.5);
    font.setPointSizeF(9.375 * m_textPercent / 100.0); // 12.5 px at 96 dpi; setPixelSize takes whole numbers only
    QApplication::setFont(font);
    QToolTip::setFont(font);
}

// Qt 6.4 has no colorScheme(): without a palette of ours, the application has that of the platform.
bool Theme::systemIsDark()
{
    const QPalette ours = QApplication::palette();
    m_applying = true;
    QApplication::setPalette(QPalette());
    const QPalette theirs = QApplication::palette();
    QApplication::setPalette(ours);
    m_applying = false;
    return theirs.color(QPalette::Window).lightness() < theirs.color(QPalette::WindowText).lightness();
}

} // namespace headlight::ui
