// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tree_maker.h"

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>
#include <utility>

namespace fuzzed {

using namespace headlight;

namespace {

constexpr int kDeepest = 5;

constexpr std::array<std::string_view, 64> kNames{"attentions",
                                                  "attention",
                                                  "attn",
                                                  "tokens",
                                                  "global_attentions",
                                                  "cross_attentions",
                                                  "encoder_attentions",
                                                  "decoder_attentions",
                                                  "self_attn",
                                                  "probs",
                                                  "weights",
                                                  "vision_attentions",
                                                  "text_attn",
                                                  "image_attn",
                                                  "attn_grad",
                                                  "gradients_dog",
                                                  "attn_probs_grad_243",
                                                  "importance",
                                                  "head_importance",
                                                  "input_ids",
                                                  "decoder_input_ids",
                                                  "token_ids",
                                                  "global_positions",
                                                  "layer_0.attn",
                                                  "layer.1",
                                                  "layer2",
                                                  "0",
                                                  "1",
                                                  "2",
                                                  "sample_0",
                                                  "head_1",
                                                  "left_text",
                                                  "right_text",
                                                  "top_text",
                                                  "bot_text",
                                                  "att",
                                                  "all",
                                                  "aa",
                                                  "ab",
                                                  "ba",
                                                  "bb",
                                                  "inp_inp",
                                                  "inp_out",
                                                  "out_out",
                                                  "axes",
                                                  "attentions_axes",
                                                  "attention@dims",
                                                  "caption",
                                                  "text",
                                                  "id",
                                                  "samples",
                                                  "name",
                                                  "layer",
                                                  "pixel_values",
                                                  "image",
                                                  "logits",
                                                  "hidden_states",
                                                  "past_key_values",
                                                  "queries",
                                                  "keys",
                                                  "labels",
                                                  "mask",
                                                  "sentence",
                                                  ""};

constexpr std::array<std::string_view, 24> kWords{
    "[CLS]", "[SEP]", "[PAD]", "<s>", "</s>",  "<pad>",  "the", "##nni", "\u0120cat", "\u2581dog", "</w>", "<|endoftext|>", "", "layer,head,query,key",
    "layer", "head",  "query", "key", "batch", "sample", "1",   "0,2",   "\u010A",    "wo</w>"};

} // namespace

Value TreeMaker::file()
{
    switch (m_input.below(10)) {
    case 0:
    case 1:
        return layersAndMore();
    case 2:
        return windows();
    case 3:
        return steps();
    case 4:
        return bertViz();
    case 5:
        return tensor2tensor();
    case 6:
        return records();
    case 7:
        return series(0);
    default:
        return anything(0);
    }
}

Value TreeMaker::sidecar()
{
    switch (m_input.below(4)) {
    case 0:
        return strings(m_input.below(8));
    case 1: {
        List lists;
        for (std::int64_t i = m_input.below(4); i > 0; --i)
            lists.push_back(orElse(strings(m_input.below(6))));
        return lists;
    }
    case 2:
        return records();
    default:
        return anything(0);
    }
}

Value TreeMaker::anything(int depth)
{
    if (depth >= kDeepest || m_input.empty())
        return leaf();
    switch (m_input.below(8)) {
    case 0:
    case 1:
        return dictionary(depth);
    case 2:
        return list(depth);
    case 3:
        return series(depth);
    case 4:
        return layers(m_tensors.shape(), m_tensors.look());
    case 5:
        return m_tensors.tensor();
    case 6:
        return strings(m_input.below(10));
    default:
        return leaf();
    }
}

Value TreeMaker::dictionary(int depth)
{
    Dictionary entries;
    for (std::int64_t i = m_input.below(6); i > 0; --i) {
        Value key = m_input.oneIn(12) ? leaf() : Value(std::string(m_input.oneOf(kNames)));
        entries.emplace_back(std::move(key), anything(depth + 1));
    }
    // Readers keep the last entry of a name.
    Dictionary once;
    for (auto& entry : entries)
        if (std::ranges::none_of(once, [&](const auto& other) { return keyText(other.first) == keyText(entry.first); }))
            once.push_back(std::move(entry));
    return once;
}

Value TreeMaker::list(int depth)
{
    List entries;
    const bool alike = m_input.below(2) == 0;
    for (std::int64_t i = m_input.below(6); i > 0; --i)
        entries.push_back(alike && !entries.empty() ? orElse(entries.front()) : anything(depth + 1));
    return entries;
}

Value TreeMaker::leaf()
{
    switch (m_input.below(12)) {
    case 0:
        return {};
    case 1:
        return m_input.below(2) == 1;
    case 2:
        return m_input.below(256);
    case 3:
        return m_input.whole();
    case 4:
        return static_cast<double>(m_input.below(256)) / 64.0;
    case 5:
        return std::bit_cast<double>(m_input.whole());
    case 6:
        return std::string(m_input.oneOf(kWords));
    case 7:
        return std::string(m_input.oneOf(kNames));
    case 8:
        return Opaque{"model.Output"};
    case 9:
        return Opaque{"torch.Tensor", Error{ErrorKind::Truncated, "needs 16 bytes, has 8"}};
    case 10:
        return Bytes(static_cast<std::size_t>(m_input.below(9)), std::byte{7});
    default:
        return m_tensors.tensor();
    }
}

Value TreeMaker::orElse(Value usual)
{
    return m_input.oneIn(16) ? anything(kDeepest - 1) : usual;
}

/// What models return, as people save it: attention by its names, tokens, gradients, importance, ids.
Value TreeMaker::layersAndMore()
{
    Dictionary entries;
    const auto put = [&](std::string_view name, Value value) { entries.emplace_back(std::string(name), orElse(std::move(value))); };
    const auto parts = m_input.byte();
    const Shape usual = m_tensors.shape();
    const Look looks = m_tensors.look();
    const std::int64_t positions = usual.empty() ? 0 : usual.back();
    const Value first = m_input.oneIn(4) ? Value(m_tensors.tensor(usual, looks)) : layers(usual, looks);
    if (parts == 0)
        return first;
    put(m_input.oneIn(4) ? m_input.oneOf(kNames) : "attentions", first);
    if ((parts & 1U) != 0)
        put("tokens", strings(m_input.oneIn(3) ? m_input.below(12) : positions));
    if ((parts & 2U) != 0)
        put("attn_grad_dog", first.list() != nullptr ? layers(usual, Look::Signed) : Value(m_tensors.tensor(usual, Look::Signed)));
    if ((parts & 4U) != 0)
        put("importance", m_tensors.tensor({m_input.below(5), m_input.below(5)}, Look::Noise));
    if ((parts & 8U) != 0)
        put("cross_attentions", layers(m_tensors.shape(), m_tensors.look()));
    if ((parts & 16U) != 0)
        put("input_ids", m_tensors.tensor({1, positions}, Look::Noise));
    if ((parts & 32U) != 0)
        put("attentions_axes", strings(m_input.below(6)));
    if ((parts & 64U) != 0)
        put("image", m_tensors.tensor({3, m_input.between(14, 18), 16}, Look::Noise));
    if ((parts & 128U) != 0)
        put("extra", anything(2));
    return entries;
}

/// A sliding window, with the attention of global tokens beside it.
Value TreeMaker::windows()
{
    const std::int64_t globals = m_input.below(4);
    const std::int64_t window = 2 * m_input.between(1, 4);
    const std::int64_t queries = m_input.between(8, 20);
    const std::int64_t heads = m_input.between(1, 2);
    const std::int64_t samples = m_input.between(1, 2);
    const std::int64_t padding = m_input.below(3);
    const bool listed = m_input.below(2) == 0;
    const auto made = [&](const Shape& shape, Look looks) { return listed ? layers(shape, looks) : Value(m_tensors.tensor(shape, looks)); };
    const Look band = m_input.oneIn(4) ? m_tensors.look() : Look::Banded;
    Dictionary entries;
    entries.emplace_back("attentions", orElse(made({samples, heads, queries, globals + window + 1}, band)));
    if (globals > 0 || m_input.oneIn(4))
        entries.emplace_back("global_attentions", orElse(made({samples, heads, queries + padding, globals}, Look::Columns)));
    if (m_input.below(2) == 0)
        entries.emplace_back("tokens", orElse(strings(queries)));
    return entries;
}

/// Steps of text generation: a list of lists of layers whose keys grow.
Value TreeMaker::steps()
{
    List all;
    const std::int64_t layerCount = m_input.below(4);
    const std::int64_t prompt = m_input.between(1, 4);
    const std::int64_t heads = m_input.between(1, 2);
    const bool grows = m_input.below(4) != 3;
    std::int64_t keys = prompt;
    const std::int64_t count = m_input.between(2, 6);
    for (std::int64_t step = 0; step < count; ++step) {
        const std::int64_t rows = step == 0 ? prompt : 1;
        const Shape one{1, heads, rows, keys};
        List entries;
        for (std::int64_t layer = 0; layer < layerCount; ++layer)
            entries.push_back(orElse(m_tensors.tensor(one, Look::Rows)));
        all.push_back(orElse(layerCount == 0 ? Value(m_tensors.tensor(one, Look::Rows)) : Value(std::move(entries))));
        keys += grows ? (m_input.oneIn(8) ? m_input.below(4) : 1) : 0;
    }
    if (m_input.below(2) == 0)
        return all;
    Dictionary entries;
    entries.emplace_back(std::string(m_input.oneIn(2) ? "cross_attentions" : "attentions"), Value(std::move(all)));
    entries.emplace_back("tokens", orElse(strings(m_input.below(12))));
    return entries;
}

Value TreeMaker::bertViz()
{
    static constexpr std::array<std::string_view, 6> kBlocks{"all", "aa", "ab", "ba", "bb", "Encoder"};
    const bool blocks = m_input.below(2) == 0;
    Dictionary byName;
    List inOrder;
    for (std::int64_t i = m_input.between(1, 4); i > 0; --i) {
        const Shape one = m_tensors.shape();
        const std::int64_t rows = one.size() < 2 ? 0 : one[one.size() - 2];
        Dictionary entry;
        entry.emplace_back("attn", orElse(m_input.oneIn(3) ? numberLists(one) : layers(one, m_tensors.look())));
        entry.emplace_back("left_text", orElse(strings(rows)));
        if (m_input.below(3) != 2)
            entry.emplace_back("right_text", orElse(strings(one.empty() ? 0 : one.back())));
        const std::string name(m_input.oneOf(kBlocks));
        if (blocks && std::ranges::none_of(byName, [&](const auto& other) { return *other.first.string() == name; }))
            byName.emplace_back(name, Value(std::move(entry)));
        else if (!blocks) {
            entry.emplace_back("name", orElse(name));
            inOrder.push_back(orElse(Value(std::move(entry))));
        }
    }
    Dictionary root;
    root.emplace_back("attention", blocks ? Value(std::move(byName)) : Value(std::move(inOrder)));
    return root;
}

Value TreeMaker::tensor2tensor()
{
    Dictionary root;
    for (const auto* name : {"inp_inp", "inp_out", "out_out", "all"}) {
        if (m_input.oneIn(3))
            continue;
        const Shape one = m_tensors.shape();
        Dictionary entry;
        entry.emplace_back("att", orElse(m_input.oneIn(3) ? numberLists(one) : layers(one, m_tensors.look())));
        entry.emplace_back("top_text", orElse(strings(one.empty() ? 0 : one.back())));
        entry.emplace_back("bot_text", orElse(strings(one.size() < 2 ? 1 : one[one.size() - 2])));
        root.emplace_back(name, orElse(Value(std::move(entry))));
    }
    return root;
}

/// A list of dictionaries with the same names: samples, or layers.
Value TreeMaker::records()
{
    std::vector<std::string> names;
    for (std::int64_t i = m_input.between(1, 4); i > 0; --i)
        names.emplace_back(m_input.oneOf(kNames));
    const auto first = m_input.byte();
    List all;
    for (std::int64_t i = m_input.between(1, 4); i > 0; --i) {
        Dictionary record;
        for (std::size_t n = 0; n < names.size(); ++n)
            if (std::ranges::none_of(record, [&](const auto& other) { return *other.first.string() == names[n]; }))
                record.emplace_back(names[n], orElse((first >> n & 1U) != 0 ? strings(m_input.below(6)) : Value(m_tensors.tensor(m_tensors.lastShape(), m_tensors.look()))));
        if ((first & 16U) != 0)
            record.emplace_back("layer", m_input.below(8));
        all.push_back(orElse(Value(std::move(record))));
    }
    return all;
}

/// Names that differ in a number: "layer.0.attn", "layer.1.attn", ...
Value TreeMaker::series(int depth)
{
    static constexpr std::array<std::string_view, 5> kBefore{"layer.", "layer_", "attention_", "", "sample"};
    static constexpr std::array<std::string_view, 4> kAfter{"", ".attn", ".self.attention", "_probs"};
    const std::string before(m_input.oneOf(kBefore));
    const std::string after(m_input.oneOf(kAfter));
    const Shape one = m_tensors.shape();
    const Look looks = m_tensors.look();
    Dictionary entries;
    std::int64_t number = m_input.below(3);
    for (std::int64_t i = m_input.between(1, 5); i > 0; --i) {
        Value value = m_input.oneIn(6) && depth < kDeepest ? series(depth + 1) : Value(m_tensors.tensor(one, looks));
        entries.emplace_back(before + std::to_string(number) + after, orElse(std::move(value)));
        number += m_input.oneIn(8) ? 3 : 1;
    }
    if (m_input.oneIn(4))
        entries.emplace_back("tokens", strings(one.empty() ? 0 : one.back()));
    return entries;
}

Value TreeMaker::layers(const Shape& shape, Look look)
{
    List entries;
    for (std::int64_t i = m_input.below(5); i > 0; --i)
        entries.push_back(orElse(m_tensors.tensor(shape, look)));
    return entries;
}

Value TreeMaker::strings(std::int64_t count)
{
    List words;
    const bool same = m_input.oneIn(4);
    for (std::int64_t i = 0; i < count; ++i)
        words.emplace_back(std::string(same ? "word" : m_input.oneOf(kWords)));
    return words;
}

/// As `tolist()` writes them.
Value TreeMaker::numberLists(const Shape& shape)
{
    const auto values = m_tensors.numbers(shape, m_tensors.look());
    if (shape.empty())
        return values.front();
    std::vector<Value> level(values.begin(), values.end());
    for (std::size_t axis = shape.size(); axis-- > 0;) {
        const auto each = static_cast<std::size_t>(shape[axis]);
        std::vector<Value> above;
        for (std::size_t at = 0; each > 0 && at + each <= level.size(); at += each)
            above.emplace_back(List(level.begin() + static_cast<std::ptrdiff_t>(at), level.begin() + static_cast<std::ptrdiff_t>(at + each)));
        level = std::move(above);
    }
    return level.empty() ? Value(List{}) : level.front();
}

} // namespace fuzzed
