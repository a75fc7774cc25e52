// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tokens by their ids, as tokenizers save them. Ids are looked up; nothing is tokenised.
#pragma once

#include "base/job_context.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace headlight {

/// Const, callable from any thread.
class Vocabulary {
public:
    /// vocab.txt (a token a line, its number the id), vocab.json (ids by token) or tokenizer.json (model.vocab by token or as a list with
    /// scores, and added_tokens); the content decides. ErrorKind::NotADump says what the file is instead.
    static Result<Vocabulary> read(const std::filesystem::path& path, const JobContext& job = {});

    [[nodiscard]] const std::string& file() const { return m_file; }
    /// One more than the largest id.
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_tokens.size()); }
    /// Raw token; null where no token has this id.
    [[nodiscard]] const std::string* token(std::int64_t id) const;

private:
    Result<void> add(std::int64_t id, std::string token);

    std::string m_file;
    std::vector<std::string> m_tokens;
    std::vector<bool> m_known;

    friend class VocabularyReader;
};

struct LookedUpTokens {
    std::vector<std::string> tokens;   ///< raw; "#50256" for an id without a token
    std::int64_t unknown = 0;          ///< ids without a token
    std::int64_t firstUnknown = -1;    ///< position of the first of them
};
LookedUpTokens lookUp(const Vocabulary& vocabulary, std::span<const std::int64_t> ids);

/// A vocabulary in this folder: tokenizer.json, vocab.json, vocab.txt, or the only file called ...vocab.txt or ...vocab.json.
/// An empty path when there is none, or several that could be meant; `others` says which.
std::filesystem::path vocabularyIn(const std::filesystem::path& folder, std::vector<std::string>* others = nullptr);

} // namespace headlight
