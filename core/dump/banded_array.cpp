// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/banded_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace headlight {

namespace {

/// Sizes of the axes that bands and global attention have in common, as the nest has them: all but queries and keys.
bool alikeInFront(const AxisRoles& roles, const Nest& nest)
{
    for (std::size_t i = 0; i < roles.size(); ++i) {
        const std::int64_t size = i < nest.lists.size() ? nest.lists[i].size : nest.sample().size(roles[i].axis);
        if (roles[i].role != AxisRole::Query && roles[i].role != AxisRole::Key && size != roles[i].size)
            return false;
    }
    return true;
}

/// Roles for a nest of another form (stacked where the bands are a list): axis by axis, those of size 1 may be missing.
std::optional<AxisRoles> rolesInOrder(const Nest& nest, const AxisRoles& bands)
{
    AxisRoles wanted;
    std::ranges::copy_if(bands, std::back_inserter(wanted), [](const AxisReading& axis) { return axis.role != AxisRole::Query && axis.role != AxisRole::Key; });
    AxisRoles roles;
    const auto lists = static_cast<std::int64_t>(nest.lists.size());
    std::size_t next = 0;
    for (std::int64_t i = 0; i < nest.axes() - 2; ++i) {
        const std::int64_t size = i < lists ? nest.lists[static_cast<std::size_t>(i)].size : nest.sample().size(i - lists);
        while (next < wanted.size() && wanted[next].size == 1 && size != 1)
            ++next;
        const bool fits = next < wanted.size() && wanted[next].size == size;
        if (!fits && size != 1)
            return std::nullopt;
        roles.push_back({i - lists, size, fits ? wanted[next++].role : AxisRole::Fixed, Certainty::Named, "As the windows"});
    }
    roles.push_back({nest.rank - 2, nest.sample().size(nest.rank - 2), AxisRole::Query, Certainty::Named, "As the windows"});
    roles.push_back({nest.rank - 1, nest.sample().size(nest.rank - 1), AxisRole::Key, Certainty::Named, "As the windows"});
    return std::all_of(wanted.begin() + static_cast<std::ptrdiff_t>(next), wanted.end(), [](const AxisReading& axis) { return axis.size == 1; }) ? std::optional(roles) : std::nullopt;
}

/// The type all parts are stored in, or the one they can all be read as.
ElementType commonType(const BandedArray& bands)
{
    const auto type = typeOf(bands.bands().nest().sample());
    const auto alike = [type](const Nest& nest) { return std::ranges::all_of(nest.leaves, [type](const auto& leaf) { return !leaf || typeOf(*leaf) == type; }); };
    return alike(bands.bands().nest()) && (!bands.globals() || alike(bands.globals()->nest())) ? type : plainFloat();
}

std::vector<std::int64_t> sortedCopy(std::vector<std::int64_t> numbers)
{
    std::ranges::sort(numbers);
    return numbers;
}

} // namespace

std::optional<ArrayView> BandedArray::globalsLike(const Nest& nest, const ArrayView& bands)
{
    if (nest.rank < 2)
        return std::nullopt;
    std::optional<AxisRoles> roles;
    if (nest.lists.size() == bands.nest().lists.size() && nest.rank == bands.nest().rank && alikeInFront(bands.roles(), nest)) {
        roles = bands.roles();
        for (std::size_t i = 0; i < roles->size(); ++i)
            (*roles)[i].size = i < nest.lists.size() ? nest.lists[i].size : nest.sample().size((*roles)[i].axis);
    } else {
        roles = rolesInOrder(nest, bands.roles());
    }
    if (!roles)
        return std::nullopt;
    auto view = ArrayView::make(nest, *std::move(roles));
    if (!view || view->samples() != bands.samples() || view->layers() != bands.layers())
        return std::nullopt;
    for (std::int64_t sample = 0; sample < view->samples(); ++sample)
        for (std::size_t layer = 0; layer < view->shapes(sample).size(); ++layer)
            if (view->shapes(sample)[layer].heads != bands.shapes(sample)[layer].heads)
                return std::nullopt;
    return *std::move(view);
}

