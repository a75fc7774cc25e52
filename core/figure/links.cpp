// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "figure/links.h"

#include "figure/build.h"
#include "figure/colour_scale.h"
#include "figure/figure_words.h"
#include "figure/shown_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace headlight {

namespace {

/// 0.05 for 0.07: the largest of 1, 2 and 5 times a power of ten that is not above.
double roundBelow(double value)
{
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {5.0, 2.0})
        if (factor * decade <= value)
            return factor * decade;
    return decade;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view several)
{
    return fmt::format("{} {}", count, count == 1 ? one : several);
}

std::string ruleWords(const LinkOptions& options)
{
    switch (options.keep) {
    case LinkKeep::Value:
        return fmt::format("weights of at least {:g}", options.least);
    case LinkKeep::Count:
        return options.count == 1 ? "the largest weight of every query" : fmt::format("the {} largest weights of every query", options.count);
    case LinkKeep::Mass:
        break;
    }
    return fmt::format("the largest weights that hold {:g} % of every row", 100.0 * options.mass);
}

std::vector<std::int32_t> placesOf(const std::vector<std::int32_t>& items, std::int64_t count)
{
    std::vector<std::int32_t> places(static_cast<std::size_t>(count), -1);
    for (std::size_t i = 0; i < items.size(); ++i)
        places[static_cast<std::size_t>(items[i])] = static_cast<std::int32_t>(i);
    return places;
}

/// Makes the figure of one state, which is as linksState() gives it.
class LinksBuilder {
public:
    LinksBuilder(const Workspace& workspace, const Dump& dump, const State& asked, State state, Maps maps)
        : m_workspace(workspace), m_dump(dump), m_asked(asked), m_state(std::move(state)), m_maps(std::move(maps)), m_taken(alikeMaps(*m_maps, selectedMaps(m_state)))
    {
    }

    Result<Figure> figure(const JobContext& job)
    {
        m_shown = shownCells(axes(), m_taken.front().layer, selection());
        if (m_shown.empty())
            return Figure(nothingLeft(m_shown, m_asked));
        if (auto read = addHeads(job); !read)
            return read.error();
        addAxes();
        const auto weights = countLinks();
        if (m_figure.kept == 0)
            return Figure(withoutLinks());
        if (auto scaled = addScale(weights, job); !scaled)
            return scaled.error();
        addWords();
        return Figure(std::move(m_figure));
    }

private:
    [[nodiscard]] const MapAxes& axes() const { return m_maps->axes(); }
    [[nodiscard]] const Selection& selection() const { return m_state.selection; }
    [[nodiscard]] const LinkOptions& options() const { return m_state.display.links; }
    [[nodiscard]] const LayerShape& shape() const { return axes().layers[static_cast<std::size_t>(m_taken.front().layer.value)]; }

    // Heads ------------------------------------------------------------------

    [[nodiscard]] std::string nameOf(MapIndex map) const
    {
        const auto base = m_state.display.indexBase;
        if (!map.head)
            return "layer " + label(map.layer, base);
        const bool oneLayer = std::ranges::all_of(m_taken, [&](const MapIndex& other) { return other.layer == map.layer; });
        return oneLayer ? "head " + label(*map.head, base) : fmt::format("L{} H{}", label(map.layer, base), label(*map.head, base));
    }

    Result<void> addHeads(const JobContext& job)
    {
        std::vector<std::vector<MapIndex>> groups{m_taken};
        if (selection().aggregate == Aggregate::Each) {
            groups.clear();
            for (const auto& map : m_taken)
                groups.push_back({map});
        }
        const bool few = std::ssize(groups) <= LinksFigure::kHues;
        const auto most = kMostKeptLinks / (few ? LinksFigure::kHues : LinksFigure::kMostHeads);
        for (const auto& group : groups) {
            auto links = m_workspace.links(mapsKey(m_asked), group, selection().aggregate, ruleOf(options()), most, job);
            if (!links)
                return links.error();
            LinksFigure::Head head;
            head.name = group.size() == 1 ? nameOf(group.front()) : headsPhrase(m_state);
            if (group.size() == 1 && group.front().head)
                head.head = HeadRef{group.front().layer, *group.front().head};
            if (groups.size() > 1 && std::ssize(m_figure.heads) < LinksFigure::kHues)
                head.hue = std::ssize(m_figure.heads);
            head.links = *std::move(links);
            m_figure.heads.push_back(std::move(head));
        }
        return {};
    }

