// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tree_maker.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace fuzzed {

using namespace headlight;

namespace {

constexpr int kDeepest = 5;
constexpr std::int64_t kMostValues = 20'000; ///< of all tensors of a tree
constexpr std::int64_t kMostInTensor = 4096;

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

constexpr std::array<DType, 9> kTypes{DType::Float32, DType::Float64, DType::BFloat16, DType::Float16,  DType::Float8E4M3FN,
                                      DType::Int64,   DType::UInt8,   DType::Bool,     DType::Complex64};

/// Rough, towards zero: what a number is exactly does not matter here.
std::uint16_t halfOf(double value)
{
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(value));
    const auto sign = static_cast<std::uint32_t>(bits >> 16U & 0x8000U);
    const std::int32_t exponent = static_cast<std::int32_t>(bits >> 23U & 0xFFU) - 112;
    if (exponent <= 0 || exponent >= 31)
        return static_cast<std::uint16_t>(exponent <= 0 ? sign : sign | 0x7C00U | (std::isnan(value) ? 1U : 0U));
    return static_cast<std::uint16_t>(sign | static_cast<std::uint32_t>(exponent) << 10U | (bits >> 13U & 0x3FFU));
}

template <typename T>
void put(std::vector<std::byte>& bytes, T value)
{
    const auto place = bytes.size();
    bytes.resize(place + sizeof(T));
    std::memcpy(bytes.data() + place, &value, sizeof(T));
}

void putNumber(std::vector<std::byte>& bytes, DType type, double value)
{
    switch (type) {
    case DType::Float64:
        put(bytes, value);
        break;
    case DType::Float32:
        put(bytes, static_cast<float>(value));
        break;
    case DType::BFloat16:
        put(bytes, static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(static_cast<float>(value)) >> 16U));
        break;
    case DType::Float16:
        put(bytes, halfOf(value));
        break;
    case DType::Int64:
        put(bytes, static_cast<std::int64_t>(std::isfinite(value) ? std::clamp(value, -1e6, 1e6) * 7.0 : -1.0));
        break;
    default:
        for (std::size_t i = 0; i < sizeOf(type); ++i)
            put(bytes, static_cast<std::uint8_t>(std::isfinite(value) ? std::min(std::abs(value), 2.0) * 100.0 : 255.0));
    }
}

