// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/nest.h"

#include "base/natural_order.h"
#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace headlight {

namespace {

constexpr std::size_t kMostLeaves = 1'000'000;
constexpr std::size_t kMostAddressSteps = 4'000'000; ///< of the addresses of all values together: a deep value may stand in many places
constexpr std::size_t kMostLooseNumbers = 20'000'000;
constexpr std::size_t kMostLists = 4;
constexpr std::size_t kMostListAxes = 16; ///< of lists of numbers

Error notPresent(std::string what)
{
    return Error{ErrorKind::NotADump, std::move(what)};
}

std::optional<double> numberIn(const Value& value)
{
    if (const auto* number = value.floating())
        return *number;
    if (const auto* number = value.integer())
        return static_cast<double>(*number);
    return std::nullopt;
}

/// Nested Python lists of numbers, as `tolist()` writes them, as one tensor. Nothing when sizes differ or other things are inside.
class NumberLists {
public:
    static std::optional<Tensor> tensorOf(const Value& value)
    {
        NumberLists numbers;
        const Value* inner = &value;
        while (inner->list() != nullptr && !inner->list()->empty()) {
            if (numbers.m_shape.size() == kMostListAxes)
                return std::nullopt;
            numbers.m_shape.push_back(static_cast<std::int64_t>(inner->list()->size()));
            inner = &inner->list()->front();
        }
        if (numbers.m_shape.size() < 2 || inner->floating() == nullptr || !numbers.collect(value, 0))
            return std::nullopt;
        return Tensor::fromFloats(std::move(numbers.m_shape), std::move(numbers.m_values));
    }

private:
    bool collect(const Value& value, std::size_t depth)
    {
        if (depth == m_shape.size()) {
            const auto number = numberIn(value);
            if (!number || m_values.size() >= kMostLooseNumbers)
                return false;
            m_values.push_back(static_cast<float>(*number));
            return true;
        }
        const auto* list = value.list();
        if (list == nullptr || static_cast<std::int64_t>(list->size()) != m_shape[depth])
            return false;
        return std::ranges::all_of(*list, [&](const Value& item) { return collect(item, depth + 1); });
    }

    Shape m_shape;
    std::vector<float> m_values;
};

/// Nothing, or a list of nothing: a step or a sample for which the model returned no attention.
bool isHole(const Value& value)
{
    if (const auto* list = value.list())
        return !list->empty() && std::ranges::all_of(*list, [](const Value& item) { return item.list() == nullptr && isHole(item); });
    return value.isNull() || value.opaque() != nullptr;
}

/// Two tensors of one shape, as models return the keys and values of a layer for the next step (past_key_values).
bool isKeyAndValue(const Value& value)
{
    const auto* pair = value.list();
    if (pair == nullptr || pair->size() != 2)
        return false;
    const auto* key = pair->front().tensor();
    const auto* other = pair->back().tensor();
    return key != nullptr && other != nullptr && key->rank() >= 3 && key->shape() == other->shape();
}

Error reasonOf(const Value& hole)
{
    if (isKeyAndValue(hole))
        return notPresent("a pair of key and value stands here");
    if (const auto* list = hole.list())
        return reasonOf(list->front());
    if (const auto* opaque = hole.opaque())
        return opaque->why ? *opaque->why : Error{ErrorKind::Unsupported, fmt::format("an object of class {} is no tensor", opaque->className)};
    return notPresent("the model returned None here");
}

bool sameForm(const Nest& a, const Nest& b)
{
    return a.rank == b.rank
        && std::ranges::equal(a.lists, b.lists, [](const ListAxis& x, const ListAxis& y) { return x.size == y.size; });
}

/// nestOf() below `depth` lists. Nothing is looked for deeper than a nest can be: every list is tried in two ways, which would double the work with each level.
std::optional<Nest> nestAt(const Value& value, std::size_t depth);

/// A list whose entries are nests of one form, or holes.
std::optional<Nest> nestOfEntries(const std::vector<Value>& entries, ListAxis axis, std::size_t depth)
{
    std::vector<std::optional<Nest>> inner;
    const Nest* form = nullptr;
    const bool tensors = std::ranges::any_of(entries, [](const Value& entry) { return entry.tensor() != nullptr; });
    for (const auto& entry : entries) {
        const bool hole = isHole(entry) || (tensors && isKeyAndValue(entry));
        inner.push_back(hole ? std::nullopt : nestAt(entry, depth + 1));
        if (!inner.back() && !hole)
            return std::nullopt;
    }
    for (const auto& nest : inner) {
        if (!nest)
            continue;
        if (form != nullptr && !sameForm(*form, *nest))
            return std::nullopt;
        form = &*nest;
    }
    if (form == nullptr || form->lists.size() + 1 > kMostLists || form->leaves.size() * entries.size() > kMostLeaves)
        return std::nullopt;
    Nest nest;
    nest.rank = form->rank;
    axis.size = static_cast<std::int64_t>(entries.size());
    nest.lists.push_back(std::move(axis));
    nest.lists.insert(nest.lists.end(), form->lists.begin(), form->lists.end());
    const std::size_t each = form->leaves.size();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (inner[i])
            nest.leaves.insert(nest.leaves.end(), inner[i]->leaves.begin(), inner[i]->leaves.end());
        else
            nest.leaves.insert(nest.leaves.end(), each, Result<Tensor>(reasonOf(entries[i])));
    }
    return nest;
}

