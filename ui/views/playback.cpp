// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/views/playback.h"

namespace headlight::ui {

Playback::Playback(std::function<bool(int by)> step, std::function<bool()> ready, QObject* parent)
    : QObject(parent), m_step(std::move(step)), m_ready(std::move(ready))
{
    m_timer.setInterval(kPaceMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_ready() && !m_step(1))
            setPlaying(false);
    });
}

void Playback::setPlaying(bool on)
{
    if (on == playing())
        return;
    if (on)
        m_timer.start();
    else
        m_timer.stop();
    emit changed();
}

void Playback::step(int by)
{
    m_step(by);
}

} // namespace headlight::ui
