// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The numbers of the notebook tables: sorted by any column, filtered, copied; a chosen row is pinned everywhere.
#pragma once

#include "ui/views/figure_table.h"
#include "ui/views/typed_canvas.h"

class QTableView;
class QTimer;

namespace headlight::ui {

using TableCanvas = TypedCanvas<TableFigure, paint::TableLayout, paint::layoutTable>;

class TableView : public TableCanvas {
    Q_OBJECT
public:
    explicit TableView(Session& session, QWidget* parent = nullptr);

    /// The rows on screen, in their order, with the names of the columns.
    [[nodiscard]] std::optional<QByteArray> csv() const override;
    void copy() const override; ///< the chosen rows, else all that are shown; as text with tabs

protected:
    State inputs(State state) const override;
    [[nodiscard]] BuildOptions buildOptions() const override { return {true, figure()}; }
    void paintOverlays(QPainter&) override {}
    void figureChanged() override;
    void laidOut() override;
    void styleChanged() override;
    void fillMenu(QMenu& menu) override;
    void press(const TableFigure&, const QMouseEvent&) override {}
    void move(const TableFigure&, const QMouseEvent&) override {}
    void release(const TableFigure&, const QMouseEvent&) override {}
    void doubleClick(const TableFigure&, const QMouseEvent&) override {}
    bool eventFilter(QObject* watched, QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;

private:
    void change(const std::function<void(TableOptions&)>& edit);
    void sortBy(int column);
    void pinRow(int row);
    void showPinned();
    void placeNone();
    [[nodiscard]] std::vector<std::uint32_t> chosenRows() const;

    FigureTableModel m_model;
    FigureTableDelegate m_delegate;
    QTableView* m_table;
    FilterHeader* m_header;
    QWidget* m_none;      ///< "No row passes the filter." and what clears it
    QTimer* m_typed; ///< filters are applied when typing pauses
    std::vector<std::pair<int, QString>> m_wanted;
};

} // namespace headlight::ui