/// Tensors whose queries are the new tokens of one step of generation: all but the first have a single row.
bool areGenerated(const std::vector<std::optional<Nest>>& steps)
{
    for (std::size_t i = 1; i < steps.size(); ++i)
        for (const auto& leaf : steps[i] ? steps[i]->leaves : std::vector<Result<Tensor>>{})
            if (leaf && leaf->size(leaf->rank() - 2) != 1)
                return false;
    return true;
}

/// Steps of generation that do not all have the same layers: what a step lacks is a hole in its place.
std::optional<Nest> nestOfUnequalSteps(const std::vector<Value>& entries, std::size_t depth)
{
    std::vector<std::optional<Nest>> steps;
    std::size_t layers = 0;
    std::int64_t rank = 0;
    for (const auto& entry : entries) {
        steps.push_back(isHole(entry) ? std::nullopt : nestAt(entry, depth + 1));
        if (!steps.back())
            continue;
        const auto& step = *steps.back();
        if (step.lists.size() != 1 || step.rank < 3 || (rank != 0 && step.rank != rank))
            return std::nullopt;
        rank = step.rank;
        layers = std::max(layers, step.leaves.size());
    }
    if (layers == 0 || entries.size() < 2 || !areGenerated(steps) || layers * entries.size() > kMostLeaves)
        return std::nullopt;
    Nest nest;
    nest.rank = rank;
    nest.lists = {{static_cast<std::int64_t>(entries.size()), {}, {}}, {static_cast<std::int64_t>(layers), {}, {}}};
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const std::size_t has = steps[i] ? steps[i]->leaves.size() : 0;
        if (!steps[i] && !isHole(entries[i]))
            return std::nullopt;
        for (std::size_t layer = 0; layer < layers; ++layer)
            nest.leaves.push_back(layer < has ? steps[i]->leaves[layer]
                                  : has > 0   ? Result<Tensor>(Error{ErrorKind::Shape, fmt::format("the step has {} layers, others have {}", has, layers)})
                                              : Result<Tensor>(reasonOf(entries[i])));
    }
    return nest;
}

/// Entries of a dictionary whose names differ only in one number: "layer.0.attn", "layer.1.attn", ..., in natural order.
struct Series {
    std::string pattern;
    std::vector<std::pair<std::int64_t, const std::pair<Value, Value>*>> entries;
};

std::vector<Series> seriesIn(const Dictionary& dictionary)
{
    std::vector<Series> all;
    std::map<std::string, std::size_t> byPattern;
    for (const auto& entry : dictionary) {
        const auto name = numbered(keyText(entry.first));
        const bool counted = name.numbers.size() == 1;
        const auto [found, isNew] = byPattern.try_emplace(counted ? name.pattern : keyText(entry.first), all.size());
        if (isNew)
            all.push_back({counted ? name.pattern : std::string{}, {}});
        all[found->second].entries.emplace_back(counted ? name.numbers.front() : 0, &entry);
    }
    for (auto& series : all)
        std::ranges::stable_sort(series.entries, {}, [](const auto& entry) { return entry.first; });
    return all;
}

