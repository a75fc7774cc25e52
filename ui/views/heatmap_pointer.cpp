// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/heatmap_pointer.h"

#include "ui/views/heatmap_text.h"

namespace headlight::ui {

std::optional<HeadRef> headOf(const HeatmapFigure& figure, std::int64_t panel)
{
    const auto& map = figure.panels[static_cast<std::size_t>(panel)].map;
    return map && map->head ? std::optional(HeadRef{map->layer, *map->head}) : std::nullopt;
}

HeatmapPointer::HeatmapPointer(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

void HeatmapPointer::moveTo(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell)
{
    const auto& heatmap = std::get<HeatmapFigure>(*figure);
    const Hover hover{headOf(heatmap, cell.panel), cellIndexOf(heatmap, cell)};
    m_panel = cell.panel;
    if (hover == m_session.hover())
        return;
    m_session.setHover(hover);
    m_own = true;
    tell(figure, cell);
}

void HeatmapPointer::moveTo(CellIndex cell)
{
    m_description.cancel();
    m_session.setHover({m_session.hover().head, cell});
    m_own = true;
}

void HeatmapPointer::clear()
{
    m_description.cancel();
    m_own = false;
    m_session.setHover({});
    emit statusText({});
}

void HeatmapPointer::follow(const std::shared_ptr<const Figure>& figure)
{
    m_description.cancel();
    const auto* heatmap = figure == nullptr ? nullptr : std::get_if<HeatmapFigure>(figure.get());
    if (heatmap == nullptr || m_panel >= std::ssize(heatmap->panels))
        m_panel = 0;
    const auto& cell = m_session.hover().cell;
    if (heatmap == nullptr || !m_own || !cell)
        return;
    if (const auto place = figureCellOf(*heatmap, *cell, m_panel))
        tell(figure, *place);
}

void HeatmapPointer::tell(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell)
{
    const auto& heatmap = std::get<HeatmapFigure>(*figure);
    emit statusText(statusOf(heatmap, cell, std::nullopt));
    emit spoken(spokenOf(heatmap, cell, std::nullopt));
    describe(figure, cell);
}

/// The rank needs the whole row, which a window may cut: asked for in the background, told when it is still wanted.
void HeatmapPointer::describe(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell)
{
    const auto& heatmap = std::get<HeatmapFigure>(*figure);
    State state = m_session.state();
    if (const auto head = headOf(heatmap, cell.panel))
        state.selection.heads = HeadSet::one(*head);
    m_description.start([workspace = m_session.sharedWorkspace(), state,
                         index = cellIndexOf(heatmap, cell)](const JobContext& job) { return describeCell(*workspace, state, index, job); },
                        [this, figure, cell](const Result<CellDescription>& known) {
                            if (!known)
                                return; // the figure says what is wrong with the map
                            const auto& shown = std::get<HeatmapFigure>(*figure);
                            emit statusText(statusOf(shown, cell, *known));
                            emit spoken(spokenOf(shown, cell, *known));
                        });
}

std::optional<CellIndex> HeatmapPointer::current() const
{
    const auto& selection = m_session.state().selection;
    if (const auto& cell = m_session.hover().cell)
        return cell;
    if (selection.query && selection.key)
        return CellIndex{*selection.query, *selection.key};
    return std::nullopt;
}

std::optional<paint::FigureCell> HeatmapPointer::currentIn(const HeatmapFigure& figure) const
{
    const auto cell = current();
    return cell ? figureCellOf(figure, *cell, m_panel) : std::nullopt;
}

} // namespace headlight::ui