    // Tokens -----------------------------------------------------------------

    /// Places in a column of positions in the file that are in focus.
    template <typename T>
    static std::vector<std::int64_t> chosen(const Axis& axis, const std::vector<std::int64_t>& items, std::optional<T> first, const std::vector<T>& more)
    {
        std::vector<std::int64_t> places;
        const auto add = [&](std::int64_t position) {
            if (const auto place = rowOf(axis, items, position); place && std::ranges::find(places, *place) == places.end()) // words have several positions
                places.push_back(*place);
        };
        if (first)
            add(first->value);
        for (const auto& index : more)
            add(index.value);
        return places;
    }

    static void emphasise(FigureAxis& axis, const std::vector<std::int64_t>& places)
    {
        for (const auto place : places) {
            auto& label = axis.labels[static_cast<std::size_t>(place)];
            label.alwaysShown = label.emphasised = true;
        }
    }

    void addAxes()
    {
        const auto& queries = *axes().queries;
        const auto& keys = *axes().keys;
        m_figure.queries = figureAxis(queries, m_shown.rows, queryAxisName(axes()), std::nullopt, m_state.display);
        m_figure.keys = figureAxis(keys, m_shown.columns, keyAxisName(axes()), std::nullopt, m_state.display);
        m_figure.queryItems.assign(m_shown.rows.begin(), m_shown.rows.end());
        m_figure.keyItems.assign(m_shown.columns.begin(), m_shown.columns.end());
        m_figure.rowOf = placesOf(m_figure.queryItems, shape().queries);
        m_figure.columnOf = placesOf(m_figure.keyItems, shape().keys);
        m_figure.bothWays = !isCross(axes());
        m_figure.together = m_figure.bothWays && m_figure.queryItems == m_figure.keyItems;
        m_figure.chosenQueries = chosen(queries, m_shown.rows, selection().query, selection().moreQueries);
        m_figure.chosenKeys = chosen(keys, m_shown.columns, selection().key, selection().moreKeys);
        emphasise(m_figure.queries, m_figure.chosenQueries);
        emphasise(m_figure.keys, m_figure.chosenKeys);
    }

    // Links ------------------------------------------------------------------

    /// Counts the links between the tokens shown; their weights.
    std::vector<float> countLinks()
    {
        std::vector<float> weights;
        for (const auto& head : m_figure.heads) {
            const auto& links = *head.links;
            const auto before = std::ssize(weights);
            std::int64_t kept = 0;
            for (const auto item : m_figure.queryItems) {
                const auto query = static_cast<std::size_t>(item);
                kept += links.rows[query].kept;
                m_cutShort = m_cutShort || links.rows[query].kept > links.mostOfQuery;
                for (auto i = links.ofQuery[query]; i < links.ofQuery[query + 1]; ++i)
                    if (const auto& link = links.links[static_cast<std::size_t>(i)]; m_figure.columnOf[static_cast<std::size_t>(link.key)] >= 0)
                        weights.push_back(link.weight);
            }
            const bool everyKey = std::ssize(m_figure.keyItems) == shape().keys;
            m_figure.kept += everyKey ? kept : std::ssize(weights) - before;
        }
        m_figure.cells = std::ssize(m_figure.queryItems) * std::ssize(m_figure.keyItems) * std::ssize(m_figure.heads);
        return weights;
    }

    /// Of the tokens in focus.
    [[nodiscard]] std::int64_t chosenLinks() const
    {
        std::vector<bool> chosenRow(m_figure.queryItems.size(), false);
        for (const auto row : m_figure.chosenQueries)
            chosenRow[static_cast<std::size_t>(row)] = true;
        std::int64_t count = 0;
        for (const auto& head : m_figure.heads) {
            const auto& links = *head.links;
            for (const auto row : m_figure.chosenQueries) {
                const auto query = static_cast<std::size_t>(m_figure.queryItems[static_cast<std::size_t>(row)]);
                for (auto i = links.ofQuery[query]; i < links.ofQuery[query + 1]; ++i)
                    count += m_figure.columnOf[static_cast<std::size_t>(links.links[static_cast<std::size_t>(i)].key)] >= 0 ? 1 : 0;
            }
            for (const auto column : m_figure.chosenKeys) {
                const auto key = static_cast<std::size_t>(m_figure.keyItems[static_cast<std::size_t>(column)]);
                for (auto i = links.ofKey[key]; i < links.ofKey[key + 1]; ++i) {
                    const auto& link = links.links[static_cast<std::size_t>(links.byKey[static_cast<std::size_t>(i)])];
                    const auto row = m_figure.rowOf[static_cast<std::size_t>(link.query)];
                    count += row >= 0 && !chosenRow[static_cast<std::size_t>(row)] ? 1 : 0;
                }
            }
        }
        return count;
    }

