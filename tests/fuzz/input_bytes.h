// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The bytes of a fuzzer as a source of choices: every one is used once, and behind the end everything is the first choice.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace fuzzed {

class InputBytes {
public:
    InputBytes(const std::uint8_t* data, std::size_t size) : m_rest(data, size) {}

    [[nodiscard]] bool empty() const { return m_rest.empty(); }

    std::uint8_t byte()
    {
        if (m_rest.empty())
            return 0;
        const auto value = m_rest.front();
        m_rest = m_rest.subspan(1);
        return value;
    }
    /// A number from 0 to below `count`, at most 256 of them.
    std::int64_t below(std::int64_t count) { return byte() % std::max<std::int64_t>(1, count); }
    std::int64_t between(std::int64_t least, std::int64_t most) { return least + below(most - least + 1); }
    /// True for about one byte in `often`, never behind the end.
    bool oneIn(std::int64_t often) { return below(often) == often - 1; }
    /// Eight bytes, as they come.
    std::int64_t whole()
    {
        std::uint64_t value = 0;
        for (int i = 0; i < 8; ++i)
            value = value << 8U | byte();
        return static_cast<std::int64_t>(value);
    }

    template <typename T, std::size_t N>
    const T& oneOf(const std::array<T, N>& choices)
    {
        return choices[static_cast<std::size_t>(below(N))];
    }

    std::string_view rest()
    {
        const std::string_view text(reinterpret_cast<const char*>(m_rest.data()), m_rest.size());
        m_rest = {};
        return text;
    }

private:
    std::span<const std::uint8_t> m_rest;
};

} // namespace fuzzed
