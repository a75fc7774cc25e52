// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/selection_words.h"

#include <QCoreApplication>

#include <algorithm>

namespace headlight::ui {

namespace {

QString inSelection(const char* text)
{
    return QCoreApplication::translate("Selection", text);
}

QString fromLabel(const std::string& text)
{
    return QString::fromStdString(text);
}

QString segmentWords(const Segment& segment)
{
    return segment.kind == SegmentKind::Queries ? inSelection("learned queries") : fromLabel(segment.name);
}

std::int64_t mostHeads(const HeadGrid& grid)
{
    return grid.empty() ? 0 : *std::max_element(grid.begin(), grid.end());
}

QString numbers(const std::vector<std::int64_t>& values)
{
    return QString::fromStdString(formatNumbers(values)).replace(QLatin1Char('-'), QChar(0x2013)).replace(QLatin1String(","), QLatin1String(", "));
}

std::vector<Choice> positionChoices(const Axis& axis, const QString& none, std::optional<std::int64_t> chosen)
{
    std::vector<Choice> out{{none, {}, !chosen}};
    for (const auto& item : axis.items) {
        QString segment;
        if (axis.segments.size() > 1)
            segment = segmentWords(axis.segments.at(static_cast<std::size_t>(item.segment)));
        if (item.marks.padding)
            segment = inSelection("padding");
        out.push_back({itemWords(item), segment, chosen && *chosen >= item.position && *chosen < item.position + item.pieces});
    }
    return out;
}

} // namespace

std::shared_ptr<const MapAxes> shownAxes(const Session& session)
{
    if (!session.state().hasDump())
        return nullptr;
    const auto maps = session.workspace().maps(mapsKey(session.state()));
    if (!maps)
        return nullptr;
    return std::shared_ptr<const MapAxes>(*maps, &(*maps)->axes());
}

QString sampleWords(const Session& session)
{
    const auto count = session.state().hasDump() ? session.state().shape->samples.size() : 0;
    return inSelection("%1 of %2").arg(session.state().selection.sample.value + 1).arg(count);
}

QString layerWords(const State& state)
{
    const auto layers = state.selection.heads.layers();
    const auto& grid = state.stackShape().heads;
    if (layers.size() == grid.size() && grid.size() > 1)
        return inSelection("all");
    std::vector<std::int64_t> shown;
    for (const auto layer : layers)
        shown.push_back(layer.value + static_cast<std::int64_t>(state.display.indexBase));
    return numbers(shown);
}

QString headWords(const State& state)
{
    const auto& heads = state.selection.heads;
    const auto layers = heads.layers();
    if (layers.empty())
        return inSelection("none");
    const auto& grid = state.stackShape().heads;
    const auto first = heads.headsIn(layers.front());
    bool everyHead = true;
    bool sameHeads = true;
    for (const auto layer : layers) {
        const auto here = heads.headsIn(layer);
        everyHead = everyHead && static_cast<std::int64_t>(here.size()) == grid.at(static_cast<std::size_t>(layer.value));
        sameHeads = sameHeads && here == first;
    }
    if (everyHead && mostHeads(grid) > 1)
        return inSelection("all");
    if (!sameHeads)
        return QString::number(heads.size());
    std::vector<std::int64_t> shown;
    for (const auto head : first)
        shown.push_back(head.value + static_cast<std::int64_t>(state.display.indexBase));
    return numbers(shown);
}

QString itemWords(const AxisItem& item)
{
    const QString label = fromLabel(item.label);
    const QString position = QString::number(item.position);
    if (label == position || label.isEmpty())
        return position;
    if (item.token.empty() || label.endsWith(QLatin1Char(' ') + position))
        return label; // "query 4"
    return QStringLiteral("%1 %2").arg(position, item.continues ? QStringLiteral("##") + label : label);
}

QString queryWords(const Session& session)
{
    const auto& query = session.state().selection.query;
    if (!query)
        return inSelection("none");
    if (!session.state().selection.moreQueries.empty()) {
        std::vector<std::int64_t> positions;
        for (const auto each : session.state().selection.queries())
            positions.push_back(each.value);
        return numbers(positions);
    }
    const auto axes = shownAxes(session);
    if (axes != nullptr) {
        if (const auto item = axes->queries->itemAt(query->value))
            return itemWords(axes->queries->items[static_cast<std::size_t>(*item)]);
    }
    return QString::number(query->value);
}

QString keyWords(const Session& session)
{
    const auto& key = session.state().selection.key;
    if (!key)
        return inSelection("none");
    if (const auto axes = shownAxes(session); axes != nullptr) {
        if (const auto item = axes->keys->itemAt(key->value))
            return itemWords(axes->keys->items[static_cast<std::size_t>(*item)]);
    }
    return QString::number(key->value);
}

std::vector<Choice> sampleChoices(const Session& session)
{
    std::vector<Choice> out;
    const auto dump = session.dump();
    if (dump == nullptr)
        return out;
    for (std::size_t i = 0; i < dump->samples().size(); ++i) {
        const auto& sample = dump->samples()[i];
        const QString caption = fromLabel(sample.caption.empty() ? sample.file : sample.caption);
        out.push_back({QStringLiteral("%1  %2").arg(i).arg(caption), fromLabel(sample.id), session.state().selection.sample.value == static_cast<std::int64_t>(i)});
    }
    return out;
}

std::vector<Choice> layerChoices(const State& state)
{
    const auto layers = state.selection.heads.layers();
    const auto& grid = state.stackShape().heads;
    std::vector<Choice> out{{inSelection("All layers"), QStringLiteral("L*"), layers.size() == grid.size()}};
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const LayerIndex layer{static_cast<std::int64_t>(i)};
        const bool current = layers.size() == 1 && layers.front() == layer;
        out.push_back({inSelection("Layer %1").arg(fromLabel(label(layer, state.display.indexBase))), inSelection("%1 heads").arg(grid[i]), current});
    }
    return out;
}

