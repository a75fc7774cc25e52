// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every small fixture, cut at every length and with every byte changed three ways, opened as the program opens it: never a crash, at most a
// second of the processor and 256 MB; and where the format has a checksum, or its rules are broken, never other numbers without a word.
#include "core/dump/test_folder.h"
#include "dump/dump.h"
#include "formats/registry.h"
#include "support/process_cost.h"
#include "support/test_class.h"

#include <test_source_dir.h>

#include <QDir>
#include <QFile>

#include <algorithm>
#include <array>
#include <bit>
#include <random>
#include <set>

namespace mutations_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr qint64 kSmall = 4096;
constexpr std::int64_t kMostElements = 100'000; ///< that are read out of one array or map; a stride of zero makes any number of a few bytes
constexpr std::int64_t kMostMaps = 1000;
constexpr std::int64_t kMostBytes = std::int64_t{256} << 20;
constexpr double kMostSeconds = 1.0 * kSlowdown;

/// Of the mutants of a fixture one in so many is tried unless tests may be long: HDF5 files are read in a process of their own.
constexpr std::size_t kOneIn = 3;
constexpr std::size_t kOneInOfHdf5 = 4000;

bool isLong()
{
    return qEnvironmentVariableIntValue("HEADLIGHT_LONG_TESTS") == 1;
}

std::string contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// What the program has to say of a file, and what it shows.
struct Seen {
    bool refused = false;        ///< nothing of it is shown
    std::string format;
    std::set<std::string> words; ///< refusals, of all or of parts; warnings and notes
    std::string shapes;          ///< address, type and shape of every array that can be read
    std::string numbers;         ///< and what stands in it, and in every map of the dump
    std::uint64_t bytes = 0;     ///< of the arrays
    std::string summed;          ///< numbers of the data set of this name in HDF5 files, over which the file has a sum

    void say(const Error& error)
    {
        const auto said = sentence(error);
        QVERIFY2(error.what.size() > 5 && error.kind != ErrorKind::NotThisFormat, said.c_str());
        words.insert(said);
    }
    [[nodiscard]] bool saysMoreThan(const Seen& other) const { return !std::ranges::includes(other.words, words); }
};

