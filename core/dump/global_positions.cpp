// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/global_positions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>

namespace headlight {

namespace {

constexpr std::size_t kMostNamed = 8;
/// More keys than this that no window reached are not looked at one by one.
constexpr std::size_t kMostDoubtful = 4096;
constexpr std::int64_t kNeighbours = 4;

/// What the windows of one map say about every position.
class WindowEvidence {
public:
    WindowEvidence(const Tensor& band, std::int64_t globalColumns) : m_band(band), m_globalColumns(globalColumns), m_reach((band.size(1) - globalColumns - 1) / 2), m_row(static_cast<std::size_t>(band.size(1)))
    {
        const auto positions = static_cast<std::size_t>(band.size(0));
        m_reached.assign(positions, false);
        m_slotUsed.assign(static_cast<std::size_t>(globalColumns), false);
    }

    /// Rows so far apart that every key lies in several windows, then neighbours of the keys that none of them reached.
    bool look()
    {
        const std::int64_t step = std::max<std::int64_t>(1, m_reach / 2);
        for (std::int64_t query = 0; query < size(); query += step)
            if (!see(query))
                return false;
        std::size_t doubtful = 0;
        for (std::int64_t key = 0; key < size() && doubtful < kMostDoubtful; ++key) {
            if (reached(key))
                continue;
            ++doubtful;
            for (std::int64_t away = -kNeighbours; away <= kNeighbours && !reached(key); ++away)
                if (std::abs(away) <= m_reach && key + away >= 0 && key + away < size() && !see(key + away))
                    return false;
        }
        return true;
    }

    [[nodiscard]] std::int64_t size() const { return m_band.size(0); }
    [[nodiscard]] bool reached(std::int64_t key) const { return m_reached[static_cast<std::size_t>(key)]; }
    [[nodiscard]] const std::vector<bool>& slotUsed() const { return m_slotUsed; }
    [[nodiscard]] bool rowIsZero(std::int64_t query)
    {
        return read(query) && std::ranges::all_of(m_row, [](float value) { return value == 0.0F; });
    }

private:
    bool read(std::int64_t query) { return m_band.select(0, query).read(std::span<float>(m_row)).has_value(); }

    bool see(std::int64_t query)
    {
        if (!read(query))
            return false;
        for (std::size_t slot = 0; slot < m_slotUsed.size(); ++slot)
            m_slotUsed[slot] = m_slotUsed[slot] || m_row[slot] != 0.0F;
        const std::int64_t first = std::max<std::int64_t>(0, query - m_reach);
        const std::int64_t end = std::min(size(), query + m_reach + 1);
        for (std::int64_t key = first; key < end; ++key)
            if (m_row[static_cast<std::size_t>(m_globalColumns + m_reach + key - query)] != 0.0F)
                m_reached[static_cast<std::size_t>(key)] = true;
        return true;
    }

    const Tensor& m_band;
    std::int64_t m_globalColumns;
    std::int64_t m_reach;
    std::vector<float> m_row;
    std::vector<bool> m_reached;
    std::vector<bool> m_slotUsed;
};

/// Positions that receive attention from a global token, and slots that give any.
struct GlobalUse {
    std::vector<bool> attended;
    std::vector<bool> slotUsed;
};

std::optional<GlobalUse> useOf(const ArrayView& globals, const BandedArray::Place& place, std::int64_t positions)
{
    const auto map = globals.map(place.sample, place.layer, place.head);
    if (!map || map->size(0) < positions)
        return std::nullopt;
    std::vector<float> values(static_cast<std::size_t>(map->count()));
    if (!map->read(std::span<float>(values)))
        return std::nullopt;
    const auto globalColumns = static_cast<std::size_t>(map->size(1));
    GlobalUse use{std::vector<bool>(static_cast<std::size_t>(positions)), std::vector<bool>(globalColumns)};
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] == 0.0F)
            continue;
        use.slotUsed[i % globalColumns] = true;
        if (i / globalColumns < use.attended.size())
            use.attended[i / globalColumns] = true;
    }
    return use;
}

GlobalReading inFront(std::int64_t count, std::string why)
{
    GlobalReading reading;
    reading.positions.resize(static_cast<std::size_t>(count));
    std::iota(reading.positions.begin(), reading.positions.end(), std::int64_t{0});
    reading.why = std::move(why);
    return reading;
}

/// One past the last key any window reaches: what lies behind is padding.
std::int64_t endOfReached(const WindowEvidence& evidence)
{
    std::int64_t end = evidence.size();
    while (end > 0 && !evidence.reached(end - 1))
        --end;
    return end;
}

} // namespace

GlobalReading globalsFromValues(const BandedArray& bands, std::int64_t sample)
{
    const std::int64_t globalColumns = bands.globalColumns();
    if (globalColumns == 0)
        return {{}, Certainty::Measured, "the array has no columns for global tokens"};
    const BandedArray::Place place{sample, 0, 0};
    const auto band = bands.bands().map(sample, 0, 0);
    if (!band || band->size(0) == 0)
        return inFront(globalColumns, "the windows of the first layer cannot be read");
    WindowEvidence evidence(*band, globalColumns);
    if (!evidence.look())
        return inFront(std::min(globalColumns, band->size(0)), "the windows of the first layer cannot be read");
    const auto use = bands.globals() ? useOf(*bands.globals(), place, evidence.size()) : std::nullopt;
    const auto used = static_cast<std::int64_t>(std::ranges::count(use ? use->slotUsed : evidence.slotUsed(), true));
    if (used == 0)
        return {{}, Certainty::Measured, fmt::format("all {} columns for global tokens are 0", globalColumns)};

    const std::int64_t end = use ? evidence.size() : endOfReached(evidence);
    GlobalPositions found;
    for (std::int64_t key = 0; key < end; ++key)
        if (!evidence.reached(key) && (!use || use->attended[static_cast<std::size_t>(key)]))
            found.push_back(key);
    if (static_cast<std::int64_t>(found.size()) > used && found.size() <= kMostDoubtful)
        std::erase_if(found, [&](std::int64_t key) { return !evidence.rowIsZero(key); });
    if (static_cast<std::int64_t>(found.size()) == used)
        return {std::move(found), Certainty::Measured, use ? "no window reaches them, yet they receive attention from the global tokens" : "no window reaches them"};
    return inFront(std::min(used, evidence.size()), fmt::format("{} positions look like global tokens, {} columns are in use; the first positions are usual", found.size(), used));
}

std::optional<GlobalPositions> globalsFromText(std::string_view text)
{
    GlobalPositions positions;
    while (!text.empty()) {
        const char c = text.front();
        if (c == ' ' || c == ',' || c == '[' || c == ']') {
            text.remove_prefix(1);
            continue;
        }
        std::int64_t number = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
        if (parsed.ec != std::errc{} || number < 0)
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
        if (text.starts_with(".0")) // lists of numbers may have come as floating point
            text.remove_prefix(2);
        positions.push_back(number);
    }
    return positions;
}

std::string positionsText(const GlobalPositions& positions)
{
    std::string text = positions.size() == 1 ? "position " : "positions ";
    const std::size_t named = std::min(positions.size(), kMostNamed);
    for (std::size_t i = 0; i < named; ++i)
        text += fmt::format("{}{}", i == 0 ? "" : i + 1 == named && named == positions.size() ? " and " : ", ", positions[i]);
    return named < positions.size() ? fmt::format("{} and {} more", text, positions.size() - named) : text;
}

} // namespace headlight
