// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a pickle describes, of every protocol: constants, strings, keys, containers, classes, arrays of NumPy and pandas.
#include "made_files.h"

#include <test_source_dir.h>

using namespace made;

namespace {

Result<Document> readPickle(const std::string& body)
{
    return read(pickle(body), "made.pkl");
}

} // namespace

class PickleValuesTest : public QObject {
    Q_OBJECT

private slots:
    void unknownClassesAreListedAndNotBuilt()
    {
        const auto document = readPickle("(" + text("a") + call("some.where", "Thing", whole(1)) + text("b") + whole(2) + "d");
        QVERIFY(document);
        QCOMPARE(document->root.find("a")->opaque()->className, std::string("some.where.Thing"));
        QCOMPARE(*document->root.find("b")->integer(), std::int64_t{2});
    }

    void classesThatCarryEntriesAreDictionaries()
    {
        const auto document = readPickle(global("my.code2", "ModelOutput") + ")\x81(" + text("loss") + "Nu");
        QVERIFY(document);
        QVERIFY(document->root.find("loss")->isNull());
        QCOMPARE(document->warnings.size(), std::size_t{1});
    }

    void everyConstantAndContainerIsRead()
    {
        const auto document = readPickle("(" + text("none") + "N" + text("yes") + "\x88" + text("no") + "\x89" + text("int") + "K\x07" + text("negative") + "J\xff\xff\xff\xff"
                                         + text("long") + "\x8a\x02\x00\x80"s + text("float") + "G\x3f\xf8" + std::string(6, '\0') + text("bytes") + "C\x02hi" + text("list") + "]" + text("a") + "a"
                                         + text("set") + call("builtins", "set", "]" + text("x") + "a") + text("range") + call("builtins", "range", "K\x00K\x03K\x01"s) + "d");
        QVERIFY2(document, refusal(document).c_str());
        const Value& root = document->root;
        QVERIFY(root.find("none")->isNull());
        QCOMPARE(*root.find("yes")->boolean(), true);
        QCOMPARE(*root.find("no")->boolean(), false);
        QCOMPARE(*root.find("int")->integer(), std::int64_t{7});
        QCOMPARE(*root.find("long")->integer(), std::int64_t{-32768});
        QCOMPARE(*root.find("negative")->integer(), std::int64_t{-1});
        QCOMPARE(*root.find("float")->floating(), 1.5);
        QCOMPARE(root.find("bytes")->bytes()->size(), std::size_t{2});
        QCOMPARE(*root.find("list")->list()->front().string(), std::string("a"));
        QCOMPARE(*root.find("set")->list()->front().string(), std::string("x"));
        QVERIFY(root.find("range")->string() != nullptr);
    }

    void protocolZeroIsRead()
    {
        const auto document = read("(dp0\nVt\\u00efme\np1\nF1.5\nsS'old\\x41'\np2\nI01\nsVn\nL12345678901L\ns.", "old.pkl");
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(*document->root.find("t\xc3\xafme")->floating(), 1.5);
        QCOMPARE(*document->root.find("oldA")->boolean(), true);
        QCOMPARE(*document->root.find("n")->integer(), std::int64_t{12345678901});
    }

    void laterKeysWinAsInPython()
    {
        const auto document = readPickle("(" + text("a") + "K\x01" + text("b") + "K\x02" + text("a") + "K\x03" + "d");
        QVERIFY(document);
        QCOMPARE(document->root.dictionary()->size(), std::size_t{2});
        QCOMPARE(*document->root.find("a")->integer(), std::int64_t{3});
    }

    void regularListsOfNumbersAreTensors()
    {
        const auto document = readPickle("]((K\x01K\x02l(K\x03K\x04le"); // [[1, 2], [3, 4]]
        QVERIFY(document);
        QCOMPARE(toString(document->root.tensor()->shape()), std::string("[2, 2]"));
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2, 3, 4}));
    }

    void raggedListsAreTensorsOneLevelDown()
    {
        const auto document = readPickle("]((K\x01K\x02l(K\x03le"); // [[1, 2], [3]]
        QVERIFY(document);
        QCOMPARE(document->root.list()->size(), std::size_t{2});
        QCOMPARE(floatsOf(document->root.list()->front()), (std::vector<float>{1, 2}));
    }

    void numpyArraysOfEveryProtocolAreRead()
    {
        const std::string dtype = call("numpy", "dtype", text("f4") + "\x89\x88") + "(K\x03" + text("<") + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"s;
        const auto array = [&](const std::string& data) {
            return call("numpy.core.multiarray", "_reconstruct", global("numpy", "ndarray") + wholes({0}) + bytes("b")) + "(K\x01" + wholes({2}) + dtype + "\x89" + data + "tb";
        };
        const std::string floats = packed({1.0F, 2.0F});
        QCOMPARE(floatsOf(readPickle(array(bytes(floats)))->root), (std::vector<float>{1, 2}));
        const std::string latin = call("_codecs", "encode", text(std::string("\0\0\xc2\x80?\0\0\0@", 9)) + text("latin1"));
        QCOMPARE(floatsOf(readPickle(array(latin))->root), (std::vector<float>{1, 2}));
        const std::string buffer = call("numpy._core.numeric", "_frombuffer", call("builtins", "bytearray", bytes(floats)) + dtype + wholes({2}) + text("C"));
        QCOMPARE(floatsOf(readPickle(buffer)->root), (std::vector<float>{1, 2}));
        QVERIFY(says(readPickle(array(bytes("short"))), "needs 8 bytes, 5 are there"));
    }

    void arraysOfObjectsWithOneAxisAreLists()
    {
        const std::string dtype = call("numpy", "dtype", text("O8") + "\x89\x88") + "(K\x03" + text("|") + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x3ftb";
        const auto document = readPickle(call("numpy.core.multiarray", "_reconstruct", global("numpy", "ndarray") + wholes({0}) + bytes("b")) + "(K\x01" + wholes({2}) + dtype + "\x89(" + text("a") + text("b") + "ltb");
        QVERIFY(document);
        QCOMPARE(document->root.list()->size(), std::size_t{2});
    }

    void seriesOfPandasAreTheirValues()
    {
        const auto document = formats::readFile(HEADLIGHT_TEST_SOURCE_DIR "/fixtures/formats/series.pkl");
        QVERIFY2(document, refusal(document).c_str());
        const Value* scores = document->root.find("scores");
        QVERIFY(scores != nullptr);
        QCOMPARE(floatsOf(*scores), (std::vector<float>{0.25F, 0.5F, 0.75F}));
        QCOMPARE(stringsOf(*document->root.find("tokens")), (std::vector<std::string>{"a", "b", "c"}));
        QCOMPARE(document->warnings.size(), std::size_t{1});
    }

    void otherObjectsOfPandasSayWhatToSave()
    {
        const auto document = readPickle("(" + text("frame") + global("pandas.core.frame", "DataFrame") + ")\x81" + "d");
        QVERIFY(says(document, "x.to_dict('list')"));
        QVERIFY(says(readPickle(global("pandas.core.series", "Series") + ")\x81"), "x.to_numpy()"));
    }
};

QTEST_GUILESS_MAIN(PickleValuesTest)
#include "tst_pickle_values.moc"
