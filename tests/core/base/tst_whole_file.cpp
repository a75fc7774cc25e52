// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/whole_file.h"
#include "support/test_class.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace whole_file_test {

using namespace headlight;

class tst_whole_file : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString at(const char* name) const { return m_folder.filePath(name); }
    [[nodiscard]] QByteArray content(const char* name) const
    {
        QFile file(at(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("nothing");
    }
    [[nodiscard]] QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden); }

private slots:
    void cleanup()
    {
        for (const auto& file : files())
            QFile::remove(m_folder.filePath(file));
    }

    void piecesAreOneFileOnceCommitted()
    {
        auto file = WholeFile::create(at("a").toStdString());
        QVERIFY(file.has_value());
        QVERIFY(file->append(asBytes("0000")));
        QVERIFY(file->append(asBytes(" and more")));
        QVERIFY(file->overwrite(1, asBytes("12")));
        QCOMPARE(file->size(), std::uint64_t{13});
        QVERIFY(!QFile::exists(at("a")));
        QVERIFY(file->commit());
        QCOMPARE(content("a"), QByteArray("0120 and more"));
        QCOMPARE(files(), QStringList{"a"});
    }

    void whatIsNotCommittedLeavesTheOldFileAndNothingElse()
    {
        QFile old(at("a"));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        {
            auto file = WholeFile::create(at("a").toStdString());
            QVERIFY(file.has_value() && file->append(asBytes("new")).has_value());
        }
        QCOMPARE(content("a"), QByteArray("old"));
        QCOMPARE(files(), QStringList{"a"});
    }

    void aFileThatAppearsMeanwhileIsLeftAlone()
    {
        auto file = WholeFile::create(at("a").toStdString(), false);
        QVERIFY(file.has_value() && file->append(asBytes("new")).has_value());
        QFile other(at("a"));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("other") == 5);
        other.close();
        QVERIFY(!file->commit());
        QCOMPARE(content("a"), QByteArray("other"));
        QVERIFY(!WholeFile::create(at("a").toStdString(), false));
    }

    void aFullDiskIsAnErrorOfThePieceThatMetIt()
    {
        auto file = WholeFile::create("/dev/full");
        QVERIFY(file.has_value());
        const auto written = file->append(asBytes("x"));
        QVERIFY(!written);
        QVERIFY(QByteArray::fromStdString(sentence(written.error())).contains("the disk is full"));
    }

    void modesOfTheOldFileHoldFromTheFirstByte()
    {
        QFile old(at("a"));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.close();
        QVERIFY(old.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        auto file = WholeFile::create(at("a").toStdString());
        for (const auto& name : files())
            QVERIFY(!(QFile::permissions(m_folder.filePath(name)) & (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY(file->commit());
        QVERIFY(!(QFile::permissions(at("a")) & QFile::ReadOther));
    }
};

HEADLIGHT_GUILESS_TEST(tst_whole_file)

} // namespace whole_file_test

#include "tst_whole_file.moc"
