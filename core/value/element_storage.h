// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the elements of a tensor are: a span of a mapped file, an inflated buffer, a data set.
#pragma once

#include "base/bytes.h"
#include "base/job_context.h"
#include "base/mapped_file.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace headlight {

/// A box of elements in a flat storage: element (i, j, ...) is number offset + i * strides[0] + j * strides[1] + ...
/// All in elements. The owner (Tensor) has checked that every such number lies inside the storage.
struct StridedBox {
    std::int64_t offset = 0;
    std::span<const std::int64_t> shape;
    std::span<const std::int64_t> strides;
};

/// Elements in one flat order. Const, callable from any thread. Opening costs nothing, reading costs what is read.
class ElementStorage {
public:
    virtual ~ElementStorage() = default;

    /// Number of elements of `elementSize` bytes.
    [[nodiscard]] virtual std::int64_t count(std::size_t elementSize) const = 0;

    /// Copies the box, packed in C order, as stored (byte order untouched). out.size() == product(shape) * elementSize.
    virtual Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const = 0;

    /// That the bytes are those that were written, where the file holds a sum over them that gather() did not ask for: reads all that it covers,
    /// once. Afterwards gather() fails where this did.
    [[nodiscard]] virtual Result<void> verify(const JobContext&) const { return {}; }
};

/// A span of a mapped file, at any alignment.
class FileSpan final : public ElementStorage {
public:
    /// The span [offset, offset + size) must lie in the file, else ErrorKind::Truncated.
    static Result<std::shared_ptr<const ElementStorage>> make(std::shared_ptr<const MappedFile> file, std::uint64_t offset, std::uint64_t size);

    FileSpan(std::shared_ptr<const MappedFile> file, std::uint64_t offset, std::uint64_t size);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override;
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;

private:
    std::shared_ptr<const MappedFile> m_file;
    std::uint64_t m_offset;
    std::uint64_t m_size;
};

/// Bytes made when they are first asked for (inflated, scanned from text) and kept. The size is known beforehand.
class LazyBuffer final : public ElementStorage {
public:
    using Make = std::function<Result<std::vector<std::byte>>()>;

    LazyBuffer(std::uint64_t size, Make make);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override;
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;

private:
    Result<ByteView> bytes() const;

    std::uint64_t m_size;
    mutable std::mutex m_mutex;
    mutable Make m_make;
    mutable std::optional<Result<std::vector<std::byte>>> m_bytes;
};

/// Bytes that are there already.
class MemoryBuffer final : public ElementStorage {
public:
    explicit MemoryBuffer(std::vector<std::byte> bytes);

    [[nodiscard]] std::int64_t count(std::size_t elementSize) const override;
    Result<void> gather(const StridedBox& box, std::size_t elementSize, std::span<std::byte> out) const override;

private:
    std::vector<std::byte> m_bytes;
};

/// Runs through the box in C order as runs of neighbouring elements: `run(element number, elements, position in the output)`.
/// Stops and returns at the first error.
Result<void> forEachRun(const StridedBox& box, const std::function<Result<void>(std::int64_t, std::int64_t, std::int64_t)>& run);

} // namespace headlight
