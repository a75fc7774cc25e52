// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/input.h"
#include "app/cli/report.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

void addNotes(Report& report)
{
    for (const auto& note : report.dump->notes())
        if (note.weight != NoteWeight::Information)
            report.warnings.push_back(note.title.empty() ? note.text : fmt::format("{}: {}", note.title, note.text));
}

/// What a document says about itself, once.
void addWarnings(Report& report)
{
    for (const auto& document : report.documents)
        for (const auto& warning : document.warnings)
            if (std::ranges::find(report.warnings, warning) == report.warnings.end())
                report.warnings.push_back(warning);
}

/// The file that was named comes first; its siblings are told about as found beside it.
std::vector<Document> documentsOf(const Dump& dump, const fs::path& path)
{
    std::error_code problem;
    if (fs::is_directory(path, problem))
        return dump.documents();
    std::vector<Document> own;
    for (const auto& document : dump.documents())
        if (document.path.filename() == path.filename())
            own.push_back(document);
    return own.empty() ? dump.documents() : own;
}

/// What openDump refuses may still be a readable file: then its contents are shown with the reason.
bool mayBeReadable(ErrorKind kind)
{
    return kind == ErrorKind::NotADump || kind == ErrorKind::Selection || kind == ErrorKind::Unsupported || kind == ErrorKind::Shape;
}

Result<void> addWithoutAttention(Report& report, const Error& why, const JobContext& job)
{
    std::error_code problem;
    if (fs::is_directory(report.path, problem)) {
        auto parts = dumpsIn(report.path, job);
        if (!parts)
            return parts.error();
        if (parts->size() < 2 || why.kind != ErrorKind::Selection)
            return why;
        report.parts = *std::move(parts);
        report.format = "folder";
        report.warnings.push_back(sentence(why));
        return {};
    }
    if (why.kind == ErrorKind::Selection) // something that was asked for: a grid, global positions
        return why;
    auto document = formats::readFile(report.path, {}, job);
    if (!document)
        return inFile(document.error(), report.path.string());
    report.format = document->format;
    report.documents.push_back(*std::move(document));
    report.warnings.push_back(sentence(why));
    return {};
}

} // namespace

Result<ExitStatus> runInfo(const Invocation& invocation)
{
    const auto path = onePath(invocation.arguments);
    if (!path)
        return path.error();
    if (const auto base = indexBase(invocation.arguments); !base)
        return base.error();
    Report report;
    report.path = *path;
    report.tensors = invocation.arguments.has("--tensors");
    auto dump = openInput(invocation.arguments, *path, invocation.job);
    if (dump) {
        report.dump = *std::move(dump);
        report.format = report.dump->format();
        report.documents = documentsOf(*report.dump, *path);
        addNotes(report);
    } else if (mayBeReadable(dump.error().kind)) {
        if (auto known = addWithoutAttention(report, dump.error(), invocation.job); !known)
            return known.error();
    } else {
        return dump.error();
    }
    addWarnings(report);
    const auto text = invocation.arguments.has("--json") ? jsonReport(report) : textReport(report);
    if (auto printed = invocation.console.print(text); !printed)
        return printed.error();
    return ExitStatus::Done;
}

} // namespace headlight::cli
