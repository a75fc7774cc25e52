// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/axis_roles.h"

#include "dump/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace headlight {

namespace {

/// Works on one nest; axis numbers are those of AxisReading: lists negative, tensor axes from 0.
class RoleFinder {
public:
    RoleFinder(const Nest& nest, const ValueFacts& facts, const RoleHints& hints) : m_nest(nest), m_facts(facts), m_hints(hints)
    {
        const auto lists = static_cast<std::int64_t>(nest.lists.size());
        for (std::int64_t i = 0; i < lists; ++i)
            m_roles.push_back({i - lists, nest.lists[static_cast<std::size_t>(i)].size, AxisRole::Fixed, Certainty::Assumed, {}});
        for (std::int64_t axis = 0; axis < nest.rank; ++axis)
            m_roles.push_back({axis, nest.sample().size(axis), AxisRole::Fixed, Certainty::Assumed, {}});
        m_taken.assign(m_roles.size(), false);
    }

    Result<AxisRoles> find()
    {
        if (m_nest.rank < 2)
            return Error{ErrorKind::NotADump, fmt::format("{} has shape {}: a map needs queries and keys", m_nest.name, toString(m_nest.sample().shape()))};
        if (m_hints.written) {
            takeWritten();
            return m_roles;
        }
        takeKey();
        takeQuery();
        takeNamedLists();
        if (auto placed = placeTheRest(); !placed)
            return placed.error();
        return m_roles;
    }

private:
    AxisReading& tensorAxis(std::int64_t axis) { return m_roles[m_nest.lists.size() + static_cast<std::size_t>(axis)]; }
    const AxisSums& sums(std::int64_t axis) const { return m_facts.axes[static_cast<std::size_t>(axis)]; }
    bool measured() const { return m_facts.looked > 0; }

    void give(std::size_t place, AxisRole role, Certainty certainty, std::string why)
    {
        m_roles[place].role = role;
        m_roles[place].certainty = certainty;
        m_roles[place].why = std::move(why);
        m_taken[place] = true;
    }
    void giveTensor(std::int64_t axis, AxisRole role, Certainty certainty, std::string why)
    {
        give(m_nest.lists.size() + static_cast<std::size_t>(axis), role, certainty, std::move(why));
    }

    /// Names decide; the sums over the key axis are told beside them.
    void takeWritten()
    {
        for (std::size_t i = 0; i < m_roles.size(); ++i) {
            const AxisRole role = m_hints.written->roles[i];
            const bool summed = role == AxisRole::Key && measured() && m_roles[i].size > 1;
            give(i, role, Certainty::Named,
                 summed ? fmt::format("{}; {} of {} rows sum to 1", m_hints.written->words, sums(m_roles[i].axis).fitting, sums(m_roles[i].axis).meaningful()) : m_hints.written->words);
        }
    }

    /// Axes longer than 1 whose lines all sum to one, last axis first. In front of the last two, only an axis with a
    /// neighbour of its size can be the key: weights that sum to one over heads are no attention over heads.
    std::vector<std::int64_t> fittingAxes() const
    {
        const Shape& shape = m_nest.sample().shape();
        const auto size = [&](std::int64_t axis) { return axis < 0 || axis >= m_nest.rank ? 0 : shape[static_cast<std::size_t>(axis)]; };
        std::vector<std::int64_t> fitting;
        for (std::int64_t axis = m_nest.rank - 1; axis >= 0; --axis) {
            const bool placed = axis >= m_nest.rank - 2 || size(axis - 1) == size(axis) || size(axis + 1) == size(axis);
            const bool known = (!m_hints.knownOrder && !m_hints.keyIsLast) || axis == m_nest.rank - 1;
            if (placed && known && size(axis) > 1 && sums(axis).allFit())
                fitting.push_back(axis);
        }
        return fitting;
    }

    /// Of the last two axes the one most of whose lines sum to one, if it is at least a quarter of them.
    std::optional<std::int64_t> bestAxis() const
    {
        std::optional<std::int64_t> best;
        double bestShare = 0.25;
        for (std::int64_t axis = m_nest.rank - 1; axis >= m_nest.rank - 2; --axis) {
            if (m_nest.sample().size(axis) < 2 || sums(axis).meaningful() == 0)
                continue;
            const double share = static_cast<double>(sums(axis).fitting) / static_cast<double>(sums(axis).meaningful());
            if (share > bestShare) {
                best = axis;
                bestShare = share;
            }
        }
        return best;
    }

