// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Dumps that are made here, some of which let nobody read until the test says so, and a session that opens them by name.
#pragma once

#include "support/map_pictures.h"
#include "ui/session/session.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <map>
#include <mutex>
#include <vector>

namespace headlight::ui::test {

using headlight::test::PictureDump;

/// 2 layers x 3 heads of 4 x 4.
inline Maps smallMaps()
{
    Matrix even(4, 4, 0.25F);
    return headlight::test::mapsOf({{even, even, even}, {even, even, even}});
}

/// A dump of a file of its own.
class FileDump final : public Dump {
public:
    FileDump(std::filesystem::path path, std::vector<Maps> samples, const std::string& fingerprint)
        : FileDump(std::move(path), std::make_shared<PictureDump>(std::move(samples), fingerprint))
    {}
    Result<Maps> attention(StackIndex stack, SampleIndex sample) const override { return m_dump->attention(stack, sample); }
    Result<Maps> gradients(StackIndex stack, SampleIndex sample, std::string_view target) const override { return m_dump->gradients(stack, sample, target); }

private:
    FileDump(std::filesystem::path path, const std::shared_ptr<PictureDump>& dump) : Dump(*dump), m_dump(dump) { m_path = std::move(path); }

    std::shared_ptr<PictureDump> m_dump;
};

inline SharedDump dumpNamed(const std::string& fingerprint, Maps maps = smallMaps())
{
    return std::make_shared<FileDump>(fingerprint + ".pt", std::vector<Maps>{std::move(maps)}, fingerprint);
}

/// Counts what is read, and holds readers back until the test opens the gate.
class SlowMaps final : public MapSource {
public:
    SlowMaps(std::int64_t layers, std::int64_t heads)
        : m_source(headlight::test::mapsOf(std::vector(static_cast<std::size_t>(layers), std::vector(static_cast<std::size_t>(heads), Matrix(4, 4, 0.25F)))))
    {}

    [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex map, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        const int now = ++m_inside;
        for (int most = m_most; now > most && !m_most.compare_exchange_weak(most, now);) {
        }
        {
            const std::lock_guard lock(m_mutex);
            if (m_order.empty() || !(m_order.back() == map))
                m_order.push_back(map);
        }
        while (m_closed && !job.stopped() && !takePass())
            QThread::usleep(200);
        --m_inside;
        return job.stopped() ? Result<void>(cancelled()) : m_source->rows(map, range, out, job);
    }
    void open() { m_closed = false; }
    /// Lets one of the waiting readers go on.
    void letOnePass() { ++m_passes; }
    [[nodiscard]] std::vector<MapIndex> order() const
    {
        const std::lock_guard lock(m_mutex);
        return m_order;
    }
    [[nodiscard]] int mostAtOnce() const { return m_most; }

private:
    bool takePass() const
    {
        for (int passes = m_passes; passes > 0;)
            if (m_passes.compare_exchange_weak(passes, passes - 1))
                return true;
        return false;
    }

    Maps m_source;
    std::atomic<bool> m_closed{true};
    mutable std::atomic<int> m_passes{0};
    mutable std::atomic<int> m_inside{0};
    mutable std::atomic<int> m_most{0};
    mutable std::mutex m_mutex;
    mutable std::vector<MapIndex> m_order;
};

/// Files are names of dumps; time stands still until the test moves it.
struct TestWorld {
    std::map<std::string, SharedDump> files;
    Milliseconds now{0};

    Session::World world()
    {
        return {[this] { return now; },
                [this](const std::filesystem::path& path, const ReadingChoices&, const JobContext&) -> Result<SharedDump> {
                    const auto found = files.find(path.filename().string());
                    if (found == files.end())
                        return Error{ErrorKind::NotADump, "no attention in this file"};
                    return found->second;
                }};
    }
    void open(Session& session, const char* name)
    {
        QSignalSpy opened(&session, &Session::dumpChanged);
        session.open(QString::fromLatin1(name));
        QVERIFY(opened.wait());
    }
};

inline bool allKnown(const Session& session)
{
    const HeadSet heads = HeadSet::all(session.state().stackShape().heads);
    for (const HeadRef head : heads.heads())
        if (session.workspace().summary(mapsKey(session.state()), head) == nullptr)
            return false;
    return true;
}

} // namespace headlight::ui::test
