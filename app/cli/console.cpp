// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/console.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstring>

#include <unistd.h>

namespace headlight::cli {

namespace {

constexpr std::chrono::milliseconds kQuiet{400};
constexpr std::chrono::milliseconds kPause{100};

} // namespace

Console::Console() : m_terminal(::isatty(STDERR_FILENO) == 1), m_next(std::chrono::steady_clock::now() + kQuiet) {}

Console::~Console()
{
    clearLine();
}

void Console::say(std::string_view sentence)
{
    const std::lock_guard lock(m_mutex);
    clearLine();
    const std::string line = fmt::format("headlight: {}\n", sentence);
    std::fwrite(line.data(), 1, line.size(), stderr);
}

void Console::progress(std::string_view label, double done)
{
    if (!m_terminal)
        return;
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (now < m_next)
        return;
    m_next = now + kPause;
    const std::string line = fmt::format("\r\x1b[K{} {:3.0f} %", label, 100.0 * done);
    std::fwrite(line.data(), 1, line.size(), stderr);
    std::fflush(stderr);
    m_shown = true;
}

Result<void> Console::print(std::string_view text)
{
    const std::lock_guard lock(m_mutex);
    clearLine();
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    if (!whole)
        return Error{ErrorKind::CannotWrite, fmt::format("standard output: {}", std::strerror(errno))};
    return {};
}

void Console::clearLine()
{
    if (!m_shown)
        return;
    std::fputs("\r\x1b[K", stderr);
    m_shown = false;
}

} // namespace headlight::cli
