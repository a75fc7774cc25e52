// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "formats/pickle_input.h"

#include <fmt/format.h>

#include <algorithm>

namespace headlight::formats {

namespace {

constexpr std::size_t kPickleWindow = std::size_t{1} << 16;

} // namespace

Error PickleInput::error() const
{
    if (m_error)
        return *m_error;
    return Error{ErrorKind::Truncated, "the pickle ends early", at(m_source->size()), "Copy or download the file again"};
}

bool PickleInput::refill(std::size_t size)
{
    const std::uint64_t start = position();
    if (m_error || start > m_source->size() || size > m_source->size() - start)
        return false;
    m_window.resize(std::min<std::uint64_t>(std::max(size, kPickleWindow), m_source->size() - start));
    m_windowStart = start;
    m_next = 0;
    if (auto got = m_source->read(start, m_window); !got) {
        m_error = got.error();
        m_window.clear();
        return false;
    }
    return true;
}

std::optional<std::string> PickleInput::line(std::size_t most)
{
    const std::uint64_t start = position();
    std::string text;
    while (text.size() <= most) {
        if (!ensure(1))
            return std::nullopt;
        const auto rest = asText(m_window).substr(m_next);
        const auto newline = rest.find('\n');
        text += rest.substr(0, newline);
        m_next += newline == std::string_view::npos ? rest.size() : newline + 1;
        if (newline != std::string_view::npos && text.size() <= most)
            return text;
    }
    m_error = Error{ErrorKind::Limit, fmt::format("a line of more than {} characters", most), at(start)};
    return std::nullopt;
}

std::optional<std::string> PickleInput::take(std::size_t size)
{
    if (!ensure(size))
        return std::nullopt;
    std::string text(asText(m_window).substr(m_next, size));
    m_next += size;
    return text;
}

std::optional<std::uint64_t> PickleInput::skip(std::uint64_t size)
{
    const std::uint64_t start = position();
    if (m_error || size > left())
        return std::nullopt;
    if (size <= m_window.size() - m_next) {
        m_next += size;
        return start;
    }
    m_windowStart = start + size;
    m_window.clear();
    m_next = 0;
    return start;
}

} // namespace headlight::formats
