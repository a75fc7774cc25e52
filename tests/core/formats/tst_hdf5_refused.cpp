// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// HDF5: what leads out of a file, or is damaged, is refused one by one and does not hide the rest.
#include "hdf5_fixtures.h"
#include "support/test_class.h"

namespace hdf5_refused_test {

using namespace made;

namespace {

std::string changed(std::string content, std::size_t at, std::string_view bytes)
{
    return content.replace(at, bytes.size(), bytes);
}

/// Where `from` is found first; as many bytes as `to` has.
std::string replaced(const std::string& content, std::string_view from, std::string_view to)
{
    const auto at = content.find(from);
    return at == std::string::npos ? std::string() : changed(content, at, to);
}

std::string replacedAll(std::string content, std::string_view from, std::string_view to)
{
    for (auto at = content.find(from); at != std::string::npos; at = content.find(from, at + to.size()))
        content.replace(at, to.size(), to);
    return content;
}

/// The member of a family, as if another driver had written it.
std::string withDriver(std::string_view name)
{
    return replaced(contentOf("family_0"), "NCSAfami", name);
}

} // namespace

class tst_hdf5_refused : public QObject {
    Q_OBJECT

private slots:
    void oneThatIsRefusedDoesNotHideTheOthers_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* file, const char* address, const char* words) { QTest::addRow("%s%s", file, address) << file << address << words; };
        row("links", "/outside", "other.h5, which is not followed");
        row("links", "/absolute", "/etc/passwd, which is not followed");
        row("links", "/circle", "soft link");
        row("links", "/dangling", "soft link to /nowhere");
        row("links", "/middle", "soft link to /outside/inner");
        row("links", "/group/itself", "HDF5 group");
        row("links", "/group/up", "HDF5 group");
        row("external_storage", "/passwords", "another file (\"/etc/passwd\")");
        row("virtual", "/joined", "virtual data set");
        row("filters", "/blosc", "hdf5-filter-plugin-blosc-serial");
        row("filters", "/bzip2", "307 (bzip2)");
        row("filters", "/zstd", "Zstandard");
        row("filters", "/lz4", "LZ4");
        row("filters", "/bitshuffle", "Bitshuffle");
        row("filters", "/unknown", "4242");
        row("types", "/complex", "complex numbers");
        row("types", "/records", "(head, score)");
        row("types", "/reference", "references");
        row("types", "/ragged", "lists of different length");
        row("types", "/long_double", "80 bits");
        row("types", "/opaque", "opaque elements of 2 bytes");
        row("more_types", "/bits", "bit fields");
        row("types", "/arrays", "arrays as elements");
        row("more_types", "/type", "HDF5 named type");
        row("huge", "/terabytes", "0 bytes are stored");
        row("huge", "/beyond", "more elements than can be counted");
        row("huge", "/chunk", "chunks of 1073741824 bytes");
        row("wrong_sum", "/maps", "error detected by Fletcher32 checksum");
        row("garbage_gzip", "/maps", "cannot be read");
        row("garbage_lzf", "/maps", "cannot be read");
    }
    void oneThatIsRefusedDoesNotHideTheOthers()
    {
        QFETCH(QString, file);
        QFETCH(QString, address);
        QFETCH(QString, words);
        const auto document = formats::readFile(pathOf(file));
        const auto refused = numbersAt(document, address.toUtf8().constData());
        QVERIFY(!refused);
        QVERIFY2(failure(refused).contains(words), qPrintable(failure(refused)));
        COMPARE_NUMBERS(document, "/whole", (counted()));
    }

    void aDamagedFileIsRefusedWithASentence_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("words");
        const std::string good = contentOf("contiguous"); // superblock 0: version at 8, base address at 24, end of file at 40, root at 56
        const auto row = [](const char* name, std::string content, const char* words) { QTest::newRow(name) << QByteArray::fromStdString(content) << words; };
        row("cut in the superblock", good.substr(0, 50), "cannot open it");
        row("cut behind the signature", good.substr(0, 8), "cannot open it");
        row("cut before the numbers", good.substr(0, good.size() - 100), "truncated file");
        row("superblock of an unknown version", changed(good, 8, "\x7f"), "cannot open it");
        row("superblock with sizes of zero", changed(good, 13, std::string(2, '\0')), "cannot open it");
        row("base address beyond the file", changed(good, 24, little(std::uint64_t{1} << 40)), "cannot open it");
        row("end of file far beyond the file", changed(good, 40, little(std::uint64_t{1} << 40)), "truncated file");
        row("root group beyond the file", changed(good, 64, little(std::uint64_t{1} << 30)), "cannot");
        row("first of a family of files", contentOf("family_0"), "h5repart");
        row("driver that spreads one file over several", withDriver("NCSAmult"), "one of several files");
    }
    void aDamagedFileIsRefusedWithASentence()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        const auto document = read(content.toStdString(), "made.h5");
        QVERIFY(!document);
        QVERIFY2(QString::fromStdString(sentence(document.error())).contains(words), sentence(document.error()).c_str());
    }

    void oneDamagedSetDoesNotHideTheOthers_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("good");
        QTest::addColumn<QString>("bad");
        const auto row = [](const char* name, std::string content, const char* good, const char* bad) { QTest::newRow(name) << QByteArray::fromStdString(content) << good << bad; };
        const std::string index = contentOf("index");
        const std::string chunk = little(1) + little(1) + little(3) + little(3) + little(4); // as the layout message has it: elements of 4 bytes last
        row("chunk with a size of zero", replaced(index, chunk, little(1) + little(0) + little(3) + little(3) + little(4)), "/whole", "/maps");
        row("chunk with huge sizes", replaced(index, chunk, little(-1) + little(-1) + little(-1) + little(-1) + little(4)), "/whole", "/maps");
        row("tree of chunks without its signature", replaced(index, "TREE\x01", "XREE\x01"), "/whole", "/maps");
        row("tree of chunks that says it has more entries than room", replaced(index, "TREE\x01\x00"s, "TREE\x01\x00\xff\xff"s), "/whole", "/maps");
        row("tree of chunks of the wrong kind", replaced(index, "TREE\x01", "TREE\x00"s), "/whole", "/maps");
        const std::string strings = contentOf("strings");
        const std::string heapAt = little(static_cast<std::uint64_t>(strings.find("GCOL")));
        row("heap of strings without its signature", replaced(strings, "GCOL", "XCOL"), "/whole", "/variable_ascii");
        row("strings that point beyond the file", replacedAll(strings, heapAt, little(std::uint64_t{1} << 40)), "/whole", "/variable_ascii");
        row("strings that point into other bytes", replacedAll(strings, heapAt, little(std::uint64_t{16})), "/whole", "/variable_ascii");
    }
    void oneDamagedSetDoesNotHideTheOthers()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, good);
        QFETCH(QString, bad);
        const auto document = read(content.toStdString(), "made.h5");
        QVERIFY2(document, refusal(document).c_str());
        const auto whole = valueAt(*document, good.toStdString());
        QVERIFY(whole && whole->opaque() == nullptr);
        const auto refused = numbersAt(document, bad.toUtf8().constData());
        QVERIFY(!refused);
        QVERIFY2(failure(refused).contains("cannot") || failure(refused).contains("at most"), qPrintable(failure(refused)));
    }

    void moreThan32AxesAreRefused()
    {
        const std::string good = contentOf("contiguous");
        const std::string sizes = little(std::uint64_t{2}) + little(std::uint64_t{2}) + little(std::uint64_t{3}) + little(std::uint64_t{3});
        const auto document = read(changed(good, good.find(sizes) - 7, "\x21"), "made.h5"); // the number of axes
        QVERIFY(!numbersAt(document, "/maps"));
    }

    void groupsDeeperThan64AreNotEntered()
    {
        const auto document = formats::readFile(pathOf("deep"));
        COMPARE_NUMBERS(document, "/whole", (counted()));
        QVERIFY(contentsOf(document->root).opaque.front().opaque.why->what.find("64 groups") != std::string::npos);
    }

    void aFileThatItsWriterHasNotClosedSaysHowToCloseIt_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("one writer of many readers") << "unclosed";
        QTest::newRow("one writer alone") << "unclosed_alone";
    }
    void aFileThatItsWriterHasNotClosedSaysHowToCloseIt()
    {
        QFETCH(QString, file);
        const auto document = formats::readFile(pathOf(file));
        COMPARE_NUMBERS(document, "/maps", (counted()));
        QVERIFY(document->warnings.size() == 1 && document->warnings.front().find("h5clear -s") != std::string::npos);
    }
};

HEADLIGHT_GUILESS_TEST(tst_hdf5_refused)

} // namespace hdf5_refused_test

#include "tst_hdf5_refused.moc"
