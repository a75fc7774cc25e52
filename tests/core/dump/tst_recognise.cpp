// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/recognised.h"
#include "support/test_class.h"

#include <algorithm>

namespace recognise_test {

using namespace headlight;
using namespace headlight::test;

namespace {

Tensor permuted(const Tensor& tensor, std::vector<std::int64_t> order)
{
    return tensor.permuted(order);
}

} // namespace

class tst_recognise : public QObject {
    Q_OBJECT

private slots:
    void aListOfLayersWithABatchIsWhatModelsReturn()
    {
        const auto found = recognised(layers(4, {2, 3, 6, 6}));
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(rolesOf(stack), "-1 layer, 0 sample, 1 head, 2 query, 3 key");
        COMPARE_VALUES(shapeOf(stack), "4 layers, 2 samples, 3 heads, 6 x 6");
        COMPARE_VALUES(stack.name, "self");
        QVERIFY(axisOf(stack, AxisRole::Key).certainty == Certainty::Measured);
        QVERIFY(axisOf(stack, AxisRole::Query).certainty == Certainty::Measured);
        QVERIFY(axisOf(stack, AxisRole::Layer).certainty == Certainty::Named);
        QVERIFY(axisOf(stack, AxisRole::Key).why.starts_with("Sums to 1 within"));
        QVERIFY(axisOf(stack, AxisRole::Key).why.ends_with("in all 144 rows"));
    }

    void ofTwoListsWithTheSameNameTheOuterOneIsIt()
    {
        for (const std::string name : {"layer", "sample"}) {
            Dictionary outer;
            for (std::uint32_t i = 0; i < 3; ++i) {
                Dictionary inner;
                for (std::uint32_t k = 0; k < 2; ++k)
                    inner.emplace_back(fmt::format("{}.{}", name, k), attention({4, 6, 6}, {.seed = 2 * i + k + 1}));
                outer.emplace_back(fmt::format("{}_{}", name, i), std::move(inner));
            }
            const auto found = recognised(outer);
            QVERIFY(found.has_value());
            const auto& stack = found->stacks.front();
            COMPARE_VALUES(rolesOf(stack), name == "layer" ? "-2 layer, -1 sample, 0 head, 1 query, 2 key" : "-2 sample, -1 layer, 0 head, 1 query, 2 key");
            for (std::int64_t sample = 0; sample < stack.attention->samples(); ++sample)
                for (std::int64_t layer = 0; layer < stack.attention->layers(); ++layer) {
                    const auto seed = static_cast<std::uint32_t>(name == "layer" ? 2 * layer + sample + 1 : 2 * sample + layer + 1);
                    COMPARE_VALUES(valuesOf(*stack.attention->map(sample, layer, 3)), valuesOf(attention({4, 6, 6}, {.seed = seed}).select(0, 3)));
                }
        }
    }

    void threeListsAroundMapsWithHeadsAreRefused()
    {
        const Value outer = List(3, Value(List(2, layers(2, {4, 6, 6}))));
        COMPARE_VALUES(recognised(outer).error().kind == ErrorKind::Unsupported, true);
    }

    void anArrayWithoutQueriesOrKeysIsNoAttention()
    {
        for (const Shape& shape : {Shape{2, 3, 4, 0}, Shape{2, 3, 0, 4}}) {
            Dictionary entry;
            entry.emplace_back("attn", Tensor::fromFloats(shape, {}));
            entry.emplace_back("left_text", strings({"a", "b", "c", "d"}));
            Dictionary root;
            root.emplace_back("attention", List{Value(std::move(entry))});
            COMPARE_VALUES(recognised(root).error().what, "holds an empty array of attention");
        }
    }

