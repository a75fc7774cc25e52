// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A titled part of a dock that can be folded away.
#pragma once

#include <QWidget>

class QHBoxLayout;
class QVBoxLayout;

namespace headlight::ui {

class SectionHeader;

class Section : public QWidget {
    Q_OBJECT
public:
    /// `id` names the section in the kept state and in tests: "samples".
    Section(const QString& id, const QString& title, QWidget* parent = nullptr);

    [[nodiscard]] QString id() const { return m_id; }
    [[nodiscard]] bool folded() const { return m_folded; }
    void setFolded(bool folded);
    void addToHeader(QWidget* widget);          ///< at the right end of the header
    void addToBody(QWidget* widget, int stretch = 0);
    [[nodiscard]] QVBoxLayout* body() const { return m_bodyLayout; }

signals:
    void foldedChanged(bool folded);

private:
    QString m_id;
    bool m_folded = false;
    SectionHeader* m_header = nullptr;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_bodyLayout = nullptr;
};

} // namespace headlight::ui
