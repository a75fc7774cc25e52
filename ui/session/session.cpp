// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/session.h"

#include "ui/session/survey.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMetaType>

#include <algorithm>
#include <utility>

namespace headlight::ui {

namespace {

void registerMetaTypes()
{
    qRegisterMetaType<headlight::State>("headlight::State");
    qRegisterMetaType<headlight::Error>("headlight::Error");
    qRegisterMetaType<headlight::ui::Hover>("headlight::ui::Hover");
    qRegisterMetaType<headlight::ui::JobStatus>("headlight::ui::JobStatus");
}

DumpReference referenceTo(const Dump& dump)
{
    return {dump.title(), dump.fingerprint(), {}};
}

bool showsOtherMaps(const State& before, const State& after)
{
    return before.dump != after.dump || before.selection.sample != after.selection.sample || before.selection.stack != after.selection.stack;
}

} // namespace

Session::World Session::world()
{
    QElapsedTimer timer;
    timer.start();
    return {[timer] { return Milliseconds{timer.elapsed()}; }, openDump};
}

Session::Session(QObject* parent) : Session(world(), parent) {}

Session::Session(World world, QObject* parent)
    : QObject(parent), m_world(std::move(world)), m_workspace(std::make_shared<Workspace>()), m_survey(std::make_unique<Survey>(m_workspace, m_jobs))
{
    registerMetaTypes();
    connect(&m_jobs, &JobBoard::changed, this, &Session::jobChanged);
    connect(m_survey.get(), &Survey::advanced, this, &Session::surveyAdvanced);
}

Session::~Session() = default;

SharedDump Session::dump() const
{
    return m_state.hasDump() ? m_workspace->dump(m_state.dump.fingerprint) : nullptr;
}

bool Session::surveying() const
{
    return m_survey->running();
}

void Session::dispatch(const Action& action)
{
    State next = update(m_state, action);
    if (next == m_state)
        return;
    m_history.record(m_state, next, action, m_world.clock());
    setState(std::move(next));
}

void Session::back()
{
    step(m_history.back(m_state, m_world.clock()));
}

void Session::forward()
{
    step(m_history.forward(m_state, m_world.clock()));
}

void Session::undo()
{
    step(m_history.undo(m_state));
}

void Session::redo()
{
    step(m_history.redo(m_state));
}

void Session::step(std::optional<State> state)
{
    if (state)
        setState(update(m_state, ReplaceState{std::move(*state)}));
}

void Session::setState(State next)
{
    const State before = std::exchange(m_state, std::move(next));
    const State after = m_state; // slots may dispatch again
    if (showsOtherMaps(before, after))
        setHover({});
    m_survey->follow(after);
    if (!(before == after))
        emit stateChanged(before, after);
    emit historyChanged();
}

void Session::setHover(const Hover& hover)
{
    if (hover == m_hover)
        return;
    m_hover = hover;
    emit hoverChanged(hover);
}

void Session::setVisibleHeads(std::vector<HeadRef> heads)
{
    m_survey->setVisible(std::move(heads));
}

std::vector<SharedDump> Session::openDumps() const
{
    std::vector<SharedDump> dumps;
    for (const auto& opened : m_opened)
        dumps.push_back(m_workspace->dump(opened.fingerprint));
    return dumps;
}

void Session::open(const QString& path, const ReadingChoices& choices, Place place)
{
    const QString name = QDir(path).dirName();
    m_jobs.begin(&m_opening, tr("Opening %1").arg(name), [this] {
        m_opening.cancel();
        finishOpening();
    });
    m_opening.start(
        [read = m_world.open, file = QFileInfo(path).filesystemFilePath(), choices](const JobContext& job) { return read(file, choices, job); },
        [this, path, place](Result<SharedDump> dump) {
            finishOpening();
            if (dump)
                show(*dump, place);
            else if (dump.error().kind != ErrorKind::Cancelled)
                emit openFailed(path, dump.error());
        },
        [this](std::string_view label, double done) { m_jobs.report(&m_opening, QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())), done); });
    emit opening(path);
}

