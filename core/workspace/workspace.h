// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The open dumps, and what was computed from them: kept once, within a byte limit. Const means readable from any thread.
#pragma once

#include "base/job_context.h"
#include "base/matrix.h"
#include "base/result.h"
#include "dump/dump.h"
#include "measure/fused_heads.h"
#include "measure/head_distance.h"
#include "measure/head_metrics.h"
#include "measure/kept_links.h"
#include "measure/measure.h"
#include "measure/received.h"
#include "state/state.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

/// What one pass over a map gives: its thumbnail, its metrics, and what is odd about its rows.
struct HeadSummary {
    std::shared_ptr<const Matrix> tile;                    ///< pooled by maximum (of magnitude, for signed measures)
    HeadNumbers numbers;                                   ///< its metrics
    float smallest = 0.0F;
    float largest = 0.0F;
    float smallestRowSum = 0.0F;                           ///< over rows that are not padding
    float largestRowSum = 0.0F;
    std::int64_t notNumbers = 0;
    std::int64_t negative = 0;
    std::int64_t rowsLeftOut = 0;                          ///< of the metrics, as they hold a NaN or an infinite value
    std::optional<Error> problem;                          ///< it could not be read
};

/// Which maps a summary or a cached map belongs to.
struct MapsKey {
    std::string dump;       ///< fingerprint
    StackIndex stack;
    SampleIndex sample;
    MeasureOptions measure;
    HeadsOfLayers fused = {}; ///< heads that a measure without heads takes together; empty: all, or the measure has heads
    bool hidePadding = true;
    bool mergeWords = false;
    bool operator==(const MapsKey&) const = default;
};
MapsKey mapsKey(const State& state);

class Workspace {
public:
    explicit Workspace(std::uint64_t cacheLimit = std::uint64_t{512} << 20);
    ~Workspace();
    Workspace(Workspace&&) noexcept;
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;

    /// A dump of the same fingerprint (read again, with other choices) takes the place of the one before, with all that was computed from it.
    /// Returns its sizes, for State::shape.
    std::shared_ptr<const DumpShape> open(SharedDump dump);
    void close(std::string_view fingerprint);

    /// The same workspace for one piece of work: the state's dump stays as it is now, even when it is closed or read again in between,
    /// and what is computed from it then is not kept. ErrorKind::Cancelled when the dump is not open, or was read again since the state
    /// was made and has other sizes.
    [[nodiscard]] Result<Workspace> holding(const State& state) const;
    [[nodiscard]] SharedDump dump(std::string_view fingerprint) const; ///< null when it is not open

    /// Maps of the state's stack, sample and measure; with `hidePadding` its padded positions are gone from both axes,
    /// then with `mergeWords` sub-words are words.
    /// Positions in AxisItem stay those of the file.
    Result<Maps> maps(const MapsKey& key) const;

    /// One map, whole, from the cache or read now.
    Result<std::shared_ptr<const Matrix>> map(const MapsKey& key, MapIndex index, const JobContext& job) const;
    /// The selected heads of a state taken together (mean, max or min over all selected pairs), cached. With Aggregate::Each: only for one head.
    Result<std::shared_ptr<const Matrix>> aggregate(const State& state, const JobContext& job) const;

    /// Queries taken together (the mean of their rows) in every layer's map of each of these heads (none: the measure has no heads), as
    /// evolutionOf() gives it, cached by query and head. `items` are indices into Axis::items of the queries. Heads are computed on all threads.
    Result<std::vector<std::shared_ptr<const Matrix>>> evolutions(const MapsKey& key, std::span<const std::int64_t> items, std::span<const std::optional<HeadIndex>> heads,
                                                                  const JobContext& job) const;

    /// Links of maps of one size taken together, over all queries and keys. Stored maps are read once, computed ones come from the cache.
    /// `most` as in keptLinks().
    Result<std::shared_ptr<const KeptLinks>> links(const MapsKey& key, std::span<const MapIndex> maps, Aggregate aggregate, const LinkRule& rule, std::int64_t most,
                                                   const JobContext& job) const;
    /// Attention received in every map of the stack, with ranks, cached. Maps are read on all threads; those that cost a product are read as a whole and kept.
    Result<std::shared_ptr<const ReceivedByMap>> received(const MapsKey& key, const JobContext& job) const;

    /// What the survey knows already; null when not yet.
    [[nodiscard]] std::shared_ptr<const HeadSummary> summary(const MapsKey& key, HeadRef head) const;
    /// Takes over a summary that an earlier run computed from the same maps.
    void remember(const MapsKey& key, HeadRef head, std::shared_ptr<const HeadSummary> summary) const;
    /// Computes and keeps the summary of one head (a file error becomes HeadSummary::problem). Cancelled is an error.
    Result<std::shared_ptr<const HeadSummary>> survey(const MapsKey& key, HeadRef head, const JobContext& job) const;

    /// How far one head is from every head, as headDistances() says, cached. The maps of the key have heads.
    Result<std::shared_ptr<const HeadDistances>> distances(const MapsKey& key, HeadRef head, const JobContext& job) const;

    [[nodiscard]] std::uint64_t cacheBytes() const;
    [[nodiscard]] std::uint64_t cacheLimit() const;
    void setCacheLimit(std::uint64_t bytes);

private:
    struct Content;
    struct Opened;
    Workspace(std::shared_ptr<Content> content, std::shared_ptr<const Opened> held);

    [[nodiscard]] std::shared_ptr<const Opened> opened(std::string_view fingerprint) const;
    Result<std::shared_ptr<const Matrix>> together(const MapsKey& key, std::span<const MapIndex> maps, Aggregate aggregate, const JobContext& job) const;
    Result<HeadNumbers> withOtherNumbers(HeadNumbers numbers, const MapsKey& key, HeadRef head, const JobContext& job) const;
    template <typename Cache, typename T>
    void keep(Cache& cache, const Opened& opened, const std::string& key, std::shared_ptr<const T> made, std::uint64_t bytes) const;

    std::shared_ptr<Content> m_content;
    std::shared_ptr<const Opened> m_held; ///< of holding()
};

/// The maps of these heads that have the size of the first; of a measure without heads one per layer.
std::vector<MapIndex> alikeMaps(const MapSource& maps, const HeadSet& heads);

/// Sizes of an open dump, for State::shape.
std::shared_ptr<const DumpShape> shapeOf(const Dump& dump);

} // namespace headlight
