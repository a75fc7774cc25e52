// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/choice_popup.h"

#include "ui/window/chrome.h"
#include "ui/window/style_parts.h"
#include "ui/window/text_label.h"

#include <QAbstractListModel>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kDetailRole = Qt::UserRole;
constexpr int kCurrentRole = Qt::UserRole + 1;
constexpr int kSearchRole = Qt::UserRole + 2;

class ChoiceModel : public QAbstractListModel {
public:
    ChoiceModel(std::vector<Choice> choices, QObject* parent) : QAbstractListModel(parent), m_choices(std::move(choices)) {}

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : static_cast<int>(m_choices.size()); }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        const auto& choice = m_choices.at(static_cast<std::size_t>(index.row()));
        switch (role) {
        case Qt::DisplayRole:
            return choice.text;
        case kDetailRole:
            return choice.detail;
        case kCurrentRole:
            return choice.current;
        case kSearchRole:
            return QString(choice.text + QLatin1Char(' ') + choice.detail);
        default:
            return {};
        }
    }

private:
    std::vector<Choice> m_choices;
};

class ChoiceDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {160, scaled(26)}; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const auto& tokens = tokensOf(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(tokens.soft);
            painter->drawRoundedRect(QRectF(option.rect).adjusted(4, 0, -4, 0), 4.0, 4.0);
        }
        const bool current = index.data(kCurrentRole).toBool();
        painter->setFont(chromeText(12.5, current ? QFont::DemiBold : QFont::Normal));
        painter->setPen(current ? tokens.accent : tokens.text);
        const QString detail = index.data(kDetailRole).toString();
        const QRect line = option.rect.adjusted(14, 0, -14, 0);
        const int detailWidth = detail.isEmpty() ? 0 : std::min(line.width() / 2, QFontMetrics(chromeText(11)).horizontalAdvance(detail) + 12);
        const QRect textRect = line.adjusted(0, 0, -detailWidth, 0);
        painter->drawText(textRect, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, textRect.width()));
        painter->setFont(chromeText(11));
        painter->setPen(tokens.hintText);
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(detail, Qt::ElideRight, line.width() / 2));
        painter->restore();
    }
};

} // namespace

ChoicePopup::ChoicePopup(const QString& name, const std::vector<Choice>& choices, TypedForm typed, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_typed(std::move(typed)), m_filter(new QLineEdit(this)), m_list(new QListView(this)),
      m_shown(new QSortFilterProxyModel(this)), m_problem(new TextLabel(QString(), {11.0, QFont::Normal, Tone::Error}, this))
{
    setObjectName(QStringLiteral("choicePopup"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAccessibleName(name);
    m_filter->setObjectName(QStringLiteral("choiceFilter"));
    m_filter->setAccessibleName(tr("Filter or selection"));
    m_filter->setPlaceholderText(tr("Filter, or type L6 H1,7 · q=21 · s=0"));
    m_shown->setSourceModel(new ChoiceModel(choices, this));
    m_shown->setFilterRole(kSearchRole);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(QStringLiteral("choiceList"));
    m_list->setAccessibleName(name);
    m_list->setModel(m_shown);
    m_list->setItemDelegate(new ChoiceDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setUniformItemSizes(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
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
    connect(m_filter, &QLineEdit::textChanged, this, &ChoicePopup::filter);
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex& index) { chooseRow(index.row()); });
    filter({});
}

void ChoicePopup::openUnder(const QWidget* anchor)
{
    const int rows = std::clamp(m_shown->rowCount(), 1, 12);
    const int width = std::max(anchor->width(), scaled(270));
    resize(width, rows * scaled(26) + scaled(26) + 27);
    QPoint corner = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    if (const QScreen* screen = anchor->screen(); screen != nullptr) {
        const QRect free = screen->availableGeometry();
        corner.setX(std::clamp(corner.x(), free.left(), std::max(free.left(), free.right() - width)));
        corner.setY(std::min(corner.y(), std::max(free.top(), free.bottom() - height())));
    }
    move(corner);
    show();
    m_filter->setFocus(Qt::PopupFocusReason);
    m_list->scrollTo(m_list->currentIndex(), QAbstractItemView::PositionAtCenter);
}

bool ChoicePopup::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_filter || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const int row = m_list->currentIndex().row();
    const auto go = [this](int to) { m_list->setCurrentIndex(m_shown->index(std::clamp(to, 0, std::max(0, m_shown->rowCount() - 1)), 0)); };
    switch (key->key()) {
    case Qt::Key_Down:
        go(row + 1);
        return true;
    case Qt::Key_Up:
        go(row - 1);
        return true;
    case Qt::Key_PageDown:
        go(row + 10);
        return true;
    case Qt::Key_PageUp:
        go(row - 10);
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

void ChoicePopup::filter(const QString& text)
{
    m_problem->hide();
    m_shown->setFilterFixedString(text);
    int row = 0;
    for (int i = 0; text.isEmpty() && i < m_shown->rowCount(); ++i) {
        if (m_shown->index(i, 0).data(kCurrentRole).toBool())
            row = i;
    }
    m_list->setCurrentIndex(m_shown->index(row, 0));
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
        if (m_shown->rowCount() == 0) {
            m_problem->setText(problem);
            m_problem->show();
            return;
        }
    }
    chooseRow(m_list->currentIndex().row());
}

void ChoicePopup::chooseRow(int row)
{
    if (row < 0 || row >= m_shown->rowCount())
        return;
    const int index = m_shown->mapToSource(m_shown->index(row, 0)).row();
    close();
    emit chosen(index);
}

} // namespace headlight::ui
