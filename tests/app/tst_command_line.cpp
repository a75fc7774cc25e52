// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <unistd.h>

namespace command_line_test {

using namespace headlight;
using namespace headlight::test;

class tst_command_line : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended headlight(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }
    [[nodiscard]] Ended values(const QStringList& arguments) const { return headlight(QStringList{"values", "small.json"} + arguments); }

private slots:
    void init()
    {
        QVERIFY(m_folder.isValid());
        writeFile(at("small.json"), smallDump());
        writeFile(at("nothing.json"), "{\"words\": [\"a\", \"b\"]}");
        writeFile(at("page.pt"), "<html><body>Not found</body></html>");
    }

    void helpAndVersionAreOnStandardOutput()
    {
        for (const QStringList& arguments : {QStringList{"--help"}, QStringList{"--version"}, QStringList{"info", "--help"}, QStringList{"values", "--help"},
                                             QStringList{"figure", "--help"}, QStringList{"notebook", "--help"}, QStringList{"convert", "--help"}, QStringList{"check", "--version"}}) {
            const auto ended = headlight(arguments);
            COMPARE_STATUS(ended, 0);
            QVERIFY(!ended.output.isEmpty());
            QCOMPARE(ended.errors, QByteArray());
        }
    }

    void withoutADisplayThereIsASentenceAndNoCrash()
    {
        for (const QStringList& arguments : {QStringList{}, QStringList{"small.json"}}) {
            const auto ended = headlight(arguments);
            COMPARE_STATUS(ended, 2);
            QVERIFY(ended.errors.contains("display"));
        }
    }

    void wrongUsageIsTwoAndOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown command") << QStringList{"inof", "small.json"} << "info";
        QTest::newRow("unknown option") << QStringList{"info", "--jsno", "small.json"} << "--json";
        QTest::newRow("unknown option of the program") << QStringList{"--vresion"} << "--version";
        QTest::newRow("later command") << QStringList{"slides", "small.json", "-o", "x.pdf"} << "not part of this version";
        QTest::newRow("no such metric") << QStringList{"values", "small.json", "--quantity", "metric:speed", "-o", "x.npy"} << "concentration";
        QTest::newRow("half a pair of segments") << QStringList{"values", "small.json", "--quantity", "metric:segment:text", "-o", "x.npy"} << "segment:A:B";
        QTest::newRow("no such kind of heads") << QStringList{"figure", "small.json", "--view", "heads", "--heads-show", "pie", "-o", "x.png"} << "scatter";
        QTest::newRow("option of another command") << QStringList{"info", "small.json", "--k", "3"} << "an option of values, table, not of info";
        QTest::newRow("later output") << QStringList{"values", "small.json", "--quantity", "map", "-o", "x.h5"} << ".npy";
        QTest::newRow("no path") << QStringList{"info"} << "PATH";
        QTest::newRow("two paths") << QStringList{"info", "small.json", "nothing.json"} << "one PATH";
        QTest::newRow("no output") << QStringList{"values", "small.json", "--quantity", "map"} << "-o";
        QTest::newRow("no quantity") << QStringList{"values", "small.json", "-o", "x.npy"} << "--quantity";
        QTest::newRow("no view") << QStringList{"figure", "small.json", "-o", "x.png"} << "--view";
        QTest::newRow("unknown suffix") << QStringList{"figure", "small.json", "--view", "overview", "-o", "x.gif"} << ".png";
        QTest::newRow("broken list") << QStringList{"values", "small.json", "--quantity", "map", "--layers", "a-b", "-o", "x.npy"} << "1,3-5";
        QTest::newRow("colour map") << QStringList{"figure", "small.json", "--view", "heatmap", "--colour-map", "virdis", "-o", "x.png"} << "viridis";
        QTest::newRow("length") << QStringList{"figure", "small.json", "--view", "heatmap", "--width", "9", "-o", "x.png"} << "8.5cm";
        QTest::newRow("two arrays in one npy") << QStringList{"values", "small.json", "--quantity", "map,row", "-o", "x.npy"} << ".npz";
        QTest::newRow("several figures, one png") << QStringList{"figure", "small.json", "--view", "heatmap", "--head-aggregate",
                                                                 "mean",   "--layers",   "1,2",    "-o",      "x.png"}
                                                  << "2 figures";
    }

    void wrongUsageIsTwoAndOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const auto ended = headlight(arguments);
        COMPARE_STATUS(ended, 2);
        QCOMPARE(ended.output, QByteArray());
        QCOMPARE(ended.errors.count('\n'), 1);
        QVERIFY2(ended.errors.contains(says.toUtf8()), ended.errors.constData());
        QVERIFY(!QFile::exists(at("x.npy")) && !QFile::exists(at("x.png")));
    }

    void whatCannotBeReadIsThree()
    {
        for (const char* path : {"absent.pt", "page.pt", "/dev/null"}) {
            COMPARE_STATUS(headlight({"info", path}), 3);
            COMPARE_STATUS(headlight({"check", path}), 3);
        }
        COMPARE_STATUS(headlight({"values", "nothing.json", "--quantity", "map", "-o", "x.npy"}), 3);
        COMPARE_STATUS(headlight({"figure", "nothing.json", "--view", "overview", "-o", "x.png"}), 3);
        COMPARE_STATUS(headlight({"check", "nothing.json"}), 3);
        QVERIFY(headlight({"info", "absent.pt"}).errors.contains("absent.pt"));
    }

    void aReadableFileWithoutAttentionHasEmptyStacks()
    {
        const auto ended = headlight({"info", "nothing.json", "--json"});
        COMPARE_STATUS(ended, 0);
        const auto report = QJsonDocument::fromJson(ended.output).object();
        QVERIFY(report["stacks"].toArray().isEmpty());
        QCOMPARE(report["warnings"].toArray().size(), 1);
        COMPARE_STATUS(headlight({"info", "nothing.json"}), 0);
    }

    void whatIsNotThereIsFour_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("layer") << QStringList{"--layers", "3"} << "layer 3";
        QTest::newRow("head") << QStringList{"--heads", "4"} << "head 4";
        QTest::newRow("layer 0") << QStringList{"--layers", "0"} << "1 to 2";
        QTest::newRow("select") << QStringList{"--select", "L9 H1"} << "layer 9";
        QTest::newRow("sample") << QStringList{"--samples", "1"} << "sample 1";
        QTest::newRow("id") << QStringList{"--samples", "id:7"} << "7";
        QTest::newRow("stack") << QStringList{"--stack", "cross"} << "cross";
        QTest::newRow("token") << QStringList{"--query", "cat"} << "cat";
        QTest::newRow("several") << QStringList{"--query", "the"} << "0,2";
        QTest::newRow("position") << QStringList{"--query", "4"} << "0 to 3";
        QTest::newRow("queries") << QStringList{"--queries", "4"} << "position 4";
        QTest::newRow("ragged heads") << QStringList{"--select", "L1 H1; L2 H2"} << "--head-aggregate";
    }

    void whatIsNotThereIsFour()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const auto ended = values(QStringList{"--quantity", "map,row", "-o", "x.npz"} + arguments);
        COMPARE_STATUS(ended, 4);
        QVERIFY2(ended.errors.contains(says.toUtf8()), ended.errors.constData());
        QVERIFY(!QFile::exists(at("x.npz")));
    }

    void whatCannotBeWrittenIsFiveAndLeavesTheOldFile()
    {
        COMPARE_STATUS(values({"--quantity", "map", "-o", "absent/x.npy"}), 5);
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "overview", "-o", "absent/x.png"}), 5);
        COMPARE_STATUS(headlight({"notebook", "small.json", "-o", "small.json"}), 5);
        writeFile(at("old.npy"), "old");
        COMPARE_STATUS(values({"--quantity", "map", "-o", "old.npy", "--no-clobber"}), 5);
        QCOMPARE(fileAt(at("old.npy")), QByteArray("old"));
        if (::geteuid() == 0)
            QSKIP("root may write everywhere");
        QVERIFY(QDir().mkpath(at("closed")));
        QFile::setPermissions(at("closed"), QFile::ReadOwner | QFile::ExeOwner);
        COMPARE_STATUS(values({"--quantity", "map", "-o", "closed/x.npy"}), 5);
        QFile::setPermissions(at("closed"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    void infoAsJsonHasTheKeysThatScriptsRely()
    {
        const auto ended = headlight({"info", "small.json", "--json", "--tensors"});
        COMPARE_STATUS(ended, 0);
        const auto report = QJsonDocument::fromJson(ended.output).object();
        QCOMPARE(report.keys(), (QStringList{"format", "opaque", "path", "samples", "stacks", "tensors", "warnings"}));
        const auto stack = report["stacks"].toArray().first().toObject();
        QCOMPARE(stack.keys(), (QStringList{"causal", "dtype", "gradients", "heads", "keys", "kind", "layers", "name", "queries", "reasons", "segments", "storage"}));
        QCOMPARE(stack["layers"].toInt(), 2);
        QCOMPARE(stack["heads"].toInt(), 3);
        QCOMPARE(stack["queries"].toInt(), 4);
        QCOMPARE(stack["causal"].toBool(), true);
        const auto segment = stack["segments"].toObject()["key"].toArray().first().toObject();
        QCOMPARE(segment.keys(), (QStringList{"count", "first", "grid", "name"}));
        const auto tensor = report["tensors"].toArray().first().toObject();
        QCOMPARE(tensor["at"].toString(), QString("attention"));
        QCOMPARE(tensor["shape"].toArray(), (QJsonArray{2, 3, 4, 4}));
        QCOMPARE(report["samples"].toArray().first().toObject().keys(), (QStringList{"caption", "id", "index"}));
        QVERIFY(!QJsonDocument::fromJson(headlight({"info", "small.json", "--json"}).output).object().contains("tensors"));
    }

    void infoForPeopleNamesAxesAndReasons()
    {
        const auto ended = headlight({"info", "small.json"});
        COMPARE_STATUS(ended, 0);
        for (const char* word : {"2 layers", "3 heads", "query", "key", "Sums to 1", "attention", "Samples: 1"})
            QVERIFY2(ended.output.contains(word), word);
    }

    void aMapHasTheSelectedAxesInOrder()
    {
        COMPARE_STATUS(values({"--quantity", "map", "--layers", "2", "--heads", "1,3", "--queries", "1-3", "--keys", "0,2", "-o", "x.npy"}), 0);
        const auto map = numbersIn(at("x.npy"), "");
        QCOMPARE(map.shape, (Shape{1, 2, 3, 2}));
        std::vector<float> expected;
        for (const int head : {0, 2})
            for (const int query : {1, 2, 3})
                for (const int key : {0, 2})
                    expected.push_back(static_cast<float>(smallValue(1, head, query, key)));
        QCOMPARE(map.values, expected);
    }

    void aggregatedAxesGoHeadsBeforeLayers()
    {
        COMPARE_STATUS(values({"--quantity", "map,row", "--head-aggregate", "max", "--layer-aggregate", "sum", "--query", "dog", "-o", "x.npz"}), 0);
        const auto map = numbersIn(at("x.npz"), "map");
        QCOMPARE(map.shape, (Shape{4, 4}));
        std::vector<float> expected;
        for (int query = 0; query < 4; ++query)
            for (int key = 0; key < 4; ++key) {
                double sum = 0.0;
                for (int layer = 0; layer < 2; ++layer)
                    sum += std::max({smallValue(layer, 0, query, key), smallValue(layer, 1, query, key), smallValue(layer, 2, query, key)});
                expected.push_back(static_cast<float>(sum));
            }
        QVERIFY(largestDifference(map.values, expected) < 1e-6);
        const auto row = numbersIn(at("x.npz"), "row");
        QCOMPARE(row.shape, Shape{4});
        QVERIFY(largestDifference(row.values, {expected.begin() + 4, expected.begin() + 8}) < 1e-6);
    }

    void severalQueriesGiveTheMeanOfTheirRowsAndSaySo()
    {
        const auto ended = values({"--quantity", "row", "--select", "L1 H1", "--query", "the#2", "--query", "dog", "-o", "x.npy"});
        COMPARE_STATUS(ended, 0);
        QVERIFY(ended.errors.contains("mean"));
        QCOMPARE(numbersIn(at("x.npy"), "").values, (std::vector<float>{0.0F, 0.5F, 0.5F, 0.0F}));
    }

    void countingFromZeroIsAnOption()
    {
        const auto ended = values({"--quantity", "metric:entropy", "--index-base", "0", "--layers", "0", "--heads", "0", "-o", "-"});
        COMPARE_STATUS(ended, 0);
        QCOMPARE(ended.output, QByteArray("layer,head,value\n0,0,0\n")); // each position looks at itself only
    }

    void tokensFromAFileNameTheQueries()
    {
        writeFile(at("tokens.txt"), "un\nzwei\ntrois\nvier\n");
        const auto ended = values({"--quantity", "map", "--select", "L1 H1", "--queries", "1", "--tokens", "tokens.txt", "-o", "-"});
        COMPARE_STATUS(ended, 0);
        QCOMPARE(ended.output, QByteArray("query,un,zwei,trois,vier\nzwei,0,1,0,0\n"));
    }

    void aRawTensorIsGivenAsItStands()
    {
        COMPARE_STATUS(values({"--tensor", "attention", "-o", "x.npy"}), 0);
        QCOMPARE(numbersIn(at("x.npy"), "").shape, (Shape{2, 3, 4, 4}));
        COMPARE_STATUS(values({"--tensor", "attention[0].attn", "-o", "x.npy"}), 4);
    }

    void outputsAreTheSameBytesEveryTime()
    {
        for (const char* name : {"a.npz", "b.npz", "a.json", "b.json"})
            COMPARE_STATUS(values({"--quantity", "map,row,metric:distance", "-o", name}), 0);
        QCOMPARE(fileAt(at("a.npz")), fileAt(at("b.npz")));
        QCOMPARE(fileAt(at("a.json")), fileAt(at("b.json")));
        const auto json = QJsonDocument::fromJson(fileAt(at("a.json"))).object()["map"].toObject();
        QCOMPARE(json["axes"].toArray(), (QJsonArray{"layer", "head", "query", "key"}));
        QCOMPARE(json["values"].toArray()[1].toArray()[2].toArray()[3].toArray()[0].toDouble(), smallValue(1, 2, 3, 0));
    }

    void checkIsQuietForAGoodDumpAndNamesEveryBadMap()
    {
        const auto good = headlight({"check", "small.json"});
        COMPARE_STATUS(good, 0);
        QCOMPARE(good.output, QByteArray());
        writeFile(at("bad.json"), smallDump(0.5));
        const auto bad = headlight({"check", "bad.json"});
        COMPARE_STATUS(bad, 1);
        QCOMPARE(bad.output.count('\n'), 6);
        QVERIFY(bad.output.contains("layer 2, head 3: 4 rows sum to 0.5000"));
        writeFile(at("nan.json"), smallDump().replace("0.25", "NaN"));
        const auto nan = headlight({"check", "nan.json"});
        COMPARE_STATUS(nan, 1);
        QVERIFY(nan.output.contains("no number"));
    }

    void messagesHoldNoEscapesOfHostileNames()
    {
        const auto ended = headlight({"info", QString("a\x1b[31mb.pt")});
        COMPARE_STATUS(ended, 3);
        QVERIFY(!ended.errors.contains('\x1b'));
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_line)

} // namespace command_line_test

#include "tst_command_line.moc"
