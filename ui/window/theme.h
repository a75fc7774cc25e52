// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Light, dark or as the system: the palette and fonts of the whole program, changed while it runs.
#pragma once

#include "ui/paint/tokens.h"

#include <QObject>
#include <QPalette>

class QApplication;

namespace headlight::ui {

enum class ThemeChoice : std::uint8_t { System, Light, Dark };

/// One per program. Widgets never ask it: they read tokensOf(palette()).
class Theme : public QObject {
    Q_OBJECT
public:
    static constexpr int kSmallestText = 85;
    static constexpr int kLargestText = 150;

    /// Sets style, fonts and palette of the application.
    explicit Theme(QApplication& application);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    [[nodiscard]] int textPercent() const { return m_textPercent; }
    [[nodiscard]] const paint::Tokens& tokens() const;

    void setChoice(ThemeChoice choice);
    void setTextPercent(int percent); ///< of the chrome, clamped to 85 to 150

signals:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();
    void applyFont();
    bool systemIsDark();

    QApplication& m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    int m_textPercent = 100;
    bool m_dark = false;
    bool m_applying = false;
};

/// Every role of the palette from the tokens.
QPalette paletteOf(const paint::Tokens& tokens);

} // namespace headlight::ui
