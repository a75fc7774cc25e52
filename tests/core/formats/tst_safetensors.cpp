// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// safetensors: what the format forbids is refused, so that no second file hides in one.
#include "made_files.h"
#include "support/test_class.h"

#include <cmath>
#include <limits>

namespace safetensors_test {

using namespace made;

namespace {

std::string safetensors(std::string_view header, std::string_view data = {})
{
    return little(static_cast<std::uint64_t>(header.size())) + std::string(header) + std::string(data);
}

Result<Document> readSafe(const std::string& file)
{
    return read(file, "made.safetensors");
}

const std::string kData = packed({1.0F, 2.0F, 3.0F, 4.0F});

} // namespace

class tst_safetensors : public QObject {
    Q_OBJECT

private slots:
    void tensorsInAnyOrderAndMetadataAreRead()
    {
        const auto document = readSafe(safetensors("{\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]},\"__metadata__\":{\"tokens\":\"x y\"},"
                                                   "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},\"none\":{\"dtype\":\"F32\",\"shape\":[0,9],\"data_offsets\":[8,8]}}   ",
                                                   kData));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(*document->root.find("a")), (std::vector<float>{1, 2}));
        QCOMPARE(floatsOf(*document->root.find("b")), (std::vector<float>{3, 4}));
        QCOMPARE(document->root.find("none")->tensor()->count(), std::int64_t{0});
        QCOMPARE(*document->root.find("__metadata__")->find("tokens")->string(), std::string("x y"));
    }

    void aFileWithoutTensorsIsRead()
    {
        QVERIFY(readSafe(safetensors("{}")));
        QVERIFY(readSafe(safetensors("{\"__metadata__\":{}}")));
        QVERIFY(readSafe(safetensors("{\"__metadata__\":{\"format\":\"pt\"}}")));
    }

    void spacesBehindTheHeaderAreNoFault()
    {
        QVERIFY(readSafe(safetensors("{}     ")));
    }

