// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/sidecar.h"

#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight {

namespace {

constexpr std::array<std::string_view, 4> kCaptionKeys{"caption", "sentence", "text", "prompt"};
constexpr std::size_t kMostFieldText = 300;
constexpr std::size_t kMostEntries = 1'000'000;

bool isCaptionKey(std::string_view key)
{
    return std::ranges::find(kCaptionKeys, key) != kCaptionKeys.end();
}

bool isTokensKey(std::string_view key)
{
    return key == "tokens";
}

bool isTokenIdsKey(std::string_view key)
{
    return key == "input_ids" || key == "token_ids" || key == "ids";
}

/// "id" itself, or a number or word of which the name says so: pair_id, source_id. Lists of ids are none.
bool isIdKey(std::string_view key)
{
    return key == "id" || (key.size() > 3 && key.ends_with("_id"));
}

/// The entries of a list; lists of numbers come as tensors with one axis. Nothing for anything else.
std::optional<List> entriesIn(const Value& value)
{
    if (const auto* list = value.list())
        return *list;
    if (const auto integers = integersOf(value, kMostEntries)) {
        List list;
        for (const auto number : *integers)
            list.emplace_back(number);
        return list;
    }
    const auto* tensor = value.tensor();
    if (tensor != nullptr && tensor->rank() == 2 && static_cast<std::size_t>(tensor->size(0)) <= kMostEntries) {
        List rows; // [[1, 2], [3, 4]]
        for (std::int64_t row = 0; row < tensor->size(0); ++row)
            rows.emplace_back(tensor->select(0, row));
        return rows;
    }
    if (tensor == nullptr || tensor->rank() != 1 || static_cast<std::size_t>(tensor->count()) > kMostEntries)
        return std::nullopt;
    std::vector<double> numbers(static_cast<std::size_t>(tensor->count()));
    if (!tensor->read(std::span<double>(numbers)))
        return std::nullopt;
    return List(numbers.begin(), numbers.end());
}

/// A scalar or a short list of them as text; nothing for anything larger.
std::optional<std::string> textOf(const Value& value)
{
    if (const auto* text = value.string())
        return *text;
    if (const auto* number = value.integer())
        return fmt::format("{}", *number);
    if (const auto* number = value.floating())
        return fmt::format("{}", *number);
    if (const auto* truth = value.boolean())
        return *truth ? "true" : "false";
    const auto list = entriesIn(value);
    if (!list || list->empty())
        return std::nullopt;
    std::string text;
    for (const auto& item : *list) {
        const auto part = item.list() == nullptr && item.tensor() == nullptr ? textOf(item) : std::nullopt;
        if (!part || text.size() > kMostFieldText)
            return std::nullopt;
        text += (text.empty() ? "" : ", ") + *part;
    }
    return text;
}

void setField(SampleRecord& record, const std::string& key, const Value& value)
{
    if (isTokensKey(key) || key == "raw_tokens") {
        if (auto tokens = stringsOf(value); tokens && (record.tokens.empty() || isTokensKey(key))) {
            record.tokens = std::move(*tokens);
            return;
        }
    }
    if (isTokenIdsKey(key) && record.ids.empty()) {
        if (auto ids = integersOf(value, kMostEntries)) {
            record.ids = std::move(*ids);
            return;
        }
    }
    const auto text = textOf(value);
    if (!text || key == "raw_tokens" || hasWord(key, "ids"))
        return;
    if (isCaptionKey(key) && record.caption.empty())
        record.caption = *text;
    else if (isIdKey(key) && (record.id.empty() || key == "id"))
        record.id = *text;
    else
        record.fields.emplace_back(key, *text);
}

SampleRecord recordOf(const Dictionary& dictionary, std::string name)
{
    SampleRecord record;
    record.name = std::move(name);
    for (const auto& [key, value] : dictionary)
        setField(record, keyText(key), value);
    return record;
}

bool isKnownKey(std::string_view key)
{
    return isCaptionKey(key) || isTokensKey(key) || isIdKey(key);
}

/// {"caption": ["..", ".."], "pair_id": [1, 2]}: entry i of every list belongs to sample i.
std::optional<std::vector<SampleRecord>> parallelLists(const Dictionary& dictionary)
{
    std::vector<List> columns;
    bool known = false;
    for (const auto& [key, value] : dictionary) {
        auto list = entriesIn(value);
        if (!list || list->empty() || (!columns.empty() && list->size() != columns.front().size()))
            return std::nullopt;
        if (isTokensKey(keyText(key)) && list->front().string() != nullptr)
            return std::nullopt; // the tokens of one sample
        columns.push_back(std::move(*list));
        known = known || isKnownKey(keyText(key));
    }
    if (!known)
        return std::nullopt;
    std::vector<SampleRecord> records(columns.front().size());
    for (std::size_t column = 0; column < columns.size(); ++column)
        for (std::size_t i = 0; i < records.size(); ++i)
            setField(records[i], keyText(dictionary[column].first), columns[column][i]);
    return records;
}

SampleRecord tokensRecord(std::vector<std::string> tokens, std::string name = {})
{
    SampleRecord record;
    record.name = std::move(name);
    record.tokens = std::move(tokens);
    return record;
}

/// A list with an entry for every sample: token lists, or dictionaries of fields.
std::vector<SampleRecord> entriesOf(const List& list, const std::string& name)
{
    std::vector<SampleRecord> records;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string own = name.empty() ? std::string{} : fmt::format("{}{}", name, i);
        if (auto tokens = stringsOf(list[i]))
            records.push_back(tokensRecord(std::move(*tokens), own));
        else if (const auto* dictionary = list[i].dictionary())
            records.push_back(recordOf(*dictionary, own));
        else
            return {};
    }
    return records;
}

