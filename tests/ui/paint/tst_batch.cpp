// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Many figures at once: their names, that nothing is computed twice for them, and what happens to files that are there.

#include "state/action.h"
#include "support/files_below.h"
#include "support/map_pictures.h"
#include "support/test_class.h"
#include "ui/paint/batch_names.h"
#include "ui/paint/batch_order.h"
#include "ui/paint/fonts.h"
#include "ui/paint/notebook_set.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <map>
#include <mutex>
#include <set>
#include <stop_token>

namespace batch_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::test;

namespace {

/// Counts the rows that are read of every map.
class CountedMaps final : public MapSource {
public:
    explicit CountedMaps(Maps source) : m_source(std::move(source)) {}
    [[nodiscard]] const MapAxes& axes() const override { return m_source->axes(); }
    [[nodiscard]] Cost cost(MapIndex) const override { return Cost::StoredRow; }
    Result<void> rows(MapIndex index, RowRange range, MatrixBlock out, const JobContext& job) const override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_rows[{index.layer, *index.head}] += range.count;
        }
        return m_source->rows(index, range, out, job);
    }
    [[nodiscard]] std::int64_t rowsOf(HeadRef head) const { return m_rows[head]; }

private:
    Maps m_source;
    mutable std::mutex m_mutex;
    mutable std::map<HeadRef, std::int64_t> m_rows;
};

/// `layers` × 2 heads of `size` tokens, rows that sum to one.
Maps someMaps(std::int64_t layers, std::int64_t size, SharedAxis axis = nullptr)
{
    std::vector<std::vector<Matrix>> maps;
    for (std::int64_t layer = 0; layer < layers; ++layer) {
        Matrix even(size, size, 1.0F / static_cast<float>(size));
        Matrix own(size, size);
        for (std::int64_t i = 0; i < size; ++i)
            own(i, (i + layer) % size) = 1.0F;
        maps.push_back({even, own});
    }
    return mapsOf(std::move(maps), std::move(axis));
}

SharedDump dumpOf(std::vector<Maps> samples)
{
    return std::make_shared<PictureDump>(std::move(samples));
}

State stateOf(const SharedDump& dump)
{
    return update(State{}, ShowDump{{dump->title(), dump->fingerprint(), ""}, shapeOf(*dump)});
}

FigureSettings smallPaper()
{
    FigureSettings settings;
    settings.paper.dpi = 40.0;
    return settings;
}

/// Names of the batch's files without suffix, from the folder "set".
QStringList stems(const Batch& batch)
{
    QStringList names;
    for (const auto& part : batch.parts)
        for (const auto& task : part.tasks)
            names << QString::fromStdString(task.stem.lexically_relative("set").generic_string());
    names.sort();
    return names;
}

Batch notebookOf(const SharedDump& dump, SampleIndex sample, const std::filesystem::path& folder = "set")
{
    Batch batch;
    batch.dump = dump;
    addNotebookSet(batch, update(notebookState(stateOf(dump)), SelectSample{sample}), smallPaper(), folder);
    return batch;
}

BatchOrder orderOf(const SharedDump& dump, ViewKind view, const QString& folder)
{
    BatchOrder order;
    order.set.state = update(stateOf(dump), SelectView{view});
    order.set.pattern = usualPattern(order.set.state);
    order.set.formats = {FileFormat::Png};
    order.set.settings = smallPaper();
    order.set.folder = folder.toStdString();
    return order;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList names(const BatchPreview& preview)
{
    QStringList list;
    for (const auto& name : preview.firstNames)
        list << QString::fromStdString(name);
    return list;
}

} // namespace

class tst_batch : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    [[nodiscard]] QString at(const QString& name) const { return m_folder->filePath(name); }

