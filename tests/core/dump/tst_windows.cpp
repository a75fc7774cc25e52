// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sliding windows are what their definition says: D[i, j] = windows[i, G + w/2 + j - i], then the columns of the global tokens, then their rows.
#include "core/dump/trees.h"
#include "dump/banded_maps.h"
#include "dump/dump.h"
#include "dump/recognise.h"
#include "support/test_class.h"

#include <QTemporaryDir>

#include <algorithm>

namespace windows_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// Six tokens, w = 2, global tokens at 0 and 3, the last position is padding. Every number below is one cell.
constexpr std::int64_t kTokens = 6;
constexpr std::int64_t kSlots = 2;
//                                   to 0   to 3   before itself after
const std::vector<float> kBands{/**/ 0.00F, 0.00F, 0.00F, 0.00F, 0.00F,  // 0: global, see kGlobals
                                     0.40F, 0.20F, 0.00F, 0.30F, 0.10F,  // 1: the token before is global, counted in its column
                                     0.25F, 0.25F, 0.20F, 0.30F, 0.00F,  // 2: the token after is global
                                     0.00F, 0.00F, 0.00F, 0.00F, 0.00F,  // 3: global
                                     0.50F, 0.30F, 0.00F, 0.20F, 0.00F,  // 4: the token after is padding
                                     0.00F, 0.00F, 0.00F, 0.00F, 0.00F}; // 5: padding
//                                     from 0 from 3; two positions more, as the axis is padded to a multiple of w and beyond
const std::vector<float> kGlobals{/**/ 0.10F, 0.30F, 0.20F, 0.10F, 0.30F, 0.20F, 0.15F, 0.25F, 0.25F, 0.15F, 0.00F, 0.00F, 0.00F, 0.00F, 0.00F, 0.00F};
const std::vector<float> kExpanded{0.10F, 0.20F, 0.30F, 0.15F, 0.25F, 0.00F, //
                                   0.40F, 0.30F, 0.10F, 0.20F, 0.00F, 0.00F, //
                                   0.25F, 0.20F, 0.30F, 0.25F, 0.00F, 0.00F, //
                                   0.30F, 0.10F, 0.20F, 0.25F, 0.15F, 0.00F, //
                                   0.50F, 0.00F, 0.00F, 0.30F, 0.20F, 0.00F, //
                                   0.00F, 0.00F, 0.00F, 0.00F, 0.00F, 0.00F};

Tensor bands(const Shape& front = {1, 1, 1})
{
    Shape shape = front;
    shape.insert(shape.end(), {kTokens, kSlots + 3});
    std::vector<float> values;
    while (static_cast<std::int64_t>(values.size()) < *elementCount(shape))
        values.insert(values.end(), kBands.begin(), kBands.end());
    return Tensor::fromFloats(shape, values);
}

Tensor globals(const Shape& front = {1, 1, 1})
{
    Shape shape = front;
    shape.insert(shape.end(), {kTokens + 2, kSlots});
    std::vector<float> values;
    while (static_cast<std::int64_t>(values.size()) < *elementCount(shape))
        values.insert(values.end(), kGlobals.begin(), kGlobals.end());
    return Tensor::fromFloats(shape, values);
}

Result<Recognition> recognised(const Value& root, const ReadingChoices& choices = {})
{
    RecognitionHints hints;
    hints.stem = "longformer";
    hints.choices = choices;
    return recognise(root, hints);
}

Value tiny()
{
    return Dictionary{{"attentions", bands()}, {"global_attentions", globals()}};
}

std::string shapeOf(const RecognisedStack& stack)
{
    const auto shape = stack.attention->shapes(0).front();
    return fmt::format("{} layers, {} samples, {} heads, {} x {}", stack.attention->layers(), stack.attention->samples(), shape.heads, shape.queries, shape.keys);
}

