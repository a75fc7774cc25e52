// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One decision about a dump changed: the choices to read it with again.
#pragma once

#include "dump/dump.h"

#include <optional>
#include <string>
#include <vector>

namespace headlight::ui {

/// One axis of a stack has this role; the axis that had it takes the old one.
ReadingChoices withAxis(const Dump& dump, const Stack& stack, std::int64_t axis, AxisRole role);
ReadingChoices withUse(const Dump& dump, const std::string& array, ArrayUse use, std::optional<StackKind> kind);
ReadingChoices withSegments(const Dump& dump, const Stack& stack, bool queries, bool keys, const std::vector<Segment>& segments);
/// Whole maps or steps; nothing: as recognised. Axes that were chosen before are other ones now.
ReadingChoices withStorage(const Dump& dump, const Stack& stack, std::optional<StackStorage> storage);
/// Positions that are not padding, of both axes where they are one sequence.
ReadingChoices withLength(const Dump& dump, const Stack& stack, bool queries, bool keys, std::int64_t length);
/// Tokens of one side of a stack, of a list in the file; an empty address leaves them to the program.
ReadingChoices withSideTokens(const Dump& dump, const Stack& stack, bool queries, const std::string& address);
/// Tokens of a list in the file; an empty address leaves them to the program.
ReadingChoices withTokensAt(const Dump& dump, const std::string& address);
/// The picture of one sample is this file.
ReadingChoices withPicture(const Dump& dump, SampleIndex sample, const std::filesystem::path& picture);
ReadingChoices withNumbersOnly(const Dump& dump);
/// Nothing but what the program makes of the files, also where a manifest says otherwise.
ReadingChoices asRecognised(const Dump& dump);

} // namespace headlight::ui
