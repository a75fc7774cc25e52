// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/converted_dump.h"

#include "app/cli/half_float.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <optional>
#include <set>
#include <span>

namespace headlight::cli {

namespace {

constexpr std::int64_t kBytesAtOnce = std::int64_t{1} << 20;

/// Which of the arrays behind a map is meant.
enum class Part { Map, Band, Globals };

/// What stands in one array, in the order of the file.
struct MapsOfArray {
    struct Piece {
        Maps maps;
        std::int64_t layer = 0;
        std::int64_t heads = 0;
    };
    std::vector<Piece> pieces;
    Part part = Part::Map;
    DType dtype = DType::Float32;
};

/// The tensor of one head as it is stored; nothing for maps that are put together.
Result<std::optional<Tensor>> storedIn(const MapsOfArray& array, const MapsOfArray::Piece& piece, std::int64_t head)
{
    const MapIndex index{LayerIndex{piece.layer}, HeadIndex{head}};
    if (array.part == Part::Map)
        return piece.maps->stored(index);
    auto windows = piece.maps->storedWindows(index);
    if (!windows)
        return windows.error();
    return array.part == Part::Band ? std::optional((*windows)->band) : (*windows)->globals;
}

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

/// Gives numbers in the type of the array, which is float32 or float16.
class NumberWriter {
public:
    NumberWriter(DType dtype, const ByteSink& sink) : m_dtype(dtype), m_sink(sink) {}

    Result<void> write(std::span<const float> numbers)
    {
        m_bytes.clear();
        for (const float number : numbers) {
            const std::uint32_t bits = m_dtype == DType::Float16 ? halfBits(number) : std::bit_cast<std::uint32_t>(number);
            for (std::size_t i = 0; i < sizeOf(m_dtype); ++i)
                m_bytes.push_back(static_cast<std::byte>(bits >> (8 * i)));
        }
        return m_sink(m_bytes);
    }

private:
    DType m_dtype;
    const ByteSink& m_sink;
    std::vector<std::byte> m_bytes;
};

/// Rows of a map or of a stored tensor, block by block.
using ReadRows = std::function<Result<void>(RowRange, Matrix&)>;

Result<void> writeRows(const ReadRows& read, const Shape& shape, NumberWriter writer, const JobContext& job)
{
    const std::int64_t block = std::max<std::int64_t>(1, kBytesAtOnce / std::max<std::int64_t>(1, shape[1] * std::int64_t{sizeof(float)}));
    Matrix rows;
    for (std::int64_t row = 0; row < shape[0]; row += block) {
        if (job.stopped())
            return cancelled();
        rows.reshape(std::min(block, shape[0] - row), shape[1]);
        if (auto got = read({row, rows.rows()}, rows); !got)
            return got;
        if (auto written = writer.write(rows.values()); !written)
            return written;
    }
    return {};
}

/// One head: as it is stored where that is the type of the array, else number by number.
Result<void> writeHead(const MapsOfArray& array, const MapsOfArray::Piece& piece, std::int64_t head, const ByteSink& sink, const JobContext& job)
{
    const auto stored = storedIn(array, piece, head);
    if (!stored)
        return stored.error();
    if (*stored)
        if (auto sound = (*stored)->verify(job); !sound) // no damage goes into another file
            return sound;
    if (*stored && (*stored)->dtype() == array.dtype)
        return writeStored(**stored, sink, job);
    const NumberWriter writer(array.dtype, sink);
    if (*stored)
        return writeRows([&](RowRange range, Matrix& out) { return (*stored)->narrow(0, range.first, range.count).read(out.values()); }, (*stored)->shape(), writer, job);
    const auto& shape = piece.maps->axes().layers[static_cast<std::size_t>(piece.layer)];
    return writeRows([&](RowRange range, Matrix& out) { return piece.maps->rows({LayerIndex{piece.layer}, HeadIndex{head}}, range, out.block(), job); },
                     {shape.queries, shape.keys}, writer, job);
}

Result<void> writeArray(const MapsOfArray& array, const std::string& name, const ByteSink& sink, const JobContext& job)
{
    for (std::size_t i = 0; i < array.pieces.size(); ++i) {
        for (std::int64_t head = 0; head < array.pieces[i].heads; ++head)
            if (auto written = writeHead(array, array.pieces[i], head, sink, job); !written)
                return written;
        job.progress("Writing " + name, static_cast<double>(i + 1) / static_cast<double>(array.pieces.size()));
    }
    return {};
}

/// The type all tensors of an array are stored in; float32 where they differ or are put together.
DType typeOf(const MapsOfArray& array, bool numpyTypes)
{
    std::optional<DType> type;
    for (const auto& piece : array.pieces)
        for (std::int64_t head = 0; head < piece.heads; ++head) {
            const auto stored = storedIn(array, piece, head);
            if (!stored || !*stored || (type && *type != (*stored)->dtype()))
                return DType::Float32;
            type = (*stored)->dtype();
        }
    return type && (!numpyTypes || hasNumpyType(*type)) ? *type : DType::Float32;
}

/// [head, row, column] of one layer.
Result<Shape> shapeOf(const MapsOfArray& array, const MapsOfArray::Piece& piece)
{
    const auto& layer = piece.maps->axes().layers[static_cast<std::size_t>(piece.layer)];
    if (array.part == Part::Map)
        return Shape{layer.heads, layer.queries, layer.keys};
    const auto stored = storedIn(array, piece, 0);
    if (!stored)
        return stored.error();
    return Shape{layer.heads, (*stored)->size(0), (*stored)->size(1)};
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
    Converter(const Dump& dump, const ConversionOptions& options) : m_dump(dump), m_options(options) {}

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
        addPixels();
        if (pictures)
            m_result.remarks.emplace_back("Pictures stay where they are: keep them beside the new file.");
        return std::move(m_result);
    }

private:
    Result<void> addStack(std::size_t index)
    {
        const auto& stack = m_dump.stacks()[index];
        auto& named = m_result.manifest.stacks[index];
        const std::string name = freeName(fitName(stack.name));
        const auto samples = samplesOf(index, std::nullopt);
        if (!samples)
            return samples.error();
        const bool windowed = stack.storage == StackStorage::Windowed;
        auto added = addArray(*samples, windowed ? Part::Band : Part::Map, name);
        if (!added)
            return added.error();
        named.array = added->array;
        named.axes = added->axes;
        named.storage = windowed ? std::optional(StackStorage::Windowed) : std::nullopt;
        if (windowed)
            if (auto described = describeWindows(named, *samples, name); !described)
                return described;
        if (stack.importance)
            named.importance = addImportance(*stack.importance, freeName(name + "_importance"));
        for (const auto& target : stack.gradientTargets) {
            const auto gradients = samplesOf(index, target);
            if (!gradients && gradients.error().kind != ErrorKind::Selection)
                return gradients.error();
            if (!gradients) {
                m_result.remarks.push_back(fmt::format("Gradients {} of stack {} are left out: not every sample has them.", target, stack.name));
                continue;
            }
            auto gradient = addArray(*gradients, Part::Map, freeName(name + "_gradients_" + fitName(target)));
            if (!gradient)
                return gradient.error();
            named.gradients.emplace_back(target, gradient->array);
        }
        return {};
    }

