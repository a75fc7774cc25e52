// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/freed_memory.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace headlight {

void giveFreedMemoryBack()
{
#ifdef __GLIBC__
    constexpr int kBytes = 1 << 20; // a map of 512 x 512; smaller blocks stay for the next one
    ::mallopt(M_MMAP_THRESHOLD, kBytes);
    ::mallopt(M_TRIM_THRESHOLD, kBytes);
#endif
}

void keepFreedMemory()
{
#ifdef __GLIBC__
    constexpr int kBytes = 32 << 20; // a page of 30 cm at 200 dpi; the C library allows no more
    ::mallopt(M_MMAP_THRESHOLD, kBytes);
    ::mallopt(M_TRIM_THRESHOLD, 4 * kBytes);
#endif
}

} // namespace headlight
