// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace headlight::cli {

namespace {

using Json = nlohmann::ordered_json;

/// One number where all layers agree, else a list.
template <typename Member>
Json perLayer(const std::vector<LayerShape>& layers, Member member)
{
    Json sizes = Json::array();
    for (const auto& layer : layers)
        sizes.push_back(layer.*member);
    const bool alike = std::ranges::all_of(layers, [&](const LayerShape& layer) { return layer.*member == layers.front().*member; });
    return alike && !layers.empty() ? Json(layers.front().*member) : sizes;
}

Json segmentsOf(const Axis& axis)
{
    Json segments = Json::array();
    for (const auto& segment : axis.segments) {
        const Json grid = segment.grid ? Json::array({segment.grid->rows, segment.grid->columns}) : Json();
        segments.push_back({{"name", segment.name}, {"first", segment.first}, {"count", segment.count}, {"grid", grid}});
    }
    return segments;
}

std::string reasonOf(const AxisReading& axis)
{
    const std::string which = axis.axis < 0 ? fmt::format("list {} around the array", -axis.axis) : fmt::format("axis {}", axis.axis);
    return fmt::format("{} ({}) is read as {}, {}: {}", which, axis.size, nameOf(axis.role), nameOf(axis.certainty), axis.why);
}

/// A list of heads for every layer.
Json importanceOf(const HeadImportance& importance)
{
    Json layers = Json::array();
    for (std::int64_t layer = 0; layer < importance.values.rows(); ++layer) {
        const auto heads = importance.values.row(layer);
        layers.push_back(std::vector<float>(heads.begin(), heads.end()));
    }
    return {{"from", importance.from}, {"values", std::move(layers)}};
}

Json stackJson(const Dump& dump, std::size_t index)
{
    const auto& stack = dump.stacks()[index];
    Json segments{{"query", Json::array()}, {"key", Json::array()}};
    for (std::int64_t sample = 0; sample < static_cast<std::int64_t>(dump.samples().size()); ++sample) {
        const auto maps = dump.attention(StackIndex{static_cast<std::int64_t>(index)}, SampleIndex{sample});
        if (!maps)
            continue;
        segments = {{"query", segmentsOf(*(*maps)->axes().queries)}, {"key", segmentsOf(*(*maps)->axes().keys)}};
        break;
    }
    Json reasons = Json::array();
    for (const auto& axis : stack.reading.axes)
        reasons.push_back(reasonOf(axis));
    for (const auto& [what, decision] : {std::pair{"kind", stack.reading.kind}, std::pair{"rows", stack.reading.storage}, std::pair{"positions", stack.reading.positions},
                                         std::pair{"tokens", stack.reading.tokens}})
        if (!decision.why.empty())
            reasons.push_back(fmt::format("{}: {} ({})", what, decision.why, nameOf(decision.certainty)));
    for (const auto& reason : stack.reading.reasons)
        reasons.push_back(reason);
    Json json{{"name", stack.name},
              {"kind", nameOf(stack.kind)},
              {"layers", stack.layers.size()},
              {"heads", perLayer(stack.layers, &LayerShape::heads)},
              {"queries", perLayer(stack.layers, &LayerShape::queries)},
              {"keys", perLayer(stack.layers, &LayerShape::keys)},
              {"storage", nameOf(stack.storage)},
              {"dtype", nameOf(stack.dtype)},
              {"causal", stack.causal},
              {"gradients", stack.gradientTargets},
              {"segments", segments},
              {"reasons", reasons}};
    if (stack.importance)
        json["importance"] = importanceOf(*stack.importance);
    return json;
}

/// With the file's name in front where several files are one dump.
std::string at(const Report& report, const Document& document, const Address& address)
{
    const auto text = address.toString(document.style);
    return report.documents.size() > 1 ? fmt::format("{}: {}", document.path.filename().string(), text) : text;
}

void addContents(Json& json, const Report& report)
{
    Json tensors = Json::array();
    Json opaque = Json::array();
    for (const auto& document : report.documents) {
        const auto contents = contentsOf(document.root);
        for (const auto& entry : contents.tensors)
            tensors.push_back({{"at", at(report, document, entry.address)}, {"shape", entry.tensor.shape()}, {"dtype", nameOf(entry.tensor.dtype())}});
        for (const auto& entry : contents.opaque) {
            Json item{{"at", at(report, document, entry.address)}, {"class", entry.opaque.className}};
            if (entry.opaque.why)
                item["why"] = sentence(*entry.opaque.why);
            opaque.push_back(std::move(item));
        }
    }
    if (report.tensors)
        json["tensors"] = std::move(tensors);
    json["opaque"] = std::move(opaque);
}

} // namespace

std::string jsonReport(const Report& report)
{
    Json json{{"path", report.path.string()}, {"format", report.format}, {"stacks", Json::array()}, {"samples", Json::array()}};
    if (report.dump != nullptr) {
        for (std::size_t i = 0; i < report.dump->stacks().size(); ++i)
            json["stacks"].push_back(stackJson(*report.dump, i));
        std::int64_t index = 0;
        for (const auto& sample : report.dump->samples())
            json["samples"].push_back({{"index", index++}, {"id", sample.id}, {"caption", sample.caption}});
    }
    addContents(json, report);
    json["warnings"] = report.warnings;
    if (!report.parts.empty()) {
        json["dumps"] = Json::array();
        for (const auto& part : report.parts)
            json["dumps"].push_back(part.string());
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace headlight::cli
