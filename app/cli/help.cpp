// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/help.h"

#include <fmt/format.h>

#include <array>

namespace headlight::cli {

namespace {

constexpr std::size_t kLine = 100;
constexpr std::size_t kIndent = 32;

/// Words in lines, continued below the first one.
std::string wrapped(std::string_view text, std::size_t indent)
{
    std::string lines;
    std::size_t column = indent;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const auto word = text.substr(0, space);
        text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
        if (column > indent && column + 1 + word.size() > kLine) {
            lines += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += word.size();
    }
    return lines;
}

std::string entry(std::string_view name, std::string_view text)
{
    std::string line = fmt::format("  {}", name);
    if (line.size() + 2 > kIndent)
        line += "\n" + std::string(kIndent, ' ');
    else
        line.resize(kIndent, ' ');
    return line + wrapped(text, kIndent) + "\n";
}

std::string nameOf(const Option& option)
{
    std::string name = option.shortName.empty() ? std::string(option.name) : fmt::format("{}, {}", option.shortName, option.name);
    return option.argument.empty() ? name : name + " " + std::string(option.argument);
}

constexpr std::string_view kStatus = "Exit status: 0 done; 1 check found something; 2 wrong usage; 3 the file cannot be read or is not a dump;\n"
                                     "4 the selection does not exist; 5 the output cannot be written; 130 interrupted.\n";

} // namespace

std::string programHelp()
{
    std::string text = "Headlight shows the attention of transformers.\n\n"
                       "  headlight [PATH...]           opens the window\n";
    for (const auto& command : commands())
        if (!command.later)
            text += entry(fmt::format("headlight {}", command.name), command.help);
    text += "\nheadlight COMMAND --help says what a command takes. PATH is a file or a folder: .pt .npy .npz .safetensors .h5 .json ...\n"
            "Layers and heads count from 1, samples and positions from 0.\n\n"
            "  headlight info attentions_0.pt\n"
            "  headlight figure attentions_0.pt --view overview -o overview.png\n"
            "  headlight figure attentions_0.pt --view heatmap --select \"L6 H1,7\" --head-aggregate mean -o mean.pdf\n"
            "  headlight values attentions_0.pt --quantity map --head-aggregate mean -o means.npy\n\n";
    return text + std::string(kStatus);
}

std::string commandHelp(const Command& command)
{
    std::string text = fmt::format("headlight {} {}\n{}.\n", command.name, command.usage, command.help);
    constexpr std::array kOrder{OptionGroup::Output, OptionGroup::Selection, OptionGroup::Measure, OptionGroup::Reduction,
                                OptionGroup::Figure, OptionGroup::Reading,   OptionGroup::General};
    for (const auto group : kOrder) {
        std::string entries;
        for (const auto& option : options())
            if (option.group == group && belongsTo(option, command.kind) && !option.later)
                entries += entry(nameOf(option), option.help);
        if (!entries.empty())
            text += fmt::format("\n{}\n{}", titleOf(group), entries);
    }
    return text + "\n" + std::string(kStatus);
}

std::string versionLine()
{
    return "headlight " HEADLIGHT_VERSION;
}

} // namespace headlight::cli
