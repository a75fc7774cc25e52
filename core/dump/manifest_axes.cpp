// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/manifest_axes.h"

#include "dump/named_arrays.h"
#include "dump/read_files.h"
#include "dump/token_file.h"
#include "formats/registry.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight {

namespace {

std::int64_t longest(const ArrayView& array, std::int64_t sample, std::int64_t LayerShape::*axis)
{
    std::int64_t most = 0;
    for (const auto& shape : array.shapes(sample))
        most = std::max(most, shape.*axis);
    return most;
}

std::int64_t textPositions(const std::vector<Segment>& segments)
{
    std::int64_t count = 0;
    for (const auto& segment : segments)
        count += segment.kind == SegmentKind::Text ? segment.count : 0;
    return count;
}

/// One sample of one stack.
struct SampleOfStack {
    std::int64_t sample = 0;
    const ArrayView* array = nullptr;
    std::int64_t inFile = 0;
};

class WordsReader {
public:
    WordsReader(const FoundManifest& found, const ReadFiles& read, NamedDocuments& others, const JobContext& job) : m_found(found), m_read(read), m_others(others), m_job(job) {}

    Result<NamedWords> run()
    {
        placeSamples();
        for (std::size_t stack = 0; stack < m_read.files.front().recognition.stacks.size(); ++stack)
            if (auto added = addStack(stack); !added)
                return added.error();
        if (auto checked = readSamples(); !checked)
            return checked.error();
        return std::move(m_result);
    }

private:
    Error inHere(Error error, const std::string& place) const
    {
        error.place.address = place;
        error.place.entry.clear();
        return inManifest(m_found, std::move(error));
    }
    Error wrong(const std::string& place, std::string what) const { return inHere(Error{ErrorKind::Shape, std::move(what)}, place); }

    void placeSamples()
    {
        for (const auto& file : m_read.files) {
            std::int64_t samples = 0;
            for (const auto& stack : file.recognition.stacks)
                samples = std::max(samples, stack.attention->samples());
            m_samplesInFile.push_back(samples);
            m_samples += samples;
        }
    }

    std::vector<SampleOfStack> samplesOf(const std::string& name) const
    {
        std::vector<SampleOfStack> samples;
        for (std::size_t file = 0; file < m_read.files.size(); ++file) {
            const auto& stacks = m_read.files[file].recognition.stacks;
            const auto stack = std::ranges::find(stacks, name, &RecognisedStack::name);
            for (std::int64_t i = 0; i < m_samplesInFile[file]; ++i) {
                const bool there = stack != stacks.end() && i < stack->attention->samples();
                samples.push_back({static_cast<std::int64_t>(samples.size()), there ? stack->attention.get() : nullptr, i});
            }
        }
        return samples;
    }

    Result<void> addStack(std::size_t index)
    {
        const auto& model = m_read.files.front().recognition.stacks[index];
        const auto& manifest = m_found.manifest;
        const bool own = index < manifest.stacks.size();
        const ManifestStack none;
        const ManifestStack& named = own ? manifest.stacks[index] : none;
        const std::string place = own ? fmt::format("stacks[{}].", index) : std::string{};
        const bool oneSequence = model.kind != StackKind::Cross;
        auto& axes = m_result.axes.emplace_back(static_cast<std::size_t>(m_samples));
        for (const bool query : {true, false}) {
            const auto& tokens = query ? named.tokens.query : named.tokens.key;
            const auto& segments = query ? named.segments.query : named.segments.key;
            const auto& lengths = query ? named.lengths.query : named.lengths.key;
            const bool shared = oneSequence && !named.tokens.given() && model.kind != StackKind::Vision;
            const Side side{query, tokens ? &*tokens : shared && manifest.tokens ? &*manifest.tokens : nullptr,
                            segments ? &*segments : oneSequence && manifest.segments ? &*manifest.segments : nullptr,
                            lengths ? &*lengths : oneSequence && manifest.lengths ? &*manifest.lengths : nullptr,
                            (tokens ? place : "") + "tokens", (segments ? place : "") + "segments", (lengths ? place : "") + "lengths"};
            if (auto added = addSide(side, samplesOf(model.name), axes); !added)
                return added;
        }
        return {};
    }

