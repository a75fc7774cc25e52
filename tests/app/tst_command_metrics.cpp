// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

#include <QImage>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

namespace command_metrics_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// A metric by hand from a whole map [query, key].
using ByHand = std::function<double(std::span<const float>, std::size_t)>;

double meanOfRows(std::span<const float> map, std::size_t keys, const std::function<double(std::span<const float>, std::size_t)>& ofRow)
{
    double sum = 0.0;
    int count = 0;
    for (std::size_t q = 0; q < map.size() / keys; ++q) {
        const double value = ofRow(map.subspan(q * keys, keys), q);
        if (std::isnan(value))
            continue;
        sum += value;
        ++count;
    }
    return sum / count;
}

double entropy(std::span<const float> row)
{
    double sum = 0.0;
    for (const float value : row)
        sum -= value > 0.0F ? static_cast<double>(value) * std::log(static_cast<double>(value)) : 0.0;
    return sum;
}

double total(std::span<const float> row)
{
    return std::accumulate(row.begin(), row.end(), 0.0);
}

double gini(std::span<const float> map, std::size_t keys)
{
    std::vector<double> received(keys, 0.0);
    for (std::size_t i = 0; i < map.size(); ++i)
        received[i % keys] += static_cast<double>(map[i]);
    double differences = 0.0; // mean absolute difference of all pairs, by twice the mean: another way than by order
    for (const double a : received)
        for (const double b : received)
            differences += std::fabs(a - b);
    const auto count = static_cast<double>(keys);
    return differences / (2.0 * count * std::accumulate(received.begin(), received.end(), 0.0));
}

const std::map<QString, ByHand>& byHand()
{
    const auto at = [](int offset) {
        return [offset](std::span<const float> map, std::size_t keys) {
            return meanOfRows(map, keys, [&](std::span<const float> row, std::size_t q) {
                const auto key = static_cast<std::int64_t>(q) + offset;
                return key < 0 || key >= static_cast<std::int64_t>(row.size()) ? std::nan("") : static_cast<double>(row[static_cast<std::size_t>(key)]);
            });
        };
    };
    static const std::map<QString, ByHand> metrics{
        {"entropy", [](auto map, auto keys) { return meanOfRows(map, keys, [](auto row, auto) { return entropy(row); }); }},
        {"entropy-normalised", [](auto map, auto keys) { return meanOfRows(map, keys, [](auto row, auto) { return entropy(row) / std::log(static_cast<double>(row.size())); }); }},
        {"diagonal", at(0)},
        {"previous", at(-1)},
        {"next", at(1)},
        {"first-token", [](auto map, auto keys) { return meanOfRows(map, keys, [](auto row, auto) { return static_cast<double>(row[0]); }); }},
        {"largest", [](auto map, auto keys) { return meanOfRows(map, keys, [](auto row, auto) { return static_cast<double>(*std::ranges::max_element(row)); }); }},
        {"row-sum", [](auto map, auto keys) { return meanOfRows(map, keys, [](auto row, auto) { return std::fabs(total(row) - 1.0); }); }},
        {"distance",
         [](auto map, auto keys) {
             return meanOfRows(map, keys, [](auto row, auto q) {
                 double sum = 0.0;
                 for (std::size_t k = 0; k < row.size(); ++k)
                     sum += static_cast<double>(row[k]) * std::fabs(static_cast<double>(k) - static_cast<double>(q));
                 return sum;
             });
         }},
        {"concentration", gini},
    };
    return metrics;
}

} // namespace

