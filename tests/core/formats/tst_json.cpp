// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// JSON: regular arrays become tensors, Python's dialect is taken, errors say line and column.
#include "made_files.h"
#include "support/test_class.h"

#include <QFile>
#include <QTemporaryDir>

#include <cmath>
#include <limits>
#include <sys/resource.h>

namespace json_test {

using namespace made;

namespace {

Result<Document> readJson(const std::string& json, const char* name = "made.json")
{
    return read(json, name);
}

std::string shapeOf(const Value& value)
{
    return value.tensor() == nullptr ? value.description() : toString(value.tensor()->shape());
}

} // namespace

class tst_json : public QObject {
    Q_OBJECT

private slots:
    void rowsOnOneLongLineTakeLessThanOneAndAHalfOfItInMemory_data()
    {
        QTest::addColumn<int>("rows");
        QTest::newRow("29 MB") << 12'000;
        QTest::newRow("2.1 GB") << 900'000;
    }

    /// The first, the smaller row before the larger, because the largest memory of a process never falls again.
    void rowsOnOneLongLineTakeLessThanOneAndAHalfOfItInMemory()
    {
#ifdef HEADLIGHT_SANITIZED
        QSKIP("the sanitizers keep memory of their own");
#endif
        QFETCH(int, rows);
        if (rows > 100'000 && qEnvironmentVariableIntValue("HEADLIGHT_LONG_TESTS") != 1)
            QSKIP("writes 2.1 GB and reads them: HEADLIGHT_LONG_TESTS=1");
        QTemporaryDir folder;
        QFile file(folder.filePath("long.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        constexpr int kColumns = 200;
        QByteArray row;
        for (int i = 0; i < kColumns; ++i)
            row += (i > 0 ? ", " : "[") + QByteArray::number(0.123456 + i * 1e-6, 'f', 8);
        for (int i = 0; i < rows; ++i)
            QVERIFY(file.write((i > 0 ? ", " : "[") + row + "]") > 0);
        file.write("]");
        file.close();
        const auto mostBytes = [] {
            rusage used{};
            ::getrusage(RUSAGE_SELF, &used);
            return used.ru_maxrss * 1024;
        };
        const auto before = mostBytes();
        const auto document = formats::readFile(file.fileName().toStdString());
        const auto taken = mostBytes() - before;
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(shapeOf(document->root), QString("[%1, 200]").arg(rows).toStdString());
        QVERIFY2(2 * taken < 3 * file.size(), qPrintable(QString("%1 bytes for a file of %2").arg(taken).arg(file.size())));
    }

    void regularArraysAreTensors()
    {
        const auto document = readJson(R"({"a": [[[1.0, 0.0], [0.5, 0.5]], [[1, 0], [0.25, 0.75]]]})");
        QVERIFY2(document, refusal(document).c_str());
        const Value& a = *document->root.find("a");
        QCOMPARE(shapeOf(a), std::string("[2, 2, 2]"));
        QCOMPARE(a.tensor()->dtype(), DType::Float32);
        QCOMPARE(floatsOf(a), (std::vector<float>{1, 0, 0.5F, 0.5F, 1, 0, 0.25F, 0.75F}));
    }

    void wholeNumbersStayWhole()
    {
        const auto document = readJson(R"({"ids": [101, 7592, 102], "hashes": [9007199254740991, -16777217], "n": 9223372036854775807, "x": 18446744073709551616})");
        QCOMPARE(document->root.find("ids")->tensor()->dtype(), DType::Int64);
        QCOMPARE(integersOf(*document->root.find("ids")).value(), (std::vector<std::int64_t>{101, 7592, 102}));
        QCOMPARE(integersOf(*document->root.find("hashes")).value(), (std::vector<std::int64_t>{9007199254740991, -16777217}));
        QCOMPARE(*document->root.find("n")->integer(), std::numeric_limits<std::int64_t>::max());
        QCOMPARE(*document->root.find("x")->floating(), 18446744073709551616.0);
    }

    void layersOfDifferentSizesAreAListOfTensors()
    {
        const auto document = readJson("[[[1.0, 2.0], [3.0, 4.0]], [[5.0]], [[6.0, 7.0]]]");
        const auto& layers = *document->root.list();
        QCOMPARE(layers.size(), std::size_t{3});
        QCOMPARE(shapeOf(layers[0]), std::string("[2, 2]"));
        QCOMPARE(shapeOf(layers[1]), std::string("[1, 1]"));
        QCOMPARE(floatsOf(layers[2]), (std::vector<float>{6, 7}));
        QVERIFY(document->warnings.front().find("[1] has shape [1, 1], those before it [2, 2]") != std::string::npos);
    }

    void raggedRowsAreToldWithTheirPlace()
    {
        const auto document = readJson(R"({"attention": [[[1, 2], [3]]]})");
        QVERIFY(document->warnings.front().find("attention[0][1] has shape [1]") != std::string::npos);
        QCOMPARE(floatsOf(document->root.find("attention")->list()->front().list()->front()), (std::vector<float>{1, 2}));
    }

    void mixedArraysStayLists()
    {
        const auto document = readJson(R"([1, 2.5, "three", null, true, [4, 5], {"six": 6}])");
        const auto& items = *document->root.list();
        QCOMPARE(items.size(), std::size_t{7});
        QCOMPARE(*items[0].integer(), std::int64_t{1});
        QCOMPARE(*items[1].floating(), 2.5);
        QCOMPARE(*items[2].string(), std::string("three"));
        QVERIFY(items[3].isNull());
        QCOMPARE(floatsOf(items[5]), (std::vector<float>{4, 5}));
        QCOMPARE(shapeOf(*readJson("[null, null]")->root.list()).size() > 0, true);
        QVERIFY(readJson("[[], [[]], 1]"));
    }

    void numbersAfterTensorsInOneArrayKeepBoth()
    {
        const auto document = readJson("[[1, 2], [3, 4], 5, [6, 7]]");
        const auto& items = *document->root.list();
        QCOMPARE(floatsOf(items[1]), (std::vector<float>{3, 4}));
        QCOMPARE(*items[2].integer(), std::int64_t{5});
        QCOMPARE(floatsOf(items[3]), (std::vector<float>{6, 7}));
    }

    void pythonsLiteralsAndNullAreNumbersWithAWarning()
    {
        const auto document = readJson("[[NaN, Infinity, -Infinity, null, 1.5]]");
        const auto values = floatsOf(document->root);
        QVERIFY(std::isnan(values[0]) && std::isinf(values[1]) && values[2] < 0 && std::isnan(values[3]));
        QCOMPARE(values[4], 1.5F);
        QCOMPARE(document->warnings.size(), std::size_t{2});
    }

    void extremeNumbersAreReadAndTold()
    {
        const auto document = readJson("[1e999, -1e999, 1e-999, 0.1234567890123456789012345678901234567890123456789012345678901234, -0.0, 1e300]");
        const auto values = floatsOf(document->root);
        QVERIFY(std::isinf(values[0]) && values[1] < 0 && values[2] == 0 && std::signbit(values[4]) && std::isinf(values[5]));
        QCOMPARE(values[3], 0.12345679F);
        QVERIFY(document->warnings.front().find("too large") != std::string::npos);
    }

    void stringsAreUnescaped()
    {
        const auto document = readJson("{\"t\": [\"\\u00e9\\n\\\"\\\\\\/\", \"\\ud83d\\ude00\", \"\xc4\xa0the\", \"\"]}");
        QCOMPARE(stringsOf(*document->root.find("t")).value(), (std::vector<std::string>{"\xc3\xa9\n\"\\/", "\xf0\x9f\x98\x80", "\xc4\xa0the", ""}));
    }

    void duplicateKeysAreToldAndTheLastWins()
    {
        const auto document = readJson(R"({"a": 1, "b": 2, "a": 3})");
        QCOMPARE(*document->root.find("a")->integer(), std::int64_t{3});
        QCOMPARE(document->root.dictionary()->size(), std::size_t{2});
        QCOMPARE(document->warnings.size(), std::size_t{1});
    }

    void aByteOrderMarkIsSkipped()
    {
        QVERIFY(readJson("\xEF\xBB\xBF[1]"));
    }

    void otherEncodingsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto row = [](const char* name, const std::string& json) { QTest::newRow(name) << QByteArray::fromStdString(json); };
        row("UTF-16", "\xff\xfe[\0]\0"s);
        row("UTF-16, big-endian", "\xfe\xff\0[\0]"s);
        row("UTF-32", "\xff\xfe\0\0[\0\0\0]\0\0\0"s);
        row("UTF-32, big-endian", "\0\0\xfe\xff\0\0\0[\0\0\0]"s);
    }
    void otherEncodingsAreNamed()
    {
        QFETCH(QByteArray, json);
        QVERIFY(says(readJson(json.toStdString()), "is text in UTF-16 or UTF-32. Save it as UTF-8"));
    }

    void documentsLineByLineAreAList()
    {
        const auto document = readJson("{\"a\": [1.5]}\n{\"a\": [2.5]}\n\n", "made.json");
        QVERIFY(document);
        QCOMPARE(document->style, AddressStyle::JsonLines);
        QCOMPARE(document->root.list()->size(), std::size_t{2});
        QVERIFY(valueAt(*document, "line 1: a"));
        QCOMPARE(readJson("{\"a\": [1.5]}", "one.jsonl")->root.list()->size(), std::size_t{1});
    }

    void mistakesAreToldWithLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const std::string& json, const char* said) { QTest::newRow(name) << QByteArray(json.data(), static_cast<qsizetype>(json.size())) << QByteArray(said); };
        row("trailing comma", "[1,\n 2,]", "line 2, column 4");
        row("trailing comma in an object", "{\"a\": 1,}", "line 1, column 9");
        row("single quotes", "{'a': 1}", "column 2");
        row("comment", "[1, // one\n 2]", "column 5");
        row("missing comma", "[1 2]", "expected ',' or ']'");
        row("leading zero", "[01]", "a number");
        row("lone point", "[1.]", "a number");
        row("lone minus", "[-]", "a number");
        row("plus", "[+1]", "a value");
        row("hexadecimal", "[0x10]", "column 3");
        row("bare word", "[nul]", "a value");
        row("two documents on one line", "{} {}", "the end of the document");
        row("unclosed array", "[1, 2", "the text ends here");
        row("unclosed string", "[\"abc", "the text ends here");
        row("half a surrogate pair", "[\"\\ud800\"]", "surrogate");
        row("lone low surrogate", "[\"\\udc00\"]", "surrogate");
        row("broken UTF-8", "[\"\xff\"]", "UTF-8");
        row("bad escape", "[\"\\x\"]", "an escape");
        row("line end in a string", "[\"a\nb\"]", "control character");
        row("NUL in a string", std::string("[\"a\0b\"]", 7), "control character");
        row("too deep", std::string(66, '[') + std::string(66, ']'), "nested more than 64 deep");
        row("a million brackets", std::string(1'000'000, '['), "nested more than 64 deep");
        row("a million braces", [] { std::string s; for (int i = 0; i < 200'000; ++i) s += "{\"a\":"; return s; }(), "nested more than 64 deep");
    }

    void mistakesAreToldWithLineAndColumn()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, said);
        const auto document = readJson(json.toStdString());
        QVERIFY(says(document, said.toStdString()));
        QVERIFY(says(document, "line "));
    }

    void numbersAcrossTheWindowAreWhole()
    {
        std::string json = "[";
        std::vector<float> expected;
        for (int i = 0; i < 200'000; ++i) { // two windows of a megabyte
            json += (i > 0 ? ", " : "") + std::string("0.12") + std::to_string(100 + i % 800);
            expected.push_back(std::stof("0.12" + std::to_string(100 + i % 800)));
        }
        const auto document = readJson(json + "]");
        QVERIFY2(document, refusal(document).c_str());
        QVERIFY(floatsOf(document->root) == expected);
    }

    void stringsAcrossTheWindowAreWhole()
    {
        std::string json = "[\"" + std::string((1U << 20U) - 3, 'x') + "\\u00e9\", \"" + std::string(3'000'000, 'y') + "\"]";
        const auto document = readJson(json);
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->root.list()->front().string()->size(), std::size_t{(1U << 20U) - 1});
        QCOMPARE(document->root.list()->back().string()->size(), std::size_t{3'000'000});
    }

    void stoppedWorkStops()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto opening = formats::openingOf(sourceOf("[1, 2]"), "made.json", {}, JobContext(stop.get_token()));
        QCOMPARE(formats::readOpening(*opening).error().kind, ErrorKind::Cancelled);
    }
};

HEADLIGHT_GUILESS_TEST(tst_json)

} // namespace json_test

#include "tst_json.moc"
