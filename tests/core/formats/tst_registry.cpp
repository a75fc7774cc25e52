// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Content decides what a file is; what nobody reads is named, with what to do about it.
#include "made_files.h"
#include "support/test_class.h"

#include <test_source_dir.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/stat.h>
#include <unistd.h>

namespace registry_test {

using namespace made;

namespace {

std::filesystem::path pathIn(const QTemporaryDir& folder, const char* name)
{
    return folder.filePath(name).toStdString();
}

void write(const std::filesystem::path& path, std::string_view bytes)
{
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes.data(), static_cast<qint64>(bytes.size())), static_cast<qint64>(bytes.size()));
}

} // namespace

class tst_registry : public QObject {
    Q_OBJECT

private slots:
    void contentDecidesAndNotTheSuffix()
    {
        const auto array = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", packed({1.0F, 2.0F}));
        for (const char* name : {"x.pt", "x.json", "x.safetensors", "x", "x.npz"})
            QCOMPARE(read(array, name)->format, std::string("NumPy .npy"));
        QCOMPARE(read(torchZip(twoFloats()), "x.bin")->format, std::string("PyTorch zip"));
        QCOMPARE(read(torchZip(twoFloats()), "x.npz")->format, std::string("PyTorch zip"));
        QCOMPARE(read(zip({{"a.npy", array}}), "x.pt")->format, std::string("NumPy .npz"));
        QCOMPARE(read("[1.5]", "x.pt")->format, std::string("JSON"));
        QCOMPARE(read(pickle("}"), "x.npy")->format, std::string("Python pickle"));
        const std::string header = "{" + std::string(638, ' ') + "}"; // its length, 0x280, begins like a pickle
        QCOMPARE(read(little<std::uint64_t>(header.size()) + header, "x.bin")->format, std::string("safetensors"));
    }

