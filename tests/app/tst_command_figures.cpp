// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/files_below.h"
#include "support/test_class.h"

#include <QElapsedTimer>
#include <QImage>
#include <QRegularExpression>

#include <csignal>
#include <cstdlib>

namespace command_figures_test {

using namespace headlight;
using namespace headlight::test;

namespace {

int pagesIn(const QByteArray& pdf)
{
    return static_cast<int>(QString::fromLatin1(pdf).count(QRegularExpression("/Type\\s*/Page\\b(?!s)")));
}

} // namespace

class tst_command_figures : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_sample = HEADLIGHT_SAMPLE;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended headlight(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }

private slots:
    void init() { writeFile(at("small.json"), smallDump()); }

    void everyViewComesAsEveryFormat()
    {
        for (const char* view : {"overview", "heatmap", "evolution", "text", "links"})
            for (const char* suffix : {"png", "pdf", "svg"}) {
                const QString name = QString("%1.%2").arg(view, suffix);
                const auto ended = headlight({"figure", m_sample, "--view", view, "-o", name});
                COMPARE_STATUS(ended, 0);
                QCOMPARE(ended.output, QByteArray());
                QVERIFY(fileAt(at(name)).size() > 5000);
            }
        QCOMPARE(QImage(at("overview.png")).width(), 2067); // 17.5 cm at 300 dpi
        QVERIFY(fileAt(at("heatmap.pdf")).startsWith("%PDF"));
        QCOMPARE(pagesIn(fileAt(at("heatmap.pdf"))), 12); // 144 heads: a page per layer
    }

