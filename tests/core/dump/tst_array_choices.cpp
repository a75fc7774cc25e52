// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people may say about arrays over recognition and manifests, and that it survives a manifest.

#include "core/dump/trees.h"
#include "dump/manifest.h"
#include "dump/manifest_files.h"
#include "dump/recognise.h"
#include "dump/segment_text.h"
#include "support/test_class.h"

#include <QTemporaryDir>

#include <algorithm>

namespace array_choices_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Path = std::filesystem::path;

Result<Recognition> recognised(const Value& root, const ReadingChoices& choices)
{
    RecognitionHints hints;
    hints.stem = "dump";
    hints.choices = choices;
    return recognise(root, hints);
}

ReadingChoices about(const ArrayChoice& choice)
{
    ReadingChoices choices;
    choices.arrays = {choice};
    return choices;
}

/// Two arrays of one size, of which only the first is called attention.
Value namedAndOther()
{
    return Dictionary{{"attentions", attention({2, 3, 5, 5})}, {"other", attention({2, 3, 5, 5}, {.seed = 4})}};
}

const ArrayReading& arrayAt(const Recognition& recognition, const std::string& address)
{
    return *std::ranges::find(recognition.arrays, address, &ArrayReading::address);
}

/// Entries of [1 sample, 3 heads, 1 query, keys] as JSON: all attention on the first key.
std::string entriesOf(const std::vector<int>& keys)
{
    const auto list = [](const std::string& item, int count) {
        std::string text = "[" + item;
        for (int i = 1; i < count; ++i)
            text += "," + item;
        return text + "]";
    };
    std::string entries;
    for (const int count : keys) {
        std::string row = "[1.0";
        for (int i = 1; i < count; ++i)
            row += ",0";
        entries += (entries.empty() ? "" : ",") + list(list(list(row + "]", 1), 3), 1);
    }
    return "{\"attn\": [" + entries + "]}";
}

/// "1 layers, 1 samples, 3 x 6"
std::string sizesOf(const Dump& dump)
{
    const auto shape = dump.stacks().front().layers.front();
    return fmt::format("{} layers, {} samples, {} x {}", dump.stacks().front().layers.size(), dump.samples().size(), shape.queries, shape.keys);
}

std::string labelsOf(const Axis& axis)
{
    std::string labels;
    for (const auto& item : axis.items)
        labels += item.label + (item.marks.padding ? "- " : " ");
    return labels;
}

std::string segmentsOf(const Dump& dump)
{
    return segmentText((*dump.attention(StackIndex{0}, SampleIndex{0}))->axes().keys->segments);
}

} // namespace

class tst_array_choices : public QObject {
    Q_OBJECT

private slots:
    void everyArrayIsListedWithItsUseAndAReason()
    {
        const auto found = recognised(namedAndOther(), {});
        QVERIFY(found.has_value());
        COMPARE_VALUES(found->arrays.size(), std::size_t{2});
        const auto& named = arrayAt(*found, "['attentions']");
        QVERIFY(named.use == ArrayUse::Attention && named.reason.certainty == Certainty::Assumed);
        COMPARE_VALUES(named.content, "float32, 2 x 3 x 5 x 5");
        const auto& other = arrayAt(*found, "['other']");
        QVERIFY(other.use == ArrayUse::LeftOut);
        COMPARE_VALUES(other.reason.why, "Another array is called attention");
    }

    void aKindIsWhatPeopleSay()
    {
        const auto found = recognised(namedAndOther(), about({.array = "['attentions']", .kind = StackKind::Cross}));
        QVERIFY(found.has_value());
        QVERIFY(found->stacks.front().kind == StackKind::Cross);
        COMPARE_VALUES(found->stacks.front().name, "cross");
        COMPARE_VALUES(found->stacks.front().reading.kind.why, "Chosen by you");
    }

    void anArrayThatWasLeftOutMayBecomeAttention()
    {
        const auto found = recognised(namedAndOther(), about({.array = "['other']", .use = ArrayUse::Attention, .kind = StackKind::Encoder}));
        QVERIFY(found.has_value());
        COMPARE_VALUES(found->stacks.size(), std::size_t{2});
        COMPARE_VALUES(found->stacks[0].reading.address, "['attentions']"); // the order of the file stays
        QVERIFY(found->stacks[1].kind == StackKind::Encoder);
        COMPARE_VALUES(arrayAt(*found, "['other']").reason.why, "Chosen by you");
    }

