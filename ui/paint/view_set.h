// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One view of many layers, heads, queries and samples as figures of their own.
#pragma once

#include "ui/paint/batch.h"

#include <filesystem>
#include <string>
#include <vector>

namespace headlight::paint {

struct ViewSet {
    State state;                 ///< view, measure and display of every figure; the stack
    std::string layers = "all";  ///< as people count: "1,3-5"
    std::string heads = "all";
    std::string queries = "all"; ///< positions, of views that show one query
    std::string pattern;         ///< of the names, see pathFrom()
    std::vector<FileFormat> formats;
    FigureSettings settings;
    std::filesystem::path folder;
};

/// What makes figures of their own in this view: layers and heads by themselves (unless State says that heads are taken together), queries.
struct SplitBy {
    bool layers = false;
    bool heads = false;
    bool queries = false;
};
SplitBy splitBy(const State& state);

/// Names with all the tokens that tell the figures apart: "sample{sample}_L{layer}_H{head}_heatmap".
std::string usualPattern(const State& state);
/// As the notebooks name such figures: "sample_{sample}/attention/Attention Matrix - Layer {layer} - Head {head}".
std::string notebookPattern(const State& state);

/// The figures of one sample. ErrorKind::Selection for layers, heads and queries that it lacks; ErrorKind::Usage for a pattern that names two
/// figures alike; errors of the measure.
Result<Batch> viewSet(const SharedDump& dump, const ViewSet& set, SampleIndex sample);

} // namespace headlight::paint
