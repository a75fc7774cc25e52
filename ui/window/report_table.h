// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A table of the report: fixed columns and a last one that takes the rest, with a line under each row.
#pragma once

#include "dump/reading.h"

#include <QWidget>

#include <vector>

class QGridLayout;

namespace headlight::ui {

class ReportTable : public QWidget {
    Q_OBJECT
public:
    explicit ReportTable(QWidget* parent = nullptr);

protected:
    void start(const QStringList& titles, const std::vector<int>& widths); ///< empties it; a width for every column but the last
    void addRow(const std::vector<QWidget*>& cells);
    static QWidget* certaintyCell(Certainty certainty);
    static QWidget* whyCell(const std::string& why);

    void paintEvent(QPaintEvent* event) override;

private:
    QGridLayout* m_grid = nullptr;
    std::vector<QWidget*> m_rows; ///< the first cell of each, for the lines between them
};

} // namespace headlight::ui
