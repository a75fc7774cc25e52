// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one table of commands and options: parsing, --help, and what the manual and completion are made of.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace headlight::cli {

enum class CommandKind : std::uint8_t { Info, Values, Figure, Notebook, Check, Table, Convert, Slides, Survey, Merge };

struct Command {
    CommandKind kind;
    std::string_view name;
    std::string_view usage; ///< what follows the name: "PATH [--json]"
    std::string_view help;  ///< one line
    bool later = false;     ///< named in the plan, not part of this version
};

std::span<const Command> commands();
const Command* commandNamed(std::string_view name);

/// One bit per CommandKind.
using CommandSet = std::uint32_t;
constexpr CommandSet only(CommandKind kind)
{
    return CommandSet{1} << static_cast<unsigned>(kind);
}

enum class OptionGroup : std::uint8_t { Output, Selection, Reduction, Figure, Reading, General, Measure };
std::string_view titleOf(OptionGroup group);

struct Option {
    std::string_view name;     ///< "--layers"
    std::string_view argument; ///< "LIST"; empty for a switch
    std::string_view help;
    OptionGroup group;
    CommandSet commands;
    std::string_view shortName = {}; ///< "-o"
    bool later = false;
};

std::span<const Option> options();
/// By long or short name; null when there is none.
const Option* optionNamed(std::string_view name);
bool belongsTo(const Option& option, CommandKind command);

/// The name that is closest to what was typed; empty when none is close.
std::string_view nearest(std::string_view typed, std::span<const std::string_view> names);

} // namespace headlight::cli
