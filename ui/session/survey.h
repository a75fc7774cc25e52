// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Thumbnails and metrics of every head, computed in the background, what is looked at first.
#pragma once

#include "state/state.h"
#include "ui/session/job_board.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

namespace headlight::ui {

class SurveyStore;

/// Follows the state: starts anew when its maps change, and asks for the heads in a new order when only the selection does.
class Survey : public QObject {
    Q_OBJECT
public:
    static constexpr int kAdvanceMs = 50;

    Survey(std::shared_ptr<const Workspace> workspace, JobBoard& board, QObject* parent = nullptr);
    ~Survey() override; ///< waits for the rows being read, not for whole heads

    void follow(const State& state);
    /// Takes what earlier runs know from there and leaves there what is new; null: nowhere.
    void keepIn(std::shared_ptr<const SurveyStore> store) { m_store = std::move(store); }
    /// What is on screen, in order; after the selected heads these come first.
    void setVisible(std::vector<HeadRef> heads);
    /// Not again for these maps until others were asked for.
    void cancel();
    /// Forgets what it followed.
    void stop();
    [[nodiscard]] bool running() const { return m_run != nullptr; }

signals:
    void advanced(); ///< at most every 50 ms, and once at the end

private:
    struct Run;

    void start(std::shared_ptr<const Workspace> held);
    void halt();
    void order();
    void tell();
    [[nodiscard]] QString label() const;

    std::shared_ptr<const Workspace> m_workspace;
    JobBoard& m_board;
    QThreadPool m_pool;
    QTimer m_advance;
    std::shared_ptr<const SurveyStore> m_store;
    std::optional<MapsKey> m_key;
    HeadGrid m_grid;
    HeadSet m_every; ///< maps of the measure
    HeadSet m_selected;
    std::vector<HeadRef> m_visible;
    MetricChoice m_metric;
    IndexBase m_base = IndexBase::One;
    std::shared_ptr<Run> m_run; ///< null: nothing left to do
};

} // namespace headlight::ui
