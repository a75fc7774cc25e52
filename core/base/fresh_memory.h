// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Memory for many numbers that somebody is about to write: not cleared first, and in large pages where the system has them.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace headlight {

/// `bytes` bytes of any content. Touching fresh memory for the first time can cost more than reading a map into it: 14 MB in small pages took 45 ms on a
/// virtual machine, in large ones 6 ms. Throws std::bad_alloc.
[[nodiscard]] void* takeFreshMemory(std::size_t bytes);
void giveBackFreshMemory(void* memory) noexcept;

/// For vectors of numbers whose new elements have any value instead of zero.
template <typename T>
class FreshAllocator {
public:
    using value_type = T;

    FreshAllocator() = default;
    template <typename U>
    FreshAllocator(const FreshAllocator<U>&) noexcept
    {
    }

    [[nodiscard]] T* allocate(std::size_t count)
    {
        if (count > static_cast<std::size_t>(-1) / sizeof(T))
            throw std::bad_array_new_length();
        return static_cast<T*>(takeFreshMemory(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t) noexcept { giveBackFreshMemory(memory); }

    template <typename U>
    void construct(U* place) noexcept(std::is_nothrow_default_constructible_v<U>)
    {
        ::new (static_cast<void*>(place)) U; // no parentheses: not zero
    }
    template <typename U, typename... Arguments>
    void construct(U* place, Arguments&&... arguments)
    {
        ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
    }

    bool operator==(const FreshAllocator&) const = default;
};

template <typename T>
using FreshVector = std::vector<T, FreshAllocator<T>>;

} // namespace headlight