Result<BandedArray> BandedArray::make(ArrayView bands, std::optional<ArrayView> globals, std::int64_t globalColumns)
{
    BandedArray array(std::move(bands), std::move(globals), globalColumns);
    for (std::int64_t sample = 0; sample < array.m_bands.samples(); ++sample) {
        const auto shapes = array.m_bands.shapes(sample);
        const auto rows = array.m_globals ? array.m_globals->shapes(sample) : std::vector<LayerShape>{};
        for (std::size_t layer = 0; layer < shapes.size(); ++layer) {
            const std::int64_t window = shapes[layer].keys - globalColumns - 1;
            if (window < 2 || window % 2 != 0)
                return Error{ErrorKind::Shape, fmt::format("layer {} has {} columns: with {} for global tokens no window has a middle", label(LayerIndex{static_cast<std::int64_t>(layer)}, IndexBase::One),
                                                           shapes[layer].keys, globalColumns),
                             atAddress(array.m_bands.nest().name)};
            if (array.m_globals && (rows[layer].queries < shapes[layer].queries || rows[layer].keys != globalColumns))
                return Error{ErrorKind::Shape, fmt::format("global attention has {} positions and {} slots in layer {}, the windows {} queries and {} slots", rows[layer].queries, rows[layer].keys,
                                                           label(LayerIndex{static_cast<std::int64_t>(layer)}, IndexBase::One), shapes[layer].queries, globalColumns),
                             atAddress(array.m_globals->nest().name)};
        }
    }
    array.m_positions.resize(static_cast<std::size_t>(array.m_bands.samples()));
    return array;
}

std::vector<std::int64_t> BandedArray::windows(std::int64_t sample) const
{
    std::vector<std::int64_t> windows;
    for (const auto& shape : m_bands.shapes(sample))
        windows.push_back(shape.keys - m_globalColumns - 1);
    return windows;
}

Result<BandedArray> BandedArray::placed(std::vector<GlobalPositions> bySample) const
{
    for (std::int64_t sample = 0; sample < m_bands.samples(); ++sample) {
        const auto& positions = bySample[static_cast<std::size_t>(sample)];
        std::int64_t shortest = m_bands.shapes(sample).front().queries;
        for (const auto& shape : m_bands.shapes(sample))
            shortest = std::min(shortest, shape.queries);
        if (static_cast<std::int64_t>(positions.size()) > m_globalColumns)
            return Error{ErrorKind::Selection, fmt::format("{} global positions are named, the array has {} columns for global tokens", positions.size(), m_globalColumns)};
        const auto sorted = sortedCopy(positions);
        if (!sorted.empty() && (sorted.front() < 0 || sorted.back() >= shortest))
            return Error{ErrorKind::Selection, fmt::format("there is no global position {}: positions run from 0 to {}", sorted.front() < 0 ? sorted.front() : sorted.back(), shortest - 1)};
        if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
            return Error{ErrorKind::Selection, fmt::format("the global position {} is named twice", *twice)};
    }
    BandedArray array = *this;
    array.m_positions = std::move(bySample);
    return array;
}

Result<Tensor> BandedArray::bandOf(const Place& place) const
{
    auto band = m_bands.map(place.sample, place.layer, place.head);
    if (!band)
        return band;
    const auto shape = m_bands.shapes(place.sample)[static_cast<std::size_t>(place.layer)];
    if (band->size(0) != shape.queries || band->size(1) != shape.keys) // heads in a list may differ
        return Error{ErrorKind::Shape, fmt::format("a head has windows of shape {}, another [{}, {}]", toString(band->shape()), shape.queries, shape.keys), atAddress(m_bands.nest().name)};
    return band;
}

