// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/arguments.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <ranges>

namespace headlight::cli {

namespace {

Error unknownOption(const Command& command, std::string_view typed)
{
    std::vector<std::string_view> names;
    for (const auto& option : options())
        if (belongsTo(option, command.kind) && !option.later)
            names.push_back(option.name);
    const auto close = nearest(typed, names);
    auto error = wrongUsage(command, fmt::format("{} is not an option of {}", displayable(typed), command.name));
    if (!close.empty())
        error.remedy = fmt::format("Did you mean {}?", close);
    return error;
}

/// The option, when this command takes it in this version.
Result<const Option*> optionOf(const Command& command, std::string_view name)
{
    const auto* option = optionNamed(name);
    if (option == nullptr)
        return unknownOption(command, name);
    if (option->later)
        return Error{ErrorKind::Usage, fmt::format("{} is not part of this version", option->name)};
    if (belongsTo(*option, command.kind))
        return option;
    std::string owners;
    for (const auto& other : commands())
        if (belongsTo(*option, other.kind))
            owners += (owners.empty() ? "" : ", ") + std::string(other.name);
    return wrongUsage(command, fmt::format("{} is an option of {}, not of {}", option->name, owners, command.name));
}

bool looksLikeOption(std::string_view word)
{
    return word.size() > 1 && word.starts_with('-');
}

} // namespace

Error wrongUsage(const Command& command, std::string what)
{
    return Error{ErrorKind::Usage, std::move(what), {}, fmt::format("See headlight {} --help", command.name)};
}

Result<Arguments> Arguments::parse(const Command& command, std::span<const std::string> words)
{
    Arguments arguments;
    arguments.m_command = &command;
    bool optionsEnded = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (optionsEnded || !looksLikeOption(word)) {
            arguments.m_paths.push_back(word);
            continue;
        }
        if (word == "--") {
            optionsEnded = true;
            continue;
        }
        const auto equals = word.starts_with("--") ? word.find('=') : std::string::npos;
        const auto option = optionOf(command, std::string_view(word).substr(0, equals));
        if (!option)
            return option.error();
        const bool takesArgument = !(*option)->argument.empty();
        std::string argument;
        if (equals != std::string::npos) {
            if (!takesArgument)
                return wrongUsage(command, fmt::format("{} takes no argument", (*option)->name));
            argument = word.substr(equals + 1);
        } else if (takesArgument) {
            if (i + 1 == words.size() || optionNamed(words[i + 1]) != nullptr)
                return wrongUsage(command, fmt::format("{} needs {}", (*option)->name, (*option)->argument));
            argument = words[++i];
        }
        arguments.m_options.emplace_back((*option)->name, std::move(argument));
    }
    return arguments;
}

bool Arguments::has(std::string_view option) const
{
    assert(optionNamed(option) != nullptr);
    return std::ranges::any_of(m_options, [option](const auto& given) { return given.first == option; });
}

std::optional<std::string> Arguments::value(std::string_view option) const
{
    assert(optionNamed(option) != nullptr);
    for (const auto& given : std::views::reverse(m_options))
        if (given.first == option)
            return given.second;
    return std::nullopt;
}

std::vector<std::string> Arguments::values(std::string_view option) const
{
    assert(optionNamed(option) != nullptr);
    std::vector<std::string> found;
    for (const auto& given : m_options)
        if (given.first == option)
            found.push_back(given.second);
    return found;
}

Arguments Arguments::withPaths(std::vector<std::string> paths, bool (*keep)(const Option& option)) const
{
    Arguments made = *this;
    made.m_paths = std::move(paths);
    std::erase_if(made.m_options, [keep](const auto& given) { return !keep(*optionNamed(given.first)); });
    return made;
}

void Arguments::add(std::string_view option, std::string value)
{
    m_options.emplace_back(optionNamed(option)->name, std::move(value));
}

} // namespace headlight::cli