    void formsOfStackedArrays_data()
    {
        QTest::addColumn<QList<int>>("shape");
        QTest::addColumn<QString>("roles");
        QTest::addColumn<QString>("sizes");
        QTest::newRow("layer, sample, head") << QList<int>{4, 2, 3, 6, 6} << "0 layer, 1 sample, 2 head, 3 query, 4 key" << "4 layers, 2 samples, 3 heads, 6 x 6";
        QTest::newRow("layer, head") << QList<int>{4, 3, 6, 6} << "0 layer, 1 head, 2 query, 3 key" << "4 layers, 1 samples, 3 heads, 6 x 6";
        QTest::newRow("one layer with a batch of one") << QList<int>{1, 3, 6, 6} << "0 sample, 1 head, 2 query, 3 key" << "1 layers, 1 samples, 3 heads, 6 x 6";
        QTest::newRow("heads of one layer") << QList<int>{3, 6, 6} << "0 head, 1 query, 2 key" << "1 layers, 1 samples, 3 heads, 6 x 6";
        QTest::newRow("one map") << QList<int>{6, 6} << "0 query, 1 key" << "1 layers, 1 samples, 1 heads, 6 x 6";
        QTest::newRow("rectangular") << QList<int>{4, 3, 7, 5} << "0 layer, 1 head, 2 query, 3 key" << "4 layers, 1 samples, 3 heads, 7 x 5";
    }
    void formsOfStackedArrays()
    {
        QFETCH(QList<int>, shape);
        QFETCH(QString, roles);
        QFETCH(QString, sizes);
        const auto found = recognised(attention(Shape(shape.begin(), shape.end())));
        QVERIFY(found.has_value());
        COMPARE_VALUES(rolesOf(found->stacks.front()), roles.toStdString());
        COMPARE_VALUES(shapeOf(found->stacks.front()), sizes.toStdString());
    }

    /// Every level used to be tried in two ways, each of them with all levels below: found by fuzz_tensor2tensor.
    void listsNestedFortyDeepAreWalkedOnceForEachLevel()
    {
        const auto inLists = [](Value value) {
            for (int depth = 0; depth < 40; ++depth) {
                List list;
                list.push_back(std::move(value));
                value = std::move(list);
            }
            return value;
        };
        QVERIFY(!recognised(inLists(std::string("no attention"))));
        QVERIFY(!recognised(inLists(List{})));
    }

    void theKeyAxisIsMeasuredWhereverItStands()
    {
        const Tensor usual = attention({4, 1, 3, 6, 6});
        const auto expected = valuesOf(usual.select(0, 2).select(0, 0).select(0, 1)); // layer 2, head 1
        const auto transposed = recognised(permuted(usual, {0, 1, 2, 4, 3}));
        const auto headsLast = recognised(permuted(usual, {0, 1, 3, 4, 2}));
        QVERIFY(transposed && headsLast);
        COMPARE_VALUES(rolesOf(transposed->stacks.front()), "0 layer, 1 sample, 2 head, 3 key, 4 query");
        COMPARE_VALUES(rolesOf(headsLast->stacks.front()), "0 layer, 1 sample, 2 query, 3 key, 4 head");
        for (const auto* found : {&*transposed, &*headsLast}) {
            const auto map = found->stacks.front().attention->map(0, 2, 1);
            QVERIFY(map.has_value());
            QVERIFY(valuesOf(*map) == expected); // [query, key] again, row by row
        }
    }

    void equalSizesOfLayerAndHeadAreAssumedAndSaid()
    {
        const auto found = recognised(attention({12, 12, 5, 5}));
        const auto& stack = found->stacks.front();
        const auto& layer = axisOf(stack, AxisRole::Layer);
        COMPARE_VALUES(layer.axis, 0);
        QVERIFY(layer.certainty == Certainty::Assumed);
        COMPARE_VALUES(layer.why, "Axes 0 and 1 both have 12 entries; layer first is usual");
        COMPARE_VALUES(axisOf(stack, AxisRole::Head).why, "Follows from axis 0");
    }

