// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/batch_order.h"

#include "base/text.h"
#include "state/action.h"
#include "ui/paint/batch_names.h"
#include "ui/paint/notebook_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace headlight::paint {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kFirstNames = 5;

Result<Batch> notebookOf(const BatchOrder& order, const SharedDump& dump, SampleIndex sample)
{
    const auto& set = order.set;
    if (const auto attention = dump->attention(set.state.selection.stack, sample); !attention)
        return attention.error();
    State state = update(notebookState(set.state), SelectSample{sample});
    const auto heads = parseHeads(fmt::format("L{} H{}", set.layers, set.heads), state.stackShape().heads, state.display.indexBase);
    if (!heads)
        return heads.error();
    FigureSettings settings;
    settings.paper.dpi = kNotebookDpi;
    Batch batch;
    batch.dump = dump;
    addNotebookSet(batch, update(std::move(state), SelectHeads{*heads}), settings, set.folder);
    return batch;
}

/// Where all pages go.
Result<fs::path> pdfOf(const BatchOrder& order, const Dump& dump, const std::vector<SampleIndex>& samples)
{
    const auto& set = order.set;
    const auto path = pathFrom(set.pattern, {samples.size() == 1 ? sampleName(dump, samples.front()) : order.samples, set.layers, set.heads, set.queries});
    if (!path)
        return path.error();
    fs::path file = set.folder / *path;
    file += suffixFor(FileFormat::Pdf);
    return file;
}

Error nothing()
{
    return Error{ErrorKind::Usage, "no figure is asked for", {}, "Choose samples, layers and heads"};
}

BatchReport onePdf(const BatchOrder& order, const SharedDump& dump, const std::vector<SampleIndex>& samples, const BatchChoices& choices, const JobContext& job)
{
    BatchReport report;
    const auto file = pdfOf(order, *dump, samples);
    if (!file) {
        report.failed.push_back({{}, file.error()});
        return report;
    }
    Batch all;
    all.dump = dump;
    for (const auto sample : samples) {
        auto batch = batchOf(order, dump, sample);
        if (!batch) {
            report.failed.push_back({*file, batch.error()});
            return report;
        }
        std::ranges::move(batch->parts, std::back_inserter(all.parts));
        std::ranges::move(batch->remarks, std::back_inserter(all.remarks));
    }
    return writePages(std::move(all), *file, choices, job);
}

} // namespace

Result<std::vector<SampleIndex>> samplesOf(const BatchOrder& order, const Dump& dump)
{
    const auto count = static_cast<std::int64_t>(dump.samples().size());
    std::string text = order.samples;
    std::erase(text, ' ');
    std::vector<SampleIndex> samples;
    if (text == "all" || text == "*") {
        for (std::int64_t sample = 0; sample < count; ++sample)
            samples.emplace_back(sample);
        return samples;
    }
    const auto numbers = parseNumbers(text);
    if (!numbers)
        return Error{ErrorKind::Usage, fmt::format("samples \"{}\" are not a list such as 0,2-4 or all", displayable(order.samples))};
    for (const auto number : *numbers) {
        if (number < 0 || number >= count)
            return Error{ErrorKind::Selection, fmt::format("there is no sample {}: they run from 0 to {}", number, count - 1)};
        if (std::ranges::find(samples, SampleIndex{number}) == samples.end())
            samples.emplace_back(number);
    }
    return samples;
}

Result<Batch> batchOf(const BatchOrder& order, const SharedDump& dump, SampleIndex sample)
{
    ViewSet set = order.set;
    if (order.onePdf) // pages have no names of their own
        set.pattern = usualPattern(set.state);
    auto batch = order.what == BatchOrder::What::Notebook ? notebookOf(order, dump, sample) : viewSet(dump, set, sample);
    if (batch && order.onePdf)
        for (auto& part : batch->parts)
            for (auto& task : part.tasks)
                task.formats = {FileFormat::Pdf};
    return batch;
}

Result<BatchPreview> previewOf(const BatchOrder& order, const SharedDump& dump, const JobContext& job)
{
    const auto samples = samplesOf(order, *dump);
    if (!samples)
        return samples.error();
    BatchPreview preview;
    std::set<std::string> names;
    for (const auto sample : *samples) {
        if (job.stopped())
            return cancelled();
        const auto batch = batchOf(order, dump, sample);
        if (!batch)
            return batch.error();
        preview.figures += batch->figures();
        preview.files += batch->files();
        std::ranges::copy(batch->remarks, std::back_inserter(preview.remarks));
        for (const auto& part : batch->parts)
            for (const auto& task : part.tasks) {
                const auto name = task.stem.lexically_relative(order.set.folder).generic_string();
                if (!order.onePdf && !names.insert(name).second)
                    return Error{ErrorKind::Usage, fmt::format("two figures would be called {}", displayable(name)), {}, "Put more of the tokens into the name"};
                for (const auto format : task.formats)
                    if (!order.onePdf && preview.firstNames.size() < kFirstNames)
                        preview.firstNames.push_back(name + std::string(suffixFor(format)));
            }
    }
    if (preview.files == 0)
        return nothing();
    if (!order.onePdf)
        return preview;
    const auto file = pdfOf(order, *dump, *samples);
    if (!file)
        return file.error();
    preview.files = 1;
    preview.firstNames = {file->lexically_relative(order.set.folder).generic_string()};
    return preview;
}

Result<std::uint64_t> estimatedBytes(const BatchOrder& order, const SharedDump& dump, const JobContext& job)
{
    const auto samples = samplesOf(order, *dump);
    if (!samples)
        return samples.error();
    if (samples->empty())
        return nothing();
    const auto batch = batchOf(order, dump, samples->front());
    if (!batch)
        return batch.error();
    const auto one = estimatedBytes(*batch, job);
    return one ? Result<std::uint64_t>(*one * samples->size()) : one;
}

BatchReport carryOut(const BatchOrder& order, const SharedDump& dump, const JobContext& job, BatchChoices choices)
{
    choices.existing = order.existing;
    const auto samples = samplesOf(order, *dump);
    if (!samples) {
        BatchReport report;
        report.failed.push_back({{}, samples.error()});
        return report;
    }
    if (order.onePdf)
        return onePdf(order, dump, *samples, choices, job);
    return writeSeries(samples->size(), [&](std::size_t i) { return batchOf(order, dump, (*samples)[i]); }, choices, job);
}

} // namespace headlight::paint
