// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/trees.h"
#include "dump/axis_plans.h"
#include "dump/recognise.h"
#include "dump/segments.h"
#include "support/test_class.h"

#include <algorithm>

namespace segments_test {

using namespace headlight;
using namespace headlight::test;

namespace {

SharedArray arrayOf(const Value& root)
{
    return recognise(root, {.stem = "attentions"})->stacks.front().attention;
}

SampleFacts sampleOf(const Value& root, const std::vector<std::string>& tokens = {})
{
    return {arrayOf(root), 0, tokens, tokens, "tokens.json"};
}

constexpr std::int64_t kAll = 10'000'000;

std::vector<std::string> words(std::size_t count)
{
    std::vector<std::string> tokens{"[CLS]"};
    while (tokens.size() + 1 < count)
        tokens.push_back(fmt::format("w{}", tokens.size()));
    tokens.emplace_back("[SEP]");
    return tokens;
}

std::vector<std::string> padded(std::vector<std::string> tokens, std::size_t size)
{
    tokens.resize(size, "[PAD]");
    return tokens;
}

const Note* noteWith(const PlannedAxes& planned, std::string_view part)
{
    const auto found = std::ranges::find_if(planned.notes, [&](const Note& note) { return (note.title + " " + note.text).find(part) != std::string::npos; });
    return found == planned.notes.end() ? nullptr : &*found;
}

std::int64_t paddingOf(const Axis& axis)
{
    return std::ranges::count_if(axis.items, [](const AxisItem& item) { return item.marks.padding; });
}

} // namespace

class tst_segments : public QObject {
    Q_OBJECT

private slots:
    void squarePatchesWithAClassTokenAreAGrid()
    {
        const auto base = patchLayouts(197).front();
        QVERIFY(base.prefix == 1 && base.grid == (Grid{14, 14}));
        const auto large = patchLayouts(50).front();
        QVERIFY(large.prefix == 1 && large.grid == (Grid{7, 7}));
        QVERIFY(patchLayouts(198).front().prefix == 2);
        const auto registers = patchLayouts(261).front();
        QVERIFY(registers.prefix == 5 && registers.grid == (Grid{16, 16}));
        QVERIFY(patchLayouts(196).front().prefix == 0);
        QVERIFY(patchLayouts(10).empty()); // 3 x 3 could be any sentence
        QVERIFY(patchLayouts(180).empty());
    }

    void aWidePictureAllowsAWideGrid()
    {
        QVERIFY(patchLayouts(1 + 12 * 16, PictureFacts{"", 4.0 / 3.0}).front().grid == (Grid{12, 16}));
        QVERIFY(patchLayouts(1 + 12 * 16, PictureFacts{"", 1.0}).empty());
    }

    void thePictureAsTheModelSawItDividesIntoPatches_data()
    {
        QTest::addColumn<int>("positions");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("expected");
        QTest::newRow("ViT-B/16") << 197 << 224 << 224 << "a class token and 14 x 14 patches";
        QTest::newRow("CLIP ViT-B/32") << 50 << 224 << 224 << "a class token and 7 x 7 patches";
        QTest::newRow("DeiT, distilled") << 198 << 224 << 224 << "a class token, a distillation token and 14 x 14 patches";
        QTest::newRow("DINOv2 with registers, not square") << 5 + 16 * 24 << 224 << 336 << "a class token, 4 register tokens and 16 x 24 patches";
        QTest::newRow("eight registers") << 9 + 196 << 224 << 224 << "a class token, 8 register tokens and 14 x 14 patches";
        QTest::newRow("a count that is a square by chance") << 1 + 8 * 18 << 128 << 288 << "a class token and 8 x 18 patches"; // 144 = 12 x 12
        QTest::newRow("SigLIP") << 196 << 224 << 224 << "14 x 14 patches without a class token";
        QTest::newRow("ViT of 384 x 640") << 961 << 384 << 640 << "a class token and 24 x 40 patches";
    }
    void thePictureAsTheModelSawItDividesIntoPatches()
    {
        QFETCH(int, positions);
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(QString, expected);
        const auto layouts = patchLayouts(positions, PictureFacts{"", static_cast<double>(columns) / rows, Grid{rows, columns}});
        QVERIFY(!layouts.empty());
        QCOMPARE(QString::fromStdString(patchText(layouts.front())), expected);
    }