    void writtenAxisNamesDecide_data()
    {
        QTest::addColumn<QString>("entry");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("roles");
        const QString headFirst = QStringLiteral("0 head, 1 layer, 2 query, 3 key");
        QTest::newRow("attribute of an HDF5 set") << "attentions@axes" << QStringList{"head,layer,query,key"} << headFirst;
        QTest::newRow("list of strings") << "attentions@DIMENSION_LABELS" << QStringList{"Head", "Layer", "Query", "Key"} << headFirst;
        QTest::newRow("letters in brackets") << "axes" << QStringList{"[H, L, Q, K]"} << headFirst;
        QTest::newRow("times signs") << "attentions_dims" << QStringList{"heads x layers x from x to"} << headFirst;
        QTest::newRow("transposed maps") << "dims" << QStringList{"layer head key query"} << "0 layer, 1 head, 2 key, 3 query";
        const QString measured = QStringLiteral("0 layer, 1 head, 2 query, 3 key");
        QTest::newRow("an unknown word says nothing") << "dims" << QStringList{"head layer seq seq"} << measured;
        QTest::newRow("a word twice says nothing") << "dims" << QStringList{"head head query key"} << measured;
        QTest::newRow("too few words say nothing") << "dims" << QStringList{"layer query key"} << measured;
        QTest::newRow("another array's names say nothing") << "hidden@axes" << QStringList{"head,layer,query,key"} << measured;
    }
    void writtenAxisNamesDecide()
    {
        QFETCH(QString, entry);
        QFETCH(QStringList, words);
        QFETCH(QString, roles);
        List list;
        for (const auto& word : words)
            list.emplace_back(word.toStdString());
        const Value written = list.size() == 1 ? list.front() : Value(list);
        const auto found = recognised(Dictionary{{"attentions", attention({4, 4, 5, 5})}, {entry.toStdString(), written}});
        QVERIFY(found.has_value());
        COMPARE_VALUES(rolesOf(found->stacks.front()), roles.toStdString());
        const auto& head = axisOf(found->stacks.front(), AxisRole::Head);
        const bool named = !found->stacks.front().reading.axes.empty() && head.certainty == Certainty::Named;
        const bool says = roles != QStringLiteral("0 layer, 1 head, 2 query, 3 key");
        COMPARE_VALUES(named, says);
        QVERIFY(!says || head.why.starts_with(entry.toStdString() + " says "));
    }

    void fourEqualAxesStillHaveAMeasuredKey()
    {
        const auto found = recognised(attention({6, 6, 6, 6}));
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(rolesOf(stack), "0 layer, 1 head, 2 query, 3 key");
        QVERIFY(axisOf(stack, AxisRole::Key).certainty == Certainty::Measured);
    }

    void aBatchOfTokenListsNamesTheSampleAxis()
    {
        const Value root = Dictionary{{"attentions", attention({2, 3, 4, 4})}, {"tokens", List{strings({"a", "b", "c", "d"}), strings({"e", "f", "g", "h"})}}};
        const auto found = recognised(root);
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(rolesOf(stack), "0 sample, 1 head, 2 query, 3 key");
        QVERIFY(axisOf(stack, AxisRole::Sample).certainty == Certainty::Named);
        COMPARE_VALUES(stack.keyTokens.size(), 2U);
        COMPARE_VALUES(stack.keyTokens[1].front(), "e");
    }

    void dictionariesOfLayersAreOrderedByNumber()
    {
        Dictionary entries;
        for (const int layer : {0, 10, 2, 1, 3, 4, 5, 6, 7, 8, 9})
            entries.emplace_back(fmt::format("layer.{}.attn", layer), attention({1, 2, 3, 3}, {false, -1, static_cast<std::uint32_t>(layer + 1)}));
        const auto found = recognised(Value(entries), "dump");
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(shapeOf(stack), "11 layers, 1 samples, 2 heads, 3 x 3");
        QVERIFY(axisOf(stack, AxisRole::Layer).certainty == Certainty::Named);
        QVERIFY(valuesOf(*stack.attention->map(0, 10, 0)) == valuesOf(attention({1, 2, 3, 3}, {false, -1, 11}).select(0, 0).select(0, 0)));
        COMPARE_VALUES(stack.reading.array, "['layer.0.attn'] to ['layer.10.attn']");
    }

    void attentionIsFoundAtAnyDepth()
    {
        const Value root = Dictionary{{"model", "gpt2"}, {"outputs", Dictionary{{"loss", 1.5}, {"hidden_states", layers(3, {1, 6, 8})}, {"attentions", layers(4, {1, 3, 6, 6})}}}};
        const auto found = recognised(root, "run");
        COMPARE_VALUES(found->stacks.size(), 1U);
        COMPARE_VALUES(found->stacks.front().reading.array, "['outputs']['attentions']");
        COMPARE_VALUES(shapeOf(found->stacks.front()), "4 layers, 1 samples, 3 heads, 6 x 6");
    }

    void aLayerAndHeadInListsAreMapsOfTheirOwn()
    {
        List list;
        for (int layer = 0; layer < 2; ++layer)
            list.emplace_back(Dictionary{{"head_0", attention({5, 5}, {false, -1, 3})}, {"head_1", attention({5, 5}, {false, -1, 4})}, {"head_2", attention({5, 5}, {false, -1, 5})}});
        const auto found = recognised(Value(list));
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(rolesOf(stack), "-2 layer, -1 head, 0 query, 1 key");
        COMPARE_VALUES(shapeOf(stack), "2 layers, 1 samples, 3 heads, 5 x 5");
        QVERIFY(valuesOf(*stack.attention->map(0, 1, 2)) == valuesOf(attention({5, 5}, {false, -1, 5})));
    }