Result<Tensor> BandedArray::fullRow(const Place& place, std::size_t slot, std::int64_t keys) const
{
    const auto map = m_globals->map(place.sample, place.layer, place.head);
    if (!map)
        return map.error();
    if (map->size(0) < keys || map->size(1) <= static_cast<std::int64_t>(slot))
        return Error{ErrorKind::Shape, fmt::format("global attention has shape {}, needed are {} positions and {} slots", toString(map->shape()), keys, m_globalColumns), atAddress(m_globals->nest().name)};
    return map->select(1, static_cast<std::int64_t>(slot)).narrow(0, 0, keys);
}

Result<void> BandedArray::rows(const Place& place, RowRange range, ElementType type, std::span<std::byte> out) const
{
    const auto band = bandOf(place);
    if (!band)
        return band.error();
    const std::int64_t keys = band->size(0);
    const std::int64_t columns = band->size(1);
    const std::int64_t reach = (columns - m_globalColumns - 1) / 2;
    const std::size_t size = sizeOf(type.dtype);
    const auto at = [size](std::int64_t element) { return static_cast<std::size_t>(element) * size; };
    std::vector<std::byte> stored(at(range.count * columns));
    if (auto got = readAs(band->narrow(0, range.first, range.count), type, stored); !got)
        return got;
    const auto& globals = positions(place.sample);
    for (std::int64_t row = 0; row < range.count; ++row) {
        const std::int64_t query = range.first + row;
        const auto to = out.subspan(at(row * keys), at(keys));
        const auto slot = std::ranges::find(globals, query);
        if (m_globals && slot != globals.end()) {
            const auto full = fullRow(place, static_cast<std::size_t>(slot - globals.begin()), keys);
            if (!full)
                return full.error();
            if (auto got = readAs(*full, type, to); !got)
                return got;
            continue;
        }
        const std::byte* from = stored.data() + at(row * columns);
        const std::int64_t first = std::max<std::int64_t>(0, query - reach);
        const std::int64_t end = std::min(keys, query + reach + 1);
        std::copy_n(from + at(m_globalColumns + reach + first - query), at(end - first), to.data() + at(first));
        for (std::size_t g = 0; g < globals.size(); ++g)
            std::copy_n(from + at(static_cast<std::int64_t>(g)), size, to.data() + at(globals[g]));
    }
    return {};
}

Result<StoredWindows> BandedArray::stored(const Place& place) const
{
    auto band = bandOf(place);
    if (!band)
        return band.error();
    StoredWindows windows{*std::move(band), std::nullopt, m_globalColumns, positions(place.sample)};
    if (m_globals) {
        auto globals = m_globals->map(place.sample, place.layer, place.head);
        if (!globals)
            return globals.error();
        windows.globals = *std::move(globals);
    }
    return windows;
}

