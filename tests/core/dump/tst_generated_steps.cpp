// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What text generation returns step by step becomes one map for each head, row by row what the steps hold.
#include "core/dump/trees.h"
#include "dump/recognise.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>

namespace generated_steps_test {

using namespace headlight;
using namespace headlight::test;

namespace {

Result<Recognition> recognised(const Value& root)
{
    RecognitionHints hints;
    hints.stem = "outputs";
    return recognise(root, hints);
}

/// One tensor whose values tell where they come from: step + key / 100.
Tensor numbered(const Shape& shape, int step)
{
    std::vector<float> values;
    for (std::int64_t i = 0; i < *elementCount(shape); ++i)
        values.push_back(static_cast<float>(step) + static_cast<float>(i % shape.back()) / 100.0F);
    return Tensor::fromFloats(shape, values);
}

std::vector<std::string> words(const Tensor& map)
{
    std::vector<std::string> rows;
    const auto values = valuesOf(map);
    const auto keys = static_cast<std::size_t>(map.size(1));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i % keys == 0)
            rows.emplace_back();
        rows.back() += (i % keys == 0 ? "" : " ") + (std::isnan(values[i]) ? std::string("nan") : fmt::format("{:.2f}", values[i]));
    }
    return rows;
}

/// A block of `prompt` rows, then single rows; `layers` layers of [1, 2, rows, keys].
List selfSteps(std::int64_t layers, std::int64_t prompt, std::int64_t steps)
{
    List list;
    for (std::int64_t step = 0; step < steps; ++step) {
        List all;
        for (std::int64_t layer = 0; layer < layers; ++layer)
            all.emplace_back(numbered({1, 2, step == 0 ? prompt : 1, prompt + step}, static_cast<int>(step)));
        list.emplace_back(all);
    }
    return list;
}

bool hasNote(const Recognition& recognition, std::string_view part, NoteWeight weight)
{
    return std::ranges::any_of(recognition.notes, [&](const Note& note) { return note.weight == weight && (note.title + ". " + note.text).find(part) != std::string::npos; });
}

std::string shapeOf(const RecognisedStack& stack)
{
    const auto shape = stack.attention->shapes(0).front();
    return fmt::format("{} layers, {} samples, {} heads, {} x {}", stack.attention->layers(), stack.attention->samples(), shape.heads, shape.queries, shape.keys);
}

} // namespace

class tst_generated_steps : public QObject {
    Q_OBJECT

private slots:
    void aBlockOfThePromptAndSingleRowsAreOneMap()
    {
        const auto found = recognised(Value(Dictionary{{"attentions", selfSteps(2, 2, 3)}}));
        QVERIFY(found.has_value());
        const auto& stack = found->stacks.front();
        QVERIFY(stack.storage == StackStorage::Steps);
        COMPARE_VALUES(shapeOf(stack), "2 layers, 1 samples, 2 heads, 4 x 4");
        COMPARE_VALUES(words(*stack.attention->map(0, 1, 1)), (std::vector<std::string>{"0.00 0.01 0.00 0.00", // [prompt, prompt]
                                                                                        "0.00 0.01 0.00 0.00",
                                                                                        "1.00 1.01 1.02 0.00", // [1, t]
                                                                                        "2.00 2.01 2.02 2.03"}));
        COMPARE_VALUES(stack.reading.reasons.front(),
                       "Joined from 3 steps of text generation with 2 layers each: the first gives 2 rows, the others those of the new tokens; keys beyond the length of a step are 0.");
        QVERIFY(!std::ranges::any_of(found->notes, [](const Note& note) { return note.title.find("left out") != std::string::npos; }));
    }

    void partsOfRowsAndColumnsAreReadLikeAnyTensor()
    {
        const auto found = recognised(Value(Dictionary{{"attentions", selfSteps(1, 2, 3)}}));
        const auto map = *found->stacks.front().attention->map(0, 0, 0);
        QVERIFY((valuesOf(map.narrow(0, 1, 2).narrow(1, 1, 2)) == std::vector<float>{0.01F, 0.0F, 1.01F, 1.02F}));
        QVERIFY((valuesOf(map.select(1, 2)) == std::vector<float>{0.0F, 0.0F, 1.02F, 2.02F}));
    }

