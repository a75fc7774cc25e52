// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pages of help, in a window of their own that may stay open beside the work.
#pragma once

#include <QStringList>
#include <QWidget>

class QTextBrowser;

namespace headlight::ui {

/// A page of Markdown out of the program's resources. Every block of code has a link that copies it.
class HelpPage : public QWidget {
    Q_OBJECT
public:
    /// @param name  of a page: "saving", "measures"
    explicit HelpPage(const QString& name, QWidget* parent = nullptr);

    /// The blocks of code on the page, in order.
    [[nodiscard]] const QStringList& code() const { return m_code; }
    /// Puts one of them on the clipboard.
    void copyCode(int number);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();

    QString m_text;
    QStringList m_code;
    QTextBrowser* m_browser;
};

} // namespace headlight::ui
