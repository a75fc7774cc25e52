// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

namespace command_measures_test {

using namespace headlight;
using namespace headlight::test;

/// `values --measure ...` against the reference results that lie beside the shared dumps.
class tst_command_measures : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");

    [[nodiscard]] QString out() const { return m_folder.filePath("out.npy"); }
    [[nodiscard]] Ended values(const QString& dump, const QStringList& arguments) const
    {
        return headlightIn(m_data, QStringList{"values", dump, "-o", out()} + arguments);
    }
    [[nodiscard]] QString expected(const QString& name) const { return m_data + "/expected/" + name; }

private slots:
    void initTestCase()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
    }

    void valuesAreThoseOfTheReference_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<QString>("key");
        QTest::addColumn<double>("tolerance");
        const auto row = [](const char* dump, const QString& arguments, const char* reference, const QString& key, double tolerance = 1e-5) {
            QTest::addRow("%s %s", reference, qPrintable(key)) << dump << arguments << reference << key << tolerance;
        };
        const char* covr = "covr_blip2";
        const char* first = "covr_blip2/batch0_sample0.npz";
        row(covr, "--quantity map --measure rollout --layers 1,6,12", first, "rollout_layers");
        row(covr, "--quantity map --measure rollout --head-aggregate mean", first, "rollout_mean");
        row("gpt2/prompt0_attentions.pt", "--quantity map --measure rollout", "gpt2/prompt0.npz", "rollout");
        for (const char* query : {"0", "31", "33", "50"}) {
            const QString asked = QStringLiteral("--quantity evolution --measure rollout --query %1 ").arg(query);
            row(covr, asked + "--head-aggregate mean", first, QStringLiteral("evolution_query%1_mean").arg(query));
            row(covr, asked + "--heads 1 --head-aggregate mean", first, QStringLiteral("evolution_query%1_head1").arg(query));
        }
        row(covr, "--quantity column-means --measure rollout", first, "column_means");
        for (const char* temperature : {"1", "0.2"}) {
            const QString asked = QStringLiteral("--quantity weights --measure rollout --temperature %1 --segment ").arg(temperature);
            row(covr, asked + "queries", first, QStringLiteral("query_weights_t%1").arg(temperature));
            row(covr, asked + "text", first, QStringLiteral("text_weights_t%1").arg(temperature));
        }
        const char* deit = "vit_deit_tiny/dog_and_cat/attentions.pt";
        const char* dogAndCat = "vit_deit_tiny/dog_and_cat.npz";
        row(deit, "--quantity mask --measure fused-rollout --variant paper", dogAndCat, "rollout_mean_0_row");
        row(deit, "--quantity mask --measure fused-rollout --variant published", dogAndCat, "rollout_mean_0.9_col", 1e-3);
        row(deit, "--quantity mask --measure fused-rollout --variant corrected", dogAndCat, "rollout_mean_0.9_row", 1e-3);
        row(deit, "--quantity mask --measure fused-rollout --variant corrected --head-fusion max --discard 0.5", dogAndCat, "rollout_max_0.5_row", 1e-3);
        row(deit, "--quantity row --measure fused-rollout --variant published --head-fusion min --discard 0 --layers 12 --layer-aggregate mean", dogAndCat, "rollout_min_0_col_row0");
        for (const char* target : {"243", "282"}) {
            const QString of = QStringLiteral(" --target %1").arg(target);
            row(deit, "--quantity mask --measure gradient-rollout" + of, dogAndCat, QStringLiteral("grad_%1_0.9_row_paired").arg(target), 1e-3);
            row(deit, "--quantity mask --measure gradient-rollout --variant published" + of, dogAndCat, QStringLiteral("grad_%1_0.9_col_reversed").arg(target), 1e-3);
            row(deit, "--quantity mask --measure gradient-rollout --discard 0 --gradient-order reversed" + of, dogAndCat, QStringLiteral("grad_%1_0_row_reversed").arg(target));
            row(deit, "--quantity map --measure relevance" + of, dogAndCat, QStringLiteral("relevancy_%1_all").arg(target), 1e-4);
            row(deit, "--quantity map --measure relevance --variant published" + of, dogAndCat, QStringLiteral("relevancy_%1_last").arg(target), 1e-4);
            row(deit, "--quantity mask --measure relevance" + of, dogAndCat, QStringLiteral("heat_%1_all").arg(target));
            row(deit, "--quantity mask --measure relevance --size 224x224 --scale minmax" + of, dogAndCat, QStringLiteral("heat_%1_all_224_minmax").arg(target), 1e-3); // stored in half precision
        }
        for (const char* target : {"text0", "text1"}) {
            const QString of = QStringLiteral(" --target %1").arg(target);
            row("clip/image_attn_probs.pt", "--quantity map --measure relevance" + of, "clip/image.npz", QStringLiteral("relevancy_%1_all").arg(target), 1e-4);
            row("clip/image_attn_probs.pt", "--quantity mask --measure relevance --variant published" + of, "clip/image.npz", QStringLiteral("heat_%1_last").arg(target));
        }
    }

    void valuesAreThoseOfTheReference()
    {
        QFETCH(QString, dump);
        QFETCH(QString, arguments);
        QFETCH(QString, reference);
        QFETCH(QString, key);
        QFETCH(double, tolerance);
        COMPARE_STATUS(values(dump, arguments.split(u' ')), 0);
        const auto is = numbersIn(out(), "");
        const auto should = numbersIn(expected(reference), qPrintable(key));
        QCOMPARE(is.shape, should.shape);
        const double largest = largestDifference(is.values, should.values);
        QVERIFY2(largest < tolerance, qPrintable(QString::number(largest)));
    }

    void whatCannotBeComputedIsSaid_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        QTest::newRow("no gradients") << "gpt2/prompt0_attentions.pt" << "--quantity map --measure relevance" << 4 << "Relevance needs gradients, and this dump has none";
        QTest::newRow("several targets") << "vit_deit_tiny/dog_and_cat/attentions.pt" << "--quantity map --measure relevance" << 4 << "there are gradients of 2 targets: 243, 282";
        QTest::newRow("no such target") << "vit_deit_tiny/dog_and_cat/attentions.pt" << "--quantity map --measure relevance --target 7" << 4 << "243";
        QTest::newRow("cross attention") << "transliteration/word0.pt" << "--stack cross --quantity map --measure rollout" << 4 << "as many queries as keys";
        QTest::newRow("no patches") << "covr_blip2" << "--quantity mask" << 4 << "there are no image patches";
        QTest::newRow("no such measure") << "covr_blip2" << "--quantity map --measure gaze" << 2 << "there is no measure gaze";
        QTest::newRow("no such variant") << "covr_blip2" << "--quantity map --measure rollout --variant paper" << 2 << "rollout has no variant paper, only published";
        QTest::newRow("useless switch") << "covr_blip2" << "--quantity map --measure rollout --discard 0.5" << 2 << "--discard means nothing for the measure rollout";
        QTest::newRow("residual out of range") << "covr_blip2" << "--quantity map --measure rollout --residual 1.5" << 2 << "the residual is 1.5";
        QTest::newRow("first layer too high") << "covr_blip2" << "--quantity map --measure rollout --first-layer 13" << 4 << "start at layer 13, but there are 12 layers";
        QTest::newRow("no prefix") << "covr_blip2" << "--quantity map --measure fused-rollout --protect prefix" << 4 << "there are no prefix tokens to protect";
        QTest::newRow("a metric of heads together") << "covr_blip2" << "--quantity metric:entropy --measure fused-rollout" << 2 << "is one number per head";
        QTest::newRow("no such segment") << "covr_blip2" << "--quantity weights --measure rollout --segment patches" << 4 << "only queries, text";
    }

    void whatCannotBeComputedIsSaid()
    {
        QFETCH(QString, dump);
        QFETCH(QString, arguments);
        QFETCH(int, status);
        QFETCH(QString, words);
        const auto ended = values(dump, arguments.split(u' '));
        COMPARE_STATUS(ended, status);
        QVERIFY2(QString::fromUtf8(ended.errors).contains(words), ended.errors.constData());
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_measures)

} // namespace command_measures_test

#include "tst_command_measures.moc"
