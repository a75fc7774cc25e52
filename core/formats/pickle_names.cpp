// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_names.h"

#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace headlight::formats {

namespace {

using namespace std::string_view_literals;

constexpr std::array kHostileModules{
    "os"sv, "posix"sv, "posixpath"sv, "nt"sv, "ntpath"sv, "subprocess"sv, "sys"sv, "runpy"sv, "importlib"sv, "imp"sv, "ctypes"sv, "_ctypes"sv, "socket"sv, "_socket"sv,
    "shutil"sv, "pty"sv, "webbrowser"sv, "code"sv, "codeop"sv, "pickle"sv, "_pickle"sv, "cPickle"sv, "asyncio"sv, "multiprocessing"sv, "pip"sv, "commands"sv,
};
constexpr std::array kHostileBuiltins{
    "eval"sv, "exec"sv, "execfile"sv, "compile"sv, "getattr"sv, "setattr"sv, "open"sv, "input"sv, "raw_input"sv, "globals"sv, "__import__"sv, "apply"sv,
};

std::string_view firstPart(std::string_view dotted)
{
    return dotted.substr(0, dotted.find('.'));
}

bool isOneOf(std::string_view name, const auto& names)
{
    return std::ranges::find(names, name) != names.end();
}

/// "system.os" of torch.x: protocol 4 walks attributes, and every module has its imports as attributes.
bool walksToHostile(std::string_view name)
{
    while (name.find('.') != std::string_view::npos) {
        const auto part = firstPart(name);
        if (isOneOf(part, kHostileModules) || part == "builtins" || part == "__builtins__" || (part.starts_with("__") && part.ends_with("__")))
            return true;
        name.remove_prefix(part.size() + 1);
    }
    return false;
}

} // namespace

GlobalName canonicalName(std::string module, std::string name)
{
    if (module == "__builtin__" || module == "exceptions")
        module = "builtins";
    if (module == "copy_reg")
        module = "copyreg";
    if (module.starts_with("numpy._core"))
        module.replace(0, 11, "numpy.core");
    return {std::move(module), std::move(name)};
}

bool isHostileName(const GlobalName& name)
{
    if (isOneOf(firstPart(name.module), kHostileModules))
        return true;
    if (name.module == "builtins" && isOneOf(firstPart(name.name), kHostileBuiltins))
        return true;
    return walksToHostile(name.name);
}

Error hostileError(const GlobalName& name, std::uint64_t offset)
{
    return Error{ErrorKind::Hostile, fmt::format("This pickle asks to call {}. Headlight never runs code from files; nothing was executed", displayable(name.full(), 120)), at(offset),
                 "Do not load this file in Python, and ask where it comes from"};
}

} // namespace headlight::formats
