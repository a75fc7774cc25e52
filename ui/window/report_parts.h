// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The plain parts the report is put together from.
#pragma once

#include "ui/window/message_bar.h"
#include "ui/window/text_label.h"

#include <QWidget>

class QLayout;
class QScrollArea;

namespace headlight::ui {

/// Takes everything out of a layout; the widgets go.
void clear(QLayout* layout);

/// An icon or nothing, a name that may be elided, a detail at the right.
QWidget* pairRow(const QString& picture, const QString& name, const QString& detail, Tone detailTone);

/// What is higher than the page scrolls, without a frame and without a stop for the Tab key.
QScrollArea* scrolling(QWidget* content);

/// A message bar of its own, whose parts are not taken for those of the window.
MessageBar* ownMessages(QWidget* parent);

TextLabel* sectionTitle(const QString& text);

/// White or panel, with a line at one side where it meets the next.
class Pane : public QWidget {
public:
    explicit Pane(bool panel, Qt::Edges line = {}) : m_panel(panel), m_line(line) {}

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_panel;
    Qt::Edges m_line;
};

} // namespace headlight::ui
