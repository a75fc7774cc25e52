// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/formats/made_files.h"
#include "state/action.h"
#include "support/map_pictures.h"
#include "support/test_class.h"
#include "workspace/map_cache.h"
#include "workspace/matrix_pool.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <functional>
#include <utility>

namespace workspace_test {

using namespace headlight;
using namespace headlight::test;

namespace {

std::shared_ptr<PictureDump> twoByTwo()
{
    const auto one = map({{1.0, 0.0}, {0.5, 0.5}});
    const auto two = map({{0.0, 1.0}, {0.25, 0.75}});
    return std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{one, two}, {two, one}})});
}

State stateOf(const Dump& dump)
{
    return update(State{}, ShowDump{{dump.title(), dump.fingerprint(), ""}, shapeOf(dump)});
}

/// Calls back while a map is being read: what happens in the middle of a job.
class Interrupted final : public MapSource {
public:
    Interrupted(Maps source, std::function<void()> meanwhile) : m_source(std::move(source)), m_meanwhile(std::move(meanwhile)) {}
    [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex index, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        m_meanwhile();
        return m_source->rows(index, range, out, job);
    }

private:
    Maps m_source;
    std::function<void()> m_meanwhile;
};

/// Fails on purpose for one head.
class BrokenHead final : public MapSource {
public:
    explicit BrokenHead(Maps source) : m_source(std::move(source)) {}
    [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex index, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        if (index.head == HeadIndex{1} && index.layer == LayerIndex{0})
            return Error{ErrorKind::Truncated, "needs 16 bytes, has 8"};
        return m_source->rows(index, range, out, job);
    }

private:
    Maps m_source;
};

} // namespace

class tst_workspace : public QObject {
    Q_OBJECT
private slots:
    void aMapIsReadOnceAndShared()
    {
        Workspace workspace;
        const auto dump = twoByTwo();
        workspace.open(dump);
        const auto key = mapsKey(stateOf(*dump));
        const auto first = workspace.map(key, {LayerIndex{0}, HeadIndex{1}}, {});
        const auto second = workspace.map(key, {LayerIndex{0}, HeadIndex{1}}, {});
        QCOMPARE(first->get(), second->get());
        COMPARE_MAPS(**first, map({{0.0, 1.0}, {0.25, 0.75}}));
        QVERIFY(workspace.cacheBytes() > 0);
    }

    void selectedHeadsOfSeveralLayersAreTakenTogether()
    {
        Workspace workspace;
        const auto dump = twoByTwo();
        workspace.open(dump);
        auto state = update(stateOf(*dump), SetAggregate{Aggregate::Mean});
        COMPARE_MAPS(**workspace.aggregate(state, {}), map({{0.5, 0.5}, {0.375, 0.625}}));
        state = update(state, SelectHeads{HeadSet({{LayerIndex{0}, HeadIndex{0}}, {LayerIndex{1}, HeadIndex{1}}})});
        COMPARE_MAPS(**workspace.aggregate(state, {}), map({{1.0, 0.0}, {0.5, 0.5}}));
    }

    void aClosedDumpLeavesNothingBehind()
    {
        Workspace workspace;
        const auto dump = twoByTwo();
        workspace.open(dump);
        const auto key = mapsKey(stateOf(*dump));
        QVERIFY(workspace.map(key, {LayerIndex{0}, HeadIndex{0}}, {}).has_value());
        QVERIFY(workspace.survey(key, {LayerIndex{0}, HeadIndex{0}}, {}).has_value());
        workspace.close(dump->fingerprint());
        QCOMPARE(workspace.cacheBytes(), std::uint64_t{0});
        QVERIFY(!workspace.map(key, {LayerIndex{0}, HeadIndex{0}}, {}));
        QVERIFY(workspace.summary(key, {LayerIndex{0}, HeadIndex{0}}) == nullptr);
    }

