// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One line above the canvas that says what people should know about the dump, and offers what can be done.
#pragma once

#include <QString>
#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace headlight::ui {

class TextLabel;

struct Message {
    enum class Weight : std::uint8_t { Warning, Error, Question };
    struct Offer {
        QString text; ///< a verb: "Load tokens…"
        std::function<void()> run;
        bool closes = true; ///< the message goes once it was chosen
    };

    QString id; ///< a newer message with the same id takes its place
    Weight weight = Weight::Warning;
    QString text;
    std::vector<Offer> offers; ///< at most two
};

/// Hidden while there is nothing to say.
class MessageBar : public QWidget {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent = nullptr);

    void add(Message message); ///< shown first
    void setAll(std::vector<Message> messages);
    void remove(const QString& id);
    [[nodiscard]] const std::vector<Message>& messages() const { return m_messages; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void show();
    void closeCurrent();
    void run(std::size_t offer);

    std::vector<Message> m_messages;
    std::size_t m_current = 0;
    TextLabel* m_text = nullptr;
    TextLabel* m_count = nullptr;
    QToolButton* m_next = nullptr;
    QToolButton* m_close = nullptr;
    std::vector<QPushButton*> m_offers;
};

} // namespace headlight::ui