    void takeKey()
    {
        const auto fitting = measured() ? fittingAxes() : std::vector<std::int64_t>{};
        const auto reason = [&](std::int64_t axis) {
            return fmt::format("Sums to 1 within {:.2g} {}", sums(axis).deviation, countOfRows(sums(axis)));
        };
        if (fitting.size() == 1 || (!fitting.empty() && fitting.front() == m_nest.rank - 1)) {
            m_key = fitting.front();
            const bool alone = fitting.size() == 1;
            giveTensor(m_key, AxisRole::Key, alone ? Certainty::Measured : Certainty::Assumed,
                       alone ? reason(m_key) : fmt::format("{}; so does axis {}, the last axis is usual", reason(m_key), fitting[1]));
        } else if (const auto best = measured() && !m_hints.knownOrder && !m_hints.keyIsLast ? bestAxis() : std::nullopt) {
            m_key = *best;
            giveTensor(m_key, AxisRole::Key, Certainty::Measured,
                       fmt::format("Sums to 1 in {} of {} rows looked at, from {:.2g} to {:.2g} in all", sums(m_key).fitting, sums(m_key).meaningful(),
                                   sums(m_key).lowest, sums(m_key).highest));
        } else {
            m_key = m_nest.rank - 1;
            const Certainty certainty = m_hints.knownOrder ? Certainty::Named : Certainty::Assumed;
            giveTensor(m_key, AxisRole::Key, certainty,
                       measured() && m_nest.sample().size(m_key) > 1
                           ? fmt::format("The last axis is usual; sums over it run from {:.2g} to {:.2g}", sums(m_key).lowest, sums(m_key).highest)
                           : std::string("The last axis is usual"));
        }
    }

    void takeQuery()
    {
        const Shape& shape = m_nest.sample().shape();
        const auto sizeAt = [&](std::int64_t axis) { return shape[static_cast<std::size_t>(axis)]; };
        std::vector<std::int64_t> neighbours;
        for (const std::int64_t axis : {m_key - 1, m_key + 1})
            if (axis >= 0 && axis < m_nest.rank)
                neighbours.push_back(axis);
        std::vector<std::int64_t> equal;
        std::ranges::copy_if(neighbours, std::back_inserter(equal), [&](std::int64_t axis) { return sizeAt(axis) == sizeAt(m_key); });
        std::int64_t query = m_key == 0 ? 1 : m_key - 1;
        if (equal.size() == 1)
            query = equal.front();
        else if (m_key == m_nest.rank - 2 && equal.empty())
            query = m_nest.rank - 1;
        const bool informative = measured() && sizeAt(query) > 1 && sums(query).meaningful() > 0 && !sums(query).allFit();
        giveTensor(query, AxisRole::Query, informative ? Certainty::Measured : m_hints.knownOrder ? Certainty::Named : Certainty::Assumed,
                   informative ? fmt::format("Beside the key axis; sums over it run from {:.2g} to {:.2g}", sums(query).lowest, sums(query).highest)
                               : std::string("Beside the key axis"));
    }

    static std::optional<AxisRole> roleIn(std::string_view name)
    {
        if (name.empty())
            return std::nullopt;
        for (const auto word : {"layer", "layers", "block", "blocks"})
            if (hasWord(name, word))
                return AxisRole::Layer;
        for (const auto word : {"head", "heads"})
            if (hasWord(name, word))
                return AxisRole::Head;
        for (const auto word : {"sample", "samples", "batch", "prompt", "sentence", "image", "text", "example", "input", "item"})
            if (hasWord(name, word))
                return AxisRole::Sample;
        return std::nullopt;
    }

    void takeNamedLists()
    {
        for (std::size_t i = 0; i < m_nest.lists.size(); ++i)
            if (const auto role = roleIn(m_nest.lists[i].name); role && !has(*role)) // of two lists of layers the outer one is
                give(i, *role, Certainty::Named, fmt::format("The entries are called {}", m_nest.lists[i].name));
    }

    bool has(AxisRole role) const
    {
        for (std::size_t i = 0; i < m_roles.size(); ++i)
            if (m_taken[i] && m_roles[i].role == role)
                return true;
        return false;
    }

