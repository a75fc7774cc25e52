// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/choice_popup.h"

#include "ui/window/choice_list.h"
#include "ui/window/chrome.h"
#include "ui/window/style_parts.h"
#include "ui/window/text_label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kMostRows = 12;
constexpr int kPage = 10;

} // namespace

ChoicePopup::ChoicePopup(const QString& name, Source source, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_source(std::move(source)), m_filter(new QLineEdit(this)), m_list(new QListView(this)), m_shown(new ChoiceModel(this)),
      m_problem(new TextLabel(QString(), {11.0, QFont::Normal, Tone::Error}, this))
{
    setObjectName(QStringLiteral("choicePopup"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(name);
    m_filter->setObjectName(QStringLiteral("choiceFilter"));
    m_filter->setAccessibleName(tr("Filter or selection"));
    m_list->setObjectName(QStringLiteral("choiceList"));
    m_list->setAccessibleName(name);
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new ChoiceDelegate(*m_shown, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setUniformItemSizes(true);
    m_list->setMinimumHeight(scaled(26)); // one row
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_problem->setObjectName(QStringLiteral("choiceProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(5, 9, 5, 6);
    column->setSpacing(6);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(5, 0, 5, 0);
    top->addWidget(m_filter);
    top->addWidget(m_problem);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    m_filter->installEventFilter(this);
    connect(m_filter, &QLineEdit::textChanged, this, &ChoicePopup::offer);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { chooseRow(index.row()); });
    offer({});
}

void ChoicePopup::setHint(const QString& hint)
{
    m_filter->setPlaceholderText(hint);
}

void ChoicePopup::openUnder(const QWidget* anchor)
{
    const int width = std::max(anchor->width(), scaled(270));
    openAt(anchor->mapToGlobal(QPoint(0, anchor->height() + 4)) + QPoint(width, 0), width);
}

void ChoicePopup::openAt(QPoint corner, int width)
{
    resize(width, heightFor(kMostRows)); // it becomes smaller with the list, and never has to move
    corner.rx() -= width;
    if (const QScreen* screen = parentWidget()->screen(); screen != nullptr) {
        const QRect free = screen->availableGeometry();
        corner.setX(std::clamp(corner.x(), free.left(), std::max(free.left(), free.right() - width)));
        corner.setY(std::min(corner.y(), std::max(free.top(), free.bottom() - height())));
    }
    move(corner);
    fitHeight();
    show();
    m_filter->setFocus(Qt::PopupFocusReason);
    m_list->scrollTo(m_list->currentIndex(), QAbstractItemView::PositionAtCenter);
}

int ChoicePopup::heightFor(int rows) const
{
    const int problem = m_problem->isHidden() ? 0 : m_problem->heightForWidth(width() - 20) + 6;
    return rows * scaled(26) + scaled(26) + 27 + problem;
}

void ChoicePopup::fitHeight()
{
    resize(width(), heightFor(std::min(m_shown->size(), kMostRows)));
}

bool ChoicePopup::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down:
        step(1);
        return true;
    case Qt::Key_Up:
        step(-1);
        return true;
    case Qt::Key_PageDown:
        step(kPage);
        return true;
    case Qt::Key_PageUp:
        step(-kPage);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        accept();
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

void ChoicePopup::step(int rows)
{
    const int row = std::clamp(m_list->currentIndex().row() + rows, 0, std::max(0, m_shown->size() - 1));
    m_list->setCurrentIndex(m_shown->index(row, 0));
}

void ChoicePopup::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    QStyleOption option;
    option.initFrom(this);
    drawMenuFrame(painter, option);
}

void ChoicePopup::resizeEvent(QResizeEvent*)
{
    setMask(menuShape(rect()));
}

void ChoicePopup::offer(const QString& text)
{
    Offer offer = m_source(text);
    int row = 0;
    for (int i = 0; text.isEmpty() && i < static_cast<int>(offer.choices.size()); ++i) {
        if (offer.choices[static_cast<std::size_t>(i)].current)
            row = i;
    }
    say(offer.choices.empty() ? offer.nothing : QString());
    m_shown->show(std::move(offer.choices));
    m_list->setCurrentIndex(m_shown->index(row, 0));
    m_list->setVisible(m_shown->size() > 0);
    if (isVisible())
        fitHeight();
}

void ChoicePopup::say(const QString& problem)
{
    m_problem->setText(problem);
    m_problem->setVisible(!problem.isEmpty());
}

void ChoicePopup::accept()
{
    const QString text = m_filter->text().trimmed();
    if (!text.isEmpty() && m_typed) {
        const QString problem = m_typed(text);
        if (problem.isEmpty()) {
            close();
            return;
        }
        if (m_shown->size() == 0) {
            say(problem);
            fitHeight();
            return;
        }
    }
    chooseRow(m_list->currentIndex().row());
}

void ChoicePopup::chooseRow(int row)
{
    if (row < 0 || row >= m_shown->size() || !m_shown->at(row).possible)
        return;
    const int index = m_shown->at(row).index;
    close();
    emit chosen(index);
}

ChoicePopup::Source filtered(std::vector<Choice> choices)
{
    for (std::size_t i = 0; i < choices.size(); ++i)
        choices[i].index = static_cast<int>(i);
    return [all = std::move(choices)](const QString& typed) {
        Offer offer;
        for (const auto& choice : all) {
            if (QString(choice.text + QLatin1Char(' ') + choice.detail).contains(typed, Qt::CaseInsensitive))
                offer.choices.push_back(choice);
        }
        return offer;
    };
}

} // namespace headlight::ui