    void aGridThatPeopleNameLeavesTheRestInFront()
    {
        StackFacts stack;
        stack.grid = Grid{4, 6};
        const auto planned = planAxes(stack, {sampleOf(layers(2, {1, 2, 26, 26}), words(26))}, kAll);
        QVERIFY(planned.kind == StackKind::Vision);
        COMPARE_VALUES(planned.reasons.front(), "26 positions are a class token, a distillation token and 4 x 6 patches: chosen by you.");
        const auto axis = makeAxis(planned.plans.front().queries);
        QVERIFY((axis.segments[1] == Segment{"patches", SegmentKind::Patches, 2, 24, Grid{4, 6}}));
        COMPARE_VALUES(axis.items[2 + 6 * 3 + 5].label, "patch 3,5");
    }

    void rowsBehindAPromptThatIsNotThereHaveTheirOwnTokens()
    {
        // Two new tokens behind a prompt of three; the tokens are those of the whole sequence.
        StackFacts stack;
        stack.firstQuery = 3;
        const std::vector<std::string> tokens{"a", "b", "c", "d", "e"};
        const auto sample = SampleFacts{arrayOf(layers(1, {1, 1, 2, 5})), 0, tokens, tokens, "the file"};
        const auto axis = makeAxis(planAxes(stack, {sample}, kAll).plans.front().queries);
        COMPARE_VALUES(axis.items[0].label + axis.items[1].label, "de");
        const auto numbers = makeAxis(planAxes(stack, {SampleFacts{sample.attention, 0, {}, {}, ""}}, kAll).plans.front().queries);
        COMPARE_VALUES(numbers.items[0].label + " " + numbers.items[1].label, "3 4");
        // A list for the rows alone is taken as it is.
        const auto own = makeAxis(planAxes(stack, {SampleFacts{sample.attention, 0, {"x", "y"}, tokens, ""}}, kAll).plans.front().queries);
        COMPARE_VALUES(own.items[0].label + own.items[1].label, "xy");
    }

    void whatIsAsWellPossibleIsSaid()
    {
        StackFacts stack;
        stack.picture = PictureFacts{"a picture lies beside it"};
        const auto planned = planAxes(stack, {sampleOf(layers(1, {1, 2, 29, 29}))}, kAll); // 4 + 25, 29 = 1 + 28 is no square
        COMPARE_VALUES(planned.reasons.front(), "29 positions are a class token, 3 register tokens and 5 x 5 patches: a picture lies beside it.");
        const auto both = planAxes(stack, {sampleOf(layers(1, {1, 2, 25, 25}))}, kAll); // 25 = 0 + 25 = 9 + 16
        COMPARE_VALUES(both.reasons.front(),
                       "25 positions are 5 x 5 patches without a class token: a picture lies beside it (as well possible: a class token, 8 register tokens and 4 x 4 patches).");
    }

    void patchesAreCalledByRowAndColumn()
    {
        AxisPlan plan;
        plan.size = 50;
        plan.patches = PatchLayout{1, {7, 7}};
        const auto axis = makeAxis(plan);
        COMPARE_VALUES(axis.items[0].label, "class");
        COMPARE_VALUES(axis.items[1].label, "patch 0,0");
        COMPARE_VALUES(axis.items[1 + 7 * 3 + 5].label, "patch 3,5");
        COMPARE_VALUES(axis.segments.size(), 2U);
        QVERIFY((axis.segments[0] == Segment{"prefix", SegmentKind::Prefix, 0, 1, {}}));
        QVERIFY((axis.segments[1] == Segment{"patches", SegmentKind::Patches, 1, 49, Grid{7, 7}}));
        COMPARE_VALUES(axis.items[0].segment, 0);
        COMPARE_VALUES(axis.items[1].segment, 1);
    }

    void aStackWithoutTokensAndWithAPictureIsVision()
    {
        StackFacts stack;
        stack.picture = PictureFacts{"a picture lies beside it"};
        const auto planned = planAxes(stack, {sampleOf(layers(2, {1, 2, 26, 26}))}, kAll);
        QVERIFY(planned.kind == StackKind::Vision);
        COMPARE_VALUES(planned.reasons.front(), "26 positions are a class token and 5 x 5 patches: a picture lies beside it.");
        COMPARE_VALUES(planned.plans.front().queries.sequence, "image");
    }

