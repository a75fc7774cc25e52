// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/fingerprint.h"

#include "base/bytes.h"
#include "base/mapped_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace headlight {

namespace {

constexpr std::uint64_t kEndBytes = std::uint64_t{64} << 10;

/// FNV-1a, 64 bits: enough to tell files apart, not a defence against anyone.
class Hash {
public:
    void add(ByteView bytes)
    {
        for (const auto byte : bytes)
            m_state = (m_state ^ static_cast<std::uint64_t>(byte)) * 0x100000001B3ULL;
    }
    void add(std::uint64_t number)
    {
        for (int shift = 0; shift < 64; shift += 8)
            m_state = (m_state ^ ((number >> shift) & 0xFF)) * 0x100000001B3ULL;
    }
    [[nodiscard]] std::uint64_t value() const { return m_state; }

private:
    std::uint64_t m_state = 0xCBF29CE484222325ULL;
};

void addEnds(Hash& hash, const MappedFile& file)
{
    std::vector<std::byte> bytes(static_cast<std::size_t>(std::min(kEndBytes, file.size())));
    if (file.read(0, bytes))
        hash.add(bytes);
    if (file.size() > bytes.size() && file.read(file.size() - bytes.size(), bytes))
        hash.add(bytes);
}

} // namespace

std::string fingerprintOf(const std::vector<std::filesystem::path>& files)
{
    Hash hash;
    for (const auto& path : files) {
        hash.add(asBytes(path.filename().native()));
        const auto file = MappedFile::open(path);
        if (!file)
            continue;
        hash.add((*file)->size());
        addEnds(hash, **file);
    }
    return fmt::format("{:016x}", hash.value());
}

} // namespace headlight
