// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/table_view.h"

#include "figure/table_figure.h"
#include "figure/table_text.h"
#include "ui/paint/fonts.h"
#include "ui/paint/table_sizes.h"
#include "ui/views/number_inputs.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr int kTypingPauseMs = 120;

} // namespace

TableView::TableView(Session& session, QWidget* parent)
    : TableCanvas(ViewKind::Table, session, parent), m_delegate(m_model, this), m_table(new QTableView(this)), m_header(new FilterHeader(m_model, m_table)), m_none(new QWidget(this)), m_typed(new QTimer(this))
{
    setObjectName(QStringLiteral("table"));
    setAccessibleName(tr("Table"));
    m_table->setObjectName(QStringLiteral("rows"));
    m_table->setAccessibleName(tr("Rows"));
    m_table->setModel(&m_model);
    m_table->setItemDelegate(&m_delegate);
    m_table->setHorizontalHeader(m_header);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(static_cast<int>(paint::kTableRow));
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setMouseTracking(true);
    m_table->setTabKeyNavigation(false);
    m_table->installEventFilter(this);
    m_table->hide();
    setFocusProxy(m_table);
    auto* words = new QVBoxLayout(m_none);
    words->setSpacing(12);
    auto* sentence = new QLabel(tr("No row passes the filter."));
    sentence->setFont(paint::chromeFont(13));
    auto* clear = new QPushButton(tr("Clear filter"));
    clear->setObjectName(QStringLiteral("clearFilter"));
    words->addWidget(sentence, 0, Qt::AlignHCenter);
    words->addWidget(clear, 0, Qt::AlignHCenter);
    m_none->hide();
    connect(clear, &QPushButton::clicked, this, [this] { change([](TableOptions& options) { options.filters.clear(); }); });
    m_typed->setSingleShot(true);
    m_typed->setInterval(kTypingPauseMs);
    connect(m_header, &QHeaderView::sectionClicked, this, &TableView::sortBy);
    connect(m_header, &FilterHeader::filtered, this, [this](int column, const QString& text) {
        m_wanted.emplace_back(column, text);
        m_typed->start();
    });
    connect(m_typed, &QTimer::timeout, this, [this] {
        change([this](TableOptions& options) {
            for (const auto& [column, text] : m_wanted) {
                const auto place = static_cast<std::size_t>(column);
                options.filters.resize(std::max(options.filters.size(), place + 1));
                options.filters[place] = text.toStdString();
            }
        });
        m_wanted.clear();
    });
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) { pinRow(index.row()); });
    connect(&session, &Session::stateChanged, this, &TableView::showPinned);
    showPinned();
}

State TableView::inputs(State state) const
{
    State inputs = numberInputs(state, ViewKind::Table);
    const auto kind = state.display.table.kind;
    if (kind != TableKind::Position && kind != TableKind::Trend)
        inputs.selection.key.reset(); // marked, not built
    inputs.display.weights = state.display.weights;
    inputs.display.table = state.display.table;
    return inputs;
}

void TableView::change(const std::function<void(TableOptions&)>& edit)
{
    Display display = session().state().display;
    edit(display.table);
    if (display.table != session().state().display.table)
        session().dispatch(SetDisplay{display});
}

// Figure ---------------------------------------------------------------------

void TableView::figureChanged()
{
    const bool there = shown<TableFigure>() != nullptr;
    const int scrolled = m_table->verticalScrollBar()->value();
    m_model.show(there ? figure() : nullptr);
    m_header->refresh();
    m_table->setVisible(there);
    laidOut();
    m_table->verticalScrollBar()->setValue(scrolled);
    placeNone();
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (m_model.pinned(row)) {
            m_table->scrollTo(m_model.index(row, 0), QAbstractItemView::EnsureVisible);
            break;
        }
}

void TableView::showPinned()
{
    m_model.setPinned(session().state().selection.key);
    m_table->viewport()->update();
}

void TableView::laidOut()
{
    if (m_table == nullptr || m_model.figure() == nullptr)
        return;
    m_table->setGeometry(m_layout.body.toAlignedRect());
    for (int column = 0; column < m_model.columnCount() && column < static_cast<int>(m_layout.columns.size()); ++column)
        m_header->resizeSection(column, static_cast<int>(m_layout.columns[static_cast<std::size_t>(column)].width));
    placeNone();
}

