// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a batch export is asked for, what that will be, and its doing.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/dump.h"
#include "ui/paint/batch.h"
#include "ui/paint/view_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace headlight::paint {

struct BatchOrder {
    enum class What : std::uint8_t { View, Notebook };

    What what = What::View;
    ViewSet set;               ///< the notebook set has names, formats and sizes of its own, and every query
    std::string samples = "0"; ///< "0,2-4" or "all"
    bool onePdf = false;       ///< a page for each figure; the pattern names the file, its tokens are what was asked for
    Existing existing = Existing::Skip;
};

struct BatchPreview {
    std::size_t figures = 0;
    std::size_t files = 0;
    std::vector<std::string> firstNames; ///< of files, from the folder; at most five
    std::vector<std::string> remarks;
};

/// The samples of the order. ErrorKind::Selection for one that does not exist, ErrorKind::Usage for what is no list.
Result<std::vector<SampleIndex>> samplesOf(const BatchOrder& order, const Dump& dump);

/// The figures of one sample; errors as those of viewSet().
Result<Batch> batchOf(const BatchOrder& order, const SharedDump& dump, SampleIndex sample);

/// Everything at once, without reading a map. ErrorKind::Usage when nothing is asked for, or two files would have one name.
Result<BatchPreview> previewOf(const BatchOrder& order, const SharedDump& dump, const JobContext& job);

/// About how many bytes it will be, by the figures of the first sample.
Result<std::uint64_t> estimatedBytes(const BatchOrder& order, const SharedDump& dump, const JobContext& job);

/// A sample that cannot be made is a failure in the report, the others go on. `choices` says how; what happens to existing files, the order.
BatchReport carryOut(const BatchOrder& order, const SharedDump& dump, const JobContext& job, BatchChoices choices = {});

} // namespace headlight::paint
