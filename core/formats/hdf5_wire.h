// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the program and its HDF5 reader child say to each other: frames of a kind, a size and a body. Elements, of which there are many, go
// through shared memory instead. Both ends are built together, so there is no version; the program believes nothing that it reads here all the same.
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "value/dtype.h"
#include "value/tensor.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight::formats::hdf5 {

enum class Frame : std::uint32_t {
    // from the program
    Walk,   ///< Walk: list everything
    Read,   ///< Slab: elements of one data set
    // from the child, while it walks
    Touch,  ///< string: the object it works on from here, for whoever has to say where it died
    Group,  ///< name: what follows is in it
    Close,  ///< the group is complete
    Array,  ///< ArrayEntry
    Words,  ///< WordsEntry
    Null,   ///< name
    Refuse, ///< RefusedEntry: one object that is not read
    Done,   ///< everything has been listed
    // from the child, to both requests
    Failed, ///< Failure: the whole request
    Elements, ///< nothing: the bytes of the slab stand at the start of the shared memory
};

constexpr std::size_t kFrameHead = 8;
constexpr std::uint32_t kMostFrame = 1U << 26U;      ///< bytes of one body
constexpr std::uint64_t kMostSlab = 1U << 24U;       ///< bytes asked for at a time: the size of the shared memory
constexpr std::size_t kMostObjects = 1'000'000;
constexpr std::size_t kMostDepth = 64;
constexpr std::size_t kMostAxes = 32;
constexpr std::uint64_t kMostWords = 1'000'000; ///< in one array of strings

struct FrameHead {
    Frame kind;
    std::uint32_t size;
};
std::array<std::byte, kFrameHead> packed(FrameHead head);
FrameHead unpackedHead(std::span<const std::byte, kFrameHead> bytes);

/// Where the elements of an array are.
enum class Where : std::uint8_t {
    File,  ///< in the file itself, one after the other from `position`
    Child, ///< the child reads them; `position` is the object's address in the file
    Here,  ///< they follow
};

struct ArrayEntry {
    std::string name;
    DType dtype = DType::Float32;
    ByteOrder order = ByteOrder::Little;
    Shape shape;
    Where where = Where::Child;
    std::uint64_t position = 0;
    std::vector<std::byte> bytes;
    bool attribute = false; ///< a number without axes is then a number, not an array
};

struct WordsEntry {
    std::string name;
    Shape shape;
    std::vector<std::string> words; ///< C order, product(shape) of them
};

struct RefusedEntry {
    std::string name;
    std::string className; ///< "HDF5 data set"
    bool alarming = true;  ///< false: nothing is lost (a link, a named type)
    Error why;             ///< kind, what and remedy
};

/// An array asked for in a slab: the box [start, start + count) along every axis.
struct Slab {
    std::uint64_t address = 0;
    DType dtype = DType::Float32;
    ByteOrder order = ByteOrder::Little;
    Shape shape; ///< of the whole array, which the child compares with what it finds
    Shape start;
    Shape count;
};

/// Packs numbers (little-endian) and texts into a body.
class Writer {
public:
    Writer& number(std::uint64_t value);
    Writer& text(std::string_view value);
    Writer& shape(const Shape& value);
    Writer& bytes(ByteView value);
    Writer& error(const Error& error);
    [[nodiscard]] const std::vector<std::byte>& body() const { return m_body; }

private:
    std::vector<std::byte> m_body;
};

/// Takes them out again. After the first thing that does not fit everything is empty and intact() is false.
class Reader {
public:
    explicit Reader(ByteView body) : m_rest(body) {}
    std::uint64_t number();
    /// A number not above `most`.
    std::uint64_t number(std::uint64_t most);
    std::string text();
    Shape shape();
    std::vector<std::byte> bytes();
    Error error();
    /// Nothing was wrong so far.
    [[nodiscard]] bool intact() const { return m_intact; }
    /// And nothing is left.
    [[nodiscard]] bool complete() const { return m_intact && m_rest.empty(); }
    void spoil();

private:
    ByteView take(std::uint64_t size);

    ByteView m_rest;
    bool m_intact = true;
};

std::vector<std::byte> packed(const ArrayEntry& entry);
std::vector<std::byte> packed(const WordsEntry& entry);
std::vector<std::byte> packed(const RefusedEntry& entry);
std::vector<std::byte> packed(const Slab& slab);
std::vector<std::byte> packed(const std::vector<std::string>& texts);
// Nothing when the body is not exactly such an entry.
std::optional<ArrayEntry> unpackedArray(ByteView body);
std::optional<WordsEntry> unpackedWords(ByteView body);
std::optional<RefusedEntry> unpackedRefusal(ByteView body);
std::optional<Slab> unpackedSlab(ByteView body);
std::optional<std::vector<std::string>> unpackedTexts(ByteView body);

} // namespace headlight::formats::hdf5
