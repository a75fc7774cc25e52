// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/figure_table.h"

#include "ui/paint/fonts.h"
#include "ui/paint/strokes.h"
#include "ui/paint/table_cell.h"
#include "ui/paint/table_sizes.h"

#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <limits>

namespace headlight::ui {

namespace {

constexpr int kHeader = static_cast<int>(paint::kTableHeader);
constexpr int kField = 24;
constexpr int kFieldRow = 30;

} // namespace

void FigureTableModel::show(std::shared_ptr<const Figure> figure)
{
    beginResetModel();
    m_figure = std::move(figure);
    m_table = m_figure == nullptr ? nullptr : std::get_if<TableFigure>(m_figure.get());
    endResetModel();
}

bool FigureTableModel::pinned(int row) const
{
    if (m_table == nullptr || !m_pinned)
        return false;
    const auto& keys = m_table->table->places.keys;
    return !keys.empty() && keys[rowOf(row)] == m_pinned->value;
}

int FigureTableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || m_table == nullptr)
        return 0;
    return static_cast<int>(std::min<std::size_t>(m_table->rows->size(), std::numeric_limits<int>::max()));
}

int FigureTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || m_table == nullptr ? 0 : static_cast<int>(m_table->table->columns.size());
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const
{
    if (m_table == nullptr || !index.isValid())
        return {};
    const auto& column = m_table->table->columns[static_cast<std::size_t>(index.column())];
    if (role == Qt::DisplayRole)
        return QString::fromStdString(shownText(column, rowOf(index.row())));
    if (role == Qt::ToolTipRole)
        return QString::fromStdString(exactText(column, rowOf(index.row())));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (column.isText() ? Qt::AlignLeft : Qt::AlignRight));
    return {};
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (m_table == nullptr || orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QString::fromStdString(m_table->table->columns[static_cast<std::size_t>(section)].title);
}

FigureTableDelegate::FigureTableDelegate(const FigureTableModel& model, QObject* parent) : QStyledItemDelegate(parent), m_model(model) {}

void FigureTableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    if (m_model.figure() == nullptr)
        return;
    const auto& tokens = m_style.tokens;
    const bool chosen = option.state.testFlag(QStyle::State_Selected) || m_model.pinned(index.row());
    const QColor ground = chosen ? tokens.soft : option.state.testFlag(QStyle::State_MouseOver) ? tokens.hover : tokens.canvas;
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter->fillRect(option.rect, ground);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.faintLine);
    if (m_model.pinned(index.row()) && index.column() == 0) // not by colour alone
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens.accent);
    const paint::Lettering letters(m_style);
    const auto& column = m_model.figure()->table->columns[static_cast<std::size_t>(index.column())];
    paint::paintTableCell(*painter, column, m_model.rowOf(index.row()), option.rect, tokens.text, letters, m_style);
    painter->restore();
}

FilterHeader::FilterHeader(const FigureTableModel& model, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_model(model)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setObjectName(QStringLiteral("tableHeader"));
    connect(this, &QHeaderView::sectionResized, this, &FilterHeader::placeFields);
    connect(this, &QHeaderView::sectionCountChanged, this, &FilterHeader::placeFields);
}

void FilterHeader::setStyle(const paint::PaintStyle& style)
{
    m_style = style;
    viewport()->update();
}

QSize FilterHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), kHeader + kFieldRow};
}

void FilterHeader::refresh()
{
    const auto* figure = m_model.figure();
    const auto columns = figure == nullptr ? std::size_t{0} : figure->table->columns.size();
    while (m_fields.size() > columns) {
        delete m_fields.back();
        m_fields.pop_back();
    }
    while (m_fields.size() < columns) {
        auto* field = new QLineEdit(this);
        const auto column = static_cast<int>(m_fields.size());
        field->setObjectName(QStringLiteral("filter%1").arg(column));
        field->setFont(paint::chromeFont(12));
        field->setClearButtonEnabled(true);
        connect(field, &QLineEdit::textEdited, this, [this, column](const QString& text) { emit filtered(column, text); });
        field->show();
        m_fields.push_back(field);
    }
    for (std::size_t i = 0; i < columns; ++i) {
        const auto& column = figure->table->columns[i];
        const auto& filters = figure->options.filters;
        const QString text = i < filters.size() ? QString::fromStdString(filters[i]) : QString();
        if (!m_fields[i]->hasFocus() && m_fields[i]->text() != text)
            m_fields[i]->setText(text);
        m_fields[i]->setPlaceholderText(column.isText() ? tr("Filter") : tr("> 0.1"));
        const QString problem = QString::fromStdString(i < figure->problems.size() ? figure->problems[i] : std::string());
        m_fields[i]->setToolTip(problem);
        m_fields[i]->setAccessibleName(tr("Filter %1").arg(QString::fromStdString(column.title)) + (problem.isEmpty() ? QString() : QStringLiteral(". ") + problem));
        QPalette palette;
        if (!problem.isEmpty())
            palette.setColor(QPalette::Text, m_style.tokens.error);
        m_fields[i]->setPalette(palette);
    }
    placeFields();
    viewport()->update();
}

void FilterHeader::placeFields()
{
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const auto section = static_cast<int>(i);
        m_fields[i]->setGeometry(sectionViewportPosition(section) + 3, kHeader + (kFieldRow - kField) / 2 - 1, std::max(20, sectionSize(section) - 6), kField);
    }
}

void FilterHeader::paintEvent(QPaintEvent* event)
{
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    painter.fillRect(QRect(length() - horizontalOffset(), 0, viewport()->width(), viewport()->height()), m_style.tokens.canvas); // beside the last column
}

void FilterHeader::updateGeometries()
{
    QHeaderView::updateGeometries();
    placeFields();
}

/// Below the titles are fields, and beside them nothing that could be sorted by.
void FilterHeader::mousePressEvent(QMouseEvent* event)
{
    if (event->position().y() < kHeader)
        QHeaderView::mousePressEvent(event);
}

void FilterHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const
{
    const auto* figure = m_model.figure();
    if (figure == nullptr)
        return;
    const auto& tokens = m_style.tokens;
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter->fillRect(rect, tokens.canvas);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.edge);
    const paint::Lettering letters(m_style);
    const bool sorted = figure->options.sortedBy == static_cast<std::int64_t>(logicalIndex);
    const QRectF title(rect.left(), rect.top(), rect.width(), kHeader);
    paint::paintTableHeader(*painter, figure->table->columns[static_cast<std::size_t>(logicalIndex)], title, sorted ? std::optional(figure->options.descending) : std::nullopt, letters, m_style);
    painter->restore();
}

} // namespace headlight::ui
