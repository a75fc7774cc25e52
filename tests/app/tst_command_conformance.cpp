// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace command_conformance_test {

using namespace headlight;
using namespace headlight::test;

/// `values` against the reference results that lie beside the shared dumps.
class tst_command_conformance : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");

    [[nodiscard]] QString out() const { return m_folder.filePath("out.npy"); }
    [[nodiscard]] Ended values(const QString& dump, const QStringList& arguments) const
    {
        return headlightIn(m_data, QStringList{"values", dump, "-o", out()} + arguments);
    }

private slots:
    void initTestCase()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
    }

    void headMeansAreThoseOfTheReference_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("reference");
        QTest::newRow("covr_blip2, first batch") << "covr_blip2" << QStringList{} << "covr_blip2/batch0_sample0.npz";
        QTest::newRow("covr_blip2, second batch") << "covr_blip2" << QStringList{"--samples", "3"} << "covr_blip2/batch1_sample1.npz";
        QTest::newRow("covr_blip2, one file") << "covr_blip2/attentions_1.pt" << QStringList{"--samples", "1"} << "covr_blip2/batch1_sample1.npz";
        QTest::newRow("gpt2") << "gpt2/prompt0_attentions.pt" << QStringList{} << "gpt2/prompt0.npz";
        QTest::newRow("bertviz") << "bertviz_json/bert_head_view.json" << QStringList{} << "bertviz_json/bert_head_view.npz";
        QTest::newRow("transliteration") << "transliteration/word0.pt" << QStringList{"--stack", "encoder"} << "transliteration/word0_encoder.npz";
    }

    void headMeansAreThoseOfTheReference()
    {
        QFETCH(QString, dump);
        QFETCH(QStringList, arguments);
        QFETCH(QString, reference);
        const auto expected = numbersIn(m_data + "/expected/" + reference, "attention_mean");
        COMPARE_STATUS(values(dump, QStringList{"--quantity", "map", "--head-aggregate", "mean"} + arguments), 0);
        const auto map = numbersIn(out(), "");
        QCOMPARE(map.shape, expected.shape);
        QVERIFY(largestDifference(map.values, expected.values) < 1e-5);

        const auto query = expected.shape[1] - 1;
        COMPARE_STATUS(values(dump, QStringList{"--quantity", "row", "--head-aggregate", "mean", "--query", QString::number(query)} + arguments), 0);
        const auto row = numbersIn(out(), "");
        QCOMPARE(row.shape, (Shape{expected.shape[0], expected.shape[2]}));
        for (std::int64_t layer = 0; layer < expected.shape[0]; ++layer)
            for (std::int64_t key = 0; key < expected.shape[2]; ++key)
                QVERIFY(std::fabs(row.values[static_cast<std::size_t>(layer * expected.shape[2] + key)]
                                  - expected.values[static_cast<std::size_t>((layer * expected.shape[1] + query) * expected.shape[2] + key)])
                        < 1e-5F);
    }

    void columnsSumToWhatTheReferenceReceives_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("reference");
        QTest::newRow("covr_blip2") << "covr_blip2" << QStringList{} << "covr_blip2/batch0_sample0.npz";
        QTest::newRow("gpt2") << "gpt2/prompt0_attentions.pt" << QStringList{} << "gpt2/prompt0.npz";
        QTest::newRow("cross attention") << "transliteration/word0.pt" << QStringList{"--stack", "cross"} << "transliteration/word0_cross.npz";
    }

    void columnsSumToWhatTheReferenceReceives()
    {
        QFETCH(QString, dump);
        QFETCH(QStringList, arguments);
        QFETCH(QString, reference);
        const auto expected = numbersIn(m_data + "/expected/" + reference, "column_sums"); // [layer, sample, head, key]
        COMPARE_STATUS(values(dump, QStringList{"--quantity", "map"} + arguments), 0);
        const auto map = numbersIn(out(), "");
        QCOMPARE(map.shape.size(), std::size_t{4});
        const auto queries = map.shape[2];
        const auto keys = map.shape[3];
        std::vector<float> sums;
        for (std::int64_t head = 0; head < map.shape[0] * map.shape[1]; ++head)
            for (std::int64_t key = 0; key < keys; ++key) {
                double sum = 0.0;
                for (std::int64_t query = 0; query < queries; ++query)
                    sum += static_cast<double>(map.values[static_cast<std::size_t>((head * queries + query) * keys + key)]);
                sums.push_back(static_cast<float>(sum));
            }
        QVERIFY(largestDifference(sums, expected.values) < 1e-3); // 1e-4 relative, of sums up to 63
    }

    void mapsAreTheTensorsOfTheFile_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("layer");
        QTest::newRow("vit") << "vit_deit_tiny/dog_and_cat/attentions.pt"
                             << "[11]" << 12;
        QTest::newRow("clip") << "clip/image_attn_probs.pt"
                              << "[4]" << 5;
        QTest::newRow("bert_sst2") << "bert_sst2/sample1.npz"
                                   << "attentions" << 0;
    }

    void mapsAreTheTensorsOfTheFile()
    {
        QFETCH(QString, dump);
        QFETCH(QString, address);
        QFETCH(int, layer);
        COMPARE_STATUS(values(dump, {"--tensor", address}), 0);
        const auto raw = numbersIn(out(), "");
        COMPARE_STATUS(values(dump, {"--quantity", "map", "--layers", layer == 0 ? "all" : QString::number(layer)}), 0);
        const auto map = numbersIn(out(), "");
        QCOMPARE(map.shape.size(), std::size_t{4});
        QCOMPARE(map.values, raw.values);
    }

    void windowsAreTheExpansionOfTheReference_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("layers");
        QTest::newRow("window of 32, first and last layer") << "window32" << "1,12";
        QTest::newRow("window of 512, last layer") << "window512" << "2";
    }

    void windowsAreTheExpansionOfTheReference()
    {
        QFETCH(QString, set);
        QFETCH(QString, layers);
        const auto expected = numbersIn(m_data + "/expected/longformer/" + set + ".npz", "dense_layers");
        COMPARE_STATUS(values("longformer/" + set, {"--quantity", "map", "--layers", layers}), 0);
        const auto map = numbersIn(out(), "");
        QCOMPARE(map.values, expected.values);
    }

    void infoShowsTheImportanceBesideTheWindows()
    {
        // numpy: importance[0, 0], importance[2, 5], importance[11, 11] of head_importance.pt
        const auto ended = headlightIn(m_data, {"info", "longformer/window32", "--json"});
        COMPARE_STATUS(ended, 0);
        const auto stack = QJsonDocument::fromJson(ended.output).object()["stacks"].toArray().first().toObject();
        QCOMPARE(stack["storage"].toString(), QString("windowed"));
        QCOMPARE(stack["importance"].toObject()["from"].toString(), QString("head_importance.pt"));
        const auto layers = stack["importance"].toObject()["values"].toArray();
        QCOMPARE(layers.size(), 12);
        for (const auto& [layer, head, expected] : std::initializer_list<std::tuple<int, int, double>>{{0, 0, 0.39990933}, {2, 5, 1.0}, {11, 11, 0.183048575}})
            QVERIFY(std::fabs(layers[layer].toArray()[head].toDouble() - expected) < 1e-6);
        QVERIFY(headlightIn(m_data, {"info", "longformer/window32"}).output.contains("Importance of heads: 12 layers x 12 heads in head_importance.pt, 0 to 1"));
    }

    void aGridThatIsNamedHoldsOrIsRefused()
    {
        for (const char* dump : {"vit_deit_tiny/dog_and_cat", "vit_deit_tiny/dog_and_cat/attentions.pt"}) {
            QVERIFY(headlightIn(m_data, {"info", dump, "--grid", "7x28"}).output.contains("patches 1-196 (7 x 28)"));
            const auto large = headlightIn(m_data, {"info", dump, "--grid", "20x20"});
            COMPARE_STATUS(large, 4);
            QVERIFY2(large.errors.contains("20 x 20") && large.errors.contains("197 keys"), large.errors.constData());
            COMPARE_STATUS(headlightIn(m_data, {"info", dump, "--grid", "7"}), 2);
        }
    }

    void stepsOfGenerationAreOneMapInTheOrderOfTheRows()
    {
        // tuple over 8 steps of tuple over 6 layers, [1, 8, 1, step + 1]
        COMPARE_STATUS(values("transliteration/word1_generate_steps.pt", {"--stack", "decoder", "--quantity", "map"}), 0);
        const auto map = numbersIn(out(), "");
        QCOMPARE(map.shape, (Shape{6, 8, 8, 8}));
        for (int step : {0, 3, 7}) {
            COMPARE_STATUS(values("transliteration/word1_generate_steps.pt", {"--tensor", QString("['decoder_attentions'][%1][5]").arg(step)}), 0);
            const auto raw = numbersIn(out(), "");
            QCOMPARE(raw.shape, (Shape{1, 8, 1, step + 1}));
            for (std::int64_t head = 0; head < 8; ++head)
                for (std::int64_t key = 0; key < 8; ++key) {
                    const float expected = key <= step ? raw.values[static_cast<std::size_t>(head * (step + 1) + key)] : 0.0F;
                    QCOMPARE(map.values[static_cast<std::size_t>(((5 * 8 + head) * 8 + step) * 8 + key)], expected);
                }
        }
    }

    void everyDumpThatIsReadPassesItsCheck_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<int>("status");
        for (const char* good : {"vit_deit_tiny/dog_and_cat", "gpt2/prompt0_attentions.pt", "gpt2/prompt1_attentions.npz", "gpt2/prompt2_attentions.json",
                                 "gpt2/prompt3_attentions.safetensors", "bertviz_json/bert_head_view.json", "bertviz_json/opus_en_de_encoder_decoder.json",
                                 "transliteration/word0.pt", "transliteration/word1_generate_steps.pt", "covr_blip2", "clip/image_attn_probs.pt", "clip/text0.pt", "longformer/window32",
                                 "longformer/window512"})
            QTest::newRow(good) << good << 0;
        QTest::newRow("labels that do not fit") << "bert_sst2/sample1.npz" << 1;
        QTest::newRow("rows that do not sum to one") << "bertviz_json/tensor2tensor_en_de.json" << 1;
    }

    void everyDumpThatIsReadPassesItsCheck()
    {
        QFETCH(QString, dump);
        QFETCH(int, status);
        COMPARE_STATUS(headlightIn(m_data, {"check", dump}), status);
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_conformance)

} // namespace command_conformance_test

#include "tst_command_conformance.moc"
