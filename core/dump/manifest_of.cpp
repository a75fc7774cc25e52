// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/manifest.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

/// The tokens behind the items of an axis, in text segments; numbers behind the last of them are left out.
std::vector<std::string> tokensOf(const Axis& axis, std::int64_t numberFrom)
{
    std::vector<std::string> tokens;
    std::size_t listed = 0;
    for (const auto& item : axis.items) {
        if (axis.segments[static_cast<std::size_t>(item.segment)].kind != SegmentKind::Text)
            continue;
        tokens.push_back(item.token);
        if (!item.token.empty() || item.label != fmt::format("{}", numberFrom + item.position))
            listed = tokens.size();
    }
    tokens.resize(listed);
    return tokens;
}

/// One past the last position that is not padding.
std::int64_t lengthOf(const Axis& axis)
{
    std::int64_t length = axis.size();
    while (length > 0 && axis.items[static_cast<std::size_t>(length - 1)].marks.padding)
        --length;
    return length;
}

template <typename T>
std::vector<T> oneIfEqual(std::vector<T> values)
{
    const bool equal = std::ranges::all_of(values, [&](const T& value) { return value == values.front(); });
    if (equal && values.size() > 1)
        values.erase(values.begin() + 1, values.end());
    return values;
}

/// One side of one stack, over all samples.
struct SideWords {
    ManifestTokens tokens;
    ManifestSegments segments;
    ManifestLengths lengths;
    std::string sequence;

    void add(const Axis& axis, bool first, std::int64_t numberFrom = 0)
    {
        tokens.lists.push_back(axis.labelled ? tokensOf(axis, numberFrom) : std::vector<std::string>{});
        lengths.push_back(lengthOf(axis));
        if (first) {
            segments = axis.segments;
            sequence = axis.sequence;
        } else if (segments != axis.segments && !segments.empty()) {
            segments.back().count = 0; // samples of different length
        }
    }

    void finish(std::int64_t size)
    {
        tokens.lists = oneIfEqual(std::move(tokens.lists));
        lengths = oneIfEqual(std::move(lengths));
        if (lengths == ManifestLengths{size})
            lengths.clear();
    }
};

class ManifestMaker {
public:
    explicit ManifestMaker(const Dump& dump) : m_dump(dump) {}

    Result<Manifest> run()
    {
        for (std::size_t i = 0; i < m_dump.stacks().size(); ++i)
            if (auto added = addStack(i); !added)
                return added.error();
        for (const auto& sample : m_dump.samples())
            m_manifest.samples.push_back({sample.id, sample.caption, pictureOf(sample), sample.fields});
        if (std::ranges::all_of(m_manifest.samples, [](const ManifestSample& sample) { return sample == ManifestSample{}; }))
            m_manifest.samples.clear();
        if (m_dump.choices().numbersOnly) {
            m_manifest.tokens.emplace();
            m_manifest.tokens->numbers = true;
        }
        return std::move(m_manifest);
    }

private:
    /// Pictures that lie beside the dump, where a manifest may name them.
    std::string pictureOf(const Sample& sample) const
    {
        if (sample.picture.empty() || m_dump.documents().empty())
            return {};
        std::error_code failed;
        const auto folder = std::filesystem::weakly_canonical(m_dump.path(), failed).parent_path();
        const auto relative = std::filesystem::weakly_canonical(sample.picture, failed).lexically_relative(folder);
        return failed || relative.empty() || *relative.begin() == ".." ? std::string{} : relative.generic_string();
    }

    /// The root of a file has no address; readings call it by the name of the file.
    std::string addressOf(const StackReading& reading) const
    {
        const bool isFile = std::ranges::any_of(m_dump.documents(), [&](const Document& document) { return document.path.filename() == reading.array; });
        return isFile ? std::string{} : reading.array;
    }

    Result<void> addStack(std::size_t index)
    {
        const auto& stack = m_dump.stacks()[index];
        ManifestStack named;
        named.name = stack.name;
        named.kind = stack.kind;
        if (stack.storage != StackStorage::Dense)
            named.storage = stack.storage;
        if (stack.storage == StackStorage::Windowed && m_dump.choices().globalPositions)
            named.globalPositions = {*m_dump.choices().globalPositions};
        if (stack.firstQuery > 0)
            named.firstQuery = stack.firstQuery;
        named.array.addresses = {addressOf(stack.reading)};
        for (const auto& axis : stack.reading.axes)
            named.axes.push_back(axis.role);
        addChosenGradients(stack, named);
        SideWords query;
        SideWords key;
        bool first = true;
        std::int64_t queries = 0;
        std::int64_t keys = 0;
        for (std::size_t sample = 0; sample < m_dump.samples().size(); ++sample) {
            const auto maps = m_dump.attention(StackIndex{static_cast<std::int64_t>(index)}, SampleIndex{static_cast<std::int64_t>(sample)});
            if (!maps) {
                query.tokens.lists.emplace_back(); // this sample lacks the stack
                key.tokens.lists.emplace_back();
                query.lengths.push_back(0);
                key.lengths.push_back(0);
                continue;
            }
            query.add(*(*maps)->axes().queries, first, stack.firstQuery);
            key.add(*(*maps)->axes().keys, first);
            queries = (*maps)->axes().queries->size();
            keys = (*maps)->axes().keys->size();
            first = false;
        }
        if (first)
            return Error{ErrorKind::Selection, fmt::format("no sample has the stack {}", stack.name)};
        query.finish(queries);
        key.finish(keys);
        put(named, std::move(query), std::move(key));
        m_manifest.stacks.push_back(std::move(named));
        return {};
    }

    /// Gradients are found again by their names, but not where people chose them.
    void addChosenGradients(const Stack& stack, ManifestStack& named) const
    {
        const auto& chosen = m_dump.choices().arrays;
        if (std::ranges::none_of(chosen, [](const ArrayChoice& choice) { return choice.use == ArrayUse::Gradient; }))
            return;
        for (const auto& array : m_dump.arrays())
            if (array.use == ArrayUse::Gradient && array.gradientOf == stack.name)
                named.gradients.emplace_back(array.target, ManifestArray{{array.address}, {}});
    }

    static void put(ManifestStack& named, SideWords query, SideWords key)
    {
        const auto none = [](const SideWords& side) { return std::ranges::all_of(side.tokens.lists, [](const auto& list) { return list.empty(); }); };
        if (none(query))
            query.tokens.lists = {{}};
        if (none(key))
            key.tokens.lists = {{}};
        named.tokens = {std::move(query.tokens), std::move(key.tokens)};
        named.segments = {std::move(query.segments), std::move(key.segments)};
        named.sequences = {std::move(query.sequence), std::move(key.sequence)};
        if (!query.lengths.empty() || !key.lengths.empty()) {
            if (!query.lengths.empty())
                named.lengths.query = std::move(query.lengths);
            if (!key.lengths.empty())
                named.lengths.key = std::move(key.lengths);
        }
    }

    const Dump& m_dump;
    Manifest m_manifest;
};

} // namespace

Result<Manifest> manifestOf(const Dump& dump)
{
    return ManifestMaker(dump).run();
}

} // namespace headlight
