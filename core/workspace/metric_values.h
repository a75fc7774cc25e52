// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One metric of the heads of a stack: which there are, why one is not there, and its value where the survey knows it.
#pragma once

#include "base/result.h"
#include "measure/measure.h"
#include "workspace/workspace.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// The maps that metrics are of: those of the state; of the attention where the measure takes heads together and so has no number of a head.
MapsKey metricKey(const State& state);

/// Every metric by kind, then one for every pair of segments.
std::vector<MetricChoice> metricChoices(const MapAxes& axes);

/// Nothing where the metric means something for these maps, else why not, with what would help: ErrorKind::Selection.
/// What only the values can say (a row of NaN) shows in the values.
std::optional<Error> whyNoMetric(const Workspace& workspace, const MapsKey& key, const MetricChoice& metric);

/// The target of GradientAttention: that of the options, or the first there is. Empty: there are no gradients.
std::string metricTarget(const Dump& dump, const MapsKey& key);

/// Looks one metric up, head by head.
class MetricValues {
public:
    MetricValues(const Workspace& workspace, MapsKey key, const MetricChoice& metric);

    /// NaN while the survey does not know it, where it does not apply, and where the head cannot be read.
    [[nodiscard]] double of(HeadRef head) const;
    [[nodiscard]] double of(const HeadSummary* summary) const;

private:
    const Workspace& m_workspace;
    MapsKey m_key;
    HeadMetric m_metric;
    std::optional<std::size_t> m_pair; ///< of segmentPairs()
};

} // namespace headlight
