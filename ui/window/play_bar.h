// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "‹ ▷ › query 45 of 55": steps and plays what the view in front can play.
#pragma once

#include "ui/session/session.h"
#include "ui/views/view.h"

#include <QPointer>
#include <QWidget>

class QToolButton;

namespace headlight::ui {

class TextLabel;

class PlayBar : public QWidget {
    Q_OBJECT
public:
    explicit PlayBar(Session& session, QWidget* parent = nullptr);

    /// The view in front; the bar hides where it has nothing to play.
    void setView(View* view);
    void setWordsShown(bool shown); ///< narrow windows drop them
    [[nodiscard]] bool wanted() const { return m_wanted; }

signals:
    void wantedChanged();

private:
    QToolButton* add(const QString& name, const QString& icon, const QString& tip);
    void refresh();

    QPointer<View> m_view;
    QToolButton* m_before;
    QToolButton* m_play;
    QToolButton* m_after;
    TextLabel* m_words;
    bool m_wanted = false;
    bool m_wordsShown = true;
};

} // namespace headlight::ui