    void nestedNumbersAreAnArray()
    {
        List rows;
        for (int i = 0; i < 3; ++i)
            rows.emplace_back(List{0.5, 0.25, 0.25});
        const auto found = recognised(Value(Dictionary{{"attention", List{Value(rows), Value(rows)}}}), "x");
        COMPARE_VALUES(shapeOf(found->stacks.front()), "1 layers, 1 samples, 2 heads, 3 x 3");
    }

    void batchesInAListMayDifferInSizeAndLength()
    {
        const Value root = List{layers(3, {2, 4, 6, 6}), layers(3, {1, 4, 9, 9})};
        const auto found = recognised(root);
        const auto& array = *found->stacks.front().attention;
        COMPARE_VALUES(array.samples(), 3);
        COMPARE_VALUES(array.layers(), 3);
        COMPARE_VALUES(array.shapes(1).front().keys, 6);
        COMPARE_VALUES(array.shapes(2).front().keys, 9);
        QVERIFY(array.map(2, 1, 3).has_value());
    }

    void layersMayDifferInLength()
    {
        const Value root = List{attention({1, 3, 6, 6}), attention({1, 3, 5, 5}), attention({1, 2, 4, 4})};
        const auto shapes = recognised(root)->stacks.front().attention->shapes(0);
        QVERIFY((shapes == std::vector<LayerShape>{{3, 6, 6}, {3, 5, 5}, {2, 4, 4}}));
    }

    void samplesAsAListOfDictionariesAreOneStack()
    {
        List list;
        for (int sample = 0; sample < 3; ++sample)
            list.emplace_back(Dictionary{{"tokens", strings({"a", "b", "c", "d"})}, {"attentions", layers(2, {1, 2, 4, 4})}});
        const auto found = recognised(Value(list));
        COMPARE_VALUES(found->stacks.size(), 1U);
        COMPARE_VALUES(shapeOf(found->stacks.front()), "2 layers, 3 samples, 2 heads, 4 x 4");
    }

    void encoderDecoderAndCrossAreThreeStacks()
    {
        const Value root = Dictionary{{"encoder_attentions", layers(2, {1, 4, 5, 5})},       {"decoder_attentions", layers(2, {1, 4, 6, 6}, {true})},
                                      {"cross_attentions", layers(2, {1, 4, 6, 5})},         {"source_tokens", strings({"a", "b", "c", "d", "e"})},
                                      {"decoder_tokens", strings({"<s>", "1", "2", "3", "4", "5"})}, {"predicted_tokens", strings({"1", "2", "3", "4", "5", "</s>"})}};
        const auto found = recognised(root, "word0");
        COMPARE_VALUES(found->stacks.size(), 3U);
        const auto& cross = found->stacks[2];
        COMPARE_VALUES(found->stacks[0].name, "encoder");
        COMPARE_VALUES(found->stacks[1].name, "decoder");
        COMPARE_VALUES(cross.name, "cross");
        COMPARE_VALUES(cross.querySequence, "decoder");
        COMPARE_VALUES(cross.keySequence, "encoder");
        COMPARE_VALUES(cross.queryTokens.front().front(), "<s>");
        COMPARE_VALUES(cross.keyTokens.front().front(), "a");
    }