bool saysReason(const RecognisedStack& stack, std::string_view part)
{
    return std::ranges::any_of(stack.reading.reasons, [&](const std::string& reason) { return reason.find(part) != std::string::npos; });
}

/// Windows of uniform attention: `tokens` positions with global tokens at `positions`, a window of `window`, some of the slots unused.
struct Uniform {
    std::int64_t tokens = 40;
    std::int64_t window = 8;
    std::vector<std::int64_t> positions = {0};
    std::int64_t globalColumns = 1;
    std::int64_t padding = 0;
};

std::pair<Tensor, Tensor> uniform(const Uniform& form, std::int64_t heads = 2)
{
    const std::int64_t columns = form.globalColumns + form.window + 1;
    const std::int64_t real = form.tokens - form.padding;
    const auto isGlobal = [&](std::int64_t position) { return std::ranges::find(form.positions, position) != form.positions.end(); };
    std::vector<float> band(static_cast<std::size_t>(form.tokens * columns), 0.0F);
    for (std::int64_t query = 0; query < real; ++query) {
        if (isGlobal(query))
            continue;
        std::vector<std::int64_t> used;
        for (std::size_t g = 0; g < form.positions.size(); ++g)
            used.push_back(static_cast<std::int64_t>(g));
        for (std::int64_t key = std::max<std::int64_t>(0, query - form.window / 2); key <= std::min(real - 1, query + form.window / 2); ++key)
            if (!isGlobal(key))
                used.push_back(form.globalColumns + form.window / 2 + key - query);
        for (const auto column : used)
            band[static_cast<std::size_t>(query * columns + column)] = 1.0F / static_cast<float>(used.size());
    }
    std::vector<float> rows(static_cast<std::size_t>(form.tokens * form.globalColumns), 0.0F);
    for (std::int64_t key = 0; key < real; ++key)
        for (std::size_t g = 0; g < form.positions.size(); ++g)
            rows[static_cast<std::size_t>(key * form.globalColumns) + g] = 1.0F / static_cast<float>(real);
    std::vector<float> allBands;
    std::vector<float> allRows;
    for (std::int64_t head = 0; head < heads; ++head) {
        allBands.insert(allBands.end(), band.begin(), band.end());
        allRows.insert(allRows.end(), rows.begin(), rows.end());
    }
    return {Tensor::fromFloats({1, heads, form.tokens, columns}, allBands), Tensor::fromFloats({1, heads, form.tokens, form.globalColumns}, allRows)};
}

} // namespace

class tst_windows : public QObject {
    Q_OBJECT

private slots:
    void rowsAreWhatTheDefinitionSays()
    {
        const auto found = recognised(tiny());
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        QVERIFY(stack.storage == StackStorage::Windowed);
        COMPARE_VALUES(shapeOf(stack), "1 layers, 1 samples, 1 heads, 6 x 6");
        COMPARE_VALUES(valuesOf(*stack.attention->map(0, 0, 0)), kExpanded);
        QVERIFY(saysReason(stack, "A sliding window of 2 tokens with 2 columns for global tokens"));
        QVERIFY(saysReason(stack, "The query rows of global tokens come from ['global_attentions']."));
        QVERIFY(saysReason(stack, "Global tokens stand at positions 0 and 3 (measured)"));
        COMPARE_VALUES(std::ranges::find(stack.reading.axes, AxisRole::Key, &AxisReading::role)->size, 5);
    }

