// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The text that belongs to a picture: one pair of a model of pictures and texts, side by side.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/dump.h"
#include "figure/figure.h"
#include "state/state.h"
#include "workspace/workspace.h"

#include <memory>
#include <optional>

namespace headlight {

/// The stack of a dump whose keys are words: the first named as text, else the first there is.
std::optional<StackIndex> textStack(const Dump& dump);

/// How a state names a dump beside its own: DumpReference::path is relative to the folder where its own lies.
DumpReference referenceBeside(const Dump& dump, const Dump& own);

/// The text of State::beside under the measure and the target of the state: where its last token looks if it is causal (the end of the text, which is what
/// stands for it), else its first. Null where there is none beside. ErrorKind::Selection where that dump is not open, has no text, or lacks the target.
Result<std::shared_ptr<const TextFigure>> textBeside(const Workspace& workspace, const State& state, const JobContext& job);

} // namespace headlight
