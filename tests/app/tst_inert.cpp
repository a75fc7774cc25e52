// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reading is inert: whatever a file asks for, the program opens no other file, starts nothing but its own reader child, reaches no
// network and loads no code by name. Seen from outside, by strace, so that no part of the program has to be believed.
#include "app/program.h"
#include "core/formats/made_files.h"
#include "support/test_class.h"

#include <test_source_dir.h>

#include <QDirIterator>
#include <QRegularExpression>
#include <QStandardPaths>

namespace inert_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// What a process does that reaches beyond itself. Calls that a kernel or an architecture lacks are passed over by the question mark.
constexpr auto kCalls = "trace=?open,openat,?openat2,?creat,execve,?execveat,socket,connect,?unlink,unlinkat,?rename,renameat,renameat2,?mkdir,mkdirat,?symlink,symlinkat,?link,"
                        "linkat,?chmod,fchmodat,truncate,kill,ptrace";

QString quotedPath(const QString& line)
{
    static const QRegularExpression quoted(QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\""));
    return quoted.match(line).captured(1);
}

bool forReading(const QString& line)
{
    return !line.contains("O_RDWR") && !line.contains("O_WRONLY");
}

/// Lines of a trace that are neither the start of a process nor the dump itself and its own folder.
class Trace {
public:
    Trace(const QByteArray& text, QString dump) : m_dump(std::move(dump))
    {
        for (const auto& line : QString::fromLocal8Bit(text).split('\n'))
            take(line);
    }

    [[nodiscard]] bool reachedTheDump() const { return m_reached; }
    [[nodiscard]] const QStringList& odd() const { return m_odd; }

private:
    void take(const QString& line)
    {
        static const QRegularExpression call(QStringLiteral("^\\s*(\\d+)\\s+(\\w+)\\("));
        const auto match = call.match(line);
        if (!match.hasMatch() || line.contains("ENOENT")) // what is not there was not opened
            return;
        const QString process = match.captured(1);
        const QString name = match.captured(2);
        const QString path = quotedPath(line);
        if (name == "execve") {
            const bool ours = path == HEADLIGHT_PROGRAM || path.startsWith(QFileInfo(HEADLIGHT_PROGRAM).path() + "/headlight-");
            if (!ours)
                m_odd << line;
            m_started[process] = true;
            return;
        }
        if (name.startsWith("open") && mayOpen(process, path, line))
            return;
        m_odd << line;
    }

    bool mayOpen(const QString& process, const QString& path, const QString& line)
    {
        const QString folder = QFileInfo(m_dump).path();
        if (path == m_dump || path == folder) {
            m_reached = true;
            m_started[process] = false; // from here on the file has been seen: nothing may be loaded any more
            return forReading(line);
        }
        // The other files of its folder are looked at as parts of one dump, for reading.
        if (QFileInfo(path).path() == folder && !path.contains("canary"))
            return forReading(line);
        if (path.startsWith("/proc/") || path.startsWith("/sys/") || path == "/dev/null" || path == "/dev/urandom")
            return true;
        // Libraries and their settings: Ubuntu's HDF5 brings in GnuTLS, which reads /etc/gnutls/config as it is loaded.
        static const QStringList system = {QStringLiteral("/usr/lib/"), QStringLiteral("/lib/"), QStringLiteral("/etc/"), QStringLiteral("/usr/share/")};
        const bool ofTheSystem = path.contains(".so") || std::any_of(system.begin(), system.end(), [&](const QString& top) { return path.startsWith(top); });
        return ofTheSystem && m_started.value(process, false) && forReading(line);
    }

    QString m_dump;
    bool m_reached = false;
    QHash<QString, bool> m_started; ///< processes that may still load their own libraries
    QStringList m_odd;
};

std::string touching(const QString& canary)
{
    return made::pickle(made::call("posix", "system", made::text("touch " + canary.toStdString())));
}

} // namespace

