// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The running program behind every widget: one State, one way to change it, the open dumps, and the work in progress.
#pragma once

#include "figure/build.h"
#include "state/action.h"
#include "state/history.h"
#include "ui/session/job_board.h"
#include "ui/session/latest_job.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace headlight::ui {

/// What is under the pointer; not state. Views light up what they share.
struct Hover {
    std::optional<HeadRef> head;
    std::optional<CellIndex> cell;
    std::optional<LayerIndex> layer = {}; ///< of the cell, in views whose rows are layers
    bool operator==(const Hover&) const = default;
};

class Survey;
class SurveyStore;

class Session : public QObject {
    Q_OBJECT
public:
    /// What a session takes from outside; tests bring their own.
    struct World {
        std::function<Milliseconds()> clock; ///< never goes back; the history asks it how long a state lasted
        std::function<Result<SharedDump>(const std::filesystem::path&, const ReadingChoices&, const JobContext&)> open; ///< from any thread
    };
    static World world();

    explicit Session(QObject* parent = nullptr);
    explicit Session(World world, QObject* parent = nullptr);
    ~Session() override;

    [[nodiscard]] const State& state() const { return m_state; }
    [[nodiscard]] const History& history() const { return m_history; }
    [[nodiscard]] const Workspace& workspace() const { return *m_workspace; }
    [[nodiscard]] std::shared_ptr<const Workspace> sharedWorkspace() const { return m_workspace; }
    [[nodiscard]] SharedDump dump() const; ///< the one on screen; null when none is open
    [[nodiscard]] const Hover& hover() const { return m_hover; }
    [[nodiscard]] const JobStatus& job() const { return m_jobs.shown(); }
    /// Where views tell about work that may last; the status bar shows it after 200 ms.
    [[nodiscard]] JobBoard& jobs() { return m_jobs; }
    [[nodiscard]] bool surveying() const; ///< summaries of some heads are still being computed

    /// The only way the state changes.
    void dispatch(const Action& action);
    void back();
    void forward();
    void undo();
    void redo();
    void setHover(const Hover& hover);
    /// The heads on screen, in order: the survey takes them first, after the selected ones.
    void setVisibleHeads(std::vector<HeadRef> heads);

    /// The open dumps, in the order they were opened.
    [[nodiscard]] std::vector<SharedDump> openDumps() const;
    /// Puts one of them on screen, with the selection and the history it was left with; view, measure and display stay.
    void showDump(const std::string& fingerprint);

    enum class Place : std::uint8_t { Beside, Instead };
    /// Opens in the background, beside the dumps that are open, or instead of the one on screen; they stay when it fails.
    /// The path of an open dump reads it anew: display, and as far as it still exists, selection and history stay.
    void open(const QString& path, const ReadingChoices& choices = {}, Place place = Place::Beside);
    /// The dump on screen, read with other choices.
    void reload(const ReadingChoices& choices);
    void closeDump(); ///< the one on screen; the one before it, if any, takes its place
    void closeDump(const std::string& fingerprint);
    /// Stops the job in the status bar; the last finished result stays.
    void cancelJob();
    void setCacheLimit(std::uint64_t bytes);
    /// Surveys of earlier runs are taken from there, new ones left there; without a store nothing is kept on disk.
    void keepSurveysIn(std::shared_ptr<const SurveyStore> store);

signals:
    void stateChanged(const headlight::State& before, const headlight::State& after);
    void hoverChanged(const headlight::ui::Hover& hover);
    void historyChanged();
    void dumpChanged(); ///< another dump (or none) is on screen, or others are open beside it
    void openFailed(const QString& path, const headlight::Error& error);
    void opening(const QString& path); ///< empty: not any more
    void jobChanged(const headlight::ui::JobStatus& job);
    void surveyAdvanced(); ///< summaries of some heads are new; at most every 50 ms

private:
    void setState(State next);
    void step(std::optional<State> state);
    /// An open dump, with what it was left with while another one is on screen.
    struct Opened {
        std::string fingerprint;
        State state;
        History history;
    };

    void show(const SharedDump& dump, Place place);
    void showAgain(const SharedDump& dump);
    void leave();
    void bring(const Opened& opened);
    [[nodiscard]] std::vector<Opened>::iterator openedLike(const Dump& dump);
    void finishOpening();

    World m_world;
    std::shared_ptr<Workspace> m_workspace;
    std::vector<Opened> m_opened;
    State m_state;
    History m_history;
    Hover m_hover;
    JobBoard m_jobs;
    std::unique_ptr<Survey> m_survey;
    LatestJob<Result<SharedDump>> m_opening;
};

} // namespace headlight::ui
