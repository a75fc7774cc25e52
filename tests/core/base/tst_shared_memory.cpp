// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Memory shared with a child that may be in the hands of a file: reading it must be safe whatever the child does.
#include "base/shared_memory.h"
#include "support/test_class.h"

#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace shared_memory_test {

using namespace headlight;

class tst_shared_memory : public QObject {
    Q_OBJECT

private slots:
    void whatIsWrittenThroughTheDescriptorIsReadHere()
    {
        const auto memory = SharedMemory::make(1 << 16);
        QVERIFY(memory);
        QVERIFY(::pwrite(memory->descriptor(), "head", 4, 60'000) == 4);
        QVERIFY(memory->bytes().size() == 1 << 16);
        QVERIFY(std::memcmp(memory->bytes().data() + 60'000, "head", 4) == 0);
    }

    void whoHasTheDescriptorCanNeitherShortenNorLengthenNorUnsealIt()
    {
        const auto memory = SharedMemory::make(1 << 16);
        QVERIFY(memory);
        QVERIFY(::ftruncate(memory->descriptor(), 0) != 0);
        QVERIFY(::ftruncate(memory->descriptor(), 1 << 20) != 0);
        QVERIFY(::fcntl(memory->descriptor(), F_ADD_SEALS, F_SEAL_WRITE) != 0);
        QVERIFY(memory->bytes()[(1 << 16) - 1] == std::byte{0}); // and this is no SIGBUS
    }

    void itMovesWithItsOwner()
    {
        auto first = SharedMemory::make(1 << 12);
        QVERIFY(first);
        const int descriptor = first->descriptor();
        SharedMemory second = *std::move(first);
        QVERIFY(second.descriptor() == descriptor && second.bytes().size() == 1 << 12);
    }

    void moreThanThereIsIsASentence()
    {
        const auto memory = SharedMemory::make(std::size_t{1} << 62);
        QVERIFY(!memory);
        QVERIFY(sentence(memory.error()).find("cannot be shared") != std::string::npos);
    }
};

HEADLIGHT_GUILESS_TEST(tst_shared_memory)

} // namespace shared_memory_test

#include "tst_shared_memory.moc"
