// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/rendering.h"

#include "app/cli/saved_state.h"
#include "base/parallel.h"
#include "figure/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

struct SetTitle {
    const std::string& title;
    void operator()(EmptyFigure&) const {}
    template <typename Drawn>
    void operator()(Drawn& figure) const
    {
        figure.text.title = title;
    }
};

std::string titleIn(const Figure& figure)
{
    if (const auto* map = std::get_if<HeatmapFigure>(&figure))
        return map->text.title;
    if (const auto* overview = std::get_if<OverviewFigure>(&figure))
        return overview->text.title;
    if (const auto* evolution = std::get_if<EvolutionFigure>(&figure))
        return evolution->text.title;
    if (const auto* image = std::get_if<ImageFigure>(&figure))
        return image->text.title;
    return {};
}

/// A picture that no file can hold is a matter of the options, not of the dump.
Error asUsage(Error error)
{
    if (error.kind == ErrorKind::Limit)
        error.kind = ErrorKind::Usage;
    return error;
}

Result<void> render(const Workspace& workspace, const SharedDump& dump, const FigureTask& task, const Output& output, const JobContext& job)
{
    std::optional<Figure> figure;
    for (const auto format : task.formats) {
        const fs::path target = task.stem.string() + suffixFor(format);
        if (output.alreadyThere(target))
            continue;
        if (!figure) {
            auto built = buildTask(workspace, task, job);
            if (!built)
                return built.error();
            figure = *std::move(built);
        }
        if (job.stopped())
            return cancelled();
        auto paper = paperFor(task, *dump, target, format);
        paper.title = titleIn(*figure);
        const auto content = paint::encode(*figure, paper);
        if (!content)
            return asUsage(inFile(content.error(), target.string()));
        if (auto written = output.write(target, *content, job); !written)
            return written;
    }
    return {};
}

} // namespace

Result<Figure> buildTask(const Workspace& workspace, const FigureTask& task, const JobContext& job)
{
    auto figure = buildFigure(workspace, task.state, job);
    if (!figure)
        return figure;
    if (const auto* empty = std::get_if<EmptyFigure>(&*figure))
        return Error{ErrorKind::Selection, empty->sentence};
    if (task.settings.title)
        std::visit(SetTitle{*task.settings.title}, *figure);
    if (auto* map = std::get_if<HeatmapFigure>(&*figure); map != nullptr && task.panelsInOneRow)
        map->panelColumns = static_cast<std::int64_t>(map->panels.size());
    return figure;
}

std::string suffixFor(paint::FileFormat format)
{
    switch (format) {
    case paint::FileFormat::Png:
        return ".png";
    case paint::FileFormat::Pdf:
        return ".pdf";
    case paint::FileFormat::Svg:
        break;
    }
    return ".svg";
}

paint::ExportOptions paperFor(const FigureTask& task, const Dump& dump, const fs::path& target, paint::FileFormat format)
{
    auto paper = task.settings.paper;
    paper.format = format;
    paper.textAsOutlines = format == paint::FileFormat::Svg;
    paper.stateJson = withSettings(stateFor(task.state, dump, target), task.settings);
    return paper;
}

Result<void> renderAll(const Workspace& workspace, const SharedDump& dump, const std::vector<FigureTask>& tasks, const Output& output, const JobContext& job)
{
    std::mutex mutex;
    Result<void> outcome;
    std::atomic<bool> failed{false};
    std::atomic<std::size_t> done{0};
    const JobContext quiet(job.stopToken());
    parallelFor(static_cast<std::int64_t>(tasks.size()), [&](std::int64_t i) {
        if (failed)
            return;
        auto result = render(workspace, dump, tasks[static_cast<std::size_t>(i)], output, quiet);
        const auto ready = ++done;
        job.progress(fmt::format("Figure {} of {}", ready, tasks.size()), static_cast<double>(ready) / static_cast<double>(tasks.size()));
        if (result)
            return;
        const std::lock_guard lock(mutex);
        if (!failed.exchange(true))
            outcome = std::move(result);
    });
    return outcome;
}

} // namespace headlight::cli