private slots:
    void initTestCase() { loadFonts(); }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    // Names

    void whatIsUnfitForFileNamesBecomesADash()
    {
        QCOMPARE(fitForFileName("a/b\\c:d*e?f\"g<h>i|j\tk"), std::string("a-b-c-d-e-f-g-h-i-j-k"));
        QCOMPARE(fitForFileName("Wort é 漢字"), std::string("Wort é 漢字"));
        std::string letters;
        for (int i = 0; i < 100; ++i)
            letters += "é";
        const auto cut = fitForFileName(letters);
        QCOMPARE(cut.size(), std::size_t{120});
        QVERIFY(QString::fromStdString("x" + cut).size() == 61); // whole characters
        QCOMPARE(fitForFileName("x" + letters).size(), std::size_t{119});
    }

    void aQueryIsCalledByItsPositionAndToken()
    {
        const auto axis = axisOf({"[CLS]", "dog", "##gy"});
        QCOMPARE(queryName(axis->items[0]), std::string("0 [CLS]"));
        QCOMPARE(queryName(axis->items[1]), std::string("1 dog"));
        QCOMPARE(queryName(axis->items[2]), std::string("2 ##gy"));
        AxisItem learned;
        learned.position = 31;
        learned.token = learned.label = "query 31";
        QCOMPARE(queryName(learned), std::string("31"));
    }

    void patternsAreFilledIn_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("all tokens") << QByteArray("s{sample}_L{layer}_H{head}_q{query}") << QByteArray("s0_12060_L3_H7_q45 a-b");
        QTest::newRow("folders") << QByteArray("{sample}/x/{layer}") << QByteArray("0_12060/x/3");
        QTest::newRow("tokens make no folders") << QByteArray("{query}") << QByteArray("45 a-b");
        QTest::newRow("not outside") << QByteArray("../{layer}") << QByteArray();
        QTest::newRow("not from the root") << QByteArray("/{layer}") << QByteArray("3");
        QTest::newRow("unknown token") << QByteArray("{leyer}") << QByteArray();
        QTest::newRow("open brace") << QByteArray("{layer") << QByteArray();
        QTest::newRow("closing brace") << QByteArray("layer}") << QByteArray();
        QTest::newRow("nothing") << QByteArray() << QByteArray();
        QTest::newRow("only a folder") << QByteArray("{layer}/") << QByteArray();
    }
    void patternsAreFilledIn()
    {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, path);
        const auto filled = pathFrom(pattern.toStdString(), {"0_12060", "3", "7", "45 a/b"});
        QCOMPARE(filled.has_value(), !path.isEmpty());
        if (filled)
            QCOMPARE(QByteArray::fromStdString(filled->generic_string()), path);
        else
            QCOMPARE(filled.error().kind, ErrorKind::Usage);
    }

    // The notebook set

    void theNotebookSetHasBothHalves()
    {
        const auto dump = dumpOf({someMaps(2, 3, axisOf({"a", "b", "[PAD]"}))});
        QStringList expected;
        for (const char* half : {"Attention", "Rollout"}) {
            const QString folder = QString("sample_0/%1/").arg(QString(half).toLower());
            expected << folder + "all_layers_heads_heatmaps";
            for (int layer = 1; layer <= 2; ++layer) {
                expected << folder + QString("heatmap_layer_%1").arg(layer) << folder + QString("Avg %1 Matrix - Layer %2").arg(half).arg(layer);
                for (int head = 1; head <= 2; ++head)
                    expected << folder + QString("%1 Matrix - Layer %2 - Head %3").arg(half).arg(layer).arg(head);
            }
        }
        for (const char* folder : {"evolution_head_1", "evolution_head_2", "evolution_mean"})
            for (const char* query : {"0 a", "1 b", "2 [PAD]"})
                expected << QString("sample_0/rollout/%1/Evolution - Query %2").arg(folder, query);
        expected.sort();
        const auto batch = notebookOf(dump, SampleIndex{0});
        QCOMPARE(stems(batch), expected);
        QCOMPARE(batch.files(), 2 * static_cast<std::size_t>(expected.size())); // PNG and PDF
        QVERIFY(batch.remarks.empty());
        for (const auto& part : batch.parts)
            for (const auto& task : part.tasks) {
                QVERIFY(!task.state.display.hidePadding);
                QCOMPARE(task.state.display.colourMap, std::string("hot"));
                QCOMPARE(task.state.display.range.kind, RangeKind::Fixed);
            }
    }

    void rolloutsOfTheSetAreComputedOnce()
    {
        constexpr std::int64_t kLayers = 3;
        constexpr std::int64_t kSize = 20;
        const auto counted = std::make_shared<CountedMaps>(someMaps(kLayers, kSize));
        const auto dump = dumpOf({counted});
        const auto report = writeBatch(notebookOf(dump, SampleIndex{0}, at("set").toStdString()), {}, {});
        QVERIFY(report.failed.empty());
        QCOMPARE(report.written.size(), std::size_t{2 * (2 * (1 + kLayers * 4) + 3 * kSize)});
        for (std::int64_t layer = 0; layer < kLayers; ++layer)
            for (std::int64_t head = 0; head < 2; ++head) {
                // Attention: the map, its tile, the mean. Rollout: one product. Evolutions: for each query one row of the layer, and the layer as a factor of
                // those above.
                const std::int64_t evolutions = kSize * (layer + 1 < kLayers ? kSize + 1 : 1);
                QCOMPARE(counted->rowsOf({LayerIndex{layer}, HeadIndex{head}}), 4 * kSize + evolutions);
            }
    }

    void aSampleWithoutARolloutGetsItsAttentionAndASentence()
    {
        const auto rectangular = std::make_shared<PictureMaps>(std::vector<std::vector<Matrix>>{{map({{0.5, 0.25, 0.25}, {0.0, 1.0, 0.0}})}}, numberedAxis(2), numberedAxis(3));
        const auto growing = mapsOf({{map({{1.0}})}, {map({{1.0, 0.0}, {0.0, 1.0}})}}, numberedAxis(2));
        const auto dump = dumpOf({rectangular, growing, someMaps(1, 2)});
        for (const std::int64_t sample : {0, 1}) {
            const auto batch = notebookOf(dump, SampleIndex{sample});
            QCOMPARE(batch.remarks.size(), std::size_t{1});
            QVERIFY2(batch.remarks.front().starts_with("Sample " + std::to_string(sample) + " has no rollout, only its attention is written: "), batch.remarks.front().c_str());
            QVERIFY(stems(batch).filter("rollout").isEmpty());
            QVERIFY(!stems(batch).filter("attention").isEmpty());
        }
        QVERIFY(notebookOf(dump, SampleIndex{2}).remarks.empty());
    }

    void everySetIsTheSameWithAnyNumberOfFiguresAtATime()
    {
        const auto dump = dumpOf({someMaps(2, 6)});
        const auto first = writeBatch(notebookOf(dump, SampleIndex{0}, at("a").toStdString()), {}, {});
        const auto second = writeBatch(notebookOf(dump, SampleIndex{0}, at("b").toStdString()), {}, {});
        QVERIFY(first.failed.empty() && second.failed.empty());
        const auto files = filesBelow(at("a"));
        QCOMPARE(filesBelow(at("b")), files);
        QCOMPARE(static_cast<std::size_t>(files.size()), first.written.size());
        for (const auto& file : files)
            QVERIFY2(contentOf(at("a/" + file)) == contentOf(at("b/" + file)), qPrintable(file));
    }

    // One view

    void aViewIsSplitIntoWhatIsAskedFor()
    {
        const auto dump = dumpOf({someMaps(3, 4), someMaps(3, 4)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.samples = "all";
        order.set.layers = "1,3";
        order.set.heads = "2";
        auto preview = previewOf(order, dump, {});
        QVERIFY(preview.has_value());
        QCOMPARE(preview->files, std::size_t{4});
        QCOMPARE(names(*preview), (QStringList{"sample0_L1_H2_heatmap.png", "sample0_L3_H2_heatmap.png", "sample1_L1_H2_heatmap.png", "sample1_L3_H2_heatmap.png"}));
        order.set.state = update(order.set.state, SetAggregate{Aggregate::Mean});
        order.set.heads = "all";
        order.set.pattern = notebookPattern(order.set.state);
        preview = previewOf(order, dump, {});
        QCOMPARE(names(*preview).first(), QString("sample_0/attention/Avg Attention Matrix - Layer 1.png"));
        order.set.state = update(update(order.set.state, SelectView{ViewKind::Evolution}), SetMeasure{measureOptions(MeasureKind::Rollout)});
        order.set.queries = "0,2-3";
        order.set.pattern = notebookPattern(order.set.state);
        preview = previewOf(order, dump, {});
        QCOMPARE(preview->figures, std::size_t{6});
        QCOMPARE(names(*preview).last(), QString("sample_1/rollout/evolution_mean/Evolution - Query 2.png"));
    }

    void figuresOfRolloutsAreThoseOfTheNotebookSet()
    {
        const auto dump = dumpOf({someMaps(3, 20)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("view"));
        order.set.state = update(update(notebookState(order.set.state), SelectView{ViewKind::Heatmap}), SetMeasure{measureOptions(MeasureKind::Rollout)});
        order.set.pattern = notebookPattern(order.set.state);
        order.set.settings = smallPaper();
        QVERIFY(carryOut(order, dump, {}).failed.empty());
        QVERIFY(writeBatch(notebookOf(dump, SampleIndex{0}, at("view2").toStdString()), {}, {}).failed.empty());
        const auto files = filesBelow(at("view"));
        QCOMPARE(files.size(), 6);
        for (const auto& file : files)
            QVERIFY2(contentOf(at("view2/" + file)) == contentOf(at("view/" + file)), qPrintable(file));
    }

    void namesThatMeetAreRefused()
    {
        const auto dump = dumpOf({someMaps(2, 3), someMaps(2, 3)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.set.pattern = "L{layer}";
        auto preview = previewOf(order, dump, {});
        QVERIFY(!preview);
        QVERIFY2(preview.error().what.find("two figures would be called L1") != std::string::npos, preview.error().what.c_str());
        order.set.pattern = "L{layer}_{head}";
        QVERIFY(previewOf(order, dump, {}).has_value());
        order.samples = "all";
        QVERIFY(!previewOf(order, dump, {}));
    }

    void whatDoesNotExistIsSaid_data()
    {
        QTest::addColumn<QByteArray>("samples");
        QTest::addColumn<QByteArray>("layers");
        QTest::addColumn<QByteArray>("queries");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("sample") << QByteArray("7") << QByteArray("all") << QByteArray("all") << QByteArray("there is no sample 7: they run from 0 to 0");
        QTest::newRow("no list") << QByteArray("x") << QByteArray("all") << QByteArray("all") << QByteArray("samples \"x\" are not a list");
        QTest::newRow("layer") << QByteArray("0") << QByteArray("5") << QByteArray("all") << QByteArray("5");
        QTest::newRow("query") << QByteArray("0") << QByteArray("all") << QByteArray("9") << QByteArray("there is no query 9");
    }
    void whatDoesNotExistIsSaid()
    {
        QFETCH(QByteArray, samples);
        QFETCH(QByteArray, layers);
        QFETCH(QByteArray, queries);
        QFETCH(QByteArray, said);
        const auto dump = dumpOf({someMaps(2, 3)});
        auto order = orderOf(dump, ViewKind::Evolution, at("set"));
        order.samples = samples.toStdString();
        order.set.layers = layers.toStdString();
        order.set.queries = queries.toStdString();
        const auto preview = previewOf(order, dump, {});
        QVERIFY(!preview);
        QVERIFY2(sentence(preview.error()).find(said.toStdString()) != std::string::npos, sentence(preview.error()).c_str());
    }

    // Files that are there

    void existingFilesAreSkippedNumberedOrReplaced()
    {
        const auto dump = dumpOf({someMaps(1, 3)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.set.formats = {FileFormat::Png, FileFormat::Svg};
        QVERIFY(QDir().mkpath(at("set")));
        const QString old = at("set/sample0_L1_H2_heatmap.png");
        QFile file(old);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("old") == 3);
        file.close();

        order.existing = Existing::Skip;
        auto report = carryOut(order, dump, {});
        QCOMPARE(report.written.size(), std::size_t{3});
        QCOMPARE(report.skipped, std::vector<std::filesystem::path>{old.toStdString()});
        QCOMPARE(contentOf(old), QByteArray("old"));

        order.existing = Existing::Number;
        report = carryOut(order, dump, {});
        QCOMPARE(report.written.size(), std::size_t{4});
        QVERIFY(QFile::exists(at("set/sample0_L1_H1_heatmap (2).png")));
        QVERIFY(QFile::exists(at("set/sample0_L1_H1_heatmap (2).svg")));
        carryOut(order, dump, {});
        QVERIFY(QFile::exists(at("set/sample0_L1_H1_heatmap (3).svg")));
        QCOMPARE(contentOf(old), QByteArray("old"));

        order.existing = Existing::Replace;
        report = carryOut(order, dump, {});
        QVERIFY(report.skipped.empty() && report.failed.empty());
        QVERIFY(contentOf(old).size() > 1000);
    }

    void whatFailsIsReportedAndTheOthersAreWritten()
    {
        const auto dump = dumpOf({someMaps(2, 3)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.set.formats = {FileFormat::Png, FileFormat::Svg};
        QVERIFY(QDir().mkpath(at("set/sample0_L2_H1_heatmap.png"))); // a folder in its way
        order.existing = Existing::Replace;
        const auto report = carryOut(order, dump, {});
        QCOMPARE(report.written.size(), std::size_t{7}); // also the other format of the same figure
        QCOMPARE(report.failed.size(), std::size_t{1});
        QVERIFY(report.failed.front().file.filename() == "sample0_L2_H1_heatmap.png");
        QVERIFY(sentence(report.failed.front().error).find("sample0_L2_H1_heatmap.png") != std::string::npos);
    }

    void aStopLeavesWholeFilesAndSaysSo()
    {
        const auto dump = dumpOf({someMaps(4, 10)});
        std::stop_source stop;
        const JobContext job(stop.get_token(), [&stop](std::string_view, double done) {
            if (done > 0.1)
                stop.request_stop();
        });
        const auto batch = notebookOf(dump, SampleIndex{0}, at("set").toStdString());
        const auto all = batch.files();
        const auto report = writeBatch(batch, {}, job);
        QVERIFY(report.cancelled);
        QVERIFY(report.failed.empty());
        QVERIFY(!report.written.empty() && report.written.size() < all);
        QCOMPARE(static_cast<std::size_t>(filesBelow(at("set")).size()), report.written.size());
    }

    // One PDF

    void allFiguresAreThePagesOfOnePdf()
    {
        const auto dump = dumpOf({someMaps(2, 4), someMaps(2, 4)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.samples = "all";
        order.onePdf = true;
        order.set.pattern = "heads of {sample}";
        const auto preview = previewOf(order, dump, {});
        QCOMPARE(preview->figures, std::size_t{8});
        QCOMPARE(preview->files, std::size_t{1});
        QCOMPARE(names(*preview), QStringList{"heads of all.pdf"});
        QVERIFY(carryOut(order, dump, {}).failed.empty());
        const auto pdf = contentOf(at("set/heads of all.pdf"));
        QCOMPARE(QString::fromLatin1(pdf).count(QRegularExpression("/Type\\s*/Page\\b(?!s)")), 8);
        order.existing = Existing::Number;
        QVERIFY(carryOut(order, dump, {}).failed.empty());
        QCOMPARE(contentOf(at("set/heads of all (2).pdf")), pdf);
        order.what = BatchOrder::What::Notebook;
        order.samples = "0";
        order.set.pattern = "sample_{sample}_notebook";
        const auto report = carryOut(order, dump, {});
        QVERIFY(report.failed.empty());
        QVERIFY(contentOf(at("set/sample_0_notebook.pdf")).startsWith("%PDF"));
    }

    void aStoppedPdfIsNoFile()
    {
        const auto dump = dumpOf({someMaps(2, 4)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.onePdf = true;
        std::stop_source stop;
        const auto report = carryOut(order, dump, JobContext(stop.get_token(), [&stop](std::string_view label, double) {
                                         if (label.starts_with("Page 2"))
                                             stop.request_stop();
                                     }));
        QVERIFY(report.cancelled);
        QVERIFY(report.written.empty() && report.failed.empty());
        QVERIFY(filesBelow(at("set")).isEmpty());
    }

    // Sizes

    void theSizeIsEstimatedWithinAFactorOfTwo()
    {
        const auto dump = dumpOf({someMaps(4, 12)});
        auto order = orderOf(dump, ViewKind::Heatmap, at("set"));
        order.set.formats = {FileFormat::Png, FileFormat::Pdf};
        for (const auto what : {BatchOrder::What::View, BatchOrder::What::Notebook}) {
            order.what = what;
            const auto estimated = estimatedBytes(order, dump, {});
            QVERIFY(estimated.has_value());
            const auto report = carryOut(order, dump, {});
            QVERIFY(report.failed.empty());
            std::uint64_t bytes = 0;
            for (const auto& file : report.written)
                bytes += std::filesystem::file_size(file);
            QCOMPARE(report.bytes, bytes);
            QVERIFY2(*estimated * 2 > bytes && *estimated < bytes * 2, qPrintable(QString("%1 estimated, %2 written").arg(*estimated).arg(bytes)));
        }
    }
};

HEADLIGHT_TEST(tst_batch)

} // namespace batch_test

#include "tst_batch.moc"
