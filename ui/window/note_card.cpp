// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/note_card.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace headlight::ui {

NoteCard::NoteCard(const Note& note, const NoteActions& actions, QWidget* parent) : QFrame(parent), m_weighty(note.weight != NoteWeight::Information)
{
    const Tone tone = m_weighty ? Tone::Warning : Tone::Text;
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(44, 10, 16, 11);
    column->setSpacing(3);
    auto* title = new TextLabel(QString::fromStdString(note.title), {12.5, QFont::DemiBold, tone});
    auto* text = new TextLabel(QString::fromStdString(note.text), {12.5, QFont::Normal, tone});
    title->setWordWrap(true);
    text->setWordWrap(true);
    column->addWidget(title);
    if (!note.text.empty())
        column->addWidget(text);
    setAccessibleName(title->text());
    setAccessibleDescription(text->text());
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (const auto offer : note.offers) {
        const auto words = wordsOf(offer, actions);
        if (!words.run)
            continue; // a card needs no button for leaving things as they are
        auto* button = new QPushButton(words.text, this);
        button->setObjectName(QStringLiteral("noteOffer%1").arg(static_cast<int>(offer)));
        connect(button, &QPushButton::clicked, this, words.run);
        buttons->addWidget(button);
    }
    if (buttons->count() > 0) {
        buttons->addStretch(1);
        column->addSpacing(5);
        column->addLayout(buttons);
    } else {
        delete buttons;
    }
}

void NoteCard::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(m_weighty ? tokens.warningGround : tokens.canvas);
    painter.setPen(m_weighty ? tokens.warningBorder : tokens.line);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    drawIcon(painter, QRectF(14, 12, 16, 16), m_weighty ? QStringLiteral("warning") : QStringLiteral("info"), m_weighty ? tokens.warningText : tokens.text);
}

} // namespace headlight::ui