    /// Places that have no role yet, outermost first.
    std::vector<std::size_t> freePlaces() const
    {
        std::vector<std::size_t> free;
        for (std::size_t i = 0; i < m_roles.size(); ++i)
            if (!m_taken[i])
                free.push_back(i);
        return free;
    }

    Result<void> placeTheRest()
    {
        auto free = freePlaces();
        const auto isList = [&](std::size_t place) { return place < m_nest.lists.size(); };
        if (free.size() > 3 && isList(free[0]) && isList(free[1])) {
            give(free[0], AxisRole::Sample, Certainty::Assumed, "A list of batches is usual around a list of layers");
            free.erase(free.begin());
        }
        const bool batches = free.size() == 3 && !isList(free[1]); // samples in a list and in its tensors, not in two lists
        std::vector<AxisRole> wanted;
        for (const auto role : {AxisRole::Layer, AxisRole::Sample, AxisRole::Head})
            if (!has(role) || (role == AxisRole::Sample && batches))
                wanted.push_back(role);
        if (free.size() == 3 && wanted.size() == 3 && isList(free[1]) && !samplesAreInside())
            std::swap(wanted[0], wanted[1]); // a list of samples, each a list of layers
        if (free.size() > wanted.size())
            return Error{ErrorKind::Unsupported, fmt::format("{} has {} axes; layer, sample, head, query and key are known", m_nest.name, m_nest.axes())};
        dropUnneeded(free, wanted);
        for (std::size_t i = 0; i < free.size(); ++i)
            giveUsual(free[i], wanted[i], free, i);
        return {};
    }

    /// Leaves as many roles as there are places: which of layer, sample and head an array can do without.
    void dropUnneeded(const std::vector<std::size_t>& free, std::vector<AxisRole>& wanted) const
    {
        const auto wants = [&](AxisRole role) { return std::ranges::find(wanted, role) != wanted.end(); };
        while (wanted.size() > free.size()) {
            AxisRole drop = wants(AxisRole::Sample) ? AxisRole::Sample : wants(AxisRole::Layer) ? AxisRole::Layer : AxisRole::Head;
            const bool firstIsTensor = !free.empty() && free.front() >= m_nest.lists.size();
            if (free.size() == 2 && wanted.size() == 3 && firstIsTensor && firstIsSamples(free.front()))
                drop = AxisRole::Layer; // [sample, head, query, key]
            if (free.size() == 1 && wanted.size() == 2 && !firstIsTensor && wants(AxisRole::Layer))
                drop = wants(AxisRole::Sample) ? AxisRole::Sample : AxisRole::Head;
            std::erase(wanted, drop);
        }
    }

    /// Of two lists: true when sizes change from entry to entry of the inner one but not of the outer one.
    bool samplesAreInside() const
    {
        const auto inner = static_cast<std::size_t>(m_nest.lists[1].size);
        bool along[2] = {false, false};
        for (std::size_t i = 0; i < m_nest.leaves.size(); ++i) {
            const auto differs = [&](std::size_t other) {
                return m_nest.leaves[i] && m_nest.leaves[other] && m_nest.leaves[i]->shape() != m_nest.leaves[other]->shape();
            };
            along[0] = along[0] || differs(i % inner);
            along[1] = along[1] || differs(i - i % inner);
        }
        return along[1] && !along[0];
    }

    bool firstIsSamples(std::size_t place) const
    {
        if (m_hints.knownOrder)
            return false;
        const std::int64_t size = m_roles[place].size;
        const auto words = m_nest.words();
        const bool oneLayer = hasWord(words, "layer") && m_nest.lists.empty() && !hasWord(words, "layers");
        return size == 1 || oneLayer || (m_hints.samples && *m_hints.samples == size && size > 1);
    }

