// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/bertviz.h"

#include <algorithm>
#include <array>

namespace headlight {

namespace {

std::optional<BertVizArray> arrayIn(const Value& entry, std::string name, const Address& address, AddressStyle style)
{
    const auto* attention = entry.find("attn");
    if (attention == nullptr || entry.find("left_text") == nullptr)
        return std::nullopt;
    auto nest = nestOf(*attention);
    if (!nest)
        return std::nullopt;
    BertVizArray array;
    array.name = std::move(name);
    array.nest = std::move(*nest);
    array.nest.address = address.child("attn");
    array.nest.name = array.nest.address.toString(style);
    array.queryTokens = stringsOf(*entry.find("left_text")).value_or(std::vector<std::string>{});
    const auto* right = entry.find("right_text");
    array.keyTokens = right == nullptr ? array.queryTokens : stringsOf(*right).value_or(std::vector<std::string>{});
    return array;
}

/// {"inp_out": {"att", "top_text", "bot_text"}, ...}: rows belong to bot_text, columns to top_text.
std::vector<BertVizArray> tensor2TensorArrays(const Value& root, AddressStyle style)
{
    std::vector<BertVizArray> arrays;
    const auto* entries = root.dictionary();
    for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
        const auto& [key, entry] = (*entries)[i];
        const auto* attention = entry.find("att");
        if (key.string() == nullptr || attention == nullptr || entry.find("top_text") == nullptr || entry.find("bot_text") == nullptr)
            continue;
        auto nest = nestOf(*attention);
        if (!nest)
            continue;
        BertVizArray array;
        array.name = *key.string();
        array.nest = std::move(*nest);
        array.nest.address = Address{}.child(array.name).child("att");
        array.nest.name = array.nest.address.toString(style);
        array.queryTokens = stringsOf(*entry.find("bot_text")).value_or(std::vector<std::string>{});
        array.keyTokens = stringsOf(*entry.find("top_text")).value_or(std::vector<std::string>{});
        if (array.name == "inp_inp")
            array.kind = StackKind::Encoder;
        else if (array.name == "out_out")
            array.kind = StackKind::Decoder;
        else if (array.name == "inp_out" || array.name == "out_inp")
            array.kind = StackKind::Cross;
        arrays.push_back(std::move(array));
    }
    return arrays;
}

} // namespace

std::vector<BertVizArray> bertVizArrays(const Value& root, AddressStyle style)
{
    static constexpr std::array<std::string_view, 4> kBlocks{"aa", "ab", "ba", "bb"};
    std::vector<BertVizArray> arrays;
    const auto* attention = root.find("attention");
    if (attention == nullptr)
        return tensor2TensorArrays(root, style);
    const Address address = Address{}.child("attention");
    if (const auto* blocks = attention->dictionary()) {
        for (const auto& [key, entry] : *blocks) {
            const std::string name = key.string() == nullptr ? std::string{} : *key.string();
            if (auto array = arrayIn(entry, name, address.child(name), style)) {
                array->isBlock = std::ranges::find(kBlocks, name) != kBlocks.end();
                arrays.push_back(std::move(*array));
            }
        }
        std::stable_partition(arrays.begin(), arrays.end(), [](const BertVizArray& array) { return array.name == "all"; });
    } else if (const auto* list = attention->list()) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            const auto* name = (*list)[i].find("name");
            auto array = arrayIn((*list)[i], name != nullptr && name->string() != nullptr ? *name->string() : std::string{},
                                 address.child(static_cast<std::int64_t>(i)), style);
            if (array)
                arrays.push_back(std::move(*array));
        }
    }
    return arrays;
}

} // namespace headlight
