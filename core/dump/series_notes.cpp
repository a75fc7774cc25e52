// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/series_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace headlight {

namespace {

void noteMissing(const FileSeries& series, std::vector<Note>& notes)
{
    const auto missing = series.missing();
    if (missing.empty())
        return;
    const bool one = missing.size() == 1;
    if (series.parts > 0)
        notes.push_back({NoteWeight::Warning, one ? "A part of the dump is missing" : "Parts of the dump are missing",
                         fmt::format("{} of {} files are there: no {} has number {}. What stands in {} is left out.", series.files.size(), series.parts, series.pattern,
                                     fmt::join(missing, ", "), one ? "it" : "them")});
    else if (missing.size() <= series.files.size()) // more numbers missing than there are files: they are names, not a count
        notes.push_back({NoteWeight::Warning, one ? "A file of the series is missing" : "Files of the series are missing",
                         fmt::format("There is no {} with number {}. The numbering is kept.", series.pattern, fmt::join(missing, ", "))});
}

} // namespace

std::vector<Note> notesAboutSeries(const FileSet& set, const std::vector<Sidecar>& sidecars, std::int64_t samples)
{
    std::vector<Note> notes;
    noteMissing(set.attention, notes);
    const auto others = set.whole.files.size() - set.attention.files.size();
    if (others > 0 && set.attention.files.size() == 1)
        notes.push_back({NoteWeight::Information, fmt::format("{} more {} of this series {} beside it", others, others == 1 ? "file" : "files", others == 1 ? "lies" : "lie"),
                         fmt::format("{} is opened alone. Opening the folder shows all {} files as one dump.", set.path.filename().string(), set.whole.files.size()),
                         {NoteOffer::OpenOthers}});
    for (const auto& sidecar : sidecars) {
        const auto records = static_cast<std::int64_t>(sidecar.records.size());
        if (sidecar.parallel && set.whole.files.size() == set.attention.files.size() && records != samples && records > 1)
            notes.push_back({NoteWeight::Warning, fmt::format("{} does not fit the dump", sidecar.file),
                             fmt::format("It has {} entries, the dump has {} samples. Entries are used in order.", records, samples)});
    }
    return notes;
}

} // namespace headlight
