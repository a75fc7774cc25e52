// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The way of progress from worker threads to the thread of whoever asked for the work.
#pragma once

#include "base/job_context.h"

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

class QObject;

namespace headlight::ui {

/// Shared by both sides. Only the newest progress is told: a fast worker cannot flood a slow window. Silent once closed.
class ProgressPost : public std::enable_shared_from_this<ProgressPost> {
public:
    /// `tell` is called in the thread of `receiver`.
    ProgressPost(QObject* receiver, JobContext::Progress tell);

    /// From any thread.
    void post(std::string_view label, double done);
    /// In the receiver's thread, before the receiver is deleted.
    void close();
    /// In the receiver's thread: whether `tell` is being called just now, by an event of the receiver.
    [[nodiscard]] bool telling() const { return m_telling; }

private:
    void deliver();

    std::mutex m_mutex;
    QObject* m_receiver;
    std::string m_label;
    double m_done = 0.0;
    bool m_waiting = false; ///< posted and not delivered yet

    JobContext::Progress m_tell; // of the receiver's thread
    bool m_telling = false;
};

} // namespace headlight::ui
