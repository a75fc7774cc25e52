// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Views of tensors against hand results and against a slow reader that follows the definition; layouts that leave their storage.
#include "support/test_class.h"
#include "value/tensor.h"

#include <QFile>
#include <QTemporaryFile>

#include <atomic>
#include <limits>
#include <numeric>
#include <random>
#include <thread>

namespace tensor_test {

using namespace headlight;

namespace {

std::vector<float> valuesOf(const Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.count()));
    return tensor.read(std::span<float>(values)) ? values : std::vector<float>{-1};
}

/// 0, 1, 2, ... in C order.
Tensor counted(Shape shape)
{
    std::vector<float> values(static_cast<std::size_t>(*elementCount(shape)));
    std::iota(values.begin(), values.end(), 0.0F);
    return Tensor::fromFloats(std::move(shape), std::move(values));
}

std::shared_ptr<const ElementStorage> storageOf(std::size_t floats)
{
    std::vector<float> values(floats);
    std::iota(values.begin(), values.end(), 0.0F);
    const auto bytes = std::as_bytes(std::span(values));
    return std::make_shared<MemoryBuffer>(std::vector<std::byte>(bytes.begin(), bytes.end()));
}

/// Element by element, as the definition says.
std::vector<float> slowly(const Tensor::Layout& layout)
{
    std::vector<float> values;
    const auto visit = [&](auto&& self, std::size_t axis, std::int64_t element) -> void {
        if (axis == layout.shape.size()) {
            values.push_back(static_cast<float>(element)); // storage holds its own positions
            return;
        }
        for (std::int64_t i = 0; i < layout.shape[axis]; ++i)
            self(self, axis + 1, element + i * layout.strides[axis]);
    };
    visit(visit, 0, layout.offset);
    return values;
}

} // namespace

class tst_tensor : public QObject {
    Q_OBJECT

private slots:
    void selectingDropsAnAxis()
    {
        const auto tensor = counted({2, 3, 4});
        QCOMPARE(valuesOf(tensor.select(0, 1).select(1, 2)), (std::vector<float>{14, 18, 22}));
        QCOMPARE(tensor.select(1, 0).shape(), (Shape{2, 4}));
    }

    void narrowingKeepsIt()
    {
        QCOMPARE(valuesOf(counted({2, 3}).narrow(1, 1, 2)), (std::vector<float>{1, 2, 4, 5}));
        QCOMPARE(counted({2, 3}).narrow(0, 2, 0).count(), std::int64_t{0});
    }

    void permutingExchangesAxes()
    {
        const std::vector<std::int64_t> order{1, 0};
        QCOMPARE(valuesOf(counted({2, 3}).permuted(order)), (std::vector<float>{0, 3, 1, 4, 2, 5}));
        QCOMPARE(valuesOf(counted({2, 3}).withAxis(1)), (std::vector<float>{0, 1, 2, 3, 4, 5}));
        QCOMPARE(counted({2, 3}).withAxis(1).shape(), (Shape{2, 1, 3}));
    }

    void negativeAndZeroStridesAreFollowed()
    {
        const auto backwards = Tensor::make({DType::Float32, ByteOrder::Little, {2, 3}, {-3, -1}, 5}, storageOf(6));
        QVERIFY(backwards);
        QCOMPARE(valuesOf(*backwards), (std::vector<float>{5, 4, 3, 2, 1, 0}));
        const auto repeated = Tensor::make({DType::Float32, ByteOrder::Little, {3, 2}, {0, 1}, 4}, storageOf(6));
        QVERIFY(repeated);
        QCOMPARE(valuesOf(*repeated), (std::vector<float>{4, 5, 4, 5, 4, 5}));
    }

    void layoutsThatLeaveTheStorageAreRefused()
    {
        constexpr auto kHuge = std::numeric_limits<std::int64_t>::max();
        const auto refused = [](Shape shape, Shape strides, std::int64_t offset) {
            return !Tensor::make({DType::Float32, ByteOrder::Little, std::move(shape), std::move(strides), offset}, storageOf(6));
        };
        QVERIFY(refused({7}, {1}, 0));
        QVERIFY(refused({6}, {1}, 1));
        QVERIFY(refused({1}, {1}, -1));
        QVERIFY(refused({2}, {-1}, 0));
        QVERIFY(refused({2}, {kHuge}, 1));
        QVERIFY(refused({kHuge, kHuge}, {0, 0}, 0));
        QVERIFY(refused({kHuge}, {kHuge}, 0));
        QVERIFY(refused({-1}, {1}, 0));
        QVERIFY(refused({2, 2}, {1}, 0));
        QVERIFY(refused(Shape(33, 1), Shape(33, 1), 0));
        QVERIFY(!refused({1}, {kHuge}, 5));          // a stride that is never taken
        QVERIFY(!refused({0, kHuge, kHuge}, {kHuge, kHuge, kHuge}, kHuge)); // nothing there at all
    }

    void viewsOfEmptyTensorsAreEmpty()
    {
        const auto empty = Tensor::contiguous(DType::Float32, {0, std::numeric_limits<std::int64_t>::max(), 4}, storageOf(0));
        QVERIFY(empty);
        QCOMPARE(empty->count(), std::int64_t{0});
        QCOMPARE(valuesOf(empty->select(1, 1'000'000'000'000)).size(), std::size_t{0});
    }

