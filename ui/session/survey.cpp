// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/survey.h"

#include "base/parallel.h"
#include "ui/session/progress_post.h"
#include "ui/session/survey_store.h"

#include <QThread>

#include <atomic>
#include <deque>
#include <mutex>
#include <new>
#include <set>
#include <stop_token>
#include <utility>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#endif

namespace headlight::ui {

namespace {

constexpr int kNice = 10;

/// QThread's priorities mean nothing to Linux' usual scheduler; being nice does, and there it is a matter of the thread.
void stepBehindOthers()
{
#ifdef Q_OS_LINUX
    setpriority(PRIO_PROCESS, 0, kNice);
#endif
}

} // namespace

/// What the workers of one survey share.
struct Survey::Run {
    std::shared_ptr<const Workspace> workspace; ///< holding the dump
    std::shared_ptr<const SurveyStore> store;
    MapsKey key;
    std::stop_source stop;
    std::once_flag recalled;
    HeadSet all;
    std::shared_ptr<ProgressPost> post;
    std::int64_t total = 0;
    std::atomic<std::int64_t> finished{0};
    std::atomic<std::int64_t> layer{0};
    std::atomic<bool> isNew{false}; ///< something was computed
    std::mutex mutex;
    std::deque<HeadRef> waiting;

    std::optional<HeadRef> next()
    {
        const std::lock_guard lock(mutex);
        if (waiting.empty() || stop.stop_requested())
            return std::nullopt;
        const HeadRef head = waiting.front();
        waiting.pop_front();
        return head;
    }

    /// What an earlier run left.
    void recall()
    {
        if (store == nullptr)
            return;
        try {
            for (auto& [head, summary] : store->load(surveyIdentity(*workspace, key)))
                if (all.contains(head))
                    workspace->remember(key, head, std::move(summary));
        } catch (const std::bad_alloc&) {
            // then everything is computed again
        }
    }

    /// Leaves the whole survey to the next run.
    void leave() const
    {
        if (store == nullptr)
            return;
        try {
            std::vector<SurveyedHead> heads;
            for (const HeadRef head : all.heads())
                if (auto summary = workspace->summary(key, head))
                    heads.push_back({head, std::move(summary)});
            if (static_cast<std::int64_t>(heads.size()) == all.size())
                store->save(surveyIdentity(*workspace, key), heads);
        } catch (const std::bad_alloc&) {
            // then the next run computes it again
        }
    }

    void work() noexcept
    {
        stepBehindOthers();
        const JobContext job(stop.get_token());
        std::call_once(recalled, [this] { recall(); });
        while (const auto head = next()) {
            layer = head->layer.value;
            try {
                if (workspace->summary(key, *head) == nullptr)
                    isNew = true;
                const auto summary = workspace->survey(key, *head, job); // kept by the workspace
            } catch (const std::bad_alloc&) {
                // this head stays unknown; a figure that needs it says why
            }
            if (job.stopped())
                return;
            const auto done = finished.fetch_add(1) + 1;
            if (done == total && isNew)
                leave();
            post->post({}, static_cast<double>(done) / static_cast<double>(total));
        }
    }
};

Survey::Survey(std::shared_ptr<const Workspace> workspace, JobBoard& board, QObject* parent) : QObject(parent), m_workspace(std::move(workspace)), m_board(board)
{
    m_pool.setMaxThreadCount(threadCount());
    m_pool.setThreadPriority(QThread::LowPriority);
    m_advance.setSingleShot(true);
    m_advance.setInterval(kAdvanceMs);
    connect(&m_advance, &QTimer::timeout, this, &Survey::advanced);
}

Survey::~Survey()
{
    halt();
    m_pool.waitForDone();
}

void Survey::follow(const State& state)
{
    if (!state.hasDump()) {
        stop();
        return;
    }
    m_selected = selectedMaps(state);
    m_metric = state.display.metric;
    m_base = state.display.indexBase;
    const MapsKey key = mapsKey(state);
    if (m_key == key) {
        order();
        return;
    }
    halt();
    auto held = m_workspace->holding(state);
    if (!held)
        return;
    m_key = key;
    m_grid = state.stackShape().heads;
    m_every = everyMap(state);
    m_visible.clear();
    if (isByQuery(state.measure.kind))
        return; // every map of it is the work of minutes
    start(std::make_shared<const Workspace>(*std::move(held)));
}

void Survey::setVisible(std::vector<HeadRef> heads)
{
    m_visible = std::move(heads);
    order();
}

void Survey::cancel()
{
    const bool wasRunning = running();
    halt();
    if (wasRunning)
        emit advanced();
}

void Survey::stop()
{
    halt();
    m_key.reset();
}

void Survey::start(std::shared_ptr<const Workspace> held)
{
    const HeadSet& all = m_every;
    if (all.empty())
        return;
    m_run = std::make_shared<Run>();
    m_run->workspace = std::move(held);
    m_run->store = m_store;
    m_run->all = all;
    m_run->key = *m_key;
    m_run->total = all.size();
    m_run->waiting.assign(all.heads().begin(), all.heads().end());
    m_run->post = std::make_shared<ProgressPost>(this, [this](std::string_view, double) { tell(); });
    order();
    m_board.begin(this, label(), [this] { cancel(); });
    for (int i = 0; i < threadCount(); ++i)
        m_pool.start([run = m_run] { run->work(); });
}

void Survey::halt()
{
    m_advance.stop();
    if (m_run == nullptr)
        return;
    m_run->stop.request_stop();
    m_run->post->close();
    m_run.reset();
    m_pool.clear();
    m_board.end(this);
}

/// Selected heads, then visible ones, then the others.
void Survey::order()
{
    if (m_run == nullptr)
        return;
    const std::lock_guard lock(m_run->mutex);
    std::set<HeadRef> left(m_run->waiting.begin(), m_run->waiting.end());
    m_run->waiting.clear();
    const auto take = [&](HeadRef head) {
        if (left.erase(head) > 0)
            m_run->waiting.push_back(head);
    };
    if (!m_selected.isAll(m_grid))
        for (const HeadRef head : m_selected.heads())
            take(head);
    for (const HeadRef head : m_visible)
        take(head);
    m_run->waiting.insert(m_run->waiting.end(), left.begin(), left.end());
}

/// "Row entropy, layer 9 of 12"
QString Survey::label() const
{
    const std::string layer = headlight::label(LayerIndex{m_run->layer}, m_base);
    return tr("%1, layer %2 of %3")
        .arg(QString::fromStdString(titleOf(m_metric)), QString::fromStdString(layer), QString::number(m_grid.size()));
}

void Survey::tell()
{
    const auto finished = m_run->finished.load();
    if (finished == m_run->total) {
        halt();
        emit advanced();
        return;
    }
    m_board.report(this, label(), static_cast<double>(finished) / static_cast<double>(m_run->total));
    if (!m_advance.isActive())
        m_advance.start();
}

} // namespace headlight::ui
