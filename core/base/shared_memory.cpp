// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/shared_memory.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace headlight {

Result<SharedMemory> SharedMemory::make(std::size_t size)
{
    SharedMemory memory(::memfd_create("headlight-shared", MFD_CLOEXEC | MFD_ALLOW_SEALING), nullptr, size);
    const bool sized = memory.m_descriptor >= 0 && ::ftruncate(memory.m_descriptor, static_cast<off_t>(size)) == 0
        && ::fcntl(memory.m_descriptor, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
    void* bytes = sized ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, memory.m_descriptor, 0) : MAP_FAILED;
    if (bytes == MAP_FAILED)
        return Error{ErrorKind::Io, fmt::format("{} bytes cannot be shared with another process: {}", size, std::strerror(errno))};
    memory.m_bytes = static_cast<std::byte*>(bytes);
    return memory;
}

SharedMemory::SharedMemory(SharedMemory&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)), m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0))
{
}

SharedMemory& SharedMemory::operator=(SharedMemory&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_bytes, other.m_bytes);
    std::swap(m_size, other.m_size);
    return *this;
}

SharedMemory::~SharedMemory()
{
    if (m_bytes != nullptr)
        ::munmap(m_bytes, m_size);
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace headlight
