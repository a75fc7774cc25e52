// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people may say about arrays over recognition and manifests, and that it survives a manifest.

#include "core/dump/trees.h"
#include "dump/manifest.h"
#include "dump/manifest_files.h"
#include "dump/recognise.h"
#include "dump/segment_text.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

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

std::string segmentsOf(const Dump& dump)
{
    return segmentText((*dump.attention(StackIndex{0}, SampleIndex{0}))->axes().keys->segments);
}

} // namespace

class TestArrayChoices : public QObject {
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

    void aManifestTakesItsWholeNameWhereAnotherFileHasTheSameStem()
    {
        const QTemporaryDir folder;
        const Path file = Path(folder.path().toStdString()) / "one.npy";
        writeNpy(file, attention({2, 3, 7, 7}));
        writeText(file.parent_path() / "one.txt", "notes");
        COMPARE_VALUES(manifestPathFor(**openDump(file)).filename().string(), "one.npy.headlight.json");
    }
};

QTEST_GUILESS_MAIN(TestArrayChoices)
#include "tst_array_choices.moc"