void TableView::styleChanged()
{
    m_delegate.setStyle(screenStyle());
    m_header->setStyle(screenStyle());
    QPalette palette = m_table->palette();
    palette.setColor(QPalette::Base, paintStyle().tokens.canvas);
    m_table->setPalette(palette);
    TableCanvas::styleChanged();
}

/// In the place of the rows: the filters stay where they can be changed.
void TableView::placeNone()
{
    const auto* table = m_model.figure();
    m_none->setVisible(table != nullptr && table->rows->empty());
    m_none->adjustSize();
    const QRect rows = m_table->geometry().adjusted(0, m_header->height(), 0, 0);
    m_none->move(rows.left() + (rows.width() - m_none->width()) / 2, rows.top() + std::max(0, std::min(96, rows.height() - m_none->height())));
    m_none->raise();
}

// Rows -----------------------------------------------------------------------

void TableView::sortBy(int column)
{
    change([column](TableOptions& options) {
        const bool again = options.sortedBy == column;
        if (again && options.descending) { // the third click brings the order of the notebook back
            options.sortedBy.reset();
            options.descending = false;
            return;
        }
        options.descending = again;
        options.sortedBy = column;
    });
}

void TableView::pinRow(int row)
{
    const auto* table = m_model.figure();
    if (table == nullptr || row < 0 || row >= m_model.rowCount() || m_table->selectionModel()->selectedRows().size() > 1)
        return;
    if (const auto action = pinOf(*table->table, m_model.rowOf(row), session().state()))
        session().dispatch(*action);
}

std::vector<std::uint32_t> TableView::chosenRows() const
{
    const auto* table = m_model.figure();
    if (table == nullptr)
        return {};
    std::vector<int> places;
    for (const auto& index : m_table->selectionModel()->selectedRows())
        places.push_back(index.row());
    if (places.empty())
        return *table->rows;
    std::sort(places.begin(), places.end());
    std::vector<std::uint32_t> rows;
    for (const int place : places)
        rows.push_back(m_model.rowOf(place));
    return rows;
}

std::optional<QByteArray> TableView::csv() const
{
    const auto* table = m_model.figure();
    if (table == nullptr)
        return std::nullopt;
    return QByteArray::fromStdString(csvText(*table->table, *table->rows));
}

void TableView::copy() const
{
    const auto* table = m_model.figure();
    if (table != nullptr)
        QGuiApplication::clipboard()->setText(QString::fromStdString(tabbedText(*table->table, chosenRows())));
}

void TableView::fillMenu(QMenu& menu)
{
    const bool there = m_model.figure() != nullptr;
    addEntry(menu, tr("Copy rows"), QKeySequence(Qt::CTRL | Qt::Key_C), there, [this] { copy(); });
    addEntry(menu, tr("Save as CSV…"), QKeySequence(Qt::CTRL | Qt::Key_S), there, [this] { emit saveRequested(); });
    addEntry(menu, tr("Show in heatmap"), QKeySequence(Qt::Key_Return), there, [this] { session().dispatch(SelectView{ViewKind::Heatmap}); });
}

bool TableView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return TableCanvas::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
    if (key->key() == Qt::Key_C && modifiers == Qt::ControlModifier) {
        copy();
        return true;
    }
    if (modifiers != Qt::NoModifier || m_model.figure() == nullptr)
        return false;
    for (const int walks : {Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End})
        if (key->key() == walks) // once the table has gone there
            QMetaObject::invokeMethod(this, [this] { pinRow(m_table->currentIndex().row()); }, Qt::QueuedConnection);
    if (key->key() == Qt::Key_Space) {
        pinRow(m_table->currentIndex().row());
        return true;
    }
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        pinRow(m_table->currentIndex().row());
        session().dispatch(SelectView{ViewKind::Heatmap});
        return true;
    }
    return false;
}

void TableView::focusInEvent(QFocusEvent* event)
{
    TableCanvas::focusInEvent(event);
    if (m_table->isVisible())
        m_table->setFocus(event->reason());
}

} // namespace headlight::ui
