// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What earlier runs surveyed: taken from the disk, left there, never in the way.

#include "session_world.h"

#include "support/test_class.h"
#include "ui/session/survey_store.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace surveys_on_disk_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_surveys_on_disk : public QObject {
    Q_OBJECT
private slots:
    void aSecondOpeningTakesItsSurveyFromTheDisk()
    {
        const QTemporaryDir folder;
        const auto store = std::make_shared<const SurveyStore>(folder.filePath("new/surveys"));
        const auto first = std::make_shared<SlowMaps>(2, 4);
        first->open();
        const auto again = std::make_shared<SlowMaps>(2, 4); // never lets anyone read
        for (const auto& maps : {first, again}) {
            TestWorld world{{{"aa.pt", dumpNamed("aa", maps)}}};
            Session session(world.world());
            session.keepSurveysIn(store);
            world.open(session, "aa.pt");
            QTRY_VERIFY(!session.surveying());
            QVERIFY(allKnown(session));
        }
        QVERIFY(again->order().empty());
        const auto other = std::make_shared<SlowMaps>(2, 4);
        other->open();
        TestWorld world{{{"bb.pt", dumpNamed("bb", other)}}};
        Session session(world.world());
        session.keepSurveysIn(store);
        world.open(session, "bb.pt");
        QTRY_VERIFY(!session.surveying());
        QCOMPARE(other->order().size(), std::size_t{8});
    }

    void surveysOnDiskStayWithinTheirSize()
    {
        const QTemporaryDir folder;
        const auto summary = std::make_shared<HeadSummary>();
        summary->tile = std::make_shared<const Matrix>(Matrix(16, 16, 0.5F)); // about 1 kB
        const SurveyStore store(folder.path(), 3000);
        for (const char* identity : {"one", "two", "three"})
            store.save(identity, {{{}, summary}});
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 2);
        QVERIFY(!store.load("three").empty() || !store.load("two").empty());
    }

    void withoutAFolderForSurveysNothingIsKeptAndNothingFails()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath("in-the-way"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const SurveyStore store(folder.filePath("in-the-way/surveys"));
        const auto summary = std::make_shared<HeadSummary>();
        summary->tile = std::make_shared<const Matrix>(Matrix(1, 1, 0.5F));
        store.save("one", {{{}, summary}});
        QVERIFY(store.load("one").empty());
    }
};

HEADLIGHT_GUILESS_TEST(tst_surveys_on_disk)

} // namespace surveys_on_disk_test

#include "tst_surveys_on_disk.moc"
