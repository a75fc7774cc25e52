// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A few lines of Python that save attention, with a button that copies them.
#pragma once

#include <QFrame>
#include <QString>

#include <vector>

class QLabel;

namespace headlight::ui {

struct Snippet {
    QString title;
    QString code;
};
std::vector<Snippet> snippets();

class SnippetCard : public QFrame {
    Q_OBJECT
public:
    explicit SnippetCard(const Snippet& snippet, QWidget* parent = nullptr);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void colour();

    QString m_code;
    QLabel* m_label = nullptr;
};

} // namespace headlight::ui
