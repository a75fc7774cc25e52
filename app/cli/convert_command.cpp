// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/converted_dump.h"
#include "app/cli/input.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>

namespace headlight::cli {

namespace {

/// A kind of file with several arrays in it.
struct Format {
    std::string_view suffix;
    bool numpyTypes;
    std::string_view addressOfRoot;
    Result<void> (*write)(WholeFile&, const std::vector<ArrayToWrite>&, const std::string&, const JobContext&);
};
constexpr std::array<Format, 4> kFormats{{{"h5", true, "/", writeHdf5}, {"hdf5", true, "/", writeHdf5}, {"npz", true, "", writeNpz}, {"safetensors", false, "", writeSafetensors}}};

Result<const Format*> dumpFormat(const Command& command, const Output& output)
{
    if (output.isFolder())
        return wrongUsage(command, "-o names a folder, a file is expected");
    if (output.isStandardOutput())
        return wrongUsage(command, "a dump is not written to standard output: -o names a file");
    auto suffix = suffixOf(output.path());
    const auto* const format = std::ranges::find_if(kFormats, [&suffix](const Format& known) { return known.suffix == suffix; });
    if (format == kFormats.end())
        return wrongUsage(command, fmt::format("\"{}\" is no format for dumps, only .h5, .npz and .safetensors are", displayable(suffix)));
    return format;
}

Result<std::optional<DType>> typeWanted(const Arguments& arguments)
{
    const auto wanted = arguments.value("--dtype");
    if (!wanted)
        return std::optional<DType>{};
    if (*wanted == "f32" || *wanted == "float32")
        return std::optional(DType::Float32);
    if (*wanted == "f16" || *wanted == "float16")
        return std::optional(DType::Float16);
    return wrongUsage(arguments.command(), fmt::format("--dtype {} is not known, only f32 and f16 are", displayable(*wanted)));
}

Result<void> write(const Output& output, const Format& format, const ConvertedDump& converted, const JobContext& job)
{
    auto file = WholeFile::create(output.path(), output.replaces());
    if (!file)
        return file.error();
    const auto manifest = toJson(converted.manifest);
    if (auto written = format.write(*file, converted.arrays, manifest, job); !written)
        return written;
    if (job.stopped())
        return cancelled();
    const std::shared_lock notInterrupted(Interruption::writing());
    return file->commit();
}

} // namespace

Result<ExitStatus> runConvert(const Invocation& invocation)
{
    const auto& arguments = invocation.arguments;
    const auto path = onePath(arguments);
    if (!path)
        return path.error();
    const auto output = Output::open(arguments);
    if (!output)
        return output.error();
    const auto format = dumpFormat(arguments.command(), *output);
    if (!format)
        return format.error();
    const auto dtype = typeWanted(arguments);
    if (!dtype)
        return dtype.error();
    const auto dump = openInput(arguments, *path, invocation.job);
    if (!dump)
        return dump.error();
    const auto converted = convertedDump(**dump, {(*format)->numpyTypes, std::string((*format)->addressOfRoot), *dtype});
    if (!converted)
        return inFile(converted.error(), path->string());
    for (const auto& remark : remarksOnTokens(arguments, **dump))
        invocation.console.say(remark);
    for (const auto& remark : converted->remarks)
        invocation.console.say(remark);
    if (auto written = write(*output, **format, *converted, invocation.job); !written)
        return inFile(written.error(), path->string());
    return ExitStatus::Done;
}

} // namespace headlight::cli