    /// What is said about one side of one stack, and where.
    struct Side {
        bool query = false;
        const ManifestTokens* tokens = nullptr;
        const ManifestSegments* segments = nullptr;
        const ManifestLengths* lengths = nullptr;
        std::string tokensPlace;
        std::string segmentsPlace;
        std::string lengthsPlace;
    };

    Result<void> addSide(const Side& side, const std::vector<SampleOfStack>& samples, std::vector<NamedAxes>& axes)
    {
        std::vector<std::vector<std::string>> lists;
        if (side.tokens != nullptr && !side.tokens->numbers) {
            auto resolved = listsOf(*side.tokens, side.tokensPlace);
            if (!resolved)
                return resolved.error();
            lists = *std::move(resolved);
            if (auto fits = checkCount(lists.size(), side.tokensPlace); !fits)
                return fits;
        }
        if (side.lengths != nullptr)
            if (auto fits = checkCount(side.lengths->size(), side.lengthsPlace); !fits)
                return fits;
        for (const auto& sample : samples) {
            if (sample.array == nullptr)
                continue;
            const auto i = static_cast<std::size_t>(sample.sample);
            const std::int64_t size = longest(*sample.array, sample.inFile, side.query ? &LayerShape::queries : &LayerShape::keys);
            NamedAxis& axis = side.query ? axes[i].query : axes[i].key;
            if (side.segments != nullptr)
                if (auto placed = placeSegments(side, size, axis); !placed)
                    return placed;
            if (side.tokens != nullptr) {
                axis.tokens = lists.empty() ? std::vector<std::string>{} : lists.size() == 1 ? lists.front() : lists[i];
                if (static_cast<std::int64_t>(axis.tokens->size()) > size)
                    return wrong(side.tokensPlace, fmt::format("{} tokens for the {} positions of sample {}", axis.tokens->size(), size, sample.sample));
            }
            if (side.lengths != nullptr) {
                axis.length = side.lengths->size() == 1 ? side.lengths->front() : (*side.lengths)[i];
                if (*axis.length > size)
                    return wrong(side.lengthsPlace, fmt::format("is {} for sample {}, the axis has {} positions", *axis.length, sample.sample, size));
            }
        }
        return {};
    }

    Result<void> checkCount(std::size_t lists, const std::string& place) const
    {
        if (lists == 1 || static_cast<std::int64_t>(lists) == m_samples)
            return {};
        return wrong(place, fmt::format("has {} entries, the dump has {} samples", lists, m_samples));
    }

    Result<void> placeSegments(const Side& side, std::int64_t size, NamedAxis& axis) const
    {
        axis.segments = *side.segments;
        auto& last = axis.segments.back();
        if (last.count == 0)
            last.count = size - last.first;
        if (last.first + last.count != size || last.count <= 0)
            return wrong(side.segmentsPlace, fmt::format("end at {}, the {} axis has {} positions", last.first + std::max<std::int64_t>(last.count, 0), side.query ? "query" : "key", size));
        return {};
    }

    Result<std::vector<std::vector<std::string>>> listsOf(const ManifestTokens& tokens, const std::string& place)
    {
        if (!tokens.lists.empty())
            return tokens.lists;
        if (!tokens.file.empty())
            return listsInFile(tokens.file, place + ".file");
        auto ids = tokens.idsAt ? idsAt(*tokens.idsAt, place + ".ids") : Result<IdLists>(tokens.ids);
        if (!ids)
            return ids.error();
        return lookedUp(*ids, tokens.vocabulary, place);
    }

    Result<std::vector<std::vector<std::string>>> listsInFile(const std::string& name, const std::string& place)
    {
        const auto path = namedFile(m_found, name, place);
        if (!path)
            return path.error();
        m_result.files.push_back(*path);
        if (path->extension() == ".json")
            if (const auto document = formats::readFile(*path, {}, m_job); document && document->root.list() != nullptr) {
                std::vector<std::vector<std::string>> lists;
                for (const auto& entry : *document->root.list())
                    if (auto strings = entry.list() == nullptr ? std::nullopt : stringsOf(entry))
                        lists.push_back(*std::move(strings));
                if (!lists.empty() && lists.size() == document->root.list()->size())
                    return lists;
            }
        auto tokens = tokensInFile(*path);
        if (!tokens)
            return tokens.error();
        return std::vector<std::vector<std::string>>{*std::move(tokens)};
    }

