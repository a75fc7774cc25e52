// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/batch.h"

#include "base/parallel.h"
#include "figure/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <system_error>
#include <utility>

namespace headlight::paint {

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
    return std::visit(
        [](const auto& drawn) -> std::string {
            if constexpr (requires { drawn.text.title; })
                return drawn.text.title;
            else
                return {};
        },
        figure);
}

/// A picture that no file can hold is a matter of the options, not of the dump.
Error asUsage(Error error)
{
    if (error.kind == ErrorKind::Limit)
        error.kind = ErrorKind::Usage;
    return error;
}

fs::path withSuffix(const fs::path& stem, FileFormat format)
{
    fs::path file = stem;
    file += suffixFor(format);
    return file;
}

bool isThere(const fs::path& file)
{
    std::error_code problem;
    return fs::exists(file, problem);
}

/// The first of "name", "name (2)", "name (3)", ... that is free in all formats.
fs::path freeStem(const fs::path& stem, const std::vector<FileFormat>& formats)
{
    fs::path free = stem;
    const auto taken = [&formats](const fs::path& candidate) {
        return std::ranges::any_of(formats, [&candidate](FileFormat format) { return isThere(withSuffix(candidate, format)); });
    };
    for (int number = 2; taken(free); ++number) {
        free = stem;
        free += fmt::format(" ({})", number);
    }
    return free;
}

Result<void> writeWithFolders(const fs::path& file, const QByteArray& content, const JobContext& job)
{
    if (job.stopped())
        return cancelled();
    std::error_code problem;
    fs::create_directories(file.parent_path(), problem);
    if (problem)
        return inFile(Error{ErrorKind::CannotWrite, fmt::format("the folder cannot be made: {}", problem.message())}, file.parent_path().string());
    return writeWhole(file, content);
}

Result<void> put(const BatchChoices& choices, const fs::path& file, const QByteArray& content, const JobContext& job)
{
    return choices.write ? choices.write(file, content, job) : writeWithFolders(file, content, job);
}

/// Runs `work` in the main thread where `needed`.
template <typename Work>
Result<QByteArray> whereItMust(bool needed, const BatchChoices& choices, const JobContext& job, const Work& work)
{
    if (!needed || !choices.inMainThread)
        return work();
    Result<QByteArray> content = cancelled();
    choices.inMainThread([&] { content = work(); }, job);
    return content;
}

/// Charts are drawn one after the other.
bool hasChart(const FigureTask& task)
{
    return task.state.view == ViewKind::Trends;
}

void append(BatchReport& report, BatchReport&& more)
{
    std::ranges::move(more.written, std::back_inserter(report.written));
    std::ranges::move(more.skipped, std::back_inserter(report.skipped));
    std::ranges::move(more.failed, std::back_inserter(report.failed));
    std::ranges::move(more.remarks, std::back_inserter(report.remarks));
    report.bytes += more.bytes;
    report.cancelled = report.cancelled || more.cancelled;
}

void addFailure(BatchReport& report, const fs::path& file, Error error)
{
    if (error.kind == ErrorKind::Cancelled)
        report.cancelled = true;
    else
        report.failed.push_back({file, std::move(error)});
}

/// One run over a batch.
class Writing {
public:
    Writing(const Batch& batch, const BatchChoices& choices, const JobContext& job)
        : m_dump(batch.dump), m_choices(choices), m_job(job), m_quiet(job.stopToken()), m_count(batch.figures())
    {
        m_report.remarks = batch.remarks;
    }

    void part(const BatchPart& part)
    {
        if (ended())
            return;
        Result<void> ready = part.before ? part.before(m_quiet) : Result<void>();
        std::vector<BatchReport> reports(part.tasks.size());
        const auto makeOne = [&](std::int64_t i) {
            const auto& task = part.tasks[static_cast<std::size_t>(i)];
            auto& report = reports[static_cast<std::size_t>(i)];
            if (m_failed || m_job.stopped())
                return;
            if (ready)
                write(*part.workspace, task, report);
            else
                addFailure(report, withSuffix(task.stem, task.formats.front()), ready.error());
            m_failed = m_failed || (m_choices.endAtFirstError && !report.failed.empty());
            const auto done = ++m_done;
            m_job.progress(fmt::format("Figure {} of {}", done, m_count), static_cast<double>(done) / static_cast<double>(m_count));
        };
        const auto count = static_cast<std::int64_t>(part.tasks.size());
        if (std::ranges::any_of(part.tasks, hasChart))
            for (std::int64_t i = 0; i < count; ++i)
                makeOne(i);
        else
            parallelFor(count, makeOne);
        for (auto& report : reports)
            append(m_report, std::move(report));
        if (!ready && part.tasks.empty())
            addFailure(m_report, {}, ready.error());
    }