    void randomLayoutsReadAsTheirDefinitionSays()
    {
        std::mt19937 random(20);
        const auto pick = [&random](std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random); };
        int accepted = 0;
        for (int round = 0; round < 20'000; ++round) {
            Tensor::Layout layout{DType::Float32, ByteOrder::Little, {}, {}, pick(0, 400)};
            for (auto axes = pick(0, 4); axes > 0; --axes) {
                layout.shape.push_back(pick(0, 6));
                layout.strides.push_back(pick(-40, 40));
            }
            const auto tensor = Tensor::make(layout, storageOf(500));
            const auto expected = slowly(layout);
            const bool inside = std::ranges::all_of(expected, [](float element) { return element >= 0 && element < 500; });
            QCOMPARE(tensor.has_value(), inside);
            if (tensor)
                QVERIFY(valuesOf(*tensor) == expected);
            accepted += tensor ? 1 : 0;
        }
        QVERIFY(accepted > 1000);
    }

    void largeViewsAreReadInBlocksWithTheSameResult()
    {
        const auto tensor = counted({40, 50, 60});
        const std::vector<std::int64_t> order{2, 0, 1};
        const auto values = valuesOf(tensor.permuted(order));
        bool equal = true;
        std::size_t position = 0;
        for (int k = 0; k < 60; ++k)
            for (int i = 0; i < 40; ++i)
                for (int j = 0; j < 50; ++j)
                    equal = equal && values[position++] == static_cast<float>((i * 50 + j) * 60 + k);
        QVERIFY(equal);
        std::vector<double> wide(values.size());
        QVERIFY(tensor.permuted(order).read(std::span<double>(wide)));
        QVERIFY(std::ranges::equal(values, wide, {}, [](float value) { return static_cast<double>(value); }));
    }

    void bytesAreMadeOnceWhenManyThreadsAsk()
    {
        std::atomic<int> made = 0;
        const auto storage = std::make_shared<LazyBuffer>(16, [&made]() -> Result<std::vector<std::byte>> {
            ++made;
            return std::vector<std::byte>(16);
        });
        const auto tensor = Tensor::contiguous(DType::Float32, {4}, storage);
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&tensor] { valuesOf(*tensor); });
        threads.clear();
        QCOMPARE(made.load(), 1);
    }

    void scatteredElementsOfAFileAreThoseOfTheMemory()
    {
        constexpr std::size_t kFloats = 400'000;
        QTemporaryFile file;
        QVERIFY(file.open());
        std::vector<float> values(kFloats);
        std::iota(values.begin(), values.end(), 0.0F);
        const std::string before = "seven..";
        file.write(before.data(), static_cast<qint64>(before.size()));
        file.write(reinterpret_cast<const char*>(values.data()), static_cast<qint64>(4 * kFloats));
        file.flush();
        const auto mapped = MappedFile::open(file.fileName().toStdString());
        const auto span = FileSpan::make(*mapped, before.size(), 4 * kFloats);
        const auto memory = storageOf(kFloats);
        std::mt19937 random(5);
        const auto pick = [&random](std::int64_t least, std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(least, most)(random); };
        for (int round = 0; round < 300; ++round) {
            // Any strides, in any direction, with gaps of all sizes.
            Shape shape;
            Shape strides;
            std::int64_t low = 0;
            std::int64_t high = 0;
            for (int axis = 0; axis < 3; ++axis) {
                shape.push_back(pick(1, 12));
                const std::int64_t stride = pick(0, 3) == 0 ? 1 : pick(-9000, 9000);
                strides.push_back(stride);
                (stride < 0 ? low : high) += stride * (shape.back() - 1);
            }
            const std::int64_t offset = pick(-low, static_cast<std::int64_t>(kFloats) - 1 - high);
            const Tensor::Layout layout{DType::Float32, ByteOrder::Little, shape, strides, offset};
            QCOMPARE(valuesOf(*Tensor::make(layout, *span)), valuesOf(*Tensor::make(layout, memory)));
        }
    }

    /// The rows of generation lie far from each other: each costs its own bytes, and a little more at most.
    void shortRunsThatLieFarApartDoNotReadWhatIsBetween()
    {
        constexpr std::int64_t kRows = 200;
        constexpr std::int64_t kGap = 200'000; // floats
        QTemporaryFile file;
        QVERIFY(file.open() && file.resize(4 * kRows * kGap)); // sparse
        const auto mapped = MappedFile::open(file.fileName().toStdString());
        const auto span = FileSpan::make(*mapped, 0, 4 * kRows * kGap);
        const auto all = *Tensor::make({DType::Float32, ByteOrder::Little, {kRows, 50}, {kGap, 1}, 0}, *span);
        const auto bytesRead = [] {
            QFile io("/proc/self/io");
            return io.open(QIODevice::ReadOnly) ? io.readAll().split('\n').first().mid(7).toLongLong() : -1; // rchar: NUMBER
        };
        const auto before = bytesRead();
        if (before < 0)
            QSKIP("Needs /proc/self/io");
        QCOMPARE(valuesOf(all).size(), std::size_t{kRows * 50});
        QVERIFY2(bytesRead() - before < kRows * 5000, qPrintable(QString::number(bytesRead() - before)));
        const auto between = bytesRead();
        for (std::int64_t row = 0; row < kRows; ++row) // as steps have them, each by itself
            valuesOf(all.select(0, row));
        QVERIFY2(bytesRead() - between < kRows * 200 + 10'000, qPrintable(QString::number(bytesRead() - between)));
    }

    void bytesThatCannotBeMadeAreAnErrorEachTime()
    {
        const auto tensor = Tensor::contiguous(DType::Float32, {4}, std::make_shared<LazyBuffer>(16, []() -> Result<std::vector<std::byte>> { return std::vector<std::byte>(15); }));
        for (int i = 0; i < 2; ++i) {
            std::vector<float> values(4);
            const auto got = tensor->read(std::span<float>(values));
            QVERIFY(!got);
            QVERIFY(sentence(got.error()).find("15 bytes, expected 16") != std::string::npos);
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_tensor)

} // namespace tensor_test

#include "tst_tensor.moc"
