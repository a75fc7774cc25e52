// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// HDF5: what is in a file is read, of every type and however it is stored. What is refused is in tst_hdf5_refused, the child process in
// tst_hdf5_child.
#include "formats/lzf.h"
#include "hdf5_fixtures.h"
#include "support/test_class.h"

namespace hdf5_test {

using namespace made;

class tst_hdf5 : public QObject {
    Q_OBJECT

private slots:
    void mapsAreTheSameHoweverTheyAreStored_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("address");
        for (const char* name : {"contiguous", "compact", "user_block", "gzip", "attributes"})
            QTest::newRow(name) << name << "/maps";
        for (const char* address : {"/across", "/summed"})
            QTest::newRow(address) << "chunked" << address;
        for (const char* address : {"/half", "/double_big"})
            QTest::newRow(address) << "numbers" << address;
    }
    void mapsAreTheSameHoweverTheyAreStored()
    {
        QFETCH(QString, file);
        QFETCH(QString, address);
        COMPARE_NUMBERS(formats::readFile(pathOf(file)), address.toUtf8().constData(), (counted()));
    }

    void everyNumberTypeIsItself()
    {
        const auto document = formats::readFile(pathOf("numbers"));
        COMPARE_NUMBERS(document, "/int16_big", {-3, -2, -1, 0, 1, 2});
        COMPARE_NUMBERS(document, "/uint8", {0, 1, 2, 3, 4, 5});
        COMPARE_NUMBERS(document, "/mask", {1, 0, 1});
        COMPARE_NUMBERS(document, "/bfloat16", {0.5F, -2});
        COMPARE_NUMBERS(document, "/twelve_bits", {-5, 2047});
        QVERIFY(valueAt(*document, "/mask")->tensor()->dtype() == DType::Bool);
        COMPARE_NUMBERS(formats::readFile(pathOf("more_types")), "/colour", {1, 0});
    }

    void noAxesNoElementsAndNoSpaceAreRead()
    {
        const auto document = formats::readFile(pathOf("spaces"));
        COMPARE_NUMBERS(document, "/scalar", {0.5F});
        COMPARE_NUMBERS(document, "/no_rows", {});
        QVERIFY(document->root.find("none")->isNull());
    }

    void chunksWithFiltersAndWithoutContentAreRead()
    {
        const auto document = formats::readFile(pathOf("chunked"));
        COMPARE_NUMBERS(document, "/scaled", (counted(36, 1)));
        COMPARE_NUMBERS(document, "/never_allocated", {0.5F, 0.5F, 0.5F});
        COMPARE_NUMBERS(document, "/unwritten", (16, 0.25F));
        const auto repeated = numbersAt(document, "/lzf"); // every key three times
        QVERIFY(repeated);
        for (std::size_t i = 0; i < repeated->size(); ++i)
            QVERIFY((*repeated)[i] == static_cast<float>(i / 3) / 64);
    }

    void viewsOfChunksAreReadInTheirOwnOrder()
    {
        const auto document = formats::readFile(pathOf("chunked"));
        const auto value = valueAt(*document, "/across");
        const std::array<std::int64_t, 3> turned{2, 1, 0};
        const auto view = value->tensor()->select(0, 1).permuted(turned).narrow(1, 1, 2); // [key, query 1 and 2, head] of layer 1
        std::vector<float> values(12);
        QVERIFY(view.read(std::span<float>(values)));
        std::size_t at = 0;
        for (int key = 0; key < 3; ++key)
            for (int query = 1; query < 3; ++query)
                for (int head = 0; head < 2; ++head)
                    QVERIFY(values[at++] == static_cast<float>(18 + 9 * head + 3 * query + key) / 64);
    }

