// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which stacks of a dump are the two streams of a model, and their looks at each other.
#pragma once

#include "base/indices.h"
#include "dump/dump.h"
#include "measure/apply_measure.h"
#include "measure/co_attention.h"
#include "measure/measure_options.h"

#include <memory>
#include <string_view>

namespace headlight {

struct StreamsBeside {
    std::shared_ptr<const CoAttention> streams; ///< null: relevance of the stack is that of one stream
    CoBlock block = CoBlock::Cross;             ///< where the stack stands in it
};

/// For cross attention: the self-attention of its queries and of its keys, told by sizes and kinds (decoder before text before others for the
/// queries, encoder before image for the keys), and the cross attention the other way where the dump has it. For self-attention: the same
/// where there is cross attention in both directions, since only then does the other stream come back to it. Gradients are those of `target`,
/// or the only ones there are; a stack without has none in the result.
StreamsBeside streamsBeside(const Dump& dump, StackIndex stack, SampleIndex sample, std::string_view target);

/// The measure is a relevance that goes over two streams.
bool overBothStreams(const Dump& dump, StackIndex stack, SampleIndex sample, const MeasureOptions& options);
/// What applyMeasure needs of the other stacks, if anything.
void addStreams(MeasureInputs& inputs, const Dump& dump, StackIndex stack, SampleIndex sample, const MeasureOptions& options);

} // namespace headlight
