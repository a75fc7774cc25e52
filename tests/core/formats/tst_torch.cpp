// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// torch.save archives and streams: structure problems refuse the file, data problems only their tensor.
#include "made_files.h"
#include "support/test_class.h"

namespace torch_test {

using namespace made;

namespace {

/// {'good': two floats, 'bad': `other`}
std::string beside(const std::string& other)
{
    return "(" + text("good") + twoFloats() + text("bad") + other + "d";
}

std::string coo()
{
    return call("torch.serialization", "_get_layout", text("torch.sparse_coo"));
}

std::string sparse(const std::string& indices, const std::string& values, const std::string& shape)
{
    return call("torch._utils", "_rebuild_sparse_tensor", coo() + "(" + indices + values + shape + "t");
}

/// What is said about the bad one; the good one must be there.
std::string reasonOf(const Result<Document>& document)
{
    if (!document || floatsOf(*document->root.find("good")) != std::vector<float>{1, 2})
        return "the good tensor is lost: " + refusal(document);
    const auto* opaque = document->root.find("bad")->opaque();
    return opaque != nullptr && opaque->why ? sentence(*opaque->why) : "no reason";
}

constexpr const char* kVersion1001 = "M\xe9\x03";

std::string legacy(const std::string& body, std::string_view keys, std::string_view data, std::string_view system = "}", std::string_view version = kVersion1001)
{
    return pickle("\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19") + pickle(version) + pickle(system) + pickle(body) + pickle(keys) + std::string(data);
}

/// The two floats as a stream.
std::string oldStream(std::string_view system = "}", std::string_view version = kVersion1001)
{
    return legacy(twoFloats(), "]" + text("0") + "a", little<std::int64_t>(2) + packed({1.0F, 2.0F}), system, version);
}

} // namespace

class tst_torch : public QObject {
    Q_OBJECT

private slots:
    void badTensorsAreNamedAndTheGoodOnesStay_data()
    {
        QTest::addColumn<QByteArray>("bad");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const std::string& bad, const char* said) {
            QTest::newRow(name) << QByteArray(bad.data(), static_cast<qsizetype>(bad.size())) << QByteArray(said);
        };
        const auto storage2 = storage("FloatStorage", "0", 2);
        row("storage shorter than declared", tensor(storage("FloatStorage", "0", 4), 0, wholes({4}), wholes({1})), "needs 16 bytes, the record has 8");
        row("storage longer than declared", tensor(storage("FloatStorage", "0", 1), 0, wholes({1}), wholes({1})), "needs 4 bytes, the record has 8");
        row("missing record", tensor(storage("FloatStorage", "9", 2), 0, wholes({2}), wholes({1})), "data/9 is missing");
        row("record that is a path", tensor(storage("FloatStorage", "../../etc/passwd", 2), 0, wholes({2}), wholes({1})), "is missing");
        row("record that is an absolute path", tensor(storage("FloatStorage", "/etc/passwd", 2), 0, wholes({2}), wholes({1})), "is missing");
        row("storage of two types", tensor(storage("HalfStorage", "0", 4), 0, wholes({4}), wholes({1})), "storage 0 is named as FloatStorage and as HalfStorage");
        row("more elements than stored", tensor(storage2, 0, wholes({3}), wholes({1})), "needs elements 0 to 2, the storage has 2");
        row("offset behind the end", tensor(storage2, 2, wholes({1}), wholes({1})), "the storage has 2");
        row("negative offset", tensor(storage2, -1, wholes({1}), wholes({1})), "the storage has 2");
        row("negative size", tensor(storage2, 0, wholes({-1}), wholes({1})), "negative size");
        row("product overflow", tensor(storage2, 0, wholes({1LL << 40, 1LL << 40}), wholes({0, 0})), "more elements than can be counted");
        row("stride overflow", tensor(storage2, 0, wholes({3, 3}), wholes({1LL << 62, 1LL << 62})), "range of addresses");
        row("stride out of the storage", tensor(storage2, 0, wholes({2}), wholes({5})), "the storage has 2");
        row("negative stride out of the storage", tensor(storage2, 0, wholes({2}), wholes({-1})), "the storage has 2");
        row("sizes and strides of different rank", tensor(storage2, 0, wholes({2}), wholes({1, 1})), "1 sizes but 2 strides");
        row("sizes that are no numbers", tensor(storage2, 0, "(" + text("2") + "t", wholes({1})), "whole numbers");
        row("size that is a truth", tensor(storage2, 0, "(\x88t", wholes({1})), "whole numbers");
        row("too many axes", tensor(storage2, 0, "(" + [] { std::string s; for (int i = 0; i < 40; ++i) s += "K\x01"; return s; }() + "t", "(" + [] { std::string s; for (int i = 0; i < 40; ++i) s += "K\x01"; return s; }() + "t"), "at most 32");
        row("storage of a number", tensor("K\x01", 0, wholes({2}), wholes({1})), "without a storage");
        row("storage of an object", tensor(call("some.where", "Thing", "N"), 0, wholes({2}), wholes({1})), "a storage of class some.where.Thing is not read");
        row("storage named in text", tensor("Pstorage\n", 0, wholes({2}), wholes({1})), "not named as PyTorch");
        row("odd storage name", tensor("(" + text("storage") + "tQ", 0, wholes({2}), wholes({1})), "not named as PyTorch");
        row("complex", tensor(storage("ComplexFloatStorage", "1", 1), 0, wholes({1}), wholes({1})), "x.abs()");
        row("quantised storage", tensor(storage("QUInt8Storage", "0", 8), 0, wholes({2}), wholes({1})), "x.dequantize()");
        row("quantised", call("torch._utils", "_rebuild_qtensor", "N"), "x.dequantize()");
        row("sparse without parts", call("torch._utils", "_rebuild_sparse_tensor", coo() + "N"), "x.to_dense()");
        row("sparse of another layout", call("torch._utils", "_rebuild_sparse_tensor", call("torch.serialization", "_get_layout", text("torch.sparse_bsr")) + "N"), "sparse_bsr");
        row("sparse with float indices", sparse(tensor(storage2, 0, wholes({1, 2}), wholes({2, 1})), tensor(storage2, 0, wholes({2}), wholes({1})), wholes({3})), "indices [1, 2]");
        row("sparse with more values than indices", sparse(tensor(storage("ByteStorage", "1", 8), 0, wholes({1, 1}), wholes({1, 1})), tensor(storage2, 0, wholes({2}), wholes({1})), wholes({3})), "values [2]");
        row("sparse that repeats one index forever", sparse(tensor(storage("ByteStorage", "1", 8), 0, wholes({1, 1LL << 40}), wholes({1, 0})), tensor(storage2, 0, wholes({1LL << 40}), wholes({0})), wholes({3})), "a sparse tensor of shape [3]");
        row("CSR", call("torch._utils", "_rebuild_sparse_csr_tensor", "N"), "x.to_dense()");
        row("nested", call("torch._utils", "_rebuild_nested_tensor", "N"), "to_padded_tensor");
        row("wrapped, as distributed tensors are", call("torch._utils", "_rebuild_wrapper_subclass", "N"), "as a plain tensor");
        row("derived class that rebuilds itself", call("torch._tensor", "_rebuild_from_type_v2", global("my.code2", "rebuild") + global("my.code2", "Masked") + ")N"), "x.as_subclass(torch.Tensor)");
        row("XLA", call("torch._utils", "_rebuild_xla_tensor", "N"), "x.cpu()");
        row("meta", call("torch._utils", "_rebuild_meta_tensor_no_storage", "N"), "meta device");
    }