    void beamsAreSamples()
    {
        List steps;
        for (std::int64_t step = 0; step < 4; ++step)
            steps.emplace_back(layers(3, {5, 2, 1, step + 1}));
        const auto found = recognised(Value(Dictionary{{"decoder_attentions", steps}}));
        COMPARE_VALUES(shapeOf(found->stacks.front()), "3 layers, 5 samples, 2 heads, 4 x 4");
        COMPARE_VALUES(found->stacks.front().name, "decoder");
    }

    void selfAndCrossStepsOfAnEncoderDecoderAreTwoStacks()
    {
        List decoder;
        List cross;
        for (std::int64_t step = 0; step < 3; ++step) {
            decoder.emplace_back(layers(2, {1, 4, 1, step + 1}));
            cross.emplace_back(layers(2, {1, 4, 1, 5}));
        }
        const auto found = recognised(Value(Dictionary{{"encoder_attentions", layers(2, {1, 4, 5, 5})}, {"decoder_attentions", decoder}, {"cross_attentions", cross}}));
        COMPARE_VALUES(found->stacks.size(), 3U);
        QVERIFY(found->stacks[0].storage == StackStorage::Dense);
        COMPARE_VALUES(shapeOf(found->stacks[1]), "2 layers, 1 samples, 4 heads, 3 x 3");
        COMPARE_VALUES(shapeOf(found->stacks[2]), "2 layers, 1 samples, 4 heads, 3 x 5");
        QVERIFY(found->stacks[2].kind == StackKind::Cross);
        QVERIFY(valuesOf(*found->stacks[2].attention->map(0, 1, 3)).size() == 15U);
    }

    void layersMayBeAnAxisOfEveryStep()
    {
        List steps;
        for (int step = 0; step < 3; ++step)
            steps.emplace_back(numbered({6, 1, 2, 1, step + 1}, step)); // [layer, sample, head, query, key]
        const auto found = recognised(Value(Dictionary{{"attentions", steps}}));
        COMPARE_VALUES(shapeOf(found->stacks.front()), "6 layers, 1 samples, 2 heads, 3 x 3");
        COMPARE_VALUES(words(*found->stacks.front().attention->map(0, 5, 1))[2], "2.00 2.01 2.02");
    }

    void severalTokensOfOneStepAreSeveralRows()
    {
        const Value steps = List{List{numbered({1, 1, 2, 2}, 0)}, List{numbered({1, 1, 3, 5}, 1)}, List{numbered({1, 1, 1, 6}, 2)}}; // speculative decoding
        const auto found = recognised(Value(Dictionary{{"attentions", steps}}));
        QVERIFY(found.has_value());
        COMPARE_VALUES(words(*found->stacks.front().attention->map(0, 0, 0))[4], "1.00 1.01 1.02 1.03 1.04 0.00");
    }

    void aStepOfNoneIsSaidAndTheOthersKeepTheirPlaces()
    {
        auto steps = selfSteps(2, 2, 4);
        steps[1] = List{Value(), Value()};
        const auto found = recognised(Value(Dictionary{{"attentions", steps}}));
        QVERIFY(found.has_value());
        COMPARE_VALUES(words(*found->stacks.front().attention->map(0, 0, 0)),
                       (std::vector<std::string>{"0.00 0.01 0.00 0.00 0.00", "0.00 0.01 0.00 0.00 0.00", "nan nan nan 0.00 0.00", "2.00 2.01 2.02 2.03 0.00",
                                                 "3.00 3.01 3.02 3.03 3.04"}));
        QVERIFY(hasNote(*found, "Step 2 of ['attentions'] is left out. The model returned None here. Its rows are shown as no numbers", NoteWeight::Warning));
        steps[1] = Value();
        QVERIFY(hasNote(*recognised(Value(Dictionary{{"attentions", steps}})), "Step 2 of ['attentions'] is left out", NoteWeight::Warning));
    }

