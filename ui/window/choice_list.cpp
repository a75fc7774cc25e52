// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/choice_list.h"

#include "ui/window/chrome.h"

#include <QPainter>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kKind = 84;
constexpr double kNotPossible = 0.5;

} // namespace

void ChoiceModel::show(std::vector<Choice> choices)
{
    beginResetModel();
    m_choices = std::move(choices);
    m_anyKind = std::any_of(m_choices.begin(), m_choices.end(), [](const Choice& choice) { return !choice.kind.isEmpty(); });
    endResetModel();
}

QVariant ChoiceModel::data(const QModelIndex& index, int role) const
{
    const Choice& choice = at(index.row());
    if (role == Qt::DisplayRole)
        return choice.text;
    if (role == Qt::AccessibleTextRole)
        return choice.kind.isEmpty() ? choice.text : QStringLiteral("%1: %2, %3").arg(choice.kind, choice.text, choice.detail);
    return {};
}

Qt::ItemFlags ChoiceModel::flags(const QModelIndex& index) const
{
    return at(index.row()).possible ? QAbstractListModel::flags(index) : Qt::ItemIsSelectable;
}

QSize ChoiceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {160, scaled(26)};
}

void ChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& tokens = tokensOf(option.palette);
    const Choice& choice = m_model.at(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokens.soft);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(4, 0, -4, 0), 4.0, 4.0);
    }
    QRect line = option.rect.adjusted(14, 0, -14, 0);
    if (m_model.anyKind()) {
        painter->setFont(chromeText(11));
        painter->setPen(tokens.hintText);
        if (m_model.firstOfKind(index.row()))
            painter->drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(choice.kind, Qt::ElideRight, scaled(kKind) - 8));
        line.setLeft(line.left() + scaled(kKind));
    }
    painter->setOpacity(choice.possible ? 1.0 : kNotPossible);
    painter->setFont(chromeText(12.5, choice.current ? QFont::DemiBold : QFont::Normal));
    painter->setPen(choice.current ? tokens.accent : tokens.text);
    const int most = std::max(line.width() / 2, line.width() - painter->fontMetrics().horizontalAdvance(choice.text) - 4);
    const int detailWidth = choice.detail.isEmpty() ? 0 : std::min(most, QFontMetrics(chromeText(11)).horizontalAdvance(choice.detail) + 12);
    const QRect textRect = line.adjusted(0, 0, -detailWidth, 0);
    painter->drawText(textRect, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(choice.text, Qt::ElideRight, textRect.width()));
    painter->setOpacity(1.0);
    painter->setFont(chromeText(11));
    painter->setPen(tokens.hintText);
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(choice.detail, Qt::ElideRight, most));
    painter->restore();
}

} // namespace headlight::ui
