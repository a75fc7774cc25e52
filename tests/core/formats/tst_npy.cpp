// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// .npy headers are a grammar of our own, .npz members do not hide each other.
#include "formats/npy_header.h"
#include "made_files.h"
#include "support/test_class.h"

#include <cmath>

namespace npy_test {

using namespace made;

namespace {

const std::string kFour = packed({1.0F, 2.0F, 3.0F, 4.0F});

std::string dictionary(std::string_view descr, std::string_view shape, std::string_view fortran = "False")
{
    return "{'descr': '" + std::string(descr) + "', 'fortran_order': " + std::string(fortran) + ", 'shape': " + std::string(shape) + ", }";
}

Result<Document> readNpy(const std::string& file)
{
    return read(file, "made.npy");
}

} // namespace

class tst_npy : public QObject {
    Q_OBJECT

private slots:
    void everyVersionIsRead()
    {
        for (const char version : {'\1', '\2', '\3'}) {
            const auto document = readNpy(npy(dictionary("<f4", "(2, 2)"), kFour, version));
            QVERIFY2(document, refusal(document).c_str());
            QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2, 3, 4}));
        }
    }

    void headersOfPythonTwoAndOfOtherWritersAreRead()
    {
        QVERIFY(formats::parseNpyDictionary("{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 2L)}"));
        QVERIFY(formats::parseNpyDictionary("{\"shape\":(4,),\"fortran_order\":True,\"descr\":\"|b1\"}\t\n"));
        QVERIFY(formats::parseNpyDictionary("{'descr':'<f4','fortran_order':False,'shape':()}"));
    }

    void anythingElseInTheHeaderIsRefused_data()
    {
        QTest::addColumn<QByteArray>("header");
        for (const char* header : {"", "{", "}", "{}", "[]", "__import__('os').system('true')", "{'descr': __import__('os'), 'fortran_order': False, 'shape': (1,)}",
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + 1", "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}", "{'descr': '<f4', 'fortran_order': False, 'shape': [1]}",
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (0x10,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1_0,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (0o7,)}",
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (True,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1.0,)}",
                 "{'descr': '<f4', 'fortran_order': False, 'shape': (18446744073709551616,)}", "{'descr': '<f4', 'fortran_order': 'True', 'shape': (1,)}",
                 "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", "{'descr': '<f4', 'shape': (1,)}", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'extra': 1}",
                 "{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}", "{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (1,)}", "{'descr': lambda: 1}",
                 "{'descr': f'<f4', 'fortran_order': False, 'shape': (1,)}", "{'descr', 'fortran_order', 'shape'}",
                 "{'descr': '<f4', 'fortran_order': False, 'shape': {1}}", "{'descr': '<f4', 'fortran_order': False, 'shape': ((((((((1,),),),),),),),)}"})
            QTest::newRow(header) << QByteArray(header);
    }

    void anythingElseInTheHeaderIsRefused()
    {
        QFETCH(QByteArray, header);
        const auto parsed = formats::parseNpyDictionary(header.toStdString());
        QVERIFY(!parsed);
        QVERIFY(!readNpy(npy(header.toStdString(), kFour)));
    }

    void theColumnOfAMistakeIsTold()
    {
        QVERIFY(says(readNpy(npy("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", kFour)), "column 34 of the header: expected True or False, found '1, 'shape'"));
    }

    void manyParenthesesDoNotRecurse()
    {
        QVERIFY(!formats::parseNpyDictionary("{'shape': " + std::string(60'000, '(')));
    }

    void aHeaderLongerThanTheFileIsRefusedBeforeItIsRead()
    {
        auto file = npy(dictionary("<f4", "(1,)"), kFour, 2);
        file.replace(8, 4, "\xff\xff\xff\xff");
        QVERIFY(says(readNpy(file), "header of 4294967295 bytes"));
    }

    void aHeaderLongerThanAnyNeedsToBeIsRefused()
    {
        QVERIFY(says(readNpy(npy(dictionary("<f4", "(1,)") + std::string(65536, ' '), kFour, 2)), "at most 65535 are read"));
    }

    void withoutItsMagicNothingIsAnArray()
    {
        auto file = npy(dictionary("<f4", "(1,)"), kFour);
        file[0] = '\x92';
        QVERIFY(says(readNpy(file), "in no format that Headlight reads"));
        QVERIFY(says(readNpy("\x93NUMPY\1"), "ends inside the NumPy header"));
    }

    void otherVersionsAreNamed()
    {
        QVERIFY(says(readNpy(npy(dictionary("<f4", "(1,)"), kFour, 4)), "version 4.0"));
    }

    void shapesThatCannotBeCountedAreRefusedBeforeMemoryIsTaken()
    {
        QVERIFY(says(readNpy(npy(dictionary("<f4", "(4294967296, 4294967296)"), kFour)), "counted"));
        QVERIFY(says(readNpy(npy(dictionary("<f4", "(65536, 65536)"), kFour)), "are missing"));
        std::string axes = "(";
        for (int i = 0; i < 100; ++i)
            axes += "1, ";
        QVERIFY(says(readNpy(npy(dictionary("<f4", axes + ")"), kFour)), "32 axes"));
    }

    void emptyArraysOfHugeSizesAreEmpty()
    {
        const auto document = readNpy(npy(dictionary("<f4", "(0, 4611686018427387904, 4611686018427387904)")));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->root.tensor()->count(), std::int64_t{0});
    }

    void missingDataAreCounted()
    {
        QVERIFY(says(readNpy(npy(dictionary("<f4", "(2, 3)"), kFour)), "8 bytes are missing"));
    }

    void bytesBehindTheArrayAreTold()
    {
        const auto document = readNpy(npy(dictionary("<f4", "(2,)"), kFour));
        QVERIFY(document);
        QCOMPARE(document->warnings.front(), std::string("8 bytes follow the array."));
    }

    void fortranOrderIsAView()
    {
        const auto document = readNpy(npy(dictionary("<f4", "(2, 2)", "True"), kFour));
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 3, 2, 4}));
    }

    void everyNumberTypeIsRead()
    {
        for (const auto& [descr, bytes, value] : std::initializer_list<std::tuple<const char*, std::string, float>>{
                 {"<f8", little(1.5), 1.5F}, {">f4", std::string("\x3f\xc0\0\0", 4), 1.5F}, {"<f2", std::string("\0\x3e", 2), 1.5F}, {"|b1", "\1", 1}, {"|i1", "\xff", -1}, {"|u1", "\xff", 255},
                 {"<i2", "\xff\xff", -1}, {"<u2", "\xff\xff", 65535}, {">i4", std::string("\0\0\0\7", 4), 7}, {"<i8", little(std::int64_t{-5}), -5}, {"<u8", little(std::uint64_t{5}), 5},
                 {"|V2", std::string("\xc0\x3f", 2), 1.5F}}) {
            const auto document = readNpy(npy(dictionary(descr, "(1,)"), bytes));
            QVERIFY2(document, refusal(document).c_str());
            QCOMPARE(floatsOf(document->root), std::vector<float>{value});
        }
    }

    void otherTypesAreRefusedByNameWithARemedy()
    {
        for (const char* descr : {"|O", "<f16", "<c8", "<c16", "<M8[ns]", "<m8", "|V16", "<f3", "", "<", "x9"}) {
            const auto document = readNpy(npy(dictionary(descr, "(1,)"), std::string(64, '\0')));
            QVERIFY2(!document, descr);
            QVERIFY2(document.error().kind == ErrorKind::Corrupt || !document.error().remedy.empty(), descr);
        }
        for (const char* fields : {"[('a', '<f4')]", "[('a', '<f4', (2,))]", "('<f4', (2,))"})
            QVERIFY(says(readNpy(npy("{'descr': " + std::string(fields) + ", 'fortran_order': False, 'shape': (1,)}", kFour)), "named fields"));
        QVERIFY(says(readNpy(npy(dictionary("|O", "(1,)"), kFour)), "dtype=float32"));
    }

    void stringsAreListsOfStrings()
    {
        const auto latin = readNpy(npy(dictionary("|S3", "(2,)"), std::string("ab\0abc", 6)));
        QCOMPARE(stringsOf(latin->root).value(), (std::vector<std::string>{"ab", "abc"}));
        const auto unicode = readNpy(npy(dictionary("<U2", "(1, 2)"), packed<std::uint32_t>({0xE9, 0, 0x4E2D, 0x1F600})));
        QCOMPARE(stringsOf(unicode->root.list()->front()).value(), (std::vector<std::string>{"\xc3\xa9", "\xe4\xb8\xad\xf0\x9f\x98\x80"}));
        QVERIFY(says(readNpy(npy(dictionary("<U0", "(100000000,)"))), "at most"));
    }

    void aBrokenMemberDoesNotHideTheOthers()
    {
        const std::string good = npy(dictionary("<f4", "(2, 2)"), kFour);
        const auto document = read(zip({{"b.npy", good, 8}, {"a.npy", good.substr(0, good.size() - 4)}, {"notes.txt", "hello"}, {"sub/c.npy", good}}), "made.npz");
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->style, AddressStyle::Name);
        const auto& members = *document->root.dictionary();
        QCOMPARE(*members[0].first.string(), std::string("b")); // the order of the archive
        QCOMPARE(floatsOf(*document->root.find("b")), (std::vector<float>{1, 2, 3, 4}));
        QVERIFY(sentence(*document->root.find("a")->opaque()->why).find("missing") != std::string::npos);
        QVERIFY(document->root.find("notes.txt")->opaque() != nullptr);
        QCOMPARE(floatsOf(*document->root.find("sub/c")), (std::vector<float>{1, 2, 3, 4}));
    }

    void membersKeepOddNames()
    {
        const std::string good = npy(dictionary("<f4", "(2, 2)"), kFour);
        const auto document = read(zip({{"__class__.npy", good}, {"a.npy", good}, {"a", good}, {"deep/er/b.npy", good}}), "made.npz");
        QVERIFY2(document, refusal(document).c_str());
        for (const char* name : {"__class__", "a.npy", "a", "deep/er/b"})
            QCOMPARE(floatsOf(*document->root.find(name)), (std::vector<float>{1, 2, 3, 4}));
        QVERIFY(says(read(zip({{"a.npy", good}, {"a.npy", good}}), "made.npz"), "two members have this name"));
    }

    void objectsInOneMemberDoNotHideTheOthers()
    {
        const auto document = read(zip({{"o.npy", npy(dictionary("|O", "(1,)"), pickle("]N" "a"))}, {"a.npy", npy(dictionary("<f4", "(2, 2)"), kFour) + "more"}}), "made.npz");
        QVERIFY2(document, refusal(document).c_str());
        QVERIFY(sentence(*document->root.find("o")->opaque()->why).find("o.npy: holds pickled Python objects instead of numbers. Re-save it with dtype=float32") != std::string::npos);
        QCOMPARE(floatsOf(*document->root.find("a")), (std::vector<float>{1, 2, 3, 4}));
        QCOMPARE(document->warnings, (std::vector<std::string>{"a.npy: 4 bytes follow the array."}));
    }

    void aMemberWhoseHeaderDeclaresMoreThanItHoldsTakesNoMemory()
    {
        for (const std::uint16_t method : {std::uint16_t{0}, std::uint16_t{8}}) {
            const auto document = read(zip({{"a.npy", npy(dictionary("<f4", "(1000000, 1000000)"), kFour), method}}), "made.npz");
            QVERIFY(says(document, "needs 4000000000000 bytes of data, 16 are there"));
        }
    }

    void aMemberThatDeclaresMoreThanItHoldsIsNamedWhenRead()
    {
        Member member{"a.npy", npy(dictionary("<f4", "(1000,)"), std::string(4000, '\0')), 8};
        member.declaredSize = 5000;
        const auto document = read(zip({member}), "made.npz");
        QVERIFY(document); // its header is sound
        std::vector<float> values(1000);
        const auto got = document->root.find("a")->tensor()->read(std::span<float>(values));
        QVERIFY(!got);
        QVERIFY(sentence(got.error()).find("the directory declares 5000") != std::string::npos);
    }
};

HEADLIGHT_GUILESS_TEST(tst_npy)

} // namespace npy_test

#include "tst_npy.moc"