    void tensorsWithoutElementsMayShareAnOffset()
    {
        const auto document = readSafe(safetensors("{\"n\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"m\":{\"dtype\":\"F32\",\"shape\":[3,0],\"data_offsets\":[0,0]},"
                                                   "\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]},\"z\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[16,16]}}",
                                                   kData));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(*document->root.find("a")), (std::vector<float>{1, 2, 3, 4}));
        QCOMPARE(document->root.find("m")->tensor()->shape(), (Shape{3, 0}));
    }

    void theListOfPartsOfAModelIsRefusedAndNothingItNamesIsOpened_data()
    {
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("part beside it") << QByteArray("model-00001-of-00002.safetensors");
        QTest::newRow("part outside of the folder") << QByteArray("../../etc/passwd");
        QTest::newRow("part at an absolute path") << QByteArray("/etc/passwd");
        QTest::newRow("part that is missing") << QByteArray("nowhere.safetensors");
    }
    void theListOfPartsOfAModelIsRefusedAndNothingItNamesIsOpened()
    {
        QFETCH(QByteArray, part);
        const auto document = read("{\"metadata\":{\"total_size\":16},\"weight_map\":{\"a\":\"" + part.toStdString() + "\"}}", "model.safetensors.index.json");
        QVERIFY(says(document, part.toStdString() + "), which are not opened because a file names them"));
    }

    void notANumberAndInfinityAreNumbers()
    {
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        const auto document = readSafe(safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}", packed({std::nanf(""), kInfinity, -kInfinity})));
        QVERIFY2(document, refusal(document).c_str());
        const auto values = floatsOf(*document->root.find("a"));
        QVERIFY(std::isnan(values[0]) && values[1] == kInfinity && values[2] == -kInfinity);
    }

    void everyTypeIsItsNumber_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<float>("number");
        const auto row = [](const char* type, const std::string& bytes, float number) { QTest::newRow(type) << QByteArray::fromStdString(bytes) << number; };
        row("F64", little(1.5), 1.5F);
        row("F32", little(1.5F), 1.5F);
        row("F16", "\0\x3e"s, 1.5F);
        row("BF16", "\xc0\x3f", 1.5F);
        row("F8_E4M3", "\x3c", 1.5F);
        row("F8_E5M2", "\x3e", 1.5F);
        row("I64", little(std::int64_t{-5}), -5);
        row("I32", little(std::int32_t{-5}), -5);
        row("I16", little(std::int16_t{-5}), -5);
        row("I8", "\xfb", -5);
        row("U64", little(std::uint64_t{7}), 7);
        row("U32", little(std::uint32_t{7}), 7);
        row("U16", little(std::uint16_t{65535}), 65535);
        row("U8", "\xff", 255);
        row("BOOL", "\1", 1);
    }
    void everyTypeIsItsNumber()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(float, number);
        const auto header = "{\"a\":{\"dtype\":\"" + std::string(QTest::currentDataTag()) + "\",\"shape\":[1],\"data_offsets\":[0," + std::to_string(bytes.size()) + "]}}";
        const auto document = readSafe(safetensors(header, bytes.toStdString()));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(*document->root.find("a")), std::vector<float>{number});
    }

    void everyTypeThatIsNotReadIsNamedAndTheOthersAreThere_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("bytes");
        const auto row = [](const char* type, int count, int bytes) { QTest::newRow(type) << QByteArray(type) << count << bytes; };
        row("C64", 1, 8);
        row("C128", 1, 16);
        row("F8_E8M0", 8, 8);
        row("F8_E4M3FNUZ", 8, 8);
        row("F4", 16, 8);
        row("F6_E2M3", 4, 3);
        row("F6_E3M2", 4, 3);
        row("X99", 77, 8); // of which nobody knows how large it is
    }
    void everyTypeThatIsNotReadIsNamedAndTheOthersAreThere()
    {
        QFETCH(QByteArray, type);
        QFETCH(int, count);
        QFETCH(int, bytes);
        const auto header = QByteArray(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"c":{"dtype":")" + type + R"(","shape":[)" + QByteArray::number(count)
                                       + R"(],"data_offsets":[8,)" + QByteArray::number(8 + bytes) + "]}}");
        const auto document = readSafe(safetensors(header.toStdString(), kData.substr(0, 8) + std::string(static_cast<std::size_t>(bytes), 'x')));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(*document->root.find("a")), (std::vector<float>{1, 2}));
        const auto why = sentence(*document->root.find("c")->opaque()->why);
        QVERIFY2(why.find("dtype " + type.toStdString() + " is not read") != std::string::npos, why.c_str());
    }

    void aComplexTypeSaysHowToSaveIt()
    {
        const auto document = readSafe(safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"c\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[8,16]}}", kData));
        QVERIFY2(document, refusal(document).c_str());
        QVERIFY(sentence(*document->root.find("c")->opaque()->why).find("x.abs()") != std::string::npos);
    }

    void everythingElseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const std::string& file, const char* said) { QTest::newRow(name) << QByteArray(file.data(), static_cast<qsizetype>(file.size())) << QByteArray(said); };
        const auto one = [](std::string_view fields) { return safetensors("{\"a\":{" + std::string(fields) + "}}", kData); };
        const auto unread = [](std::string_view offsets) {
            return safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"c\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[" + std::string(offsets) + "]}}", kData);
        };
        row("type that is not read, overlapping", unread("4,12"), "neither overlap nor leave holes");
        row("type that is not read, beyond the file", unread("16,24"), "data_offsets");
        row("unknown type, leaving bytes at the end", one("\"dtype\":\"X99\",\"shape\":[9],\"data_offsets\":[0,8]"), "end at byte 8 of 16");
        row("three offsets", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,8,16]"), "data_offsets");
        row("no offsets", one("\"dtype\":\"F32\",\"shape\":[4]"), "data_offsets");
        row("null offsets", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":null"), "data_offsets");
        row("negative size", one("\"dtype\":\"F32\",\"shape\":[-4],\"data_offsets\":[0,16]"), "whole numbers");
        row("six-bit floats that end in the middle of a byte", safetensors("{\"c\":{\"dtype\":\"F6_E2M3\",\"shape\":[5],\"data_offsets\":[0,4]}}", kData.substr(0, 4)), "does not fit");
        row("length one above the limit", little<std::uint64_t>(100'000'001) + "{}", "at most 100000000");
        row("length 2^64 - 1", little<std::uint64_t>(UINT64_MAX) + "{}", "at most 100000000");
        row("text", safetensors("hello"), "begin with {");
        row("two objects", safetensors("{}{}"), "the end of the document");
        row("same name twice among the metadata", safetensors("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}"), "duplicate key 'a'");
        row("metadata that are a list", safetensors("{\"__metadata__\":[]}"), "__metadata__");
        row("seven bytes", "1234567", "shorter than any");
        row("length beyond the file", little<std::uint64_t>(1000) + "{}", "in a file of 10");
        row("length beyond the limit", little<std::uint64_t>(1ULL << 62) + "{}", "at most 100000000");
        row("length zero", little<std::uint64_t>(0) + "xx", "begin with {");
        row("leading space", safetensors(" {}"), "begin with {");
        row("array", safetensors("[]"), "begin with {");
        row("trailing NULs", safetensors("{}\0\0"s), "the end of the document");
        row("not UTF-8", safetensors("{\"\xff\":1}"), "UTF-8");
        row("duplicate names", safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}", kData), "duplicate key 'a'");
        row("overlap", safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}", kData), "neither overlap nor leave holes");
        row("hole", safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}", kData), "neither overlap nor leave holes");
        row("bytes after the last tensor", one("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]"), "end at byte 8 of 16");
        row("shape that does not fit", one("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,16]"), "does not fit");
        row("offsets the wrong way round", one("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]"), "data_offsets");
        row("offset beyond the file", one("\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]"), "data_offsets");
        row("one offset", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16]"), "data_offsets");
        row("negative offset", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[-1,15]"), "whole numbers");
        row("offset of 2^64", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,18446744073709551616]"), "whole numbers");
        row("fractional offset", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0.0,16.0]"), "whole numbers");
        row("text offset", one("\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[\"0\",16]"), "whole numbers");
        row("nested shape", one("\"dtype\":\"F32\",\"shape\":[[4]],\"data_offsets\":[0,16]"), "whole numbers");
        row("shape that overflows", one("\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,16]"), "counted");
        row("no dtype", one("\"shape\":[4],\"data_offsets\":[0,16]"), "dtype");
        row("tensor that is a number", safetensors("{\"a\":1}"), "dtype");
        row("metadata that are no strings", safetensors("{\"__metadata__\":{\"a\":1}}"), "__metadata__");
        row("deep header", safetensors("{\"a\":" + std::string(100, '[') + "}"), "nested");
    }

    void everythingElseIsRefused()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, said);
        const auto document = readSafe(file.toStdString());
        QVERIFY(says(document, said.toStdString()));
        QVERIFY2(!document.error().remedy.empty(), refusal(document).c_str()); // and what to do
    }

    void aBadHeaderAndADuplicateNameSayHowToSaveTheFileAgain()
    {
        QVERIFY(says(readSafe(safetensors("{\"a\":")), "safetensors.torch.save_file"));
        QVERIFY(says(readSafe(safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}")), "safetensors.torch.save_file"));
        QVERIFY(says(readSafe(little<std::uint64_t>(1000) + "{}"), "Copy or download the file again"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_safetensors)

} // namespace safetensors_test

#include "tst_safetensors.moc"
