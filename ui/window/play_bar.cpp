// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/play_bar.h"

#include "ui/views/playback.h"
#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace headlight::ui {

PlayBar::PlayBar(Session& session, QWidget* parent)
    : QWidget(parent), m_before(add(QStringLiteral("queryBefore"), QStringLiteral("chevron-left"), tr("Query before (,)"))),
      m_play(add(QStringLiteral("playQueries"), QStringLiteral("play"), tr("Play through queries (Space)"))),
      m_after(add(QStringLiteral("queryAfter"), QStringLiteral("chevron-right"), tr("Query after (.)"))), m_words(new TextLabel({}, {12.5, QFont::Normal, Tone::Quiet}))
{
    setObjectName(QStringLiteral("playBar"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    for (auto* button : {m_before, m_play, m_after})
        row->addWidget(button);
    row->addSpacing(4);
    row->addWidget(m_words);
    m_words->setObjectName(QStringLiteral("playWords"));
    const auto stepper = [this](int by) {
        return [this, by] {
            if (m_view != nullptr && m_view->playback() != nullptr)
                m_view->playback()->step(by);
        };
    };
    connect(m_before, &QToolButton::clicked, this, stepper(-1));
    connect(m_after, &QToolButton::clicked, this, stepper(1));
    connect(m_play, &QToolButton::clicked, this, [this] {
        if (m_view != nullptr && m_view->playback() != nullptr)
            m_view->playback()->toggle();
    });
    connect(&session, &Session::stateChanged, this, &PlayBar::refresh);
    hide();
}

QToolButton* PlayBar::add(const QString& name, const QString& picture, const QString& tip)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(picture));
    button->setAutoRaise(true);
    button->setFixedSize(26, 26);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

void PlayBar::setView(View* view)
{
    if (m_view != nullptr && m_view->playback() != nullptr)
        disconnect(m_view->playback(), nullptr, this, nullptr);
    m_view = view;
    if (m_view != nullptr && m_view->playback() != nullptr)
        connect(m_view->playback(), &Playback::changed, this, &PlayBar::refresh);
    refresh();
}

void PlayBar::setWordsShown(bool shown)
{
    m_wordsShown = shown;
    refresh();
}

void PlayBar::refresh()
{
    auto* playback = m_view == nullptr ? nullptr : m_view->playback();
    const bool wanted = playback != nullptr;
    if (wanted) {
        const QString words = m_view->playbackWords();
        m_words->setText(words);
        m_words->setVisible(m_wordsShown && !words.isEmpty());
        m_play->setIcon(icon(playback->playing() ? QStringLiteral("pause") : QStringLiteral("play")));
        m_play->setToolTip(playback->playing() ? tr("Stop playing (Space)") : tr("Play through queries (Space)"));
        m_play->setAccessibleName(m_play->toolTip() + (words.isEmpty() ? QString() : QStringLiteral(": ") + words));
    }
    m_wanted = wanted;
    emit wantedChanged(); // or its size is another
}

} // namespace headlight::ui