std::optional<Nest> nestOfSeries(const Series& series, std::size_t depth = 0)
{
    if (series.pattern.empty() || (series.entries.size() < 2 && !hasWord(series.pattern, "layer")))
        return std::nullopt;
    ListAxis axis;
    axis.name = series.pattern;
    std::vector<Value> values;
    for (const auto& [number, entry] : series.entries) {
        axis.numbers.push_back(number);
        values.push_back(entry->second);
    }
    return nestOfEntries(values, std::move(axis), depth);
}

std::optional<Nest> nestAt(const Value& value, std::size_t depth)
{
    if (depth > kMostLists)
        return std::nullopt;
    if (const auto* tensor = value.tensor()) {
        if (!isFloating(tensor->dtype()) || tensor->rank() < 1)
            return std::nullopt;
        Nest nest;
        nest.rank = tensor->rank();
        nest.leaves.emplace_back(*tensor);
        return nest;
    }
    if (const auto* list = value.list(); list != nullptr && !list->empty()) {
        if (auto tensor = NumberLists::tensorOf(value))
            return nestAt(Value(*std::move(tensor)), depth);
        auto nest = nestOfEntries(*list, {}, depth);
        return nest ? nest : nestOfUnequalSteps(*list, depth);
    }
    if (const auto* dictionary = value.dictionary()) {
        const auto series = seriesIn(*dictionary);
        if (series.size() == 1)
            return nestOfSeries(series.front(), depth);
    }
    return std::nullopt;
}

/// Walks the tree once and sorts what it meets.
class Walk {
public:
    Walk(TreeContents& contents, AddressStyle style) : m_contents(contents), m_style(style) {}

    void visit(const Address& address, const Value& value)
    {
        m_steps += 1 + address.steps().size();
        if (m_steps > kMostAddressSteps)
            return;
        if (value.string() != nullptr)
            ++m_contents.stringCount;
        else if (numberIn(value) || value.boolean() != nullptr)
            ++m_contents.numberCount;
        else if (const auto* opaque = value.opaque())
            m_contents.opaque.push_back({address, *opaque});
        else if (const auto* tensor = value.tensor(); tensor != nullptr && !isFloating(tensor->dtype()))
            m_contents.others.push_back({address, *tensor});
        else if (const auto* dictionary = value.dictionary())
            visitDictionary(address, *dictionary);
        else if (auto nest = nestOf(value))
            keep(std::move(*nest), address, address.toString(m_style));
        else if (value.tensor() != nullptr)
            ++m_contents.numberCount; // without axes
        else if (const auto* list = value.list())
            visitList(address, value, *list);
    }

private:
    void visitList(const Address& address, const Value& value, const List& list)
    {
        if (takeStrings(address, value, list))
            return;
        if (list.size() > 1 && std::ranges::all_of(list, [](const Value& item) { return item.isNull(); }))
            m_contents.emptyLayers.push_back(address);
        if (visitRecords(address, list))
            return;
        for (std::size_t i = 0; i < list.size(); ++i)
            visit(address.child(static_cast<std::int64_t>(i)), list[i]);
    }

    /// A list of dictionaries with the same arrays, as JSON lines and collected samples have it: one nest for each of them.
    bool visitRecords(const Address& address, const List& list)
    {
        const auto* first = list.size() < 2 ? nullptr : list.front().dictionary();
        if (first == nullptr)
            return false;
        bool any = false;
        std::vector<std::string> taken;
        for (const auto& [key, value] : *first) {
            const std::string name = keyText(key);
            auto nest = nestAcross(list, name);
            if (!nest)
                continue;
            const auto last = address.child(static_cast<std::int64_t>(list.size()) - 1).child(name);
            keep(std::move(*nest), address.child(name), fmt::format("{} to {}", address.child(0).child(name).toString(m_style), last.toString(m_style)));
            taken.push_back(name);
            any = true;
        }
        for (std::size_t i = 0; any && i < list.size(); ++i)
            for (const auto& [key, value] : *list[i].dictionary())
                if (std::ranges::find(taken, keyText(key)) == taken.end() && stringsOf(value).value_or(std::vector<std::string>{}).empty())
                    visit(childOf(address.child(static_cast<std::int64_t>(i)), key), value);
        if (any)
            for (const auto& [key, value] : *first)
                stringsAcross(address, list, keyText(key));
        return any;
    }

