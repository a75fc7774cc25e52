// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// HDF5: what is in a file is read, what leads out of it is refused one by one, and whatever the library does in its own process,
// there is a sentence here and the next read works. The fixtures are made by fixtures/make_hdf5.py; `maps` counts up in 64ths.
#include "formats/hdf5_file.h"
#include "formats/lzf.h"
#include "made_files.h"

#include <test_source_dir.h>

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <cerrno>
#include <csignal>
#include <random>
#include <sys/file.h>
#include <sys/resource.h>

using namespace made;

namespace {

std::string pathOf(const QString& name)
{
    return (QStringLiteral(HEADLIGHT_TEST_SOURCE_DIR "/fixtures/hdf5/") + name + ".h5").toStdString();
}

std::string contentOf(const QString& name)
{
    QFile file(QString::fromStdString(pathOf(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

Result<std::vector<float>> numbersAt(const Result<Document>& document, const char* address)
{
    if (!document)
        return document.error();
    const auto value = valueAt(*document, address);
    if (!value)
        return value.error();
    const Tensor* tensor = value->tensor();
    if (tensor == nullptr)
        return value->opaque() != nullptr && value->opaque()->why ? *value->opaque()->why : Error{ErrorKind::NotFound, value->description()};
    std::vector<float> values(static_cast<std::size_t>(tensor->count()));
    if (auto got = tensor->read(std::span<float>(values)); !got)
        return got.error();
    return values;
}

std::vector<float> counted(std::size_t count = 36, float unit = 1.0F / 64)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<float>(i) * unit);
    return values;
}

QString failure(const Result<std::vector<float>>& numbers)
{
    return numbers ? QString() : QString::fromStdString(sentence(numbers.error()));
}

#define COMPARE_NUMBERS(document, address, ...)                                      \
    do {                                                                             \
        const auto numbers = numbersAt(document, address);                           \
        QVERIFY2(numbers, qPrintable(failure(numbers)));                             \
        QVERIFY2((*numbers == std::vector<float> __VA_ARGS__), address);             \
    } while (false)

#ifdef HEADLIGHT_SANITIZED
constexpr int kSlow = 10;
#else
constexpr int kSlow = 1;
#endif

/// Of this process and the children that it has waited for.
double processorSeconds()
{
    double seconds = 0.0;
    for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        ::getrusage(who, &used);
        for (const auto& time : {used.ru_utime, used.ru_stime})
            seconds += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    }
    return seconds;
}

/// Two seconds of the clock on a machine that does nothing else; on a busy one, for whoever needs a processor, two of it.
class TwoSeconds {
public:
    TwoSeconds() { m_clock.start(); }
    [[nodiscard]] qint64 elapsed() const { return m_clock.elapsed(); }
    [[nodiscard]] bool suffice(bool needProcessor = true) const
    {
        const bool busyElsewhere = needProcessor && processorSeconds() - m_before < kSlow * 2.0 && elapsed() < kSlow * 20'000;
        return elapsed() < kSlow * 2000 || busyElsewhere;
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

/// Reads all that is small: only that it ends in data or a sentence matters.
void readOut(const Result<Document>& document)
{
    if (!document) {
        QVERIFY(!sentence(document.error()).empty());
        return;
    }
    for (const auto& [address, tensor] : contentsOf(document->root).tensors) {
        std::vector<float> values(static_cast<std::size_t>(std::min<std::int64_t>(tensor.count(), 100'000)));
        if (tensor.count() > 100'000)
            continue;
        const auto got = tensor.read(std::span<float>(values));
        QVERIFY(got || !sentence(got.error()).empty());
    }
}

} // namespace

class Hdf5Test : public QObject {
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

    void mapsAreTheSameHoweverTheyAreStored_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("address");
        for (const char* name : {"contiguous", "compact", "user_block", "gzip", "attributes"})
            QTest::newRow(name) << name << "/maps";
        for (const char* address : {"/across", "/summed"})
            QTest::newRow(address) << "chunked" << address;
        for (const char* address : {"/half", "/double_big"})
            QTest::newRow(address) << "numbers" << address;
    }
    void mapsAreTheSameHoweverTheyAreStored()
    {
        QFETCH(QString, file);
        QFETCH(QString, address);
        COMPARE_NUMBERS(formats::readFile(pathOf(file)), address.toUtf8().constData(), (counted()));
    }

    void everyNumberTypeIsItself()
    {
        const auto document = formats::readFile(pathOf("numbers"));
        COMPARE_NUMBERS(document, "/int16_big", {-3, -2, -1, 0, 1, 2});
        COMPARE_NUMBERS(document, "/uint8", {0, 1, 2, 3, 4, 5});
        COMPARE_NUMBERS(document, "/mask", {1, 0, 1});
        COMPARE_NUMBERS(document, "/bfloat16", {0.5F, -2});
        COMPARE_NUMBERS(document, "/twelve_bits", {-5, 2047});
        QVERIFY(valueAt(*document, "/mask")->tensor()->dtype() == DType::Bool);
        COMPARE_NUMBERS(formats::readFile(pathOf("more_types")), "/colour", {1, 0});
    }

    void noAxesNoElementsAndNoSpaceAreRead()
    {
        const auto document = formats::readFile(pathOf("spaces"));
        COMPARE_NUMBERS(document, "/scalar", {0.5F});
        COMPARE_NUMBERS(document, "/no_rows", {});
        QVERIFY(document->root.find("none")->isNull());
    }

    void chunksWithFiltersAndWithoutContentAreRead()
    {
        const auto document = formats::readFile(pathOf("chunked"));
        COMPARE_NUMBERS(document, "/scaled", (counted(36, 1)));
        COMPARE_NUMBERS(document, "/never_allocated", {0.5F, 0.5F, 0.5F});
        COMPARE_NUMBERS(document, "/unwritten", (16, 0.25F));
        const auto repeated = numbersAt(document, "/lzf"); // every key three times
        QVERIFY(repeated);
        for (std::size_t i = 0; i < repeated->size(); ++i)
            QVERIFY((*repeated)[i] == static_cast<float>(i / 3) / 64);
    }

    void viewsOfChunksAreReadInTheirOwnOrder()
    {
        const auto document = formats::readFile(pathOf("chunked"));
        const auto value = valueAt(*document, "/across");
        const std::array<std::int64_t, 3> turned{2, 1, 0};
        const auto view = value->tensor()->select(0, 1).permuted(turned).narrow(1, 1, 2); // [key, query 1 and 2, head] of layer 1
        std::vector<float> values(12);
        QVERIFY(view.read(std::span<float>(values)));
        std::size_t at = 0;
        for (int key = 0; key < 3; ++key)
            for (int query = 1; query < 3; ++query)
                for (int head = 0; head < 2; ++head)
                    QVERIFY(values[at++] == static_cast<float>(18 + 9 * head + 3 * query + key) / 64);
    }

    void everyBoxOfChunksIsWhatStandsThere_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("repeats"); ///< of every key
        QTest::newRow("chunks over the edge") << "chunked" << "/across" << 1;
        QTest::newRow("shuffled and compressed, rows in one piece") << "gzip" << "/maps" << 1;
        QTest::newRow("lzf") << "chunked" << "/lzf" << 3;
        QTest::newRow("read by the library") << "chunked" << "/summed" << 1;
    }
    void everyBoxOfChunksIsWhatStandsThere()
    {
        QFETCH(QString, file);
        QFETCH(QString, address);
        QFETCH(int, repeats);
        const auto document = formats::readFile(pathOf(file));
        const Tensor tensor = *valueAt(*document, address.toStdString())->tensor();
        const auto boxes = [&](std::int64_t axis) {
            std::vector<std::pair<std::int64_t, std::int64_t>> all;
            for (std::int64_t first = 0; first < tensor.size(axis); ++first)
                for (std::int64_t count = 1; first + count <= tensor.size(axis); ++count)
                    all.emplace_back(first, count);
            return all;
        };
        for (const auto& [layer, layers] : boxes(0))
            for (const auto& [head, heads] : boxes(1))
                for (const auto& [query, queries] : boxes(2))
                    for (const auto& [key, keys] : boxes(3)) {
                        const Tensor view = tensor.narrow(0, layer, layers).narrow(1, head, heads).narrow(2, query, queries).narrow(3, key, keys);
                        std::vector<float> values(static_cast<std::size_t>(view.count()));
                        QVERIFY(view.read(std::span<float>(values)));
                        std::size_t at = 0;
                        for (auto l = layer; l < layer + layers; ++l)
                            for (auto h = head; h < head + heads; ++h)
                                for (auto q = query; q < query + queries; ++q)
                                    for (auto k = key; k < key + keys; ++k)
                                        QVERIFY(values[at++] == static_cast<float>(18 * l + 9 * h + 3 * q + k / repeats) / 64);
                    }
    }

    void rowsInTurnAreReadAheadAndRowsOfAnotherMapAreNotMistakenForThem()
    {
        const auto across = formats::readFile(pathOf("chunked"));
        const Tensor first = valueAt(*across, "/across")->tensor()->select(0, 0);
        const Tensor other = valueAt(*across, "/summed")->tensor()->select(0, 0);
        std::array<float, 3> row{};
        for (const int round : {0, 1})
            for (std::int64_t head = 0; head < 2; ++head)
                for (std::int64_t query = 0; query < 3; ++query)
                    for (const Tensor& maps : round == 0 ? std::vector{first} : std::vector{first, other}) {
                        QVERIFY(maps.select(0, head).select(0, query).read(std::span<float>(row)));
                        const float expected = static_cast<float>(9 * head + 3 * query) / 64;
                        QVERIFY(row[0] == expected && row[1] == expected + 1.0F / 64 && row[2] == expected + 2.0F / 64);
                    }
    }

    void stringsOfEveryKindAreStrings()
    {
        const auto document = formats::readFile(pathOf("strings"));
        const auto words = [&](const char* address) { return stringsOf(*document->root.find(address)).value_or(std::vector<std::string>{"?"}); };
        QVERIFY((words("variable_utf8") == std::vector<std::string>{"a", "\u00e9", "", "\u2581\u65e5\u672c"}));
        QVERIFY((words("variable_ascii") == std::vector<std::string>{"a", "b"}));
        QVERIFY((words("fixed_utf8") == std::vector<std::string>{"\u00e9", "ab"}));
        QVERIFY((words("fixed_not_utf8") == std::vector<std::string>{"\uFFFDt\uFFFD"}));
        QVERIFY((words("spaces") == std::vector<std::string>{"ab", "c"}));
        QVERIFY(*document->root.find("one")->string() == "alone");
        QVERIFY((stringsOf((*document->root.find("grid")->list())[1]) == std::vector<std::string>{"c", "d"}));
    }

    void attributesStandBesideWhatTheyDescribe()
    {
        const auto document = formats::readFile(pathOf("attributes"));
        QVERIFY(*document->root.find("@model")->string() == "tiny");
        QVERIFY(*document->root.find("@layers")->integer() == 2);
        QVERIFY(*document->root.find("@scale")->floating() == 0.25);
        QVERIFY(*document->root.find("@causal")->boolean());
        QVERIFY(*document->root.find("maps@axes")->string() == "layer,head,query,key");
        COMPARE_NUMBERS(document, "/@ids", {7, 8, 9});
    }

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

    void asManyAxesAs32AreRead()
    {
        const auto document = formats::readFile(pathOf("huge"));
        COMPARE_NUMBERS(document, "/axes_32", {0.5F});
    }

    void aLargeSetOfWhichNothingWasWrittenIsReadByTheRow()
    {
        const auto document = formats::readFile(pathOf("huge"));
        const auto value = valueAt(*document, "/gigabyte");
        QVERIFY(value && value->tensor() != nullptr);
        std::vector<float> row(1 << 14, 1.0F);
        QVERIFY(value->tensor()->select(0, 77).read(std::span<float>(row)));
        QVERIFY(std::ranges::all_of(row, [](float number) { return number == 0.0F; }));
    }

    void aMatlabFileIsReadAndItsCellsAreRefusedByName()
    {
        const auto document = formats::readFile(pathOf("matlab"));
        COMPARE_NUMBERS(document, "/name", {104, 105});
        QVERIFY(*document->root.find("maps@MATLAB_class")->string() == "single");
        QVERIFY((valueAt(*document, "/maps")->tensor()->shape() == Shape{3, 3, 2, 2}));
        const auto cells = numbersAt(document, "/cells");
        QVERIFY2(!cells && failure(cells).contains("references"), qPrintable(failure(cells)));
    }

    void aKerasModelIsReadAsGroupsOfArrays()
    {
        const auto document = formats::readFile(pathOf("keras"));
        COMPARE_NUMBERS(document, "/model_weights/key/key/kernel:0", (counted(18)));
        QVERIFY((stringsOf(*document->root.find("@layer_names")) == std::vector<std::string>{"query", "key"}));
    }

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

    void lzfUnpacksLiteralsAndCopies()
    {
        const auto unpacked = [](std::string_view packed, std::size_t room) -> std::string {
            std::string out(room, '.');
            const auto written = formats::unpackLzf(asBytes(packed), std::as_writable_bytes(std::span(out)));
            return written ? out.substr(0, *written) : "refused";
        };
        using namespace std::string_view_literals;
        QVERIFY(unpacked("\x02" "abc"sv, 8) == "abc");
        QVERIFY(unpacked("\x02" "abc\x20\x02"sv, 8) == "abcabc");           // 3 bytes from 3 back
        QVERIFY(unpacked("\x00" "a\xe0\x05\x00"sv, 20) == std::string(15, 'a')); // 7 + 5 + 2 from 1 back: a pattern repeated
        QVERIFY(unpacked("\x02" "ab"sv, 8) == "refused");                   // literals missing
        QVERIFY(unpacked("\x00" "a\x20\x01"sv, 8) == "refused");            // from before the start
        QVERIFY(unpacked("\x02" "abc"sv, 2) == "refused");                  // no room
        QVERIFY(unpacked("\x00" "a\xe0"sv, 8) == "refused");                // a copy without its length
    }
};

QTEST_GUILESS_MAIN(Hdf5Test)
#include "tst_hdf5.moc"
