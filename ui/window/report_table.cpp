// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/report_table.h"

#include "ui/window/chrome.h"
#include "ui/window/icons.h"
#include "ui/window/report_words.h"
#include "ui/window/text_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>

namespace headlight::ui {

ReportTable::ReportTable(QWidget* parent) : QWidget(parent) {}

void ReportTable::start(const QStringList& titles, const std::vector<int>& widths)
{
    qDeleteAll(findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    delete m_grid;
    m_rows.clear();
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(0);
    for (std::size_t i = 0; i < widths.size(); ++i)
        m_grid->setColumnMinimumWidth(static_cast<int>(i), scaled(widths[i]));
    m_grid->setColumnStretch(static_cast<int>(widths.size()), 1);
    for (int i = 0; i < titles.size(); ++i)
        m_grid->addWidget(new TextLabel(titles.at(i), {12.5, QFont::Normal, Tone::Quiet}), 0, i);
    m_grid->setRowMinimumHeight(0, scaled(28));
}

void ReportTable::addRow(const std::vector<QWidget*>& cells)
{
    const int row = m_grid->rowCount();
    for (std::size_t i = 0; i < cells.size(); ++i)
        m_grid->addWidget(cells[i], row, static_cast<int>(i));
    m_grid->setRowMinimumHeight(row, scaled(38));
    m_rows.push_back(cells.front());
}

QWidget* ReportTable::certaintyCell(Certainty certainty)
{
    const bool assumed = certainty == Certainty::Assumed;
    auto* cell = new QWidget;
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    if (assumed) {
        auto* sign = new QLabel;
        sign->setPixmap(icon(QStringLiteral("warning"), IconColour::Warning).pixmap(14, 14));
        row->addWidget(sign);
    }
    row->addWidget(new TextLabel(certaintyWords(certainty), {12.5, QFont::Normal, assumed ? Tone::Warning : Tone::Text}));
    row->addStretch(1);
    return cell;
}

QWidget* ReportTable::whyCell(const std::string& why)
{
    auto* cell = new TextLabel(QString::fromStdString(why));
    cell->setWordWrap(true);
    cell->setContentsMargins(0, 5, 0, 6); // several lines keep away from those between rows
    return cell;
}

void ReportTable::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& tokens = tokensOf(this);
    if (!m_rows.empty())
        painter.fillRect(QRect(0, m_rows.front()->geometry().top() - 1, width(), 1), tokens.line);
    for (const auto* cell : m_rows)
        painter.fillRect(QRect(0, cell->geometry().bottom(), width(), 1), tokens.faintLine);
}

} // namespace headlight::ui
