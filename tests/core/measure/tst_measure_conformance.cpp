// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every measure against the reference results of the shared data sets, computed by PyTorch and NumPy.

#include "dump/dump.h"
#include "formats/registry.h"
#include "measure/apply_measure.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace measure_conformance_test {

using namespace headlight;

namespace {

struct Tested {
    SharedDump dump;
    Document reference;
};

class Shared {
public:
    Shared()
    {
        if (const char* folder = std::getenv("HEADLIGHT_SHARED_DATA"))
            m_data = folder;
    }
    [[nodiscard]] bool exists() const { return !m_data.empty(); }
    [[nodiscard]] std::filesystem::path path(const std::string& name) const { return m_data / name; }

private:
    std::filesystem::path m_data;
};

std::vector<float> expectedValues(const Document& reference, const std::string& key)
{
    const auto* value = reference.root.find(key);
    if (value == nullptr || value->tensor() == nullptr)
        return {};
    std::vector<float> values(static_cast<std::size_t>(value->tensor()->count()));
    return value->tensor()->read(values) ? values : std::vector<float>{};
}

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() && !a.empty() ? 0.0 : 1e9;
    for (std::size_t i = 0; i < a.size() && largest < 1e9; ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    return largest;
}

Maps measured(const Dump& dump, const MeasureOptions& options, std::int64_t stack = 0, std::int64_t sample = 0)
{
    const auto attention = dump.attention(StackIndex{stack}, SampleIndex{sample});
    if (!attention)
        return nullptr;
    Maps gradients;
    if (needsGradients(options.kind)) {
        const auto found = dump.gradients(StackIndex{stack}, SampleIndex{sample}, options.target);
        gradients = found ? *found : nullptr;
    }
    const auto maps = applyMeasure({*attention, gradients, nullptr, {}}, options);
    return maps ? *maps : nullptr;
}

Matrix wholeOf(const Maps& maps, std::int64_t layer, std::optional<std::int64_t> head)
{
    if (maps == nullptr)
        return {};
    auto whole = wholeMap(*maps, {LayerIndex{layer}, head ? std::optional(HeadIndex{*head}) : std::nullopt});
    return whole ? *std::move(whole) : Matrix();
}

/// [layers, heads, query, key] of the layers named.
std::vector<float> everyHead(const Maps& maps, const std::vector<std::int64_t>& layers)
{
    std::vector<float> all;
    for (const auto layer : layers)
        for (std::int64_t head = 0; maps != nullptr && head < maps->axes().layers.front().heads; ++head) {
            const auto map = wholeOf(maps, layer, head);
            all.insert(all.end(), map.values().begin(), map.values().end());
        }
    return all;
}

/// Mean over heads of the row in every layer, last layer first.
std::vector<float> evolution(const Maps& maps, std::int64_t query, std::optional<std::int64_t> onlyHead)
{
    if (maps == nullptr)
        return {};
    const auto layers = static_cast<std::int64_t>(maps->axes().layers.size());
    const std::int64_t keys = maps->axes().keys->size();
    std::vector<double> sums(static_cast<std::size_t>(layers * keys), 0.0);
    std::int64_t heads = 0;
    for (std::int64_t head = onlyHead.value_or(0); head < (onlyHead ? *onlyHead + 1 : maps->axes().layers.front().heads); ++head, ++heads) {
        Matrix rows(layers, keys);
        if (!maps->rowInEveryLayer(QueryIndex{query}, HeadIndex{head}, rows.block(), {}))
            return {};
        for (std::int64_t layer = 0; layer < layers; ++layer)
            for (std::int64_t key = 0; key < keys; ++key)
                sums[static_cast<std::size_t>((layers - 1 - layer) * keys + key)] += static_cast<double>(rows(layer, key));
    }
    std::vector<float> means;
    for (const double sum : sums)
        means.push_back(static_cast<float>(sum / static_cast<double>(heads)));
    return means;
}

std::vector<float> classRow(const Maps& maps)
{
    if (maps == nullptr)
        return {};
    Matrix row(1, maps->axes().keys->size());
    const LayerIndex last{static_cast<std::int64_t>(maps->axes().layers.size()) - 1};
    if (!maps->rows({last, std::nullopt}, {0, 1}, row.block(), {}))
        return {};
    return {row.values().begin(), row.values().end()};
}

/// Row 0 without its first value, divided by the largest.
std::vector<float> maskOf(std::vector<float> row)
{
    if (row.empty())
        return row;
    row.erase(row.begin());
    const float largest = *std::ranges::max_element(row);
    for (float& value : row)
        value /= largest;
    return row;
}

} // namespace

