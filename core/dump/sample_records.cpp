// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/sample_records.h"

#include "dump/names.h"

#include <algorithm>
#include <map>

namespace headlight {

namespace {

/// Running number of the first sample of every file that is opened.
std::map<std::size_t, std::int64_t> firstSamples(const FileSet& set, const std::vector<RecordQuery>& queries, std::int64_t records)
{
    std::map<std::size_t, std::int64_t> sizes;
    for (const auto& query : queries)
        sizes[query.file] = query.samplesInFile;
    std::map<std::size_t, std::int64_t> firsts;
    const auto& numbers = set.attention.numbers;
    if (numbers.empty() || set.attention.layers || set.attention.parts > 0) {
        for (std::int64_t next = 0; const auto& [file, size] : sizes) {
            firsts[file] = next;
            next += size;
        }
        return firsts;
    }
    // Numbers count from 0 unless the entries would not reach so far: then from the lowest number there is.
    const bool counted = set.whole.missing().size() <= set.whole.files.size();
    const std::int64_t lowest = *std::ranges::min_element(set.whole.numbers.empty() ? numbers : set.whole.numbers);
    const std::int64_t highest = *std::ranges::max_element(set.whole.numbers.empty() ? numbers : set.whole.numbers);
    const std::int64_t batch = std::ranges::max_element(sizes, {}, [](const auto& entry) { return entry.second; })->second;
    const bool fromZero = counted && (lowest == 0 || records >= batch * highest + 1);
    std::int64_t next = 0;
    std::int64_t expected = fromZero ? 0 : lowest;
    for (const auto& [file, size] : sizes) {
        if (counted)
            next += (numbers[file] - expected) * batch;
        firsts[file] = next;
        next += size;
        expected = numbers[file] + 1;
    }
    return firsts;
}

void merge(FoundRecord& found, const SampleRecord& record, const std::string& file)
{
    if (found.tokens.empty() && !record.tokens.empty()) {
        found.tokens = record.tokens;
        found.tokensFrom = file;
    }
    if (found.ids.empty() && !record.ids.empty()) {
        found.ids = record.ids;
        found.idsFrom = file;
    }
    if (found.caption.empty())
        found.caption = record.caption;
    if (found.id.empty())
        found.id = record.id;
    for (const auto& field : record.fields)
        if (std::ranges::find(found.fields, field.first, [](const auto& other) { return other.first; }) == found.fields.end())
            found.fields.push_back(field);
}

} // namespace

std::vector<FoundRecord> recordsOf(const FileSet& set, const std::vector<Sidecar>& sidecars, const std::vector<RecordQuery>& queries)
{
    std::vector<FoundRecord> found(queries.size());
    if (queries.empty())
        return found;
    const bool complete = set.whole.files.size() == set.attention.files.size();
    for (const auto& sidecar : sidecars) {
        const auto firsts = firstSamples(set, queries, static_cast<std::int64_t>(sidecar.records.size()));
        for (std::size_t i = 0; i < queries.size(); ++i) {
            SampleAddress address;
            address.stem = set.attention.files[queries[i].file].stem().string();
            address.inFile = queries[i].inFile;
            address.samplesInFile = queries[i].samplesInFile;
            address.running = firsts.at(queries[i].file) + queries[i].inFile;
            if (complete)
                address.total = static_cast<std::int64_t>(queries.size());
            if (const auto* record = recordFor(sidecar, address))
                merge(found[i], *record, sidecar.file);
        }
    }
    return found;
}

} // namespace headlight
