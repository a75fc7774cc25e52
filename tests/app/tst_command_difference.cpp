// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

#include <QTemporaryDir>

#include <algorithm>

namespace command_difference_test {

using namespace headlight;
using namespace headlight::test;

/// `values --minus`: two states of a dump and two dumps, by hand.
class tst_command_difference : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended run(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }

private slots:
    void initTestCase()
    {
        writeFile(at("before.json"), smallDump());
        writeFile(at("after.json"), smallDump(2.0));
        COMPARE_STATUS(run({"figure", "before.json", "--view", "heatmap", "--layers", "1", "--heads", "1", "-o", "first.svg"}), 0);
    }

    void fromOneHeadAnotherIsTakenThatAFigureShows()
    {
        COMPARE_STATUS(run({"values", "before.json", "--quantity", "map", "--layers", "2", "--heads", "3", "--minus", "first.svg", "-o", "heads.npy"}), 0);
        const auto less = numbersIn(at("heads.npy"), "");
        QCOMPARE(less.shape, (Shape{1, 1, 4, 4}));
        for (int query = 0; query < 4; ++query)
            for (int key = 0; key < 4; ++key)
                QCOMPARE(static_cast<double>(less.values[static_cast<std::size_t>(4 * query + key)]), smallValue(1, 2, query, key) - smallValue(0, 0, query, key));
    }

    void fromOneDumpAnotherIsTakenWithTheSameChoices()
    {
        COMPARE_STATUS(run({"values", "after.json", "--quantity", "map,received", "--layers", "2", "--minus", "before.json", "-o", "dumps.npz"}), 0);
        const auto less = numbersIn(at("dumps.npz"), "map");
        QCOMPARE(less.shape, (Shape{1, 3, 4, 4}));
        for (int head = 0; head < 3; ++head)
            for (int query = 0; query < 4; ++query)
                for (int key = 0; key < 4; ++key)
                    QCOMPARE(static_cast<double>(less.values[static_cast<std::size_t>(16 * head + 4 * query + key)]), smallValue(1, head, query, key)); // 2 A − A
        const auto received = numbersIn(at("dumps.npz"), "received");
        double sum = 0.0;
        for (const float value : received.values)
            sum += static_cast<double>(value);
        QCOMPARE(sum, 3.0 * 4.0); // rows of the difference still sum to one
    }

    void nothingIsLeftOfADumpLessItself()
    {
        COMPARE_STATUS(run({"values", "before.json", "--quantity", "map", "--measure", "rollout", "--minus", "before.json", "-o", "itself.npy"}), 0);
        const auto less = numbersIn(at("itself.npy"), "");
        QCOMPARE(less.shape, (Shape{2, 3, 4, 4}));
        QVERIFY(std::ranges::all_of(less.values, [](float value) { return value == 0.0F; }));
    }

    void whatCannotBeSubtractedIsSaid()
    {
        const auto sizes = run({"values", "before.json", "--quantity", "map", "--minus", "first.svg", "-o", "no.npy"});
        COMPARE_STATUS(sizes, 4);
        QVERIFY2(sizes.errors.contains("A is [2, 3, 4, 4], B is [1, 1, 4, 4]"), sizes.errors.constData());
        COMPARE_STATUS(run({"values", "before.json", "--quantity", "topk", "--minus", "after.json", "-o", "no.npz"}), 2);
        COMPARE_STATUS(run({"values", "before.json", "--tensor", "/attention", "--minus", "after.json", "-o", "no.npy"}), 2);
        COMPARE_STATUS(run({"values", "before.json", "--quantity", "map", "--importance", "after.json", "--minus", "after.json", "-o", "no.npy"}), 2);
        COMPARE_STATUS(run({"values", "before.json", "--quantity", "map", "--minus", "absent.json", "-o", "no.npy"}), 3);
        COMPARE_STATUS(run({"figure", "before.json", "--view", "heatmap", "--minus", "after.json", "-o", "no.png"}), 2);
        QVERIFY(!QFile::exists(at("no.npy")) && !QFile::exists(at("no.npz")) && !QFile::exists(at("no.png")));
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_difference)

} // namespace command_difference_test

#include "tst_command_difference.moc"