    void badTensorsAreNamedAndTheGoodOnesStay()
    {
        QFETCH(QByteArray, bad);
        QFETCH(QByteArray, said);
        const auto reason = reasonOf(read(torchZip(beside(bad.toStdString()), {{"archive/data/0", packed({1.0F, 2.0F})}, {"archive/data/1", packed({1.0F, 2.0F})}})));
        QVERIFY2(reason.find(said.toStdString()) != std::string::npos, reason.c_str());
    }

    void aFileOfNothingButBrokenTensorsIsAnError()
    {
        QVERIFY(says(read(torchZip(tensor(storage("FloatStorage", "9", 2), 0, wholes({2}), wholes({1})))), "is missing"));
    }

    void aTensorOfZeroStridesCostsNothing()
    {
        const auto document = read(torchZip(tensor(storage("FloatStorage", "0", 2), 1, wholes({1'000'000, 1'000'000}), wholes({0, 0}))));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->root.tensor()->count(), std::int64_t{1'000'000'000'000});
        QCOMPARE(floatsOf(document->root.tensor()->narrow(0, 999'999, 1).narrow(1, 5, 2)), (std::vector<float>{2, 2}));
    }

    void sparseTensorsAreTheirDenseForm()
    {
        // Entries (0,1)=1, (1,0)=2, (1,0)=4 of a 2 x 2 tensor: the two at one place are summed, as coalesce() does.
        const auto indices = tensor(storage("ByteStorage", "0", 6), 0, wholes({2, 3}), wholes({3, 1}));
        const auto values = tensor(storage("FloatStorage", "1", 3), 0, wholes({3}), wholes({1}));
        const std::string places("\0\1\1\1\0\0", 6);
        const auto document = read(torchZip(sparse(indices, values, call("torch", "Size", wholes({2, 2}))), {{"archive/data/0", places}, {"archive/data/1", packed<float>({1, 2, 4})}}));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(document->root), (std::vector<float>{0, 1, 6, 0}));
        QCOMPARE(floatsOf(document->root.tensor()->select(1, 1)), (std::vector<float>{1, 0}));
    }

    void sparseTensorsMayHaveDenseBlocks()
    {
        // Sparse along the first axis only: row 2 is (1, 2), the others are zero.
        const auto indices = tensor(storage("ByteStorage", "0", 1), 0, wholes({1, 1}), wholes({1, 1}));
        const auto values = tensor(storage("HalfStorage", "1", 2), 0, wholes({1, 2}), wholes({2, 1}));
        const auto document = read(torchZip(sparse(indices, values, wholes({1LL << 40, 2})), {{"archive/data/0", "\2"}, {"archive/data/1", std::string("\0\x3c\0\x40", 4)}}));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->root.tensor()->dtype(), DType::Float16);
        QCOMPARE(floatsOf(document->root.tensor()->narrow(0, 1, 2)), (std::vector<float>{0, 0, 1, 2}));
    }

