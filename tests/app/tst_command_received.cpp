// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

namespace command_received_test {

using namespace headlight;
using namespace headlight::test;

/// `values` of received attention, ranks, the largest of every row and shades: against the reference results, and by hand.
class tst_command_received : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");

    [[nodiscard]] QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    [[nodiscard]] Ended values(const QStringList& arguments) const { return headlightIn(m_data.isEmpty() ? m_folder.path() : m_data, QStringList{"values"} + arguments); }

    /// [layer, sample, head, ...] of the reference, without its samples.
    [[nodiscard]] Numbers expected(const QString& reference, const char* key) const
    {
        auto numbers = numbersIn(m_data + "/expected/" + reference + ".npz", key);
        if (numbers.shape.size() > 3 && numbers.shape[1] == 1)
            numbers.shape.erase(numbers.shape.begin() + 1);
        return numbers;
    }

    /// Sums that differ by rounding only are tied for one order of adding and not for another, and so is their order.
    void ranksAreThoseOf(const QString& reference) const
    {
        const auto ranks = numbersIn(at("all.npz"), "ranks");
        const auto tied = numbersIn(at("all.npz"), "ranks_tied");
        const auto wanted = expected(reference, "ranks");
        const auto wantedTied = expected(reference, "ranks_tied");
        const auto sums = expected(reference, "column_sums");
        QCOMPARE(ranks.shape, wanted.shape);
        const auto keys = static_cast<std::size_t>(ranks.shape.back());
        for (std::size_t i = 0; i < wanted.values.size(); ++i) {
            std::size_t close = 0;
            for (std::size_t j = i / keys * keys; j < (i / keys + 1) * keys; ++j)
                close += std::fabs(sums.values[i] - sums.values[j]) <= 1e-5F * std::max(1.0F, std::fabs(sums.values[i])) ? 1U : 0U;
            QVERIFY2(close > 1 || (ranks.values[i] == wanted.values[i] && tied.values[i] == wantedTied.values[i]), qPrintable(QString::number(i)));
            QVERIFY(std::fabs(ranks.values[i] - wanted.values[i]) < static_cast<float>(close));
        }
    }

private slots:
    void whatIsReceivedIsThatOfTheReference_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("reference");
        QTest::addColumn<int>("k");
        QTest::newRow("covr_blip2") << "covr_blip2" << QStringList{} << "covr_blip2/batch0_sample0" << 10;
        QTest::newRow("bert_sst2") << "bert_sst2/sample0.h5" << QStringList{} << "bert_sst2/sample0" << 10;
        QTest::newRow("gpt2") << "gpt2/prompt0_attentions.pt" << QStringList{} << "gpt2/prompt0" << 5;
        QTest::newRow("bertviz") << "bertviz_json/bert_head_view.json" << QStringList{} << "bertviz_json/bert_head_view" << 5;
        QTest::newRow("windows of 512") << "longformer/window512" << QStringList{} << "longformer/window512" << 10;
        QTest::newRow("windows of 32, with importance, without padding")
            << "longformer/window32" << QStringList{"--importance", "longformer/window32/head_importance.pt", "--padding", "drop"} << "longformer/window32" << 10;
    }

    void whatIsReceivedIsThatOfTheReference()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QFETCH(QString, dump);
        QFETCH(QStringList, arguments);
        QFETCH(QString, reference);
        QFETCH(int, k);
        COMPARE_STATUS(values(QStringList{dump, "--quantity", "received,received-minmax,ranks,topk", "--k", QString::number(k), "-o", at("all.npz")} + arguments), 0);
        for (const auto& [mine, theirs, tolerance] : {std::tuple{"received", "column_sums", 1e-4}, {"received-minmax", "column_sums_minmax", 1e-5}, {"topk_values", "topk_values", 1e-6}}) {
            const auto found = numbersIn(at("all.npz"), mine);
            const auto wanted = expected(reference, theirs);
            QCOMPARE(found.shape, wanted.shape);
            for (std::size_t i = 0; i < wanted.values.size(); ++i)
                QVERIFY2(std::fabs(found.values[i] - wanted.values[i]) <= static_cast<float>(tolerance) * std::max(1.0F, std::fabs(wanted.values[i])), mine);
        }
        if (!arguments.contains("--importance")) // a product, which may be rounded once or twice
            QCOMPARE(numbersIn(at("all.npz"), "topk_values").values, expected(reference, "topk_values").values); // to the last bit
        const auto topk = expected(reference, "topk_positions");
        const auto tied = expected(reference, "topk_tied");
        QCOMPARE(numbersIn(at("all.npz"), "topk_tied").values, tied.values);
        QCOMPARE(numbersIn(at("all.npz"), "topk_positions").shape, topk.shape);
        const auto positions = numbersIn(at("all.npz"), "topk_positions").values;
        for (std::size_t i = 0; i < topk.values.size(); ++i) // the order among equal values is free
            QVERIFY(tied.values[i] != 0.0F || positions[i] == topk.values[i]);
        ranksAreThoseOf(reference);
        for (const auto& [more, key] : {std::pair{QStringList{}, "overlay_all_layers"}, {QStringList{"--layers", "-1"}, "overlay_last_layer"}, {QStringList{"--scale", "percent"}, "overlay_all_layers_0_100"}}) {
            COMPARE_STATUS(values(QStringList{dump, "--quantity", "shade", "-o", at("shade.npy")} + arguments + more), 0);
            QVERIFY2(largestDifference(numbersIn(at("shade.npy"), "").values, expected(reference, key).values) < 1e-3, key);
        }
    }

    void crossAttentionHasTheKeysOfTheOtherSequence()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        COMPARE_STATUS(values({"transliteration/word0.pt", "--stack", "cross", "--quantity", "received,topk", "--k", "3", "-o", at("cross.npz")}), 0);
        const auto sums = expected("transliteration/word0_cross", "column_sums");
        QCOMPARE(numbersIn(at("cross.npz"), "received").shape, sums.shape);
        QVERIFY(largestDifference(numbersIn(at("cross.npz"), "received").values, sums.values) < 1e-4);
        QCOMPARE(numbersIn(at("cross.npz"), "topk_positions").values, expected("transliteration/word0_cross", "topk_positions").values);
    }

    void aSmallMapIsRankedByHandAndWhatIsAggregatedIsGone()
    {
        QFile file(at("two.json"));
        QVERIFY(file.open(QIODevice::WriteOnly)); // one layer, two heads, three tokens
        file.write(R"({"tokens": ["a", "b", "c"], "attention": [[[[0.5, 0.25, 0.25], [0.5, 0.25, 0.25], [0.0, 0.25, 0.75]],
                                                                 [[1, 0, 0], [0, 1, 0], [0, 0, 1]]]]})");
        file.close();
        COMPARE_STATUS(values({at("two.json"), "--quantity", "received,ranks,topk,shade", "--k", "2", "-o", at("two.npz")}), 0);
        const auto of = [&](const char* name) { return numbersIn(at("two.npz"), name); };
        QCOMPARE(of("received").values, (std::vector<float>{1.0F, 0.75F, 1.25F, 1.0F, 1.0F, 1.0F}));
        QCOMPARE(of("ranks").values, (std::vector<float>{2, 3, 1, 1, 2, 3}));
        QCOMPARE(of("ranks_tied").values, (std::vector<float>{0, 0, 0, 1, 1, 1}));
        QCOMPARE(of("topk_positions").shape, (Shape{1, 2, 3, 2}));
        const auto ofTheFirstHead = [&](const char* name) {
            auto all = of(name).values;
            all.resize(6);
            return all;
        };
        QCOMPARE(ofTheFirstHead("topk_positions"), (std::vector<float>{0, 1, 0, 1, 2, 1}));
        QCOMPARE(ofTheFirstHead("topk_tied"), (std::vector<float>{0, 1, 0, 1, 0, 0}));
        QCOMPARE(of("shade").values, (std::vector<float>{1.0F, 0.5F, 1.5F})); // 0.75 to 1.25 over both heads
        COMPARE_STATUS(values({at("two.json"), "--quantity", "received", "--head-aggregate", "mean", "--queries", "0,2", "-o", at("mean.npy")}), 0);
        QCOMPARE(numbersIn(at("mean.npy"), "").shape, (Shape{1, 3}));
        QCOMPARE(numbersIn(at("mean.npy"), "").values, (std::vector<float>{0.75F, 0.25F, 1.0F}));
        COMPARE_STATUS(values({at("two.json"), "--quantity", "received-minmax", "--heads", "2", "--keys", "1-2", "-o", at("one.npy")}), 0);
        QCOMPARE(numbersIn(at("one.npy"), "").values, (std::vector<float>{0.5F, 0.5F})); // by the smallest and largest of both heads
        COMPARE_STATUS(values({at("two.json"), "--quantity", "topk", "--k", "99", "-o", at("three.npz")}), 0);
        QCOMPARE(numbersIn(at("three.npz"), "topk_values").shape.back(), 3);
    }

    void wrongUsageIsSaid_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("two arrays") << QStringList{"--quantity", "ranks", "-o", at("x.npy")} << QByteArray("2 arrays do not fit into one .npy");
        QTest::newRow("k of nothing") << QStringList{"--quantity", "topk", "--k", "0", "-o", at("x.npz")} << QByteArray("--k is a whole number from 1");
        QTest::newRow("shade of a mean") << QStringList{"--quantity", "shade", "--head-aggregate", "mean", "-o", at("x.npy")} << QByteArray("shade adds over heads and layers itself");
    }

    void wrongUsageIsSaid()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, said);
        QFile file(at("small.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"tokens": ["a", "b"], "attention": [[[[0.5, 0.5], [0.5, 0.5]], [[1, 0], [0, 1]]]]})");
        file.close();
        const auto ended = values(QStringList{at("small.json")} + arguments);
        COMPARE_STATUS(ended, 2);
        QVERIFY2(ended.errors.contains(said), ended.errors.constData());
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_received)

} // namespace command_received_test

#include "tst_command_received.moc"