    /// The entries called `key` of all dictionaries; their own word for what they are is "layer" or "sample".
    static std::optional<Nest> nestAcross(const List& list, const std::string& key)
    {
        std::vector<Value> values;
        bool layers = true;
        ListAxis axis;
        for (const auto& item : list) {
            const auto* value = item.find(key);
            if (value == nullptr)
                return std::nullopt;
            const auto* layer = item.find("layer");
            layers = layers && layer != nullptr && layer->integer() != nullptr;
            if (layers)
                axis.numbers.push_back(*layer->integer());
            values.push_back(*value);
        }
        axis.name = layers ? "layer.#" : "sample.#";
        return nestOfEntries(values, std::move(axis), 0);
    }

    void stringsAcross(const Address& address, const List& list, const std::string& key)
    {
        FoundStrings found{address.child(key), address.child(key).toString(m_style), {}, true};
        for (const auto& item : list) {
            const auto* value = item.find(key);
            auto strings = value == nullptr ? std::nullopt : stringsOf(*value);
            if (!strings || strings->empty())
                return;
            m_contents.stringCount += static_cast<std::int64_t>(strings->size());
            found.lists.push_back(std::move(*strings));
        }
        if (std::ranges::all_of(found.lists, [&](const auto& strings) { return strings == found.lists.front(); })) {
            found.lists.resize(1);
            found.nested = false;
        }
        m_contents.strings.push_back(std::move(found));
    }

    void visitDictionary(const Address& address, const Dictionary& dictionary)
    {
        for (const auto& series : seriesIn(dictionary)) {
            if (auto nest = nestOfSeries(series)) {
                const auto first = childOf(address, series.entries.front().second->first);
                const auto last = childOf(address, series.entries.back().second->first);
                keep(std::move(*nest), address.child(series.pattern), fmt::format("{} to {}", first.toString(m_style), last.toString(m_style)));
                continue;
            }
            for (const auto& [number, entry] : series.entries)
                visit(childOf(address, entry->first), entry->second);
        }
    }

    static Address childOf(const Address& address, const Value& key)
    {
        return key.integer() != nullptr ? address.child(*key.integer()) : address.child(keyText(key));
    }

    void keep(Nest nest, const Address& address, std::string name)
    {
        nest.address = address;
        nest.name = std::move(name);
        m_contents.nests.push_back(std::move(nest));
    }

    bool takeStrings(const Address& address, const Value& value, const List& list)
    {
        std::vector<std::vector<std::string>> lists;
        const auto take = [&](const Value& item) {
            auto strings = stringsOf(item);
            if (!strings || strings->empty())
                return false;
            lists.push_back(*std::move(strings));
            return true;
        };
        const bool nested = !take(value);
        if (nested && (list.empty() || !std::ranges::all_of(list, take)))
            return false;
        for (const auto& strings : lists)
            m_contents.stringCount += static_cast<std::int64_t>(strings.size());
        m_contents.strings.push_back({address, address.toString(m_style), std::move(lists), nested});
        return true;
    }

    TreeContents& m_contents;
    AddressStyle m_style;
    std::size_t m_steps = 0;
};

} // namespace

std::size_t Nest::firstGood() const
{
    const auto good = std::ranges::find_if(leaves, [](const auto& leaf) { return leaf.has_value(); });
    return static_cast<std::size_t>(good - leaves.begin());
}

std::string Nest::words() const
{
    std::string text;
    for (const auto& step : address.steps())
        if (const auto* key = std::get_if<std::string>(&step))
            text += (text.empty() ? "" : ".") + *key;
    return text;
}

std::optional<Nest> nestOf(const Value& value)
{
    return nestAt(value, 0);
}

TreeContents treeContents(const Value& root, AddressStyle style)
{
    TreeContents contents;
    Walk(contents, style).visit(Address{}, root);
    return contents;
}

} // namespace headlight