    void whatEndsAfterTheDumpWasClosedIsNotKept()
    {
        Workspace workspace;
        const std::string fingerprint = twoByTwo()->fingerprint();
        const auto maps = std::make_shared<Interrupted>(mapsOf({{map({{1.0}}), map({{1.0}})}}), [&] { workspace.close(fingerprint); });
        const auto dump = std::make_shared<PictureDump>(std::vector<Maps>{maps});
        QCOMPARE(dump->fingerprint(), fingerprint);
        const auto state = update(stateOf(*dump), SetAggregate{Aggregate::Mean});
        const auto key = mapsKey(state);
        workspace.open(dump);
        QVERIFY(workspace.map(key, {LayerIndex{0}, HeadIndex{0}}, {}).has_value());
        workspace.open(dump);
        QVERIFY(workspace.survey(key, {LayerIndex{0}, HeadIndex{0}}, {}).has_value());
        workspace.open(dump);
        QVERIFY(workspace.aggregate(state, {}).has_value());
        QCOMPARE(workspace.cacheBytes(), std::uint64_t{0});
    }

    void whatEndsAfterTheDumpWasReadAgainIsNotFoundByTheNewReading()
    {
        Workspace workspace;
        const auto again = std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{0.5, 0.5}, {0.5, 0.5}})}})});
        bool replaced = false;
        const auto maps = std::make_shared<Interrupted>(mapsOf({{map({{1.0, 0.0}, {0.0, 1.0}})}}), [&] {
            if (!std::exchange(replaced, true))
                workspace.open(again);
        });
        workspace.open(std::make_shared<PictureDump>(std::vector<Maps>{maps}));
        const auto key = mapsKey(stateOf(*again));
        COMPARE_MAPS(**workspace.map(key, {LayerIndex{0}, HeadIndex{0}}, {}), map({{1.0, 0.0}, {0.0, 1.0}}));
        COMPARE_MAPS(**workspace.map(key, {LayerIndex{0}, HeadIndex{0}}, {}), map({{0.5, 0.5}, {0.5, 0.5}}));
    }

    void workThatHoldsADumpSeesNothingOfWhatHappensToIt()
    {
        Workspace workspace;
        const auto dump = twoByTwo();
        workspace.open(dump);
        const auto state = stateOf(*dump);
        const auto held = workspace.holding(state);
        QVERIFY(held.has_value());
        workspace.close(dump->fingerprint());
        QVERIFY(held->dump(dump->fingerprint()) != nullptr);
        QVERIFY(held->map(mapsKey(state), {LayerIndex{0}, HeadIndex{0}}, {}).has_value());
        QCOMPARE(workspace.cacheBytes(), std::uint64_t{0});
        QCOMPARE(workspace.holding(state).error().kind, ErrorKind::Cancelled);
    }

    void aStateOfAnotherReadingWithOtherSizesHoldsNothing()
    {
        Workspace workspace;
        const auto dump = twoByTwo();
        const auto before = stateOf(*dump);
        workspace.open(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{map({{1.0}})}})}));
        QCOMPARE(workspace.holding(before).error().kind, ErrorKind::Cancelled);
    }

    /// Too large to be summed before a row of it is shown: the survey, which reads it all, does.
    void aLargeArrayWithAWrongChecksumIsToldByTheSurveyAndNotShownAgain()
    {
        QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.filePath("attentions.npz").toStdString());
        constexpr std::size_t kWide = 400;
        std::vector<float> even(2 * kWide * kWide, 1.0F / kWide);
        const std::string numbers(reinterpret_cast<const char*>(even.data()), even.size() * sizeof(float));
        made::Member good{"layer_0.npy", made::npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 400, 400), }", numbers)};
        made::Member damaged = good;
        damaged.name = "layer_1.npy";
        damaged.crc = 12345;
        std::ofstream(path, std::ios::binary) << made::zip({good, damaged});
        const auto dump = openDump(path);
        QVERIFY2(dump, dump ? "" : sentence(dump.error()).c_str());
        Workspace workspace;
        workspace.open(*dump);
        const auto key = mapsKey(stateOf(**dump));
        QVERIFY(workspace.map(key, {LayerIndex{1}, HeadIndex{0}}, {}));
        QVERIFY(!(*workspace.survey(key, {LayerIndex{0}, HeadIndex{0}}, {}))->problem);
        for (const int head : {0, 1}) {
            const auto problem = (*workspace.survey(key, {LayerIndex{1}, HeadIndex{head}}, {}))->problem;
            QVERIFY(problem);
            QVERIFY2(sentence(*problem).find("layer_1.npy: the checksum does not fit the data") != std::string::npos, sentence(*problem).c_str());
        }
        QVERIFY(!workspace.map(key, {LayerIndex{1}, HeadIndex{1}}, {}));
        QVERIFY(workspace.map(key, {LayerIndex{0}, HeadIndex{1}}, {}));
    }

    void oneBrokenHeadDoesNotHideTheOthers()
    {
        Workspace workspace;
        const auto good = mapsOf({{map({{1.0}}), map({{1.0}})}});
        const auto dump = std::make_shared<PictureDump>(std::vector<Maps>{std::make_shared<BrokenHead>(good)});
        workspace.open(dump);
        const auto key = mapsKey(stateOf(*dump));
        const auto broken = workspace.survey(key, {LayerIndex{0}, HeadIndex{1}}, {});
        QVERIFY(broken.has_value());
        QVERIFY((*broken)->problem.has_value());
        const auto fine = workspace.survey(key, {LayerIndex{0}, HeadIndex{0}}, {});
        QVERIFY(!(*fine)->problem);
        QVERIFY((*fine)->tile != nullptr);
    }

    void aStoppedSurveyIsAnErrorAndIsNotKept()
    {
        Workspace workspace;
        const auto dump = twoByTwo();
        workspace.open(dump);
        const auto key = mapsKey(stateOf(*dump));
        std::stop_source stop;
        stop.request_stop();
        const auto surveyed = workspace.survey(key, {LayerIndex{0}, HeadIndex{0}}, JobContext(stop.get_token()));
        QVERIFY(!surveyed);
        QCOMPARE(surveyed.error().kind, ErrorKind::Cancelled);
        QVERIFY(workspace.summary(key, {LayerIndex{0}, HeadIndex{0}}) == nullptr);
    }

    void theCacheForgetsWhatWasUsedLongestAgo()
    {
        MapCache<int> cache(100);
        cache.insert("a", std::make_shared<const int>(1), 40);
        cache.insert("b", std::make_shared<const int>(2), 40);
        QVERIFY(cache.find("a") != nullptr);
        cache.insert("c", std::make_shared<const int>(3), 40);
        QVERIFY(cache.find("b") == nullptr);
        QVERIFY(cache.find("a") != nullptr);
        QCOMPARE(cache.bytes(), std::uint64_t{80});
        cache.insert("huge", std::make_shared<const int>(4), 1000); // shown now, so it stays
        QVERIFY(cache.find("huge") != nullptr);
        QVERIFY(cache.find("a") == nullptr);
    }

    void matricesComeBackToThePool()
    {
        MatrixPool pool(std::uint64_t{8} << 20);
        auto first = pool.take(1000, 1000);
        const float* memory = first->values().data();
        first.reset();
        const auto second = pool.take(999, 1000);
        QCOMPARE(second->values().data(), memory);
        QCOMPARE(second->rows(), 999);
    }

    void shapesTellWhatEverySampleHas()
    {
        const PictureDump dump({mapsOf({{map({{1.0}})}}), mapsOf({{map({{1.0, 0.0}, {0.5, 0.5}})}}, axisOf({"[CLS]", "[PAD]"}))});
        const auto shape = shapeOf(dump);
        QCOMPARE(shape->samples.size(), std::size_t{2});
        QCOMPARE(shape->samples[1][0].keys, 2);
        QCOMPARE(shape->samples[1][0].keySegments, 2); // special and padding
    }
};

HEADLIGHT_GUILESS_TEST(tst_workspace)

} // namespace workspace_test

#include "tst_workspace.moc"
