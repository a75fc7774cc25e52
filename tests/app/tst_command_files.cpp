// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files and folders as they lie on disks: odd names, links, sizes beyond any memory, what may not be read.
#include "program.h"
#include "support/test_class.h"

#include <QStandardPaths>

#include <cstring>
#include <filesystem>
#include <sys/resource.h>
#include <unistd.h>

namespace command_files_test {

using namespace headlight;
using namespace headlight::test;

namespace {

namespace fs = std::filesystem;

/// A .npy of float32 without its data.
QByteArray npyHeader(const QByteArray& shape)
{
    QByteArray dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    dictionary += QByteArray(117 - dictionary.size(), ' ') + '\n';
    return QByteArray("\x93NUMPY\x01\x00", 8) + char(118) + '\0' + dictionary;
}

/// One layer, one head, two tokens.
QByteArray tinyArray()
{
    constexpr std::array<float, 4> kRows{1.0F, 0.0F, 0.25F, 0.75F};
    return npyHeader("1, 1, 2, 2") + QByteArray(reinterpret_cast<const char*>(kRows.data()), sizeof kRows);
}

/// Written where the folder may be a name that no QString can hold.
void write(const fs::path& path, const QByteArray& content)
{
    std::FILE* file = std::fopen(path.c_str(), "wb");
    QVERIFY2(file != nullptr, path.c_str());
    QCOMPARE(std::fwrite(content.constData(), 1, static_cast<std::size_t>(content.size()), file), static_cast<std::size_t>(content.size()));
    std::fclose(file);
}

} // namespace

class tst_command_files : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    [[nodiscard]] Ended headlight(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }

private slots:
    void initTestCase() { write(at("a.npy"), tinyArray()); }

