// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/section.h"

#include "ui/window/chrome.h"
#include "ui/window/style_parts.h"

#include <QAbstractButton>
#include <QEvent>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace headlight::ui {

/// The clickable line with chevron and title; other widgets may stand at its right end.
class SectionHeader : public QAbstractButton {
public:
    SectionHeader(const QString& title, QWidget* parent) : QAbstractButton(parent), m_row(new QHBoxLayout(this))
    {
        setText(title);
        setCheckable(true);
        setChecked(true);
        setFocusPolicy(Qt::TabFocus);
        m_row->setSpacing(0);
        m_row->addStretch(1);
        makeRoom();
        const auto tell = [this](bool open) { setAccessibleDescription(open ? Section::tr("open") : Section::tr("folded")); };
        connect(this, &QAbstractButton::toggled, this, tell);
        tell(true);
    }

    QHBoxLayout& row() { return *m_row; }
    [[nodiscard]] QSize sizeHint() const override { return {120, scaled(30)}; }

protected:
    bool event(QEvent* event) override
    {
        if (event->type() == QEvent::ApplicationFontChange)
            makeRoom();
        return QAbstractButton::event(event);
    }
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        drawChevron(painter, QRectF(10, 0, 12, height()), isChecked() ? Qt::DownArrow : Qt::RightArrow, tokens.quietText);
        painter.setFont(chromeText(12.5, QFont::DemiBold));
        painter.setPen(tokens.text);
        painter.drawText(QRect(28, 0, width() - 28, height()), Qt::AlignVCenter, text());
        if (hasFocus())
            drawFocusRing(painter, QRectF(rect()).adjusted(4, 2, -4, -2), 4.0, tokens);
    }

private:
    /// What stands at the right end begins behind the title.
    void makeRoom() { m_row->setContentsMargins(30 + QFontMetrics(chromeText(12.5, QFont::DemiBold)).horizontalAdvance(text()), 0, 7, 0); }

    QHBoxLayout* m_row;
};

Section::Section(const QString& id, const QString& title, QWidget* parent)
    : QWidget(parent), m_id(id), m_header(new SectionHeader(title, this)), m_body(new QWidget(this)), m_bodyLayout(new QVBoxLayout(m_body))
{
    setObjectName(QStringLiteral("section.") + id);
    setAccessibleName(title);
    m_header->setObjectName(QStringLiteral("sectionHeader.") + id);
    m_header->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_bodyLayout->setContentsMargins(12, 2, 12, 12);
    m_bodyLayout->setSpacing(6);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_body, 1);
    connect(m_header, &QAbstractButton::toggled, this, [this](bool open) { setFolded(!open); });
}

void Section::setFolded(bool folded)
{
    if (folded == m_folded)
        return;
    m_folded = folded;
    m_header->setChecked(!folded);
    m_body->setVisible(!folded);
    emit foldedChanged(folded);
}

void Section::addToHeader(QWidget* widget)
{
    m_header->row().addWidget(widget, widget->sizePolicy().horizontalPolicy() == QSizePolicy::Expanding ? 100 : 0);
}

void Section::addToBody(QWidget* widget, int stretch)
{
    m_bodyLayout->addWidget(widget, stretch);
}

} // namespace headlight::ui
