// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// HDF5: whatever the library does in its own process, there is a sentence here and the next read works.
#include "formats/hdf5_file.h"
#include "hdf5_fixtures.h"
#include "support/process_cost.h"
#include "support/test_class.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <cerrno>
#include <csignal>
#include <random>
#include <sys/file.h>

namespace hdf5_child_test {

using namespace made;
using headlight::test::kSlowdown;
using headlight::test::processorSeconds;

namespace {

/// Two seconds of the clock on a machine that does nothing else; on a busy one, for whoever needs a processor, two of it.
class TwoSeconds {
public:
    TwoSeconds() { m_clock.start(); }
    [[nodiscard]] qint64 elapsed() const { return m_clock.elapsed(); }
    [[nodiscard]] bool suffice(bool needProcessor = true) const
    {
        const bool busyElsewhere = needProcessor && processorSeconds() - m_before < kSlowdown * 2.0 && elapsed() < kSlowdown * 20'000;
        return elapsed() < kSlowdown * 2000 || busyElsewhere;
    }

private:
    QElapsedTimer m_clock;
    double m_before = processorSeconds();
};

/// For whoever wants to see what took so long.
void writeMutant(const std::string& content, unsigned seed, int number)
{
    QFile file(QDir::temp().filePath(QString("headlight-mutant-%1-%2.h5").arg(seed).arg(number)));
    if (file.open(QIODevice::WriteOnly))
        file.write(content.data(), static_cast<qint64>(content.size()));
}

} // namespace

class tst_hdf5_child : public QObject {
    Q_OBJECT

    QByteArray m_reader = qgetenv(formats::hdf5::kReaderVariable);
    QTemporaryDir m_folder;

    /// A reader that does this.
    QString script(const QString& lines)
    {
        const QString path = m_folder.filePath("reader");
        QFile::remove(path);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write("#!/bin/sh\n" + lines.toUtf8() + "\n");
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        }
        return path;
    }

private slots:
    void cleanup() { qputenv(formats::hdf5::kReaderVariable, m_reader); }

