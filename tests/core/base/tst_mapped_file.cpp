// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A mapped file may be cut short, replaced or be no file at all; nothing of it may stop the program.
#include "base/mapped_file.h"
#include "support/test_class.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace mapped_file_test {

using namespace headlight;

namespace {

constexpr std::size_t kSize = std::size_t{4} << 20; // large enough to be copied from the mapping

/// Where this process has mapped the file.
void* mappedAt(const std::filesystem::path& path)
{
    QFile maps(QStringLiteral("/proc/self/maps"));
    if (maps.open(QIODevice::ReadOnly))
        for (const QByteArray& line : maps.readAll().split('\n'))
            if (line.endsWith(' ' + QByteArray::fromStdString(path.string())))
                return reinterpret_cast<void*>(line.left(line.indexOf('-')).toULongLong(nullptr, 16));
    return nullptr;
}

struct Temporary {
    QTemporaryDir folder;
    std::filesystem::path path = folder.filePath("file").toStdString();

    explicit Temporary(std::size_t size)
    {
        QFile file(QString::fromStdString(path.string()));
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray(static_cast<qsizetype>(size), 'x'));
    }
};

} // namespace

class tst_mapped_file : public QObject {
    Q_OBJECT

private slots:
    void bytesAreCopiedFromAnyPlace()
    {
        const Temporary temporary(kSize);
        const auto file = MappedFile::open(temporary.path);
        QVERIFY(file);
        QCOMPARE((*file)->size(), std::uint64_t{kSize});
        std::vector<std::byte> some(3);
        QVERIFY((*file)->read(kSize - 3, some));
        QCOMPARE(some.back(), std::byte{'x'});
        std::vector<std::byte> all(kSize);
        QVERIFY((*file)->read(0, all));
        QVERIFY((*file)->read(kSize, {}));
    }

    void rangesOutsideAreTruncated()
    {
        const Temporary temporary(100);
        const auto file = MappedFile::open(temporary.path);
        std::vector<std::byte> some(10);
        for (const std::uint64_t offset : {std::uint64_t{91}, std::uint64_t{100}, std::uint64_t{101}, ~std::uint64_t{0}, ~std::uint64_t{0} - 5}) {
            const auto got = (*file)->read(offset, some);
            QVERIFY(!got);
            QCOMPARE(got.error().kind, ErrorKind::Truncated);
        }
    }

