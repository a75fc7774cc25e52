// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/opened_dump.h"

#include "dump/banded_maps.h"
#include "dump/dense_maps.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace headlight {

OpenedDump::OpenedDump(DumpParts parts) : m_files(std::move(parts.files)), m_places(std::move(parts.places)), m_plans(std::move(parts.plans))
{
    m_path = std::move(parts.path);
    m_title = std::move(parts.title);
    m_format = std::move(parts.format);
    m_fingerprint = std::move(parts.fingerprint);
    m_bytes = parts.bytes;
    m_stacks = std::move(parts.stacks);
    m_samples = std::move(parts.samples);
    m_notes = std::move(parts.notes);
    m_found = std::move(parts.found);
    m_documents = std::move(parts.documents);
    m_choices = std::move(parts.choices);
    m_arrays = std::move(parts.arrays);
    m_tokenLists = std::move(parts.tokenLists);
    m_manifest = std::move(parts.manifest);
}

Result<const StackOfFile*> OpenedDump::arraysOf(StackIndex stack, SampleIndex sample) const
{
    if (stack.value < 0 || stack.value >= static_cast<std::int64_t>(m_stacks.size()))
        return Error{ErrorKind::Selection, fmt::format("there is no stack {}; the dump has {}", stack.value, m_stacks.size())};
    if (sample.value < 0 || sample.value >= static_cast<std::int64_t>(m_places.size()))
        return Error{ErrorKind::Selection, fmt::format("there is no sample {}; the dump has {}, counted from 0", sample.value, m_places.size())};
    const auto& place = m_places[static_cast<std::size_t>(sample.value)];
    const auto& file = m_files[place.file];
    const auto& arrays = file.stacks[static_cast<std::size_t>(stack.value)];
    if (!arrays || place.inFile >= arrays->attention->samples()) // stacks of one file may have different numbers of samples
        return inFile(Error{ErrorKind::Selection, fmt::format("sample {} has no stack {}", sample.value, m_stacks[static_cast<std::size_t>(stack.value)].name)}, file.path);
    return &*arrays;
}

OpenedDump::AxisPair OpenedDump::axesOf(std::size_t stack, std::size_t sample) const
{
    const std::lock_guard lock(m_mutex);
    auto& axes = m_axes[{stack, sample}];
    if (axes.first == nullptr) {
        const auto& plans = m_plans[stack][sample];
        axes.first = std::make_shared<const Axis>(makeAxis(plans.queries));
        axes.second = plans.keys ? std::make_shared<const Axis>(makeAxis(*plans.keys)) : axes.first;
    }
    return axes;
}

Maps OpenedDump::mapsOf(const SharedArray& array, const SharedBands& bands, StackIndex stack, SampleIndex sample) const
{
    const auto number = static_cast<std::size_t>(sample.value);
    const auto& place = m_places[number];
    auto [queries, keys] = axesOf(static_cast<std::size_t>(stack.value), number);
    MapAxes axes{array->shapes(place.inFile), std::move(queries), std::move(keys)};
    if (bands != nullptr)
        return std::make_shared<const BandedMaps>(bands, array, place.inFile, std::move(axes), m_files[place.file].path);
    return std::make_shared<const DenseMaps>(array, place.inFile, std::move(axes), m_files[place.file].path);
}

Result<Maps> OpenedDump::attention(StackIndex stack, SampleIndex sample) const
{
    const auto arrays = arraysOf(stack, sample);
    if (!arrays)
        return arrays.error();
    return mapsOf((*arrays)->attention, (*arrays)->bands, stack, sample);
}

Result<Maps> OpenedDump::gradients(StackIndex stack, SampleIndex sample, std::string_view target) const
{
    const auto arrays = arraysOf(stack, sample);
    if (!arrays)
        return arrays.error();
    for (const auto& [name, array] : (*arrays)->gradients)
        if (name == target)
            return mapsOf(array, nullptr, stack, sample);
    std::vector<std::string> names;
    for (const auto& [name, array] : (*arrays)->gradients)
        names.push_back(name);
    if (names.empty())
        return Error{ErrorKind::Selection, fmt::format("sample {} has no gradients", sample.value), {}, "Save them next to the attention as gradients_NAME.pt"};
    return Error{ErrorKind::Selection, fmt::format("there are no gradients called {}; there are {}", target, fmt::join(names, ", "))};
}

} // namespace headlight
