// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/image_view.h"

#include "figure/image.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace headlight::ui {

namespace {

QString patchName(const ImageFigure& figure, std::int64_t patch)
{
    return QStringLiteral("patch %1,%2").arg(patch / figure.grid.columns).arg(patch % figure.grid.columns);
}

float valueAt(const ImageFigure& figure, std::int64_t patch)
{
    return figure.mask->values()[static_cast<std::size_t>(patch)];
}

/// 1 is the largest; equal values: lowest position first.
std::int64_t rankOf(const ImageFigure& figure, std::int64_t patch)
{
    const auto values = figure.mask->values();
    const float mine = valueAt(figure, patch);
    std::int64_t rank = 1;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] > mine || (values[i] == mine && static_cast<std::int64_t>(i) < patch))
            ++rank;
    return rank;
}

} // namespace

ImageView::ImageView(Session& session, QWidget* parent) : ImageCanvas(ViewKind::Image, session, parent)
{
    setObjectName(QStringLiteral("image"));
    setAccessibleName(tr("Image"));
    connect(&session, &Session::hoverChanged, this, qOverload<>(&QWidget::update));
}

State ImageView::inputs(State state) const
{
    const Display usual;
    state.view = ViewKind::Image;
    state.selection.block = {};
    state.selection.window.reset();
    auto& display = state.display;
    display.tokenLabels = usual.tokenLabels;
    display.profiles = usual.profiles;
    display.cellNumbers = usual.cellNumbers;
    display.meanPooling = usual.meanPooling;
    display.columnProfile = usual.columnProfile;
    display.rowProfile = usual.rowProfile;
    display.layerProfile = usual.layerProfile;
    display.rankTiles = usual.rankTiles;
    display.dimUnselected = usual.dimUnselected;
    display.onlySelected = usual.onlySelected;
    display.metric = usual.metric;
    return state;
}

// Figure ---------------------------------------------------------------------

std::optional<std::int64_t> ImageView::patchAtKey(const ImageFigure& figure, CellIndex cell) const
{
    const auto patch = cell.key.value - figure.firstKeyPatch;
    return patch >= 0 && patch < figure.grid.rows * figure.grid.columns ? std::optional(patch) : std::nullopt;
}

void ImageView::paintOverlays(QPainter& painter)
{
    const auto* figure = shown<ImageFigure>();
    if (figure == nullptr)
        return;
    const auto& pointed = session().hover().cell;
    if (const auto patch = m_patch ? m_patch : pointed ? patchAtKey(*figure, *pointed) : std::nullopt)
        paint::paintPatchHover(painter, m_layout, *patch, screenStyle());
    if (showsFocus())
        paintFocusRing(painter, m_layout.mask);
}

void ImageView::figureChanged()
{
    const auto* figure = shown<ImageFigure>();
    if (figure == nullptr || (m_patch && *m_patch >= figure->grid.rows * figure->grid.columns))
        m_patch.reset();
    if (m_patch)
        hover(m_patch); // its value is another one now
}

// Hover ----------------------------------------------------------------------

void ImageView::hover(std::optional<std::int64_t> patch)
{
    const auto* figure = shown<ImageFigure>();
    m_patch = figure != nullptr ? patch : std::nullopt;
    update();
    if (!m_patch) {
        session().setHover({});
        emit statusText({});
        return;
    }
    const auto& state = session().state();
    const auto& shape = state.stackShape();
    const auto query = state.selection.query ? state.selection.query->value : !figure->chips.empty() ? figure->chips.front().query.value : figure->firstQueryPatch.value_or(0);
    if (query < shape.queries)
        session().setHover({std::nullopt, CellIndex{QueryIndex{query}, KeyIndex{figure->firstKeyPatch + *m_patch}}});
    const QString value = QString::fromStdString(formatValue(static_cast<double>(valueAt(*figure, *m_patch))));
    const QString place = QStringLiteral("%1 → %2").arg(QString::fromStdString(figure->query), patchName(*figure, *m_patch));
    const auto count = figure->grid.rows * figure->grid.columns;
    emit statusText(tr("%1   key %2   %3   rank %4 of %5 patches").arg(place).arg(figure->firstKeyPatch + *m_patch).arg(value).arg(rankOf(*figure, *m_patch)).arg(count));
    setAccessibleName(tr("%1, %2, rank %3 of %4").arg(place, value).arg(rankOf(*figure, *m_patch)).arg(count));
}

// Mouse ----------------------------------------------------------------------

/// Patches of the picture are queries; else a sentence says what to do.
bool ImageView::patchesAsk(const ImageFigure& figure)
{
    if (!figure.firstQueryPatch)
        emit statusText(tr("The queries of this stack are no patches. Choose a query beside the picture."));
    return figure.firstQueryPatch.has_value();
}

/// Makes a patch the query.
void ImageView::ask(const ImageFigure& figure, std::int64_t patch)
{
    if (patchesAsk(figure))
        session().dispatch(SetQuery{QueryIndex{*figure.firstQueryPatch + patch}});
}

/// Takes a patch to the queries, or from them.
void ImageView::askOneMore(const ImageFigure& figure, std::int64_t patch)
{
    if (patchesAsk(figure))
        session().dispatch(ToggleQuery{QueryIndex{*figure.firstQueryPatch + patch}});
}

