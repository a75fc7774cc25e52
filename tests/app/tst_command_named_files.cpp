// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace command_named_files_test {

using namespace headlight;
using namespace headlight::test;

namespace {

constexpr double kImportance[2][3] = {{1.0, 0.5, 0.0}, {2.0, 0.25, 1.5}};

/// layers x heads x 4 x 4 of one number each.
QByteArray constantMaps(int layers, int heads, double number)
{
    const auto list = [](const QString& item, int count) { return "[" + QStringList(count, item).join(",") + "]"; };
    return list(list(list(list(QString::number(number, 'f', 1), 4), 4), heads), layers).toUtf8();
}

} // namespace

/// --importance, --gradients, --tokens and --global-positions: what lies elsewhere than beside the dump.
class tst_command_named_files : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended headlight(const QString& arguments) const { return headlightIn(m_folder.path(), arguments.split(u' ')); }
    [[nodiscard]] QJsonObject firstStack(const QString& arguments) const
    {
        const auto ended = headlight("info small.json --json " + arguments);
        return QJsonDocument::fromJson(ended.output).object()["stacks"].toArray().first().toObject();
    }

private slots:
    void initTestCase()
    {
        QDir(m_folder.path()).mkdir("given");
        writeFile(at("small.json"), smallDump());
        writeFile(at("given/weights.json"), "[[1, 0.5, 0], [2, 0.25, 1.5]]");
        writeFile(at("given/turned.json"), "[[1, 2], [0.5, 0.25], [0, 1.5]]");
        writeFile(at("given/gradients_dog.json"), constantMaps(2, 3, 1.0));
        writeFile(at("given/both.json"), "{\"gradients_cat\": " + constantMaps(2, 3, -1.0) + ", \"gradients_dog\": " + constantMaps(2, 3, 1.0) + "}");
        writeFile(at("given/few.json"), constantMaps(2, 2, 1.0));
        writeFile(at("given/words.json"), "[\"a\", \"b\", \"c\", \"d\"]");
    }

    void importanceMultipliesEveryHeadBeforeTheMeasure()
    {
        COMPARE_STATUS(headlight("values small.json --quantity map --importance given/weights.json -o out.npy"), 0);
        const auto map = numbersIn(at("out.npy"), "");
        QCOMPARE(map.shape, (Shape{2, 3, 4, 4}));
        std::size_t i = 0;
        for (int layer = 0; layer < 2; ++layer)
            for (int head = 0; head < 3; ++head)
                for (int query = 0; query < 4; ++query)
                    for (int key = 0; key < 4; ++key)
                        QCOMPARE(map.values[i++], static_cast<float>(kImportance[layer][head] * smallValue(layer, head, query, key)));
    }

    void infoSaysWhatWasNamed()
    {
        const auto importance = firstStack("--importance given/weights.json")["importance"].toObject();
        QCOMPARE(importance["from"].toString(), QString("weights.json"));
        QCOMPARE(importance["values"].toArray()[1].toArray()[2].toDouble(), 1.5);
        QVERIFY(!firstStack("")["importance"].isObject());
        QCOMPARE(firstStack("--gradients given/both.json")["gradients"].toArray(), (QJsonArray{"cat", "dog"}));
        QCOMPARE(firstStack("--gradients given/gradients_dog.json")["gradients"].toArray(), QJsonArray{"dog"});
    }

    /// With gradients of 1, relevance is (I + B)(I + A), A and B being the means over the heads of the two layers.
    void gradientsOfAFileAreThoseOfTheMeasure_data()
    {
        QTest::addColumn<QString>("gradients");
        QTest::newRow("the only target") << "--gradients given/gradients_dog.json";
        QTest::newRow("one of two") << "--gradients given/both.json --target dog";
    }
    void gradientsOfAFileAreThoseOfTheMeasure()
    {
        QFETCH(QString, gradients);
        COMPARE_STATUS(headlight("values small.json --quantity map --measure relevance -o out.npy " + gradients), 0);
        const auto factor = [](int layer, int row, int column) {
            const double sum = smallValue(layer, 0, row, column) + smallValue(layer, 1, row, column) + smallValue(layer, 2, row, column);
            return (row == column ? 1.0 : 0.0) + sum / 3.0;
        };
        std::vector<float> product;
        for (int row = 0; row < 4; ++row)
            for (int column = 0; column < 4; ++column) {
                double sum = 0.0;
                for (int k = 0; k < 4; ++k)
                    sum += factor(1, row, k) * factor(0, k, column);
                product.push_back(static_cast<float>(sum));
            }
        const auto relevance = numbersIn(at("out.npy"), "");
        QCOMPARE(relevance.shape, (Shape{4, 4}));
        QVERIFY(largestDifference(relevance.values, product) < 1e-6);
    }

    void gradientsBesideTheDumpGiveWay()
    {
        writeFile(at("beside.json"), smallDump());
        writeFile(at("beside_gradients_cat.json"), constantMaps(2, 3, 0.5));
        const auto targets = [this](const QString& more) {
            const auto ended = headlight("info beside.json --json" + more);
            return QJsonDocument::fromJson(ended.output).object()["stacks"].toArray().first().toObject()["gradients"].toArray();
        };
        QCOMPARE(targets(""), QJsonArray{"cat"});
        QCOMPARE(targets(" --gradients given/gradients_dog.json"), QJsonArray{"dog"});
    }

    void whatWasNamedIsConvertedWithTheDump()
    {
        COMPARE_STATUS(headlight("convert small.json --importance given/weights.json --gradients given/gradients_dog.json -o whole.npz"), 0);
        const auto stack = QJsonDocument::fromJson(headlight("info whole.npz --json").output).object()["stacks"].toArray().first().toObject();
        QCOMPARE(stack["gradients"].toArray(), QJsonArray{"dog"});
        QCOMPARE(stack["importance"].toObject()["values"].toArray()[0].toArray()[1].toDouble(), 0.5);
    }

    void figuresAndTheNotebookSetAreWeighted()
    {
        COMPARE_STATUS(headlight("figure small.json --view heatmap --layers 2 --heads 1 --importance given/weights.json -o weighted.svg"), 0);
        QVERIFY(fileAt(at("weighted.svg")).contains("weighted by importance"));
        COMPARE_STATUS(headlight("figure small.json --view heatmap --measure relevance --gradients given/gradients_dog.json -o relevance.svg"), 0);
        COMPARE_STATUS(headlight("notebook small.json --importance given/weights.json --layers 1 --heads 1 --dpi 30 -o book"), 0);
        QVERIFY(QFile::exists(at("book/sample_0/attention/Attention Matrix - Layer 1 - Head 1.png")));
    }

    void tokensOfAFileAreTheLabelsEverywhere()
    {
        COMPARE_STATUS(
            headlight("values small.json --quantity map --layers 1 --heads 1 --head-aggregate mean --layer-aggregate mean --tokens given/words.json -o out.csv"), 0);
        QCOMPARE(fileAt(at("out.csv")).split('\n').first().count("a,b,c,d"), 1);
        COMPARE_STATUS(headlight("values small.json --quantity row --query c --tokens given/words.json -o row.npy"), 0);
        COMPARE_STATUS(headlight("figure small.json --view heatmap --query c --tokens given/words.json -o words.png"), 0);
        COMPARE_STATUS(headlight("check small.json --tokens given/words.json"), 0);
    }

    void tokensThatAreTooFewOrTooManyAreSaidAndUsed()
    {
        writeFile(at("given/two.txt"), "a\nb\n");
        writeFile(at("given/five.txt"), "a\nb\nc\nd\ne\n");
        for (const QString command : {"values small.json --quantity map --layers 1 --heads 1 --head-aggregate mean --layer-aggregate mean -o out.csv",
                                      "figure small.json --view heatmap -o out.png", "convert small.json -o out.npz"}) {
            const auto few = headlight(command + " --tokens given/two.txt");
            COMPARE_STATUS(few, 0);
            QVERIFY2(few.errors.contains("given/two.txt: 2 tokens are listed for 4 positions. The labels are kept"), few.errors.constData());
            const auto many = headlight(command + " --tokens given/five.txt");
            COMPARE_STATUS(many, 0);
            QVERIFY2(many.errors.contains("given/five.txt: 5 tokens are listed for 4 positions. The first 4 are shown."), many.errors.constData());
        }
        QVERIFY(fileAt(at("out.csv")).startsWith("query,a,b,c,d\n"));
    }

    void whatDoesNotFitIsSaid_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        const QString map = "values small.json --quantity map -o out.npy ";
        QTest::newRow("importance of 3 x 2") << map + "--importance given/turned.json" << 4 << "turned.json is 3 x 2, the attention has 2 layers of 3 heads";
        QTest::newRow("importance of nothing") << map + "--importance given/words.json" << 4 << "given/words.json: holds no array of numbers";
        QTest::newRow("no importance") << map + "--importance given/none.json" << 3 << "given/none.json";
        QTest::newRow("importance in a folder") << map + "--importance given" << 3 << "given";
        QTest::newRow("info of 3 x 2") << "info small.json --importance given/turned.json" << 4 << "turned.json is 3 x 2";
        QTest::newRow("gradients of other heads")
            << map + "--measure relevance --gradients given/few.json" << 4
            << "few.json: holds an array float32 [2, 2, 4, 4], and no gradients of the attention of stack self: 2 layers of 3 heads, 4 queries and 4 keys";
        QTest::newRow("gradients of words") << map + "--measure relevance --gradients given/words.json" << 4 << "no gradients of the attention";
        QTest::newRow("no gradients") << map + "--measure relevance --gradients given/none.pt" << 3 << "given/none.pt";
        QTest::newRow("gradients for attention") << map + "--gradients given/both.json" << 2 << "--gradients means nothing for the measure attention";
        QTest::newRow("two targets") << map + "--measure relevance --gradients given/both.json" << 4 << "there are gradients of 2 targets: cat, dog";
        QTest::newRow("another target") << map + "--measure relevance --gradients given/both.json --target cow" << 4 << "cat, dog";
        QTest::newRow("no tokens") << map + "--tokens given/none.txt" << 3 << "given/none.txt";
        QTest::newRow("no picture") << "figure small.json --view heatmap --picture given/none.png -o out.png" << 3 << "--picture given/none.png is no file";
        QTest::newRow("global positions of no window") << map + "--global-positions 0" << 4 << "window";
        QTest::newRow("global positions that are no list") << map + "--global-positions x" << 2 << "--global-positions \"x\" is not a list";
    }
    void whatDoesNotFitIsSaid()
    {
        QFETCH(QString, arguments);
        QFETCH(int, status);
        QFETCH(QString, words);
        const auto ended = headlight(arguments);
        COMPARE_STATUS(ended, status);
        QVERIFY2(QString::fromUtf8(ended.errors).contains(words), ended.errors.constData());
        QCOMPARE(ended.errors.count('\n'), 1);
    }

    /// Received attention of the notebook is summed after its heads were scaled, over the 110 tokens before the padding.
    void weightedWindowsReceiveWhatTheReferenceSays()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const QString out = at("weighted.npy");
        COMPARE_STATUS(headlightIn(m_data, {"values", "longformer/window32", "--quantity", "map", "--importance", "longformer/window32/head_importance.pt", "--padding",
                                            "drop", "-o", out}),
                       0);
        const auto maps = numbersIn(out, "");
        QCOMPARE(maps.shape, (Shape{12, 12, 110, 110}));
        std::vector<float> received(std::size_t{12} * 12 * 110);
        for (std::size_t map = 0; map < 144; ++map)
            for (std::size_t key = 0; key < 110; ++key) {
                double sum = 0.0;
                for (std::size_t query = 0; query < 110; ++query)
                    sum += static_cast<double>(maps.values[(map * 110 + query) * 110 + key]);
                received[map * 110 + key] = static_cast<float>(sum);
            }
        const double largest = largestDifference(received, numbersIn(m_data + "/expected/longformer/window32.npz", "column_sums").values);
        QVERIFY2(largest < 2e-5, qPrintable(QString::number(largest)));
    }

    /// The only file of gradients that the set has names two targets; each alone gives the reference of its target.
    void gradientsOfTheReferenceMayBeNamedOneByOne()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const QString out = at("relevance.npy");
        for (const QString target : {"text0", "text1"}) {
            COMPARE_STATUS(headlightIn(m_data, {"values", "clip/image_attn_probs.pt", "--quantity", "map", "--measure", "relevance", "--gradients",
                                                "clip/image_attn_grad_" + target + ".pt", "-o", out}),
                           0);
            const double largest =
                largestDifference(numbersIn(out, "").values, numbersIn(m_data + "/expected/clip/image.npz", qPrintable("relevancy_" + target + "_all")).values);
            QVERIFY2(largest < 1e-4, qPrintable(QString::number(largest)));
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_named_files)

} // namespace command_named_files_test

#include "tst_command_named_files.moc"
