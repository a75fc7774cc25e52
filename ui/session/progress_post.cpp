// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/progress_post.h"

#include <QMetaObject>
#include <QObject>

#include <utility>

namespace headlight::ui {

ProgressPost::ProgressPost(QObject* receiver, JobContext::Progress tell) : m_receiver(receiver), m_tell(std::move(tell)) {}

void ProgressPost::post(std::string_view label, double done)
{
    const std::lock_guard lock(m_mutex);
    if (m_receiver == nullptr)
        return;
    m_label = label;
    m_done = done;
    if (std::exchange(m_waiting, true))
        return;
    // Under the lock, so that the receiver cannot be deleted meanwhile; posting an event is short.
    QMetaObject::invokeMethod(
        m_receiver, [self = shared_from_this()] { self->deliver(); }, Qt::QueuedConnection);
}

void ProgressPost::close()
{
    const std::lock_guard lock(m_mutex);
    m_receiver = nullptr;
}

void ProgressPost::deliver()
{
    std::string label;
    double done = 0.0;
    {
        const std::lock_guard lock(m_mutex);
        m_waiting = false;
        if (m_receiver == nullptr)
            return;
        label = std::exchange(m_label, {});
        done = m_done;
    }
    if (!m_tell)
        return;
    m_telling = true;
    m_tell(label, done);
    m_telling = false;
}

} // namespace headlight::ui
