// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/id_tokens.h"

#include "formats/registry.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace headlight {

namespace {

constexpr std::size_t kMostIdsOfSample = 10'000'000;
constexpr std::array<std::string_view, 3> kInputNames{"input_ids", "token_ids", "encoder_input_ids"};
constexpr std::string_view kDecoderName = "decoder_input_ids";

bool isInteger(DType type)
{
    return !isFloating(type) && !isComplex(type) && type != DType::Bool;
}

std::optional<IdList> idsOfTensor(const Tensor& tensor)
{
    if (!isInteger(tensor.dtype()) || static_cast<std::size_t>(tensor.count()) > kMostIdsOfSample)
        return std::nullopt;
    std::vector<double> numbers(static_cast<std::size_t>(tensor.count())); // ids are far below 2^53
    if (!tensor.read(std::span<double>(numbers)))
        return std::nullopt;
    IdList ids;
    ids.reserve(numbers.size());
    for (const double number : numbers)
        ids.push_back(static_cast<std::int64_t>(number));
    return ids;
}

std::optional<IdLists> listsOfTensor(const Tensor& tensor)
{
    if (tensor.rank() == 0 || tensor.rank() > 2 || tensor.count() == 0)
        return std::nullopt;
    const std::int64_t samples = tensor.rank() == 2 ? tensor.size(0) : 1;
    IdLists lists;
    for (std::int64_t sample = 0; sample < samples; ++sample) {
        auto ids = idsOfTensor(tensor.rank() == 2 ? tensor.select(0, sample) : tensor);
        if (!ids)
            return std::nullopt;
        lists.push_back(*std::move(ids));
    }
    return lists;
}

void take(IdLists& lists, FoundIds& found, const Value& value, std::string name)
{
    auto ids = lists.empty() ? idListsOf(value) : std::nullopt;
    if (!ids)
        return;
    lists = *std::move(ids);
    if (found.from.empty())
        found.from = std::move(name);
}

} // namespace

std::optional<IdLists> idListsOf(const Value& value)
{
    if (const auto* tensor = value.tensor())
        return listsOfTensor(*tensor);
    const auto* list = value.list();
    if (list == nullptr || list->empty())
        return std::nullopt;
    if (list->front().integer() != nullptr) {
        auto ids = integersOf(value, kMostIdsOfSample);
        return ids ? std::optional(IdLists{*std::move(ids)}) : std::nullopt;
    }
    IdLists lists;
    for (const auto& entry : *list) {
        const auto one = entry.list() != nullptr && !entry.list()->empty() && entry.list()->front().integer() == nullptr ? std::nullopt : idListsOf(entry);
        if (!one || one->size() != 1)
            return std::nullopt;
        lists.push_back(one->front());
    }
    return lists;
}

FoundIds idsIn(const Value& root, AddressStyle style)
{
    FoundIds found;
    const auto look = [&](const Value& value, const Address& address) {
        for (const auto name : kInputNames)
            if (const auto* ids = value.find(name))
                take(found.input, found, *ids, address.child(std::string(name)).toString(style));
        if (const auto* ids = value.find(kDecoderName))
            take(found.decoder, found, *ids, address.child(std::string(kDecoderName)).toString(style));
    };
    look(root, {});
    if (const auto* entries = root.dictionary(); entries != nullptr && found.empty())
        for (const auto& [key, entry] : *entries)
            if (key.string() != nullptr && entry.dictionary() != nullptr)
                look(entry, Address{}.child(*key.string()));
    return found;
}

FoundIds idsBeside(const std::filesystem::path& folder, const JobContext& job)
{
    static constexpr std::array<std::string_view, 4> kFiles{"input_ids.json", "input_ids.npy", "input_ids.npz", "input_ids.pt"};
    FoundIds found;
    for (const auto name : kFiles) {
        std::error_code ignored;
        if (!found.empty() || !std::filesystem::is_regular_file(folder / name, ignored))
            continue;
        const auto document = formats::readFile(folder / name, {}, job);
        if (!document)
            continue;
        take(found.input, found, document->root, std::string(name));
        if (found.empty()) {
            found = idsIn(document->root, document->style);
            found.from = std::string(name);
        }
    }
    if (found.empty())
        found.from.clear();
    return found;
}

IdLookup::IdLookup(std::filesystem::path folder, std::filesystem::path chosen, JobContext job)
    : m_folder(std::move(folder)), m_path(std::move(chosen)), m_job(std::move(job))
{
}

void IdLookup::load()
{
    m_loaded = true;
    std::vector<std::string> others;
    if (m_path.empty())
        m_path = vocabularyIn(m_folder, &others);
    if (m_path.empty()) {
        const std::string what = others.empty() ? std::string("no vocabulary lies beside the dump") : fmt::format("{} vocabularies lie beside the dump: {}", others.size(), fmt::join(others, ", "));
        m_problem = Note{NoteWeight::Warning, "There are token ids and no vocabulary",
                         fmt::format("{} holds ids, and {}. Positions are numbered. Put {} beside it, or name it with --vocabulary.", m_from, what,
                                     others.empty() ? "tokenizer.json, vocab.json or vocab.txt" : "only the right one"),
                         {NoteOffer::LoadTokens}};
        return;
    }
    auto vocabulary = Vocabulary::read(m_path, m_job);
    if (vocabulary) {
        m_vocabulary = *std::move(vocabulary);
        return;
    }
    m_problem = Note{NoteWeight::Warning, fmt::format("{} was not read", m_path.filename().string()), sentence(vocabulary.error()), {NoteOffer::LoadTokens}};
    m_path.clear();
}

std::vector<std::string> IdLookup::tokens(const IdList& ids, const std::string& from)
{
    if (m_from.empty())
        m_from = from;
    if (!m_loaded)
        load();
    if (!m_vocabulary)
        return {};
    auto found = lookUp(*m_vocabulary, ids);
    if (found.unknown > 0 && m_unknown == 0) {
        m_firstUnknown = found.firstUnknown;
        m_firstId = ids[static_cast<std::size_t>(found.firstUnknown)];
    }
    m_unknown += found.unknown;
    m_ids += static_cast<std::int64_t>(ids.size());
    return std::move(found.tokens);
}

std::string IdLookup::origin(const std::string& from) const
{
    return m_vocabulary ? fmt::format("{} with {}", from, m_vocabulary->file()) : from;
}

std::vector<Note> IdLookup::notes() const
{
    std::vector<Note> notes;
    if (m_problem)
        notes.push_back(*m_problem);
    if (m_unknown > 0)
        notes.push_back({NoteWeight::Warning, fmt::format("{} lacks some of the ids", m_vocabulary->file()),
                         fmt::format("{} of {} ids have no token in it, the first is {} at position {}; it has ids from 0 to {}. They are shown as #id: the "
                                     "vocabulary of another model?",
                                     m_unknown, m_ids, m_firstId, m_firstUnknown, m_vocabulary->size() - 1),
                         {NoteOffer::LoadTokens}});
    return notes;
}

} // namespace headlight
