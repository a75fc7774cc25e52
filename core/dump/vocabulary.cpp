// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/vocabulary.h"

#include "dump/names.h"
#include "dump/token_file.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight {

namespace {

using Path = std::filesystem::path;

/// More than any tokenizer has; a wrong id must not cost memory.
constexpr std::int64_t kMostIds = 20'000'000;
constexpr auto kExpected = "Expected vocab.txt (a token a line), vocab.json ({token: id}) or tokenizer.json";

Error refused(std::string what)
{
    return Error{ErrorKind::NotADump, std::move(what), {}, kExpected};
}

bool startsJson(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

} // namespace

class VocabularyReader {
public:
    explicit VocabularyReader(Vocabulary& vocabulary) : m_vocabulary(vocabulary) {}

    Result<void> lines(std::string_view text)
    {
        for (auto& line : linesOf(text))
            if (auto added = m_vocabulary.add(m_vocabulary.size(), std::move(line)); !added)
                return added;
        return m_vocabulary.size() == 0 ? refused("holds no tokens") : Result<void>{};
    }

    Result<void> tree(const Value& root)
    {
        const auto* model = root.find("model");
        const auto* vocabulary = model == nullptr ? nullptr : model->find("vocab");
        auto read = vocabulary == nullptr ? idsByToken(root) : vocabulary->list() != nullptr ? scores(*vocabulary->list()) : idsByToken(*vocabulary);
        if (!read)
            return read;
        const auto* added = root.find("added_tokens");
        if (model != nullptr && added != nullptr && added->list() != nullptr)
            if (auto more = addedTokens(*added->list()); !more)
                return more;
        return m_vocabulary.size() == 0 ? refused("holds no tokens") : Result<void>{};
    }

private:
    /// {"token": id}
    Result<void> idsByToken(const Value& value)
    {
        const auto* entries = value.dictionary();
        if (entries == nullptr)
            return refused(fmt::format("its vocabulary is a {}", value.description()));
        for (const auto& [token, id] : *entries) {
            if (token.string() == nullptr || id.integer() == nullptr)
                return refused(fmt::format("the id of \"{}\" is a {}", token.string() == nullptr ? "a token" : *token.string(), id.description()));
            if (auto added = m_vocabulary.add(*id.integer(), *token.string()); !added)
                return added;
        }
        return {};
    }

    /// Unigram: [["token", score], ...], the number in the list is the id.
    Result<void> scores(const List& list)
    {
        for (const auto& entry : list) {
            const auto* pair = entry.list();
            if (pair == nullptr || pair->empty() || pair->front().string() == nullptr)
                return refused(fmt::format("entry {} of its vocabulary is a {}", m_vocabulary.size(), entry.description()));
            if (auto added = m_vocabulary.add(m_vocabulary.size(), *pair->front().string()); !added)
                return added;
        }
        return {};
    }

    Result<void> addedTokens(const List& list)
    {
        for (const auto& entry : list) {
            const auto* id = entry.find("id");
            const auto* content = entry.find("content");
            if (id == nullptr || id->integer() == nullptr || content == nullptr || content->string() == nullptr)
                continue;
            if (auto added = m_vocabulary.add(*id->integer(), *content->string()); !added)
                return added;
        }
        return {};
    }

    Vocabulary& m_vocabulary;
};

Result<void> Vocabulary::add(std::int64_t id, std::string token)
{
    if (id < 0 || id >= kMostIds)
        return refused(fmt::format("gives the id {}, ids run from 0 to {}", id, kMostIds - 1));
    const auto place = static_cast<std::size_t>(id);
    if (place >= m_tokens.size()) {
        m_tokens.resize(place + 1);
        m_known.resize(place + 1, false);
    }
    m_tokens[place] = std::move(token);
    m_known[place] = true;
    return {};
}

Result<Vocabulary> Vocabulary::read(const Path& path, const JobContext& job)
{
    const auto text = textOfFile(path);
    if (!text)
        return text.error();
    Vocabulary vocabulary;
    vocabulary.m_file = path.filename().string();
    VocabularyReader reader(vocabulary);
    if (!startsJson(*text)) {
        if (lowercase(path.extension().native()) == ".json")
            return inFile(refused("is no JSON object"), path.string());
        if (auto read = reader.lines(*text); !read)
            return inFile(read.error(), path.string());
        return vocabulary;
    }
    const auto document = formats::readFile(path, {}, job);
    if (!document)
        return document.error();
    if (auto read = reader.tree(document->root); !read)
        return inFile(read.error(), path.string());
    return vocabulary;
}

const std::string* Vocabulary::token(std::int64_t id) const
{
    const auto place = static_cast<std::size_t>(id);
    return id >= 0 && place < m_tokens.size() && m_known[place] ? &m_tokens[place] : nullptr;
}

LookedUpTokens lookUp(const Vocabulary& vocabulary, std::span<const std::int64_t> ids)
{
    LookedUpTokens found;
    found.tokens.reserve(ids.size());
    for (const auto id : ids) {
        const auto* token = vocabulary.token(id);
        if (token == nullptr && found.unknown++ == 0)
            found.firstUnknown = static_cast<std::int64_t>(found.tokens.size());
        found.tokens.push_back(token == nullptr ? fmt::format("#{}", id) : *token);
    }
    return found;
}

Path vocabularyIn(const Path& folder, std::vector<std::string>* others)
{
    static constexpr std::array<std::string_view, 3> kNames{"tokenizer.json", "vocab.json", "vocab.txt"};
    std::error_code ignored;
    for (const auto name : kNames)
        if (std::filesystem::is_regular_file(folder / name, ignored))
            return folder / name;
    const auto files = formats::listFolder(folder.empty() ? Path(".") : folder);
    std::vector<Path> found;
    for (const auto& file : files ? *files : std::vector<Path>{}) {
        const std::string name = lowercase(file.filename().native());
        if (name.ends_with("vocab.txt") || name.ends_with("vocab.json"))
            found.push_back(file);
    }
    if (found.size() == 1)
        return found.front();
    for (const auto& file : found)
        if (others != nullptr)
            others->push_back(file.filename().string());
    return {};
}

} // namespace headlight
