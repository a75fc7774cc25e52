// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Memory that a child process writes and this one reads, without a name and without a copy through a socket.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <cstddef>

namespace headlight {

/// Of a fixed size: whoever gets the descriptor can change what is in it, but neither shorten nor lengthen it, so that reading it here is
/// always safe. Pages cost memory once they are written.
class SharedMemory {
public:
    /// ErrorKind::Io says why there is none.
    static Result<SharedMemory> make(std::size_t size);

    SharedMemory(SharedMemory&& other) noexcept;
    SharedMemory& operator=(SharedMemory&& other) noexcept;
    SharedMemory(const SharedMemory&) = delete;
    SharedMemory& operator=(const SharedMemory&) = delete;
    ~SharedMemory();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    /// May change at any time under whoever looks: copy first, then judge.
    [[nodiscard]] ByteView bytes() const { return {m_bytes, m_size}; }

private:
    SharedMemory(int descriptor, std::byte* bytes, std::size_t size) : m_descriptor(descriptor), m_bytes(bytes), m_size(size) {}

    int m_descriptor = -1;
    std::byte* m_bytes = nullptr;
    std::size_t m_size = 0;
};

} // namespace headlight
