// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The running program behind every widget: one State, one way to change it, the open dumps, and the work in progress.
#pragma once

#include "figure/build.h"
#include "state/action.h"
#include "state/history.h"
#include "workspace/workspace.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace headlight::ui {

/// What is under the pointer; not state. Views light up what they share.
struct Hover {
    std::optional<HeadRef> head;
    std::optional<CellIndex> cell;
    bool operator==(const Hover&) const = default;
};

/// One job as the status bar shows it.
struct JobStatus {
    QString label;       ///< "Row entropy, layer 9 of 12"; empty: nothing runs
    double done = 0.0;   ///< 0 to 1
};

class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const State& state() const { return m_state; }
    [[nodiscard]] const History& history() const { return m_history; }
    [[nodiscard]] const Workspace& workspace() const { return *m_workspace; }
    [[nodiscard]] std::shared_ptr<const Workspace> sharedWorkspace() const { return m_workspace; }
    [[nodiscard]] SharedDump dump() const;                 ///< the one on screen; null when none is open
    [[nodiscard]] const Hover& hover() const { return m_hover; }
    [[nodiscard]] const JobStatus& job() const { return m_job; }

    /// The only way the state changes.
    void dispatch(const Action& action);
    void back();
    void forward();
    void undo();
    void redo();
    void setHover(const Hover& hover);

    /// Opens in the background; the dump that is open stays until the new one is ready, and for good when that fails.
    void open(const QString& path, const ReadingChoices& choices = {});
    void closeDump();
    /// Stops the job in the status bar; the last finished result stays.
    void cancelJob();
    void setCacheLimit(std::uint64_t bytes);

signals:
    void stateChanged(const headlight::State& before, const headlight::State& after);
    void hoverChanged(const headlight::ui::Hover& hover);
    void historyChanged();
    void dumpChanged();                                    ///< another dump (or none) is on screen
    void openFailed(const QString& path, const headlight::Error& error);
    void opening(const QString& path);                     ///< empty: not any more
    void jobChanged(const headlight::ui::JobStatus& job);
    void surveyAdvanced();                                 ///< summaries of some heads are new; at most every 50 ms

private:
    class Survey;

    void setState(State next);
    void reportJob(const JobStatus& job);

    std::shared_ptr<Workspace> m_workspace;
    State m_state;
    History m_history;
    Hover m_hover;
    JobStatus m_job;
    QElapsedTimer m_clock;
    std::unique_ptr<Survey> m_survey;
    class Opening;
    std::unique_ptr<Opening> m_opening;
};

} // namespace headlight::ui
