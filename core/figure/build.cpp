// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/build.h"

#include "figure/evolution.h"
#include "figure/heads.h"
#include "figure/heatmap.h"
#include "figure/image.h"
#include "figure/links.h"
#include "figure/overview.h"
#include "figure/table_figure.h"
#include "figure/text.h"
#include "figure/trend.h"
#include "figure/weights.h"
#include "state/state_json.h"

#include <fmt/format.h>

#include <array>

namespace headlight {

namespace {

constexpr std::array kBuiltViews{ViewKind::Overview, ViewKind::Heatmap, ViewKind::Evolution, ViewKind::Text, ViewKind::Links, ViewKind::Image, ViewKind::Trends, ViewKind::Table, ViewKind::Heads};

Result<Figure> buildTrendsFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    return state.display.trend == TrendKind::Weights ? buildWeightsFigure(workspace, state, job) : buildTrendFigure(workspace, state, job);
}

} // namespace

std::span<const ViewKind> builtViews()
{
    return kBuiltViews;
}

std::string builtViewWords()
{
    std::string words;
    for (std::size_t i = 0; i < kBuiltViews.size(); ++i)
        words += fmt::format("{}{}", i == 0 ? "" : i + 1 == kBuiltViews.size() ? " or " : ", ", nameOf(kBuiltViews[i]));
    return words;
}

Result<Figure> buildFigure(const Workspace& workspace, const State& state, const JobContext& job, const BuildOptions& options)
{
    if (!state.hasDump() || workspace.dump(state.dump.fingerprint) == nullptr)
        return Figure(EmptyFigure{"No dump is open.", {}, std::nullopt});
    const auto held = workspace.holding(state); // closing the dump meanwhile changes nothing in this figure
    if (!held)
        return held.error();
    if (state.selection.heads.empty())
        return Figure(EmptyFigure{"This sample has no such stack.", {}, std::nullopt});
    switch (state.view) {
    case ViewKind::Overview:
        return buildOverviewFigure(*held, state, job, options);
    case ViewKind::Heatmap:
        return buildHeatmapFigure(*held, state, job);
    case ViewKind::Image:
        return buildImageFigure(*held, state, job);
    case ViewKind::Evolution:
        return buildEvolutionFigure(*held, state, job);
    case ViewKind::Trends:
        return buildTrendsFigure(*held, state, job);
    case ViewKind::Table:
        return buildTableFigure(*held, state, job, options.before.get());
    case ViewKind::Text:
        return buildTextFigure(*held, state, job);
    case ViewKind::Links:
        return buildLinksFigure(*held, state, job);
    case ViewKind::Heads:
        return buildHeadsFigure(*held, state, job, options);
    }
    return Error{ErrorKind::Unsupported, fmt::format("the view {} is not part of this version", nameOf(state.view)), {}, "Use " + builtViewWords()};
}

} // namespace headlight