void appendNumbers(std::string& text, std::span<const float> numbers)
{
    const auto bytes = std::as_bytes(numbers);
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

void seeArrays(Seen& seen, const Document& document)
{
    const auto contents = contentsOf(document.root);
    for (const auto& [address, tensor] : contents.tensors) {
        const auto at = address.toString(document.style);
        std::vector<float> values(static_cast<std::size_t>(tensor.count() > kMostElements ? 0 : tensor.count()));
        if (const auto got = values.empty() ? Result<void>() : tensor.read(std::span<float>(values)); !got) {
            seen.say(got.error());
            continue;
        }
        seen.shapes += at + ' ' + std::string(nameOf(tensor.dtype())) + ' ' + toString(tensor.shape()) + '\n';
        seen.bytes += static_cast<std::uint64_t>(tensor.count()) * sizeOf(tensor.dtype());
        appendNumbers(seen.numbers, values);
        if (at == "/summed")
            appendNumbers(seen.summed, values);
    }
    for (const auto& [address, opaque] : contents.opaque)
        if (opaque.why)
            seen.say(*opaque.why);
}

void seeMaps(Seen& seen, const Maps& maps)
{
    const auto& layers = maps->axes().layers;
    std::int64_t done = 0;
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        for (std::int64_t head = 0; head < layers[layer].heads && done < kMostMaps; ++head, ++done) {
            const std::int64_t rows = std::min(layers[layer].queries, kMostElements / std::max<std::int64_t>(1, layers[layer].keys));
            Matrix map(rows, rows == 0 ? 0 : layers[layer].keys);
            if (rows == 0)
                continue;
            if (const auto got = maps->rows({LayerIndex{static_cast<std::int64_t>(layer)}, HeadIndex{head}}, {0, rows}, map.block(), {}))
                appendNumbers(seen.numbers, map.values());
            else
                seen.say(got.error());
        }
}

void seeDump(Seen& seen, const Dump& dump)
{
    for (const auto& note : dump.notes())
        seen.words.insert(note.title + ": " + note.text);
    for (std::size_t stack = 0; stack < dump.stacks().size(); ++stack)
        for (std::size_t sample = 0; sample < std::min<std::size_t>(dump.samples().size(), kMostMaps); ++sample) {
            const StackIndex ofStack{static_cast<std::int64_t>(stack)};
            const SampleIndex ofSample{static_cast<std::int64_t>(sample)};
            const auto see = [&seen](const Result<Maps>& maps) {
                if (maps)
                    seeMaps(seen, *maps);
                else
                    seen.say(maps.error());
            };
            see(dump.attention(ofStack, ofSample));
            for (const auto& target : dump.stacks()[stack].gradientTargets)
                see(dump.gradients(ofStack, ofSample, target));
        }
}

void seeDocument(Seen& seen, const Document& document)
{
    seen.format = document.format;
    seen.words.insert(document.warnings.begin(), document.warnings.end());
    seeArrays(seen, document);
}

Seen seenIn(const std::filesystem::path& path)
{
    Seen seen;
    const auto dump = openDump(path);
    if (dump) {
        for (const auto& document : (*dump)->documents())
            seeDocument(seen, document);
        seeDump(seen, **dump);
        return seen;
    }
    seen.say(dump.error());
    if (const auto document = formats::readFile(path)) { // what `headlight info` shows of it
        seeDocument(seen, *document);
    } else {
        seen.refused = true;
        seen.say(document.error());
    }
    return seen;
}

bool hasSums(const Seen& good)
{
    return good.format == "PyTorch zip" || good.format == "NumPy .npz";
}

/// All bytes of these belong to arrays or say so.
bool countsItsBytes(const Seen& good)
{
    return good.format == "NumPy .npy" || good.format == "safetensors";
}

/// HDF5 sums over what describes the data from version 2 of the superblock on.
bool sumsItsDescriptions(const Seen& good, std::string_view content)
{
    const auto superblock = content.find("\x89HDF\r\n\x1a\n");
    return good.format == "HDF5" && content[superblock + 8] >= 2;
}

/// What is shown and should not be; empty when all is well.
std::string deceit(const Seen& good, const Seen& seen, std::string_view content, bool cut)
{
    if (seen.refused || seen.saysMoreThan(good) || (seen.numbers == good.numbers && seen.shapes == good.shapes))
        return {};
    if (cut)
        return "is cut, and shown without a word";
    if (hasSums(good))
        return "holds other numbers than were summed, which are shown without a word";
    if (countsItsBytes(good) && seen.bytes != good.bytes)
        return "has arrays that are not all of the file, which are shown without a word";
    if (sumsItsDescriptions(good, content) && (seen.shapes != good.shapes || seen.summed != good.summed))
        return "differs where it was summed, and is shown without a word";
    return {};
}

/// A file in a folder of its own, with whatever it needs beside it, written over and over.
struct Place {
    std::filesystem::path file; ///< that is damaged
    std::filesystem::path dump; ///< that is opened; usually the same

    /// Over what stood there: some file systems wait for the disk when a file is emptied first.
    void write(const std::string& content) const
    {
        QFile out(QString::fromStdString(file.string()));
        QVERIFY(out.open(QIODevice::ReadWrite) && out.write(content.data(), static_cast<qint64>(content.size())) >= 0);
        QVERIFY(out.flush() && out.resize(static_cast<qint64>(content.size())));
    }
};

} // namespace

class tst_mutations : public QObject {
    Q_OBJECT

    Folder m_folder;

    /// Sidecars and manifests are read when the dump beside them is opened: two layers and heads of two samples and tokens, called "attentions".
    Place placeOf(const QString& fixture)
    {
        const auto name = QFileInfo(fixture).fileName().toStdString();
        if (!fixture.endsWith(".json") || fixture.contains("formats/") || fixture.contains("tensor2tensor/") || fixture.contains("everything"))
            return {m_folder / name, m_folder / name};
        const auto folder = m_folder / (name + ".beside");
        std::filesystem::create_directory(folder);
        const Tensor maps = attention({2, 2, 2, 2, 2});
        std::string header = R"({"attentions": {"dtype": "F32", "shape": [2, 2, 2, 2, 2], "data_offsets": [0, 128]}})";
        header.resize(96, ' ');
        std::string numbers;
        appendNumbers(numbers, valuesOf(maps));
        writeText(folder / "maps.safetensors", std::string("\x60\0\0\0\0\0\0\0", 8) + header + numbers);
        return {folder / (fixture.contains("headlight.json") ? "maps.headlight.json" : name), folder / "maps.safetensors"};
    }

    struct Report {
        std::size_t tried = 0;
        std::size_t refused = 0;
        double slowest = 0.0;
        std::size_t slowestAt = 0;
    };

