// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session_world.h"

#include "base/parallel.h"
#include "core/dump/trees.h"
#include "figure/build.h"
#include "support/test_class.h"
#include "ui/session/job_pool.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <vector>

namespace session_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

QByteArray npyHeader(const QByteArray& shape)
{
    QByteArray words = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }";
    while ((words.size() + 11) % 64 != 0)
        words += ' ';
    words += '\n';
    return QByteArray("\x93NUMPY\x01\x00", 8) + static_cast<char>(words.size()) + '\0' + words;
}

constexpr int kWide = 600; ///< queries and keys, so that a map is more than a megabyte and read from the mapping

/// One layer of three heads, in which every query looks at the position so far behind it and at nothing else. Written in place when it is there.
bool writeWideMaps(const QString& path, int behind)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite))
        return false;
    std::vector<float> map(std::size_t{kWide} * kWide);
    for (std::size_t query = 0; query < kWide; ++query)
        map[query * kWide + (query + static_cast<std::size_t>(behind)) % kWide] = 1.0F;
    const auto header = npyHeader("(1, 3, 600, 600)");
    const auto size = static_cast<qint64>(map.size() * sizeof(float));
    bool written = file.write(header) == header.size();
    for (int head = 0; head < 3; ++head)
        written = written && file.write(reinterpret_cast<const char*>(map.data()), size) == size;
    return written && file.flush();
}

float shareOnDiagonal(const Session& session, int head)
{
    const auto map = session.workspace().map(mapsKey(session.state()), {LayerIndex{0}, HeadIndex{head}}, {});
    return map ? (**map)(3, 3) : -1.0F;
}

} // namespace