    [[nodiscard]] double largest() const
    {
        float most = 0.0F;
        for (const auto& head : m_figure.heads)
            most = std::max(most, head.links->largest);
        return static_cast<double>(most);
    }

    [[nodiscard]] EmptyFigure withLinks(std::string sentence, std::string button, const LinkOptions& links) const
    {
        Display display = m_asked.display;
        display.links = links;
        return {std::move(sentence), std::move(button), SetDisplay{display}};
    }

    /// Says why there is none, and offers a rule that keeps some.
    [[nodiscard]] EmptyFigure withoutLinks() const
    {
        if (!(largest() > 0.0))
            return {"No weight of these maps is a number other than 0: there is nothing to link.", {}, std::nullopt};
        LinkOptions links = options();
        if (links.keep == LinkKeep::Value && links.least > largest()) {
            links.least = roundBelow(largest());
            return withLinks(fmt::format("No link is above {:g}.", options().least), fmt::format("Lower to {:g}", links.least), links);
        }
        if (links.keep == LinkKeep::Mass && !(links.mass > 0.0)) {
            links.mass = LinkOptions{}.mass;
            return withLinks("A share of 0 % keeps no link.", fmt::format("Keep {:g} %", 100.0 * links.mass), links);
        }
        auto empty = nothingLeft(m_shown, m_asked);
        const bool filtered = selection().block.query || selection().block.key || selection().window;
        empty.sentence = "None of the links that are kept is between the tokens shown.";
        if (filtered)
            return empty;
        return {empty.sentence, {}, std::nullopt}; // rows of zeros beside others: said by their numbers
    }

    Result<void> addScale(const std::vector<float>& weights, const JobContext& job)
    {
        const std::span<const float> shown(weights);
        auto scale = colourScale(m_workspace, m_state, std::span(&shown, 1), job);
        if (!scale)
            return scale.error();
        m_figure.scale = *std::move(scale);
        if (m_state.display.range.kind == RangeKind::Figure && !m_figure.scale.diverging && m_figure.scale.low >= 0.0 && m_figure.scale.high > 0.0) {
            const auto widest = *std::ranges::max_element(weights);
            m_figure.scale.low = 0.0; // no weight, no line
            m_figure.scale.high = static_cast<double>(widest);
            m_figure.scale.kind = "largest link";
        }
        return {};
    }

    // Words ------------------------------------------------------------------

    [[nodiscard]] std::string chosenWords() const
    {
        const auto items = [](const std::vector<std::int64_t>& places, const std::vector<std::int32_t>& all) {
            std::vector<std::int64_t> found;
            for (const auto place : places)
                found.push_back(all[static_cast<std::size_t>(place)]);
            return found;
        };
        std::string words;
        if (!m_figure.chosenQueries.empty())
            words = itemsPhrase(*axes().queries, items(m_figure.chosenQueries, m_figure.queryItems), "query", "queries", m_state.display);
        if (!m_figure.chosenKeys.empty())
            words += (words.empty() ? "" : " and ") + itemsPhrase(*axes().keys, items(m_figure.chosenKeys, m_figure.keyItems), "key", "keys", m_state.display);
        return words;
    }

    /// What is odd about the rows shown, by query.
    void addRemarks(std::vector<std::string>& words) const
    {
        std::int64_t tied = 0;
        std::int64_t notNumbers = 0;
        std::int64_t zero = 0;
        for (const auto item : m_figure.queryItems) {
            const auto any = [&](auto test) { return std::ranges::any_of(m_figure.heads, [&](const auto& head) { return test(head.links->rows[static_cast<std::size_t>(item)]); }) ? 1 : 0; };
            tied += any([](const KeptLinks::Row& row) { return row.tied; });
            notNumbers += any([](const KeptLinks::Row& row) { return row.notNumbers > 0; });
            zero += any([](const KeptLinks::Row& row) { return row.zero; });
        }
        if (tied > 0)
            words.push_back(fmt::format("equal weights at the cut in {}: lowest position first", counted(tied, "row", "rows")));
        if (notNumbers > 0)
            words.push_back(counted(notNumbers, "row has values that are no numbers", "rows have values that are no numbers") + ", which are no links");
        if (zero > 0)
            words.push_back(counted(zero, "row is all zeros", "rows are all zeros"));
        if (m_cutShort)
            words.push_back(fmt::format("of a query at most its {} strongest are drawn", m_figure.heads.front().links->mostOfQuery));
    }

