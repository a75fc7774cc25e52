// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/mapped_file.h"
#include "base/parallel.h"
#include "threads/hammer.h"

#include <numeric>

using namespace headlight;
using namespace headlight::test;

namespace {

void everyIndexIsVisitedOnce()
{
    for (int round = 0; round < 200; ++round) {
        std::vector<int> visits(1000, 0); // not atomic: each element belongs to one call
        parallelFor(1000, [&](std::int64_t i) { ++visits[static_cast<std::size_t>(i)]; });
        require(std::accumulate(visits.begin(), visits.end(), 0) == 1000, "what work wrote is visible when parallelFor returns");
    }
}

void severalThreadsLoopAtOnce()
{
    onThreads(4, [](int) {
        for (int round = 0; round < 50; ++round) {
            std::vector<std::int64_t> squares(200);
            parallelFor(200, [&](std::int64_t i) { squares[static_cast<std::size_t>(i)] = i * i; });
            require(squares.back() == 199 * 199, "loops of different threads do not mix");
        }
    });
}

void loopsNest()
{
    std::vector<std::vector<int>> visits(16, std::vector<int>(64, 0));
    parallelFor(16, [&](std::int64_t outer) {
        parallelFor(64, [&](std::int64_t inner) { ++visits[static_cast<std::size_t>(outer)][static_cast<std::size_t>(inner)]; });
    });
    for (const auto& row : visits)
        require(std::accumulate(row.begin(), row.end(), 0) == 64, "a loop inside a loop is complete");
}

void oneFileIsReadByMany()
{
    const ScratchFile file(1 << 20);
    const auto mapped = MappedFile::open(file.path());
    require(mapped.has_value(), "the scratch file opens");
    onThreads(4, [&](int thread) {
        std::vector<std::byte> block(4096);
        for (std::size_t round = 0; round < 200; ++round) {
            const std::size_t offset = (round * 5003 + static_cast<std::size_t>(thread) * 977) % ((1 << 20) - block.size());
            require((*mapped)->read(offset, block).has_value(), "a block inside the file is read");
            require(std::to_integer<unsigned char>(block[17]) == ScratchFile::byteAt(offset + 17), "and has the bytes of the file");
            require(!(*mapped)->read((1 << 20) - 10, block).has_value(), "a block past the end is an error");
            require((*mapped)->unchanged().has_value(), "nobody changed the file");
        }
    });
}

} // namespace

int main()
{
    everyIndexIsVisitedOnce();
    severalThreadsLoopAtOnce();
    loopsNest();
    oneFileIsReadByMany();
}