std::vector<Choice> headChoices(const State& state)
{
    const auto layers = state.selection.heads.layers();
    const auto chosen = layers.empty() ? std::vector<HeadIndex>{} : state.selection.heads.headsIn(layers.front());
    const auto most = mostHeads(state.stackShape().heads);
    std::vector<Choice> out{{inSelection("All heads"), QStringLiteral("H*"), static_cast<std::int64_t>(chosen.size()) == most}};
    for (std::int64_t i = 0; i < most; ++i) {
        const HeadIndex head{i};
        out.push_back({inSelection("Head %1").arg(fromLabel(label(head, state.display.indexBase))), {}, chosen.size() == 1 && chosen.front() == head});
    }
    return out;
}

std::vector<Choice> queryChoices(const Session& session)
{
    const auto& query = session.state().selection.query;
    const auto axes = shownAxes(session);
    const auto chosen = query ? std::optional(query->value) : std::nullopt;
    return positionChoices(axes != nullptr ? *axes->queries : Axis{}, inSelection("No query"), chosen);
}

std::vector<Choice> keyChoices(const Session& session)
{
    const auto& key = session.state().selection.key;
    const auto axes = shownAxes(session);
    const auto chosen = key ? std::optional(key->value) : std::nullopt;
    return positionChoices(axes != nullptr ? *axes->keys : Axis{}, inSelection("No key"), chosen);
}

Action layerAction(const State& state, int choice)
{
    const auto& grid = state.stackShape().heads;
    if (choice == 0)
        return SelectAllLayers{};
    const LayerIndex layer{choice - 1};
    const auto& heads = state.selection.heads;
    const auto layers = heads.layers();
    const auto same = layers.empty() ? std::vector<HeadIndex>{} : heads.headsIn(layers.front());
    auto wanted = HeadSet::product(grid, std::vector<LayerIndex>{layer}, same);
    return SelectHeads{wanted.empty() ? HeadSet::ofLayer(grid, layer) : wanted};
}

Action headAction(const State& state, int choice)
{
    if (choice == 0)
        return SelectAllHeads{};
    const HeadIndex head{choice - 1};
    const auto& grid = state.stackShape().heads;
    auto wanted = HeadSet::product(grid, state.selection.heads.layers(), std::vector<HeadIndex>{head});
    return SelectHeads{wanted.empty() ? HeadSet::ofHead(grid, head) : wanted};
}

Action keyAction(const Session& session, int choice)
{
    const auto axes = shownAxes(session);
    if (choice == 0 || axes == nullptr || choice > axes->keys->size())
        return SetKey{std::nullopt};
    return SetKey{KeyIndex{axes->keys->items[static_cast<std::size_t>(choice - 1)].position}};
}

Action keyStep(const Session& session, int by)
{
    const auto axes = shownAxes(session);
    if (axes == nullptr || axes->keys->items.empty())
        return SetKey{std::nullopt};
    const auto& items = axes->keys->items;
    const auto last = static_cast<std::int64_t>(items.size()) - 1;
    const auto& key = session.state().selection.key;
    const auto from = key ? axes->keys->itemAt(key->value) : std::nullopt;
    const auto to = from ? std::clamp<std::int64_t>(*from + by, 0, last) : by > 0 ? 0 : last;
    return SetKey{KeyIndex{items[static_cast<std::size_t>(to)].position}};
}

Action queryAction(const Session& session, int choice)
{
    const auto axes = shownAxes(session);
    if (choice == 0 || axes == nullptr || choice > axes->queries->size())
        return SetQuery{std::nullopt};
    return SetQuery{QueryIndex{axes->queries->items[static_cast<std::size_t>(choice - 1)].position}};
}

} // namespace headlight::ui