    void anIndexOutsideASparseTensorIsToldWhenItIsRead()
    {
        const auto indices = tensor(storage("ByteStorage", "0", 1), 0, wholes({1, 1}), wholes({1, 1}));
        const auto values = tensor(storage("FloatStorage", "1", 1), 0, wholes({1}), wholes({1}));
        const auto document = read(torchZip(sparse(indices, values, wholes({3})), {{"archive/data/0", "\7"}, {"archive/data/1", packed<float>({1})}}));
        QVERIFY2(document, refusal(document).c_str());
        std::vector<float> out(3);
        const auto got = document->root.tensor()->read(std::span<float>(out));
        QVERIFY(!got && sentence(got.error()).find("stands at 7 along axis 0, which has 3") != std::string::npos);
    }

    void everyStorageClassGivesItsType()
    {
        for (const auto& [type, bytes, dtype] : std::initializer_list<std::tuple<const char*, std::int64_t, DType>>{
                 {"DoubleStorage", 8, DType::Float64}, {"HalfStorage", 2, DType::Float16}, {"BFloat16Storage", 2, DType::BFloat16}, {"LongStorage", 8, DType::Int64},
                 {"IntStorage", 4, DType::Int32}, {"ShortStorage", 2, DType::Int16}, {"CharStorage", 1, DType::Int8}, {"ByteStorage", 1, DType::UInt8}, {"BoolStorage", 1, DType::Bool}}) {
            const auto document = read(torchZip(tensor(storage(type, "0", 8 / bytes), 0, wholes({8 / bytes}), wholes({1}))));
            QVERIFY2(document, refusal(document).c_str());
            QCOMPARE(document->root.tensor()->dtype(), dtype);
        }
    }

