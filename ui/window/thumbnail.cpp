// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/thumbnail.h"

#include "figure/build.h"
#include "ui/paint/colour_maps.h"
#include "workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace headlight::ui {

namespace {

QString inThumbnail(const char* text)
{
    return QCoreApplication::translate("Thumbnail", text);
}

State middleLayer(const SharedDump& dump)
{
    State state;
    state = update(state, ShowDump{{dump->title(), dump->fingerprint(), {}}, shapeOf(*dump)});
    if (!state.hasDump())
        return state;
    state = update(state, SelectView{ViewKind::Heatmap});
    state = update(state, SetAggregate{Aggregate::Mean});
    const auto& grid = state.stackShape().heads;
    return update(state, SelectHeads{HeadSet::ofLayer(grid, LayerIndex{static_cast<std::int64_t>(grid.size()) / 2})});
}

} // namespace

Thumbnail makeThumbnail(const QString& path, const QSize& pixels, const JobContext& job)
{
    Thumbnail out;
    const auto dump = openDump(path.toStdString(), {}, job);
    if (!dump) {
        out.problem = QString::fromStdString(dump.error().what);
        return out;
    }
    const auto& stack = (*dump)->stacks().front();
    const auto& layer = stack.layers.front();
    out.size = inThumbnail("%1 × %2 · %3 tokens").arg(stack.layers.size()).arg(layer.heads).arg(layer.keys);
    out.format = QString::fromStdString((*dump)->format());
    if ((*dump)->samples().size() > 1)
        out.format += inThumbnail(", %1 samples").arg((*dump)->samples().size());
    else if (!(*dump)->samples().empty() && !(*dump)->samples().front().picture.empty())
        out.format += inThumbnail(", with picture");

    constexpr std::uint64_t kLimit = std::uint64_t{64} << 20;
    Workspace workspace(kLimit);
    workspace.open(*dump);
    const auto figure = buildFigure(workspace, middleLayer(*dump), job);
    if (!figure)
        return out;
    if (const auto* heatmap = std::get_if<HeatmapFigure>(&*figure); heatmap != nullptr && !heatmap->panels.empty() && heatmap->panels.front().values != nullptr)
        out.map = paint::mapImage(*heatmap->panels.front().values, heatmap->scale, pixels, false, qRgb(255, 255, 255), qRgb(160, 160, 160));
    return out;
}

} // namespace headlight::ui
