// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text of a JSON file, seen through a window of a megabyte, with lines and columns for messages.
#pragma once

#include "base/job_context.h"
#include "formats/byte_source.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight::formats {

/// The window is followed by a NUL, so that one character may be looked at without asking for the end.
class JsonInput {
public:
    JsonInput(Source source, JobContext job);

    /// The next character; NUL at the end of the text, after an error, and where the text holds a NUL.
    [[nodiscard]] char peek()
    {
        if (m_next == m_limit)
            refill();
        return *m_next;
    }
    void advance() { ++m_next; }
    /// Spaces, tabs and line ends; answers whether there was a line end.
    bool skipSpace();
    /// Makes `count` characters visible in one piece if the text has as many.
    void lookAhead(std::ptrdiff_t count)
    {
        if (m_limit - m_next < count)
            refill();
    }
    [[nodiscard]] const char* cursor() const { return m_next; }
    [[nodiscard]] const char* limit() const { return m_limit; }
    void moveTo(const char* position) { m_next = position; }

    [[nodiscard]] bool atEnd() { return peek() == '\0' && m_next == m_limit; }
    [[nodiscard]] std::uint64_t position() const { return m_windowStart + static_cast<std::uint64_t>(m_next - m_window.data()); }
    /// "line 3, column 14", from 1, columns in bytes.
    [[nodiscard]] std::string lineAndColumn() const;
    /// A read that failed, or the user's stop.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    void refill();

    Source m_source;
    JobContext m_job;
    std::vector<char> m_window;
    std::uint64_t m_windowStart = 0;
    const char* m_next;
    const char* m_limit;
    std::uint64_t m_lines = 0;     ///< line ends passed
    std::uint64_t m_lineStart = 0; ///< position of the first character of this line
    std::optional<Error> m_error;
};

} // namespace headlight::formats
