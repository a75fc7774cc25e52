// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// SIGINT and SIGTERM: work is asked to stop, and after a while not asked any more. Nothing is left half written.
#pragma once

#include <shared_mutex>
#include <stop_token>
#include <thread>

namespace headlight::cli {

/// One per process, made before the first thread that works. While it lives, a signal requests a stop; work that does not look gets
/// a moment, then the process exits with 130, but never while a file is being written.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    [[nodiscard]] std::stop_token token() const { return m_stop.get_token(); }

    /// Held (shared) by whoever is replacing a file.
    static std::shared_mutex& writing();

private:
    void watch();

    std::stop_source m_stop;
    std::thread m_watcher;
};

} // namespace headlight::cli
