// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/trees.h"
#include "dump/collect.h"
#include "dump/names.h"
#include "dump/sample_records.h"
#include "dump/sidecar.h"
#include "support/test_class.h"

namespace sidecar_test {

using namespace headlight;
using namespace headlight::test;

namespace {

SampleAddress at(const std::string& stem, std::int64_t running = 0, std::int64_t samplesInFile = 1)
{
    SampleAddress address;
    address.stem = stem;
    address.running = running;
    address.samplesInFile = samplesInFile;
    return address;
}

Tensor integers(std::vector<std::int64_t> numbers)
{
    std::vector<std::byte> bytes(numbers.size() * sizeof(std::int64_t));
    std::memcpy(bytes.data(), numbers.data(), bytes.size());
    const auto size = static_cast<std::int64_t>(numbers.size());
    return *Tensor::contiguous(DType::Int64, {size}, std::make_shared<MemoryBuffer>(std::move(bytes)));
}

} // namespace

class tst_sidecar : public QObject {
    Q_OBJECT

private slots:
    void aListOfWordsIsTheTokensOfOneSample()
    {
        const auto sidecar = sidecarOf(strings({"a", "b"}), "tokens.json");
        COMPARE_VALUES(sidecar.records.size(), 1U);
        QVERIFY((recordFor(sidecar, at("attentions"))->tokens == std::vector<std::string>{"a", "b"}));
    }

    void aListPerSampleFollowsTheRunningNumber()
    {
        const auto sidecar = sidecarOf(Value(List{strings({"a"}), strings({"b", "c"})}), "tokens.json");
        COMPARE_VALUES(recordFor(sidecar, at("attentions_1", 1))->tokens.size(), 2U);
        QVERIFY(recordFor(sidecar, at("attentions_2", 2)) == nullptr);
    }

    void parallelListsGiveEverySampleItsFields()
    {
        for (const Value& ids : {Value(List{std::int64_t{12060}, std::int64_t{12067}}), Value(integers({12060, 12067}))}) {
            const auto sidecar = sidecarOf(Value(Dictionary{{"caption", strings({"first", "second"})}, {"pair_id", ids}}), "captions_and_ids.json");
            COMPARE_VALUES(sidecar.records.size(), 2U);
            COMPARE_VALUES(recordFor(sidecar, at("x", 1, 2))->caption, "second");
            COMPARE_VALUES(recordFor(sidecar, at("x", 1, 2))->id, "12067");
        }
    }

    void recordsByNameMatchTheStem()
    {
        const auto record = [](const char* prompt) { return Value(Dictionary{{"prompt", prompt}, {"tokens", strings({prompt})}, {"raw_tokens", strings({"raw"})}}); };
        const auto sidecar = sidecarOf(Value(Dictionary{{"prompt1", record("one")}, {"prompt10", record("ten")}}), "tokens.json");
        COMPARE_VALUES(recordFor(sidecar, at("prompt1_attentions"))->caption, "one");
        COMPARE_VALUES(recordFor(sidecar, at("prompt10_attentions"))->caption, "ten");
        COMPARE_VALUES(recordFor(sidecar, at("prompt10_attentions"))->tokens.front(), "ten");
        QVERIFY(recordFor(sidecar, at("prompt2_attentions")) == nullptr);
    }

    void numberedListsMatchTheStem()
    {
        const Value root = Dictionary{{"texts", List{Dictionary{{"text", "a"}}, Dictionary{{"text", "b"}}}}, {"logits", integers({1, 2})}};
        const auto sidecar = sidecarOf(root, "texts.json");
        COMPARE_VALUES(recordFor(sidecar, at("text1"))->caption, "b");
        QVERIFY(recordFor(sidecar, at("image_attn_probs")) == nullptr); // two texts are not the caption of one picture
    }

