// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A figure that took an hour must not be lost to the failed export of its successor.

#include "support/test_class.h"
#include "ui/paint/export.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace write_whole_test {

using namespace headlight;
using namespace headlight::paint;
namespace fs = std::filesystem;

namespace {

QByteArray contentOf(const fs::path& path)
{
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

/// True when it holds in a child process, which may limit itself.
bool inChild(const std::function<bool()>& check)
{
    const pid_t child = ::fork();
    if (child == 0)
        ::_exit(check() ? 0 : 1);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool refusedWith(const Result<void>& result, const std::string& word)
{
    return !result && result.error().kind == ErrorKind::CannotWrite && sentence(result.error()).find(word) != std::string::npos;
}

} // namespace

class tst_write_whole : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_path = fs::path(m_folder->path().toStdString());
    }

    void cleanup() { ::chmod(m_path.c_str(), 0755); }

    void newFilesAppearWhole()
    {
        const QByteArray content(3'000'000, 'x');
        QVERIFY(writeWhole(m_path / "a.pdf", content));
        QCOMPARE(contentOf(m_path / "a.pdf"), content);
        QCOMPARE(files(), QStringList{"a.pdf"});
    }

    void emptyFilesCanBeWritten()
    {
        QVERIFY(writeWhole(m_path / "empty", {}));
        QCOMPARE(contentOf(m_path / "empty"), QByteArray());
    }

    void oldFilesAreReplacedAndKeepTheirRights()
    {
        QVERIFY(writeWhole(m_path / "a", "old"));
        ::chmod((m_path / "a").c_str(), 0640);
        QVERIFY(writeWhole(m_path / "a", "new"));
        QCOMPARE(contentOf(m_path / "a"), QByteArray("new"));
        QCOMPARE(static_cast<int>(fs::status(m_path / "a").permissions()), 0640);
    }

    void existingFilesStayWhenAsked()
    {
        QVERIFY(writeWhole(m_path / "a", "old", false));
        QVERIFY(refusedWith(writeWhole(m_path / "a", "new", false), "exists already"));
        QCOMPARE(contentOf(m_path / "a"), QByteArray("old"));
        QCOMPARE(files(), QStringList{"a"});
    }

    void ofTwoWhoWriteTheSameNewFileOneIsRefused()
    {
        for (int round = 0; round < 20; ++round) {
            const fs::path target = m_path / std::to_string(round);
            std::vector<pid_t> children;
            for (int i = 0; i < 4; ++i) {
                const pid_t child = ::fork();
                if (child == 0)
                    ::_exit(writeWhole(target, QByteArray(1000, static_cast<char>('a' + i)), false) ? 1 : 0);
                children.push_back(child);
            }
            int written = 0;
            for (const pid_t child : children) {
                int status = 0;
                ::waitpid(child, &status, 0);
                written += WEXITSTATUS(status);
            }
            QCOMPARE(written, 1);
            QCOMPARE(contentOf(target).size(), 1000);
        }
    }

    void linksStayLinks()
    {
        QVERIFY(writeWhole(m_path / "real", "old"));
        fs::create_symlink("real", m_path / "link");
        QVERIFY(writeWhole(m_path / "link", "new"));
        QVERIFY(fs::is_symlink(m_path / "link"));
        QCOMPARE(contentOf(m_path / "real"), QByteArray("new"));
    }

    void missingFoldersAreNamed()
    {
        const auto result = writeWhole(m_path / "nowhere" / "a.png", "x");
        QVERIFY(refusedWith(result, "the folder does not exist"));
        QVERIFY(sentence(result.error()).find("a.png") != std::string::npos);
    }

    void foldersAreNotFiles()
    {
        fs::create_directory(m_path / "folder");
        QVERIFY(refusedWith(writeWhole(m_path / "folder", "x"), "it is a folder"));
        QVERIFY(refusedWith(writeWhole(m_path / "folder/", "x"), "it is a folder"));
        QVERIFY(writeWhole(m_path / "file", "x"));
        QVERIFY(refusedWith(writeWhole(m_path / "file" / "a", "x"), "not a folder"));
    }

    void namesThatAreTooLongAreRefused()
    {
        QVERIFY(refusedWith(writeWhole(m_path / std::string(300, 'n'), "x"), "too long"));
        QVERIFY(writeWhole(m_path / std::string(255, 'n'), "x")); // the longest there is
        QCOMPARE(files().size(), 1);
    }

    void foldersWithoutPermissionAreRefused()
    {
        QVERIFY(writeWhole(m_path / "a", "old"));
        ::chmod((m_path / "a").c_str(), 0666);
        ::chmod(m_path.c_str(), 0555);
        QVERIFY(inChild([this] {
            if (::geteuid() == 0 && ::seteuid(65534) != 0) // root may write anywhere
                return true;
            return refusedWith(writeWhole(m_path / "a", "new"), "no permission") && refusedWith(writeWhole(m_path / "b", "new"), "no permission");
        }));
        QCOMPARE(contentOf(m_path / "a"), QByteArray("old"));
    }

    void protectedFilesAreNotReplaced()
    {
        QVERIFY(writeWhole(m_path / "a", "old"));
        ::chmod((m_path / "a").c_str(), 0444);
        ::chmod(m_path.c_str(), 0777);
        QVERIFY(inChild([this] {
            if (::geteuid() == 0 && ::setreuid(65534, 65534) != 0)
                return true;
            return refusedWith(writeWhole(m_path / "a", "new"), "no permission");
        }));
        QCOMPARE(contentOf(m_path / "a"), QByteArray("old"));
    }

    void aFileThatDoesNotFitLeavesTheOldOne()
    {
        QVERIFY(writeWhole(m_path / "a", "old"));
        QVERIFY(inChild([this] {
            std::signal(SIGXFSZ, SIG_IGN); // as the program does
            const rlimit limit{4096, 4096};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            return refusedWith(writeWhole(m_path / "a", QByteArray(100'000, 'x')), "larger than allowed")
                   && refusedWith(writeWhole(m_path / "b", QByteArray(100'000, 'x'), false), "larger than allowed");
        }));
        QCOMPARE(contentOf(m_path / "a"), QByteArray("old"));
        QCOMPARE(files(), QStringList{"a"});
    }

    void aFullDeviceIsToldAndStaysADevice()
    {
        QVERIFY(refusedWith(writeWhole("/dev/full", "x"), "the disk is full"));
        QVERIFY(writeWhole("/dev/null", "x"));
        QVERIFY(fs::is_character_file("/dev/null"));
    }

    void pathsWithoutAFolderAreInTheCurrentOne()
    {
        QVERIFY(inChild([this] { return ::chdir(m_path.c_str()) == 0 && writeWhole("here", "x").has_value(); }));
        QCOMPARE(contentOf(m_path / "here"), QByteArray("x"));
        QVERIFY(!writeWhole("", "x"));
    }

private:
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_path;
};

HEADLIGHT_GUILESS_TEST(tst_write_whole)

} // namespace write_whole_test

#include "tst_write_whole.moc"