    void everyCellStandsInOnePartOfTheWindowedMap()
    {
        const auto found = recognised(tiny());
        const auto& stack = found->stacks.front();
        MapAxes axes{stack.attention->shapes(0), std::make_shared<const Axis>(), std::make_shared<const Axis>()};
        const BandedMaps maps(stack.bands, stack.attention, 0, axes, "tiny.pt");
        const auto rows = maps.windowed({LayerIndex{0}, HeadIndex{0}}, {0, kTokens}, {});
        QVERIFY(rows.has_value() && rows->has_value());
        const WindowedMap& map = **rows;
        COMPARE_VALUES(map.reach, 1);
        COMPARE_VALUES(map.globals, (std::vector<std::int64_t>{0, 3}));
        COMPARE_VALUES(map.fullQueries, (std::vector<std::int64_t>{0, 3}));
        std::vector<float> row(kTokens);
        std::vector<double> received(kTokens, 0.0); // column sums from the parts
        for (std::int64_t query = 0; query < kTokens; ++query) {
            map.expandRow(query, row);
            QVERIFY(std::ranges::equal(row, std::span(kExpanded).subspan(static_cast<std::size_t>(query * kTokens), kTokens)));
            for (std::int64_t column = 0; column < map.band.columns(); ++column)
                if (map.band(query, column) != 0.0F)
                    received[static_cast<std::size_t>(map.keyOf(query, column))] += static_cast<double>(map.band(query, column));
            for (std::size_t g = 0; g < map.globals.size(); ++g)
                received[static_cast<std::size_t>(map.globals[g])] += static_cast<double>(map.columns(query, static_cast<std::int64_t>(g)));
        }
        for (std::int64_t full = 0; full < map.full.rows(); ++full)
            for (std::int64_t key = 0; key < kTokens; ++key)
                received[static_cast<std::size_t>(key)] += static_cast<double>(map.full(full, key));
        const std::vector<double> sums{1.55, 0.80, 0.90, 1.15, 0.60, 0.0}; // of the columns above, by hand
        for (std::size_t key = 0; key < sums.size(); ++key)
            QVERIFY(std::abs(received[key] - sums[key]) < 1e-6);
        const auto some = maps.windowed({LayerIndex{0}, HeadIndex{0}}, {2, 2}, {});
        COMPARE_VALUES((*some)->fullQueries, std::vector<std::int64_t>{3});
        COMPARE_VALUES((*some)->band.rows(), 2);
    }

    void listsOfLayersAndStackedGlobalsGoTogether()
    {
        const Value root = Dictionary{{"attentions", List{bands({2, 3}), bands({2, 3})}}, {"global_attentions", globals({2, 2, 3})}};
        const auto found = recognised(root);
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(shapeOf(stack), "2 layers, 2 samples, 3 heads, 6 x 6");
        COMPARE_VALUES(valuesOf(*stack.attention->map(1, 1, 2)), kExpanded);
    }

    void windowsMayDifferFromLayerToLayer()
    {
        const auto [wide, rows] = uniform({40, 16, {0}, 1, 0});
        const auto [narrow, same] = uniform({40, 4, {0}, 1, 0});
        const auto found = recognised(Value(Dictionary{{"attentions", List{narrow, wide}}, {"global_attentions", List{same, rows}}}));
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(shapeOf(stack), "2 layers, 1 samples, 2 heads, 40 x 40");
        COMPARE_VALUES(stack.bands->windows(0), (std::vector<std::int64_t>{4, 16}));
        QVERIFY(saysReason(stack, "A sliding window of 4 to 16 tokens"));
        const auto first = valuesOf(stack.attention->map(0, 0, 0)->select(0, 20));
        const auto second = valuesOf(stack.attention->map(0, 1, 0)->select(0, 20));
        COMPARE_VALUES(std::ranges::count_if(first, [](float value) { return value > 0.0F; }), 6);   // a global token and 5 neighbours
        COMPARE_VALUES(std::ranges::count_if(second, [](float value) { return value > 0.0F; }), 18); // and 17
    }

