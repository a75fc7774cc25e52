// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A dump whose files are open: finds the array behind a stack and a sample, and builds the axes when they are first asked for.
#pragma once

#include "dump/dump.h"
#include "dump/recognise.h"
#include "dump/segments.h"

#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace headlight {

/// One stack in one file.
struct StackOfFile {
    SharedArray attention;
    std::vector<std::pair<std::string, SharedArray>> gradients;
    SharedBands bands;                               ///< of a sliding window, else null
};

struct OpenedFile {
    std::string path;                                ///< for error messages
    std::vector<std::optional<StackOfFile>> stacks;  ///< by stack of the dump
};

struct SamplePlace {
    std::size_t file = 0;
    std::int64_t inFile = 0;
};

/// What stands along the axes of one stack and sample.
struct AxisPlans {
    AxisPlan queries;
    std::optional<AxisPlan> keys; ///< empty: the same as the queries
};

/// Everything a dump is made of.
struct DumpParts {
    std::filesystem::path path;
    std::string title;
    std::string format;
    std::string fingerprint;
    std::uint64_t bytes = 0;
    std::vector<Stack> stacks;
    std::vector<Sample> samples;
    std::vector<Note> notes;
    std::vector<FoundItem> found;
    std::vector<Document> documents;
    ReadingChoices choices;
    std::vector<ArrayReading> arrays;
    std::vector<TokenListReading> tokenLists;
    std::filesystem::path manifest;
    std::vector<OpenedFile> files;
    std::vector<SamplePlace> places;                 ///< of every sample
    std::vector<std::vector<AxisPlans>> plans;       ///< [stack][sample]
};

class OpenedDump final : public Dump {
public:
    explicit OpenedDump(DumpParts parts);

    Result<Maps> attention(StackIndex stack, SampleIndex sample) const override;
    Result<Maps> gradients(StackIndex stack, SampleIndex sample, std::string_view target) const override;

private:
    using AxisPair = std::pair<SharedAxis, SharedAxis>;

    Result<const StackOfFile*> arraysOf(StackIndex stack, SampleIndex sample) const;
    AxisPair axesOf(std::size_t stack, std::size_t sample) const;
    Maps mapsOf(const SharedArray& array, const SharedBands& bands, StackIndex stack, SampleIndex sample) const;

    std::vector<OpenedFile> m_files;
    std::vector<SamplePlace> m_places;
    std::vector<std::vector<AxisPlans>> m_plans;
    mutable std::mutex m_mutex;
    mutable std::map<std::pair<std::size_t, std::size_t>, AxisPair> m_axes;
};

} // namespace headlight
