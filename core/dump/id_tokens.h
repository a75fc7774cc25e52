// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens of dumps that give ids: input_ids in the dump or beside it, and the vocabulary they are looked up in.
#pragma once

#include "base/job_context.h"
#include "dump/reading.h"
#include "dump/vocabulary.h"
#include "value/value.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

using IdList = std::vector<std::int64_t>;
/// A list for each sample, or one for all.
using IdLists = std::vector<IdList>;

/// Lists of ids: integers in one list or tensor [position] or [sample, position]; nothing for anything else.
std::optional<IdLists> idListsOf(const Value& value);

/// The ids of one file.
struct FoundIds {
    IdLists input;      ///< input_ids, token_ids
    IdLists decoder;    ///< decoder_input_ids
    std::string from;   ///< "['input_ids']", "input_ids.npy"

    [[nodiscard]] bool empty() const { return input.empty() && decoder.empty(); }
};

/// In the entries of a dictionary, or in those of a dictionary in it.
FoundIds idsIn(const Value& root, AddressStyle style);
/// In input_ids.json, .npy, .npz or .pt beside the dump.
FoundIds idsBeside(const std::filesystem::path& folder, const JobContext& job);

/// Looks ids up in one vocabulary, which is read when the first id is met, and keeps what has to be said about it.
class IdLookup {
public:
    /// `chosen` is the vocabulary people named; empty: the one in `folder`.
    IdLookup(std::filesystem::path folder, std::filesystem::path chosen, JobContext job);

    /// Raw tokens; empty without a vocabulary.
    std::vector<std::string> tokens(const IdList& ids, const std::string& from);
    /// "input_ids and vocab.txt"
    [[nodiscard]] std::string origin(const std::string& from) const;
    /// A vocabulary that is missing or cannot be read, ids that are not in it.
    [[nodiscard]] std::vector<Note> notes() const;
    /// The file that was read; empty when none was.
    [[nodiscard]] const std::filesystem::path& vocabularyFile() const { return m_path; }

private:
    void load();

    std::filesystem::path m_folder;
    std::filesystem::path m_path;
    JobContext m_job;
    bool m_loaded = false;
    std::optional<Vocabulary> m_vocabulary;
    std::optional<Note> m_problem;
    std::string m_from;
    std::int64_t m_ids = 0;
    std::int64_t m_unknown = 0;
    std::int64_t m_firstUnknown = 0;
    std::int64_t m_firstId = 0;
};

} // namespace headlight