    void aFileThatAnotherProgramHasLockedIsRead()
    {
        const QString copy = m_folder.filePath("locked.h5");
        QVERIFY(QFile::copy(QString::fromStdString(pathOf("gzip")), copy));
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadOnly) && ::flock(file.handle(), LOCK_EX | LOCK_NB) == 0);
        COMPARE_NUMBERS(formats::readFile(copy.toStdString()), "/maps", (counted()));
    }

    void pluginsThatTheEnvironmentNamesAreNotLoaded()
    {
        qputenv("HDF5_PLUGIN_PATH", m_folder.path().toUtf8());
        QFile plugin(m_folder.filePath("libplugin.so")); // the library opens every file there that is named so
        QVERIFY(plugin.open(QIODevice::WriteOnly) && plugin.write("no library") > 0);
        const auto document = formats::readFile(pathOf("filters"));
        qunsetenv("HDF5_PLUGIN_PATH");
        const auto refused = numbersAt(document, "/zstd");
        QVERIFY2(!refused && failure(refused).contains("Zstandard"), qPrintable(failure(refused)));
    }

    void theNextReadWorksAfterTheChildWasKilled()
    {
        const auto mapped = MappedFile::open(pathOf("gzip"));
        const auto file = formats::hdf5::File::of(formats::fileSource(*mapped));
        const auto nothing = [](formats::hdf5::Frame, ByteView) -> Result<void> { return {}; };
        QVERIFY((*file)->walk(nothing, [] {}, {}));
        const auto child = (*file)->childId();
        QVERIFY(child);
        ::kill(*child, SIGKILL);
        QTest::qWait(20);
        QVERIFY((*file)->walk(nothing, [] {}, {}) || (*file)->walk(nothing, [] {}, {})); // a sentence at most, once
        QVERIFY((*file)->childId() != child);
    }

    void theReaderEndsInOrderWhateverItHasRead_data()
    {
        QTest::addColumn<QString>("file");
        for (const char* name : {"virtual", "external_storage", "links", "types", "chunked", "wrong_sum"}) // an identifier left open crashes the library at its end
            QTest::newRow(name) << name;
    }
    void theReaderEndsInOrderWhateverItHasRead()
    {
        QFETCH(QString, file);
        const QString status = m_folder.filePath("status");
        QFile::remove(status);
        qputenv(formats::hdf5::kReaderVariable, script(m_reader + "\necho $? > " + status).toUtf8());
        for (int attempt = 0; attempt < 5 && !QFile::exists(status); ++attempt) // the program waits half a second for it to end
            readOut(formats::readFile(pathOf(file)));
        QFile answer(status);
        QVERIFY(answer.open(QIODevice::ReadOnly));
        QCOMPARE(answer.readAll().trimmed(), QByteArray("0"));
    }

    void aReaderThatFailsIsASentence_data()
    {
        QTest::addColumn<QString>("reader");
        QTest::addColumn<QString>("words");
        QTest::newRow("ends") << "/bin/false" << "ended with status 1";
        QTest::newRow("repeats what it is told") << "/bin/cat" << "makes no tree";
        QTest::newRow("talks nonsense") << "/usr/bin/yes" << "nonsense";
        QTest::newRow("is not there") << "/nowhere/reader" << "cannot be started";
    }
    void aReaderThatFailsIsASentence()
    {
        QFETCH(QString, reader);
        QFETCH(QString, words);
        qputenv(formats::hdf5::kReaderVariable, reader.toUtf8());
        const auto document = formats::readFile(pathOf("gzip"));
        QVERIFY(!document);
        QVERIFY2(QString::fromStdString(sentence(document.error())).contains(words), sentence(document.error()).c_str());
        cleanup();
        COMPARE_NUMBERS(formats::readFile(pathOf("gzip")), "/maps", (counted()));
    }

    void aReaderThatHangsOrEndsIsASentenceWithinTwoSeconds_data()
    {
        QTest::addColumn<QString>("does");
        QTest::addColumn<QString>("words");
        QTest::newRow("sleeps") << "exec sleep 1000" << "did not answer for";
        QTest::newRow("sleeps in the middle of a word") << "printf '\\002\\000\\000'; exec sleep 1000" << "did not answer for";
        QTest::newRow("is stopped") << "kill -STOP $$" << "did not answer for";
        QTest::newRow("computes for ever") << "while :; do :; done" << "came to no end within";
        QTest::newRow("speaks for ever") << "while :; do printf '\\002\\000\\000\\000\\001\\000\\000\\000/'; done" << "answered nonsense";
        QTest::newRow("is killed") << "kill -KILL $$" << "ended by signal 9";
        QTest::newRow("crashes") << "kill -SEGV $$" << "ended by signal 11";
        QTest::newRow("runs out of memory") << "kill -ABRT $$" << "ended by signal 6";
    }
    void aReaderThatHangsOrEndsIsASentenceWithinTwoSeconds()
    {
        QFETCH(QString, does);
        QFETCH(QString, words);
        const bool needsProcessor = does.contains("while");
        const QString process = m_folder.filePath("process");
        qputenv(formats::hdf5::kReaderVariable, script("echo $$ > " + process + "\n" + does).toUtf8());
        const TwoSeconds timer;
        const auto document = formats::readFile(pathOf("gzip"));
        QVERIFY2(timer.suffice(needsProcessor), qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!document);
        QVERIFY2(QString::fromStdString(sentence(document.error())).contains(words), sentence(document.error()).c_str());
        QFile file(process);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto id = file.readAll().trimmed().toInt();
        QVERIFY(id > 0 && ::kill(id, 0) != 0 && errno == ESRCH); // nothing is left of it
    }

    void anObjectAtWhichTheReaderEndsIsNamedAndTheOthersAreRead_data()
    {
        QTest::addColumn<QString>("does");
        QTest::addColumn<QString>("words");
        QTest::newRow("crashes") << "kill -SEGV $$" << "ended by signal 11";
        QTest::newRow("hangs") << "exec sleep 1000" << "did not answer for";
        QTest::newRow("computes for ever") << "while :; do :; done" << "came to no end within";
    }
    void anObjectAtWhichTheReaderEndsIsNamedAndTheOthersAreRead()
    {
        QFETCH(QString, does);
        QFETCH(QString, words);
        const QString begun = m_folder.filePath("begun-" + QString(QTest::currentDataTag()).left(4));
        const QString touchLzf = "printf '\\002\\000\\000\\000\\004\\000\\000\\000/lzf'\n"; // which is what it does before it opens /lzf
        qputenv(formats::hdf5::kReaderVariable, script("if mkdir " + begun + " 2>/dev/null; then\n" + touchLzf + does + "\nfi\nexec " + m_reader).toUtf8());
        const auto document = formats::readFile(pathOf("chunked"));
        COMPARE_NUMBERS(document, "/across", (counted()));
        const auto refused = numbersAt(document, "/lzf");
        QVERIFY(!refused);
        QVERIFY2(failure(refused).contains(words), qPrintable(failure(refused)));
    }

    void aSetAtWhichTheReaderHangsTwiceIsNotAskedForAgain()
    {
        const QString count = m_folder.filePath("count");
        const auto mapped = MappedFile::open(pathOf("chunked"));
        const auto file = formats::hdf5::File::of(formats::fileSource(*mapped));
        qputenv(formats::hdf5::kReaderVariable, script("echo x >> " + count + "\nexec sleep 1000").toUtf8());
        const formats::hdf5::Slab slab{1234, DType::Float32, ByteOrder::Little, {8}, {0}, {8}};
        std::array<std::byte, 32> out{};
        for (int i = 0; i < 5; ++i)
            QVERIFY(!(*file)->read(slab, out));
        QFile starts(count);
        QVERIFY(starts.open(QIODevice::ReadOnly));
        QCOMPARE(starts.readAll(), QByteArray("x\nx\n"));
    }

    void everyMutantEndsInDataOrASentence()
    {
        const bool isLong = qEnvironmentVariableIntValue("HEADLIGHT_LONG_TESTS") == 1;
        const int wanted = qEnvironmentVariableIntValue("HEADLIGHT_MUTANTS");
        const int count = wanted > 0 ? wanted : isLong ? 50'000 : 300;
        const auto seed = static_cast<unsigned>(qEnvironmentVariableIntValue("HEADLIGHT_MUTANTS_SEED")) + 11U;
        std::mt19937 random(seed);
        const QStringList names{"contiguous", "gzip", "chunked", "strings", "attributes", "layers", "numbers", "links", "huge", "types"};
        std::vector<std::string> good;
        for (const auto& name : names)
            good.push_back(contentOf(name));
        qint64 slowest = 0;
        int slow = 0;
        for (int i = 0; i < count; ++i) {
            std::string content = good[static_cast<std::size_t>(i) % good.size()];
            QVERIFY(!content.empty());
            const auto changes = 1 + random() % 8;
            for (std::size_t change = 0; change < changes; ++change)
                content[random() % content.size()] = static_cast<char>(random() % 3 == 0 ? 0xFF : random());
            if (random() % 16 == 0)
                content.resize(random() % content.size());
            const TwoSeconds timer;
            readOut(read(content, "mutant.h5"));
            const bool inTime = timer.suffice();
            slowest = std::max(slowest, timer.elapsed());
            if (timer.elapsed() > 2000)
                ++slow;
            if (!inTime)
                writeMutant(content, seed, i);
            QVERIFY2(inTime, qPrintable(QString("mutant %1 of seed %2 took %3 ms").arg(i).arg(seed).arg(timer.elapsed())));
        }
        qInfo("%d mutants of seed %u, the slowest took %lld ms, %d more than 2 s", count, seed, static_cast<long long>(slowest), slow);
    }
};

HEADLIGHT_GUILESS_TEST(tst_hdf5_child)

} // namespace hdf5_child_test

#include "tst_hdf5_child.moc"
