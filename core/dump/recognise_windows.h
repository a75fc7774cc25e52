// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Decides whether an array of attention is a sliding window (Longformer), and where its global tokens stand.
#pragma once

#include "dump/classify.h"
#include "dump/recognise.h"

#include <span>

namespace headlight {

/// What may belong to the array of a stack besides itself.
struct WindowHints {
    std::span<const Nest> globals;                                   ///< global attention in the file and beside it
    const std::optional<std::vector<std::int64_t>>* chosen = nullptr; ///< positions people named, for every sample
    bool told = false;                                               ///< people say that it is a window, whatever its values look like
};

/// Makes a stack of storage Windowed of its arrays, with reasons; its global tokens have no positions yet. ErrorKind::Shape when they do not fit.
Result<void> makeWindowed(RecognisedStack& stack, ArrayView bands, std::optional<ArrayView> globals, std::int64_t globalColumns);

/// Turns a stack whose array is a sliding window into one of storage Windowed, with reasons; leaves all others as they are.
/// A window is known by global attention that fits it, or by its values: the first used column moves by one from query to query.
/// ErrorKind::Selection when the positions people named do not fit, ErrorKind::Usage when it was told to be a window and cannot be one.
Result<void> readWindows(const Candidate& candidate, const WindowHints& hints, RecognisedStack& stack, std::vector<Note>& notes);

} // namespace headlight
