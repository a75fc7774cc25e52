// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/json_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace headlight::formats {

namespace {

constexpr std::size_t kWindow = std::size_t{1} << 20;

} // namespace

JsonInput::JsonInput(Source source, JobContext job)
    : m_source(std::move(source)), m_job(std::move(job)), m_window(std::min<std::uint64_t>(kWindow, m_source->size()) + 1), m_next(m_window.data()), m_limit(m_next)
{
    m_window[0] = '\0';
    refill();
    if (std::string_view(m_next, static_cast<std::size_t>(m_limit - m_next)).starts_with("\xEF\xBB\xBF"))
        m_next += 3;
    m_lineStart = position();
}

void JsonInput::refill()
{
    const auto kept = static_cast<std::size_t>(m_limit - m_next);
    m_windowStart = position();
    std::memmove(m_window.data(), m_next, kept);
    const std::uint64_t from = m_windowStart + kept;
    const auto wanted = m_error ? 0 : std::min<std::uint64_t>(m_window.size() - 1 - kept, m_source->size() - from);
    std::size_t got = wanted;
    if (wanted > 0) {
        if (m_job.stopped())
            m_error = cancelled();
        else if (auto read = m_source->read(from, std::as_writable_bytes(std::span(m_window).subspan(kept, wanted))); !read)
            m_error = read.error();
        m_job.progress("Reading", static_cast<double>(from) / static_cast<double>(m_source->size()));
    }
    if (m_error)
        got = 0;
    m_next = m_window.data();
    m_limit = m_next + kept + got;
    m_window[kept + got] = '\0';
}

bool JsonInput::skipSpace()
{
    bool lineEnd = false;
    while (true) {
        const char c = *m_next;
        if (c == '\n') {
            lineEnd = true;
            ++m_lines;
            m_lineStart = position() + 1;
        } else if (c == '\0' && m_next == m_limit) {
            refill();
            if (m_next == m_limit)
                return lineEnd;
            continue;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return lineEnd;
        }
        ++m_next;
    }
}

std::string JsonInput::lineAndColumn() const
{
    return fmt::format("line {}, column {}", m_lines + 1, position() - m_lineStart + 1);
}

} // namespace headlight::formats
