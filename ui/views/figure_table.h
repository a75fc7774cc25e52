// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A table of a figure in Qt's item views: rows are asked for when they are seen, however many there are.
#pragma once

#include "figure/figure.h"
#include "figure/table.h"
#include "ui/paint/painter.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QStyledItemDelegate>

#include <memory>
#include <optional>
#include <vector>

class QLineEdit;

namespace headlight::ui {

class FigureTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Null: no rows and no columns.
    void show(std::shared_ptr<const Figure> figure);
    [[nodiscard]] const TableFigure* figure() const { return m_table; }
    /// Index into the table of a row on screen.
    [[nodiscard]] std::uint32_t rowOf(int row) const { return (*m_table->rows)[static_cast<std::size_t>(row)]; }
    /// Rows about this key are marked.
    void setPinned(std::optional<KeyIndex> key) { m_pinned = key; }
    [[nodiscard]] bool pinned(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const Figure> m_figure;
    const TableFigure* m_table = nullptr;
    std::optional<KeyIndex> m_pinned;
};

/// Cells as the figure draws them.
class FigureTableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit FigureTableDelegate(const FigureTableModel& model, QObject* parent);
    void setStyle(const paint::PaintStyle& style) { m_style = style; }
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const FigureTableModel& m_model;
    paint::PaintStyle m_style;
};

/// Titles with the arrow of the sorted column, and below them a field to filter each column by.
class FilterHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit FilterHeader(const FigureTableModel& model, QWidget* parent);

    void setStyle(const paint::PaintStyle& style);
    /// A field for every column of the model, with the filters of its figure; typing is not disturbed.
    void refresh();
    [[nodiscard]] QLineEdit* field(int column) const { return m_fields.at(static_cast<std::size_t>(column)); }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void filtered(int column, const QString& text);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent* event) override;
    void updateGeometries() override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void placeFields();

    const FigureTableModel& m_model;
    paint::PaintStyle m_style;
    std::vector<QLineEdit*> m_fields;
};

} // namespace headlight::ui