Result<WindowedMap> BandedArray::windowed(const Place& place, RowRange range) const
{
    const auto band = bandOf(place);
    if (!band)
        return band.error();
    const std::int64_t columns = band->size(1);
    WindowedMap map;
    map.rows = range;
    map.keys = band->size(0);
    map.reach = (columns - m_globalColumns - 1) / 2;
    const auto& globals = positions(place.sample);
    map.globals = sortedCopy(globals);
    map.band = Matrix(range.count, 2 * map.reach + 1);
    map.columns = Matrix(range.count, static_cast<std::int64_t>(globals.size()));
    for (const auto position : map.globals)
        if (m_globals && position >= range.first && position < range.first + range.count)
            map.fullQueries.push_back(position);
    map.full = Matrix(static_cast<std::int64_t>(map.fullQueries.size()), map.keys);

    Matrix stored(range.count, columns);
    if (auto got = band->narrow(0, range.first, range.count).read(stored.values()); !got)
        return got.error();
    for (std::int64_t row = 0; row < range.count; ++row) {
        const std::int64_t query = range.first + row;
        if (const auto full = std::ranges::find(map.fullQueries, query); full != map.fullQueries.end()) {
            const auto slot = static_cast<std::size_t>(std::ranges::find(globals, query) - globals.begin());
            const auto values = fullRow(place, slot, map.keys);
            if (!values)
                return values.error();
            if (auto got = values->read(map.full.row(full - map.fullQueries.begin())); !got)
                return got.error();
            continue;
        }
        const std::int64_t first = std::max<std::int64_t>(0, query - map.reach);
        const std::int64_t end = std::min(map.keys, query + map.reach + 1);
        const auto from = stored.row(row).subspan(static_cast<std::size_t>(m_globalColumns + map.reach + first - query), static_cast<std::size_t>(end - first));
        std::ranges::copy(from, map.band.row(row).begin() + (map.reach + first - query));
        for (const auto key : map.globals) // their cells stand in the columns
            if (key >= first && key < end)
                map.band(row, map.reach + key - query) = 0.0F;
        for (std::size_t g = 0; g < globals.size(); ++g)
            map.columns(row, std::ranges::lower_bound(map.globals, globals[g]) - map.globals.begin()) = stored(row, static_cast<std::int64_t>(g));
    }
    return map;
}

Result<ArrayView> expandedView(const SharedBands& bands)
{
    const auto& source = bands->bands();
    const auto type = commonType(*bands);
    Nest nest{source.nest().address, source.nest().name, {{source.samples(), {}, {}}, {source.layers(), {}, {}}}, {}, 3};
    for (std::int64_t sample = 0; sample < source.samples(); ++sample) {
        const auto shapes = source.shapes(sample);
        for (std::int64_t layer = 0; layer < source.layers(); ++layer) {
            const auto band = source.map(sample, layer, 0);
            if (!band) {
                nest.leaves.emplace_back(band.error());
                continue;
            }
            const auto& shape = shapes[static_cast<std::size_t>(layer)];
            const std::int64_t keys = shape.queries;
            const auto count = elementCount(std::array{shape.heads, keys, keys});
            if (!count)
                return count.error();
            const auto compose = [bands, sample, layer, keys, type](RowRange range, std::span<std::byte> out) -> Result<void> {
                const std::size_t rowBytes = static_cast<std::size_t>(keys) * sizeOf(type.dtype);
                for (std::int64_t done = 0; done < range.count;) {
                    const std::int64_t row = (range.first + done) % keys;
                    const std::int64_t some = std::min(range.count - done, keys - row);
                    const auto part = out.subspan(static_cast<std::size_t>(done) * rowBytes, static_cast<std::size_t>(some) * rowBytes);
                    if (auto got = bands->rows({sample, layer, (range.first + done) / keys}, {row, some}, type, part); !got)
                        return got;
                    done += some;
                }
                return {};
            };
            auto storage = std::make_shared<ComposedRows>(shape.heads * keys, keys, sizeOf(type.dtype), compose);
            nest.leaves.emplace_back(Tensor::contiguous(type.dtype, {shape.heads, keys, keys}, std::move(storage), type.order));
        }
    }
    AxisRoles roles;
    roles.push_back({-2, source.samples(), AxisRole::Sample, Certainty::Named, {}});
    roles.push_back({-1, source.layers(), AxisRole::Layer, Certainty::Named, {}});
    roles.push_back({0, 0, AxisRole::Head, Certainty::Named, {}});
    roles.push_back({1, 0, AxisRole::Query, Certainty::Named, {}});
    roles.push_back({2, 0, AxisRole::Key, Certainty::Named, {}});
    if (nest.firstGood() == nest.leaves.size())
        return nest.leaves.empty() ? Error{ErrorKind::NotADump, "holds no windows"} : nest.leaves.front().error();
    for (std::size_t i = 2; i < roles.size(); ++i)
        roles[i].size = nest.sample().size(roles[i].axis);
    return ArrayView::make(std::move(nest), std::move(roles));
}

} // namespace headlight
