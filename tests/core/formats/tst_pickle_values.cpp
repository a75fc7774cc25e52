// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a pickle describes, of every protocol: constants, strings, keys, containers, classes, arrays of NumPy and pandas.
#include "base/text.h"
#include "made_files.h"
#include "support/test_class.h"

#include <test_source_dir.h>

#include <QFile>
#include <QTemporaryDir>

namespace pickle_values_test {

using namespace made;

namespace {

Result<Document> readPickle(const std::string& body)
{
    return read(pickle(body), "made.pkl");
}

/// What Python 3.11 writes: pickle.dumps({'a': [1.5, 2.5], 'b': b'\x00\xff', 'é': True}, protocol)
const std::vector<std::string>& everyProtocol()
{
    static const std::vector<std::string> written{
        "(dp0\nVa\np1\n(lp2\nF1.5\naF2.5\nasVb\np3\nc_codecs\nencode\np4\n(V\\u0000\xff\np5\nVlatin1\np6\ntp7\nRp8\nsV\xe9\np9\nI01\ns."s,
        "}q\x00(X\x01\x00\x00\x00" "aq\x01]q\x02(G?\xf8\x00\x00\x00\x00\x00\x00G@\x04\x00\x00\x00\x00\x00\x00" "eX\x01\x00\x00\x00" "bq\x03" "c_codecs\nencode\nq\x04(X\x03\x00\x00\x00\x00\xc3\xbfq\x05X\x06\x00\x00\x00latin1q\x06tq\x07Rq\x08X\x02\x00\x00\x00\xc3\xa9q\x09I01\nu."s,
        "\x80\x02}q\x00(X\x01\x00\x00\x00" "aq\x01]q\x02(G?\xf8\x00\x00\x00\x00\x00\x00G@\x04\x00\x00\x00\x00\x00\x00" "eX\x01\x00\x00\x00" "bq\x03" "c_codecs\nencode\nq\x04X\x03\x00\x00\x00\x00\xc3\xbfq\x05X\x06\x00\x00\x00latin1q\x06\x86q\x07Rq\x08X\x02\x00\x00\x00\xc3\xa9q\x09\x88u."s,
        "\x80\x03}q\x00(X\x01\x00\x00\x00" "aq\x01]q\x02(G?\xf8\x00\x00\x00\x00\x00\x00G@\x04\x00\x00\x00\x00\x00\x00" "eX\x01\x00\x00\x00" "bq\x03" "C\x02\x00\xffq\x04X\x02\x00\x00\x00\xc3\xa9q\x05\x88u."s,
        "\x80\x04\x95.\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01" "a\x94]\x94(G?\xf8\x00\x00\x00\x00\x00\x00G@\x04\x00\x00\x00\x00\x00\x00" "e\x8c\x01" "b\x94" "C\x02\x00\xff\x94\x8c\x02\xc3\xa9\x94\x88u."s,
        "\x80\x05\x95.\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01" "a\x94]\x94(G?\xf8\x00\x00\x00\x00\x00\x00G@\x04\x00\x00\x00\x00\x00\x00" "e\x8c\x01" "b\x94" "C\x02\x00\xff\x94\x8c\x02\xc3\xa9\x94\x88u."s,
    };
    return written;
}

void protocols()
{
    QTest::addColumn<int>("protocol");
    for (int protocol = 0; protocol <= 5; ++protocol)
        QTest::addRow("protocol %d", protocol) << protocol;
}

/// The state of a NumPy array of this type: (1, shape, dtype, in Fortran order, data).
std::string array(const std::string& type, const std::string& shape, const std::string& data, const char* fortran = "\x89")
{
    return call("numpy.core.multiarray", "_reconstruct", global("numpy", "ndarray") + wholes({0}) + bytes("b")) + "(K\x01" + shape + type + fortran + data + "tb";
}

/// numpy.dtype(name) with its byte order.
std::string dtype(std::string_view name, std::string_view order = "<")
{
    return call("numpy", "dtype", text(name) + "\x89\x88") + "(K\x03" + text(order) + "NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"s;
}

} // namespace

class tst_pickle_values : public QObject {
    Q_OBJECT

private slots:
    void everyProtocolIsRead_data() { protocols(); }
    void everyProtocolIsRead()
    {
        QFETCH(int, protocol);
        const auto document = read(everyProtocol()[static_cast<std::size_t>(protocol)], "made.pkl");
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(*document->root.find("a")), (std::vector<float>{1.5F, 2.5F}));
        QCOMPARE(*document->root.find("b")->bytes(), (Bytes{std::byte{0}, std::byte{0xFF}}));
        QCOMPARE(*document->root.find("\xc3\xa9")->boolean(), true);
    }