    void aLayerThatOneStepLacksIsSaid()
    {
        auto steps = selfSteps(3, 1, 4);
        steps[2] = List{steps[2].list()->at(0), Value(), steps[2].list()->at(2)};
        const auto one = recognised(Value(Dictionary{{"attentions", steps}}));
        QVERIFY(hasNote(*one, "Step 3 of ['attentions'] is left out in layer 2. The model returned None here.", NoteWeight::Warning));
        COMPARE_VALUES(words(*one->stacks.front().attention->map(0, 0, 0))[2], "2.00 2.01 2.02 0.00");
        COMPARE_VALUES(words(*one->stacks.front().attention->map(0, 1, 0))[2], "nan nan nan 0.00");

        steps[2] = List{steps[2].list()->at(0)};
        const auto short1 = recognised(Value(Dictionary{{"attentions", steps}}));
        QVERIFY(short1.has_value());
        COMPARE_VALUES(shapeOf(short1->stacks.front()), "3 layers, 1 samples, 2 heads, 4 x 4");
        QVERIFY(hasNote(*short1, "Step 3 of ['attentions'] is left out in 2 of 3 layers. The step has 1 layers, others have 3.", NoteWeight::Warning));
    }

    void aStepThatIsAbsentLeavesAGap()
    {
        auto steps = selfSteps(2, 1, 4);
        steps.erase(steps.begin() + 2);
        const auto found = recognised(Value(Dictionary{{"attentions", steps}}));
        COMPARE_VALUES(words(*found->stacks.front().attention->map(0, 0, 0)), (std::vector<std::string>{"0.00 0.00 0.00 0.00", "1.00 1.01 0.00 0.00", "nan nan nan 0.00", "3.00 3.01 3.02 3.03"}));
        QVERIFY(hasNote(*found, "No step of ['attentions'] holds row 2", NoteWeight::Warning));
    }

    void rowsOfThePromptMayBeMissing()
    {
        auto steps = selfSteps(2, 5, 4);
        steps.erase(steps.begin());
        const auto found = recognised(Value(Dictionary{{"attentions", steps}}));
        COMPARE_VALUES(shapeOf(found->stacks.front()), "2 layers, 1 samples, 2 heads, 3 x 8");
        QVERIFY(hasNote(*found, "attends to 5 keys before it", NoteWeight::Information));
        QVERIFY(found->stacks.front().kind == StackKind::Self);
    }

    void batchesOfMapsWithOneQueryAreNoSteps()
    {
        const auto found = recognised(Value(List{layers(2, {1, 4, 1, 50}), layers(2, {1, 4, 1, 50})})); // the row of the class token, image by image
        QVERIFY(found->stacks.front().storage == StackStorage::Dense);
        COMPARE_VALUES(shapeOf(found->stacks.front()), "2 layers, 2 samples, 4 heads, 1 x 50");
    }

    void stepsOfHalfPrecisionStayHalf()
    {
        // 1.0 and 0.5 as bfloat16, little-endian.
        const auto half = [](const Shape& shape) {
            std::vector<std::byte> bytes;
            for (std::int64_t i = 0; i < *elementCount(shape); ++i)
                bytes.insert(bytes.end(), {std::byte{0x00}, i % shape.back() == 0 ? std::byte{0x3F} : std::byte{0x3E}});
            return *Tensor::contiguous(DType::BFloat16, shape, std::make_shared<MemoryBuffer>(bytes));
        };
        const auto found = recognised(Value(Dictionary{{"attentions", List{List{half({1, 1, 1, 1})}, List{Value()}, List{half({1, 1, 1, 3})}}}}));
        QVERIFY(found.has_value());
        QVERIFY(found->stacks.front().attention->dtype() == DType::BFloat16);
        COMPARE_VALUES(words(*found->stacks.front().attention->map(0, 0, 0)), (std::vector<std::string>{"0.50 0.00 0.00", "nan nan 0.00", "0.50 0.12 0.12"}));
    }
};

HEADLIGHT_GUILESS_TEST(tst_generated_steps)

} // namespace generated_steps_test

#include "tst_generated_steps.moc"
