// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whole maps and summaries, kept within a limit of bytes; what was used longest ago goes first.
#pragma once

#include "base/matrix.h"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace headlight {

/// Least recently used first out. Callable from any thread. An entry that is still shown elsewhere lives on there.
template <typename T>
class MapCache {
public:
    explicit MapCache(std::uint64_t limit) : m_limit(limit) {}

    [[nodiscard]] std::shared_ptr<const T> find(const std::string& key)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(key);
        if (found == m_entries.end())
            return nullptr;
        m_order.splice(m_order.begin(), m_order, found->second);
        return found->second->content;
    }

    void insert(const std::string& key, std::shared_ptr<const T> content, std::uint64_t bytes)
    {
        const std::lock_guard lock(m_mutex);
        if (const auto old = m_entries.find(key); old != m_entries.end())
            drop(old->second);
        m_order.push_front({key, std::move(content), bytes});
        m_entries[key] = m_order.begin();
        m_bytes += bytes;
        shrink();
    }

    /// Forgets everything whose key starts with `prefix`.
    void forget(std::string_view prefix)
    {
        const std::lock_guard lock(m_mutex);
        for (auto entry = m_order.begin(); entry != m_order.end();) {
            const auto next = std::next(entry);
            if (entry->key.starts_with(prefix))
                drop(entry);
            entry = next;
        }
    }

    void setLimit(std::uint64_t limit)
    {
        const std::lock_guard lock(m_mutex);
        m_limit = limit;
        shrink();
    }

    [[nodiscard]] std::uint64_t bytes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_bytes;
    }

private:
    struct Entry {
        std::string key;
        std::shared_ptr<const T> content;
        std::uint64_t bytes = 0;
    };
    using Place = typename std::list<Entry>::iterator;

    void drop(Place entry)
    {
        m_bytes -= entry->bytes;
        m_entries.erase(entry->key);
        m_order.erase(entry);
    }
    /// The newest entry stays even when it is larger than the limit.
    void shrink()
    {
        while (m_bytes > m_limit && m_order.size() > 1)
            drop(std::prev(m_order.end()));
    }

    mutable std::mutex m_mutex;
    std::uint64_t m_limit;
    std::uint64_t m_bytes = 0;
    std::list<Entry> m_order;
    std::unordered_map<std::string, Place> m_entries;
};

} // namespace headlight