    Result<IdLists> idsAt(const ManifestArray& array, const std::string& place)
    {
        IdLists all;
        for (const auto& file : m_read.files) {
            const auto own = std::ranges::find(m_read.documents, file.path, &Document::path);
            const auto document = m_others.of(array, own == m_read.documents.end() ? m_read.documents.front() : *own, place);
            if (!document)
                return document.error();
            const auto value = valueNamed((*document)->root, (*document)->style, array.addresses.front());
            if (!value)
                return inHere(Error{ErrorKind::NotFound, fmt::format("there is nothing at {}", array.addresses.front())}, place);
            auto ids = idListsOf(*value);
            if (!ids)
                return inHere(Error{ErrorKind::Shape, fmt::format("{} is a {}, expected a list of whole numbers for each sample", array.addresses.front(), value->description())}, place);
            all.insert(all.end(), ids->begin(), ids->end());
            if (!array.file.empty())
                break;
        }
        return all;
    }

    Result<std::vector<std::vector<std::string>>> lookedUp(const IdLists& ids, const std::string& vocabulary, const std::string& place)
    {
        std::filesystem::path path;
        if (!vocabulary.empty()) {
            auto named = namedFile(m_found, vocabulary, place + ".vocabulary");
            if (!named)
                return named.error();
            path = *std::move(named);
            if (auto read = Vocabulary::read(path, m_job); !read)
                return read.error();
        }
        IdLookup lookup(m_found.folder, path, m_job);
        std::vector<std::vector<std::string>> lists;
        for (const auto& list : ids)
            lists.push_back(lookup.tokens(list, m_found.name()));
        for (auto& note : lookup.notes())
            m_result.notes.push_back(std::move(note));
        if (!lookup.vocabularyFile().empty())
            m_result.files.push_back(lookup.vocabularyFile());
        return lists;
    }

    Result<void> readSamples()
    {
        const auto& samples = m_found.manifest.samples;
        if (static_cast<std::int64_t>(samples.size()) > m_samples)
            return wrong("samples", fmt::format("describes {} samples, the dump has {}", samples.size(), m_samples));
        for (std::size_t i = 0; i < samples.size(); ++i) {
            m_result.pictures.emplace_back();
            if (samples[i].picture.empty())
                continue;
            auto picture = namedFile(m_found, samples[i].picture, fmt::format("samples[{}].picture", i));
            if (!picture)
                return picture.error();
            m_result.pictures.back() = *std::move(picture);
        }
        return {};
    }

    const FoundManifest& m_found;
    const ReadFiles& m_read;
    NamedDocuments& m_others;
    const JobContext& m_job;
    std::vector<std::int64_t> m_samplesInFile;
    std::int64_t m_samples = 0;
    NamedWords m_result;
};

void applyTo(AxisPlan& plan, const NamedAxis& named)
{
    if (named.tokens)
        plan.tokens = *named.tokens;
    if (!named.segments.empty()) {
        plan.segments = named.segments;
        plan.patches = std::nullopt;
        const auto& first = named.segments.front();
        plan.placement.queries = first.kind == SegmentKind::Queries ? first.count : 0;
        if (static_cast<std::int64_t>(plan.tokens.size()) > textPositions(named.segments))
            plan.tokensOfAll = true;
        if (!named.length && plan.placement.paddingFrom < plan.placement.queries)
            plan.placement.paddingFrom = plan.size;
    }
    if (named.length)
        plan.placement.paddingFrom = *named.length;
}

} // namespace

Result<NamedWords> namedWords(const FoundManifest& manifest, const ReadFiles& read, NamedDocuments& others, const JobContext& job)
{
    return WordsReader(manifest, read, others, job).run();
}

void applyTo(AxisPlans& plans, const NamedAxes& named)
{
    const bool differ = named.query.tokens != named.key.tokens || named.query.segments != named.key.segments || named.query.length != named.key.length;
    if (!plans.keys && differ)
        plans.keys = plans.queries;
    if (plans.keys)
        applyTo(*plans.keys, named.key);
    applyTo(plans.queries, plans.keys ? named.query : named.key);
}

} // namespace headlight