    [[nodiscard]] bool ended() const { return m_failed || m_report.cancelled || m_job.stopped(); }

    BatchReport take()
    {
        m_report.cancelled = m_report.cancelled || m_job.stopped();
        return std::move(m_report);
    }

private:
    void write(const Workspace& workspace, const FigureTask& task, BatchReport& report) const
    {
        const fs::path stem = m_choices.existing == Existing::Number ? freeStem(task.stem, task.formats) : task.stem;
        std::optional<Figure> figure;
        for (const auto format : task.formats) {
            const fs::path target = withSuffix(stem, format);
            if (m_choices.existing == Existing::Skip && isThere(target)) {
                report.skipped.push_back(target);
                continue;
            }
            if (!figure) {
                auto built = buildTask(workspace, task, m_quiet);
                if (!built)
                    return addFailure(report, target, built.error());
                figure = *std::move(built);
            }
            if (m_job.stopped())
                return addFailure(report, target, cancelled());
            auto paper = paperFor(task, *m_dump, target, format);
            paper.title = titleIn(*figure);
            const auto content = whereItMust(needsMainThread(*figure), m_choices, m_job, [&] { return encode(*figure, paper); });
            const auto written = content ? put(m_choices, target, *content, m_quiet) : Result<void>(asUsage(inFile(content.error(), target.string())));
            if (!written) {
                addFailure(report, target, written.error());
                if (m_choices.endAtFirstError || report.cancelled)
                    return;
                continue;
            }
            report.written.push_back(target);
            report.bytes += static_cast<std::uint64_t>(content->size());
        }
    }

    SharedDump m_dump;
    const BatchChoices& m_choices;
    const JobContext& m_job;
    JobContext m_quiet; ///< of what is inside one figure
    std::size_t m_count;
    std::atomic<std::size_t> m_done{0};
    std::atomic<bool> m_failed{false};
    BatchReport m_report;
};

/// The pages of one part, built on all threads; the first error in their order.
Result<void> buildPages(const BatchPart& part, const Dump& dump, const fs::path& file, std::vector<Page>& pages, const JobContext& job)
{
    const JobContext quiet(job.stopToken());
    if (part.before)
        if (auto ready = part.before(quiet); !ready)
            return ready;
    std::vector<Result<Figure>> figures(part.tasks.size(), Result<Figure>(cancelled()));
    parallelFor(static_cast<std::int64_t>(part.tasks.size()), [&](std::int64_t i) {
        if (!job.stopped())
            figures[static_cast<std::size_t>(i)] = buildTask(*part.workspace, part.tasks[static_cast<std::size_t>(i)], quiet);
    });
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (!figures[i])
            return figures[i].error();
        auto paper = paperFor(part.tasks[i], dump, file, FileFormat::Pdf);
        paper.title = titleIn(*figures[i]);
        pages.push_back({*std::move(figures[i]), std::move(paper)});
    }
    return {};
}

Result<QByteArray> encodeBatch(Batch& batch, const fs::path& file, const BatchChoices& choices, const JobContext& job)
{
    const std::size_t count = batch.figures();
    std::vector<Page> pages;
    for (auto& part : batch.parts) {
        if (auto built = buildPages(part, *batch.dump, file, pages, job); !built)
            return built.error();
        part = {};
        job.progress("Building pages", static_cast<double>(pages.size()) / static_cast<double>(std::max<std::size_t>(1, count)));
    }
    const bool charts = std::ranges::any_of(pages, [](const Page& page) { return needsMainThread(page.figure); });
    auto content = whereItMust(charts, choices, job, [&] { return encodePages(pages, job); });
    if (!content && content.error().kind != ErrorKind::Cancelled)
        return asUsage(inFile(content.error(), file.string()));
    return content;
}

/// Tasks that look alike have files of about the same size.
std::string kindOf(const FigureTask& task)
{
    const auto& state = task.state;
    return fmt::format("{} {} {} {} {}", static_cast<int>(state.view), static_cast<int>(state.measure.kind), static_cast<int>(state.selection.aggregate),
                       state.selection.heads.size(), state.selection.sample.value);
}

} // namespace

