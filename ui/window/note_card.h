// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A note of the report as a card; decisions have their buttons on it.
#pragma once

#include "ui/window/dump_messages.h"

#include <QFrame>

namespace headlight::ui {

class NoteCard : public QFrame {
    Q_OBJECT
public:
    NoteCard(const Note& note, const NoteActions& actions, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_weighty;
};

} // namespace headlight::ui