    void aPickleThatIsCutAnywhereIsRefused_data() { protocols(); }
    void aPickleThatIsCutAnywhereIsRefused()
    {
        QFETCH(int, protocol);
        const std::string& whole = everyProtocol()[static_cast<std::size_t>(protocol)];
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto document = read(std::string_view(whole).substr(0, size), "made.pkl");
            QVERIFY2(!document && !sentence(document.error()).empty(), std::to_string(size).c_str());
        }
    }

    void unknownClassesAreListedAndNotBuilt()
    {
        const auto document = readPickle("(" + text("a") + call("some.where", "Thing", whole(1)) + text("b") + whole(2) + "d");
        QVERIFY(document);
        QCOMPARE(document->root.find("a")->opaque()->className, std::string("some.where.Thing"));
        QCOMPARE(*document->root.find("b")->integer(), std::int64_t{2});
    }

    void objectsAreInertHoweverTheyAreMade_data()
    {
        QTest::addColumn<QByteArray>("object");
        QTest::addColumn<QByteArray>("className");
        const std::string thing = global("some.where", "Thing");
        const auto row = [](const char* name, const std::string& object, const char* className) { QTest::newRow(name) << QByteArray::fromStdString(object) << QByteArray(className); };
        row("REDUCE", thing + ")R", "some.where.Thing");
        row("INST", "(K\x01" "isome.where\nThing\n", "some.where.Thing");
        row("OBJ", "(" + thing + "K\x01o", "some.where.Thing");
        row("NEWOBJ", thing + ")\x81", "some.where.Thing");
        row("NEWOBJ_EX", thing + ")}\x92", "some.where.Thing");
        row("BUILD with a state that names a method", thing + ")R}" + text("__setstate__") + thing + "sb", "some.where.Thing");
        row("call of what a call would give", thing + ")R)R", "object made by an object");
        row("class alone", thing, "some.where.Thing");
    }
    void objectsAreInertHoweverTheyAreMade()
    {
        QFETCH(QByteArray, object);
        QFETCH(QByteArray, className);
        const auto document = readPickle("(" + text("thing") + object.toStdString() + text("good") + "K\x07" "d");
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(*document->root.find("good")->integer(), std::int64_t{7});
        const auto* thing = document->root.find("thing")->opaque();
        QVERIFY(thing != nullptr);
        QCOMPARE(thing->className, className.toStdString());
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
        QCOMPARE(document->warnings, (std::vector<std::string>{"A dictionary has a key twice; the last one counts."}));
    }

    void keysMayBeAnythingAndNoNumberIsNeverTwice()
    {
        const std::string noNumber = "G\x7f\xf8"s + std::string(6, '\0');
        const auto document = readPickle("(K\x01" + text("one") + "N" + text("none") + text("x") + "\x85" + text("tuple") + "]" + text("y") + "a" + text("list") // which Python would not take
                                         + noNumber + text("nan") + noNumber + text("nan") + global("some.where", "Thing") + ")R" + text("object") + "d");
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->root.dictionary()->size(), std::size_t{7});
        QVERIFY(document->warnings.empty());
    }

    void stringsThatAreNoTextAreKeptAndCanBeShown()
    {
        const auto document = read("(lS'caf\xe9'\naV\\ud800x\naX\x03\0\0\0\xed\xa0\x80" "aX\x03\0\0\0a\0b" "a."s, "made.pkl");
        QVERIFY2(document, refusal(document).c_str());
        const auto words = stringsOf(document->root);
        QVERIFY(words);
        QCOMPARE(*words, (std::vector<std::string>{"caf\xe9", "\xef\xbf\xbdx", "\xed\xa0\x80", "a\0b"s})); // latin-1, a lone surrogate twice, a NUL
        QCOMPARE(displayable(words->at(0)), std::string("caf\\xe9"));
        QCOMPARE(displayable(words->at(2)), std::string("\\xed\\xa0\\x80"));
        QCOMPARE(displayable(words->at(3)), std::string("a\\x00b"));
    }

    void aStringLongerThanAnyTextIsNotKept()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath("long.pkl"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray::fromStdString(pickle("(" + text(std::string((64U << 20U) + 1, 'x')) + text("good") + "l"))) > 0);
        file.close();
        const auto document = formats::readFile(file.fileName().toStdString());
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->root.list()->front().opaque()->className, std::string("builtins.str"));
        QCOMPARE(*document->root.list()->back().string(), std::string("good"));
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

    /// Found by the fuzzer: lists that were seen from less deep before counted as less deep.
    void listsOfMoreAxesThanATensorHasAreLists()
    {
        const auto document = readPickle("(K\x07" + std::string(31, '\x85') + "2" + std::string(20, '\x85') + "t"); // (nested 31 times, the same nested 20 times more)
        QVERIFY2(document, refusal(document).c_str());
        const auto& both = *document->root.list();
        QCOMPARE(both.size(), std::size_t{2});
        QCOMPARE(both.front().tensor()->shape().size(), std::size_t{31});
        const Value* inside = &both.back();
        int lists = 0;
        for (; inside->list() != nullptr; ++lists)
            inside = &inside->list()->front();
        QVERIFY(inside->tensor() != nullptr);
        QCOMPARE(lists + static_cast<int>(inside->tensor()->shape().size()), 51);
    }

    void numpyArraysOfEveryProtocolAreRead()
    {
        const std::string type = dtype("f4");
        const std::string floats = packed({1.0F, 2.0F});
        QCOMPARE(floatsOf(readPickle(array(type, wholes({2}), bytes(floats)))->root), (std::vector<float>{1, 2}));
        const std::string latin = call("_codecs", "encode", text(std::string("\0\0\xc2\x80?\0\0\0@", 9)) + text("latin1"));
        QCOMPARE(floatsOf(readPickle(array(type, wholes({2}), latin))->root), (std::vector<float>{1, 2}));
        const std::string buffer = call("numpy._core.numeric", "_frombuffer", call("builtins", "bytearray", bytes(floats)) + type + wholes({2}) + text("C"));
        QCOMPARE(floatsOf(readPickle(buffer)->root), (std::vector<float>{1, 2}));
    }

    void arraysOfFortranAndOfOtherMachinesAreTheirNumbers()
    {
        const auto fortran = readPickle(array(dtype("f4"), wholes({2, 2}), bytes(packed({1.0F, 2.0F, 3.0F, 4.0F})), "\x88"));
        QVERIFY2(fortran, refusal(fortran).c_str());
        QCOMPARE(floatsOf(fortran->root), (std::vector<float>{1, 3, 2, 4}));
        const auto big = readPickle(array(dtype("f4", ">"), wholes({2}), bytes("\x3f\x80\0\0\x40\0\0\0"s)));
        QVERIFY2(big, refusal(big).c_str());
        QCOMPARE(floatsOf(big->root), (std::vector<float>{1, 2}));
    }

    void arraysThatLieOrHoldNoNumbersAreNamed_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const std::string& body, const char* said) { QTest::newRow(name) << QByteArray::fromStdString(body) << QByteArray(said); };
        const std::string data = bytes(packed({1.0F, 2.0F}));
        const std::string fields = call("numpy", "dtype", text("V8") + "\x89\x88") + "(K\x03" + text("|") + "N(" + text("a") + "t}NNNtb";
        row("bytes missing", array(dtype("f4"), wholes({2}), bytes("short")), "needs 8 bytes, 5 are there");
        row("bytes left over", array(dtype("f4"), wholes({1}), data), "needs 4 bytes, 8 are there");
        row("latin-1 text of another length", array(dtype("f4"), wholes({2}), call("_codecs", "encode", text("seven!!") + text("latin1"))), "needs 8 bytes, 7 are there");
        row("text that stands for no bytes", array(dtype("f4"), wholes({2}), call("_codecs", "encode", text("\xe4\xb8\xad\xe4\xb8\xad\xe4\xb8\xad") + text("latin1"))), "characters that are no bytes");
        row("shape that overflows", array(dtype("f4"), wholes({1LL << 40, 1LL << 40}), data), "counted");
        row("negative size", array(dtype("f4"), wholes({-2}), data), "negative size");
        row("shape of words", array(dtype("f4"), "(" + text("2") + "t", data), "no list of whole numbers");
        row("no type", array("N", wholes({2}), data), "without a type");
        row("named fields", array(fields, wholes({1}), data), "named fields");
        row("dates", array(dtype("M8"), wholes({1}), data), "dates and times");
        row("complex numbers", array(dtype("c8"), wholes({1}), data), "np.abs(x)");
        row("objects of two axes", array(dtype("O8", "|"), wholes({1, 1}), "]N" "a"), "objects of shape [1, 1]");
        row("fewer objects than the shape says", array(dtype("O8", "|"), wholes({3}), "]N" "a"), "1 objects of shape [3]");
    }
    void arraysThatLieOrHoldNoNumbersAreNamed()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, said);
        QVERIFY(says(readPickle(body.toStdString()), said.toStdString()));
    }

    void arraysOfObjectsWithOneAxisAreLists()
    {
        const auto document = readPickle(array(dtype("O8", "|"), wholes({2}), "(" + text("a") + text("b") + "l"));
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

HEADLIGHT_GUILESS_TEST(tst_pickle_values)

} // namespace pickle_values_test

#include "tst_pickle_values.moc"