class tst_inert : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    /// A folder of its own for each file, so that siblings are no part of the picture.
    QString alone(const QString& name, const QByteArray& content)
    {
        const QString folder = m_folder.filePath(name + ".d");
        QDir().mkpath(folder);
        writeFile(folder + "/" + name, content);
        return folder + "/" + name;
    }

    static bool canTrace()
    {
        if (QStandardPaths::findExecutable("strace").isEmpty())
            return false;
        QProcess probe;
        probe.start("strace", {"-o", "/dev/null", "true"});
        return probe.waitForFinished() && probe.exitCode() == 0;
    }

    void addMadeFiles()
    {
        const QString canary = m_folder.filePath("canary");
        const auto row = [this](const char* name, const std::string& content) {
            QTest::newRow(name) << alone(name, QByteArray(content.data(), static_cast<qsizetype>(content.size())));
        };
        row("system_call.pkl", touching(canary));
        row("system_call.pt", made::zip({{"archive/data.pkl", touching(canary)}, {"archive/version", "3\n"}}));
        row("code_by_name.pkl", made::pickle(made::call("evil_module", "run", made::text(canary.toStdString()))));
        row("storage_that_is_a_path.pt", made::torchZip(made::tensor(made::storage("FloatStorage", "../../../canary", 2), 0, made::wholes({2}), made::wholes({1}))));
        row("member_that_is_a_path.npz", made::zip({{"../canary.npy", made::npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", made::packed<float>({1, 2}))}}));
        row("path_in_a_list.json", "{\"attention\": [[[[1.0]]]], \"picture\": \"" + canary.toStdString() + "\", \"tokens\": \"" + canary.toStdString() + "\"}");
        row("web_address.json", "{\"attention\": [[[[1.0]]]], \"picture\": \"http://127.0.0.1:9/x.png\", \"$ref\": \"http://127.0.0.1:9/\"}");
    }

private slots:
    void initTestCase()
    {
#ifdef HEADLIGHT_SANITIZED
        QSKIP("the sanitizers reach beyond the program themselves");
#endif
        if (!canTrace())
            QSKIP("strace is not installed, or may not trace here");
    }

    void nothingButTheFileIsTouched_data()
    {
        QTest::addColumn<QString>("file");
        addMadeFiles();
        const QDir fixtures(HEADLIGHT_TEST_SOURCE_DIR "/fixtures");
        QDirIterator each(fixtures.path(), QDir::Files, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QFileInfo file(each.next());
            if (file.suffix() != "py")
                QTest::newRow(qPrintable(fixtures.relativeFilePath(file.filePath()))) << file.filePath();
        }
        const QDir refuse(qEnvironmentVariable("HEADLIGHT_SHARED_DATA") + "/formats/refuse");
        if (!qEnvironmentVariableIsEmpty("HEADLIGHT_SHARED_DATA"))
            for (const auto& file : refuse.entryInfoList(QDir::Files))
                QTest::newRow(qPrintable("refuse/" + file.fileName())) << file.filePath();
    }

    void nothingButTheFileIsTouched()
    {
        QFETCH(QString, file);
        const QString log = m_folder.filePath("trace");
        QProcess process;
        process.setProcessEnvironment(bareEnvironment());
        process.start("strace", {"-f", "-qq", "-s", "4096", "-e", kCalls, "-e", "signal=none", "-o", log, HEADLIGHT_PROGRAM, "info", file});
        QVERIFY(process.waitForFinished(120'000));
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && (process.exitCode() == 0 || process.exitCode() == 3), process.readAllStandardError().constData());
        const Trace trace(fileAt(log), file);
        QVERIFY(trace.reachedTheDump());
        QVERIFY2(trace.odd().isEmpty(), qPrintable(trace.odd().join('\n')));
        QVERIFY(!QFile::exists(m_folder.filePath("canary")));
    }
};

HEADLIGHT_GUILESS_TEST(tst_inert)

} // namespace inert_test

#include "tst_inert.moc"
