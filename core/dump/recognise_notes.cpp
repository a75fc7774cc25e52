// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/recognise_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace headlight {

namespace {

std::string placeOf(const ArrayView& array)
{
    return array.nest().name.empty() ? std::string{} : " of " + array.nest().name;
}

const AxisSums* keySums(const Candidate& candidate, const ArrayView& array)
{
    const auto key = std::ranges::find(array.roles(), AxisRole::Key, &AxisReading::role);
    const auto axis = static_cast<std::size_t>(key->axis);
    return candidate.facts.looked > 0 && axis < candidate.facts.axes.size() ? &candidate.facts.axes[axis] : nullptr;
}

void noteSums(const Candidate& candidate, const ArrayView& array, const std::optional<HeadScale>& scale, std::vector<Note>& notes)
{
    const auto* sums = keySums(candidate, array);
    if (sums == nullptr || sums->meaningful() == 0 || sums->allFit())
        return;
    if (scale) {
        notes.push_back({NoteWeight::Information, "Attention is scaled by the importance of heads",
                         fmt::format("All rows looked at{} of a head have one sum, {:.2f} to {:.2f} in {} heads. Shown as stored.", placeOf(array), scale->lowest, scale->highest, scale->heads)});
        return;
    }
    const std::string range = fmt::format("{:.2f} to {:.2f}", sums->lowest, sums->highest);
    if (candidate.isBlock)
        notes.push_back({NoteWeight::Information, fmt::format("Block {} is a part of all", candidate.ownName),
                         fmt::format("Its rows sum to {}: it was cut out without scaling. Shown as stored.", range)});
    else
        notes.push_back({NoteWeight::Warning, "Rows do not sum to 1",
                         fmt::format("{} of {} rows looked at{} do not sum to 1 ({}). Shown as stored.", sums->meaningful() - sums->fitting, sums->meaningful(),
                                     placeOf(array), range)});
}

void noteRounding(const Candidate& candidate, std::vector<Note>& notes)
{
    static constexpr std::array<std::string_view, 6> kCounts{"no", "one", "two", "three", "four", "five"};
    const int decimals = candidate.facts.decimals;
    if (decimals == 0)
        return;
    notes.push_back({NoteWeight::Information, fmt::format("Values have {} decimals", kCounts[static_cast<std::size_t>(decimals)]),
                     "Equal values are frequent, so some ranks are shared. Shared ranks are marked with \u201c=\u201d in tables."});
}

void noteNotANumber(const Candidate& candidate, const ArrayView& array, std::vector<Note>& notes)
{
    if (candidate.facts.nan > 0)
        notes.push_back({NoteWeight::Warning, "Some values are not numbers",
                         fmt::format("{} of {} values looked at{} are NaN or infinite. They are shown in a colour of their own.", candidate.facts.nan,
                                     candidate.facts.looked, placeOf(array))});
}

/// "2, 4 and 6"
std::string listText(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i)
        text += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
    return text;
}

/// Layers in whose place something else than attention stands: None, or pairs of key and value.
void noteAbsent(const ArrayView& array, std::vector<Note>& notes)
{
    std::vector<std::string> layers;
    std::vector<std::string> reasons;
    for (const auto& [layer, error] : array.badLayers()) {
        if (error.kind != ErrorKind::NotADump)
            continue;
        layers.push_back(label(LayerIndex{layer}, IndexBase::One));
        if (std::ranges::find(reasons, error.what) == reasons.end())
            reasons.push_back(error.what);
    }
    if (layers.empty())
        return;
    notes.push_back({NoteWeight::Warning, fmt::format("{} {} {} no attention", layers.size() == 1 ? "Layer" : "Layers", listText(layers), layers.size() == 1 ? "holds" : "hold"),
                     fmt::format("{}: {}, in {} of {} layers. Load the model with attn_implementation='eager', call it with output_attentions=True, and save again. The other layers keep their numbers.",
                                 array.nest().name.empty() ? std::string("The list") : array.nest().name, listText(reasons), layers.size(), array.layers())});
}

} // namespace

std::vector<Note> notesAboutLayers(const ArrayView& array)
{
    std::vector<Note> notes;
    noteAbsent(array, notes);
    for (const auto& [layer, error] : array.badLayers())
        if (error.kind != ErrorKind::NotADump)
            notes.push_back({NoteWeight::Warning, fmt::format("Layer {} cannot be read", label(LayerIndex{layer}, IndexBase::One)),
                         sentence(error) + " The other layers keep their numbers."});
    return notes;
}

std::vector<Note> notesAbout(const Candidate& candidate, const ArrayView& array, const std::optional<HeadScale>& scale)
{
    auto notes = notesAboutLayers(array);
    noteSums(candidate, array, scale, notes);
    noteNotANumber(candidate, array, notes);
    noteRounding(candidate, notes);
    return notes;
}

} // namespace headlight
