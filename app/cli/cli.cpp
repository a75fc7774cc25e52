// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/cli.h"

#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "app/cli/help.h"
#include "app/cli/interruption.h"
#include "base/text.h"

#include <fmt/format.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

namespace headlight::cli {

namespace {

bool isFile(const std::string& path)
{
    std::error_code problem;
    return std::filesystem::exists(path, problem);
}

bool isSet(const char* variable)
{
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

/// Somewhere to open a window on. Qt would end the program by a signal where there is none.
bool hasDisplay()
{
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

/// Nothing, or a file: what the window opens. A command wins over a file of its name.
bool isForWindow(const std::vector<std::string>& words)
{
    return words.empty() || (commandNamed(words.front()) == nullptr && isFile(words.front()));
}

std::vector<std::string> wordsOf(int argc, char** argv)
{
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i)
        words.emplace_back(argv[i]);
    return words;
}

/// Said when the first word is neither a command nor a file.
Error notUnderstood(const std::string& word)
{
    std::vector<std::string_view> names;
    for (const auto& command : commands())
        names.push_back(command.name);
    if (word.starts_with('-')) {
        names = {"--help", "--version"};
        const auto close = nearest(word, names);
        return Error{
            ErrorKind::Usage, fmt::format("{} is not an option", displayable(word)), {}, close.empty() ? "See headlight --help" : fmt::format("Did you mean {}?", close)};
    }
    const auto close = nearest(word, names);
    if (!close.empty())
        return Error{ErrorKind::Usage, fmt::format("{} is neither a command nor a file", displayable(word)), {}, fmt::format("Did you mean {}?", close)};
    if (word.find_first_of("./") != std::string::npos)
        return inFile(Error{ErrorKind::NotFound, "there is no such file"}, word);
    return Error{ErrorKind::Usage, fmt::format("{} is neither a command nor a file", displayable(word)), {}, "See headlight --help"};
}

ExitStatus told(Console& console, const Error& error)
{
    auto text = sentence(error);
    if (text.ends_with("?."))
        text.pop_back();
    if (error.kind != ErrorKind::Cancelled)
        console.say(text);
    return statusOf(error.kind);
}

Result<ExitStatus> runCommand(const Arguments& arguments, Console& console, const Interruption& interruption)
{
    const JobContext job(interruption.token(), [&console](std::string_view label, double done) { console.progress(label, done); });
    const Invocation invocation{arguments, console, job};
    switch (arguments.command().kind) {
    case CommandKind::Info:
        return runInfo(invocation);
    case CommandKind::Values:
        return runValues(invocation);
    case CommandKind::Figure:
        return runFigure(invocation);
    case CommandKind::Notebook:
        return runNotebook(invocation);
    case CommandKind::Check:
        return runCheck(invocation);
    case CommandKind::Convert:
        return runConvert(invocation);
    case CommandKind::Table:
        return runTable(invocation);
    case CommandKind::Slides:
    case CommandKind::Survey:
    case CommandKind::Merge:
        break;
    }
    return Error{ErrorKind::Usage, fmt::format("the command {} is not part of this version", arguments.command().name)};
}

ExitStatus printed(Console& console, std::string_view text)
{
    const auto done = console.print(text);
    return done ? ExitStatus::Done : told(console, done.error());
}

ExitStatus start(const std::vector<std::string>& words, Console& console)
{
    if (isForWindow(words))
        return told(console, Error{ErrorKind::Usage, "there is no display to open a window on", {}, "headlight figure writes figures without one, see headlight --help"});
    const std::string& first = words.front();
    if (first == "--help" || first == "-h" || first == "help")
        return printed(console, programHelp());
    if (first == "--version")
        return printed(console, versionLine() + "\n");
    const auto* command = commandNamed(first);
    if (command == nullptr)
        return told(console, notUnderstood(first));
    if (command->later) {
        console.say(fmt::format("The command {} is not part of this version.", command->name));
        return ExitStatus::WrongUsage;
    }
    const auto arguments = Arguments::parse(*command, std::span(words).subspan(1));
    if (!arguments)
        return told(console, arguments.error());
    if (arguments->has("--help"))
        return printed(console, commandHelp(*command));
    if (arguments->has("--version"))
        return printed(console, versionLine() + "\n");
    const Interruption interruption;
    const auto status = runCommand(*arguments, console, interruption);
    return status ? *status : told(console, status.error());
}

} // namespace

bool handles(int argc, char** argv)
{
    const auto words = wordsOf(argc, argv);
    if (isForWindow(words))
        return !hasDisplay();
    const auto& first = words.front();
    return first.starts_with("--") || !first.starts_with('-') || first == "-h"; // what has one dash is for Qt, such as -platform
}

int run(int argc, char** argv)
{
    std::setlocale(LC_ALL, "C"); // numbers are written the same way everywhere
    Console console;
    try {
        return static_cast<int>(start(wordsOf(argc, argv), console));
    } catch (const std::bad_alloc&) {
        console.say("There is not enough memory for this; select fewer samples, layers or heads.");
        return static_cast<int>(ExitStatus::Unreadable);
    }
}

} // namespace headlight::cli