    void anArrayMayBeTheGradientOfAnotherOrBeLeftOut()
    {
        const Value both = Dictionary{{"first_attn", attention({2, 3, 5, 5})}, {"second_attn", attention({2, 3, 5, 5}, {.seed = 4})}};
        COMPARE_VALUES(recognised(both, {})->stacks.size(), std::size_t{2});
        const auto gradient = recognised(both, about({.array = "['second_attn']", .use = ArrayUse::Gradient}));
        QVERIFY(gradient.has_value());
        COMPARE_VALUES(gradient->stacks.size(), std::size_t{1});
        COMPARE_VALUES(gradient->stacks.front().gradients.size(), std::size_t{1});
        QVERIFY(arrayAt(*gradient, "['second_attn']").use == ArrayUse::Gradient);
        const auto left = recognised(both, about({.array = "['first_attn']", .use = ArrayUse::LeftOut}));
        QVERIFY(left.has_value());
        COMPARE_VALUES(left->stacks.size(), std::size_t{1});
        COMPARE_VALUES(left->stacks.front().reading.address, "['second_attn']");
    }

    void theLastAttentionCannotBeLeftOut()
    {
        const auto found = recognised(Dictionary{{"attentions", attention({2, 3, 5, 5})}}, about({.array = "['attentions']", .use = ArrayUse::LeftOut}));
        QVERIFY(!found && found.error().kind == ErrorKind::Usage);
        const auto absent = recognised(namedAndOther(), about({.array = "['nothing']", .use = ArrayUse::Attention}));
        QVERIFY(!absent && absent.error().kind == ErrorKind::Usage);
    }

    void axesOfAnyStackMayBeSwappedAndUnchangedOnesKeepTheirReason()
    {
        const Value both = Dictionary{{"encoder_attentions", attention({2, 3, 5, 5})}, {"decoder_attentions", attention({4, 3, 6, 6})}};
        const auto found = recognised(both, about({.array = "['decoder_attentions']", .axes = {{0, AxisRole::Head}, {1, AxisRole::Layer}, {2, AxisRole::Query}, {3, AxisRole::Key}}}));
        QVERIFY(found.has_value());
        COMPARE_VALUES(found->stacks[0].attention->layers(), 2);
        COMPARE_VALUES(found->stacks[1].attention->layers(), 3);
        COMPARE_VALUES(found->stacks[1].attention->shapes(0).front().heads, 4);
        const auto& axes = found->stacks[1].reading.axes;
        COMPARE_VALUES(axes[0].why, "Chosen by you");
        QVERIFY(axes[3].why.starts_with("Sums to 1"));
        QVERIFY(axes[3].certainty == Certainty::Measured);
    }

    void anotherListOfTokensMayBeTaken()
    {
        const Value root = Dictionary{{"attentions", attention({2, 3, 3, 3})}, {"tokens", strings({"a", "b", "c"})}, {"words", strings({"x", "y", "z"})}};
        COMPARE_VALUES(recognised(root, {})->stacks.front().keyTokens.front().front(), "a");
        ReadingChoices choices;
        choices.tokensAt = "['words']";
        const auto found = recognised(root, choices);
        COMPARE_VALUES(found->stacks.front().keyTokens.front().front(), "x");
        COMPARE_VALUES(found->tokenLists.size(), std::size_t{2});
        COMPARE_VALUES(found->tokenLists[1].content, "3 strings");
    }

    void segmentsAreTypedAndWrittenInOneForm()
    {
        const auto typed = segmentsFromText(" queries 32,text ");
        QVERIFY(typed.has_value());
        QVERIFY(*typed == (std::vector<Segment>{{"queries", SegmentKind::Queries, 0, 32, {}}, {"text", SegmentKind::Text, 32, 0, {}}}));
        const auto patches = segmentsFromText("prefix 1, patches 2x3");
        QVERIFY(patches.has_value());
        QVERIFY(patches->back().grid == (Grid{2, 3}));
        COMPARE_VALUES(segmentText(*patches), "prefix 1, patches 2x3");
        for (const char* wrong : {"", "words 3", "text, queries 3", "queries 0, text", "queries -1, text", "patches 0x3", "queries 3x2, text", "text 5,"})
            QVERIFY2(!segmentsFromText(wrong), wrong);
    }

