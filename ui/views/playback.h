// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Steps through something by hand or at a steady pace, never faster than it can be shown.
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>

namespace headlight::ui {

class Playback : public QObject {
    Q_OBJECT
public:
    static constexpr int kPaceMs = 250;

    /// `step` moves by so many and says whether it could; `ready` says that the last step is on screen.
    Playback(std::function<bool(int by)> step, std::function<bool()> ready, QObject* parent = nullptr);

    [[nodiscard]] bool playing() const { return m_timer.isActive(); }
    void setPlaying(bool on);
    void toggle() { setPlaying(!playing()); }
    void step(int by);

signals:
    void changed(); ///< playing or not, or what it steps through

private:
    std::function<bool(int)> m_step;
    std::function<bool()> m_ready;
    QTimer m_timer;
};

} // namespace headlight::ui
