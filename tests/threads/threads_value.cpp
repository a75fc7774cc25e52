// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "threads/hammer.h"
#include "value/element_storage.h"
#include "value/tensor.h"

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr std::int64_t kRows = 512;
constexpr std::int64_t kColumns = 1024;

float expectedAt(std::int64_t row, std::int64_t column)
{
    return static_cast<float>(ScratchFile::byteAt(static_cast<std::size_t>(row * kColumns + column)));
}

void readRowsAndColumns(const Tensor& tensor, int thread)
{
    std::vector<float> row(kColumns);
    std::vector<float> column(kRows);
    for (std::int64_t round = 0; round < 40; ++round) {
        const std::int64_t r = (round * 7 + thread * 131) % kRows;
        require(tensor.select(0, r).read(std::span<float>(row)).has_value(), "a row is read");
        require(row[100] == expectedAt(r, 100), "and has its numbers");
        const std::int64_t c = (round * 13 + thread * 59) % kColumns;
        require(tensor.select(1, c).read(std::span<float>(column)).has_value(), "a column is read");
        require(column[300] == expectedAt(300, c), "and has its numbers");
    }
}

void oneMappedTensorIsReadByMany()
{
    const ScratchFile file(kRows * kColumns);
    const auto mapped = MappedFile::open(file.path());
    require(mapped.has_value(), "the scratch file opens");
    const auto storage = FileSpan::make(*mapped, 0, kRows * kColumns);
    require(storage.has_value(), "its bytes are a storage");
    const auto tensor = Tensor::contiguous(DType::UInt8, {kRows, kColumns}, *storage);
    require(tensor.has_value(), "and a tensor");
    onThreads(4, [&](int thread) { readRowsAndColumns(*tensor, thread); });
}

void lazyBytesAreMadeOnce()
{
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> made{0};
        const auto storage = std::make_shared<const LazyBuffer>(kRows * kColumns, [&]() -> Result<std::vector<std::byte>> {
            ++made;
            std::vector<std::byte> bytes(kRows * kColumns);
            for (std::size_t i = 0; i < bytes.size(); ++i)
                bytes[i] = static_cast<std::byte>(ScratchFile::byteAt(i));
            return bytes;
        });
        const auto tensor = Tensor::contiguous(DType::UInt8, {kRows, kColumns}, storage);
        require(tensor.has_value(), "a tensor of bytes that are not made yet");
        onThreads(4, [&](int thread) { readRowsAndColumns(*tensor, thread); });
        require(made == 1, "bytes are made when first asked for, once, whoever asks");
    }
}

void failureReachesEveryThread()
{
    const auto storage = std::make_shared<const LazyBuffer>(4, []() -> Result<std::vector<std::byte>> { return Error{ErrorKind::Corrupt, "not inflatable"}; });
    const auto tensor = Tensor::contiguous(DType::UInt8, {4}, storage);
    require(tensor.has_value(), "a tensor of bytes that cannot be made");
    onThreads(4, [&](int) {
        std::vector<float> out(4);
        for (int round = 0; round < 100; ++round)
            require(!tensor->read(std::span<float>(out)).has_value(), "reading bytes that cannot be made is an error each time");
    });
}

} // namespace

int main()
{
    oneMappedTensorIsReadByMany();
    lazyBytesAreMadeOnce();
    failureReachesEveryThread();
}