    /// Pictures that stand in the dump as numbers, [sample, channel, row, column].
    void addPixels()
    {
        std::vector<PictureArray> pictures;
        for (const auto& sample : m_dump.samples())
            if (sample.pixels)
                pictures.push_back(*sample.pixels);
        if (pictures.empty())
            return;
        const auto& first = pictures.front().values;
        const bool alike = std::ranges::all_of(pictures, [&first](const PictureArray& picture) { return picture.values.shape() == first.shape() && picture.values.dtype() == first.dtype(); });
        if (!alike || pictures.size() != m_dump.samples().size()) {
            m_result.remarks.emplace_back("Pictures that stand in the dump as numbers are left out: they do not have one size.");
            return;
        }
        ArrayToWrite out;
        out.name = freeName("pixel_values");
        out.dtype = first.dtype() == DType::Float16 ? DType::Float16 : DType::Float32;
        out.shape = {static_cast<std::int64_t>(pictures.size()), 3, first.size(1), first.size(2)};
        out.write = [pictures, dtype = out.dtype](const ByteSink& sink, const JobContext& job) -> Result<void> {
            for (const auto& picture : pictures)
                for (std::int64_t channel = 0; channel < 3; ++channel) {
                    const Tensor plane = picture.values.select(0, channel);
                    const auto read = [&plane](RowRange range, Matrix& rows) { return plane.narrow(0, range.first, range.count).read(rows.values()); };
                    if (auto written = writeRows(read, plane.shape(), NumberWriter(dtype, sink), job); !written)
                        return written;
                }
            return {};
        };
        m_result.arrays.push_back(std::move(out));
    }

    ManifestArray addImportance(const HeadImportance& importance, const std::string& name)
    {
        ArrayToWrite out;
        out.name = name;
        out.shape = {importance.values.rows(), importance.values.columns()};
        out.write = [values = importance.values](const ByteSink& sink, const JobContext&) { return NumberWriter(DType::Float32, sink).write(values.values()); };
        m_result.arrays.push_back(std::move(out));
        return {{m_options.addressOfRoot + name}, {}};
    }

