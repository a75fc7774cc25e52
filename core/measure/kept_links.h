// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which weights of a map are worth a line between a query and a key, kept so that those of a few tokens are found at once.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "dump/map_source.h"
#include "measure/measure.h"

#include <cstdint>
#include <span>
#include <vector>

namespace headlight {

/// What makes a weight a link. Weights count by magnitude; zeros, and what is no finite number, are never links.
struct LinkRule {
    enum class Kind : std::uint8_t {
        Least,   ///< a magnitude of at least `amount`
        Largest, ///< the `amount` largest of every query
        Mass,    ///< of every query the fewest that together hold the share `amount` of its row, the largest first
    };
    Kind kind = Kind::Largest;
    double amount = 3.0;
    bool operator==(const LinkRule&) const = default;
};

struct Link {
    std::int32_t query = 0; ///< item of the axis
    std::int32_t key = 0;
    float weight = 0.0F;
    bool operator==(const Link&) const = default;
};

/// The links of one map, or of several taken together, over every query and key of its layer.
struct KeptLinks {
    struct Row {
        std::int64_t kept = 0;       ///< by the rule; the largest of them are in `links`
        double share = 0.0;          ///< of the row's magnitude that the kept ones hold; 0 of a row of zeros
        std::int64_t notNumbers = 0; ///< NaN and infinite cells
        bool tied = false;           ///< the rule cuts through equal magnitudes: the lowest positions are kept
        bool zero = false;           ///< every cell is 0
    };
    std::vector<Link> links;             ///< by query; those of one query the largest first, equal ones by position
    std::vector<std::int64_t> ofQuery;   ///< [query + 1]: where those of a query begin in `links`
    std::vector<std::int32_t> byKey;     ///< numbers of links by key, those of one key by query
    std::vector<std::int64_t> ofKey;     ///< [key + 1]: where those of a key begin in `byKey`
    std::vector<Row> rows;               ///< one per query
    std::vector<float> received;         ///< [key] mean over the queries whose cell is a number
    float largest = 0.0F;                ///< magnitude in the map
    std::int64_t mostOfQuery = 0;        ///< a query keeps no more than this in `links`
};

/// Links in memory that a figure asks for in all: 16 bytes each.
inline constexpr std::int64_t kMostKeptLinks = std::int64_t{1} << 22;

/// Rows are read in blocks on all threads; a map that is stored as a sliding window is read on its band and is never expanded.
/// @param maps  of one size; several are taken together, as aggregateMaps() does
/// @param most  links in memory; where the rule keeps more, every query keeps its largest
Result<KeptLinks> keptLinks(const MapSource& source, std::span<const MapIndex> maps, Aggregate aggregate, const LinkRule& rule, std::int64_t most, const JobContext& job);

/// The same of a map that was computed already.
Result<KeptLinks> keptLinks(const Matrix& map, const LinkRule& rule, std::int64_t most, const JobContext& job);

} // namespace headlight