    void everyBoxOfChunksIsWhatStandsThere_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("repeats"); ///< of every key
        QTest::newRow("chunks over the edge") << "chunked" << "/across" << 1;
        QTest::newRow("shuffled and compressed, rows in one piece") << "gzip" << "/maps" << 1;
        QTest::newRow("lzf") << "chunked" << "/lzf" << 3;
        QTest::newRow("read by the library") << "chunked" << "/summed" << 1;
    }
    void everyBoxOfChunksIsWhatStandsThere()
    {
        QFETCH(QString, file);
        QFETCH(QString, address);
        QFETCH(int, repeats);
        const auto document = formats::readFile(pathOf(file));
        const Tensor tensor = *valueAt(*document, address.toStdString())->tensor();
        const auto boxes = [&](std::int64_t axis) {
            std::vector<std::pair<std::int64_t, std::int64_t>> all;
            for (std::int64_t first = 0; first < tensor.size(axis); ++first)
                for (std::int64_t count = 1; first + count <= tensor.size(axis); ++count)
                    all.emplace_back(first, count);
            return all;
        };
        for (const auto& [layer, layers] : boxes(0))
            for (const auto& [head, heads] : boxes(1))
                for (const auto& [query, queries] : boxes(2))
                    for (const auto& [key, keys] : boxes(3)) {
                        const Tensor view = tensor.narrow(0, layer, layers).narrow(1, head, heads).narrow(2, query, queries).narrow(3, key, keys);
                        std::vector<float> values(static_cast<std::size_t>(view.count()));
                        QVERIFY(view.read(std::span<float>(values)));
                        std::size_t at = 0;
                        for (auto l = layer; l < layer + layers; ++l)
                            for (auto h = head; h < head + heads; ++h)
                                for (auto q = query; q < query + queries; ++q)
                                    for (auto k = key; k < key + keys; ++k)
                                        QVERIFY(values[at++] == static_cast<float>(18 * l + 9 * h + 3 * q + k / repeats) / 64);
                    }
    }

    void rowsInTurnAreReadAheadAndRowsOfAnotherMapAreNotMistakenForThem()
    {
        const auto across = formats::readFile(pathOf("chunked"));
        const Tensor first = valueAt(*across, "/across")->tensor()->select(0, 0);
        const Tensor other = valueAt(*across, "/summed")->tensor()->select(0, 0);
        std::array<float, 3> row{};
        for (const int round : {0, 1})
            for (std::int64_t head = 0; head < 2; ++head)
                for (std::int64_t query = 0; query < 3; ++query)
                    for (const Tensor& maps : round == 0 ? std::vector{first} : std::vector{first, other}) {
                        QVERIFY(maps.select(0, head).select(0, query).read(std::span<float>(row)));
                        const float expected = static_cast<float>(9 * head + 3 * query) / 64;
                        QVERIFY(row[0] == expected && row[1] == expected + 1.0F / 64 && row[2] == expected + 2.0F / 64);
                    }
    }

    void stringsOfEveryKindAreStrings()
    {
        const auto document = formats::readFile(pathOf("strings"));
        const auto words = [&](const char* address) { return stringsOf(*document->root.find(address)).value_or(std::vector<std::string>{"?"}); };
        QVERIFY((words("variable_utf8") == std::vector<std::string>{"a", "\u00e9", "", "\u2581\u65e5\u672c"}));
        QVERIFY((words("variable_ascii") == std::vector<std::string>{"a", "b"}));
        QVERIFY((words("fixed_utf8") == std::vector<std::string>{"\u00e9", "ab"}));
        QVERIFY((words("fixed_not_utf8") == std::vector<std::string>{"\uFFFDt\uFFFD"}));
        QVERIFY((words("spaces") == std::vector<std::string>{"ab", "c"}));
        QVERIFY(*document->root.find("one")->string() == "alone");
        QVERIFY((stringsOf((*document->root.find("grid")->list())[1]) == std::vector<std::string>{"c", "d"}));
    }

    void attributesStandBesideWhatTheyDescribe()
    {
        const auto document = formats::readFile(pathOf("attributes"));
        QVERIFY(*document->root.find("@model")->string() == "tiny");
        QVERIFY(*document->root.find("@layers")->integer() == 2);
        QVERIFY(*document->root.find("@scale")->floating() == 0.25);
        QVERIFY(*document->root.find("@causal")->boolean());
        QVERIFY(*document->root.find("maps@axes")->string() == "layer,head,query,key");
        COMPARE_NUMBERS(document, "/@ids", {7, 8, 9});
    }

    void asManyAxesAs32AreRead()
    {
        const auto document = formats::readFile(pathOf("huge"));
        COMPARE_NUMBERS(document, "/axes_32", {0.5F});
    }

    void aLargeSetOfWhichNothingWasWrittenIsReadByTheRow()
    {
        const auto document = formats::readFile(pathOf("huge"));
        const auto value = valueAt(*document, "/gigabyte");
        QVERIFY(value && value->tensor() != nullptr);
        std::vector<float> row(1 << 14, 1.0F);
        QVERIFY(value->tensor()->select(0, 77).read(std::span<float>(row)));
        QVERIFY(std::ranges::all_of(row, [](float number) { return number == 0.0F; }));
    }

    void aMatlabFileIsReadAndItsCellsAreRefusedByName()
    {
        const auto document = formats::readFile(pathOf("matlab"));
        COMPARE_NUMBERS(document, "/name", {104, 105});
        QVERIFY(*document->root.find("maps@MATLAB_class")->string() == "single");
        QVERIFY((valueAt(*document, "/maps")->tensor()->shape() == Shape{3, 3, 2, 2}));
        const auto cells = numbersAt(document, "/cells");
        QVERIFY2(!cells && failure(cells).contains("references"), qPrintable(failure(cells)));
    }

    void aKerasModelIsReadAsGroupsOfArrays()
    {
        const auto document = formats::readFile(pathOf("keras"));
        COMPARE_NUMBERS(document, "/model_weights/key/key/kernel:0", (counted(18)));
        QVERIFY((stringsOf(*document->root.find("@layer_names")) == std::vector<std::string>{"query", "key"}));
    }

    void lzfUnpacksLiteralsAndCopies()
    {
        const auto unpacked = [](std::string_view packed, std::size_t room) -> std::string {
            std::string out(room, '.');
            const auto written = formats::unpackLzf(asBytes(packed), std::as_writable_bytes(std::span(out)));
            return written ? out.substr(0, *written) : "refused";
        };
        using namespace std::string_view_literals;
        QVERIFY(unpacked("\x02" "abc"sv, 8) == "abc");
        QVERIFY(unpacked("\x02" "abc\x20\x02"sv, 8) == "abcabc");           // 3 bytes from 3 back
        QVERIFY(unpacked("\x00" "a\xe0\x05\x00"sv, 20) == std::string(15, 'a')); // 7 + 5 + 2 from 1 back: a pattern repeated
        QVERIFY(unpacked("\x02" "ab"sv, 8) == "refused");                   // literals missing
        QVERIFY(unpacked("\x00" "a\x20\x01"sv, 8) == "refused");            // from before the start
        QVERIFY(unpacked("\x02" "abc"sv, 2) == "refused");                  // no room
        QVERIFY(unpacked("\x00" "a\xe0"sv, 8) == "refused");                // a copy without its length
    }
};

HEADLIGHT_GUILESS_TEST(tst_hdf5)

} // namespace hdf5_test

#include "tst_hdf5.moc"
