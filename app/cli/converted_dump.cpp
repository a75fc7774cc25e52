// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/converted_dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <set>
#include <span>

namespace headlight::cli {

namespace {

constexpr std::int64_t kBytesAtOnce = std::int64_t{1} << 20;

/// The maps of one array, in the order of the file.
struct MapsOfArray {
    struct Part {
        Maps maps;
        std::int64_t layer = 0;
        std::int64_t heads = 0;
    };
    std::vector<Part> parts;
    DType dtype = DType::Float32;
};

void swapBytes(std::span<std::byte> bytes, std::size_t each)
{
    for (std::size_t i = 0; i + each <= bytes.size(); i += each)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i), bytes.begin() + static_cast<std::ptrdiff_t>(i + each));
}

Result<void> writeStored(const Tensor& map, const ByteSink& sink, const JobContext& job)
{
    const auto each = static_cast<std::int64_t>(sizeOf(map.dtype()));
    const std::int64_t rowBytes = std::max<std::int64_t>(1, map.size(1) * each);
    const std::int64_t block = std::max<std::int64_t>(1, kBytesAtOnce / rowBytes);
    std::vector<std::byte> bytes;
    for (std::int64_t row = 0; row < map.size(0); row += block) {
        if (job.stopped())
            return cancelled();
        const std::int64_t rows = std::min(block, map.size(0) - row);
        bytes.resize(static_cast<std::size_t>(rows * map.size(1) * each));
        if (auto read = map.narrow(0, row, rows).readStored(bytes); !read)
            return read;
        if (map.byteOrder() == ByteOrder::Big)
            swapBytes(bytes, static_cast<std::size_t>(each));
        if (auto written = sink(bytes); !written)
            return written;
    }
    return {};
}

/// As float32, for maps that are put together, and for types that the file does not have.
Result<void> writeRows(const MapSource& maps, MapIndex index, const ByteSink& sink, const JobContext& job)
{
    const auto& shape = maps.axes().layers[static_cast<std::size_t>(index.layer.value)];
    const std::int64_t block = std::max<std::int64_t>(1, kBytesAtOnce / std::max<std::int64_t>(1, shape.keys * std::int64_t{sizeof(float)}));
    Matrix rows;
    for (std::int64_t row = 0; row < shape.queries; row += block) {
        if (job.stopped())
            return cancelled();
        rows.reshape(std::min(block, shape.queries - row), shape.keys);
        if (auto read = maps.rows(index, {row, rows.rows()}, rows.block(), job); !read)
            return read;
        if constexpr (std::endian::native == std::endian::big)
            swapBytes(std::as_writable_bytes(rows.values()), sizeof(float));
        if (auto written = sink(std::as_bytes(rows.values())); !written)
            return written;
    }
    return {};
}

Result<void> writeMaps(const MapsOfArray& array, const std::string& name, const ByteSink& sink, const JobContext& job)
{
    for (std::size_t i = 0; i < array.parts.size(); ++i) {
        const auto& part = array.parts[i];
        for (std::int64_t head = 0; head < part.heads; ++head) {
            const MapIndex index{LayerIndex{part.layer}, HeadIndex{head}};
            const auto stored = part.maps->stored(index);
            const bool asStored = stored && stored->dtype() == array.dtype;
            if (auto written = asStored ? writeStored(*stored, sink, job) : writeRows(*part.maps, index, sink, job); !written)
                return written;
        }
        job.progress("Writing " + name, static_cast<double>(i + 1) / static_cast<double>(array.parts.size()));
    }
    return {};
}

/// The type all maps of an array are stored in; float32 where they differ or are put together.
DType typeOf(const MapsOfArray& array, bool numpyTypes)
{
    std::optional<DType> type;
    for (const auto& part : array.parts)
        for (std::int64_t head = 0; head < part.heads; ++head) {
            const auto stored = part.maps->stored({LayerIndex{part.layer}, HeadIndex{head}});
            if (!stored || (type && *type != stored->dtype()))
                return DType::Float32;
            type = stored->dtype();
        }
    return type && (!numpyTypes || hasNumpyType(*type)) ? *type : DType::Float32;
}

std::string fitName(const std::string& name)
{
    std::string fit;
    for (const char c : name) {
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        fit += good ? c : '_';
    }
    return fit.empty() ? std::string("stack") : fit;
}

class Converter {
public:
    Converter(const Dump& dump, bool numpyTypes) : m_dump(dump), m_numpyTypes(numpyTypes) {}