    void addWords()
    {
        auto& text = m_figure.text;
        text.title = titleFor(m_state);
        if (const auto layers = selection().heads.layers(); layers.size() == 1)
            m_figure.layer = "layer " + label(layers.front(), m_state.display.indexBase);
        text.subtitle = subtitleFor(m_dump, m_state);
        text.footerStart = {measurePhrase(m_state)};
        if (const auto layers = layersPhrase(m_state, m_asked); !layers.empty())
            text.footerStart.push_back(layers);
        text.footerStart.push_back(headsPhrase(m_state));
        if (m_figure.onlyChosen())
            text.footerStart.push_back("only links of " + chosenWords());
        text.footerStart.push_back(ruleWords(options()));
        text.footerStart.push_back(m_figure.onlyChosen() ? fmt::format("{} of the {} kept out of {}", counted(chosenLinks(), "link", "links"), m_figure.kept, m_figure.cells)
                                                         : fmt::format("{} of {} links", m_figure.kept, m_figure.cells));
        text.footerStart.push_back(scaleWords(m_figure.scale));
        addRemarks(text.footerEnd);
        const auto all = m_dump.attention(selection().stack, selection().sample);
        if (!m_state.display.mergeWords)
            std::ranges::move(filterWords(m_state, (*all)->axes(), axes(), m_shown), std::back_inserter(text.footerEnd));
        else if (!m_shown.everything)
            text.footerEnd.push_back(fmt::format("{} of {} queries × {} of {} keys", m_shown.rows.size(), shape().queries, m_shown.columns.size(), shape().keys));
        if (!axes().queries->labelled || !axes().keys->labelled)
            text.footerEnd.emplace_back("no tokens in this dump: numbers are positions");
        const auto selected = selectedMaps(m_state).size();
        if (auto left = leftOutWords(shape(), std::ssize(m_taken), selected); !left.empty())
            text.footerEnd.push_back(std::move(left));
        std::ranges::move(originWords(m_dump, m_state), std::back_inserter(text.footerEnd));
    }

    const Workspace& m_workspace;
    const Dump& m_dump;
    const State& m_asked;
    State m_state;
    Maps m_maps;
    std::vector<MapIndex> m_taken;
    ShownCells m_shown;
    LinksFigure m_figure;
    bool m_cutShort = false; ///< some rows keep more links than are in memory
};

} // namespace

State linksState(State state)
{
    if (state.measure.kind != MeasureKind::Attention)
        state = ofLastLayer(std::move(state));
    state.view = ViewKind::Links;
    if (state.selection.aggregate == Aggregate::Each && selectedMaps(state).size() > LinksFigure::kMostHeads)
        state.selection.aggregate = Aggregate::Mean;
    return state;
}

LinkRule ruleOf(const LinkOptions& options)
{
    switch (options.keep) {
    case LinkKeep::Value:
        return {LinkRule::Kind::Least, options.least};
    case LinkKeep::Count:
        return {LinkRule::Kind::Largest, static_cast<double>(options.count)};
    case LinkKeep::Mass:
        break;
    }
    return {LinkRule::Kind::Mass, options.mass};
}

Result<Figure> buildLinksFigure(const Workspace& workspace, const State& state, const JobContext& job)
{
    auto maps = workspace.maps(mapsKey(state));
    if (!maps)
        return maps.error();
    if ((*maps)->axes().queries->size() == 0 || (*maps)->axes().keys->size() == 0)
        return Error{ErrorKind::Selection, "every position of this sample is padding", {}, "Show padding"};
    const auto dump = workspace.dump(state.dump.fingerprint);
    return LinksBuilder(workspace, *dump, state, linksState(state), *std::move(maps)).figure(job);
}

} // namespace headlight