    void chosenSegmentsDivideTheAxisOrAreRefusedWithItsSize()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "attentions.npy";
        writeNpy(file, attention({2, 3, 7, 7}));
        const auto usual = openDump(file);
        QVERIFY(usual.has_value());
        COMPARE_VALUES(segmentsOf(**usual), "text 7");
        const auto segments = *segmentsFromText("queries 4, text");
        const auto chosen = openDump(file, about({.array = "", .querySegments = segments, .keySegments = segments}));
        QVERIFY(chosen.has_value());
        COMPARE_VALUES(segmentsOf(**chosen), "queries 4, text 3");
        COMPARE_VALUES((*chosen)->stacks().front().reading.positions.why, "Chosen by you");
        const auto wrong = openDump(file, about({.array = "", .keySegments = *segmentsFromText("queries 4, text 9")}));
        QVERIFY(!wrong && wrong.error().kind == ErrorKind::Usage);
        QVERIFY(wrong.error().what.find("has 7 positions") != std::string::npos);
    }

    void whatWasChosenIsReadAgainFromItsManifest()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "attentions.npy";
        writeNpy(file, attention({2, 3, 7, 7}));
        const auto segments = *segmentsFromText("queries 4, text");
        const auto chosen = openDump(file, about({.array = "", .kind = StackKind::Text, .axes = {{0, AxisRole::Head}, {1, AxisRole::Layer}}, .querySegments = segments, .keySegments = segments}));
        QVERIFY(chosen.has_value());
        const auto manifest = manifestPathFor(**chosen);
        COMPARE_VALUES(manifest.filename().string(), "attentions.headlight.json");
        writeText(manifest, toJson(*manifestOf(**chosen)));
        const auto again = openDump(file);
        QVERIFY(again.has_value());
        QVERIFY((*again)->manifest() == manifest);
        QVERIFY((*again)->stacks().front().kind == StackKind::Text);
        COMPARE_VALUES((*again)->stacks().front().layers.size(), std::size_t{3});
        COMPARE_VALUES(segmentsOf(**again), "queries 4, text 3");
        const auto over = openDump(file, about({.array = "", .kind = StackKind::Decoder, .axes = {{0, AxisRole::Layer}, {1, AxisRole::Head}}}));
        QVERIFY(over.has_value());
        QVERIFY((*over)->stacks().front().kind == StackKind::Decoder);
        COMPARE_VALUES((*over)->stacks().front().layers.size(), std::size_t{2});
        COMPARE_VALUES(segmentsOf(**over), "queries 4, text 3"); // what was not chosen anew stays as the manifest says
    }

    void entriesOfAListAreStepsOrLayersAsPeopleSay()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "dump.json";
        const auto keptAndOpened = [&](const ReadingChoices& choices) {
            const auto chosen = openDump(file, choices);
            if (!chosen)
                return sentence(chosen.error());
            const auto once = sizesOf(**chosen);
            writeText(manifestPathFor(**chosen), toJson(*manifestOf(**chosen)));
            const auto again = openDump(file);
            std::filesystem::remove(manifestPathFor(**chosen));
            return again ? once + "; " + sizesOf(**again) : sentence(again.error());
        };
        writeText(file, entriesOf({4, 4, 6})); // keys that do not grow: layers
        COMPARE_VALUES(sizesOf(**openDump(file)), "3 layers, 1 samples, 1 x 4");
        COMPARE_VALUES(keptAndOpened(about({.array = "attn", .storage = StackStorage::Steps})), "1 layers, 1 samples, 3 x 6; 1 layers, 1 samples, 3 x 6");
        writeText(file, entriesOf({4, 5, 6}));
        COMPARE_VALUES(sizesOf(**openDump(file)), "1 layers, 1 samples, 3 x 6");
        COMPARE_VALUES((*openDump(file))->stacks().front().reading.storage.why, "Keys grow by the rows of every entry of the list, or its name and single rows say so");
        COMPARE_VALUES(keptAndOpened(about({.array = "attn", .storage = StackStorage::Dense})), "3 layers, 1 samples, 1 x 4; 3 layers, 1 samples, 1 x 4");
        writeText(file, entriesOf({4}));
        QVERIFY(keptAndOpened(about({.array = "attn", .storage = StackStorage::Steps})).find("attn is no list of steps") != std::string::npos);
    }

    void wholeMapsAreASlidingWindowWherePeopleSay()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "attentions.npy";
        const Tensor array = attention({1, 1, 4, 5}); // 4 queries: the token itself in column 2, two neighbours on either side
        const auto band = valuesOf(array);
        writeNpy(file, array);
        COMPARE_VALUES(sizesOf(**openDump(file)), "1 layers, 1 samples, 4 x 5");
        const auto window = about({.array = "", .storage = StackStorage::Windowed});
        const auto chosen = openDump(file, window);
        QVERIFY2(chosen.has_value(), chosen ? "" : sentence(chosen.error()).c_str());
        QVERIFY((*chosen)->stacks().front().storage == StackStorage::Windowed);
        COMPARE_VALUES((*chosen)->stacks().front().reading.storage.why, "Chosen by you");
        writeText(manifestPathFor(**chosen), toJson(*manifestOf(**chosen)));
        const auto again = openDump(file);
        QVERIFY2(again.has_value(), again ? "" : sentence(again.error()).c_str());
        for (const auto& dump : {*chosen, *again}) {
            COMPARE_VALUES(sizesOf(*dump), "1 layers, 1 samples, 4 x 4");
            Matrix map(4, 4);
            QVERIFY((*dump->attention(StackIndex{0}, SampleIndex{0}))->rows({LayerIndex{0}, HeadIndex{0}}, {0, 4}, map.block(), {}).has_value());
            for (std::int64_t query = 0; query < 4; ++query)
                for (std::int64_t key = 0; key < 4; ++key) {
                    const auto column = key - query + 2;
                    const float expected = column < 0 || column > 4 ? 0.0F : band[static_cast<std::size_t>(5 * query + column)];
                    QCOMPARE(map.row(query)[static_cast<std::size_t>(key)], expected);
                }
        }
        std::filesystem::remove(manifestPathFor(**chosen));

        writeNpy(file, attention({1, 1, 3, 2}));
        const auto none = openDump(file, window);
        QVERIFY(!none && none.error().kind == ErrorKind::Usage);
        QVERIFY(none.error().what.find("cannot be a sliding window") != std::string::npos);
    }

    void paddingBeginsWherePeopleSay()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "attentions.npy";
        writeNpy(file, attention({2, 3, 5, 5}));
        const auto axesOf = [](const Dump& dump) { return (*dump.attention(StackIndex{0}, SampleIndex{0}))->axes(); };
        const auto both = openDump(file, about({.array = "", .queryLength = 3, .keyLength = 3}));
        COMPARE_VALUES(labelsOf(*axesOf(**both).keys), "0 1 2 3- 4- ");
        COMPARE_VALUES((*both)->samples().front().padding, 2);
        const auto keys = openDump(file, about({.array = "", .keyLength = 4}));
        COMPARE_VALUES(labelsOf(*axesOf(**keys).keys), "0 1 2 3 4- ");
        COMPARE_VALUES(labelsOf(*axesOf(**keys).queries), "0 1 2 3 4 ");
        writeText(manifestPathFor(**keys), toJson(*manifestOf(**keys)));
        const auto again = openDump(file);
        COMPARE_VALUES(labelsOf(*axesOf(**again).keys), "0 1 2 3 4- ");
        const auto wrong = openDump(file, about({.array = "", .queryLength = 6}));
        QVERIFY(!wrong && wrong.error().kind == ErrorKind::Usage);
        QVERIFY(wrong.error().what.find("the query axis has 5 positions") != std::string::npos);
    }

    void eachSideOfEachArrayHasItsOwnList()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "dump.json";
        writeText(
            file,
            R"({"cross_attn": [[[1.0, 0], [0, 1], [0.5, 0.5]]], "decoder_attn": [[[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]], "abc": ["a", "b", "c"], "xyz": ["x", "y", "z"], "pq": ["p", "q"]})");
        auto choices = about({.array = "cross_attn", .queryTokensAt = "xyz", .keyTokensAt = "pq"});
        choices.arrays.push_back({.array = "decoder_attn", .queryTokensAt = "abc", .keyTokensAt = "abc"});
        const auto dump = openDump(file, choices);
        QVERIFY(dump.has_value());
        const auto labels = [](const Dump& one) {
            std::string all;
            for (std::int64_t i = 0; i < 2; ++i) {
                const auto maps = one.attention(StackIndex{i}, SampleIndex{0});
                all += one.stacks()[static_cast<std::size_t>(i)].name + ": " + labelsOf(*(*maps)->axes().queries) + "by " + labelsOf(*(*maps)->axes().keys);
            }
            return all;
        };
        COMPARE_VALUES(labels(**dump), "cross: x y z by p q decoder: a b c by a b c ");
        writeText(manifestPathFor(**dump), toJson(*manifestOf(**dump)));
        COMPARE_VALUES(labels(**openDump(file)), "cross: x y z by p q decoder: a b c by a b c ");
        ReadingChoices over = about({.array = "decoder_attn", .queryTokensAt = "xyz", .keyTokensAt = "xyz"}); // over what the manifest says
        COMPARE_VALUES(labels(**openDump(file, over)), "cross: x y z by p q decoder: x y z by x y z ");
    }

    void aManifestTakesItsWholeNameWhereAnotherFileHasTheSameStem()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "one.npy";
        writeNpy(file, attention({2, 3, 7, 7}));
        writeText(file.parent_path() / "one.txt", "notes");
        COMPARE_VALUES(manifestPathFor(**openDump(file)).filename().string(), "one.npy.headlight.json");
    }
};

HEADLIGHT_GUILESS_TEST(tst_array_choices)

} // namespace array_choices_test

#include "tst_array_choices.moc"