    Result<ConvertedDump> run()
    {
        auto manifest = manifestOf(m_dump);
        if (!manifest)
            return manifest.error();
        m_result.manifest = *std::move(manifest);
        for (std::size_t i = 0; i < m_dump.stacks().size(); ++i)
            if (auto added = addStack(i); !added)
                return added.error();
        bool pictures = false;
        for (auto& sample : m_result.manifest.samples) {
            pictures = pictures || !sample.picture.empty();
            sample.picture.clear();
        }
        if (pictures)
            m_result.remarks.emplace_back("Pictures stay where they are: keep them beside the new file.");
        return std::move(m_result);
    }

private:
    using ByTarget = std::optional<std::string>; ///< nothing: attention

    Result<void> addStack(std::size_t index)
    {
        const auto& stack = m_dump.stacks()[index];
        auto& named = m_result.manifest.stacks[index];
        const std::string name = freeName(fitName(stack.name));
        auto added = addArray(index, name, std::nullopt);
        if (!added)
            return added.error();
        named.array = added->array;
        named.axes = added->axes;
        named.storage = std::nullopt;
        for (const auto& target : stack.gradientTargets) {
            auto gradient = addArray(index, freeName(name + "_gradients_" + fitName(target)), target);
            if (!gradient && gradient.error().kind != ErrorKind::Selection)
                return gradient.error();
            if (!gradient)
                m_result.remarks.push_back(fmt::format("Gradients {} of stack {} are left out: not every sample has them.", target, stack.name));
            else
                named.gradients.emplace_back(target, gradient->array);
        }
        return {};
    }

    struct Added {
        ManifestArray array;
        std::vector<AxisRole> axes;
    };

    Result<Added> addArray(std::size_t stack, const std::string& name, const ByTarget& target)
    {
        std::vector<Maps> samples;
        for (std::size_t i = 0; i < m_dump.samples().size(); ++i) {
            const SampleIndex sample{static_cast<std::int64_t>(i)};
            const StackIndex place{static_cast<std::int64_t>(stack)};
            auto maps = target ? m_dump.gradients(place, sample, *target) : m_dump.attention(place, sample);
            if (!maps)
                return maps.error();
            samples.push_back(*std::move(maps));
        }
        const auto& layers = samples.front()->axes().layers;
        const bool alike = std::ranges::all_of(samples, [&](const Maps& maps) { return maps->axes().layers == layers; })
            && std::ranges::all_of(layers, [&](const LayerShape& layer) { return layer == layers.front(); });
        return alike ? addWhole(name, samples) : addParts(name, samples);
    }

    Added addWhole(const std::string& name, const std::vector<Maps>& samples)
    {
        const auto& layers = samples.front()->axes().layers;
        const auto& shape = layers.front();
        MapsOfArray array;
        for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(layers.size()); ++layer)
            for (const auto& maps : samples)
                array.parts.push_back({maps, layer, shape.heads});
        add(name, std::move(array), {static_cast<std::int64_t>(layers.size()), static_cast<std::int64_t>(samples.size()), shape.heads, shape.queries, shape.keys});
        return {{{name}, {}}, {AxisRole::Layer, AxisRole::Sample, AxisRole::Head, AxisRole::Query, AxisRole::Key}};
    }

    Added addParts(const std::string& name, const std::vector<Maps>& samples)
    {
        for (std::size_t sample = 0; sample < samples.size(); ++sample) {
            const auto& layers = samples[sample]->axes().layers;
            for (std::size_t layer = 0; layer < layers.size(); ++layer) {
                const auto& shape = layers[layer];
                MapsOfArray array;
                array.parts.push_back({samples[sample], static_cast<std::int64_t>(layer), shape.heads});
                add(fmt::format("{}.sample_{}.layer_{}", name, sample, layer), std::move(array), {shape.heads, shape.queries, shape.keys});
            }
        }
        return {{{name + ".sample_#.layer_#"}, {}}, {AxisRole::Sample, AxisRole::Layer, AxisRole::Head, AxisRole::Query, AxisRole::Key}};
    }

    void add(const std::string& name, MapsOfArray array, Shape shape)
    {
        array.dtype = typeOf(array, m_numpyTypes);
        ArrayToWrite out;
        out.name = name;
        out.dtype = array.dtype;
        out.shape = std::move(shape);
        out.write = [array = std::move(array), name](const ByteSink& sink, const JobContext& job) { return writeMaps(array, name, sink, job); };
        m_result.arrays.push_back(std::move(out));
    }

    /// '#' in a pattern stands for digits, so that no name may be another one's with a number more.
    std::string freeName(const std::string& wanted)
    {
        std::string name = wanted;
        for (int number = 2; name == "headlight" || m_names.contains(name); ++number)
            name = fmt::format("{}_{}", wanted, number);
        m_names.insert(name);
        return name;
    }

    const Dump& m_dump;
    bool m_numpyTypes;
    ConvertedDump m_result;
    std::set<std::string> m_names;
};

} // namespace

Result<ConvertedDump> convertedDump(const Dump& dump, bool numpyTypes)
{
    return Converter(dump, numpyTypes).run();
}

} // namespace headlight::cli
