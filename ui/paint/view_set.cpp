// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/view_set.h"

#include "base/text.h"
#include "measure/measure.h"
#include "state/action.h"
#include "state/state_json.h"
#include "ui/paint/batch_names.h"
#include "ui/paint/whole_maps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace headlight::paint {

namespace fs = std::filesystem;

namespace {

bool isEvolution(const State& state)
{
    return state.view == ViewKind::Evolution;
}

std::string withoutSpaces(std::string text)
{
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
    return text;
}

Result<HeadSet> chosenHeads(const ViewSet& set, const State& state)
{
    const auto heads = hasHeads(state.measure.kind) ? withoutSpaces(set.heads) : std::string("all");
    return parseHeads(fmt::format("L{} H{}", withoutSpaces(set.layers), heads), state.stackShape().heads, state.display.indexBase);
}

/// Indices of the chosen queries on the axis.
Result<std::vector<std::size_t>> chosenQueries(const ViewSet& set, const Axis& axis)
{
    std::vector<std::size_t> items;
    const auto text = withoutSpaces(set.queries);
    if (text == "all" || text == "*") {
        for (std::size_t item = 0; item < axis.items.size(); ++item)
            items.push_back(item);
        return items;
    }
    const auto positions = parseNumbers(text);
    if (!positions)
        return Error{ErrorKind::Usage, fmt::format("queries \"{}\" are not a list such as 0,44-45 or all", displayable(text))};
    for (const auto position : *positions) {
        const auto item = axis.itemAt(position);
        if (!item)
            return Error{ErrorKind::Selection, fmt::format("there is no query {} among the {} that are shown", position, axis.size())};
        items.push_back(static_cast<std::size_t>(*item));
    }
    return items;
}

/// Sets of heads that make one figure each, those of one layer beside each other.
std::vector<HeadSet> headsOfFigures(const State& state, const HeadSet& chosen)
{
    const auto split = splitBy(state);
    std::vector<HeadSet> sets;
    if (isEvolution(state) && split.heads) {
        std::set<HeadIndex> heads;
        for (const auto& ref : chosen.heads())
            heads.insert(ref.head);
        for (const auto head : heads) {
            std::vector<HeadRef> through;
            std::ranges::copy_if(chosen.heads(), std::back_inserter(through), [head](const HeadRef& ref) { return ref.head == head; });
            sets.emplace_back(std::move(through));
        }
    } else if (split.heads) {
        for (const auto& ref : chosen.heads())
            sets.push_back(HeadSet::one(ref));
    } else if (split.layers) {
        for (const auto layer : chosen.layers()) {
            std::vector<HeadRef> ofLayer;
            std::ranges::copy_if(chosen.heads(), std::back_inserter(ofLayer), [layer](const HeadRef& ref) { return ref.layer == layer; });
            sets.emplace_back(std::move(ofLayer));
        }
    } else {
        sets.push_back(chosen);
    }
    return sets;
}

NameParts namesIn(const Dump& dump, const State& state)
{
    const auto& heads = state.selection.heads;
    const auto base = state.display.indexBase;
    const auto split = splitBy(state);
    NameParts names{sampleName(dump, state.selection.sample), "all", "all", "none"};
    if (split.layers)
        names.layer = label(heads.heads().front().layer, base);
    if (split.heads)
        names.head = label(heads.heads().front().head, base);
    else if (hasHeads(state.measure.kind) && state.selection.aggregate != Aggregate::Each)
        names.head = nameOf(state.selection.aggregate);
    return names;
}

class ViewFigures {
public:
    ViewFigures(const ViewSet& set, Batch& batch, const State& state) : m_set(set), m_batch(batch), m_state(state), m_workspace(std::make_shared<Workspace>())
    {
        m_workspace->open(batch.dump);
    }

