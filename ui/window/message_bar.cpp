// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/message_bar.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/text_label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr std::size_t kMostOffers = 2;

} // namespace

MessageBar::MessageBar(QWidget* parent)
    : QWidget(parent), m_text(new TextLabel({}, {12.5, QFont::Normal, Tone::Warning}, this)), m_count(new TextLabel({}, {11.0, QFont::Normal, Tone::Warning}, this)),
      m_next(new QToolButton(this)), m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("messageBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setElide(Qt::ElideRight);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(40, 0, 8, 0);
    row->setSpacing(6);
    row->addWidget(m_text, 1);
    for (std::size_t i = 0; i < kMostOffers; ++i) {
        auto* button = new QPushButton(this);
        button->setObjectName(QStringLiteral("messageOffer%1").arg(i));
        button->setProperty("quiet", true);
        button->setProperty("onWarning", true);
        connect(button, &QPushButton::clicked, this, [this, i] { run(i); });
        row->addWidget(button);
        m_offers.push_back(button);
    }
    row->addWidget(m_count);
    for (auto* button : {m_next, m_close}) {
        button->setAutoRaise(true);
        button->setFixedSize(24, 24);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
    }
    m_next->setObjectName(QStringLiteral("messageNext"));
    m_next->setIcon(icon(QStringLiteral("chevron-right"), IconColour::Warning));
    m_next->setToolTip(tr("Next message"));
    m_next->setAccessibleName(tr("Next message"));
    m_close->setObjectName(QStringLiteral("messageClose"));
    m_close->setIcon(icon(QStringLiteral("close"), IconColour::Warning));
    m_close->setToolTip(tr("Close this message"));
    m_close->setAccessibleName(tr("Close this message"));
    connect(m_next, &QToolButton::clicked, this, [this] {
        m_current = (m_current + 1) % m_messages.size();
        show();
    });
    connect(m_close, &QToolButton::clicked, this, &MessageBar::closeCurrent);
    show();
}

QSize MessageBar::sizeHint() const
{
    return {300, scaled(34)};
}

void MessageBar::add(Message message)
{
    std::erase_if(m_messages, [&message](const Message& other) { return other.id == message.id; });
    m_messages.insert(m_messages.begin(), std::move(message));
    m_current = 0;
    show();
}

void MessageBar::setAll(std::vector<Message> messages)
{
    m_messages = std::move(messages);
    m_current = 0;
    show();
}

void MessageBar::remove(const QString& id)
{
    std::erase_if(m_messages, [&id](const Message& message) { return message.id == id; });
    m_current = std::min(m_current, m_messages.empty() ? 0 : m_messages.size() - 1);
    show();
}

void MessageBar::show()
{
    setVisible(!m_messages.empty());
    if (m_messages.empty())
        return;
    const auto& message = m_messages[m_current];
    const QString kind = message.weight == Message::Weight::Error ? tr("Error") : message.weight == Message::Weight::Question ? tr("Question") : tr("Warning");
    m_text->setText(message.text);
    m_text->setAccessibleName(tr("%1: %2").arg(kind, message.text));
    setAccessibleName(m_text->accessibleName());
    for (std::size_t i = 0; i < kMostOffers; ++i) {
        m_offers[i]->setVisible(i < message.offers.size());
        if (i < message.offers.size())
            m_offers[i]->setText(message.offers[i].text);
    }
    const bool several = m_messages.size() > 1;
    m_count->setText(tr("%1 of %2").arg(m_current + 1).arg(m_messages.size()));
    m_count->setVisible(several);
    m_next->setVisible(several);
    update();
}

void MessageBar::closeCurrent()
{
    remove(QString(m_messages[m_current].id));
}

void MessageBar::run(std::size_t offer)
{
    const auto chosen = m_messages[m_current].offers.at(offer);
    if (chosen.closes)
        closeCurrent();
    if (chosen.run)
        chosen.run();
}

void MessageBar::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.fillRect(rect(), tokens.warningGround);
    painter.fillRect(QRect(0, 0, width(), 1), tokens.warningBorder);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.warningBorder);
    if (m_messages.empty())
        return;
    const auto weight = m_messages[m_current].weight;
    const QString name = weight == Message::Weight::Error ? QStringLiteral("error") : weight == Message::Weight::Question ? QStringLiteral("info") : QStringLiteral("warning");
    drawIcon(painter, QRectF(13, (height() - 16) / 2.0, 16, 16), name, tokens.warningText);
}

} // namespace headlight::ui