    void tokensOrACausalMaskAreNoPicture()
    {
        StackFacts stack;
        stack.picture = PictureFacts{"a picture lies beside it"};
        QVERIFY(planAxes(stack, {sampleOf(layers(2, {1, 2, 26, 26}), words(26))}, kAll).kind == StackKind::Self);
        QVERIFY(planAxes(stack, {sampleOf(layers(2, {1, 2, 26, 26}, {true}))}, kAll).kind == StackKind::Self);
    }

    void exactZerosAboveTheDiagonalMeanCausal()
    {
        QVERIFY(planAxes({}, {sampleOf(layers(2, {1, 2, 6, 6}, {true}))}, kAll).causal);
        QVERIFY(!planAxes({}, {sampleOf(layers(2, {1, 2, 6, 6}))}, kAll).causal);
        QVERIFY(!planAxes({}, {sampleOf(layers(2, {1, 2, 1, 1}))}, kAll).causal);
    }

    void keysThatNeverReceiveAttentionArePadding()
    {
        const auto planned = planAxes({}, {sampleOf(layers(2, {1, 2, 9, 9}, {false, 6}))}, kAll);
        const auto axis = makeAxis(planned.plans.front().queries);
        COMPARE_VALUES(paddingOf(axis), 3);
        QVERIFY(!axis.items[5].marks.padding && axis.items[6].marks.padding);
        COMPARE_VALUES(axis.items[6].label, "6");
        QVERIFY(!axis.labelled);
        const auto* note = noteWith(planned, "Positions 6\u20138 are padding");
        QVERIFY(note != nullptr && note->weight == NoteWeight::Information);
        QVERIFY(note->text.starts_with("As keys they receive exactly 0 in all 36 rows."));
    }

    void tokensAndAttentionThatAgreeOnPaddingNeedNoWarning()
    {
        const auto planned = planAxes({}, {sampleOf(layers(2, {1, 2, 9, 9}, {false, 6}), padded(words(6), 9))}, kAll);
        COMPARE_VALUES(paddingOf(makeAxis(planned.plans.front().queries)), 3);
        QVERIFY(std::ranges::none_of(planned.notes, [](const Note& note) { return note.weight == NoteWeight::Warning; }));
    }

    void tokensThatDoNotFitTheAttentionAreKeptAndSaid()
    {
        const auto planned = planAxes({}, {sampleOf(layers(2, {1, 2, 64, 64}, {false, 38}), padded(words(45), 64))}, kAll);
        const auto axis = makeAxis(planned.plans.front().queries);
        COMPARE_VALUES(paddingOf(axis), 26);
        COMPARE_VALUES(axis.items[44].label, "[SEP]");
        QVERIFY(axis.items[44].marks.padding && axis.items[44].marks.special);
        const auto* note = noteWith(planned, "The tokens do not fit this attention");
        QVERIFY(note != nullptr && note->weight == NoteWeight::Warning);
        COMPARE_VALUES(note->text, "45 tokens are listed before [PAD], but only 38 positions (0\u201337) ever receive attention. The file's labels are shown.");
        QVERIFY((note->offers == std::vector<NoteOffer>{NoteOffer::LoadTokens, NoteOffer::NumbersOnly}));
    }

    void fewerTokensThanPositionsAreKeptAndTheRestNumbered()
    {
        const auto planned = planAxes({}, {sampleOf(layers(2, {1, 2, 9, 9}), {"one", "two", "three"})}, kAll);
        const auto axis = makeAxis(planned.plans.front().queries);
        COMPARE_VALUES(axis.items[2].label, "three");
        COMPARE_VALUES(axis.items[3].label, "3");
        QVERIFY(axis.labelled);
        QVERIFY(noteWith(planned, "3 tokens are listed for 9 positions. The labels are kept, positions 3\u20138 are numbered.") != nullptr);
    }

    void moreTokensThanPositionsAreSaid()
    {
        const auto planned = planAxes({}, {sampleOf(layers(2, {1, 2, 3, 3}), words(5))}, kAll);
        QVERIFY(noteWith(planned, "5 tokens are listed for 3 positions") != nullptr);
        COMPARE_VALUES(makeAxis(planned.plans.front().queries).items[2].label, "w2");
    }

