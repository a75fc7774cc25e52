// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A tree as it was recognised, in words that a test can compare.
#pragma once

#include "core/dump/trees.h"
#include "dump/recognise.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace headlight::test {

inline Result<Recognition> recognised(const Value& root, const std::string& stem = "attentions", const ReadingChoices& choices = {})
{
    RecognitionHints hints;
    hints.stem = stem;
    hints.choices = choices;
    return recognise(root, hints);
}

/// "-1 layer, 0 sample, 1 head, 2 query, 3 key"
inline std::string rolesOf(const RecognisedStack& stack)
{
    std::string text;
    for (const auto& axis : stack.reading.axes)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", axis.axis, nameOf(axis.role));
    return text;
}

inline const AxisReading& axisOf(const RecognisedStack& stack, AxisRole role)
{
    return *std::ranges::find(stack.reading.axes, role, &AxisReading::role);
}

inline std::string shapeOf(const RecognisedStack& stack)
{
    const auto shape = stack.attention->shapes(0).front();
    return fmt::format("{} layers, {} samples, {} heads, {} x {}", stack.attention->layers(), stack.attention->samples(), shape.heads, shape.queries, shape.keys);
}

inline bool hasNote(const Recognition& recognition, std::string_view part, NoteWeight weight)
{
    return std::ranges::any_of(recognition.notes, [&](const Note& note) { return note.weight == weight && (note.title + " " + note.text).find(part) != std::string::npos; });
}

} // namespace headlight::test
