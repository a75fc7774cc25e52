// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What has to be said about the values of a stack.
#pragma once

#include "dump/classify.h"
#include "dump/dump.h"
#include "dump/head_scale.h"

#include <vector>

namespace headlight {

/// Rows that do not sum to one (or to `scale`, one number per head), values that are not numbers, rounding, layers that cannot be read.
std::vector<Note> notesAbout(const Candidate& candidate, const ArrayView& array, const std::optional<HeadScale>& scale = {});

/// Only the layers that cannot be read, one note for all that hold no attention: for files whose values were not looked at.
std::vector<Note> notesAboutLayers(const ArrayView& array);

} // namespace headlight