std::vector<SampleRecord> captionsOf(const std::vector<std::string>& captions)
{
    std::vector<SampleRecord> records(captions.size());
    for (std::size_t i = 0; i < captions.size(); ++i)
        records[i].caption = captions[i];
    return records;
}

/// "texts" names its entries text0, text1, ...
std::string singular(const std::string& name)
{
    return name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
}

Sidecar ofDictionary(const Dictionary& dictionary, Sidecar sidecar)
{
    if (auto records = parallelLists(dictionary)) {
        sidecar.records = std::move(*records);
        sidecar.parallel = true;
        return sidecar;
    }
    for (const auto& [key, value] : dictionary)
        if (const auto* list = value.list(); list != nullptr && !list->empty() && list->front().dictionary() != nullptr && !isKnownKey(keyText(key))) {
            sidecar.records = entriesOf(*list, singular(keyText(key)));
            return sidecar;
        }
    if (std::ranges::any_of(dictionary, [](const auto& entry) { return isKnownKey(keyText(entry.first)) && entry.second.dictionary() == nullptr; })) {
        sidecar.records.push_back(recordOf(dictionary, {}));
        sidecar.parallel = true;
        return sidecar;
    }
    for (const auto& [key, value] : dictionary) {
        if (auto tokens = stringsOf(value))
            sidecar.records.push_back(tokensRecord(std::move(*tokens), keyText(key)));
        else if (const auto* fields = value.dictionary())
            sidecar.records.push_back(recordOf(*fields, keyText(key)));
    }
    return sidecar;
}

bool isLetterOrDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

} // namespace

bool isSidecarName(std::string_view fileName)
{
    static constexpr std::array<std::string_view, 14> kNames{"tokens",    "token",  "captions", "caption",   "captions_and_ids", "samples", "texts",
                                                             "text",      "prompts", "sentences", "sentence", "prompt",          "ids",     "inputs"};
    const auto lower = lowercase(fileName);
    if (!lower.ends_with(".json"))
        return false;
    const std::string stem = lower.substr(0, lower.size() - 5);
    return std::ranges::any_of(kNames, [&](std::string_view name) {
        return stem == name || (name.ends_with('s') && stem.size() > name.size() + 1 && stem.ends_with(name) && !isLetterOrDigit(stem[stem.size() - name.size() - 1]));
    });
}

Sidecar sidecarOf(const Value& root, std::string file)
{
    Sidecar sidecar;
    sidecar.file = std::move(file);
    if (const auto strings = stringsOf(root); strings && !strings->empty()) {
        sidecar.parallel = true;
        if (hasWord(sidecar.file, "tokens") || hasWord(sidecar.file, "token"))
            sidecar.records.push_back(tokensRecord(*strings));
        else
            sidecar.records = captionsOf(*strings);
        return sidecar;
    }
    if (const auto* list = root.list()) {
        sidecar.records = entriesOf(*list, {});
        sidecar.parallel = true;
        return sidecar;
    }
    if (const auto* dictionary = root.dictionary())
        return ofDictionary(*dictionary, std::move(sidecar));
    return sidecar;
}

bool stemMatches(std::string_view stem, std::string_view name)
{
    if (name.empty())
        return false;
    for (std::size_t at = stem.find(name); at != std::string_view::npos; at = stem.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if ((at == 0 || !isLetterOrDigit(stem[at - 1])) && (end == stem.size() || !isLetterOrDigit(stem[end])))
            return true;
    }
    return false;
}

const SampleRecord* recordFor(const Sidecar& sidecar, const SampleAddress& sample)
{
    if (sample.samplesInFile == 1)
        for (const auto& record : sidecar.records)
            if (stemMatches(sample.stem, record.name))
                return &record;
    const auto count = static_cast<std::int64_t>(sidecar.records.size());
    // Named records without a match belong to the samples only when there is one for each.
    const bool byNumber = sidecar.parallel || count == sample.total.value_or(-1);
    if (!byNumber || sample.running >= count)
        return nullptr;
    return &sidecar.records[static_cast<std::size_t>(sample.running)];
}

} // namespace headlight