    void newerTensorsSayTheirTypeThemselves()
    {
        const auto made = [](const char* type, std::int64_t count) {
            return read(torchZip(call("torch._utils", "_rebuild_tensor_v3", storage("UntypedStorage", "0", 8) + whole(0) + wholes({count}) + wholes({1}) + "\x89N" + global("torch", type) + "}")));
        };
        for (const auto& [type, count, dtype] : std::initializer_list<std::tuple<const char*, std::int64_t, DType>>{
                 {"float8_e4m3fn", 8, DType::Float8E4M3FN}, {"float8_e5m2", 8, DType::Float8E5M2}, {"uint16", 4, DType::UInt16}, {"uint32", 2, DType::UInt32}, {"uint64", 1, DType::UInt64}}) {
            const auto document = made(type, count);
            QVERIFY2(document, refusal(document).c_str());
            QCOMPARE(document->root.tensor()->dtype(), dtype);
        }
        for (const char* type : {"float8_e4m3fnuz", "float8_e8m0fnu", "bits8"})
            QVERIFY(says(made(type, 8), "Save x.to(torch.float32)"));
    }

    void tensorsOfDerivedClassesAreTheirNumbers()
    {
        const auto arguments = storage("FloatStorage", "0", 2) + whole(0) + wholes({2}) + wholes({1}) + "\x89" + global("collections", "OrderedDict") + ")R";
        const auto document = read(torchZip(call("torch._tensor", "_rebuild_from_type_v2", global("torch._utils", "_rebuild_tensor_v2") + global("my.code2", "Named") + "(" + arguments + "t" + "}")));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2}));
    }

    void oneTensorInTwoPlacesIsOneInMemory()
    {
        const auto document = read(torchZip("(" + twoFloats() + "q\x01h\x01l"));
        QVERIFY2(document, refusal(document).c_str());
        const auto& places = *document->root.list();
        QCOMPARE(places.size(), std::size_t{2});
        QVERIFY(places[0].tensor()->sameBytes(*places[1].tensor()));
    }

    void parametersSizesTypesAndDevicesAreTheirContent()
    {
        const auto document = read(torchZip("(" + text("p") + call("torch._utils", "_rebuild_parameter", twoFloats() + "\x88" + global("collections", "OrderedDict") + ")R") + text("size")
                                            + call("torch", "Size", "(" + text("x") + "t") + text("dtype") + global("torch", "float16") + text("device") + call("torch", "device", text("cuda") + "K\x01") + "d"));
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(*document->root.find("p")), (std::vector<float>{1, 2}));
        QCOMPARE(document->root.find("size")->list()->size(), std::size_t{1});
        QCOMPARE(*document->root.find("dtype")->string(), std::string("torch.float16"));
        QCOMPARE(*document->root.find("device")->string(), std::string("cuda:1"));
    }

    void theByteOrderIsARecord()
    {
        const std::string swapped = std::string("\x3f\x80\0\0\x40\0\0\0", 8);
        const auto document = read(torchZip(twoFloats(), {{"archive/data/0", swapped}, {"archive/byteorder", "big"}}));
        QVERIFY(document);
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2}));
        QVERIFY(says(read(torchZip(twoFloats(), {{"archive/data/0", swapped}, {"archive/byteorder", "middle"}})), "expected little or big"));
        QVERIFY(says(read(torchZip(twoFloats(), {{"archive/data/0", swapped}, {"archive/byteorder", std::string(5000, 'x')}})), "expected a word"));
    }

    void programsAreRefusedByName()
    {
        QVERIFY(says(read(torchZip(twoFloats(), {{"archive/constants.pkl", "x"}})), "TorchScript"));
        QVERIFY(says(read(torchZip(twoFloats(), {{"archive/code/__torch__.py", "x"}})), "TorchScript"));
    }

    void severalPicklesInOneArchiveAreRefusedWithTheirNames()
    {
        QVERIFY(says(read(torchZip(twoFloats(), {{"other/data.pkl", "x"}})), "other/data.pkl"));
    }

    void anUnknownVersionIsReadAndTold()
    {
        const auto document = read(zip({{"a/data.pkl", pickle(twoFloats())}, {"a/data/0", packed({1.0F, 2.0F})}, {"a/version", "99\n"}}));
        QVERIFY(document);
        QCOMPARE(document->warnings.size(), std::size_t{1});
    }

    void aDamagedPickleIsRefusedByItsChecksum()
    {
        Member member{"a/data.pkl", pickle(twoFloats())};
        member.crc = 1;
        QVERIFY(says(read(zip({member, {"a/data/0", packed({1.0F, 2.0F})}})), "checksum"));
    }

    void aDamagedRecordIsRefusedByItsChecksumAndTheOthersAreRead()
    {
        Member member{"archive/data/0", packed({1.0F, 2.0F})};
        member.crc = 1;
        const auto document = read(torchZip("]" + twoFloats() + "a" + tensor(storage("FloatStorage", "1", 1), 0, wholes({1}), wholes({1})) + "a", {member, {"archive/data/1", packed({3.0F})}}));
        QVERIFY2(document, refusal(document).c_str());
        const auto& list = *document->root.list();
        std::vector<float> values(2);
        const auto got = list[0].tensor()->read(std::span<float>(values));
        QVERIFY(!got && sentence(got.error()).find("archive/data/0: the checksum does not fit the data") != std::string::npos);
        QCOMPARE(floatsOf(list[1]), (std::vector<float>{3}));
    }

    void deflatedRecordsAreUnpackedWhenAskedFor()
    {
        const auto document = read(torchZip(twoFloats(), {{"archive/data/0", packed({1.0F, 2.0F}), 8}}));
        QVERIFY(document);
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2}));
    }

    void theOldStreamIsRead()
    {
        const auto document = read(oldStream());
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(document->format, std::string("PyTorch legacy"));
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2}));
    }

    void anOldStreamIsLittleEndianWhateverItSaysOfItsWriter()
    {
        const auto document = read(oldStream("}" + text("little_endian") + "\x89s")); // PyTorch swaps what it writes, and ignores this word when it reads
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2}));
    }

    void anOldStreamOfAnotherVersionIsRefused()
    {
        QVERIFY(says(read(oldStream("}", "M\xea\x03")), "a version of torch.save that is not known, expected 1001"));
    }

    void bytesThatFollowAreTold()
    {
        const auto stream = read(oldStream() + "more");
        QVERIFY2(stream, refusal(stream).c_str());
        QCOMPARE(stream->warnings, (std::vector<std::string>{"4 bytes follow the last storage."}));
        const auto archive = read(zip({{"a/data.pkl", pickle(twoFloats()) + "more"}, {"a/data/0", packed({1.0F, 2.0F})}}));
        QVERIFY2(archive, refusal(archive).c_str());
        QCOMPARE(archive->warnings, (std::vector<std::string>{"4 bytes follow the pickle in the archive."}));
    }

    void anOldStreamThatEndsEarlyIsRefused()
    {
        const auto whole = oldStream();
        for (std::size_t size = 15; size < whole.size(); ++size)
            QVERIFY(!read(whole.substr(0, size)));
    }

    void anOldStreamThatDeclaresTooMuchIsRefused()
    {
        QVERIFY(!read(legacy(twoFloats(), "]" + text("0") + "a", little<std::int64_t>(1LL << 62) + packed({1.0F, 2.0F}))));
        QVERIFY(says(read(legacy(twoFloats(), "]" + text("7") + "a", little<std::int64_t>(2) + packed({1.0F, 2.0F}))), "nothing uses it"));
    }

    void tensorsInPlainPicklesHoldTheirStorageAsAStream()
    {
        const std::string inner = legacy(storage("FloatStorage", "k", 2), "]" + text("k") + "a", little<std::int64_t>(2) + packed({1.0F, 2.0F}));
        const auto document = read(pickle(tensor(call("torch.storage", "_load_from_bytes", bytes(inner)), 0, wholes({2}), wholes({1}))), "made.pkl");
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(floatsOf(document->root), (std::vector<float>{1, 2}));
    }
};

HEADLIGHT_GUILESS_TEST(tst_torch)

} // namespace torch_test

#include "tst_torch.moc"