    void textIsWrittenForBrowsersAndForLatex()
    {
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "text", "--query", "triangle", "-o", "words.html"}), 0);
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "text", "--colour-by", "received", "-o", "words.tex"}), 0);
        QVERIFY(fileAt(at("words.html")).contains("from “triangle”"));
        QVERIFY(fileAt(at("words.tex")).contains("Attention received"));
        COMPARE_STATUS(headlight({"figure", "--state", "words.html", "-o", "again.html"}), 0);
        QCOMPARE(fileAt(at("again.html")), fileAt(at("words.html")));
        COMPARE_STATUS(headlight({"figure", "--state", "words.tex", "-o", "again.tex"}), 0);
        QCOMPARE(fileAt(at("again.tex")), fileAt(at("words.tex")));
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "text", "--colour-by", "key", "--keys", "40", "-o", "key.html"}), 0);
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "text", "--keys", "40", "-o", "key.png"}), 2);
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "text", "--colour-by", "mood", "-o", "key.png"}), 2);
        const auto heatmap = headlight({"figure", m_sample, "--view", "heatmap", "--layers", "1", "--heads", "1", "-o", "map.html"});
        COMPARE_STATUS(heatmap, 2);
        QVERIFY(heatmap.errors.contains("only running text is written as HTML or LaTeX"));
    }

    void linksAreChosenByARule()
    {
        const QStringList links{"figure", m_sample, "--view", "links", "--layers", "6", "--heads", "1,7"};
        COMPARE_STATUS(headlight(links + QStringList{"--links", "top:2", "--query", "triangle", "-o", "links.svg"}), 0);
        QVERIFY(fileAt(at("links.svg")).contains("&quot;keep&quot;:&quot;count&quot;") || fileAt(at("links.svg")).contains("\"keep\":\"count\""));
        COMPARE_STATUS(headlight({"figure", "--state", "links.svg", "-o", "again.svg"}), 0);
        QCOMPARE(fileAt(at("again.svg")), fileAt(at("links.svg")));
        COMPARE_STATUS(headlight(links + QStringList{"--links", "mass:0.5", "--head-aggregate", "mean", "--queries", "3-17", "--keys", "0-20", "-o", "links.png"}), 0);
        COMPARE_STATUS(headlight(links + QStringList{"--links", "value:0.02", "-o", "links.pdf"}), 0);
        for (const char* wrong : {"top:0", "top:2.5", "top:101", "mass:0", "mass:1.5", "value:-1", "value", "best:3", "top:"})
            COMPARE_STATUS(headlight(links + QStringList{"--links", wrong, "-o", "links.png"}), 2);
        const auto many = headlight({"figure", m_sample, "--view", "links", "-o", "all.png"});
        COMPARE_STATUS(many, 0);
        QVERIFY(many.errors.contains("Links of more than 16 heads are those of their mean."));
    }

    void aPictureAndItsTextComeTogether()
    {
        const QString data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");
        if (data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const QString clip = QDir(data).absoluteFilePath("clip");
        COMPARE_STATUS(headlight({"figure", clip + "/image_attn_probs.pt", "--view", "image", "--measure", "relevance", "--target", "text0", "--beside", clip + "/text0.pt", "-o", "pair.svg"}), 0);
        COMPARE_STATUS(headlight({"figure", "--state", "pair.svg", "-o", "again.svg"}), 0);
        QCOMPARE(fileAt(at("again.svg")), fileAt(at("pair.svg")));
        COMPARE_STATUS(headlight({"figure", clip + "/image_attn_probs.pt", "--view", "image", "--beside", "no.pt", "-o", "pair.svg"}), 3);
    }

    void anExportedFigureMakesTheSamePixelsAgain()
    {
        COMPARE_STATUS(headlight({"figure",  m_sample,   "--view",       "heatmap", "--select", "L6 H1,7",       "--head-aggregate", "mean",
                                  "--query", "triangle", "--colour-map", "magma",   "--range",  "percentile:95", "--width",          "12cm",
                                  "--dpi",   "150",      "--title",      "A title", "-o",       "old.png"}),
                       0);
        const auto again = headlight({"figure", "--state", "old.png", "-o", "new.png"});
        COMPARE_STATUS(again, 0);
        QCOMPARE(again.errors, QByteArray());
        QVERIFY(!QImage(at("old.png")).isNull());
        QCOMPARE(QImage(at("new.png")), QImage(at("old.png")));
        QCOMPARE(fileAt(at("new.png")), fileAt(at("old.png")));
        for (const char* name : {"state.svg", "state.pdf"}) {
            COMPARE_STATUS(headlight({"figure", "--state", "old.png", "-o", name}), 0);
            COMPARE_STATUS(headlight({"figure", "--state", name, "-o", "third.png"}), 0);
            QCOMPARE(QImage(at("third.png")), QImage(at("old.png")));
        }
    }

    void severalQueriesAreAFigureEachInAFolderAndTheirMeanInAFile()
    {
        const QStringList command{"figure", m_sample, "--view", "evolution", "--measure", "rollout", "--head-aggregate", "mean", "--dpi", "80"};
        COMPARE_STATUS(headlight(command + QStringList{"--query", "triangle", "--range", "percentile:99.5", "--layers", "1-6", "-o", "one.png"}), 0);
        COMPARE_STATUS(headlight({"figure", "--state", "one.png", "-o", "again.png"}), 0);
        QCOMPARE(fileAt(at("again.png")), fileAt(at("one.png")));
        COMPARE_STATUS(headlight(command + QStringList{"--query", "0,44-45", "-o", "many/"}), 0);
        QCOMPARE(filesBelow(at("many")), (QStringList{"sample0_mean_q0_evolution.png", "sample0_mean_q44_evolution.png", "sample0_mean_q45_evolution.png"}));
        COMPARE_STATUS(headlight(command + QStringList{"--query", "0,44-45", "-o", "many.pdf"}), 0);
        QCOMPARE(pagesIn(fileAt(at("many.pdf"))), 1);
        COMPARE_STATUS(headlight(command + QStringList{"--query", "0,44-45", "-o", "many.svg"}), 0);
        COMPARE_STATUS(headlight({"figure", "--state", "many.svg", "-o", "same.svg"}), 0);
        QCOMPARE(fileAt(at("same.svg")), fileAt(at("many.svg")));
        const auto one = headlight(command + QStringList{"--query", "45", "--layers", "3", "-o", "layer.png"});
        COMPARE_STATUS(one, 0);
        QVERIFY2(one.errors.contains("all layers are shown, layer 3 is marked"), one.errors.constData());
    }

    void anEvolutionOfWhatDoesNotExistEndsWithFour_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("token") << QStringList{"--query", "square"} << QByteArray("square");
        QTest::newRow("position") << QStringList{"--query", "63"} << QByteArray("63");
        QTest::newRow("padding that is hidden") << QStringList{"--query", "60"} << QByteArray("60");
        QTest::newRow("layer") << QStringList{"--layers", "13"} << QByteArray("13");
        QTest::newRow("head") << QStringList{"--heads", "13"} << QByteArray("13");
        QTest::newRow("gradients") << QStringList{"--measure", "relevance"} << QByteArray("gradients");
    }
    void anEvolutionOfWhatDoesNotExistEndsWithFour()
    {
        QFETCH(QStringList, more);
        QFETCH(QByteArray, said);
        const auto ended = headlight(QStringList{"figure", m_sample, "--view", "evolution", "-o", "no.png"} + more);
        COMPARE_STATUS(ended, 4);
        QVERIFY2(ended.errors.contains(said), ended.errors.constData());
        QVERIFY(!QFile::exists(at("no.png")));
    }

    void tokenWeightsAreBarsInEveryFormatAndTheirStateMakesThemAgain()
    {
        for (const char* format : {"png", "pdf", "svg"}) {
            const QString file = QStringLiteral("weights.") + format;
            COMPARE_STATUS(headlight({"figure", m_sample, "--view", "trends", "--measure", "rollout", "--temperature", "1,0.1", "--segment", "text", "-o", file}), 0);
            QVERIFY(fileAt(at(file)).size() > 2000);
        }
        COMPARE_STATUS(headlight({"figure", "--state", "weights.svg", m_sample, "-o", "again.png"}), 0);
        QCOMPARE(QImage(at("again.png")), QImage(at("weights.png")));
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "trends", "--samples", "all", "-o", "several/"}), 0);
        QCOMPARE(QDir(at("several")).entryList(QDir::Files).size(), 2);
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "trends", "--samples", "all", "-o", "pages.pdf"}), 0);
        QVERIFY(fileAt(at("pages.pdf")).contains("/Count 2"));
    }

    void receivedAttentionIsAChartInEveryFormatAndItsStateMakesItAgain_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::newRow("ranks") << QStringList{"--chart", "rank", "--keys", "45"};
        QTest::newRow("scores of several keys") << QStringList{"--chart", "score", "--keys", "45,3-5", "--colour-by", "key", "--highlight", "6,10,2"};
        QTest::newRow("all positions") << QStringList{"--chart", "positions", "--layers", "3", "--heads", "1,6"};
        QTest::newRow("of a measure without heads") << QStringList{"--chart", "rank", "--keys", "45", "--measure", "fused-rollout"};
    }
    void receivedAttentionIsAChartInEveryFormatAndItsStateMakesItAgain()
    {
        QFETCH(QStringList, flags);
        for (const char* format : {"png", "pdf", "svg"}) {
            const QString file = QStringLiteral("chart.") + format;
            COMPARE_STATUS(headlight(QStringList{"figure", m_sample, "--view", "trends", "-o", file} + flags), 0);
            QVERIFY(fileAt(at(file)).size() > 2000);
        }
        COMPARE_STATUS(headlight({"figure", "--state", "chart.svg", m_sample, "-o", "again.png"}), 0);
        QCOMPARE(QImage(at("again.png")), QImage(at("chart.png")));
    }

    void aTableIsAFigureToo()
    {
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "table", "--measure", "rollout", "-o", "table.png"}), 0);
        QVERIFY(!QImage(at("table.png")).isNull());
    }

    void chartsOfWhatDoesNotExistAreRefused()
    {
        const auto segment = headlight({"figure", m_sample, "--view", "trends", "--segment", "image", "-o", "no.png"});
        COMPARE_STATUS(segment, 4);
        QVERIFY2(segment.errors.contains("no segment image"), segment.errors.constData());
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "trends", "--keys", "3-9", "-o", "no.png"}), 2);
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "trends", "--temperature", "5,4,3,2,1", "-o", "no.png"}), 2);
        const auto keyless = headlight({"figure", m_sample, "--view", "trends", "--chart", "rank", "-o", "no.png"});
        COMPARE_STATUS(keyless, 2);
        QVERIFY2(keyless.errors.contains("Name some with --keys"), keyless.errors.constData());
        for (const auto& wrong : {QStringList{"--chart", "pie"}, {"--chart", "rank", "--keys", "3", "--colour-by", "query"}, {"--chart", "rank", "--keys", "3", "--highlight", "1,2,3,4,5"},
                                  {"--chart", "positions", "--keys", "3"}, {"--chart", "rank", "--keys", "3", "--queries", "1"}})
            COMPARE_STATUS(headlight(QStringList{"figure", m_sample, "--view", "trends", "-o", "no.png"} + wrong), 2);
        COMPARE_STATUS(headlight({"figure", m_sample, "--view", "trends", "--chart", "rank", "--keys", "4000", "-o", "no.png"}), 4);
        for (const auto& absent : {QStringList{"--position-layer", "99"}, {"--highlight", "1,99"}}) {
            const auto refused = headlight(QStringList{"figure", m_sample, "--view", "trends", "--chart", "rank", "--keys", "3", "-o", "no.png"} + absent);
            COMPARE_STATUS(refused, 4);
            QVERIFY2(refused.errors.contains("there is no"), refused.errors.constData());
        }
        for (const auto& elsewhere : {QStringList{"--view", "trends", "--chart", "positions", "--highlight", "1"}, {"--view", "heatmap", "--position-layer", "none"}})
            COMPARE_STATUS(headlight(QStringList{"figure", m_sample, "-o", "no.png"} + elsewhere), 2);
        QVERIFY(!QFile::exists(at("no.png")));
    }

    void theStateFindsItsDumpByARelativePath()
    {
        QVERIFY(QDir().mkpath(at("one/figures")) && QDir().mkpath(at("one/dumps")));
        writeFile(at("one/dumps/small.json"), smallDump());
        COMPARE_STATUS(headlight({"figure", "one/dumps/small.json", "--view", "heatmap", "-o", "one/figures/a.png"}), 0);
        QVERIFY(!fileAt(at("one/figures/a.png")).contains(m_folder.path().toUtf8()));
        QVERIFY(QDir().rename(at("one"), at("two")));
        COMPARE_STATUS(headlight({"figure", "--state", "two/figures/a.png", "-o", "b.png"}), 0);
        QCOMPARE(QImage(at("b.png")), QImage(at("two/figures/a.png")));
        QVERIFY(QFile::remove(at("two/dumps/small.json")));
        COMPARE_STATUS(headlight({"figure", "--state", "two/figures/a.png", "-o", "b.png"}), 3);
        writeFile(at("other.json"), smallDump(0.5));
        const auto other = headlight({"figure", "other.json", "--state", "two/figures/a.png", "-o", "c.png"});
        COMPARE_STATUS(other, 0);
        QVERIFY2(other.errors.contains("not the dump"), other.errors.constData());
    }

    void flagsOverrideTheState()
    {
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "heatmap", "-o", "a.png"}), 0);
        COMPARE_STATUS(headlight({"figure", "--state", "a.png", "--colour-map", "hot", "--width", "600px", "-o", "b.png"}), 0);
        QCOMPARE(QImage(at("b.png")).width(), 600);
    }

    void aFolderGetsOneFigurePerHead()
    {
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "heatmap", "--layers", "2", "--heads", "1,3", "--dpi", "60", "-o", "heads/"}), 0);
        QCOMPARE(filesBelow(at("heads")), (QStringList{"sample0_L2_H1_heatmap.png", "sample0_L2_H3_heatmap.png"}));
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "heatmap", "--head-aggregate", "mean", "--format", "svg", "-o", "means/"}), 0);
        QCOMPARE(filesBelow(at("means")), (QStringList{"sample0_L1_mean_heatmap.svg", "sample0_L2_mean_heatmap.svg"}));
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "heatmap", "--no-clobber", "-o", "heads/"}), 5);
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "heatmap", "--head-aggregate", "mean", "-o", "means.pdf"}), 0);
        QCOMPARE(pagesIn(fileAt(at("means.pdf"))), 2);
    }

    void resumeMakesOnlyWhatIsMissing()
    {
        const QStringList command{"figure", "small.json", "--view", "heatmap", "--dpi", "60", "--resume", "-o", "some/"};
        COMPARE_STATUS(headlight(command), 0);
        const auto files = filesBelow(at("some"));
        QCOMPARE(files.size(), 6);
        writeFile(at("some/" + files[0]), "kept");
        QVERIFY(QFile::remove(at("some/" + files[1])));
        COMPARE_STATUS(headlight(command), 0);
        QCOMPARE(filesBelow(at("some")), files);
        QCOMPARE(fileAt(at("some/" + files[0])), QByteArray("kept"));
    }

    void theNotebookSetHasTheNotebooksNames()
    {
        COMPARE_STATUS(headlight({"notebook", "small.json", "--dpi", "40", "-o", "set"}), 0);
        QStringList expected;
        for (const QString half : {"Attention", "Rollout"}) {
            const QString folder = "sample_0/" + half.toLower() + "/";
            expected << folder + "all_layers_heads_heatmaps";
            for (int layer = 1; layer <= 2; ++layer) {
                expected << folder + QString("heatmap_layer_%1").arg(layer) << folder + QString("Avg %1 Matrix - Layer %2").arg(half).arg(layer);
                for (int head = 1; head <= 3; ++head)
                    expected << folder + QString("%1 Matrix - Layer %2 - Head %3").arg(half).arg(layer).arg(head);
            }
        }
        for (const char* folder : {"evolution_head_1", "evolution_head_2", "evolution_head_3", "evolution_mean"})
            for (const char* query : {"0 the", "1 dog", "2 the", "3 ##y"})
                expected << QString("sample_0/rollout/%1/Evolution - Query %2").arg(folder, query);
        QStringList files;
        for (const auto& stem : expected)
            files << stem + ".png" << stem + ".pdf";
        files.sort();
        QCOMPARE(filesBelow(at("set")), files);
        for (const auto& file : files)
            if (file.endsWith(".png"))
                QVERIFY2(!QImage(at("set/" + file)).isNull(), qPrintable(file));
        for (const char* half : {"attention", "rollout"}) {
            const QImage row(at(QString("set/sample_0/%1/heatmap_layer_1.png").arg(half)));
            QVERIFY(row.width() > row.height()); // three panels beside each other
        }
    }

    void theNotebookNamesSamplesByNumberAndId()
    {
        COMPARE_STATUS(headlight({"notebook", m_sample, "--samples", "id:12060", "--layers", "3", "--heads", "7", "--dpi", "40", "-o", "ids"}), 0);
        QVERIFY(QFile::exists(at("ids/sample_0_12060/attention/Attention Matrix - Layer 3 - Head 7.png")));
        QVERIFY(QFile::exists(at("ids/sample_0_12060/attention/Attention Matrix - Layer 3 - Head 7.pdf")));
        QVERIFY(QFile::exists(at("ids/sample_0_12060/rollout/Rollout Matrix - Layer 3 - Head 7.pdf")));
        QVERIFY(QFile::exists(at("ids/sample_0_12060/rollout/evolution_head_7/Evolution - Query 45 triangle.png")));
        QVERIFY(QFile::exists(at("ids/sample_0_12060/rollout/evolution_mean/Evolution - Query 45 triangle.pdf")));
        QVERIFY(QFile::exists(at("ids/sample_0_12060/rollout/evolution_mean/Evolution - Query 0.pdf"))); // a learned query has no token
        QVERIFY(!QFile::exists(at("ids/sample_0_12060/rollout/Rollout Matrix - Layer 2 - Head 7.png")));
    }

    void theNotebookOfASampleWithoutRolloutSaysSo()
    {
        writeFile(at("wide.json"), "{\"attention\": [[[[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]]]}");
        const auto ended = headlight({"notebook", "wide.json", "--dpi", "40", "-o", "wide"});
        COMPARE_STATUS(ended, 0);
        QVERIFY2(ended.errors.contains("Sample 0 has no rollout, only its attention is written: "), ended.errors.constData());
        QVERIFY(QFile::exists(at("wide/sample_0/attention/Attention Matrix - Layer 1 - Head 1.png")));
        QVERIFY(!QFile::exists(at("wide/sample_0/rollout")));
    }

    void theNotebookOfHeadsThatDoNotExistEndsWithFour()
    {
        COMPARE_STATUS(headlight({"notebook", "small.json", "--layers", "9", "-o", "none"}), 4);
        COMPARE_STATUS(headlight({"notebook", m_sample, "--layers", "99", "-o", "none"}), 4);
    }

    void aNotebookThatIsResumedMakesOnlyWhatIsMissing()
    {
        const QStringList command{"notebook", "small.json", "--layers", "1", "--heads", "1", "--dpi", "40", "--resume", "-o", "again"};
        COMPARE_STATUS(headlight(command), 0);
        const auto files = filesBelow(at("again"));
        QCOMPARE(files.size(), 2 * (4 + 4 + 2 * 4));
        writeFile(at("again/" + files.first()), "kept");
        QVERIFY(QFile::remove(at("again/" + files.last())));
        COMPARE_STATUS(headlight(command), 0);
        QCOMPARE(filesBelow(at("again")), files);
        QCOMPARE(fileAt(at("again/" + files.first())), QByteArray("kept"));
    }

    void pagesAreFiguresOfTheirOwnAndTheSameBytesAgain()
    {
        const QStringList command{"figure", m_sample, "--view", "heatmap", "--samples", "all", "--layers", "1,3", "--head-aggregate", "mean"};
        COMPARE_STATUS(headlight(command + QStringList{"-o", "pages.pdf"}), 0);
        const auto pdf = fileAt(at("pages.pdf"));
        QCOMPARE(pagesIn(pdf), 4);
        for (int run = 0; run < 5; ++run) { // the order of fonts differed in every other run
            COMPARE_STATUS(headlight(command + QStringList{"-o", "again.pdf"}), 0);
            QVERIFY(fileAt(at("again.pdf")) == pdf);
        }
        QProcess words;
        words.start("pdftotext", {at("pages.pdf"), "-"});
        if (words.waitForFinished(30'000) && words.exitCode() == 0) {
            const auto pages = words.readAllStandardOutput().split('\f');
            QVERIFY(pages[0].contains("layer 1,") && pages[1].contains("layer 3,"));
            QVERIFY(pages[0].contains("sample 0") && pages[2].contains("sample 1"));
        }
        for (const char* name : {"pages.png", "pages.svg"}) {
            const auto refused = headlight(command + QStringList{"-o", name});
            COMPARE_STATUS(refused, 2);
            QVERIFY2(refused.errors.contains("4 figures do not fit into one"), refused.errors.constData());
            QVERIFY(!QFile::exists(at(name)));
        }
    }

    void aFigureDoesNotDependOnTheNumberOfThreads()
    {
        for (const char* threads : {"1", "4"}) {
            QProcess process;
            auto environment = bareEnvironment();
            environment.insert("HEADLIGHT_THREADS", threads);
            process.setProcessEnvironment(environment);
            process.setWorkingDirectory(m_folder.path());
            process.start(HEADLIGHT_PROGRAM,
                          {"figure", m_sample, "--view", "heatmap", "--layers", "1-2", "--dpi", "50", "--format", "png", "-o", QString("threads%1/").arg(threads)});
            QVERIFY(process.waitForFinished(120'000));
            QCOMPARE(process.exitCode(), 0);
        }
        const auto files = filesBelow(at("threads1"));
        QCOMPARE(files.size(), 24);
        for (const auto& file : files)
            QCOMPARE(fileAt(at("threads4/" + file)), fileAt(at("threads1/" + file)));
    }

    void anInterruptionEndsWithinTwoSecondsAndLeavesWholeFiles_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGINT") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
    }

    void anInterruptionEndsWithinTwoSecondsAndLeavesWholeFiles()
    {
        QFETCH(int, signal);
        const QString folder = QString("stopped%1").arg(signal);
        QProcess process;
        process.setProcessEnvironment(bareEnvironment());
        process.setWorkingDirectory(m_folder.path());
        process.start(HEADLIGHT_PROGRAM, {"notebook", m_sample, "-o", folder});
        QTRY_VERIFY_WITH_TIMEOUT(filesBelow(at(folder)).size() > 3, 60'000);
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), signal), 0);
        QVERIFY(process.waitForFinished(10'000));
        QVERIFY2(timer.elapsed() < 2000 * HEADLIGHT_PATIENCE, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        for (const auto& file : filesBelow(at(folder))) {
            QVERIFY2(file.endsWith(".png") || file.endsWith(".pdf"), qPrintable(file));
            if (file.endsWith(".png"))
                QVERIFY2(!QImage(at(folder + "/" + file)).isNull(), qPrintable(file));
            else
                QVERIFY2(fileAt(at(folder + "/" + file)).trimmed().endsWith("%%EOF"), qPrintable(file));
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_figures)

} // namespace command_figures_test

#include "tst_command_figures.moc"
