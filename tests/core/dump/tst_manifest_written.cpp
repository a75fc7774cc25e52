// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What was understood of a dump, written as a manifest, opens as the same dump.
#include "core/dump/manifest_texts.h"
#include "support/test_class.h"

#include <QTemporaryDir>

#include <cstdlib>

namespace manifest_written_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// Opens, writes what was understood as a manifest beside it, opens again.
void opensTheSameWithItsOwnManifest(const Path& path, const ReadingChoices& choices = {})
{
    const auto first = openDump(path, choices);
    QVERIFY2(first.has_value(), whyNot(first).c_str());
    const auto made = manifestOf(**first);
    QVERIFY(made.has_value());
    Path beside = path;
    beside += ".headlight.json";
    writeText(beside, toJson(*made));
    QCOMPARE(QString::fromStdString(JsonSchema(schema()).problem(nlohmann::json::parse(toJson(*made)))), QString());
    const auto second = openDump(path);
    QVERIFY2(second.has_value(), whyNot(second).c_str());
    equalDumps(**first, **second);
    std::filesystem::remove(beside);
}

} // namespace

class tst_manifest_written : public QObject {
    Q_OBJECT

private slots:
    void whatWasUnderstoodIsAManifestThatGivesTheSame()
    {
        const Folder folder;
        folder.add("attentions.npy", attention({2, 2, 2, 5, 5}, {false, 4, 1})).add("tokens.json", R"([["[CLS]", "wo", "##rd", "[SEP]"], ["[CLS]", "a", "b", "[SEP]"]])").add("captions_and_ids.json", R"({"caption": ["one", "two"], "pair_id": [3, 4]})");
        opensTheSameWithItsOwnManifest(folder / "attentions.npy");
        ReadingChoices turned;
        turned.axes = {{0, AxisRole::Head}};
        opensTheSameWithItsOwnManifest(folder / "attentions.npy", turned);
        ReadingChoices numbers;
        numbers.numbersOnly = true;
        opensTheSameWithItsOwnManifest(folder / "attentions.npy", numbers);
        ReadingChoices typed;
        typed.tokens = std::vector<std::string>{"x", "y"};
        opensTheSameWithItsOwnManifest(folder / "attentions.npy", typed);
    }

    /// Two layers of one head; two steps behind a prompt of 3 tokens, whose rows are not there.
    void stepsBehindAPromptKeepTheirPlaces()
    {
        const std::string steps = R"("attentions": [[[[[[0.25, 0.25, 0.25, 0.25]]]], [[[[0, 0, 0, 1]]]]], [[[[[0, 0, 0, 0.5, 0.5]]]], [[[[1, 0, 0, 0, 0]]]]]])";
        const Folder folder;
        folder.add("numbers.json", "{" + steps + "}").add("words.json", R"({"tokens": ["a", "b", "c", "d", "e"], )" + steps + "}");
        const auto labels = [&](const char* name) {
            const auto dump = openDump(folder / name);
            const auto maps = (*dump)->attention(StackIndex{0}, SampleIndex{0});
            const auto& items = (*maps)->axes().queries->items;
            return items.size() == 2 ? items[0].label + items[1].label : std::string();
        };
        COMPARE_VALUES(labels("numbers.json"), "34");
        COMPARE_VALUES(labels("words.json"), "de");
        opensTheSameWithItsOwnManifest(folder / "numbers.json");
        opensTheSameWithItsOwnManifest(folder / "words.json");
        // The same rows as a plain array: only a manifest can say where they stand.
        folder.add("plain.npy", Tensor::fromFloats({1, 2, 5}, {0.25F, 0.25F, 0.25F, 0.25F, 0.0F, 0.0F, 0.0F, 0.0F, 0.5F, 0.5F}));
        folder.add("plain.headlight.json", manifest(R"("stacks": [{"kind": "self", "axes": ["head", "query", "key"], "firstQuery": 3}])"));
        COMPARE_VALUES(labels("plain.npy"), "34");
    }

    void sharedDumpsGiveTheSameWithTheirOwnManifest()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        if (shared == nullptr)
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        int opened = 0;
        QTemporaryDir copies;
        for (const char* name : {"covr_blip2/attentions_0.pt", "clip/image_attn_probs.pt", "gpt2/prompt0_attentions.pt", "gpt2/prompt1_attentions.npz", "gpt2/prompt2_attentions.json",
                                 "gpt2/prompt3_attentions.safetensors", "bert_sst2/sample1.npz", "transliteration/word0.pt", "bertviz_json/bert_head_view.json",
                                 "bertviz_json/opus_en_de_encoder_decoder.json", "bertviz_json/tensor2tensor_en_de.json", "gpt2/prompt4_attentions.h5",
                                 "bert_sst2/sample0.h5", "transliteration/word1_generate_steps.pt", "longformer/window32/attentions.pt", "longformer/window512/attentions.npz"}) {
            const Path folder = Path(copies.path().toStdString()) / std::to_string(opened++);
            std::filesystem::copy((Path(shared) / name).parent_path(), folder);
            opensTheSameWithItsOwnManifest(folder / Path(name).filename());
            if (QTest::currentTestFailed())
                QFAIL(name);
        }
        QVERIFY(opened > 10);
    }
};

HEADLIGHT_GUILESS_TEST(tst_manifest_written)

} // namespace manifest_written_test

#include "tst_manifest_written.moc"
