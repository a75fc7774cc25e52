// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/fresh_memory.h"

#include <cstdlib>
#include <sys/mman.h>

namespace headlight {

namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;

} // namespace

void* takeFreshMemory(std::size_t bytes)
{
    const bool large = bytes >= kLargePage;
    void* memory = nullptr;
    if (!large)
        memory = std::malloc(bytes);
    else if (::posix_memalign(&memory, kLargePage, bytes) != 0)
        memory = nullptr;
    if (memory == nullptr && bytes > 0)
        throw std::bad_alloc();
    if (large)
        ::madvise(memory, bytes, MADV_HUGEPAGE); // a wish: refused where the system has no such pages
    return memory;
}

void giveBackFreshMemory(void* memory) noexcept
{
    std::free(memory);
}

} // namespace headlight
