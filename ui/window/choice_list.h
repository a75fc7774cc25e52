// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rows of a ChoicePopup: its choices as a model, and how one is drawn.
#pragma once

#include "ui/window/choice_popup.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace headlight::ui {

class ChoiceModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit ChoiceModel(QObject* parent) : QAbstractListModel(parent) {}

    void show(std::vector<Choice> choices);
    [[nodiscard]] int size() const { return static_cast<int>(m_choices.size()); }
    [[nodiscard]] const Choice& at(int row) const { return m_choices.at(static_cast<std::size_t>(row)); }
    [[nodiscard]] bool anyKind() const { return m_anyKind; } ///< there is a column of kinds
    [[nodiscard]] bool firstOfKind(int row) const { return row == 0 || at(row).kind != at(row - 1).kind; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : size(); }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    std::vector<Choice> m_choices;
    bool m_anyKind = false;
};

class ChoiceDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    ChoiceDelegate(const ChoiceModel& model, QObject* parent) : QStyledItemDelegate(parent), m_model(model) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const ChoiceModel& m_model;
};

} // namespace headlight::ui