std::size_t Batch::figures() const
{
    std::size_t count = 0;
    for (const auto& part : parts)
        count += part.tasks.size();
    return count;
}

std::size_t Batch::files() const
{
    std::size_t count = 0;
    for (const auto& part : parts)
        for (const auto& task : part.tasks)
            count += task.formats.size();
    return count;
}

BatchReport writeBatch(Batch batch, const BatchChoices& choices, const JobContext& job)
{
    Writing writing(batch, choices, job);
    for (auto& part : batch.parts) {
        writing.part(part);
        part = {};
    }
    return writing.take();
}

BatchReport writePages(Batch batch, const fs::path& file, const BatchChoices& choices, const JobContext& job)
{
    BatchReport report;
    report.remarks = batch.remarks;
    const fs::path target = choices.existing == Existing::Number ? withSuffix(freeStem(fs::path(file).replace_extension(), {FileFormat::Pdf}), FileFormat::Pdf) : file;
    if (choices.existing == Existing::Skip && isThere(target)) {
        report.skipped.push_back(target);
        return report;
    }
    const auto content = encodeBatch(batch, target, choices, job);
    auto written = content ? put(choices, target, *content, job) : Result<void>(content.error());
    if (!written) {
        addFailure(report, target, written.error());
        return report;
    }
    report.written.push_back(target);
    report.bytes = static_cast<std::uint64_t>(content->size());
    return report;
}

BatchReport writeSeries(std::size_t count, const MakeBatch& make, const BatchChoices& choices, const JobContext& job)
{
    BatchReport report;
    for (std::size_t i = 0; i < count; ++i) {
        if (job.stopped() || report.cancelled || (choices.endAtFirstError && !report.failed.empty()))
            break;
        auto batch = make(i);
        if (!batch) {
            addFailure(report, {}, batch.error());
            continue;
        }
        const JobContext one(job.stopToken(), [&job, i, count](std::string_view label, double done) {
            const auto before = static_cast<double>(i);
            job.progress(count == 1 ? std::string(label) : fmt::format("Sample {} of {}: {}", i + 1, count, label), (before + done) / static_cast<double>(count));
        });
        append(report, writeBatch(*std::move(batch), choices, one));
    }
    report.cancelled = report.cancelled || job.stopped();
    return report;
}

Result<std::uint64_t> estimatedBytes(const Batch& batch, const JobContext& job)
{
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> kinds; // bytes of one, how many
    std::uint64_t known = 0;
    std::uint64_t bytes = 0;
    std::uint64_t unknown = 0;
    for (const auto& part : batch.parts) {
        for (const auto& task : part.tasks) {
            auto& [one, many] = kinds[kindOf(task)];
            if (many++ > 0)
                continue;
            if (task.state.view == ViewKind::Overview || task.state.view == ViewKind::Heads || hasChart(task)) // needs every map there is, or the main thread
                continue;
            const auto figure = buildTask(*part.workspace, task, job);
            if (!figure && figure.error().kind == ErrorKind::Cancelled)
                return figure.error();
            for (const auto format : figure ? task.formats : std::vector<FileFormat>())
                if (const auto content = encode(*figure, paperFor(task, *batch.dump, task.stem, format)))
                    one += static_cast<std::uint64_t>(content->size());
        }
    }
    for (const auto& [kind, counted] : kinds) {
        const auto [one, many] = counted;
        bytes += one * many;
        (one > 0 ? known : unknown) += many;
    }
    return known == 0 ? bytes : bytes + bytes / known * unknown;
}

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

std::string_view suffixFor(FileFormat format)
{
    switch (format) {
    case FileFormat::Png:
        return ".png";
    case FileFormat::Pdf:
        return ".pdf";
    case FileFormat::Html:
        return ".html";
    case FileFormat::Tex:
        return ".tex";
    case FileFormat::Svg:
        break;
    }
    return ".svg";
}

ExportOptions paperFor(const FigureTask& task, const Dump& dump, const fs::path& target, FileFormat format)
{
    auto paper = task.settings.paper;
    paper.format = format;
    paper.textAsOutlines = format == FileFormat::Svg;
    paper.stateJson = stateFor(task.state, task.settings, dump, target);
    return paper;
}

} // namespace headlight::paint