    void namesOfAnyBytesAreOpenedAndShownSafely_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("line end") << QByteArray("at\ntention.npy") << QByteArray("at\\x0atention.npy");
        QTest::newRow("escape") << QByteArray("\x1b[31mred.npy") << QByteArray("\\x1b[31mred.npy");
        QTest::newRow("turned to the right") << QByteArray("\xe2\x80\xae" "gnp.npy") << QByteArray("\\u202egnp.npy");
        QTest::newRow("no UTF-8") << QByteArray("\xff\xfe.npy") << QByteArray("\\xff\\xfe.npy");
        QTest::newRow("like an option") << QByteArray("-a.npy") << QByteArray("-a.npy");
        QTest::newRow("longest there is") << QByteArray(251, 'x') + ".npy" << QByteArray(40, 'x');
    }
    void namesOfAnyBytesAreOpenedAndShownSafely()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, shown);
        fs::create_directories(at("names"));
        write(at("names") / name.toStdString(), tinyArray());
        const QByteArray command = "exec \"$PROGRAM\" info \"$FILE\" 2>&1"; // arguments of a QProcess are text, these are bytes
        ::setenv("PROGRAM", HEADLIGHT_PROGRAM, 1);
        ::setenv("FILE", (at("names") / name.toStdString()).c_str(), 1);
        std::FILE* process = ::popen(command.constData(), "r");
        QVERIFY(process != nullptr);
        QByteArray output(4096, '\0');
        output.resize(static_cast<qsizetype>(std::fread(output.data(), 1, 4096, process)));
        QCOMPARE(::pclose(process), 0);
        QVERIFY2(output.startsWith(shown), output.constData());
        for (const char c : output)
            QVERIFY2(c == '\n' || static_cast<unsigned char>(c) >= 0x20, output.constData());
        fs::remove_all(at("names"));
    }

    void aPathThatIsTooLongIsASentence()
    {
        for (const QString& path : {QString(300, 'x'), QStringLiteral("x/").repeated(3000)}) {
            const auto ended = headlight({"info", path});
            COMPARE_STATUS(ended, 3);
            QVERIFY2(ended.errors.contains("name too long") && ended.errors.size() < 700, ended.errors.constData());
        }
    }

    void aFileThatMayNotBeReadIsASentence()
    {
        write(at("closed.npy"), tinyArray());
        fs::permissions(at("closed.npy"), fs::perms::none);
        QProcess process;
        process.setProcessEnvironment(bareEnvironment());
        process.setWorkingDirectory(m_folder.path());
        if (::geteuid() != 0) {
            process.start(HEADLIGHT_PROGRAM, {"info", "closed.npy"});
        } else { // root reads everything
            fs::permissions(at(""), fs::perms::others_exec | fs::perms::others_read, fs::perm_options::add);
            const QStringList nobody{"--reuid=65534", "--regid=65534", "--clear-groups"};
            if (QProcess::execute("setpriv", nobody + QStringList{"test", "-x", HEADLIGHT_PROGRAM}) != 0)
                QSKIP("root reads everything, and nobody cannot start the program where it lies (or there is no setpriv)");
            process.start("setpriv", nobody + QStringList{HEADLIGHT_PROGRAM, "info", "closed.npy"});
        }
        QVERIFY(process.waitForFinished(60'000));
        QCOMPARE(process.exitCode(), 3);
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(errors.contains("closed.npy: cannot be opened: Permission denied"), errors.constData());
    }

    void aFolderThatContainsItselfIsReadOnce()
    {
        fs::create_directories(at("loop/inside"));
        write(at("loop/attention.npy"), tinyArray());
        fs::create_directory_symlink("..", at("loop/inside/up"));
        const auto ended = headlight({"info", "loop"});
        COMPARE_STATUS(ended, 0);
        QVERIFY2(ended.output.contains("1 layer") && !ended.output.contains("several dumps"), ended.output.constData());
    }

    void twoFilesThatClaimOneLayerAreNotMerged()
    {
        fs::create_directories(at("twice"));
        for (const char* name : {"layer_2.npy", "layer_3.npy", "layer-3.npy"})
            write(at("twice") / name, tinyArray());
        const auto ended = headlight({"info", "twice"});
        COMPARE_STATUS(ended, 0);
        QVERIFY2(ended.output.contains("several dumps") && ended.output.contains("layer-3.npy"), ended.output.constData());
        COMPARE_STATUS(headlight({"check", "twice"}), 4);
    }

    void oneFileUnderTwoNamesHasNoDifferenceToItself()
    {
        fs::create_symlink("a.npy", at("link.npy"));
        COMPARE_STATUS(headlight({"values", "a.npy", "--minus", "link.npy", "--quantity", "map", "-o", "difference.npy"}), 0);
        QCOMPARE(numbersIn(QString::fromStdString(at("difference.npy").string()), "").values, std::vector<float>(4, 0.0F));
    }

    /// 13 GB, of which the last row is there: whatever counts elements or bytes counts beyond 32 bits.
    void aRowBehindTwoThousandMillionNumbersIsRead()
    {
        constexpr std::int64_t kSide = 8192;
        constexpr std::int64_t kMaps = 3 * 16;
        const auto header = npyHeader("3, 16, 8192, 8192");
        write(at("large.npy"), header);
        write(at("large.headlight.json"), R"({"headlight": 1, "stacks": [{"axes": ["layer", "head", "query", "key"]}]})");
        std::error_code problem;
        const auto size = static_cast<std::uintmax_t>(header.size()) + static_cast<std::uintmax_t>(kMaps * kSide * kSide) * sizeof(float);
        fs::resize_file(at("large.npy"), size, problem);
        if (problem)
            QSKIP("this disk has no files with holes");
        const std::array<float, 2> ends{0.25F, 0.75F};
        std::FILE* file = std::fopen(at("large.npy").c_str(), "r+b");
        QVERIFY(file != nullptr && ::fseeko(file, -static_cast<off_t>(sizeof ends), SEEK_END) == 0);
        QCOMPARE(std::fwrite(ends.data(), sizeof ends, 1, file), std::size_t{1});
        QCOMPARE(std::fclose(file), 0);
        COMPARE_STATUS(headlight({"values", "large.npy", "--quantity", "row", "--layers", "3", "--heads", "16", "--query", "8191", "-o", "row.npy"}), 0);
        const auto row = numbersIn(QString::fromStdString(at("row.npy").string()), "").values;
        QCOMPARE(row.size(), std::size_t{kSide});
        QCOMPARE(row.back(), 0.75F);
        QCOMPARE(row[row.size() - 2], 0.25F);
        QCOMPARE(std::ranges::count(row, 0.0F), kSide - 2);
        fs::remove(at("large.npy"));
    }

    /// The smallest numbers there are, and more than 1, stay what they are.
    void numbersOfAnySizeAreGivenAsStored()
    {
        const std::array<float, 4> odd{1e-45F, 1.0F, 3.0e38F, -0.0F};
        write(at("attention.npy"), npyHeader("1, 1, 2, 2") + QByteArray(reinterpret_cast<const char*>(odd.data()), sizeof odd));
        COMPARE_STATUS(headlight({"values", "attention.npy", "--quantity", "map", "-o", "odd.npy"}), 0);
        const auto values = numbersIn(QString::fromStdString(at("odd.npy").string()), "").values;
        QCOMPARE(std::memcmp(values.data(), odd.data(), sizeof odd), 0);
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_files)

} // namespace command_files_test

#include "tst_command_files.moc"
