// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/dock.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/section.h"

#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace headlight::ui {

namespace {

constexpr int kRail = 40;

/// A line between sections.
class Divider : public QWidget {
public:
    using QWidget::QWidget;
    [[nodiscard]] QSize sizeHint() const override { return {10, 1}; }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), tokensOf(this).faintLine); }
};

/// Floats over the canvas beside the rail.
class Overlay : public QFrame {
public:
    using QFrame::QFrame;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& tokens = tokensOf(this);
        QPainter painter(this);
        painter.fillRect(rect(), tokens.window);
        painter.setPen(tokens.edge);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
};

/// Its scroll bar lies over the right padding of the sections, so that nothing moves or is elided when it appears.
class SectionScroll : public QScrollArea {
public:
    explicit SectionScroll(QWidget* parent) : QScrollArea(parent), m_bar(new QScrollBar(Qt::Vertical, this))
    {
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        auto* hidden = verticalScrollBar();
        connect(hidden, &QScrollBar::rangeChanged, this, [this] { follow(); });
        connect(hidden, &QScrollBar::valueChanged, m_bar, &QScrollBar::setValue);
        connect(m_bar, &QScrollBar::valueChanged, hidden, &QScrollBar::setValue);
        follow();
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QScrollArea::resizeEvent(event);
        follow();
    }

private:
    void follow()
    {
        const auto* hidden = verticalScrollBar();
        m_bar->setRange(hidden->minimum(), hidden->maximum());
        m_bar->setPageStep(hidden->pageStep());
        m_bar->setSingleStep(hidden->singleStep());
        m_bar->setValue(hidden->value());
        const int thick = m_bar->sizeHint().width();
        m_bar->setGeometry(width() - thick, 0, thick, height());
        m_bar->setVisible(hidden->maximum() > hidden->minimum());
        m_bar->raise();
    }

    QScrollBar* m_bar;
};

} // namespace

Dock::Dock(Side side, const QString& name, const DockSizes& sizes, QWidget* parent)
    : QFrame(parent), m_side(side), m_sizes(sizes), m_column(new QVBoxLayout(this)), m_rail(new QWidget(this)), m_railColumn(new QVBoxLayout(m_rail)),
      m_scroll(new SectionScroll(this))
{
    setAccessibleName(name);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_railColumn->setContentsMargins(4, 8, 4, 8);
    m_railColumn->setSpacing(4);
    m_railColumn->addStretch(1);
    m_rail->hide();
    auto* content = new QWidget;
    m_body = new QVBoxLayout(content);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(0);
    m_body->addStretch(1);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_column->addWidget(m_rail, 1);
    m_column->addWidget(m_scroll, 1);
    applyWidth();
}

void Dock::addSection(Section* section, const QString& iconName)
{
    if (!m_sections.empty())
        m_body->insertWidget(m_body->count() - 1, new Divider(this));
    m_body->insertWidget(m_body->count() - 1, section);
    m_sections.push_back(section);
    auto* button = new QToolButton(m_rail);
    button->setObjectName(QStringLiteral("rail.") + section->id());
    button->setIcon(icon(iconName));
    button->setIconSize(QSize(20, 20));
    button->setFixedSize(32, 32);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setToolTip(section->accessibleName());
    button->setAccessibleName(section->accessibleName());
    m_railColumn->insertWidget(m_railColumn->count() - 1, button);
    connect(button, &QToolButton::clicked, this, [this, section] {
        if (overlayOpen())
            closeOverlay();
        else
            openOverlay(section->id());
    });
}

void Dock::setFolded(bool folded)
{
    if (folded == m_folded)
        return;
    closeOverlay();
    m_folded = folded;
    m_rail->setVisible(folded);
    if (folded) {
        m_column->removeWidget(m_scroll);
        m_scroll->hide();
    } else {
        m_column->addWidget(m_scroll, 1);
        m_scroll->show();
    }
    applyWidth();
}

void Dock::applyWidth()
{
    setMinimumWidth(m_folded ? kRail : m_sizes.least);
    setMaximumWidth(m_folded ? kRail : m_sizes.most);
}

bool Dock::overlayOpen() const
{
    return m_overlay != nullptr;
}

void Dock::openOverlay(const QString& section)
{
    if (!m_folded || m_overlay != nullptr)
        return;
    m_overlay = new Overlay(window());
    m_overlay->setObjectName(QStringLiteral("overlay"));
    auto* column = new QVBoxLayout(m_overlay);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(m_scroll);
    m_scroll->show();
    placeOverlay();
    m_overlay->show();
    m_overlay->raise();
    qApp->installEventFilter(this);
    for (auto* candidate : m_sections) {
        if (candidate->id() != section)
            continue;
        candidate->setFolded(false);
        QMetaObject::invokeMethod(this, [this, candidate] { m_scroll->verticalScrollBar()->setValue(candidate->y()); }, Qt::QueuedConnection);
    }
    m_scroll->widget()->setFocus();
}

void Dock::closeOverlay()
{
    if (m_overlay == nullptr)
        return;
    qApp->removeEventFilter(this);
    m_scroll->setParent(this);
    m_scroll->hide();
    m_overlay->deleteLater();
    m_overlay = nullptr;
}

bool Dock::eventFilter(QObject* watched, QEvent* event)
{
    if (m_overlay != nullptr && event->type() == QEvent::MouseButtonPress) {
        auto* widget = qobject_cast<QWidget*>(watched);
        const bool mine = widget != nullptr && (widget->window() != window() || m_overlay->isAncestorOf(widget) || widget == m_overlay || isAncestorOf(widget));
        if (widget != nullptr && !mine)
            closeOverlay();
    }
    return QFrame::eventFilter(watched, event);
}

void Dock::placeOverlay()
{
    if (m_overlay == nullptr)
        return;
    const QPoint corner = mapTo(window(), QPoint(0, 0));
    const int width = std::max(280, m_sizes.usual);
    const int left = m_side == Side::Left ? corner.x() + kRail : corner.x() - width;
    m_overlay->setGeometry(left, corner.y(), width, height());
}

QStringList Dock::foldedSections() const
{
    QStringList out;
    for (const auto* section : m_sections) {
        if (section->folded())
            out << section->id();
    }
    return out;
}

void Dock::setFoldedSections(const QStringList& ids)
{
    for (auto* section : m_sections)
        section->setFolded(ids.contains(section->id()));
}

int Dock::bodyHeight() const
{
    return m_scroll->viewport()->height();
}

void Dock::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), tokensOf(this).window);
}

void Dock::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    placeOverlay();
    emit resized();
}

} // namespace headlight::ui