    void giveUsual(std::size_t place, AxisRole role, const std::vector<std::size_t>& free, std::size_t i)
    {
        const std::int64_t size = m_roles[place].size;
        const bool isList = place < m_nest.lists.size();
        if (m_hints.knownOrder)
            return give(place, role, Certainty::Named, "The order of this form is layer, head, query, key");
        if (isList && role == AxisRole::Layer)
            return give(place, role, m_hints.namedAttention ? Certainty::Named : Certainty::Assumed, fmt::format("{} tensors in a list, one per layer, as models return them", size));
        if (role == AxisRole::Sample && m_hints.samples && *m_hints.samples == size)
            return give(place, role, Certainty::Named, fmt::format("{} token lists come with the array", size));
        if (size == 1)
            return give(place, role, Certainty::Assumed, "Size 1: one " + std::string(nameOf(role)));
        if (!m_nest.lists.empty() && !isList && m_nest.rank == 4 && m_hints.namedAttention && !sameSizeInTensor(place, free))
            return give(place, role, Certainty::Named, "Models return [sample, head, query, key] for a layer");
        for (std::size_t other = 0; other < free.size(); ++other) {
            const bool otherIsList = free[other] < m_nest.lists.size();
            if (other == i || otherIsList != isList || m_roles[free[other]].size != size)
                continue;
            if (other > i)
                return give(place, role, Certainty::Assumed,
                            fmt::format("Axes {} and {} both have {} entries; {} first is usual", m_roles[place].axis, m_roles[free[other]].axis, size, nameOf(role)));
            return give(place, role, Certainty::Assumed, fmt::format("Follows from axis {}", m_roles[free[other]].axis));
        }
        give(place, role, Certainty::Assumed, fmt::format("{} in this place is usual", nameOf(role)));
    }

    /// Another tensor axis without a measured role has this size, so that the two could be exchanged.
    bool sameSizeInTensor(std::size_t place, const std::vector<std::size_t>& free) const
    {
        return std::ranges::any_of(free, [&](std::size_t other) {
            return other != place && other >= m_nest.lists.size() && m_roles[other].size == m_roles[place].size && m_roles[place].size > 1;
        });
    }

    const Nest& m_nest;
    const ValueFacts& m_facts;
    const RoleHints& m_hints;
    AxisRoles m_roles;
    std::vector<bool> m_taken;
    std::int64_t m_key = 0;
};

} // namespace

Result<AxisRoles> axisRoles(const Nest& nest, const ValueFacts& facts, const RoleHints& hints)
{
    return RoleFinder(nest, facts, hints).find();
}

Result<AxisRoles> withChoices(AxisRoles roles, const std::vector<std::pair<std::int64_t, AxisRole>>& choices)
{
    for (const auto& [axis, role] : choices) {
        const auto chosen = std::ranges::find(roles, axis, &AxisReading::axis);
        if (chosen == roles.end())
            return Error{ErrorKind::Usage, fmt::format("the array has no axis {}", axis)};
        if (chosen->role == role)
            continue; // nobody said otherwise: the reason stays
        // Samples may be in a list and in its tensors: a list stands for a list, then.
        const auto sameSort = std::ranges::find_if(roles, [role = role, list = axis < 0](const AxisReading& other) { return other.role == role && (other.axis < 0) == list; });
        const auto holder = sameSort != roles.end() ? sameSort : std::ranges::find(roles, role, &AxisReading::role);
        if (role != AxisRole::Fixed && holder != roles.end() && holder != chosen) {
            holder->role = chosen->role;
            holder->certainty = Certainty::Named;
            holder->why = fmt::format("Swapped with axis {}", axis);
        }
        chosen->role = role;
        chosen->certainty = Certainty::Named;
        chosen->why = "Chosen by you";
    }
    for (const auto& reading : roles)
        if (reading.axis < 0 && (reading.role == AxisRole::Query || reading.role == AxisRole::Key))
            return Error{ErrorKind::Usage, fmt::format("axis {} is a list, it cannot be the {} axis", reading.axis, nameOf(reading.role))};
    for (const auto role : {AxisRole::Query, AxisRole::Key})
        if (std::ranges::count(roles, role, &AxisReading::role) != 1)
            return Error{ErrorKind::Usage, fmt::format("one axis has to be the {} axis", nameOf(role))};
    for (const bool lists : {true, false})
        if (std::ranges::count_if(roles, [&](const AxisReading& axis) { return axis.role == AxisRole::Sample && (axis.axis < 0) == lists; }) > 1)
            return Error{ErrorKind::Usage, fmt::format("two {} would be the samples", lists ? "lists" : "axes of the tensors"), {}, "Say what the other one is as well"};
    return roles;
}

bool measuresAsAttention(const Nest& nest, const ValueFacts& facts)
{
    if (nest.rank < 2 || nest.axes() < 3 || facts.looked == 0 || facts.isSigned())
        return false;
    for (std::int64_t axis = 0; axis < nest.rank; ++axis)
        if (nest.sample().size(axis) > 1 && facts.axes[static_cast<std::size_t>(axis)].allFit())
            return true;
    return false;
}

} // namespace headlight