void Session::reload(const ReadingChoices& choices)
{
    if (const SharedDump shown = dump())
        open(QString::fromStdString(shown->path().string()), choices);
}

void Session::finishOpening()
{
    m_jobs.end(&m_opening);
    emit opening({});
}

std::vector<Session::Opened>::iterator Session::openedLike(const Dump& dump)
{
    return std::ranges::find_if(m_opened, [&](const Opened& opened) {
        const auto known = m_workspace->dump(opened.fingerprint);
        return opened.fingerprint == dump.fingerprint() || (known != nullptr && known->path() == dump.path());
    });
}

void Session::show(const SharedDump& dump, Place place)
{
    if (const auto known = openedLike(*dump); known != m_opened.end()) {
        if (known->fingerprint != m_state.dump.fingerprint) {
            leave();
            bring(Opened(*known));
        }
        showAgain(dump);
        return;
    }
    const std::string old = m_state.dump.fingerprint;
    leave();
    m_survey->stop();
    m_history.clear();
    m_opened.push_back({dump->fingerprint(), {}, {}});
    setState(update(m_state, ShowDump{referenceTo(*dump), m_workspace->open(dump)}));
    if (place == Place::Instead && !old.empty()) {
        std::erase_if(m_opened, [&](const Opened& opened) { return opened.fingerprint == old; });
        m_workspace->close(old);
    }
    emit dumpChanged();
}

/// The dump on screen was read anew.
void Session::showAgain(const SharedDump& dump)
{
    const std::string old = m_state.dump.fingerprint;
    m_survey->stop();
    State next = update(m_state, ShowDump{referenceTo(*dump), m_workspace->open(dump)});
    openedLike(*dump)->fingerprint = dump->fingerprint();
    setState(update(std::move(next), ReplaceState{m_state}));
    if (old != dump->fingerprint())
        m_workspace->close(old);
    emit dumpChanged();
}

/// Remembers what the dump on screen is left with.
void Session::leave()
{
    for (auto& opened : m_opened)
        if (opened.fingerprint == m_state.dump.fingerprint) {
            opened.state = m_state;
            opened.history = m_history;
        }
}

/// Puts a dump that was left back on screen.
void Session::bring(const Opened& opened)
{
    m_survey->stop();
    State kept = opened.state;
    kept.view = m_state.view;
    kept.measure = m_state.measure;
    kept.display = m_state.display;
    m_history = opened.history;
    setState(update(update(m_state, ShowDump{opened.state.dump, opened.state.shape}), ReplaceState{kept}));
}

void Session::showDump(const std::string& fingerprint)
{
    const auto wanted = std::ranges::find(m_opened, fingerprint, &Opened::fingerprint);
    if (wanted == m_opened.end() || fingerprint == m_state.dump.fingerprint)
        return;
    leave();
    bring(Opened(*wanted));
    emit dumpChanged();
}

void Session::closeDump()
{
    if (m_opening.running()) {
        m_opening.cancel();
        finishOpening();
    }
    if (m_state.hasDump())
        closeDump(std::string(m_state.dump.fingerprint));
}

void Session::closeDump(const std::string& fingerprint)
{
    const auto closed = std::ranges::find(m_opened, fingerprint, &Opened::fingerprint);
    if (closed == m_opened.end())
        return;
    const bool shown = fingerprint == m_state.dump.fingerprint;
    const auto place = static_cast<std::size_t>(closed - m_opened.begin());
    m_opened.erase(closed);
    if (shown && m_opened.empty()) {
        m_history.clear();
        setState(update(m_state, CloseDump{}));
    } else if (shown) {
        bring(Opened(m_opened[place == 0 ? 0 : place - 1]));
    }
    m_workspace->close(fingerprint);
    emit dumpChanged();
}

void Session::cancelJob()
{
    m_jobs.cancelShown();
}

void Session::keepSurveysIn(std::shared_ptr<const SurveyStore> store)
{
    m_survey->keepIn(std::move(store));
}

void Session::setCacheLimit(std::uint64_t bytes)
{
    m_workspace->setCacheLimit(bytes);
}

} // namespace headlight::ui