    /// Found by the fuzzer: 958 bytes of a pickle took a second, 3 kB a minute.
    void aDeepListInManyPlacesIsNotWalkedInAllOfThem()
    {
        Value deep = List{};
        for (int depth = 0; depth < 216; ++depth)
            deep = List{std::move(deep)};
        const auto found = recognised(List(std::size_t{500'000}, deep));
        QVERIFY(!found && found.error().kind == ErrorKind::NotADump);
    }

    void nothingButNoneSaysHowToGetAttention()
    {
        for (const Value& root : {Value(List{Value(), Value(), Value()}), Value(Dictionary{{"attentions", Value()}, {"loss", 1.0}}),
                                  Value(Dictionary{{"attentions", List{Value(), Value()}}})}) {
            const auto found = recognised(root, "outputs");
            QVERIFY(!found && found.error().kind == ErrorKind::NotADump);
            QVERIFY(found.error().what.find("attn_implementation='eager'") != std::string::npos);
        }
    }

    void otherFilesSayWhatTheyHold()
    {
        const auto config = recognised(Value(Dictionary{{"model", "gpt2"}, {"name", "a"}, {"kind", "b"}, {"size", std::int64_t{3}}}), "config");
        QVERIFY(!config && config.error().kind == ErrorKind::NotADump);
        COMPARE_VALUES(config.error().what, "holds no attention: 3 strings and a number");
        COMPARE_VALUES(recognised(Value(List{}), "x").error().what, "holds no attention: an empty list");
        QVERIFY(recognised(Value(Opaque{"my.Model", {}}), "x").error().what.find("my.Model") != std::string::npos);
        QVERIFY(config.error().remedy.find("torch.save") != std::string::npos);
    }

    void blocksOfASentencePairKeepTheirNames()
    {
        const auto entry = [](const Shape& shape, const std::vector<std::string>& left, const std::vector<std::string>& right, float scale) {
            auto values = valuesOf(attention(shape));
            for (float& value : values)
                value *= scale;
            return Value(Dictionary{{"attn", Tensor::fromFloats(shape, values)}, {"left_text", strings(left)}, {"right_text", strings(right)}});
        };
        const Value root = Dictionary{{"attention", Dictionary{{"ab", entry({3, 2, 3, 2}, {"a", "b", "c"}, {"d", "e"}, 0.4F)},
                                                               {"all", entry({3, 2, 5, 5}, {"a", "b", "c", "d", "e"}, {"a", "b", "c", "d", "e"}, 1.0F)}}}};
        const auto found = recognised(root, "head_view");
        COMPARE_VALUES(found->stacks.size(), 2U);
        COMPARE_VALUES(found->stacks[0].name, "all");
        COMPARE_VALUES(found->stacks[1].name, "ab");
        QVERIFY(found->stacks[1].kind == StackKind::Cross);
        COMPARE_VALUES(found->stacks[1].querySequence, "a");
        COMPARE_VALUES(found->stacks[1].keySequence, "b");
        COMPARE_VALUES(found->stacks[1].keyTokens.front().size(), 2U);
        QVERIFY(hasNote(*found, "Block ab is a part of all", NoteWeight::Information));
        QVERIFY(!std::ranges::any_of(found->notes, [](const Note& note) { return note.weight == NoteWeight::Warning; }));
    }

    void aListOfNamedArraysGivesKinds()
    {
        const auto entry = [](const Value& name, const Shape& shape) {
            return Value(Dictionary{{"name", name}, {"attn", attention(shape)}, {"left_text", strings({"a", "b"})}, {"right_text", strings({"a", "b"})}});
        };
        const auto found = recognised(Value(Dictionary{{"attention", List{entry("Encoder", {2, 2, 2, 2}), entry("Cross", {2, 2, 2, 2})}}}), "x");
        COMPARE_VALUES(found->stacks[0].name, "encoder");
        COMPARE_VALUES(found->stacks[1].name, "cross");
        COMPARE_VALUES(recognised(Value(Dictionary{{"attention", List{entry(Value(), {2, 2, 2, 2})}}}), "x")->stacks[0].name, "self");
    }

    void peopleMaySwapAxes()
    {
        const auto usual = recognised(attention({3, 2, 5, 5}));
        const auto swapped = recognised(attention({3, 2, 5, 5}), "attentions", {{{0, AxisRole::Head}}, {}, false});
        QVERIFY(usual && swapped);
        const auto& stack = swapped->stacks.front();
        COMPARE_VALUES(rolesOf(stack), "0 head, 1 layer, 2 query, 3 key");
        COMPARE_VALUES(shapeOf(stack), "2 layers, 1 samples, 3 heads, 5 x 5");
        QVERIFY(valuesOf(*stack.attention->map(0, 1, 2)) == valuesOf(*usual->stacks.front().attention->map(0, 2, 1)));
        COMPARE_VALUES(axisOf(stack, AxisRole::Layer).why, "Swapped with axis 0");
    }

    void aListOfBatchesKeepsItsSamplesWhenAnotherAxisIsChosen()
    {
        const Value batches = List(2, layers(3, {2, 4, 6, 6}));
        ReadingChoices choices;
        COMPARE_VALUES(rolesOf(recognised(batches, "attentions", choices)->stacks.front()), "-2 sample, -1 layer, 0 sample, 1 head, 2 query, 3 key");
        choices.axes = {{1, AxisRole::Sample}};
        COMPARE_VALUES(rolesOf(recognised(batches, "attentions", choices)->stacks.front()), "-2 sample, -1 layer, 0 head, 1 sample, 2 query, 3 key");
        choices.axes = {{-2, AxisRole::Head}};
        const auto twice = recognised(batches, "attentions", choices);
        QVERIFY(!twice && twice.error().kind == ErrorKind::Usage);
        COMPARE_VALUES(twice.error().what, "two axes of the tensors would be the samples");
    }

    void peopleMayTransposeAndFixAxes()
    {
        const auto transposed = recognised(layers(2, {1, 3, 4, 4}), "attentions", {{{2, AxisRole::Key}}, {}, false});
        COMPARE_VALUES(rolesOf(transposed->stacks.front()), "-1 layer, 0 sample, 1 head, 2 key, 3 query");
        const auto fixed = recognised(attention({3, 2, 5, 5}), "attentions", {{{0, AxisRole::Fixed}}, {}, false});
        COMPARE_VALUES(shapeOf(fixed->stacks.front()), "1 layers, 1 samples, 2 heads, 5 x 5");
        QVERIFY(!recognised(layers(2, {1, 3, 4, 4}), "attentions", {{{-1, AxisRole::Key}}, {}, false}));
        QVERIFY(!recognised(layers(2, {1, 3, 4, 4}), "attentions", {{{7, AxisRole::Key}}, {}, false}));
    }

    void layersOfNoneAndPairsOfKeyAndValueAreOneNoteAndKeepTheirNumbers()
    {
        List list;
        for (std::int64_t layer = 0; layer < 6; ++layer) {
            if (layer == 1 || layer == 3)
                list.emplace_back();
            else if (layer == 4)
                list.emplace_back(List{gradients({1, 3, 8, 16}), gradients({1, 3, 8, 16}, 4)});
            else
                list.emplace_back(attention({1, 3, 8, 8}, {.seed = static_cast<std::uint32_t>(layer + 1)}));
        }
        const auto found = recognised(Value(Dictionary{{"attentions", list}}));
        QVERIFY2(found.has_value(), found ? "" : sentence(found.error()).c_str());
        const auto& stack = found->stacks.front();
        COMPARE_VALUES(stack.attention->layers(), 6);
        COMPARE_VALUES(valuesOf(*stack.attention->map(0, 5, 2)), valuesOf(attention({1, 3, 8, 8}, {.seed = 6}).select(0, 0).select(0, 2)));
        QVERIFY(!stack.attention->map(0, 4, 0).has_value());
        COMPARE_VALUES(std::ranges::count_if(found->notes, [](const Note& note) { return note.title.find("Layer") != std::string::npos; }), 1);
        QVERIFY(hasNote(*found, "Layers 2, 4 and 5 hold no attention", NoteWeight::Warning));
        QVERIFY(hasNote(*found, "['attentions']: the model returned None here and a pair of key and value stands here, in 3 of 6 layers. "
                                      "Load the model with attn_implementation='eager', call it with output_attentions=True, and save again.", NoteWeight::Warning));
    }

    void aLookAtALargeArrayIsBounded()
    {
        // 40 million values of which only a few are made when they are read.
        class Uniform final : public ElementStorage {
        public:
            std::int64_t count(std::size_t) const override { return std::int64_t{12} * 12 * 512 * 512; }
            Result<void> gather(const StridedBox& box, std::size_t, std::span<std::byte> out) const override
            {
                std::int64_t number = 1;
                for (const auto size : box.shape)
                    number *= size;
                const float value = 1.0F / 512;
                for (std::int64_t i = 0; i < number; ++i)
                    std::memcpy(out.data() + i * 4, &value, 4);
                m_read += number;
                return {};
            }
            mutable std::int64_t m_read = 0;
        };
        const auto storage = std::make_shared<Uniform>();
        const auto tensor = Tensor::contiguous(DType::Float32, {12, 12, 512, 512}, storage);
        const auto found = recognised(Value(*tensor));
        QVERIFY(found.has_value());
        QVERIFY(storage->m_read * 50 < storage->count(4)); // less than 2 %
        QVERIFY(axisOf(found->stacks.front(), AxisRole::Key).why.find("rows looked at") != std::string::npos);
    }
};

HEADLIGHT_GUILESS_TEST(tst_recognise)

} // namespace recognise_test

#include "tst_recognise.moc"
