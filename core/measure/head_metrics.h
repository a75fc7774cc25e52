// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// One pass over a map: its metrics, its extremes and its thumbnail.
//
// The formulas. a_qk is the map of one head (as it is shown: attention, or a rollout per head), Q its queries that are not padding and K its
// keys. A metric of a row is averaged over the rows of Q that it applies to; where there is none, the metric is NaN. A row that holds a NaN
// or an infinite value is left out, and counted. Nothing is normalised: rows that do not sum to one give what they give, and RowSum says so.
//
// Entropy            -Σ_k a_qk ln a_qk in nats, 0 ln 0 = 0 (Shannon 1948; of heads: Clark et al. 2019, section 3.2). NaN where a value is negative.
// EntropyNormalised  Entropy / ln K: 1 for even attention to every key (evenness, Pielou 1966). NaN where there is one key.
// Distance           Σ_k a_qk |q - k| in positions of the file (Vig and Belinkov 2019, section 4); between patches of one grid Σ_k a_qk d(q, k) / Σ_k a_qk
//                    over patch queries and patch keys, d the Euclidean distance in patches (Dosovitskiy et al. 2021, section 4.5).
// ToItself           a_qq ("diagonal"); ToPrevious a_q,q-1 over the rows that have a key before; ToNext a_q,q+1 over those that have one behind
//                    (Clark et al. 2019, section 3.1; Voita et al. 2019, section 5).
// Special            Σ a_qk over the keys marked as special tokens (Clark et al. 2019, section 3.2).
// FirstToken         a_q0, the share of the attention sink (Xiao et al. 2023); NaN where position 0 is not shown.
// Largest            max_k a_qk (confidence, Voita et al. 2019, section 4.1).
// RowSum             |Σ_k a_qk - 1|: 0 for attention as a softmax made it.
// Concentration      Gini coefficient of the attention received: c_k = Σ_{q in Q} a_qk in ascending order, Σ_i (2i - K - 1) c_i / (K Σ_i c_i), i from 1
//                    (Gini 1912). 0: every key receives the same; 1 - 1/K: one key receives all. Of the head, not of its rows. NaN where
//                    nothing is received, or a sum is negative.
// SegmentShare A:B   Σ_{k in B} a_qk over the queries of segment A.
// GradientAttention  Σ_k g_qk a_qk, g the gradient of a target with respect to the attention as stored. Times the number of queries it is the
//                    derivative by a gate on the whole head, whose absolute value is the importance of Michel et al. 2019, section 4.1.
// Importance         imported; nothing is computed.
//
// ToItself, ToPrevious, ToNext and Distance are NaN where queries and keys are different sequences. Where sub-words are put together, the
// neighbour is the word before or behind.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace headlight {

/// What is known about one head. NaN where a metric does not apply.
struct HeadNumbers {
    std::array<double, kHeadMetricCount> metrics{};    ///< by HeadMetric
    std::vector<double> shares;                        ///< SegmentShare of every pair of segmentPairs()

    double& operator[](HeadMetric metric) { return metrics[static_cast<std::size_t>(metric)]; }
    double operator[](HeadMetric metric) const { return metrics[static_cast<std::size_t>(metric)]; }
};

struct HeadPass {
    Matrix tile;                                       ///< pooled to at most `tileCells` per side
    HeadNumbers numbers;                               ///< Importance and GradientAttention, which are not of the map alone, are NaN
    float smallest = 0.0F;                             ///< finite values only
    float largest = 0.0F;
    float smallestRowSum = 0.0F;                       ///< over rows that are not padding
    float largestRowSum = 0.0F;
    std::int64_t notNumbers = 0;
    std::int64_t negative = 0;
    std::int64_t rowsLeftOut = 0;                      ///< that are not padding and hold a NaN or an infinite value
};

/// Reads the map once, in blocks of rows; a sliding window on its band.
Result<HeadPass> passOverHead(const MapSource& maps, MapIndex map, std::int64_t tileCells, bool signedValues, const JobContext& job);

/// GradientAttention of one head. Both maps have the same axes. NaN where no row holds numbers.
Result<double> gradientAttention(const MapSource& attention, const MapSource& gradients, MapIndex map, const JobContext& job);

inline constexpr std::size_t kMostSegmentPairs = 256;
/// "queries:text" for every pair of a segment of the queries and one of the keys, queries first. Empty where there are more than
/// kMostSegmentPairs, or one: its share is the row sum.
std::vector<std::string> segmentPairs(const MapAxes& axes);

} // namespace headlight
