// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files made byte by byte, so that a test can say exactly what is wrong with them.
#pragma once

#include "formats/inflate.h"
#include "formats/readers.h"

#include <QTest>

#include <zlib.h>

#include <bit>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace made {

using namespace headlight;
using namespace std::string_literals; // with NULs inside

inline formats::Source sourceOf(std::string_view bytes)
{
    const auto view = asBytes(bytes);
    return formats::memorySource({view.begin(), view.end()});
}

inline Result<Document> read(std::string_view bytes, const char* name = "made.pt", const formats::Limits& limits = {})
{
    const auto opening = formats::openingOf(sourceOf(bytes), name, limits);
    return opening ? formats::readOpening(*opening) : Result<Document>(opening.error());
}

inline std::string refusal(const Result<Document>& document)
{
    return document ? std::string("was read") : sentence(document.error());
}

inline bool says(const Result<Document>& document, std::string_view part)
{
    const bool said = !document && sentence(document.error()).find(part) != std::string::npos;
    if (!said)
        qWarning("%s", refusal(document).c_str());
    return said;
}

inline std::vector<float> floatsOf(const Value& value)
{
    if (value.tensor() == nullptr)
        return {};
    std::vector<float> values(static_cast<std::size_t>(value.tensor()->count()));
    if (!value.tensor()->read(std::span<float>(values)))
        return {};
    return values;
}

template <typename T>
std::string little(T value)
{
    static_assert(std::endian::native == std::endian::little);
    return {reinterpret_cast<const char*>(&value), sizeof(T)};
}

template <typename T>
std::string packed(std::initializer_list<T> values)
{
    std::string bytes;
    for (const T value : values)
        bytes += little(value);
    return bytes;
}

