// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/session.h"

#include "ui/session/survey.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QMetaType>

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

void Session::open(const QString& path, const ReadingChoices& choices)
{
    const QString name = QDir(path).dirName();
    m_jobs.begin(&m_opening, tr("Opening %1").arg(name), [this] {
        m_opening.cancel();
        finishOpening();
    });
    m_opening.start(
        [read = m_world.open, file = QFileInfo(path).filesystemFilePath(), choices](const JobContext& job) { return read(file, choices, job); },
        [this, path](Result<SharedDump> dump) {
            finishOpening();
            if (dump)
                show(*dump);
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

void Session::show(const SharedDump& dump)
{
    const SharedDump old = this->dump();
    const bool again = old != nullptr && (old->path() == dump->path() || old->fingerprint() == dump->fingerprint());
    m_survey->stop();
    State next = update(m_state, ShowDump{referenceTo(*dump), m_workspace->open(dump)});
    if (again)
        next = update(std::move(next), ReplaceState{m_state});
    else
        m_history.clear();
    setState(std::move(next));
    if (old != nullptr && old->fingerprint() != dump->fingerprint())
        m_workspace->close(old->fingerprint());
    emit dumpChanged();
}

void Session::closeDump()
{
    if (m_opening.running()) {
        m_opening.cancel();
        finishOpening();
    }
    const SharedDump old = dump();
    if (old == nullptr)
        return;
    m_history.clear();
    setState(update(m_state, CloseDump{}));
    m_workspace->close(old->fingerprint());
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