    void aFileCutShortGivesAnErrorBySmallAndByLargeReads()
    {
        const Temporary temporary(kSize);
        const auto file = MappedFile::open(temporary.path);
        const int descriptor = ::open(temporary.path.c_str(), O_WRONLY);
        QCOMPARE(::ftruncate(descriptor, 5000), 0);
        ::close(descriptor);
        QVERIFY(!(*file)->unchanged());
        for (const std::size_t size : {std::size_t{100}, kSize - 10'000}) {
            std::vector<std::byte> bytes(size);
            const auto got = (*file)->read(9000, bytes);
            QVERIFY(!got);
            QCOMPARE(got.error().kind, ErrorKind::Io);
        }
        std::vector<std::byte> still(5000);
        QVERIFY((*file)->read(0, still));
    }

    void severalThreadsSurviveACutFile()
    {
        const Temporary temporary(kSize);
        const auto file = MappedFile::open(temporary.path);
        QCOMPARE(::truncate(temporary.path.c_str(), 4096), 0);
        std::atomic<int> failures = 0;
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                std::vector<std::byte> bytes(kSize);
                for (int round = 0; round < 20; ++round)
                    failures += (*file)->read(0, bytes) ? 0 : 1;
            });
        threads.clear();
        QCOMPARE(failures.load(), 80);
    }

    void aFileThatIsWrittenToOrReplacedIsToldByItsName_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("words");
        QTest::newRow("another one under its name") << "rename" << "was changed or replaced while it was open";
        QTest::newRow("removed and made again") << "again" << "was changed or replaced while it was open";
        QTest::newRow("some bytes of it") << "bytes" << "was changed or replaced while it was open";
        QTest::newRow("more bytes behind it") << "longer" << "was changed or replaced while it was open";
        QTest::newRow("fewer bytes") << "shorter" << "became shorter while it was open";
    }
    void aFileThatIsWrittenToOrReplacedIsToldByItsName()
    {
        QFETCH(QString, how);
        QFETCH(QString, words);
        const Temporary temporary(100);
        const auto name = QString::fromStdString(temporary.path.string());
        const auto file = MappedFile::open(temporary.path);
        QVERIFY((*file)->unchanged());
        QTest::qSleep(20); // times of files go by ticks of the system
        if (how == "again")
            QFile::remove(name);
        QFile other(how == "rename" ? name + ".new" : name);
        QVERIFY(other.open(how == "rename" || how == "again" ? QIODevice::WriteOnly : QIODevice::ReadWrite));
        QVERIFY(how == "shorter" ? other.resize(99) : other.seek(how == "longer" ? 100 : 0) && other.write(QByteArray(how == "bytes" ? 50 : 100, 'y')) > 0);
        other.close();
        if (how == "rename")
            QCOMPARE(std::rename(other.fileName().toUtf8().constData(), temporary.path.c_str()), 0);
        const auto same = (*file)->unchanged();
        QVERIFY(!same);
        QCOMPARE(same.error().kind, ErrorKind::Io);
        const auto said = QString::fromStdString(sentence(same.error()));
        QVERIFY2(said.contains(name) && said.contains(words) && said.contains("Open it again"), qPrintable(said));
    }

    void aFileThatWasOnlyRemovedIsStillThere()
    {
        const Temporary temporary(100);
        const auto file = MappedFile::open(temporary.path);
        QFile::remove(QString::fromStdString(temporary.path.string()));
        std::vector<std::byte> all(100);
        QVERIFY((*file)->read(0, all) && (*file)->unchanged());
    }

    /// A disk or network that fails, for which memory stands in: no address below the first page can be read, and what is mapped behind the
    /// end of a file raises what a failing disk does.
    void aDiskThatFailsGivesAnErrorBySmallAndByLargeReads()
    {
        const Temporary temporary(kSize);
        const auto file = MappedFile::open(temporary.path);
        std::vector<std::byte> bytes(kSize);
        QVERIFY((*file)->read(0, bytes));

        void* const mapped = mappedAt(temporary.path);
        QVERIFY(mapped != nullptr);
        const Temporary empty(0);
        const int nothing = ::open(empty.path.c_str(), O_RDONLY | O_CLOEXEC);
        QCOMPARE(::mmap(mapped, kSize, PROT_READ, MAP_PRIVATE | MAP_FIXED, nothing, 0), mapped);
        ::close(nothing);
        const auto large = (*file)->read(0, bytes);
        QVERIFY(!large);
        QCOMPARE(large.error().kind, ErrorKind::Io);
        QVERIFY2(sentence(large.error()).find("cannot be read: Input/output error") != std::string::npos, sentence(large.error()).c_str());

        const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
        if (memory < 0)
            QSKIP("no /proc/self/mem, which stands in for a disk that fails");
        QVERIFY(::dup2(memory, (*file)->descriptor()) >= 0);
        ::close(memory);
        const auto small = (*file)->read(0, std::span(bytes).first(100));
        QVERIFY(!small);
        QCOMPARE(small.error().kind, ErrorKind::Io);
        QVERIFY2(sentence(small.error()).find("cannot be read: Input/output error") != std::string::npos, sentence(small.error()).c_str());
    }

    void anEmptyFileIsAFile()
    {
        const Temporary temporary(0);
        const auto file = MappedFile::open(temporary.path);
        QVERIFY(file);
        QCOMPARE((*file)->size(), std::uint64_t{0});
    }

    void onlyRegularFilesAreOpenedAndNothingBlocks()
    {
        const Temporary temporary(1);
        const auto pipe = temporary.path.string() + ".pipe";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        for (const std::filesystem::path path : {pipe, temporary.path.parent_path().string(), std::string("/dev/zero"), std::string("/dev/tty"), temporary.path.string() + ".missing"}) {
            const auto file = MappedFile::open(path);
            QVERIFY(!file);
            QVERIFY(sentence(file.error()).find(path.string()) != std::string::npos);
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_mapped_file)

} // namespace mapped_file_test

#include "tst_mapped_file.moc"