inline std::string deflated(std::string_view data)
{
    std::string out(data.size() + 128, '\0');
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

/// A member, with everything that may lie about it.
struct Member {
    std::string name;
    std::string data;
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
    std::string localName = {};            ///< empty: the same
    std::uint16_t localMethod = 0xFFFF;    ///< the same
    std::int64_t declaredSize = -1;        ///< the true one
    std::int64_t headerOffset = -1;        ///< the true one
    std::int64_t crc = -1;                 ///< the true one
    bool sizesLater = false;               ///< zeros in the local header, flag bit 3, data descriptor behind
};

struct ZipTail {
    std::string prefix = {};
    std::string comment = {};
    int extraCount = 0;     ///< more members than there are
    std::uint16_t disk = 0;
    bool zip64 = false;
};

inline std::string zip(const std::vector<Member>& members, const ZipTail& tail = {})
{
    std::string file = tail.prefix;
    std::string directory;
    for (const auto& member : members) {
        const std::string stored = member.method == 8 ? deflated(member.data) : member.data;
        const auto crc = member.crc >= 0 ? static_cast<std::uint32_t>(member.crc) : formats::crcOf(asBytes(member.data));
        const auto size = member.declaredSize >= 0 ? static_cast<std::uint32_t>(member.declaredSize) : static_cast<std::uint32_t>(member.data.size());
        const auto packedSize = member.method == 8 ? static_cast<std::uint32_t>(stored.size()) : size;
        const auto flags = static_cast<std::uint16_t>(member.flags | (member.sizesLater ? 8 : 0));
        const auto offset = member.headerOffset >= 0 ? static_cast<std::uint32_t>(member.headerOffset) : static_cast<std::uint32_t>(file.size() - tail.prefix.size());
        const std::string& localName = member.localName.empty() ? member.name : member.localName;
        const auto here = [&](std::uint32_t value) { return little(member.sizesLater ? 0 : value); };
        file += "PK\x03\x04" + packed<std::uint16_t>({20, flags, member.localMethod == 0xFFFF ? member.method : member.localMethod, 0, 0}) + here(crc) + here(packedSize) + here(size)
            + packed<std::uint16_t>({static_cast<std::uint16_t>(localName.size()), 0}) + localName + stored;
        if (member.sizesLater)
            file += "PK\x07\x08" + packed({crc, packedSize, size});
        directory += "PK\x01\x02" + packed<std::uint16_t>({20, 20, flags, member.method, 0, 0}) + packed({crc, packedSize, size})
            + packed<std::uint16_t>({static_cast<std::uint16_t>(member.name.size()), 0, 0, 0, 0}) + packed<std::uint32_t>({0, offset}) + member.name;
    }
    const auto start = file.size() - tail.prefix.size();
    const auto count = static_cast<std::uint16_t>(members.size() + static_cast<std::size_t>(tail.extraCount));
    file += directory;
    if (tail.zip64) {
        const auto end64 = file.size() - tail.prefix.size();
        file += "PK\x06\x06" + little<std::uint64_t>(44) + packed<std::uint16_t>({45, 45}) + packed<std::uint32_t>({0, 0})
            + packed<std::uint64_t>({count, count, directory.size(), start}) + "PK\x06\x07" + little<std::uint32_t>(0) + little<std::uint64_t>(end64) + little<std::uint32_t>(1);
    }
    file += "PK\x05\x06" + packed<std::uint16_t>({tail.disk, tail.disk, tail.zip64 ? std::uint16_t{0xFFFF} : count, tail.zip64 ? std::uint16_t{0xFFFF} : count})
        + packed({tail.zip64 ? 0xFFFFFFFFU : static_cast<std::uint32_t>(directory.size()), tail.zip64 ? 0xFFFFFFFFU : static_cast<std::uint32_t>(start)})
        + little(static_cast<std::uint16_t>(tail.comment.size())) + tail.comment;
    return file;
}

// Pieces of pickles.
inline std::string global(std::string_view module, std::string_view name)
{
    return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}
inline std::string text(std::string_view value)
{
    return "X" + little(static_cast<std::uint32_t>(value.size())) + std::string(value);
}
inline std::string bytes(std::string_view value)
{
    return "B" + little(static_cast<std::uint32_t>(value.size())) + std::string(value);
}
inline std::string whole(std::int64_t value)
{
    return "\x8a\x08" + little(value);
}
inline std::string wholes(std::initializer_list<std::int64_t> values)
{
    std::string body = "(";
    for (const auto value : values)
        body += whole(value);
    return body + "t";
}
inline std::string call(std::string_view module, std::string_view name, std::string_view arguments)
{
    return global(module, name) + "(" + std::string(arguments) + "tR";
}
inline std::string pickle(std::string_view body)
{
    return "\x80\x02" + std::string(body) + ".";
}
inline std::string storage(std::string_view type, std::string_view key, std::int64_t count)
{
    return "(" + text("storage") + global("torch", type) + text(key) + text("cpu") + whole(count) + "tQ";
}
inline std::string tensor(std::string_view storageId, std::int64_t offset, const std::string& shape, const std::string& strides)
{
    return call("torch._utils", "_rebuild_tensor_v2", std::string(storageId) + whole(offset) + shape + strides + "\x89" + global("collections", "OrderedDict") + ")R");
}
/// Two floats, 1 and 2, of storage 0.
inline std::string twoFloats()
{
    return tensor(storage("FloatStorage", "0", 2), 0, wholes({2}), wholes({1}));
}

/// What torch.save writes around a pickle; record 0 holds the floats 1 and 2 unless told otherwise.
inline std::string torchZip(std::string_view body, std::vector<Member> records = {{"archive/data/0", packed({1.0F, 2.0F})}})
{
    records.insert(records.begin(), Member{"archive/data.pkl", pickle(body)});
    records.push_back({"archive/version", "3\n"});
    return zip(records);
}

inline std::string npy(std::string_view dictionary, std::string_view data = {}, char version = 1)
{
    const std::string header = std::string(dictionary) + "\n";
    const auto size = static_cast<std::uint32_t>(header.size());
    return std::string("\x93NUMPY") + version + '\0' + (version == 1 ? little(static_cast<std::uint16_t>(size)) : little(size)) + header + std::string(data);
}

} // namespace made