/// Every patch between two corners becomes a query; the first corner is the one in focus.
void ImageView::askBlock(const ImageFigure& figure, std::int64_t from, std::int64_t to)
{
    if (!patchesAsk(figure))
        return;
    const auto columns = figure.grid.columns;
    const auto [top, bottom] = std::minmax({from / columns, to / columns});
    const auto [left, right] = std::minmax({from % columns, to % columns});
    std::vector<QueryIndex> queries{QueryIndex{*figure.firstQueryPatch + from}};
    for (auto row = top; row <= bottom; ++row)
        for (auto column = left; column <= right; ++column)
            if (const auto patch = row * columns + column; patch != from)
                queries.emplace_back(*figure.firstQueryPatch + patch);
    session().dispatch(SetQueries{std::move(queries)});
}

void ImageView::press(const ImageFigure& figure, const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    const QPointF point = event.position();
    const bool oneMore = event.modifiers().testFlag(Qt::ControlModifier);
    if (const auto chip = m_layout.chipAt(point)) {
        const auto query = figure.chips[static_cast<std::size_t>(*chip)].query;
        session().dispatch(oneMore ? Action{ToggleQuery{query}} : Action{SetQuery{query}});
    } else if (const auto item = m_layout.itemAt(point)) {
        session().dispatch(figure.strips[static_cast<std::size_t>(item->first)].items[static_cast<std::size_t>(item->second)].action);
    } else if (const auto patch = m_layout.patchAt(point)) {
        if (event.modifiers() & Qt::AltModifier) {
            session().dispatch(SetKey{KeyIndex{figure.firstKeyPatch + *patch}});
            return;
        }
        if (oneMore) {
            askOneMore(figure, *patch);
            return;
        }
        m_from = *patch;
        ask(figure, *patch);
    }
}

void ImageView::move(const ImageFigure& figure, const QMouseEvent& event)
{
    const auto patch = m_layout.patchAt(event.position());
    const bool hand = m_layout.chipAt(event.position()) || m_layout.itemAt(event.position());
    setCursor(hand ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const bool another = patch != m_patch;
    if (another)
        hover(patch);
    if (another && m_from && patch)
        askBlock(figure, *m_from, *patch);
}

void ImageView::release(const ImageFigure&, const QMouseEvent&)
{
    m_from.reset();
}

void ImageView::leaveEvent(QEvent*)
{
    hover(std::nullopt);
}

void ImageView::copyValue(const ImageFigure& figure, std::int64_t patch) const
{
    QGuiApplication::clipboard()->setText(QString::number(static_cast<double>(valueAt(figure, patch)), 'g', 9));
}

void ImageView::fillMenu(QMenu& menu)
{
    addEntry(menu, tr("Choose picture…"), {}, true, [this] { emit pictureWanted(); });
    const auto kept = figure();
    const auto* image = shown<ImageFigure>();
    if (image == nullptr || !m_patch)
        return;
    const auto patch = *m_patch;
    addEntry(menu, tr("Make %1 the query").arg(patchName(*image, patch)), QKeySequence(Qt::Key_Return), image->firstQueryPatch.has_value(), [this, kept, image, patch] { ask(*image, patch); });
    addEntry(menu, tr("Take %1 together with the query").arg(patchName(*image, patch)), QKeySequence(Qt::CTRL | Qt::Key_Return), image->firstQueryPatch.has_value(),
             [this, kept, image, patch] { askOneMore(*image, patch); });
    addEntry(menu, tr("Copy value"), {}, true, [this, kept, image, patch] { copyValue(*image, patch); });
}

// Keys -----------------------------------------------------------------------

/// Arrows walk over the patches from the query, or from the middle.
bool ImageView::movePatch(const ImageFigure& figure, int key)
{
    const auto rows = figure.grid.rows;
    const auto columns = figure.grid.columns;
    const std::int64_t across = (key == Qt::Key_Right) - (key == Qt::Key_Left);
    const std::int64_t down = (key == Qt::Key_Down) - (key == Qt::Key_Up);
    if (across == 0 && down == 0 && key != Qt::Key_Home && key != Qt::Key_End)
        return false;
    const auto from = m_patch.value_or(figure.queryPatches.empty() ? rows / 2 * columns + columns / 2 : figure.queryPatches.front());
    auto column = from % columns;
    auto row = from / columns;
    if (m_patch) { // the first press only shows where it is
        column = key == Qt::Key_Home ? 0 : key == Qt::Key_End ? columns - 1 : std::clamp<std::int64_t>(column + across, 0, columns - 1);
        row = std::clamp<std::int64_t>(row + down, 0, rows - 1);
    }
    hover(row * columns + column);
    return true;
}

void ImageView::keyPressEvent(QKeyEvent* event)
{
    const auto kept = figure();
    const auto* image = shown<ImageFigure>();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (image != nullptr && enter && m_patch && modifiers == Qt::ControlModifier) {
        askOneMore(*image, *m_patch);
        return;
    }
    if (image == nullptr || modifiers != Qt::NoModifier) {
        ImageCanvas::keyPressEvent(event);
        return;
    }
    if (movePatch(*image, event->key()))
        return;
    if (enter && m_patch)
        ask(*image, *m_patch);
    else if (event->key() == Qt::Key_Escape && m_patch)
        hover(std::nullopt);
    else if (event->key() == Qt::Key_Escape && session().state().selection.query)
        session().dispatch(SetQuery{});
    else
        ImageCanvas::keyPressEvent(event);
}

} // namespace headlight::ui