/// `values --quantity metric:NAME`, against calculation by hand from whole maps and from the files, and what is said where there is none.
class tst_command_metrics : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");

    [[nodiscard]] QString at(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    [[nodiscard]] Ended values(const QStringList& arguments) const { return headlightIn(m_data, QStringList{"values"} + arguments); }
    [[nodiscard]] Ended here(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }

private slots:
    void init()
    {
        if (m_data.isEmpty() && !QByteArray(QTest::currentTestFunction()).startsWith("small"))
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
    }

    void metricsAreThoseOfTheWholeMap_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("causal") << QStringList{"gpt2/prompt0_attentions.pt"};
        QTest::newRow("without padding") << QStringList{"bert_sst2/sample0.h5", "--padding", "drop"};
        QTest::newRow("learned queries") << QStringList{"covr_blip2", "--padding", "drop"};
        QTest::newRow("windows of 32") << QStringList{"longformer/window32", "--padding", "drop", "--layers", "1,2,12"};
        QTest::newRow("windows of 512") << QStringList{"longformer/window512", "--padding", "drop"};
        QTest::newRow("rollout") << QStringList{"gpt2/prompt0_attentions.pt", "--measure", "rollout"};
    }

    void metricsAreThoseOfTheWholeMap()
    {
        QFETCH(QStringList, arguments);
        QStringList wanted{"map"};
        for (const auto& [name, metric] : byHand())
            wanted << "metric:" + name;
        COMPARE_STATUS(values(arguments + QStringList{"--quantity", wanted.join(","), "-o", at("all.npz")}), 0);
        const auto maps = numbersIn(at("all.npz"), "map");
        const auto keys = static_cast<std::size_t>(maps.shape.back());
        const auto size = static_cast<std::size_t>(maps.shape[2]) * keys;
        for (const auto& [name, metric] : byHand()) {
            const auto found = numbersIn(at("all.npz"), ("metric:" + name.toLatin1()).constData());
            QCOMPARE(found.shape, (Shape{maps.shape[0], maps.shape[1]}));
            for (std::size_t head = 0; head < found.values.size(); ++head) {
                const double expected = metric(std::span(maps.values).subspan(head * size, size), keys);
                QVERIFY2(std::fabs(static_cast<double>(found.values[head]) - expected) <= 2e-5 * std::max(1.0, std::fabs(expected)),
                         qPrintable(QString("%1 of head %2: %3, by hand %4").arg(name).arg(head).arg(static_cast<double>(found.values[head])).arg(expected)));
            }
        }
    }

    void sharesOfSegmentsAreSumsOverTheirBlocks()
    {
        COMPARE_STATUS(values({"covr_blip2", "--padding", "drop", "--quantity", "map,metric:segment:queries:queries,metric:segment:queries:text,metric:segment:text:queries", "-o", at("all.npz")}), 0);
        const auto maps = numbersIn(at("all.npz"), "map");
        const auto keys = static_cast<std::size_t>(maps.shape[3]);
        const auto size = static_cast<std::size_t>(maps.shape[2]) * keys;
        const auto share = [&](std::size_t head, std::size_t fromQuery, std::size_t toQuery, std::size_t fromKey, std::size_t toKey) {
            double sum = 0.0;
            for (std::size_t q = fromQuery; q < toQuery; ++q)
                for (std::size_t k = fromKey; k < toKey; ++k)
                    sum += static_cast<double>(maps.values[head * size + q * keys + k]);
            return sum / static_cast<double>(toQuery - fromQuery);
        };
        const auto within = numbersIn(at("all.npz"), "metric:segment:queries:queries").values;
        const auto across = numbersIn(at("all.npz"), "metric:segment:queries:text").values;
        const auto back = numbersIn(at("all.npz"), "metric:segment:text:queries").values;
        const auto last = size / keys;
        for (std::size_t head = 0; head < within.size(); ++head) {
            QVERIFY(std::fabs(static_cast<double>(within[head]) - share(head, 0, 32, 0, 32)) < 1e-5);
            QVERIFY(std::fabs(static_cast<double>(across[head]) - share(head, 0, 32, 32, keys)) < 1e-5);
            QVERIFY(std::fabs(static_cast<double>(back[head]) - share(head, 32, last, 0, 32)) < 1e-5);
        }
        const auto wrong = values({"covr_blip2", "--quantity", "metric:segment:text:patches", "-o", at("x.npy")});
        COMPARE_STATUS(wrong, 4);
        QVERIFY2(wrong.errors.contains("queries:text"), wrong.errors.constData());
    }

    void importanceIsTheFileBesideTheDump()
    {
        COMPARE_STATUS(values({"longformer/window32", "--quantity", "metric:importance", "-o", at("x.npy")}), 0);
        const auto found = numbersIn(at("x.npy"), "");
        const auto stored = numbersIn(m_data + "/longformer/window32/head_importance.pt", "");
        QCOMPARE(found.shape, (Shape{12, 12}));
        QVERIFY(largestDifference(found.values, stored.values) < 1e-6);
        const auto none = values({"gpt2/prompt0_attentions.pt", "--quantity", "metric:importance", "-o", at("x.npy")});
        COMPARE_STATUS(none, 4);
        QVERIFY2(none.errors.contains("--importance"), none.errors.constData());
    }

    void gradientTimesAttentionIsOfOneTarget()
    {
        const QStringList dump{"vit_deit_tiny/dog_and_cat"};
        const auto several = values(dump + QStringList{"--quantity", "metric:gradient-attention", "-o", at("x.npy")});
        COMPARE_STATUS(several, 4);
        QVERIFY2(several.errors.contains("--target") && several.errors.contains("243"), several.errors.constData());
        COMPARE_STATUS(values(dump + QStringList{"--quantity", "metric:gradient-attention,map", "--target", "243", "--layers", "1,12", "-o", at("all.npz")}), 0);
        const auto found = numbersIn(at("all.npz"), "metric:gradient-attention").values;
        const auto maps = numbersIn(at("all.npz"), "map");
        const auto size = static_cast<std::size_t>(maps.shape[2] * maps.shape[3]);
        for (const std::size_t layer : {0U, 1U}) {
            const auto address = QString("[%1]").arg(layer == 0 ? 0 : 11).toLatin1();
            const auto slopes = numbersIn(m_data + "/vit_deit_tiny/dog_and_cat/gradients_243.pt", address.constData()).values; // [1, head, query, key]
            for (std::size_t head = 0; head < 3; ++head) {
                double sum = 0.0;
                for (std::size_t i = 0; i < size; ++i)
                    sum += static_cast<double>(slopes[head * size + i]) * static_cast<double>(maps.values[(layer * 3 + head) * size + i]);
                const double expected = sum / static_cast<double>(maps.shape[2]);
                QVERIFY2(std::fabs(static_cast<double>(found[layer * 3 + head]) - expected) <= 1e-4 * std::fabs(expected) + 1e-9, qPrintable(QString::number(expected)));
            }
        }
        COMPARE_STATUS(values(dump + QStringList{"--quantity", "metric:gradient-attention", "--target", "243", "--measure", "rollout", "-o", at("x.npy")}), 2); // a target of no use there
    }

    void smallRowsWithoutNumbersAreSaid()
    {
        writeFile(at("nan.json"), R"({"tokens": ["a", "b"], "attention": [[[[NaN, 1.0], [0.5, 0.5]], [[NaN, 0.0], [NaN, 1.0]]]]})");
        const auto ended = here({"values", "nan.json", "--quantity", "metric:entropy", "-o", "-"});
        COMPARE_STATUS(ended, 0);
        QVERIFY2(ended.errors.contains("1 of 2 heads have no metric:entropy: NaN") && ended.errors.contains("3 rows with NaN"), ended.errors.constData());
        QVERIFY(ended.output.contains("1,1,0.69"));
    }

    void smallImportanceOfAnotherShapeIsSaid()
    {
        writeFile(at("small.json"), smallDump());
        writeFile(at("short.json"), "[[1.0, 2.0], [3.0, 4.0]]");
        const auto ended = here({"values", "small.json", "--importance", "short.json", "--quantity", "metric:importance", "-o", "-"});
        QVERIFY(ended.status != 0);
        QVERIFY2(ended.errors.contains("2 x 2") && ended.errors.contains("3 heads"), ended.errors.constData());
    }

    void smallFiguresOfHeads()
    {
        writeFile(at("small.json"), smallDump());
        for (const auto& [name, arguments] : {std::pair<const char*, QStringList>{"list.png", {}}, {"layers.pdf", {"--heads-show", "layers"}}, {"scatter.svg", {"--metric", "diagonal", "--other-metric", "previous"}},
                                              {"nearest.png", {"--heads-show", "nearest", "--select", "L2 H1"}}}) {
            COMPARE_STATUS(here(QStringList{"figure", "small.json", "--view", "heads", "-o", QString::fromLatin1(name)} + arguments), 0);
            QVERIFY(fileAt(at(name)).size() > 1000);
        }
        QVERIFY(!QImage(at("list.png")).isNull());
        const auto none = here({"figure", "small.json", "--view", "heads", "--metric", "importance", "-o", "x.png"});
        COMPARE_STATUS(none, 4);
        QVERIFY2(none.errors.contains("head_importance"), none.errors.constData());
        COMPARE_STATUS(here({"figure", "small.json", "--view", "heads", "--heads-show", "layers", "--other-metric", "next", "-o", "x.png"}), 2);
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_metrics)

} // namespace command_metrics_test

#include "tst_command_metrics.moc"