    void freeFieldsAreKept()
    {
        const Value root = Dictionary{{"sample1", Dictionary{{"source_id", std::int64_t{843}}, {"sentence", "good"}, {"true_label", std::int64_t{0}}, {"score", 0.5},
                                                             {"input_ids", integers({1, 2})}, {"next", strings({"x", "y"})}}}};
        const auto sidecar = sidecarOf(root, "samples.json");
        const auto* record = recordFor(sidecar, at("sample1"));
        COMPARE_VALUES(record->id, "843");
        COMPARE_VALUES(record->caption, "good");
        COMPARE_VALUES(record->fields.size(), 3U);
        COMPARE_VALUES(record->fields[0].first + "=" + record->fields[0].second, "true_label=0");
        COMPARE_VALUES(record->fields[2].second, "x, y");
    }

    void namesOfSidecarsAreKnown()
    {
        for (const auto* name : {"tokens.json", "captions_and_ids.json", "samples.json", "texts.json", "run3_tokens.json", "Tokens.JSON"})
            QVERIFY2(isSidecarName(name), name);
        for (const auto* name : {"attentions.json", "tokens.pt", "mytokens.json", "config.json", "texts"})
            QVERIFY2(!isSidecarName(name), name);
    }

    void namesTellAttentionFromGradients()
    {
        QVERIFY(saysAttention("image_attn_probs") && saysAttention("attentions_0") && saysAttention("outputs.attentions"));
        QVERIFY(!saysAttention("image_attn_grad_text0") && !saysAttention("attendance"));
        COMPARE_VALUES(gradientTarget("gradients_243"), "243");
        COMPARE_VALUES(gradientTarget("image_attn_grad_text0"), "text0");
        COMPARE_VALUES(gradientTarget("grad_bull_mastiff"), "bull_mastiff");
        COMPARE_VALUES(gradientTarget("gradients"), "");
        COMPARE_VALUES(gradientBase("image_attn_grad_text0"), attentionBase("image_attn_probs"));
        COMPARE_VALUES(gradientBase("gradients_243"), attentionBase("attentions"));
    }

    void aFileOfASeriesContinuesTheRunningNumber()
    {
        FileSet set;
        set.attention.files = {"attentions_1.pt"};
        set.attention.numbers = {1};
        set.whole.files = {"attentions_0.pt", "attentions_1.pt"};
        set.whole.numbers = {0, 1};
        const auto sidecar = sidecarOf(strings({"a", "b", "c", "d"}), "captions.json");
        const auto records = recordsOf(set, {sidecar}, {{0, 0, 2}, {0, 1, 2}});
        COMPARE_VALUES(records[0].caption, "c");
        COMPARE_VALUES(records[1].caption, "d");
    }

    void aSeriesThatCountsFromOneStartsWithTheFirstCaption()
    {
        FileSet set;
        set.attention.files = set.whole.files = {"attentions_1.pt", "attentions_2.pt"};
        set.attention.numbers = set.whole.numbers = {1, 2};
        const auto sidecar = sidecarOf(strings({"a", "b", "c", "d"}), "captions.json");
        const auto records = recordsOf(set, {sidecar}, {{0, 0, 2}, {0, 1, 2}, {1, 0, 2}, {1, 1, 2}});
        COMPARE_VALUES(records[0].caption, "a");
        COMPARE_VALUES(records[3].caption, "d");
    }

    void aMissingFileLeavesItsCaptionsOut()
    {
        FileSet set;
        set.attention.files = set.whole.files = {"attentions_0.pt", "attentions_2.pt"};
        set.attention.numbers = set.whole.numbers = {0, 2};
        const auto sidecar = sidecarOf(strings({"a", "b", "c"}), "captions.json");
        const auto records = recordsOf(set, {sidecar}, {{0, 0, 1}, {1, 0, 1}});
        COMPARE_VALUES(records[0].caption, "a");
        COMPARE_VALUES(records[1].caption, "c");
    }
};

HEADLIGHT_GUILESS_TEST(tst_sidecar)

} // namespace sidecar_test

#include "tst_sidecar.moc"