class tst_measure_conformance : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        if (!m_shared.exists())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
    }

    void rolloutPerHead_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<int>("sample");
        QTest::addColumn<QList<int>>("queries");
        QTest::newRow("covr_blip2, first batch") << "covr_blip2" << "covr_blip2/batch0_sample0.npz" << 0 << QList<int>{0, 31, 33, 50};
        QTest::newRow("covr_blip2, second batch") << "covr_blip2" << "covr_blip2/batch1_sample1.npz" << 3 << QList<int>{0, 31, 33, 50};
        QTest::newRow("gpt2") << "gpt2/prompt0_attentions.pt" << "gpt2/prompt0.npz" << 0 << QList<int>{5};
    }

    void rolloutPerHead()
    {
        QFETCH(QString, dump);
        QFETCH(QString, expected);
        QFETCH(int, sample);
        QFETCH(QList<int>, queries);
        const auto tested = open(dump, expected);
        const auto rollout = measured(*tested.dump, measureOptions(MeasureKind::Rollout), 0, sample);
        if (tested.reference.root.find("rollout") != nullptr) {
            std::vector<std::int64_t> all;
            for (std::int64_t layer = 0; layer < 12; ++layer)
                all.push_back(layer);
            QVERIFY(largestDifference(everyHead(rollout, all), expectedValues(tested.reference, "rollout")) < 1e-5);
        }
        if (const auto layers = expectedValues(tested.reference, "rollout_layers"); !layers.empty()) {
            const std::vector<std::int64_t> chosen = sample == 0 ? std::vector<std::int64_t>{0, 5, 11} : std::vector<std::int64_t>{11};
            QVERIFY(largestDifference(everyHead(rollout, chosen), layers) < 1e-5);
        }
        for (const int query : queries) {
            const std::string key = "evolution_query" + std::to_string(query);
            const double mean = largestDifference(evolution(rollout, query, std::nullopt), expectedValues(tested.reference, key + "_mean"));
            const double first = largestDifference(evolution(rollout, query, 0), expectedValues(tested.reference, key + "_head1"));
            QVERIFY2(mean < 1e-5 && first < 1e-5, qPrintable(QStringLiteral("query %1: %2, %3").arg(query).arg(mean).arg(first)));
        }
    }

    void imageRollout_data()
    {
        QTest::addColumn<QString>("fusion");
        QTest::addColumn<double>("discard");
        QTest::addColumn<QString>("normalisation");
        for (const char* fusion : {"mean", "max", "min"})
            for (const double discard : {0.0, 0.5, 0.9})
                for (const char* normalisation : {"col", "row"})
                    QTest::addRow("%s, discard %g, %s", fusion, discard, normalisation) << fusion << discard << normalisation;
    }

    void imageRollout()
    {
        QFETCH(QString, fusion);
        QFETCH(double, discard);
        QFETCH(QString, normalisation);
        const auto tested = open("vit_deit_tiny/dog_and_cat/attentions.pt", "vit_deit_tiny/dog_and_cat.npz");
        auto options = measureOptions(MeasureKind::FusedRollout, MeasureVariant::Published);
        options.fusion = *headFusionFromName(fusion.toStdString());
        options.discard = discard;
        options.normalise = normalisation == u"col" ? Normalisation::Column : Normalisation::Row;
        const auto row = classRow(measured(*tested.dump, options));
        const std::string key = QStringLiteral("rollout_%1_%2_%3").arg(fusion).arg(discard).arg(normalisation).toStdString();
        const double tolerance = discard > 0.0 ? 1e-3 : 1e-5; // an entry next to the cut may flip
        const double whole = largestDifference(row, expectedValues(tested.reference, key + "_row0"));
        const double mask = largestDifference(maskOf(row), expectedValues(tested.reference, key));
        QVERIFY2(whole < tolerance && mask < tolerance, qPrintable(QStringLiteral("%1: row %2, mask %3").arg(QString::fromStdString(key)).arg(whole).arg(mask)));
    }

    void gradientRollout()
    {
        const auto tested = open("vit_deit_tiny/dog_and_cat/attentions.pt", "vit_deit_tiny/dog_and_cat.npz");
        int compared = 0;
        for (const auto& target : tested.dump->stacks().front().gradientTargets)
            for (const double discard : {0.0, 0.5, 0.9})
                for (const char* normalisation : {"col", "row"})
                    for (const char* order : {"paired", "reversed"}) {
                        const std::string key = QStringLiteral("grad_%1_%2_%3_%4").arg(QString::fromStdString(target)).arg(discard).arg(normalisation, order).toStdString();
                        const auto expected = expectedValues(tested.reference, key);
                        if (expected.empty())
                            continue;
                        auto options = measureOptions(MeasureKind::GradientRollout);
                        options.target = target;
                        options.discard = discard;
                        options.normalise = std::string_view(normalisation) == "col" ? Normalisation::Column : Normalisation::Row;
                        options.order = *gradientOrderFromName(order);
                        const double mask = largestDifference(maskOf(classRow(measured(*tested.dump, options))), expected);
                        QVERIFY2(mask < (discard > 0.0 ? 1e-3 : 1e-5), qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(key)).arg(mask)));
                        ++compared;
                    }
        QCOMPARE(compared, 24);
    }

    void relevance_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QStringList>("targets");
        QTest::newRow("deit") << "vit_deit_tiny/dog_and_cat/attentions.pt" << "vit_deit_tiny/dog_and_cat.npz" << QStringList{"243", "282"};
        QTest::newRow("clip, image") << "clip/image_attn_probs.pt" << "clip/image.npz" << QStringList{"text0", "text1"};
    }

    void relevance()
    {
        QFETCH(QString, dump);
        QFETCH(QString, expected);
        QFETCH(QStringList, targets);
        const auto tested = open(dump, expected);
        int compared = 0;
        for (const auto& target : targets)
            for (const auto variant : {MeasureVariant::Paper, MeasureVariant::Published}) {
                auto options = measureOptions(MeasureKind::Relevance, variant);
                options.target = target.toStdString();
                const std::string key = QStringLiteral("relevancy_%1_%2").arg(target, variant == MeasureVariant::Paper ? "all" : "last").toStdString();
                const auto values = expectedValues(tested.reference, key);
                if (values.empty())
                    continue;
                const auto map = wholeOf(measured(*tested.dump, options), 11, std::nullopt);
                double largest = map.values().size() == values.size() ? 0.0 : 1e9;
                for (std::size_t i = 0; i < values.size() && largest < 1e9; ++i)
                    largest = std::max(largest, std::abs(static_cast<double>(map.values()[i] - values[i])) / std::max(1e-3, std::abs(static_cast<double>(values[i]))));
                QVERIFY2(largest < 1e-4, qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(key)).arg(largest)));
                ++compared;
            }
        QCOMPARE(compared, 4);
    }

private:
    [[nodiscard]] Tested open(const QString& dump, const QString& expected) const
    {
        auto opened = openDump(m_shared.path(dump.toStdString()));
        auto reference = formats::readFile(m_shared.path("expected/" + expected.toStdString()));
        if (!opened || !reference)
            qFatal("%s", qPrintable(QStringLiteral("%1 or %2 cannot be opened").arg(dump, expected)));
        return {*std::move(opened), *std::move(reference)};
    }

    Shared m_shared;
};

HEADLIGHT_GUILESS_TEST(tst_measure_conformance)

} // namespace measure_conformance_test

#include "tst_measure_conformance.moc"