class tst_session : public QObject {
    Q_OBJECT
private slots:
    void anActionChangesTheStateAndTellsBeforeAndAfter()
    {
        Session session;
        QSignalSpy changed(&session, &Session::stateChanged);
        session.dispatch(SetColourMap{"magma"});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].value<State>().display.colourMap, std::string("viridis"));
        QCOMPARE(changed[0][1].value<State>().display.colourMap, std::string("magma"));
        session.dispatch(SetColourMap{"magma"});
        QCOMPARE(changed.count(), 1); // nothing changed, nobody is told
    }

    void aSlotMayDispatchAgain()
    {
        Session session;
        connect(&session, &Session::stateChanged, this, [&](const State&, const State& after) {
            if (after.display.colourMap == "magma")
                session.dispatch(SetColourMap{"grey"});
        });
        session.dispatch(SetColourMap{"magma"});
        QCOMPARE(session.state().display.colourMap, std::string("grey"));
    }

    void openingShowsTheDumpAndSaysSo()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        QSignalSpy opening(&session, &Session::opening);
        QSignalSpy changed(&session, &Session::dumpChanged);
        session.open(QStringLiteral("folder/aa.pt"));
        QVERIFY(!session.state().hasDump()); // in the background
        QVERIFY(changed.wait());
        QCOMPARE(opening.count(), 2);
        QCOMPARE(opening[0][0].toString(), QStringLiteral("folder/aa.pt"));
        QCOMPARE(opening[1][0].toString(), QString());
        QVERIFY(session.dump() == world.files["aa.pt"]);
        QCOMPARE(session.state().selection.heads.size(), 6);
    }

    void aFileThatCannotBeReadCostsNothing()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        session.dispatch(SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{2}})});
        const State before = session.state();
        QSignalSpy failed(&session, &Session::openFailed);
        QSignalSpy changed(&session, &Session::dumpChanged);
        session.open(QStringLiteral("broken.pt"));
        QVERIFY(failed.wait());
        QCOMPARE(failed[0][0].toString(), QStringLiteral("broken.pt"));
        QCOMPARE(failed[0][1].value<Error>().kind, ErrorKind::NotADump);
        QVERIFY(session.state() == before);
        QVERIFY(session.dump() == world.files["aa.pt"]);
        QCOMPARE(changed.count(), 0);
    }

    void aFileOfTheDiskIsReadByTheProgramItself()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("noise.pt")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no dump");
        file.close();
        Session session;
        QSignalSpy failed(&session, &Session::openFailed);
        session.open(file.fileName());
        QVERIFY(failed.wait());
        QVERIFY(!session.state().hasDump());
    }

    void anArrayOfTheDiskIsOpenedAndSurveyed()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("attentions.npy")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(npyHeader("(2, 3, 4, 4)"));
        for (int row = 0; row < 2 * 3 * 4; ++row)
            for (const float share : {0.5F, 0.25F, 0.125F, 0.125F})
                file.write(reinterpret_cast<const char*>(&share), sizeof(share));
        file.close();
        Session session;
        QSignalSpy opened(&session, &Session::dumpChanged);
        session.open(file.fileName());
        QVERIFY(opened.wait());
        QCOMPARE(session.state().stackShape().heads, HeadGrid({3, 3}));
        QTRY_VERIFY(!session.surveying());
        QVERIFY(allKnown(session));
        const auto first = session.workspace().summary(mapsKey(session.state()), {LayerIndex{0}, HeadIndex{0}});
        QCOMPARE(first->largest, 0.5F);
        QVERIFY(std::abs(first->numbers[HeadMetric::Entropy] - 1.75 * std::log(2.0)) < 1e-6); // 1/2, 1/4, 1/8, 1/8
    }

    void aDumpThatIsCutOrReplacedWhileItIsOpenIsASentenceAndIsReadAnewWhenItIsOpenedAgain_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("words");
        QTest::newRow("cut") << "cut" << "became shorter while it was open";
        QTest::newRow("another one under its name") << "rename" << "was changed or replaced while it was open";
        QTest::newRow("written over") << "over" << "was changed or replaced while it was open";
    }
    void aDumpThatIsCutOrReplacedWhileItIsOpenIsASentenceAndIsReadAnewWhenItIsOpenedAgain()
    {
        QFETCH(QString, how);
        QFETCH(QString, words);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("attentions.npy"));
        QVERIFY(writeWideMaps(path, 0));
        Session session;
        QSignalSpy opened(&session, &Session::dumpChanged);
        session.open(path);
        QVERIFY(opened.wait());
        session.dispatch(SelectView{ViewKind::Heatmap});
        session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{0}})});
        QTRY_VERIFY_WITH_TIMEOUT(!session.surveying(), 20'000);
        QCOMPARE(shareOnDiagonal(session, 0), 1.0F);

        QTest::qSleep(20); // times of files go by ticks of the system
        if (how == "cut")
            QVERIFY(QFile::resize(path, 5000)); // in the middle of a page, of which the rest reads as zeros
        else
            QVERIFY(writeWideMaps(how == "rename" ? path + ".new" : path, 1));
        if (how == "rename")
            QCOMPARE(std::rename(qPrintable(path + ".new"), qPrintable(path)), 0);
        for (const int head : {1, 2}) {
            session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{head}})});
            const auto figure = buildFigure(session.workspace(), session.state(), {});
            QVERIFY(!figure);
            const QString said = QString::fromStdString(sentence(figure.error()));
            QVERIFY2(said.contains(path) && said.contains(words) && said.contains("Open it again"), qPrintable(said));
        }
        QVERIFY(session.dump() != nullptr);

        if (how == "cut")
            QVERIFY(writeWideMaps(path, 1));
        session.open(path);
        QVERIFY(opened.wait());
        QCOMPARE(shareOnDiagonal(session, 1), 0.0F); // of the new numbers
    }

    void theOldDumpStaysBesideTheNewOneOrMakesRoomForIt()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}, {"bb.pt", dumpNamed("bb")}, {"cc.pt", dumpNamed("cc")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        session.dispatch(SetColourMap{"magma"});
        world.open(session, "bb.pt");
        QVERIFY(session.workspace().dump("aa") != nullptr);
        QVERIFY(session.workspace().dump("bb") != nullptr);
        QCOMPARE(session.openDumps().size(), std::size_t{2});
        QCOMPARE(session.state().display.colourMap, std::string("magma")); // the display stays
        QVERIFY(!session.history().canGoBack());
        QSignalSpy opened(&session, &Session::dumpChanged);
        session.open(QStringLiteral("cc.pt"), {}, Session::Place::Instead);
        QVERIFY(opened.wait());
        QVERIFY(session.workspace().dump("aa") != nullptr);
        QVERIFY(session.workspace().dump("bb") == nullptr);
        QCOMPARE(session.dump()->fingerprint(), std::string("cc"));
    }

    /// Ten files of the disk, each instead of the one before: nothing keeps a dump, its maps or what was computed from it.
    void tenDumpsOneAfterTheOtherLeaveOne()
    {
        const QTemporaryDir folder;
        Session session;
        std::vector<std::weak_ptr<const Dump>> dumps;
        std::vector<std::weak_ptr<const MapSource>> maps;
        for (int i = 0; i < 10; ++i) {
            const QString path = folder.filePath(QStringLiteral("dump_%1.npy").arg(QChar('a' + i)));
            headlight::test::writeNpy(path.toStdString(), headlight::test::attention({2, 3, 8, 8}, {.seed = static_cast<unsigned>(i)}));
            session.open(path, {}, Session::Place::Instead);
            QTRY_VERIFY(session.dump() != nullptr && session.dump()->path() == path.toStdString());
            session.dispatch(SetMeasure{measureOptions(i % 2 == 0 ? MeasureKind::Rollout : MeasureKind::Attention)});
            QTRY_VERIFY(!session.surveying());
            QVERIFY(session.workspace().map(mapsKey(session.state()), {LayerIndex{1}, HeadIndex{2}}, {}).has_value());
            dumps.push_back(session.dump());
            maps.push_back(*session.workspace().maps(mapsKey(session.state())));
        }
        QTRY_COMPARE(std::ranges::count_if(dumps, [](const auto& dump) { return !dump.expired(); }), 1);
        QTRY_VERIFY(std::ranges::count_if(maps, [](const auto& map) { return !map.expired(); }) <= 1);
        session.closeDump();
        QTRY_VERIFY(dumps.back().expired());
        QVERIFY(maps.back().expired());
        QCOMPARE(session.workspace().cacheBytes(), std::uint64_t{0});
    }

    void everyOpenDumpKeepsItsSelectionAndHistory()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}, {"bb.pt", dumpNamed("bb")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        world.now += Milliseconds{500};
        const HeadSet heads = HeadSet::one({LayerIndex{1}, HeadIndex{2}});
        session.dispatch(SelectHeads{heads});
        world.open(session, "bb.pt");
        session.dispatch(SelectView{ViewKind::Heatmap});
        session.dispatch(SetColourMap{"magma"});
        session.showDump("aa");
        QCOMPARE(session.dump()->fingerprint(), std::string("aa"));
        QVERIFY(session.state().selection.heads == heads);
        QVERIFY(session.history().canGoBack());
        QCOMPARE(session.state().view, ViewKind::Heatmap); // how things are looked at is of the window
        QCOMPARE(session.state().display.colourMap, std::string("magma"));
        session.showDump("nothing");
        QCOMPARE(session.dump()->fingerprint(), std::string("aa"));
    }

    void closingOneOfTwoShowsTheOther()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}, {"bb.pt", dumpNamed("bb")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        session.dispatch(SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{2}})});
        world.open(session, "bb.pt");
        session.closeDump();
        QCOMPARE(session.dump()->fingerprint(), std::string("aa"));
        QVERIFY(session.state().selection.heads == HeadSet::one({LayerIndex{1}, HeadIndex{2}}));
        QVERIFY(session.workspace().dump("bb") == nullptr);
        session.closeDump();
        QVERIFY(!session.state().hasDump());
        QVERIFY(session.openDumps().empty());
    }

    void readingAgainKeepsSelectionAndHistory()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        world.now += Milliseconds{500};
        const HeadSet heads = HeadSet::one({LayerIndex{1}, HeadIndex{2}});
        session.dispatch(SelectHeads{heads});
        session.dispatch(PinCell{{QueryIndex{3}, KeyIndex{1}}});
        QSignalSpy changed(&session, &Session::dumpChanged);
        ReadingChoices choices;
        choices.numbersOnly = true;
        session.reload(choices);
        QVERIFY(changed.wait());
        QVERIFY(session.state().selection.heads == heads);
        QVERIFY(session.state().selection.key == KeyIndex{1});
        QVERIFY(session.history().canGoBack());
    }

    void readingAgainDropsOnlyWhatIsGone()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        session.dispatch(SelectHeads{HeadSet({{LayerIndex{0}, HeadIndex{1}}, {LayerIndex{1}, HeadIndex{2}}})});
        const auto less = headlight::test::mapsOf({{Matrix(4, 4, 0.25F), Matrix(4, 4, 0.25F)}});
        world.files["aa.pt"] = std::make_shared<FileDump>("aa.pt", std::vector<Maps>{less}, "cc"); // the file has changed
        QSignalSpy changed(&session, &Session::dumpChanged);
        session.reload({});
        QVERIFY(changed.wait());
        QVERIFY(session.state().selection.heads == HeadSet::one({LayerIndex{0}, HeadIndex{1}}));
        QVERIFY(session.workspace().dump("aa") == nullptr);
    }

    void closingLeavesNothingOpen()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        QSignalSpy changed(&session, &Session::dumpChanged);
        session.closeDump();
        QCOMPARE(changed.count(), 1);
        QVERIFY(!session.state().hasDump());
        QVERIFY(session.dump() == nullptr);
        QVERIFY(session.workspace().dump("aa") == nullptr);
    }

    void backWalksStatesThatLasted()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        const auto select = [&](std::int64_t head) { session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{head}})}); };
        select(0);
        world.now += Milliseconds{500};
        select(1); // passes by
        world.now += Milliseconds{100};
        select(2);
        world.now += Milliseconds{500};
        QSignalSpy history(&session, &Session::historyChanged);
        session.back();
        QCOMPARE(history.count(), 1);
        QVERIFY(session.state().selection.heads.contains({LayerIndex{0}, HeadIndex{0}}));
        session.forward();
        QVERIFY(session.state().selection.heads.contains({LayerIndex{0}, HeadIndex{2}}));
    }

    void undoBringsBackEditsAndLeavesTheSelection()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        session.dispatch(SetColourMap{"magma"});
        session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{1}})});
        session.undo();
        QCOMPARE(session.state().display.colourMap, std::string("viridis"));
        QCOMPARE(session.state().selection.heads.size(), 1);
        session.redo();
        QCOMPARE(session.state().display.colourMap, std::string("magma"));
    }

    void hoverIsToldOnceAndGoesWithItsSample()
    {
        TestWorld world{{{"aa.pt", std::make_shared<PictureDump>(std::vector{smallMaps(), smallMaps()}, "aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        QSignalSpy hovered(&session, &Session::hoverChanged);
        const Hover hover{HeadRef{LayerIndex{0}, HeadIndex{1}}, std::nullopt};
        session.setHover(hover);
        session.setHover(hover);
        QCOMPARE(hovered.count(), 1);
        session.dispatch(SelectSample{SampleIndex{1}});
        QVERIFY(session.hover() == Hover{});
    }

    void theSurveyComputesEveryHead()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa")}}};
        Session session(world.world());
        QSignalSpy advanced(&session, &Session::surveyAdvanced);
        world.open(session, "aa.pt");
        QTRY_VERIFY(!session.surveying());
        QVERIFY(advanced.count() >= 1);
        QVERIFY(allKnown(session));
    }

    void theSurveyTakesSelectedHeadsFirst()
    {
        const auto slow = std::make_shared<SlowMaps>(3, 20);
        TestWorld world{{{"aa.pt", dumpNamed("aa", slow)}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        const auto workers = static_cast<std::size_t>(threadCount());
        QTRY_COMPARE(slow->order().size(), workers); // each holds a head that it began before
        session.dispatch(SelectHeads{HeadSet::one({LayerIndex{2}, HeadIndex{19}})});
        session.setVisibleHeads({{LayerIndex{1}, HeadIndex{5}}});
        slow->letOnePass();
        QTRY_COMPARE(slow->order().size(), workers + 1);
        QVERIFY((slow->order().back() == MapIndex{LayerIndex{2}, HeadIndex{19}}));
        slow->letOnePass();
        QTRY_COMPARE(slow->order().size(), workers + 2);
        QVERIFY((slow->order().back() == MapIndex{LayerIndex{1}, HeadIndex{5}}));
        slow->open();
        QTRY_VERIFY(!session.surveying());
        QVERIFY(slow->mostAtOnce() <= std::max(1, QThread::idealThreadCount()));
    }

    void theSurveyIsShownAfterAWhileAndCanBeCancelled()
    {
        const auto slow = std::make_shared<SlowMaps>(3, 4);
        TestWorld world{{{"aa.pt", dumpNamed("aa", slow)}}};
        Session session(world.world());
        QSignalSpy job(&session, &Session::jobChanged);
        world.open(session, "aa.pt");
        QVERIFY(job.wait());
        QVERIFY2(session.job().label.startsWith(QStringLiteral("Row entropy, layer ")), qPrintable(session.job().label));
        QVERIFY(session.job().label.endsWith(QStringLiteral(" of 3")));
        session.cancelJob();
        QVERIFY(session.job().label.isEmpty());
        QVERIFY(!session.surveying());
        session.dispatch(SelectHeads{HeadSet::one({LayerIndex{0}, HeadIndex{0}})}); // the same maps: it stays cancelled
        QVERIFY(!session.surveying());
        Display display = session.state().display;
        display.hidePadding = !display.hidePadding;
        session.dispatch(SetDisplay{display});
        QVERIFY(session.surveying());
        slow->open();
        QTRY_VERIFY(!session.surveying());
        QVERIFY(allKnown(session));
    }

    void anotherSampleStartsTheSurveyAnew()
    {
        const auto first = std::make_shared<SlowMaps>(2, 4);
        const auto second = std::make_shared<SlowMaps>(2, 4);
        second->open();
        TestWorld world{{{"aa.pt", std::make_shared<PictureDump>(std::vector<Maps>{first, second}, "aa")}}};
        Session session(world.world());
        world.open(session, "aa.pt");
        QTRY_VERIFY(!first->order().empty());
        session.dispatch(SelectSample{SampleIndex{1}});
        QTRY_VERIFY(!session.surveying());
        QVERIFY(allKnown(session));
        QVERIFY(first->order().size() < 8);
    }

    void newsOfTheSurveyComeInTurns()
    {
        TestWorld world{{{"aa.pt", dumpNamed("aa", headlight::test::mapsOf(std::vector(12, std::vector(50, Matrix(16, 16, 0.0625F)))))}}};
        Session session(world.world());
        QElapsedTimer clock;
        qint64 last = -1000;
        qint64 shortest = 1000;
        connect(&session, &Session::surveyAdvanced, this, [&] {
            if (session.surveying())
                shortest = std::min(shortest, clock.elapsed() - last);
            last = clock.elapsed();
        });
        clock.start();
        world.open(session, "aa.pt");
        QTRY_VERIFY(!session.surveying());
        QVERIFY2(shortest >= 40, qPrintable(QString::number(shortest)));
    }

    void aSessionMayGoWhileEverythingRuns()
    {
        for (int i = 0; i < 20; ++i) {
            const auto slow = std::make_shared<SlowMaps>(3, 20);
            TestWorld world{{{"aa.pt", dumpNamed("aa", slow)}}};
            Session session(world.world());
            if (i % 2 == 0)
                world.open(session, "aa.pt");
            session.open(QStringLiteral("aa.pt"));
            if (i % 4 == 3)
                QCoreApplication::processEvents();
        }
        QVERIFY(jobPool().waitForDone(5000));
    }
};

HEADLIGHT_GUILESS_TEST(tst_session)

} // namespace session_test

#include "tst_session.moc"