    /// The maps of every sample; of the gradients of a target where one is named.
    Result<std::vector<Maps>> samplesOf(std::size_t stack, const std::optional<std::string>& target) const
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
        return samples;
    }

    /// The rows of global tokens, how wide the windows are and where the global tokens stand.
    Result<void> describeWindows(ManifestStack& named, const std::vector<Maps>& samples, const std::string& name)
    {
        bool alike = true;
        bool globals = true;
        named.globalPositions.clear();
        for (const auto& maps : samples)
            for (std::size_t layer = 0; layer < maps->axes().layers.size(); ++layer) {
                const auto windows = maps->storedWindows({LayerIndex{static_cast<std::int64_t>(layer)}, HeadIndex{0}});
                if (!windows)
                    return windows.error();
                const std::int64_t window = (*windows)->band.size(1) - (*windows)->globalColumns - 1;
                alike = alike && named.window.value_or(window) == window;
                named.window = window;
                globals = globals && (*windows)->globals.has_value();
                if (layer == 0)
                    named.globalPositions.push_back((*windows)->positions);
            }
        if (!alike)
            named.window = std::nullopt;
        if (!alike && !globals)
            return Error{ErrorKind::Unsupported, fmt::format("stack {} has windows that differ by layer and no global attention: nothing says which columns are the window", named.name)};
        if (!globals)
            return {};
        auto added = addArray(samples, Part::Globals, freeName(name + "_globals"));
        if (!added)
            return added.error();
        named.globals = std::move(added->array);
        return {};
    }

    struct Added {
        ManifestArray array;
        std::vector<AxisRole> axes;
    };

    /// Layers and samples that are alike as one array, else one for each.
    Result<Added> addArray(const std::vector<Maps>& samples, Part part, const std::string& name)
    {
        MapsOfArray all;
        all.part = part;
        std::vector<Shape> shapes;
        const std::size_t layers = samples.front()->axes().layers.size();
        bool alike = true;
        for (std::size_t layer = 0; layer < layers; ++layer)
            for (const auto& maps : samples) {
                alike = alike && maps->axes().layers.size() == layers;
                if (!alike)
                    return addOneByOne(samples, part, name);
                all.pieces.push_back({maps, static_cast<std::int64_t>(layer), maps->axes().layers[layer].heads});
                auto shape = shapeOf(all, all.pieces.back());
                if (!shape)
                    return shape.error();
                shapes.push_back(*std::move(shape));
                if (shapes.back() != shapes.front())
                    return addOneByOne(samples, part, name);
            }
        const auto& shape = shapes.front();
        add(name, std::move(all), {static_cast<std::int64_t>(layers), static_cast<std::int64_t>(samples.size()), shape[0], shape[1], shape[2]});
        return Added{{{m_options.addressOfRoot + name}, {}}, {AxisRole::Layer, AxisRole::Sample, AxisRole::Head, AxisRole::Query, AxisRole::Key}};
    }

    Result<Added> addOneByOne(const std::vector<Maps>& samples, Part part, const std::string& name)
    {
        for (std::size_t sample = 0; sample < samples.size(); ++sample)
            for (std::size_t layer = 0; layer < samples[sample]->axes().layers.size(); ++layer) {
                MapsOfArray one;
                one.part = part;
                one.pieces.push_back({samples[sample], static_cast<std::int64_t>(layer), samples[sample]->axes().layers[layer].heads});
                auto shape = shapeOf(one, one.pieces.front());
                if (!shape)
                    return shape.error();
                add(fmt::format("{}.sample_{}.layer_{}", name, sample, layer), std::move(one), *std::move(shape));
            }
        return Added{{{m_options.addressOfRoot + name + ".sample_#.layer_#"}, {}}, {AxisRole::Sample, AxisRole::Layer, AxisRole::Head, AxisRole::Query, AxisRole::Key}};
    }

    void add(const std::string& name, MapsOfArray array, Shape shape)
    {
        array.dtype = m_options.dtype.value_or(typeOf(array, m_options.numpyTypes));
        ArrayToWrite out;
        out.name = name;
        out.dtype = array.dtype;
        out.shape = std::move(shape);
        out.write = [array = std::move(array), name](const ByteSink& sink, const JobContext& job) { return writeArray(array, name, sink, job); };
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
    const ConversionOptions& m_options;
    ConvertedDump m_result;
    std::set<std::string> m_names;
};

} // namespace

Result<ConvertedDump> convertedDump(const Dump& dump, const ConversionOptions& options)
{
    return Converter(dump, options).run();
}

} // namespace headlight::cli
