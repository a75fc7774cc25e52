// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A label in one of the type sizes and colours of the chrome, elided where it may be.
#pragma once

#include <QFont>
#include <QLabel>

namespace headlight::ui {

enum class Tone : std::uint8_t { Text, Quiet, Hint, Accent, Error, Warning };

struct TextStyle {
    double pixels = 12.5;
    QFont::Weight weight = QFont::Normal;
    Tone tone = Tone::Text;
    bool code = false;
};

/// Plain text only: what comes from files is never read as markup.
class TextLabel : public QLabel {
    Q_OBJECT
public:
    explicit TextLabel(const QString& text, const TextStyle& style = {}, QWidget* parent = nullptr);

    void setElide(Qt::TextElideMode mode); ///< the label may then become narrower than its text, which is the tooltip
    void setTone(Tone tone);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void applyFont();

    TextStyle m_style;
    Qt::TextElideMode m_elide = Qt::ElideNone;
};

} // namespace headlight::ui
