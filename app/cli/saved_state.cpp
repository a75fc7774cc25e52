// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/saved_state.h"

#include "app/cli/input.h"
#include "app/cli/selection.h"
#include "base/text.h"
#include "figure/picture_text.h"
#include "state/action.h"
#include "state/state_json.h"
#include "ui/paint/export.h"

#include <fmt/format.h>

#include <optional>
#include <system_error>

namespace headlight::cli {

namespace fs = std::filesystem;

namespace {

Error inState(const fs::path& file, std::string what, std::string remedy = {})
{
    return inFile(Error{ErrorKind::NotFound, std::move(what), {}, std::move(remedy)}, file.string());
}

/// The dump that the state names, seen from the file that holds the state.
Result<fs::path> dumpOf(const ReadState& read, const fs::path& stateFile)
{
    const auto& reference = read.state.dump;
    if (reference.path.empty())
        return inState(stateFile, fmt::format("the state does not say where its dump {} is", displayable(reference.file)), "Give the dump as PATH");
    const auto path = (stateFile.parent_path() / reference.path).lexically_normal();
    std::error_code problem;
    if (!fs::exists(path, problem))
        return inState(path, fmt::format("the dump of the state {} is not there", stateFile.string()), "Give the dump as PATH");
    return path;
}

void sayClamped(const Invocation& invocation, const Selection& wanted, const Selection& given)
{
    std::string what;
    const auto differs = [&what](bool different, std::string_view name) {
        if (different)
            what += (what.empty() ? "" : ", ") + std::string(name);
    };
    differs(wanted.stack != given.stack, "stack");
    differs(wanted.sample != given.sample, "sample");
    differs(wanted.heads != given.heads && !wanted.heads.empty(), "heads");
    differs(wanted.query != given.query || wanted.moreQueries != given.moreQueries, "query");
    differs(wanted.key != given.key, "key");
    differs(wanted.layer != given.layer, "layer of the pinned cell");
    differs(!(wanted.block == given.block), "block");
    differs(wanted.window != given.window, "window");
    if (!what.empty())
        invocation.console.say(fmt::format("The state does not fit this dump; changed to what there is: {}.", what));
}

/// Opens --beside, or what the state names beside its dump.
Result<Shown> withBeside(const Invocation& invocation, Shown shown)
{
    const auto named = invocation.arguments.value("--beside");
    if (!named && !shown.state.beside)
        return shown;
    std::error_code problem;
    const auto path = named ? fs::path(*named) : fs::weakly_canonical(shown.dump->path(), problem).parent_path() / shown.state.beside->path;
    auto beside = openDump(path, {}, invocation.job);
    if (!beside)
        return inFile(beside.error(), path.string());
    shown.beside = *std::move(beside);
    shown.state = update(std::move(shown.state), SetBeside{referenceBeside(*shown.beside, *shown.dump)});
    return shown;
}

} // namespace

Result<Shown> openShown(const Invocation& invocation)
{
    const auto& arguments = invocation.arguments;
    const auto stateFile = arguments.value("--state");
    std::optional<ReadState> read;
    Shown shown;
    if (stateFile) {
        auto json = paint::stateIn(*stateFile);
        if (!json)
            return inFile(json.error(), *stateFile);
        auto parsed = stateFromJson(*json);
        if (!parsed)
            return inFile(parsed.error(), *stateFile);
        read = *std::move(parsed);
        shown.stateJson = *std::move(json);
        for (const auto& ignored : read->ignored)
            invocation.console.say(fmt::format("{}: {}.", displayable(*stateFile), displayable(ignored)));
    }
    const auto path = read && arguments.paths().empty() ? dumpOf(*read, *stateFile) : onePath(arguments);
    if (!path)
        return path.error();
    auto dump = openInput(arguments, *path, invocation.job);
    if (!dump)
        return dump.error();
    shown.dump = *std::move(dump);
    for (const auto& remark : remarksOnTokens(arguments, *shown.dump))
        invocation.console.say(remark);
    shown.state = firstState(shown.dump);
    if (!read)
        return withBeside(invocation, std::move(shown));
    if (read->state.dump.fingerprint != shown.dump->fingerprint())
        invocation.console.say(fmt::format("{} is not the dump the state was made with ({}); the state is applied to it all the same.", displayable(path->string()),
                                           displayable(read->state.dump.file)));
    shown.state = update(std::move(shown.state), ReplaceState{read->state});
    sayClamped(invocation, read->state.selection, shown.state.selection);
    return withBeside(invocation, std::move(shown));
}

} // namespace headlight::cli
