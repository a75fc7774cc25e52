// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// JSON as tensor2tensor and BertViz write it: every stack that is recognised can be read and has labels for its positions, whatever
// the sizes of matrices and token lists. Seeds: tests/fixtures/tensor2tensor.
#include "dump/axis_plans.h"
#include "dump/recognise.h"
#include "fuzzed.h"

namespace {

using namespace headlight;

constexpr std::int64_t kMostRead = 10'000;

void readMaps(const RecognisedStack& stack)
{
    const auto& array = *stack.attention;
    for (std::int64_t sample = 0; sample < std::min<std::int64_t>(array.samples(), 3); ++sample) {
        const auto shapes = array.shapes(sample);
        for (std::int64_t layer = 0; layer < std::min<std::int64_t>(array.layers(), 3); ++layer)
            for (std::int64_t head = 0; head < std::min<std::int64_t>(shapes[static_cast<std::size_t>(layer)].heads, 3); ++head) {
                const auto map = array.map(sample, layer, head);
                fuzzed::must(map || !sentence(map.error()).empty());
                if (!map || map->count() > kMostRead)
                    continue;
                std::vector<float> values(static_cast<std::size_t>(map->count()));
                const auto read = map->read(std::span<float>(values));
                fuzzed::must(read || !sentence(read.error()).empty());
            }
    }
}

void labelAxes(const RecognisedStack& stack)
{
    SampleFacts facts;
    facts.attention = stack.attention;
    facts.queryTokens = stack.queryTokens.empty() ? std::vector<std::string>{} : stack.queryTokens.front();
    facts.keyTokens = stack.keyTokens.empty() ? std::vector<std::string>{} : stack.keyTokens.front();
    StackFacts known;
    known.kind = stack.kind;
    known.namedKind = stack.namedKind;
    for (const auto& plans : planAxes(known, {facts}, kMostRead).plans) {
        const auto shape = stack.attention->shapes(0).front();
        if (shape.queries > kMostRead || shape.keys > kMostRead)
            continue;
        const Axis axis = makeAxis(plans.keys ? *plans.keys : plans.queries);
        fuzzed::must(axis.size() >= shape.keys && (axis.size() == 0 || !axis.segments.empty()));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto opening = formats::openingOf(fuzzed::sourceOf(data, size), "fuzzed.json", fuzzed::limits());
    const auto document = formats::readOpening(*opening);
    if (!document)
        return 0;
    RecognitionHints hints;
    hints.stem = "fuzzed";
    hints.style = document->style;
    const auto recognition = recognise(document->root, hints);
    if (!recognition) {
        fuzzed::must(!sentence(recognition.error()).empty());
        return 0;
    }
    fuzzed::must(!recognition->stacks.empty());
    for (const auto& stack : recognition->stacks) {
        readMaps(stack);
        labelAxes(stack);
    }
    return 0;
}
