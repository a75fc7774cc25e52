// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/report.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::cli {

namespace {

constexpr std::size_t kMostSamples = 20;
constexpr std::size_t kMostTensors = 100'000;
constexpr std::int64_t kMostShown = 48; // layers and heads

std::string sizeText(std::uint64_t bytes)
{
    if (bytes < 1000)
        return fmt::format("{} bytes", bytes);
    if (bytes < 1'000'000)
        return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    if (bytes < 1'000'000'000)
        return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
    return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

/// "12 heads", or the range where layers differ.
template <typename Member>
std::string sizes(const std::vector<LayerShape>& layers, Member member, std::string_view name)
{
    const auto [least, most] = std::ranges::minmax(layers, {}, member);
    const bool alike = least.*member == most.*member;
    return alike ? fmt::format("{} {}", most.*member, name) : fmt::format("{} to {} {}", least.*member, most.*member, name);
}

std::string segmentText(const Axis& axis)
{
    std::string text;
    for (const auto& segment : axis.segments) {
        text += text.empty() ? "" : ", ";
        text += fmt::format("{} {}", displayable(segment.name), segment.first);
        if (segment.count > 1)
            text += fmt::format("-{}", segment.first + segment.count - 1);
        if (segment.grid)
            text += fmt::format(" ({} x {})", segment.grid->rows, segment.grid->columns);
    }
    return text;
}

std::string axisTable(const StackReading& reading)
{
    std::string text = fmt::format("    {:<6} {:>6}  {:<8} {:<9} {}\n", "axis", "size", "read as", "certainty", "why");
    for (const auto& axis : reading.axes)
        text += fmt::format("    {:<6} {:>6}  {:<8} {:<9} {}\n", axis.axis < 0 ? fmt::format("list {}", -axis.axis) : fmt::format("{}", axis.axis), axis.size,
                            nameOf(axis.role), nameOf(axis.certainty), displayable(axis.why));
    return text;
}

/// Layers by heads, at most kMostShown of each.
std::string importanceText(const HeadImportance& importance)
{
    const auto& values = importance.values;
    const auto [least, most] = std::ranges::minmax(values.values());
    std::string text = fmt::format("  Importance of heads: {} layers x {} heads in {}, {:.3g} to {:.3g}\n", values.rows(), values.columns(), displayable(importance.from), least, most);
    for (std::int64_t layer = 0; layer < std::min(values.rows(), kMostShown); ++layer) {
        text += fmt::format("    layer {:>2} ", label(LayerIndex{layer}, IndexBase::One));
        for (std::int64_t head = 0; head < std::min(values.columns(), kMostShown); ++head)
            text += fmt::format(" {:>5.3f}", values(layer, head));
        text += values.columns() > kMostShown ? " ...\n" : "\n";
    }
    return text + (values.rows() > kMostShown ? "    ...\n" : "");
}

std::string stackText(const Dump& dump, std::size_t index)
{
    const auto& stack = dump.stacks()[index];
    std::string text = fmt::format("\nStack {} ({}): {} layers x {} x {} x {}, {}, {}{}\n", displayable(stack.name), nameOf(stack.kind), stack.layers.size(),
                                   sizes(stack.layers, &LayerShape::heads, "heads"), sizes(stack.layers, &LayerShape::queries, "queries"),
                                   sizes(stack.layers, &LayerShape::keys, "keys"), nameOf(stack.storage), nameOf(stack.dtype), stack.causal ? ", causal" : "");
    if (!stack.reading.array.empty())
        text += fmt::format("  Array: {}\n", displayable(stack.reading.array));
    text += axisTable(stack.reading);
    const auto maps = dump.attention(StackIndex{static_cast<std::int64_t>(index)}, SampleIndex{0});
    if (maps) {
        text += fmt::format("  Queries: {}\n", segmentText(*(*maps)->axes().queries));
        text += fmt::format("  Keys:    {}\n", segmentText(*(*maps)->axes().keys));
    }
    if (!stack.gradientTargets.empty()) {
        std::string targets;
        for (const auto& target : stack.gradientTargets)
            targets += (targets.empty() ? "" : ", ") + displayable(target);
        text += fmt::format("  Gradients: {}\n", targets);
    }
    if (stack.importance)
        text += importanceText(*stack.importance);
    const auto decided = [&text](std::string_view what, const Decision& decision) {
        if (!decision.why.empty())
            text += fmt::format("  {:<10} {:<9} {}\n", what, nameOf(decision.certainty), displayable(decision.why));
    };
    decided("kind", stack.reading.kind);
    decided("rows", stack.reading.storage);
    decided("positions", stack.reading.positions);
    decided("tokens", stack.reading.tokens);
    for (const auto& reason : stack.reading.reasons)
        text += fmt::format("  - {}\n", displayable(reason));
    return text;
}

std::string samplesText(const Dump& dump)
{
    const auto& samples = dump.samples();
    std::string text = fmt::format("\nSamples: {}\n", samples.size());
    for (std::size_t i = 0; i < samples.size() && i < kMostSamples; ++i) {
        const auto& sample = samples[i];
        text += fmt::format("  {:>4}  {} tokens{}", i, sample.tokens, sample.padding > 0 ? fmt::format(" + {} padding", sample.padding) : "");
        if (!sample.id.empty())
            text += fmt::format(", id {}", displayable(sample.id));
        if (!sample.caption.empty())
            text += fmt::format(", \"{}\"", displayable(sample.caption, 100));
        if (!sample.picture.empty())
            text += fmt::format(", picture {}", displayable(sample.picture.filename().string()));
        else if (sample.pixels)
            text += fmt::format(", picture {} ({} x {})", displayable(sample.pixels->name), sample.pixels->columns(), sample.pixels->rows());
        text += "\n";
    }
    if (samples.size() > kMostSamples)
        text += fmt::format("        ... and {} more\n", samples.size() - kMostSamples);
    return text;
}

std::string foundText(const Dump& dump)
{
    if (dump.found().empty())
        return {};
    std::string text = "\nFound\n";
    std::size_t widest = 0;
    for (const auto& item : dump.found())
        widest = std::max(widest, std::min<std::size_t>(40, item.name.size()));
    for (const auto& item : dump.found())
        text += fmt::format("  {:<{}}  {}\n", displayable(item.name), widest, displayable(item.content));
    return text;
}

std::string notesText(const Report& report)
{
    std::string text;
    std::vector<std::string> told;
    if (report.dump != nullptr) {
        for (const auto& note : report.dump->notes()) {
            const auto* lead = note.weight == NoteWeight::Decision ? "Decide" : note.weight == NoteWeight::Warning ? "Warning" : "Note";
            told.push_back(note.title.empty() ? note.text : fmt::format("{}: {}", note.title, note.text));
            told.push_back(note.text); // what a document warns of is a note of the dump, too
            text += fmt::format("  {}: {}{}{}\n", lead, displayable(note.title), note.title.empty() ? "" : ": ", displayable(note.text, 1000));
        }
    }
    for (const auto& warning : report.warnings)
        if (std::ranges::find(told, warning) == told.end())
            text += fmt::format("  Warning: {}\n", displayable(warning, 1000));
    return text.empty() ? text : "\nNotes\n" + text;
}

std::string contentsText(const Report& report)
{
    std::string text;
    for (const auto& document : report.documents) {
        text += fmt::format("\n{}: {}, {}\n", displayable(document.path.filename().string()), document.format, sizeText(document.bytes));
        text += treeText(document);
        const auto contents = contentsOf(document.root, kMostTensors);
        if (report.tensors)
            for (const auto& entry : contents.tensors) {
                const auto address = entry.address.toString(document.style);
                text +=
                    fmt::format("  tensor {}: {} {}\n", address.empty() ? "(root)" : displayable(address), nameOf(entry.tensor.dtype()), toString(entry.tensor.shape()));
            }
        for (const auto& entry : contents.opaque) {
            const auto address = entry.address.toString(document.style);
            text += fmt::format("  opaque {}: {}{}\n", address.empty() ? "(root)" : displayable(address), displayable(entry.opaque.className),
                                entry.opaque.why ? ". " + sentence(*entry.opaque.why) : "");
        }
    }
    return text;
}

} // namespace

std::string textReport(const Report& report)
{
    if (report.dump == nullptr) {
        std::string text = fmt::format("{}\n{}{}\n", displayable(report.path.string()), report.format,
                                       report.parts.empty() ? ", no attention that can be shown" : " with several dumps");
        for (const auto& part : report.parts)
            text += fmt::format("  {}\n", displayable(part.string()));
        return text + contentsText(report) + notesText(report);
    }
    const auto& dump = *report.dump;
    std::string text = fmt::format("{}\n{}, {}, fingerprint {}\n", displayable(dump.title()), dump.format(), sizeText(dump.bytesOnDisk()), dump.fingerprint());
    for (std::size_t i = 0; i < dump.stacks().size(); ++i)
        text += stackText(dump, i);
    return text + samplesText(dump) + foundText(dump) + contentsText(report) + notesText(report);
}

} // namespace headlight::cli