    void aFileOfTwoFormatsIsTheOneItBeginsWith()
    {
        const auto array = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", packed({1.0F, 2.0F}));
        const auto archive = zip({{"other.npy", array}});
        const auto both = read(array + archive, "x.npy");
        QVERIFY2(both && both->format == "NumPy .npy", refusal(both).c_str());
        QVERIFY2(!both->warnings.empty() && both->warnings.front().find(std::to_string(archive.size()) + " bytes") != std::string::npos, both->warnings.empty() ? "no warning" : both->warnings.front().c_str());
        const std::string header = R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  )";
        QVERIFY(read(little<std::uint64_t>(header.size()) + header + packed({1.0F, 2.0F}), "x.safetensors"));
        const auto hidden = read(little<std::uint64_t>(header.size()) + header + packed({1.0F, 2.0F}) + archive, "x.safetensors");
        QVERIFY2(!hidden && says(hidden, "bytes"), refusal(hidden).c_str());
        QCOMPARE(read("#!/bin/sh\n" + archive, "x.npz")->format, std::string("NumPy .npz")); // what nobody else knows by its beginning
    }

    void whatNobodyReadsIsNamed_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const std::string& bytes, const char* said) { QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())) << QByteArray(said); };
        row("nothing", "", "0 bytes");
        row("LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "git lfs pull");
        row("web page", "\n <!DOCTYPE html><html>", "web page");
        row("XML error", "<?xml version=\"1.0\"?><Error/>", "web page");
        row("tar", std::string(257, 'x') + "ustar", "tar archive");
        row("gzip", "\x1f\x8b\x08", "gunzip");
        row("text", "correct horse battery staple", "text file that begins with \"correct horse");
        row("UTF-16", "\xff\xfe<\0"s, "UTF-16");
        row("PNG", "\x89PNG\r\n\x1a\n", "picture");
        row("archive of other things", zip({{"word/document.xml", "x"}}), "word/document.xml");
        row("noise", "\x01\x02\x03\x04\x05\x06\x07\x08", "no format that Headlight reads");
    }

    void whatNobodyReadsIsNamed()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, said);
        for (const char* name : {"x.pt", "x.npz", "x.json", "x"})
            QVERIFY(says(read(bytes.toStdString(), name), said.toStdString()));
    }

    void theSentenceNamesTheFileAndIsFitForATerminal()
    {
        QTemporaryDir folder;
        const auto path = pathIn(folder, "evil\n\x1b[31m.pt");
        write(path, "");
        const auto document = formats::readFile(path);
        QVERIFY(says(document, "evil\\x0a\\x1b[31m.pt"));
    }

    void pipesFoldersAndDevicesAreRefusedWithoutWaiting()
    {
        QTemporaryDir folder;
        const auto pipe = pathIn(folder, "pipe.pt");
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        QVERIFY(says(formats::readFile(pipe), "a pipe"));
        QVERIFY(says(formats::readFile(folder.path().toStdString()), "a folder"));
        QVERIFY(says(formats::readFile("/dev/null"), "a device"));
        QVERIFY(says(formats::readFile(pathIn(folder, "missing.pt")), "No such file"));
    }

    void danglingAndLoopingLinksAreRefused()
    {
        QTemporaryDir folder;
        QCOMPARE(::symlink("nowhere", pathIn(folder, "dangling.pt").c_str()), 0);
        QCOMPARE(::symlink("loop.pt", pathIn(folder, "loop.pt").c_str()), 0);
        QVERIFY(!formats::readFile(pathIn(folder, "dangling.pt")));
        QVERIFY(!formats::readFile(pathIn(folder, "loop.pt")));
        QCOMPARE(formats::listFolder(folder.path().toStdString())->size(), std::size_t{0});
    }

    void aFolderIsListedInNaturalOrder()
    {
        QTemporaryDir folder;
        for (const char* name : {"layer_10.npy", "layer_2.npy", "layer_1.npy"})
            write(pathIn(folder, name), "x");
        QVERIFY(QDir(folder.path()).mkdir("sub"));
        const auto files = formats::listFolder(folder.path().toStdString());
        QVERIFY(files);
        QCOMPARE(files->size(), std::size_t{3});
        QCOMPARE((*files)[1].filename().string(), std::string("layer_2.npy"));
        QVERIFY(!formats::listFolder(pathIn(folder, "missing")));
    }

    void aFileThatShrinksAfterItWasOpenedGivesAnError()
    {
        QTemporaryDir folder;
        const auto path = pathIn(folder, "big.npy");
        const std::string floats(8'000'000, '\1');
        write(path, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2000000,), }", floats));
        const auto document = formats::readFile(path);
        QVERIFY2(document, refusal(document).c_str());
        QCOMPARE(::truncate(path.c_str(), 4096), 0);
        std::vector<float> values(2'000'000);
        const auto got = document->root.tensor()->read(std::span<float>(values));
        QVERIFY(!got);
        QVERIFY(sentence(got.error()).find("became shorter") != std::string::npos);
    }

    /// Whatever way their numbers are read later, or they have been read already.
    void aFileThatIsReplacedAfterItWasOpenedGivesItsOwnNumbersOrAnError_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<bool>("readAtOnce");
        const auto fixture = [](const char* name) {
            QFile file(QStringLiteral(HEADLIGHT_TEST_SOURCE_DIR "/fixtures/") + name);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const auto encoded = call("_codecs", "encode", text(std::string(5000, '\1')) + text("latin1"));
        const auto array = call("numpy.core.numeric", "_frombuffer", encoded + call("numpy", "dtype", text("u1") + "\x89\x88") + wholes({5000}) + text("C"));
        QTest::newRow("mapped") << fixture("formats/fortran.npy") << false;
        QTest::newRow("mapped, in an archive") << fixture("formats/zip.pt") << false;
        QTest::newRow("unpacked when asked for") << fixture("formats/deflated.npz") << false;
        QTest::newRow("decoded when asked for") << QByteArray::fromStdString(pickle(array)) << false;
        QTest::newRow("in a process of its own") << fixture("hdf5/gzip.h5") << false;
        QTest::newRow("text") << fixture("formats/layers.json") << true;
    }
    void aFileThatIsReplacedAfterItWasOpenedGivesItsOwnNumbersOrAnError()
    {
        QFETCH(QByteArray, content);
        QFETCH(bool, readAtOnce);
        QTemporaryDir folder;
        const auto path = pathIn(folder, "file");
        write(path, content.toStdString());
        const auto document = formats::readFile(path);
        QVERIFY2(document, refusal(document).c_str());
        const auto before = contentsOf(formats::readFile(path)->root).tensors.front().tensor;
        std::vector<float> good(static_cast<std::size_t>(before.count()));
        QVERIFY(before.read(std::span<float>(good)));
        QTest::qSleep(20); // times of files go by ticks of the system
        QVERIFY(QFile::remove(QString::fromStdString(path.string())));
        write(path, std::string(static_cast<std::size_t>(content.size()), 'x'));
        std::vector<float> values(good.size());
        const auto got = contentsOf(document->root).tensors.front().tensor.read(std::span<float>(values));
        QCOMPARE(got.has_value(), readAtOnce);
        if (got)
            QVERIFY(values == good);
        else
            QVERIFY2(sentence(got.error()).find("was changed or replaced while it was open") != std::string::npos, sentence(got.error()).c_str());
    }

    void aFolderOfAHundredThousandFilesIsListedAndOneMoreIsRefused()
    {
        const QString memory = QStringLiteral("/dev/shm"); // a busy disk takes half a minute for it
        QTemporaryDir folder((QFileInfo(memory).isWritable() ? memory : QDir::tempPath()) + "/headlight-XXXXXX");
        QVERIFY(folder.isValid());
        constexpr int kFiles = 100'000;
        constexpr int kNames = 20'000; // second names cost the system less than files, and some give a file only so many
        std::filesystem::path file;
        for (int i = 0; i < kFiles; ++i) {
            const auto path = pathIn(folder, std::to_string(i).c_str());
            if (i % kNames != 0) {
                QCOMPARE(::link(file.c_str(), path.c_str()), 0);
                continue;
            }
            file = path;
            write(file, "x");
        }
        const auto all = formats::listFolder(folder.path().toStdString());
        QVERIFY(all);
        QCOMPARE(all->size(), std::size_t{kFiles});
        QVERIFY((*all)[9'999].filename() == "9999" && (*all)[10'000].filename() == "10000");
        write(pathIn(folder, "one more"), "x");
        const auto more = formats::listFolder(folder.path().toStdString());
        QVERIFY(!more && more.error().kind == ErrorKind::Limit);
        QVERIFY2(sentence(more.error()).find("more than 100000 files") != std::string::npos, sentence(more.error()).c_str());
    }

    void openingALargeArchiveReadsItsDirectoryOnly()
    {
        QTemporaryDir folder;
        const auto path = pathIn(folder, "large.npy");
        write(path, npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }"));
        QCOMPARE(::truncate(path.c_str(), 4'000'000'000'128), 0); // a hole of 4 TB
        const auto document = formats::readFile(path);
        if (!document)
            QSKIP("the file system holds no large sparse files");
        QCOMPARE(floatsOf(document->root.tensor()->narrow(0, 999'999'999'990, 5)).size(), std::size_t{5});
    }
};

HEADLIGHT_GUILESS_TEST(tst_registry)

} // namespace registry_test

#include "tst_registry.moc"
