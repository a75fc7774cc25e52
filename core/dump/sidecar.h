// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files of words beside a dump: tokens.json, captions_and_ids.json, samples.json, texts.json.
#pragma once

#include "value/value.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headlight {

/// What one entry says about one sample. Fields it does not have stay empty.
struct SampleRecord {
    std::string name;                 ///< key or numbered list it stands under: "prompt0", "text0"; empty in plain lists
    std::vector<std::string> tokens;
    std::string caption;
    std::string id;
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<std::int64_t> ids;    ///< token ids
};

struct Sidecar {
    std::string file;                 ///< name, for people
    std::vector<SampleRecord> records;
    bool parallel = false;            ///< in the order of the samples, over all batches
};

/// True for names that sidecars have: tokens.json, NAME_tokens.json, captions_and_ids.json, samples.json, texts.json, ...
bool isSidecarName(std::string_view fileName);

/// The records in a sidecar's value tree; none when it has no known form.
Sidecar sidecarOf(const Value& root, std::string file);

/// The record of a sample: by the stem of its file ("prompt1_attentions" is prompt1), else by the running number of the
/// sample over all batches. `total` is how many samples the whole series has, when known.
struct SampleAddress {
    std::string stem;
    std::int64_t inFile = 0;          ///< number of the sample in its file
    std::int64_t samplesInFile = 1;
    std::int64_t running = 0;
    std::optional<std::int64_t> total = {};
};
const SampleRecord* recordFor(const Sidecar& sidecar, const SampleAddress& sample);

/// True when `name` stands in `stem` as a whole: prompt1 in prompt1_attentions, not in prompt10_attentions.
bool stemMatches(std::string_view stem, std::string_view name);

} // namespace headlight
