// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A command line, taken apart: which command, which paths, which options.
#pragma once

#include "app/cli/options.h"
#include "base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headlight::cli {

class Arguments {
public:
    /// `words` without program and command. ErrorKind::Usage names the nearest option where one is unknown.
    static Result<Arguments> parse(const Command& command, std::span<const std::string> words);

    [[nodiscard]] const Command& command() const { return *m_command; }
    [[nodiscard]] const std::vector<std::string>& paths() const { return m_paths; }
    [[nodiscard]] bool has(std::string_view option) const;
    /// The last one given.
    [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
    [[nodiscard]] std::vector<std::string> values(std::string_view option) const;

    /// The same command about other paths, with only the options that `keep` is true for.
    [[nodiscard]] Arguments withPaths(std::vector<std::string> paths, bool (*keep)(const Option& option)) const;
    void add(std::string_view option, std::string value);

private:
    const Command* m_command = nullptr;
    std::vector<std::string> m_paths;
    std::vector<std::pair<std::string_view, std::string>> m_options; ///< by the table's name, in the order typed
};

/// ErrorKind::Usage, with where to read on.
Error wrongUsage(const Command& command, std::string what);

} // namespace headlight::cli
