// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Exports onto disks that are too small, and programs that are killed: the old file or the new one, never anything between.
#include "program.h"
#include "support/test_class.h"

#include <QRandomGenerator>
#include <QStandardPaths>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <thread>

namespace command_faults_test {

using namespace headlight;
using namespace headlight::test;

namespace {

const QByteArray kOld("what was there before\n");

bool isLong()
{
    return qEnvironmentVariableIntValue("HEADLIGHT_LONG_TESTS") == 1;
}

/// In a namespace of its own, on disks of FROM, FROM + STEP, ... TO kB: writes and compares. A line for each: size, status, what lies there, files.
constexpr const char* kDisks = R"sh(
disk=$1 new=$2 old=$3 from=$4 step=$5 to=$6
shift 6
size=$from
while [ "$size" -le "$to" ]; do
    mount -t tmpfs -o size=${size}k headlight "$disk" || exit 77
    cp "$old" "$disk/x" 2>/dev/null || rm -f "$disk/x"
    "$@" 2>"$new.errors"
    status=$?
    found=torn
    [ -e "$disk/x" ] || found=nothing
    cmp -s "$disk/x" "$old" && found=old
    cmp -s "$disk/x" "$new" && found=new
    echo "$size $status $found $(ls -A "$disk" | wc -l) $(wc -l <"$new.errors")"
    umount "$disk"
    size=$((size + step))
done
)sh";

} // namespace

class tst_command_faults : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended headlight(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }

private slots:
    void initTestCase() { writeFile(at("old"), kOld); }

    void aDiskOfAnySizeHoldsTheOldFileOrTheNewOne_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("suffix");
        QTest::newRow("picture") << QStringList{"figure", HEADLIGHT_SAMPLE, "--view", "overview", "--dpi", "500", "--width", "30cm"} << "png";
        QTest::newRow("pages") << QStringList{"figure", HEADLIGHT_SAMPLE, "--view", "overview", "--width", "30cm"} << "pdf";
        QTest::newRow("numbers") << QStringList{"values", HEADLIGHT_SAMPLE, "--quantity", "map", "--layers", "1-10"} << "npy";
        QTest::newRow("table") << QStringList{"table", HEADLIGHT_SAMPLE, "--table", "top-attended", "--layers", "1-3"} << "csv";
        QTest::newRow("archive") << QStringList{"convert", HEADLIGHT_SAMPLE} << "npz";
    }
    void aDiskOfAnySizeHoldsTheOldFileOrTheNewOne()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, suffix);
        const QStringList unshare = ::geteuid() == 0 ? QStringList{"--mount"} : QStringList{"--mount", "--map-root-user"};
        if (QStandardPaths::findExecutable("unshare").isEmpty() || QProcess::execute("unshare", unshare + QStringList{"mount", "-t", "tmpfs", "none", "/mnt"}) != 0)
            QSKIP("no namespace of its own in which a small disk could be mounted");
        const QString whole = at("new." + suffix);
        QVERIFY(QDir().mkpath(at("disk")));
        COMPARE_STATUS(headlight(arguments + QStringList{"-o", at("disk/x." + suffix)}), 0);
        QVERIFY(QFile::rename(at("disk/x." + suffix), whole)); // the state inside names the dump from the folder of the file
        const QString script = QString::fromUtf8(kDisks).replace("$disk/x", "$disk/x." + suffix);
        const int step = isLong() ? 16 : 500;
        QProcess process;
        process.setProcessEnvironment(bareEnvironment());
        process.setWorkingDirectory(m_folder.path());
        process.start("unshare", unshare + QStringList{"sh", "-c", script, "disks", at("disk"), whole, at("old"), "4", QString::number(step), "2520", HEADLIGHT_PROGRAM} + arguments
                                     + QStringList{"-o", at("disk/x." + suffix)});
        QVERIFY(process.waitForFinished(1'200'000));
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAllStandardError().constData());
        int tooSmall = 0;
        int large = 0;
        for (const QByteArray& line : process.readAllStandardOutput().trimmed().split('\n')) {
            const auto words = line.split(' ');
            QCOMPARE(words.size(), 5);
            const bool written = words[1] == "0";
            QVERIFY2(written ? words[2] == "new" : words[1] == "5" && words[2] == "old", line.constData());
            QVERIFY2(words[3] == "1", line.constData()); // nothing else is left
            QVERIFY2(written || words[4] == "1", line.constData());
            ++(written ? large : tooSmall);
        }
        QVERIFY2(tooSmall > 0 && large > 0, qPrintable(QString("%1 too small, %2 large enough, of %3 bytes").arg(tooSmall).arg(large).arg(QFileInfo(whole).size())));
    }

    /// A limit of the process meets every write, also one that begins in a file that has room left.
    void aLimitOfTheFileSizeIsAFullDisk()
    {
        writeFile(at("x.npy"), kOld);
        for (const char* blocks : {"1", "64", "700"}) { // of 1024 bytes
            QProcess process;
            process.setProcessEnvironment(bareEnvironment());
            process.setWorkingDirectory(m_folder.path());
            process.start("bash", {"-c", QString("trap '' XFSZ; ulimit -f %1; exec \"$@\"").arg(blocks), "limited", HEADLIGHT_PROGRAM, "values", HEADLIGHT_SAMPLE, "--quantity", "map", "-o", "x.npy"});
            QVERIFY(process.waitForFinished(120'000));
            const QByteArray errors = process.readAllStandardError();
            QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 5 && errors.contains("x.npy"), errors.constData());
            QCOMPARE(fileAt(at("x.npy")), kOld);
        }
    }

    void aKilledProgramLeavesTheOldFileOrTheNewOne()
    {
        const QStringList arguments{"figure", HEADLIGHT_SAMPLE, "--view", "overview", "--width", "20cm", "-o"};
        QElapsedTimer timer;
        timer.start();
        QVERIFY(QDir().mkpath(at("killed")));
        COMPARE_STATUS(headlight(arguments + QStringList{"killed/x.pdf"}), 0);
        const auto whole = timer.nsecsElapsed() / 1000;
        const QByteArray fresh = fileAt(at("killed/x.pdf"));
        QRandomGenerator random(7);
        int ended = 0;
        const int rounds = isLong() ? 300 : 15;
        for (int round = 0; round < rounds; ++round) {
            writeFile(at("killed/x.pdf"), kOld);
            QProcess process;
            process.setProcessEnvironment(bareEnvironment());
            process.setWorkingDirectory(m_folder.path());
            process.start(HEADLIGHT_PROGRAM, arguments + QStringList{"killed/x.pdf"});
            QVERIFY(process.waitForStarted());
            std::this_thread::sleep_for(std::chrono::microseconds(random.bounded(static_cast<int>(whole * 6 / 5))));
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            QVERIFY(process.waitForFinished(60'000));
            const QByteArray left = fileAt(at("killed/x.pdf"));
            QVERIFY2(left == kOld || left == fresh, qPrintable(QString("%1 bytes after round %2").arg(left.size()).arg(round)));
            ended += left == fresh ? 1 : 0;
        }
        QVERIFY2(ended < rounds, "every one had ended before it was killed");
        // Where files may be without a name nothing else is left, but for one that was killed in the moment between its name and the rename.
        if (const int nameless = ::open(at("killed").toLocal8Bit().constData(), O_WRONLY | O_TMPFILE, 0600); nameless >= 0) {
            ::close(nameless);
            QVERIFY(QDir(at("killed")).entryList(QDir::Files | QDir::Hidden).size() <= 2);
        }
    }

    /// `check` and `convert` read all of a dump: an array too large to be summed before a row of it is shown is summed by them.
    void aDamagedArchiveIsToldByItsChecksumAndNotConverted()
    {
        COMPARE_STATUS(headlight({"convert", HEADLIGHT_SAMPLE, "-o", "good.npz"}), 0);
        QByteArray content = fileAt(at("good.npz"));
        QVERIFY(content.size() > 2'000'000);
        const auto middle = content.size() / 2;
        content[middle] = static_cast<char>(content[middle] ^ 1);
        writeFile(at("damaged.npz"), content);
        QCOMPARE(headlight({"check", "good.npz"}).status, headlight({"check", HEADLIGHT_SAMPLE}).status);
        for (const QStringList& arguments : {QStringList{"check", "damaged.npz"}, QStringList{"convert", "damaged.npz", "-o", "copy.safetensors"}}) {
            const auto ended = headlight(arguments);
            COMPARE_STATUS(ended, 3);
            QVERIFY2(ended.errors.contains("damaged.npz") && ended.errors.contains("the checksum does not fit the data") && ended.errors.count('\n') == 1, ended.errors.constData());
        }
        QVERIFY(!QFile::exists(at("copy.safetensors")));
    }

    /// While the figures of a set are made: in place, by another file, and by none that is as long.
    void aDumpThatChangesWhileItIsReadIsASentence_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("written over") << "over";
        QTest::newRow("another one under its name") << "rename";
        QTest::newRow("cut") << "cut";
    }
    void aDumpThatChangesWhileItIsReadIsASentence()
    {
        QFETCH(QString, how);
        COMPARE_STATUS(headlight({"convert", HEADLIGHT_SAMPLE, "-o", "changing.safetensors"}), 0);
        const QByteArray content = fileAt(at("changing.safetensors"));
        QDir(at("set")).removeRecursively();
        QProcess process;
        process.setProcessEnvironment(bareEnvironment());
        process.setWorkingDirectory(m_folder.path());
        process.start(HEADLIGHT_PROGRAM, {"notebook", "changing.safetensors", "-o", "set"});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(!QDir(at("set")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).isEmpty(), 30'000); // it has begun
        if (how == "cut")
            QVERIFY(QFile::resize(at("changing.safetensors"), 5000));
        else
            writeFile(at(how == "over" ? "changing.safetensors" : "other.safetensors"), content);
        if (how == "rename")
            QCOMPARE(std::rename(at("other.safetensors").toLocal8Bit(), at("changing.safetensors").toLocal8Bit()), 0);
        QVERIFY(process.waitForFinished(300'000));
        const QByteArray errors = process.readAllStandardError();
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QVERIFY2(process.exitCode() == 3 && errors.contains("changing.safetensors") && errors.contains("while it was open") && errors.contains("Open it again"), errors.constData());
    }

    void aTargetThatIsAFolderOrHasTooLongANameIsASentence()
    {
        QVERIFY(QDir().mkpath(at("folder.png")));
        const QStringList figure{"figure", HEADLIGHT_SAMPLE, "--view", "overview", "-o"};
        for (const QString& target : {QString(300, 'x') + ".png", QStringLiteral("absent/x.png"), QStringLiteral("old/x.png")}) {
            const auto ended = headlight(figure + QStringList{target});
            COMPARE_STATUS(ended, 5);
            QVERIFY2(ended.errors.count('\n') == 1, ended.errors.constData());
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_faults)

} // namespace command_faults_test

#include "tst_command_faults.moc"
