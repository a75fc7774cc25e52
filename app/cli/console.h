// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the program says while it works: sentences and progress on standard error, results on standard output.
#pragma once

#include "base/result.h"

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

namespace headlight::cli {

/// Callable from any thread.
class Console {
public:
    Console();
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    /// One sentence, one line.
    void say(std::string_view sentence);
    /// A line that overwrites itself; nothing in a pipe, and nothing for work that is quick.
    void progress(std::string_view label, double done);
    /// ErrorKind::CannotWrite when standard output does not take it (a full disk).
    Result<void> print(std::string_view text);

private:
    void clearLine();

    std::mutex m_mutex;
    bool m_terminal = false;
    bool m_shown = false;
    std::chrono::steady_clock::time_point m_next;
};

} // namespace headlight::cli