std::int64_t countOf(const Shape& shape)
{
    std::int64_t count = 1;
    for (const auto size : shape)
        count *= size;
    return count;
}

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
        return layers(shape(), look());
    case 5:
        return tensor();
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
        return tensor();
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
    const Shape usual = shape();
    const Look looks = look();
    const std::int64_t positions = usual.empty() ? 0 : usual.back();
    const Value first = m_input.oneIn(4) ? Value(tensor(usual, looks)) : layers(usual, looks);
    if (parts == 0)
        return first;
    put(m_input.oneIn(4) ? m_input.oneOf(kNames) : "attentions", first);
    if ((parts & 1U) != 0)
        put("tokens", strings(m_input.oneIn(3) ? m_input.below(12) : positions));
    if ((parts & 2U) != 0)
        put("attn_grad_dog", first.list() != nullptr ? layers(usual, Look::Signed) : Value(tensor(usual, Look::Signed)));
    if ((parts & 4U) != 0)
        put("importance", tensor({m_input.below(5), m_input.below(5)}, Look::Noise));
    if ((parts & 8U) != 0)
        put("cross_attentions", layers(shape(), look()));
    if ((parts & 16U) != 0)
        put("input_ids", tensor({1, positions}, Look::Noise));
    if ((parts & 32U) != 0)
        put("attentions_axes", strings(m_input.below(6)));
    if ((parts & 64U) != 0)
        put("image", tensor({3, m_input.between(14, 18), 16}, Look::Noise));
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
    const auto made = [&](const Shape& shape, Look looks) { return listed ? layers(shape, looks) : Value(tensor(shape, looks)); };
    const Look band = m_input.oneIn(4) ? look() : Look::Banded;
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
            entries.push_back(orElse(tensor(one, Look::Rows)));
        all.push_back(orElse(layerCount == 0 ? Value(tensor(one, Look::Rows)) : Value(std::move(entries))));
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
        const Shape one = shape();
        const std::int64_t rows = one.size() < 2 ? 0 : one[one.size() - 2];
        Dictionary entry;
        entry.emplace_back("attn", orElse(m_input.oneIn(3) ? numberLists(one) : layers(one, look())));
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
        const Shape one = shape();
        Dictionary entry;
        entry.emplace_back("att", orElse(m_input.oneIn(3) ? numberLists(one) : layers(one, look())));
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
                record.emplace_back(names[n], orElse((first >> n & 1U) != 0 ? strings(m_input.below(6)) : Value(tensor(m_shape, look()))));
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
    const Shape one = shape();
    const Look looks = look();
    Dictionary entries;
    std::int64_t number = m_input.below(3);
    for (std::int64_t i = m_input.between(1, 5); i > 0; --i) {
        Value value = m_input.oneIn(6) && depth < kDeepest ? series(depth + 1) : Value(tensor(one, looks));
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
        entries.push_back(orElse(tensor(shape, look)));
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
    const auto values = numbers(shape, look());
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

Shape TreeMaker::shape()
{
    if (m_input.below(3) == 2) // as before, or with one axis changed
        return m_shape;
    if (m_input.oneIn(4) && !m_shape.empty()) {
        m_shape[static_cast<std::size_t>(m_input.below(static_cast<std::int64_t>(m_shape.size())))] = m_input.below(7);
        return m_shape;
    }
    const std::int64_t rank = m_input.oneIn(6) ? m_input.below(7) : m_input.between(2, 4);
    m_shape.clear();
    for (std::int64_t axis = 0; axis < rank; ++axis) {
        const bool map = axis + 2 >= rank;
        const std::int64_t size = m_input.oneIn(24) ? m_input.below(70) : m_input.between(map ? 2 : 1, map ? 9 : 3) - (m_input.oneIn(32) ? 2 : 0);
        m_shape.push_back(std::max<std::int64_t>(0, size));
    }
    if (rank >= 2 && m_input.below(3) != 2)
        m_shape[static_cast<std::size_t>(rank - 2)] = m_shape.back();
    while (countOf(m_shape) > kMostInTensor)
        *std::ranges::max_element(m_shape) /= 2;
    return m_shape;
}

TreeMaker::Look TreeMaker::look()
{
    static constexpr std::array<Look, 14> kLooks{Look::Rows,   Look::Rows,   Look::Rows,    Look::Rows,   Look::Causal, Look::Causal, Look::Padded,
                                                 Look::Scaled, Look::Banded, Look::Columns, Look::Signed, Look::Noise,  Look::Zero,   Look::Loose};
    return m_input.oneOf(kLooks);
}

std::vector<double> TreeMaker::numbers(const Shape& shape, Look look)
{
    const auto count = countOf(shape);
    const std::int64_t keys = shape.empty() ? 1 : shape.back();
    const std::int64_t queries = shape.size() < 2 ? 1 : shape[shape.size() - 2];
    std::vector<double> values(static_cast<std::size_t>(count));
    const std::int64_t padding = look == Look::Padded ? 1 + m_input.below(3) : 0;
    for (std::int64_t i = 0; i < count; ++i) {
        m_seed = m_seed * 1664525U + 1013904223U;
        const double number = 0.05 + static_cast<double>(m_seed >> 8U) / static_cast<double>(1U << 24U);
        const std::int64_t key = i % keys;
        const std::int64_t query = i / keys % queries;
        const bool none = (look == Look::Causal && key > query) || (look == Look::Padded && key >= keys - padding) || look == Look::Zero
                          || (look == Look::Banded && std::max<std::int64_t>(0, keys / 2 - query) > key);
        values[static_cast<std::size_t>(i)] = none ? 0.0 : look == Look::Signed ? number - 0.5 : number;
    }
    const bool rows = look == Look::Rows || look == Look::Causal || look == Look::Padded || look == Look::Scaled || look == Look::Banded;
    for (std::int64_t row = 0; rows && keys > 0 && row < count / keys; ++row) {
        const std::span line(values.data() + row * keys, static_cast<std::size_t>(keys));
        double sum = 0.0;
        for (const double value : line)
            sum += value;
        const double scale = look == Look::Scaled ? static_cast<double>(1 + row / std::max<std::int64_t>(1, queries)) : 1.0;
        for (double& value : line)
            value = sum > 0.0 ? value / sum * scale : value;
    }
    if (look == Look::Loose) {
        static constexpr std::array<double, 6> kOdd{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -0.0, 1e300, 1e-300, 1.0};
        for (std::int64_t i = m_input.below(9); i > 0 && count > 0; --i)
            values[static_cast<std::size_t>(m_input.byte() * 37 % count)] = m_input.oneOf(kOdd);
    }
    return values;
}

Tensor TreeMaker::tensor(Shape shape, Look look)
{
    if (m_values + countOf(shape) > kMostValues)
        shape.assign(shape.size(), 1);
    m_values += countOf(shape);
    return viewed(stored(shape, numbers(shape, look)));
}

Tensor TreeMaker::stored(const Shape& shape, const std::vector<double>& numbers)
{
    const DType type = m_input.oneIn(8) ? m_input.oneOf(kTypes) : DType::Float32;
    std::vector<std::byte> bytes;
    for (const double number : numbers)
        putNumber(bytes, type, number);
    return *Tensor::contiguous(type, shape, std::make_shared<MemoryBuffer>(std::move(bytes)));
}

/// As it is, or with other strides.
Tensor TreeMaker::viewed(Tensor tensor)
{
    const auto rank = tensor.rank();
    if (rank == 0 || !m_input.oneIn(16))
        return tensor;
    const std::int64_t axis = m_input.below(rank);
    switch (m_input.below(4)) {
    case 0: { // turned around
        std::vector<std::int64_t> order;
        for (std::int64_t i = rank; i-- > 0;)
            order.push_back(i);
        return tensor.permuted(order);
    }
    case 1: // a batch that is one map many times
        if (tensor.size(axis) > 0) {
            Tensor::Layout layout{tensor.dtype(), tensor.byteOrder(), tensor.shape(), tensor.strides(), 0};
            layout.strides[static_cast<std::size_t>(axis)] = 0;
            std::vector<std::byte> bytes(static_cast<std::size_t>(tensor.count()) * sizeOf(tensor.dtype()));
            if (tensor.readStored(bytes))
                return *Tensor::make(std::move(layout), std::make_shared<MemoryBuffer>(std::move(bytes)));
        }
        return tensor;
    case 2:
        return tensor.size(axis) > 1 ? tensor.narrow(axis, 1, tensor.size(axis) - 1) : tensor;
    default:
        return rank < 6 ? tensor.withAxis(axis) : tensor;
    }
}

} // namespace fuzzed