    void learnedQueriesStandBeforeTheText()
    {
        const std::vector<SampleFacts> samples{sampleOf(layers(2, {1, 2, 20, 20}, {false, 13}), words(5)), sampleOf(layers(2, {1, 2, 20, 20}, {false, 16}), words(8))};
        const auto planned = planAxes({}, samples, kAll);
        const auto axis = makeAxis(planned.plans.front().queries);
        COMPARE_VALUES(axis.segments.size(), 2U);
        QVERIFY((axis.segments[0] == Segment{"queries", SegmentKind::Queries, 0, 8, {}}));
        QVERIFY((axis.segments[1] == Segment{"text", SegmentKind::Text, 8, 12, {}}));
        COMPARE_VALUES(axis.items[7].label, "query 7");
        COMPARE_VALUES(axis.items[8].label, "[CLS]");
        COMPARE_VALUES(axis.items[13].token, "[PAD]"); // behind the text, as the tokenizer would write it
        QVERIFY(axis.items[13].marks.padding && !axis.items[12].marks.padding);
        COMPARE_VALUES(paddingOf(makeAxis(planned.plans[1].queries)), 4);
        COMPARE_VALUES(planned.reasons.size(), 2U);
        QVERIFY(planned.reasons[0].find("tokens.json lists 5 tokens, beginning with [CLS], and 13 keys receive attention, 8 more; so in 2 of 2 samples") != std::string::npos);
    }

    void samplesThatDisagreeHaveNoLearnedQueries()
    {
        const std::vector<SampleFacts> samples{sampleOf(layers(2, {1, 2, 20, 20}, {false, 13}), words(5)), sampleOf(layers(2, {1, 2, 20, 20}, {false, 17}), words(4)),
                                               sampleOf(layers(2, {1, 2, 20, 20}, {false, 12}), words(9))};
        COMPARE_VALUES(makeAxis(planAxes({}, samples, kAll).plans.front().queries).segments.size(), 1U);
    }

    void aTextTowerWithoutAMaskIsPaddedAfterItsEnd()
    {
        const std::vector<std::string> tokens{"<|startoftext|>", "a</w>", "red</w>", "circle</w>", "<|endoftext|>"};
        const auto planned = planAxes({}, {sampleOf(layers(2, {1, 2, 9, 9}, {true}), tokens)}, kAll);
        const auto axis = makeAxis(planned.plans.front().queries);
        COMPARE_VALUES(axis.segments.size(), 1U); // no learned queries in a causal stack
        COMPARE_VALUES(paddingOf(axis), 4);
        QVERIFY(noteWith(planned, "Padding receives attention") != nullptr);
    }

    void numbersOnlyTakesTheTokensAway()
    {
        StackFacts stack;
        stack.numbersOnly = true;
        const auto axis = makeAxis(planAxes(stack, {sampleOf(layers(2, {1, 2, 5, 5}), words(5))}, kAll).plans.front().queries);
        COMPARE_VALUES(axis.items[0].label, "0");
        COMPARE_VALUES(axis.items[0].token, "");
        QVERIFY(!axis.labelled);
    }

    void queriesAndKeysOfCrossAttentionHaveTheirOwnTokens()
    {
        SampleFacts sample = sampleOf(layers(2, {1, 2, 3, 5}));
        sample.queryTokens = {"x", "y", "z"};
        sample.keyTokens = {"a", "b", "c", "d", "e"};
        StackFacts stack;
        stack.kind = StackKind::Cross;
        stack.querySequence = "decoder";
        stack.keySequence = "encoder";
        const auto planned = planAxes(stack, {sample}, kAll);
        const auto& plans = planned.plans.front();
        QVERIFY(plans.keys.has_value());
        COMPARE_VALUES(makeAxis(plans.queries).items[2].label, "z");
        COMPARE_VALUES(makeAxis(*plans.keys).items[4].label, "e");
        COMPARE_VALUES(makeAxis(*plans.keys).sequence, "encoder");
    }
};

HEADLIGHT_GUILESS_TEST(tst_segments)

} // namespace segments_test

#include "tst_segments.moc"