    /// @param mutant  gives the n-th damaged content of `count`
    template <typename Mutant>
    void tryAll(const std::string& good, std::size_t count, bool cut, Mutant mutant)
    {
        QFETCH(QString, path);
        QFETCH(std::size_t, oneIn);
        const Place place = placeOf(path);
        place.write(good);
        const Seen whole = seenIn(place.dump);
        const bool measured = forgetPeak();
        const auto before = peakBytes();
        Report report;
        for (std::size_t n = 0; n < count; ++n) {
            if ((n * 2'654'435'761U >> 7U) % oneIn != 0)
                continue;
            const std::string content = mutant(n);
            place.write(content);
            const double start = processorSeconds();
            const Seen seen = seenIn(place.dump);
            const double seconds = processorSeconds() - start;
            const auto named = [&](std::string_view what) { return fmt::format("mutant {} of {} {}", n, path.toStdString(), what); };
            ++report.tried;
            report.refused += seen.refused ? 1 : 0;
            if (seconds > report.slowest) {
                report.slowest = seconds;
                report.slowestAt = n;
            }
            QVERIFY2(!QTest::currentTestFailed(), named("is refused without a sentence").c_str());
            QVERIFY2(seconds <= kMostSeconds, named(fmt::format("takes {:.2f} s", seconds)).c_str());
            QVERIFY2(!measured || peakBytes() - before <= kMostBytes, named(fmt::format("takes {} MB", (peakBytes() - before) >> 20)).c_str());
            const auto deceived = place.file == place.dump ? deceit(whole, seen, good, cut) : std::string();
            QVERIFY2(deceived.empty(), named(deceived).c_str());
        }
        qInfo("%zu of %zu, %zu refused, the slowest (%zu) %.1f ms of the processor, at most %.1f MB more", report.tried, count, report.refused, report.slowestAt, 1e3 * report.slowest,
              measured ? static_cast<double>(peakBytes() - before) / (1 << 20) : -1.0);
    }

private slots:
    void fixtures_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<std::size_t>("oneIn");
        const QStringList folders{"/fixtures/formats", "/fixtures/manifests", "/fixtures/tensor2tensor", "/fixtures/hdf5", "/../resources/samples/covr_blip2", "/../resources/samples/clip"};
        for (const QString& folder : folders)
            for (const auto& file : QDir(HEADLIGHT_TEST_SOURCE_DIR + folder).entryInfoList(QDir::Files)) {
                const bool refusedWhole = file.fileName() == "broken.headlight.json" || file.fileName().startsWith("unclosed") || file.fileName().startsWith("family");
                if (file.size() >= kSmall || file.suffix() == "md" || refusedWhole)
                    continue;
                const std::size_t some = file.suffix() == "h5" ? kOneInOfHdf5 : kOneIn;
                QTest::newRow(qPrintable(QDir(folder).dirName() + "/" + file.fileName())) << file.filePath() << (isLong() ? 1 : some);
            }
    }

    void fixtures()
    {
        QFETCH(QString, path);
        const Place place = placeOf(path);
        place.write(contentOf(path));
        const Seen seen = seenIn(place.dump);
        const bool namesOthers = path.contains("everything"); // files that are not there
        QVERIFY2(namesOthers || (!seen.refused && !seen.numbers.empty()), fmt::format("{}", fmt::join(seen.words, "; ")).c_str());
    }

    void memoryThatIsTakenForAMomentIsSeen()
    {
        if (!forgetPeak())
            QSKIP("this system does not forget the most memory that was ever taken, so that mutants are not measured");
        const auto before = peakBytes();
        QCOMPARE(std::string(std::size_t{64} << 20, 'x').find('y'), std::string::npos);
        QVERIFY(peakBytes() - before >= std::int64_t{60} << 20);
    }

    void everyTruncation_data() { fixtures_data(); }

    void everyTruncation()
    {
        QFETCH(QString, path);
        const std::string whole = contentOf(path);
        const bool linesAreFiles = path.endsWith(".jsonl"); // what is left is one as good
        tryAll(whole, whole.size(), !linesAreFiles, [&](std::size_t size) { return whole.substr(0, size); });
    }

    void threeFlipsOfEveryByte_data() { fixtures_data(); }

    void threeFlipsOfEveryByte()
    {
        QFETCH(QString, path);
        const std::string whole = contentOf(path);
        std::mt19937 random(static_cast<unsigned>(whole.size()));
        std::vector<unsigned> drawn(whole.size());
        std::ranges::generate(drawn, [&random] { return 1U + static_cast<unsigned>(random() % 255); });
        tryAll(whole, 3 * whole.size(), false, [&](std::size_t n) {
            const std::size_t at = n / 3;
            const std::array<unsigned, 3> masks{1U << (drawn[at] % 8), 0xFFU, drawn[at]};
            std::string changed = whole;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ masks[n % 3]);
            return changed;
        });
    }

    void noReaderOfHdf5TookMoreMemoryThanAnyFileMay()
    {
#ifdef HEADLIGHT_SANITIZED
        QSKIP("the address sanitizer keeps freed memory back, and shadows all of it");
#endif
        qInfo("%.1f MB at most", static_cast<double>(peakBytes(RUSAGE_CHILDREN)) / (1 << 20));
        QVERIFY(peakBytes(RUSAGE_CHILDREN) <= kMostBytes);
    }
};

HEADLIGHT_GUILESS_TEST(tst_mutations)

} // namespace mutations_test

#include "tst_mutations.moc"
