// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/value_tree.h"

#include "base/text.h"
#include "ui/window/chrome.h"

#include <QCoreApplication>
#include <QHeaderView>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr std::size_t kMost = 500; ///< entries under one item

/// An item that knows its value and makes its entries once.
class ValueItem : public QTreeWidgetItem {
public:
    ValueItem(const QString& name, Value value) : QTreeWidgetItem(QStringList{name, wordsOf(value)}), m_value(std::move(value))
    {
        setToolTip(0, name);
        setToolTip(1, text(1));
        const bool entries = (m_value.list() != nullptr && !m_value.list()->empty()) || (m_value.dictionary() != nullptr && !m_value.dictionary()->empty());
        setChildIndicatorPolicy(entries ? ShowIndicator : DontShowIndicator);
    }

    void fill()
    {
        if (m_filled)
            return;
        m_filled = true;
        if (const auto* list = m_value.list()) {
            for (std::size_t i = 0; i < std::min(list->size(), kMost); ++i)
                addChild(new ValueItem(QStringLiteral("[%1]").arg(i), (*list)[i]));
            addRest(list->size());
        } else if (const auto* dictionary = m_value.dictionary()) {
            for (std::size_t i = 0; i < std::min(dictionary->size(), kMost); ++i)
                addChild(new ValueItem(keyWords((*dictionary)[i].first), (*dictionary)[i].second));
            addRest(dictionary->size());
        }
    }

private:
    void addRest(std::size_t count)
    {
        if (count > kMost)
            addChild(new QTreeWidgetItem(QStringList(QCoreApplication::translate("ValueTree", "and %1 more").arg(count - kMost))));
    }

    static QString keyWords(const Value& key) { return key.string() != nullptr ? QString::fromStdString(displayable(*key.string(), 80)) : wordsOf(key); }

    static QString wordsOf(const Value& value)
    {
        if (const auto* text = value.string())
            return QStringLiteral("“%1”").arg(QString::fromStdString(displayable(*text, 80)));
        if (const auto* number = value.integer())
            return QString::number(*number);
        if (const auto* number = value.floating())
            return QString::number(*number);
        if (const auto* truth = value.boolean())
            return *truth ? QStringLiteral("true") : QStringLiteral("false");
        if (const auto* opaque = value.opaque())
            return QString::fromStdString(displayable(opaque->className, 80));
        return QString::fromStdString(value.description()).replace(QStringLiteral(" tensor ["), QStringLiteral(" [")); // narrow: "float16 [2, 12, 63, 63]"
    }

    Value m_value;
    bool m_filled = false;
};

} // namespace

ValueTree::ValueTree(QWidget* parent) : QTreeWidget(parent)
{
    setObjectName(QStringLiteral("valueTree"));
    setAccessibleName(tr("Everything in the file"));
    setColumnCount(2);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setIndentation(14);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::Stretch);
    header()->setStretchLastSection(false);
    viewport()->setAutoFillBackground(false);
    connect(this, &QTreeWidget::itemExpanded, this, &ValueTree::fill);
    connect(this, &QTreeWidget::itemExpanded, this, &QWidget::updateGeometry);
    connect(this, &QTreeWidget::itemCollapsed, this, &QWidget::updateGeometry);
}

void ValueTree::show(const std::vector<Document>& documents)
{
    clear();
    setFont(chromeText(12.5));
    constexpr std::size_t kFiles = 100;
    for (std::size_t i = 0; i < std::min(documents.size(), kFiles); ++i)
        addTopLevelItem(new ValueItem(QString::fromStdString(documents[i].path.filename().string()), documents[i].root));
    if (topLevelItemCount() == 1)
        topLevelItem(0)->setExpanded(true);
    updateGeometry();
}

/// As high as what is open in it, up to some twenty rows.
QSize ValueTree::sizeHint() const
{
    constexpr int kMostRows = 16;
    int rows = 0;
    for (auto* item = topLevelItem(0); item != nullptr && rows < kMostRows; item = itemBelow(item))
        ++rows;
    const int row = topLevelItemCount() > 0 ? std::max(sizeHintForRow(0), 18) : 18;
    return {200, rows * row + 4};
}

void ValueTree::fill(QTreeWidgetItem* item)
{
    if (auto* value = dynamic_cast<ValueItem*>(item); value != nullptr)
        value->fill();
}

} // namespace headlight::ui