    Result<void> add()
    {
        const auto maps = m_workspace->maps(mapsKey(m_state));
        if (!maps)
            return maps.error();
        const auto& queries = *(*maps)->axes().queries;
        const auto chosen = chosenHeads(m_set, m_state);
        if (!chosen)
            return chosen.error();
        const auto items = chosenQueries(m_set, queries);
        if (splitBy(m_state).queries && !items)
            return items.error();
        for (const auto& heads : headsOfFigures(m_state, *chosen)) {
            const State state = update(m_state, SelectHeads{heads});
            beginPart(state);
            auto names = namesIn(*m_batch.dump, state);
            if (!splitBy(state).queries) {
                if (auto done = addFigure(state, names); !done)
                    return done;
                continue;
            }
            for (const auto item : *items) {
                names.query = queryName(queries.items[item]);
                if (auto done = addFigure(update(state, SetQuery{QueryIndex{queries.items[item].position}}), names); !done)
                    return done;
            }
        }
        return {};
    }

private:
    /// Rollouts go up layer by layer; what is stored needs no order.
    void beginPart(const State& state)
    {
        const bool product = needsSquareMaps(state.measure.kind) && state.measure.kind != MeasureKind::Flow && state.view == ViewKind::Heatmap;
        const auto layer = state.selection.heads.heads().front().layer;
        if (!m_batch.parts.empty() && (!product || layer == m_layer))
            return;
        m_layer = layer;
        auto& part = m_batch.parts.emplace_back();
        part.workspace = m_workspace;
        if (!product)
            return;
        const State ofLayer = update(m_state, SelectHeads{HeadSet::ofLayer(m_state.stackShape().heads, layer)});
        const auto chosen = chosenHeads(m_set, m_state);
        const auto all = selectedMaps(ofLayer);
        std::vector<HeadRef> maps;
        for (const auto& ref : all.heads())
            if (!hasHeads(state.measure.kind) || chosen->contains(ref))
                maps.push_back(ref);
        part.before = wholeMapsOf(m_workspace, mapsKey(state), HeadSet(std::move(maps)));
    }

    Result<void> addFigure(const State& state, const NameParts& names)
    {
        auto path = pathFrom(m_set.pattern, names);
        if (!path)
            return path.error();
        if (!m_names.insert(path->string()).second)
            return Error{ErrorKind::Usage, fmt::format("two figures would be called {}", displayable(path->string())), {}, "Put more of the tokens into the name"};
        m_batch.parts.back().tasks.push_back({state, m_set.folder / *path, m_set.formats, m_set.settings, false});
        return {};
    }

    const ViewSet& m_set;
    Batch& m_batch;
    const State& m_state;
    std::shared_ptr<Workspace> m_workspace;
    LayerIndex m_layer;
    std::set<std::string> m_names;
};

std::string folderOf(MeasureKind kind)
{
    return kind == MeasureKind::Attention ? "attention" : kind == MeasureKind::Rollout ? "rollout" : std::string(nameOf(kind));
}

/// "Attention", "Rollout", "Fused-rollout"
std::string wordOf(MeasureKind kind)
{
    auto word = folderOf(kind);
    word.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(word.front())));
    return word;
}

} // namespace

SplitBy splitBy(const State& state)
{
    const bool each = hasHeads(state.measure.kind) && state.selection.aggregate == Aggregate::Each;
    switch (state.view) {
    case ViewKind::Heatmap:
        return {true, each, false};
    case ViewKind::Evolution:
        return {false, each, true};
    case ViewKind::Image:
        return {true, each, true};
    case ViewKind::Text: // of all chosen heads together
        return {false, false, state.display.text.show == TextShow::Query};
    default:
        return {};
    }
}

std::string usualPattern(const State& state)
{
    const auto split = splitBy(state);
    std::string pattern = "sample{sample}";
    if (split.layers)
        pattern += "_L{layer}";
    if (split.layers || isEvolution(state))
        pattern += "_H{head}";
    if (split.queries)
        pattern += "_q{query}";
    return pattern + "_" + std::string(nameOf(state.view));
}

std::string notebookPattern(const State& state)
{
    const auto split = splitBy(state);
    const std::string folder = "sample_{sample}/" + folderOf(state.measure.kind) + "/";
    const std::string word = wordOf(state.measure.kind);
    if (state.view == ViewKind::Evolution)
        return folder + (split.heads ? "evolution_head_{head}" : "evolution_{head}") + "/Evolution - Query {query}";
    if (state.view == ViewKind::Heatmap) {
        const std::string together = state.selection.aggregate == Aggregate::Mean ? "Avg " : state.selection.aggregate == Aggregate::Each ? "" : "{head} ";
        return folder + (split.heads ? word + " Matrix - Layer {layer} - Head {head}" : together + word + " Matrix - Layer {layer}");
    }
    if (state.view == ViewKind::Overview)
        return folder + "all_layers_heads_heatmaps";
    return folder + word + " Image - Layer {layer} - Head {head} - Query {query}";
}

Result<Batch> viewSet(const SharedDump& dump, const ViewSet& set, SampleIndex sample)
{
    if (const auto attention = dump->attention(set.state.selection.stack, sample); !attention)
        return attention.error();
    Batch batch;
    batch.dump = dump;
    const State state = update(set.state, SelectSample{sample});
    if (auto added = ViewFigures(set, batch, state).add(); !added)
        return added.error();
    return batch;
}

} // namespace headlight::paint