    void globalTokensAreFoundByTheirValues_data()
    {
        QTest::addColumn<QList<int>>("positions");
        QTest::addColumn<int>("globalColumns");
        QTest::addColumn<int>("padding");
        QTest::newRow("first token") << QList<int>{0} << 1 << 0;
        QTest::newRow("several, with padding") << QList<int>{0, 7, 30} << 3 << 6;
        QTest::newRow("neighbours") << QList<int>{11, 12, 13, 14} << 4 << 0;
        QTest::newRow("slots that are not used") << QList<int>{5} << 3 << 9;
        QTest::newRow("none") << QList<int>{} << 1 << 0;
    }
    void globalTokensAreFoundByTheirValues()
    {
        QFETCH(QList<int>, positions);
        QFETCH(int, globalColumns);
        QFETCH(int, padding);
        const std::vector<std::int64_t> expected(positions.begin(), positions.end());
        const auto [band, rows] = uniform({40, 8, expected, globalColumns, padding});
        const auto found = recognised(Value(Dictionary{{"attentions", List{band}}, {"global_attentions", List{rows}}}));
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(stack.bands->positions(0), expected);
        QVERIFY(saysReason(stack, "(measured)"));
        for (std::int64_t query = 0; query < 40; ++query) {
            const auto row = valuesOf(stack.attention->map(0, 0, 1)->select(0, query));
            double sum = 0.0;
            for (const float value : row)
                sum += static_cast<double>(value);
            QVERIFY(std::abs(sum - (query < 40 - padding ? 1.0 : 0.0)) < 1e-5);
        }
    }

    void positionsThatPeopleNameWin()
    {
        ReadingChoices choices;
        choices.globalPositions = std::vector<std::int64_t>{0};
        const auto found = recognised(tiny(), choices);
        QVERIFY(saysReason(found->stacks.front(), "Global tokens stand at position 0 (named): chosen by you."));
        COMPARE_VALUES(valuesOf(*found->stacks.front().attention->map(0, 0, 0))[6 + 3], 0.0F); // the second column stands nowhere
        choices.globalPositions = std::vector<std::int64_t>{0, 9};
        const auto outside = recognised(tiny(), choices);
        QVERIFY(!outside && outside.error().kind == ErrorKind::Selection);
        COMPARE_VALUES(outside.error().what, "there is no global position 9: positions run from 0 to 5");
        choices.globalPositions = std::vector<std::int64_t>{0, 1, 2};
        QVERIFY(recognised(tiny(), choices).error().what.find("3 global positions are named, the array has 2 columns") != std::string::npos);
    }

    void withoutGlobalAttentionTheWindowIsKnownByItsValues()
    {
        const auto [band, rows] = uniform({40, 16, {0}, 1, 0});
        const auto found = recognised(Value(Dictionary{{"attentions", List{band}}}));
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        QVERIFY(stack.storage == StackStorage::Windowed);
        COMPARE_VALUES(stack.bands->windows(0), std::vector<std::int64_t>{16});
        COMPARE_VALUES(stack.bands->positions(0), std::vector<std::int64_t>{0});
        QVERIFY(std::ranges::any_of(found->notes, [](const Note& note) { return note.title == "The rows of global tokens are missing"; }));
    }

    void anEncoderWithWindowsLeavesItsDecoderAlone()
    {
        const auto [band, rows] = uniform({40, 8, {0}, 1, 0});
        const auto found = recognised(Value(Dictionary{{"encoder_attentions", List{band}}, {"encoder_global_attentions", List{rows}}, {"decoder_attentions", layers(1, {1, 2, 12, 12}, {true})},
                                                       {"cross_attentions", layers(1, {1, 2, 12, 40})}}));
        COMPARE_VALUES(found->stacks.size(), 3U);
        QVERIFY(found->stacks[0].storage == StackStorage::Windowed);
        QVERIFY(found->stacks[1].storage == StackStorage::Dense && found->stacks[2].storage == StackStorage::Dense);
    }

