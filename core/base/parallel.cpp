// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
#include <sched.h>
#include <thread>
#include <vector>

namespace headlight {

namespace {

/// One loop: indices are handed out one by one; whoever finishes the last one wakes the owner.
struct Loop {
    std::int64_t count = 0;
    const std::function<void(std::int64_t)>* work = nullptr;
    std::atomic<std::int64_t> next{0};
    std::atomic<std::int64_t> finished{0};
    std::mutex mutex;
    std::condition_variable done;

    void run()
    {
        for (std::int64_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
            (*work)(i);
            if (finished.fetch_add(1) + 1 == count) {
                const std::lock_guard lock(mutex);
                done.notify_all();
            }
        }
    }
    [[nodiscard]] bool exhausted() const { return next.load() >= count; }
};

class Pool {
public:
    explicit Pool(int threads)
    {
        for (int i = 0; i < threads; ++i)
            m_threads.emplace_back([this](const std::stop_token& stop) { serve(stop); });
    }

    void offer(const std::shared_ptr<Loop>& loop)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_loops.push_back(loop);
        }
        m_wake.notify_all();
    }

private:
    void serve(const std::stop_token& stop)
    {
        while (true) {
            std::shared_ptr<Loop> loop;
            {
                std::unique_lock lock(m_mutex);
                if (!m_wake.wait(lock, stop, [this] { return !m_loops.empty(); }))
                    return;
                loop = m_loops.front();
                if (loop->exhausted()) {
                    m_loops.pop_front();
                    continue;
                }
            }
            loop->run();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::shared_ptr<Loop>> m_loops;
    std::vector<std::jthread> m_threads;
};

int countThreads()
{
    if (const char* wanted = std::getenv("HEADLIGHT_THREADS")) {
        int number = 0;
        const auto parsed = std::from_chars(wanted, wanted + std::strlen(wanted), number);
        if (parsed.ec == std::errc{} && number >= 1 && number <= 1024)
            return number;
    }
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof(allowed), &allowed) == 0)
        return std::max(1, CPU_COUNT(&allowed));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

} // namespace

int threadCount()
{
    static const int count = countThreads();
    return count;
}

void parallelFor(std::int64_t count, const std::function<void(std::int64_t)>& work)
{
    if (count <= 0)
        return;
    if (count == 1 || threadCount() == 1) {
        for (std::int64_t i = 0; i < count; ++i)
            work(i);
        return;
    }
    static Pool pool(threadCount() - 1);
    const auto loop = std::make_shared<Loop>();
    loop->count = count;
    loop->work = &work;
    pool.offer(loop);
    loop->run();
    std::unique_lock lock(loop->mutex);
    loop->done.wait(lock, [&] { return loop->finished.load() == count; });
}

} // namespace headlight
