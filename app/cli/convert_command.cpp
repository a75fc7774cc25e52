// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command.h"
#include "app/cli/converted_dump.h"
#include "app/cli/input.h"
#include "app/cli/interruption.h"
#include "app/cli/output.h"
#include "base/text.h"

#include <fmt/format.h>

#include <mutex>

namespace headlight::cli {

namespace {

Result<std::string> formatOf(const Command& command, const Output& output)
{
    if (output.isFolder())
        return wrongUsage(command, "-o names a folder, a file is expected");
    if (output.isStandardOutput())
        return wrongUsage(command, "a dump is not written to standard output: -o names a file");
    const auto format = suffixOf(output.path());
    if (format == "h5" || format == "hdf5")
        return Error{ErrorKind::Usage, ".h5 is not part of this version", {}, "Write .npz or .safetensors"};
    if (format != "npz" && format != "safetensors")
        return wrongUsage(command, fmt::format("\"{}\" is no format for dumps, only .npz and .safetensors are", displayable(format)));
    return format;
}

Result<void> write(const Output& output, const std::string& format, const ConvertedDump& converted, const JobContext& job)
{
    auto file = WholeFile::create(output.path(), output.replaces());
    if (!file)
        return file.error();
    const auto manifest = toJson(converted.manifest);
    const auto writeArrays = format == "npz" ? writeNpz : writeSafetensors;
    if (auto written = writeArrays(*file, converted.arrays, manifest, job); !written)
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
    const auto format = formatOf(arguments.command(), *output);
    if (!format)
        return format.error();
    const auto dump = openInput(arguments, *path, invocation.job);
    if (!dump)
        return dump.error();
    const auto converted = convertedDump(**dump, *format == "npz");
    if (!converted)
        return inFile(converted.error(), path->string());
    for (const auto& remark : converted->remarks)
        invocation.console.say(remark);
    if (auto written = write(*output, *format, *converted, invocation.job); !written)
        return inFile(written.error(), path->string());
    return ExitStatus::Done;
}

} // namespace headlight::cli
