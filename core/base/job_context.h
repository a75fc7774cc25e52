// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What long work gets from whoever asked for it: a way to be stopped and a way to say how far it is.
#pragma once

#include "base/error.h"

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace headlight {

/// Copied freely. A default-made context never stops and tells nobody. Work asks stopped() per layer or chunk.
class JobContext {
public:
    /// `done` runs from 0 to 1; the label says what is being done ("Row entropy, layer 9 of 12").
    using Progress = std::function<void(std::string_view label, double done)>;

    JobContext() = default;
    explicit JobContext(std::stop_token stop, Progress progress = {}) : m_stop(std::move(stop)), m_progress(std::move(progress)) {}

    [[nodiscard]] bool stopped() const { return m_stop.stop_requested(); }
    [[nodiscard]] const std::stop_token& stopToken() const { return m_stop; }
    void progress(std::string_view label, double done) const
    {
        if (m_progress)
            m_progress(label, done);
    }

private:
    std::stop_token m_stop;
    Progress m_progress;
};

/// What stopped work returns.
inline Error cancelled()
{
    return Error{ErrorKind::Cancelled, "cancelled"};
}

} // namespace headlight
