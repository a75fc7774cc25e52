// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/array_files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace headlight::cli {

namespace {

constexpr std::uint64_t kLongestHeader = 100'000'000; // what readers allow
constexpr std::size_t kTensorAlignment = 8;

std::string_view typeName(DType dtype)
{
    switch (dtype) {
    case DType::Float64:
        return "F64";
    case DType::Float32:
        return "F32";
    case DType::Float16:
        return "F16";
    case DType::BFloat16:
        return "BF16";
    case DType::Float8E4M3FN:
        return "F8_E4M3";
    case DType::Float8E5M2:
        return "F8_E5M2";
    default:
        return {}; // attention is floating point
    }
}

} // namespace

std::uint64_t ArrayToWrite::bytes() const
{
    std::uint64_t count = sizeOf(dtype);
    for (const auto size : shape)
        count *= static_cast<std::uint64_t>(size);
    return count;
}

Result<void> writeSafetensors(WholeFile& file, const std::vector<ArrayToWrite>& arrays, const std::string& manifest, const JobContext& job)
{
    nlohmann::ordered_json header;
    header["__metadata__"] = {{"headlight", manifest}};
    std::uint64_t position = 0;
    for (const auto& array : arrays) {
        header[array.name] = {{"dtype", typeName(array.dtype)}, {"shape", array.shape}, {"data_offsets", {position, position + array.bytes()}}};
        position += array.bytes();
    }
    std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    text.append((kTensorAlignment - text.size() % kTensorAlignment) % kTensorAlignment, ' ');
    if (text.size() > kLongestHeader)
        return Error{ErrorKind::Limit, fmt::format("a header of {} bytes, .safetensors allows {}", text.size(), kLongestHeader), {}, "Write .npz"};
    std::string length;
    for (std::size_t i = 0; i < sizeof(std::uint64_t); ++i)
        length += static_cast<char>(static_cast<std::uint8_t>(text.size() >> (8 * i)));
    if (auto written = file.append(asBytes(length + text)); !written)
        return written;
    for (const auto& array : arrays)
        if (auto written = array.write([&file](ByteView bytes) { return file.append(bytes); }, job); !written)
            return written;
    return {};
}

} // namespace headlight::cli