    void globalAttentionBesideTheFileAndPositionsOfASidecar()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeNpy(path / "attentions.npy", bands());
        writeNpy(path / "global_attentions.npy", globals());
        const auto dump = openDump(path);
        QVERIFY2(dump.has_value(), dump ? "" : sentence(dump.error()).c_str());
        QVERIFY((*dump)->stacks().front().storage == StackStorage::Windowed);
        const auto map = wholeMap(**(*dump)->attention(StackIndex{0}, SampleIndex{0}), {LayerIndex{0}, HeadIndex{0}});
        QVERIFY(std::ranges::equal(map->values(), kExpanded));
        QVERIFY(openDump(path / "attentions.npy").has_value());
        COMPARE_VALUES((*dump)->samples().front().padding, 1);

        writeText(path / "tokens.json", R"({"tokens": ["<s>", "a", "b", "?", "c", "<pad>"], "global_positions": [0, 4]})");
        const auto named = *openDump(path);
        const auto& reasons = named->stacks().front().reading.reasons;
        QVERIFY(std::ranges::any_of(reasons, [](const std::string& reason) { return reason == "Global tokens stand at positions 0 and 4 (named): named by the file beside it."; }));
        const auto moved = wholeMap(**named->attention(StackIndex{0}, SampleIndex{0}), {LayerIndex{0}, HeadIndex{0}});
        COMPARE_VALUES((*moved)(1, 4), 0.20F);
    }

    void globalAttentionAlonePointsToTheWindows()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeNpy(path / "global_attentions.npy", globals());
        for (const auto& opened : {path, path / "global_attentions.npy"}) {
            const auto dump = openDump(opened);
            QVERIFY(!dump && dump.error().kind == ErrorKind::NotADump);
            const auto told = sentence(dump.error());
            QVERIFY2(told.find("only the global attention of a sliding window") != std::string::npos && told.find("attentions.pt") != std::string::npos, told.c_str());
        }
    }

    void aManifestNamesTheArraysOfAWindow()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        writeNpy(path / "a.npy", bands());
        writeNpy(path / "b.npy", globals());
        writeText(path / "a.headlight.json", R"({"headlight": 1, "stacks": [{"storage": "windowed", "axes": ["layer", "sample", "head", "query", "key"], "window": 2,
                                                 "globals": {"array": "", "file": "b.npy"}, "globalPositions": [0, 3]}]})");
        const auto dump = openDump(path / "a.npy");
        QVERIFY2(dump.has_value(), dump ? "" : sentence(dump.error()).c_str());
        QVERIFY((*dump)->stacks().front().storage == StackStorage::Windowed);
        const auto maps = *(*dump)->attention(StackIndex{0}, SampleIndex{0});
        QVERIFY(std::ranges::equal(wholeMap(*maps, {LayerIndex{0}, HeadIndex{0}})->values(), kExpanded));
        const auto stored = maps->storedWindows({LayerIndex{0}, HeadIndex{0}});
        QVERIFY(stored.has_value() && stored->has_value());
        COMPARE_VALUES(valuesOf((*stored)->band), kBands);
        COMPARE_VALUES(valuesOf(*(*stored)->globals), kGlobals);
        COMPARE_VALUES((*stored)->positions, (std::vector<std::int64_t>{0, 3}));

        writeText(path / "a.headlight.json", R"({"headlight": 1, "stacks": [{"storage": "windowed", "axes": ["layer", "sample", "head", "query", "key"], "window": 3}]})");
        const auto odd = openDump(path / "a.npy");
        QVERIFY(!odd && sentence(odd.error()).find("stacks[0]") != std::string::npos);
        writeText(path / "a.headlight.json", R"({"headlight": 1, "stacks": [{"storage": "windowed", "axes": ["layer", "sample", "head", "query", "key"], "globals": {"array": "", "file": "a.npy"}}]})");
        const auto wrong = openDump(path / "a.npy");
        QVERIFY(!wrong && sentence(wrong.error()).find("a.headlight.json") != std::string::npos);
    }
};

HEADLIGHT_GUILESS_TEST(tst_windows)

} // namespace windows_test

#include "tst_windows.moc"
