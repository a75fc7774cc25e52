// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads a pickle through a small window, so that gigabytes of array bytes inside it are stepped over and not read.
#pragma once

#include "formats/byte_source.h"

#include <optional>
#include <string>

namespace headlight::formats {

/// After a failed read every further one fails too; error() says why.
class PickleInput {
public:
    PickleInput(Source source, std::uint64_t start) : m_source(std::move(source)), m_windowStart(start) {}

    [[nodiscard]] std::uint64_t position() const { return m_windowStart + m_next; }
    [[nodiscard]] std::uint64_t left() const { return m_source->size() - position(); }
    [[nodiscard]] const Source& source() const { return m_source; }
    [[nodiscard]] Error error() const;

    /// An unsigned little-endian number; nothing at the end of the data.
    template <typename T>
    std::optional<T> number()
    {
        if (!ensure(sizeof(T)))
            return std::nullopt;
        const T value = loadLittle<T>(m_window, m_next);
        m_next += sizeof(T);
        return value;
    }
    /// Text up to the next newline, which is consumed; at most `most` bytes.
    std::optional<std::string> line(std::size_t most);
    /// The next `size` bytes, few enough to be copied.
    std::optional<std::string> take(std::size_t size);
    /// Steps over `size` bytes and answers where they are.
    std::optional<std::uint64_t> skip(std::uint64_t size);

private:
    bool ensure(std::size_t size)
    {
        return m_window.size() - m_next >= size || refill(size);
    }
    bool refill(std::size_t size);

    Source m_source;
    std::uint64_t m_windowStart;
    std::vector<std::byte> m_window;
    std::size_t m_next = 0;
    std::optional<Error> m_error;
};

} // namespace headlight::formats
