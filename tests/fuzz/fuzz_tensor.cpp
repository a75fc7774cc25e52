// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Layouts of tensors and views of them: nothing accepted may touch an element outside its storage.
#include "fuzzed.h"

#include <algorithm>
#include <cstring>

namespace {

using namespace headlight;

/// Takes numbers from the input, zeros behind its end.
class Numbers {
public:
    Numbers(const std::uint8_t* data, std::size_t size) : m_data(data), m_size(size) {}

    std::int64_t next(std::size_t bytes)
    {
        std::int64_t value = 0;
        const std::size_t count = std::min(bytes, m_size);
        if (count > 0)
            std::memcpy(&value, m_data, count);
        m_data += count;
        m_size -= count;
        return value;
    }

private:
    const std::uint8_t* m_data;
    std::size_t m_size;
};

void readSmall(const Tensor& tensor)
{
    if (tensor.count() > 10'000)
        return;
    std::vector<double> values(static_cast<std::size_t>(tensor.count()));
    const auto got = tensor.read(std::span<double>(values));
    fuzzed::must(got || isComplex(tensor.dtype()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Numbers numbers(data, size);
    Tensor::Layout layout;
    layout.dtype = static_cast<DType>(static_cast<std::uint64_t>(numbers.next(1)) % 17);
    layout.order = numbers.next(1) % 2 == 0 ? ByteOrder::Little : ByteOrder::Big;
    const std::size_t width = numbers.next(1) % 2 == 0 ? 1 : 8;
    const auto axes = static_cast<std::size_t>(numbers.next(1)) % 5;
    layout.offset = numbers.next(width);
    for (std::size_t i = 0; i < axes; ++i) {
        layout.shape.push_back(numbers.next(width));
        layout.strides.push_back(width == 1 ? static_cast<std::int8_t>(numbers.next(1)) : numbers.next(8));
    }
    const auto tensor = Tensor::make(layout, std::make_shared<MemoryBuffer>(std::vector<std::byte>(static_cast<std::size_t>(numbers.next(1)))));
    if (!tensor)
        return 0;
    readSmall(*tensor);
    for (std::int64_t axis = 0; axis < tensor->rank(); ++axis)
        if (tensor->size(axis) > 0) {
            readSmall(tensor->select(axis, tensor->size(axis) - 1));
            readSmall(tensor->narrow(axis, tensor->size(axis) / 2, tensor->size(axis) - tensor->size(axis) / 2));
        }
    return 0;
}
