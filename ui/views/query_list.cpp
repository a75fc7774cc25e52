// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/query_list.h"

#include "ui/paint/fonts.h"

namespace headlight::ui {

namespace {

constexpr std::int64_t kMostTokens = 4096;

QString wordsOf(const AxisItem& item)
{
    const QString label = QString::fromStdString(item.label);
    const QString number = QString::number(item.position);
    return label == number || label == QStringLiteral("query ") + number ? label : number + QLatin1Char(' ') + label;
}

} // namespace

QueryList::QueryList(Session& session, QWidget* parent) : QListWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("queryList"));
    setAccessibleName(tr("Tokens to choose the query from"));
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setResizeMode(QListView::Adjust);
    setSpacing(3);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAutoFillBackground(false); // it lies on the canvas, however few tokens there are
    setFont(paint::chromeFont(12.5));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto choose = [this](const QListWidgetItem* item) { m_session.dispatch(SetQuery{QueryIndex{item->data(Qt::UserRole).toLongLong()}}); };
    connect(this, &QListWidget::itemClicked, this, choose);
    connect(this, &QListWidget::itemActivated, this, choose);
}

void QueryList::refresh()
{
    clear();
    const auto maps = m_session.state().hasDump() ? m_session.workspace().maps(mapsKey(m_session.state())) : Result<Maps>(cancelled());
    if (!maps)
        return;
    const auto& items = (*maps)->axes().queries->items;
    for (const auto& item : items) {
        if (count() == kMostTokens) {
            auto* more = new QListWidgetItem(tr("and %L1 more: type one into Query above").arg(static_cast<qlonglong>(items.size()) - kMostTokens), this);
            more->setFlags(Qt::NoItemFlags);
            return;
        }
        auto* entry = new QListWidgetItem(wordsOf(item), this);
        entry->setData(Qt::UserRole, static_cast<qlonglong>(item.position));
    }
}

} // namespace headlight::ui
