// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/evolution_pointer.h"

#include "ui/views/evolution_text.h"

namespace headlight::ui {

namespace {

std::optional<HeadRef> headOf(const MapPanel& panel, LayerIndex layer)
{
    return panel.map && panel.map->head ? std::optional(HeadRef{layer, *panel.map->head}) : std::nullopt;
}

} // namespace

EvolutionPointer::EvolutionPointer(Session& session, QObject* parent) : QObject(parent), m_session(session) {}

void EvolutionPointer::moveTo(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell)
{
    const auto& shown = std::get<EvolutionFigure>(*figure);
    const auto layer = layerOf(shown, cell);
    const Hover hover{headOf(shown.panels[static_cast<std::size_t>(cell.panel)], layer), CellIndex{QueryIndex{shown.query}, keyOf(shown, cell)}, layer};
    m_panel = cell.panel;
    if (hover == m_session.hover())
        return;
    m_session.setHover(hover);
    m_own = true;
    tell(figure, cell);
}

void EvolutionPointer::moveToStrip(const EvolutionFigure& figure, std::int64_t strip)
{
    const MapPanel& panel = figure.strips[static_cast<std::size_t>(strip)];
    const Hover hover{headOf(panel, panel.map->layer), std::nullopt};
    if (hover == m_session.hover())
        return;
    m_description.cancel();
    m_own = true;
    m_session.setHover(hover);
    QString text = QString::fromStdString(panel.title);
    if (!panel.note.empty())
        text += QStringLiteral("   ") + QString::fromStdString(panel.note);
    emit statusText(text);
    emit spoken(text);
}

void EvolutionPointer::clear()
{
    m_description.cancel();
    m_own = false;
    m_session.setHover({});
    emit statusText({});
}

void EvolutionPointer::follow(const std::shared_ptr<const Figure>& figure)
{
    m_description.cancel();
    const auto* shown = figure == nullptr ? nullptr : std::get_if<EvolutionFigure>(figure.get());
    if (shown == nullptr || m_panel >= std::ssize(shown->panels))
        m_panel = 0;
    const Hover hover = m_session.hover();
    if (shown == nullptr || !m_own || !hover.cell || !hover.layer)
        return;
    if (const auto cell = figureCellOf(*shown, *hover.layer, hover.cell->key, m_panel)) {
        m_session.setHover({hover.head, CellIndex{QueryIndex{shown->query}, hover.cell->key}, hover.layer}); // the query may be another
        tell(figure, *cell);
    }
}

void EvolutionPointer::tell(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell)
{
    const auto& shown = std::get<EvolutionFigure>(*figure);
    emit statusText(statusOf(shown, cell, std::nullopt));
    emit spoken(spokenOf(shown, cell, std::nullopt));
    describe(figure, cell);
}

/// The rank needs the whole row, which a window may cut: asked for in the background, told when it is still wanted.
void EvolutionPointer::describe(const std::shared_ptr<const Figure>& figure, paint::FigureCell cell)
{
    const auto& shown = std::get<EvolutionFigure>(*figure);
    const auto& map = shown.panels[static_cast<std::size_t>(cell.panel)].map;
    const auto head = map ? map->head : std::nullopt;
    m_description.start([workspace = m_session.sharedWorkspace(), state = m_session.state(), layer = layerOf(shown, cell), key = keyOf(shown, cell),
                         head](const JobContext& job) { return describeLayerCell(*workspace, state, layer, key, head, job); },
                        [this, figure, cell](const Result<LayerCellDescription>& known) {
                            if (!known)
                                return; // the figure says what is wrong with the maps
                            const auto& now = std::get<EvolutionFigure>(*figure);
                            emit statusText(statusOf(now, cell, *known));
                            emit spoken(spokenOf(now, cell, *known));
                        });
}

std::optional<paint::FigureCell> EvolutionPointer::hoveredIn(const EvolutionFigure& figure, std::int64_t panel) const
{
    const auto& hover = m_session.hover();
    return hover.cell && hover.layer && hover.cell->query.value == figure.query ? figureCellOf(figure, *hover.layer, hover.cell->key, panel) : std::nullopt;
}

std::optional<paint::FigureCell> EvolutionPointer::pinnedIn(const EvolutionFigure& figure, std::int64_t panel)
{
    if (!figure.layerRow || !figure.keyColumn)
        return std::nullopt;
    return paint::FigureCell{panel, *figure.layerRow, *figure.keyColumn};
}

std::optional<paint::FigureCell> EvolutionPointer::currentIn(const EvolutionFigure& figure) const
{
    const auto hovered = hoveredIn(figure, m_panel);
    return hovered ? hovered : pinnedIn(figure, m_panel);
}

} // namespace headlight::ui
