// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a manifest says about the positions of every sample: tokens, segments, lengths; checked against the arrays that were read.
#pragma once

#include "base/job_context.h"
#include "dump/manifest_files.h"
#include "dump/opened_dump.h"
#include "dump/recognise_named.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

struct ReadFiles;

/// One axis of one sample.
struct NamedAxis {
    std::optional<std::vector<std::string>> tokens; ///< raw; empty: positions are numbered
    std::vector<Segment> segments;                  ///< they partition the axis; empty: recognised
    std::optional<std::int64_t> length;             ///< positions that are not padding
};

struct NamedAxes {
    NamedAxis query;
    NamedAxis key;
};

/// By stack and sample of the dump.
struct NamedWords {
    std::vector<std::vector<NamedAxes>> axes;
    std::vector<std::filesystem::path> pictures;    ///< of every sample of the manifest; empty where it names none
    std::vector<std::filesystem::path> files;       ///< that were read for it: part of the fingerprint
    std::vector<Note> notes;
};

/// Errors name the place in the manifest: more lists than samples, more tokens than positions, segments that do not end where
/// the axis does, files that are not there.
Result<NamedWords> namedWords(const FoundManifest& manifest, const ReadFiles& read, NamedDocuments& others, const JobContext& job);

/// Puts it over a plan. Tokens are those of all positions, or of the positions in text segments.
void applyTo(AxisPlans& plans, const NamedAxes& named);

} // namespace headlight
