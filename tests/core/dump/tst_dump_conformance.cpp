// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The shared data sets open without a question, with exactly the stacks, samples, tokens, segments and targets their
// READMEs describe, and their maps are those the reference results were computed from.
#include "core/dump/trees.h"
#include "dump/dump.h"
#include "formats/registry.h"
#include "support/test_class.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace dump_conformance_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Path = std::filesystem::path;

/// "self self 12 x [12, 63, 63] float16"
std::string describe(const Stack& stack)
{
    const auto& shape = stack.layers.front();
    return fmt::format("{} {} {} x [{}, {}, {}] {}{}", stack.name, nameOf(stack.kind), stack.layers.size(), shape.heads, shape.queries, shape.keys, nameOf(stack.dtype),
                       stack.causal ? " causal" : "");
}

std::vector<std::string> describe(const Dump& dump)
{
    std::vector<std::string> texts;
    for (const auto& stack : dump.stacks())
        texts.push_back(describe(stack));
    return texts;
}

/// "queries 0+32, text 32+31"
std::string segmentsOf(const Axis& axis)
{
    std::string text;
    for (const auto& segment : axis.segments) {
        text += fmt::format("{}{} {}+{}", text.empty() ? "" : ", ", segment.name, segment.first, segment.count);
        if (segment.grid)
            text += fmt::format(" {}x{}", segment.grid->rows, segment.grid->columns);
    }
    return text;
}

Maps mapsOf(const Dump& dump, std::int64_t stack = 0, std::int64_t sample = 0)
{
    auto maps = dump.attention(StackIndex{stack}, SampleIndex{sample});
    return maps ? *maps : nullptr;
}

/// [layers, queries, keys], averaged over the heads.
std::vector<float> headMeans(const MapSource& maps)
{
    std::vector<float> means;
    for (std::size_t layer = 0; layer < maps.axes().layers.size(); ++layer) {
        const auto& shape = maps.axes().layers[layer];
        std::vector<double> sums(static_cast<std::size_t>(shape.queries * shape.keys), 0.0);
        for (std::int64_t head = 0; head < shape.heads; ++head) {
            const auto map = wholeMap(maps, {LayerIndex{static_cast<std::int64_t>(layer)}, HeadIndex{head}});
            for (std::size_t i = 0; map && i < sums.size(); ++i)
                sums[i] += static_cast<double>(map->values()[i]);
        }
        for (const double sum : sums)
            means.push_back(static_cast<float>(sum / static_cast<double>(shape.heads)));
    }
    return means;
}

float largestDifference(std::span<const float> a, std::span<const float> b)
{
    float largest = a.size() == b.size() ? 0.0F : 1e9F;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

std::vector<std::string> labelsOf(const Axis& axis, std::size_t first, std::size_t count)
{
    std::vector<std::string> labels;
    for (std::size_t i = first; i < first + count; ++i)
        labels.push_back(axis.items[i].label);
    return labels;
}

std::int64_t paddingOf(const Axis& axis)
{
    return std::ranges::count_if(axis.items, [](const AxisItem& item) { return item.marks.padding; });
}

bool asksNothing(const Dump& dump)
{
    return std::ranges::none_of(dump.notes(), [](const Note& note) { return note.weight == NoteWeight::Decision; });
}

bool warns(const Dump& dump)
{
    return std::ranges::any_of(dump.notes(), [](const Note& note) { return note.weight == NoteWeight::Warning; });
}

} // namespace

class tst_dump_conformance : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const char* folder = std::getenv("HEADLIGHT_SHARED_DATA");
        if (folder == nullptr || *folder == '\0')
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        m_data = folder;
    }

    void qFormerFolder()
    {
        const auto dump = open("covr_blip2");
        COMPARE_VALUES(dump->title(), "attentions_0.pt and 1 more");
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"self self 12 x [12, 63, 63] float16"});
        COMPARE_VALUES(dump->samples().size(), 4U);
        const auto& third = dump->samples()[2];
        COMPARE_VALUES(third.id, "12074");
        QVERIFY(third.caption.starts_with("is not a star any more"));
        COMPARE_VALUES(third.file, "attentions_1.pt");
        std::vector<std::int64_t> padding;
        for (const auto& sample : dump->samples())
            padding.push_back(sample.padding);
        COMPARE_VALUES(padding, (std::vector<std::int64_t>{8, 26, 7, 21})); // 31 less 23, 5, 24 and 10 tokens
        const auto& axis = *mapsOf(*dump)->axes().keys;
        COMPARE_VALUES(segmentsOf(axis), "queries 0+32, text 32+31");
        COMPARE_VALUES(labelsOf(axis, 31, 3), (std::vector<std::string>{"query 31", "[CLS]", "keep"}));
        COMPARE_VALUES(axis.items[55].token, "[PAD]");
        QVERIFY(axis.items[55].marks.padding && !axis.items[54].marks.padding);
        QVERIFY(!warns(*dump));
    }

    void qFormerMapsAreTheReference_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("sample");
        QTest::addColumn<QString>("expected");
        QTest::newRow("first of the folder") << "covr_blip2" << 0 << "covr_blip2/batch0_sample0.npz";
        QTest::newRow("last of the folder") << "covr_blip2" << 3 << "covr_blip2/batch1_sample1.npz";
        QTest::newRow("last of a file alone") << "covr_blip2/attentions_1.pt" << 1 << "covr_blip2/batch1_sample1.npz";
        QTest::newRow("GPT-2") << "gpt2/prompt0_attentions.pt" << 0 << "gpt2/prompt0.npz";
        QTest::newRow("BERT head view") << "bertviz_json/bert_head_view.json" << 0 << "bertviz_json/bert_head_view.npz";
    }
    void qFormerMapsAreTheReference()
    {
        QFETCH(QString, path);
        QFETCH(int, sample);
        QFETCH(QString, expected);
        const auto dump = open(path.toStdString());
        const auto reference = formats::readFile(m_data / "expected" / expected.toStdString());
        QVERIFY(reference && reference->root.find("attention_mean") != nullptr);
        const auto means = headMeans(*mapsOf(*dump, 0, sample));
        QVERIFY(largestDifference(means, valuesOf(*reference->root.find("attention_mean")->tensor())) < 1e-5F);
    }

    void qFormerFileAloneUsesItsOwnCaptions()
    {
        const auto dump = open("covr_blip2/attentions_1.pt");
        COMPARE_VALUES(dump->samples().size(), 2U);
        COMPARE_VALUES(dump->samples()[0].id, "12074");
        COMPARE_VALUES(segmentsOf(*mapsOf(*dump)->axes().keys), "queries 0+32, text 32+31");
        COMPARE_VALUES(mapsOf(*dump, 0, 1)->axes().keys->items[33].label, "change");
    }

    void imageTransformer_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("folder") << "vit_deit_tiny/dog_and_cat";
        QTest::newRow("file") << "vit_deit_tiny/dog_and_cat/attentions.pt";
    }
    void imageTransformer()
    {
        QFETCH(QString, path);
        const auto dump = open(path.toStdString());
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"vision vision 12 x [3, 197, 197] float32"});
        QVERIFY((dump->stacks().front().gradientTargets == std::vector<std::string>{"243", "282"}));
        COMPARE_VALUES(dump->samples().front().picture.filename().string(), "dog_and_cat.png");
        const auto& axis = *mapsOf(*dump)->axes().queries;
        COMPARE_VALUES(segmentsOf(axis), "prefix 0+1, patches 1+196 14x14");
        COMPARE_VALUES(labelsOf(axis, 0, 2), (std::vector<std::string>{"class", "patch 0,0"}));
        QVERIFY(!warns(*dump));
        // The relevance of the last layer alone is I + mean over heads of max(A * G, 0).
        const auto reference = formats::readFile(m_data / "expected/vit_deit_tiny/dog_and_cat.npz");
        const auto expected = valuesOf(*reference->root.find("relevancy_243_last")->tensor());
        const auto gradients = dump->gradients(StackIndex{0}, SampleIndex{0}, "243");
        QVERIFY(gradients.has_value());
        std::vector<float> relevance(197 * 197, 0.0F);
        for (std::int64_t head = 0; head < 3; ++head) {
            const auto weights = wholeMap(*mapsOf(*dump), {LayerIndex{11}, HeadIndex{head}});
            const auto slopes = wholeMap(**gradients, {LayerIndex{11}, HeadIndex{head}});
            for (std::size_t i = 0; i < relevance.size(); ++i)
                relevance[i] += std::max(0.0F, weights->values()[i] * slopes->values()[i]) / 3.0F;
        }
        for (std::size_t i = 0; i < 197; ++i)
            relevance[i * 198] += 1.0F;
        QVERIFY(largestDifference(relevance, expected) < 1e-5F);
    }

    void gpt2_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("firstTwo");
        QTest::newRow("torch") << "prompt0_attentions.pt" << "Data visualization";
        QTest::newRow("npz") << "prompt1_attentions.npz" << "Art ificial";
        QTest::newRow("json") << "prompt2_attentions.json" << "As the";
        QTest::newRow("HDF5") << "prompt4_attentions.h5" << "I EEE";
    }
    void gpt2()
    {
        QFETCH(QString, file);
        QFETCH(QString, firstTwo);
        const auto dump = open("gpt2/" + file.toStdString());
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"self self 12 x [12, 6, 6] float32 causal"});
        const auto& axis = *mapsOf(*dump)->axes().keys;
        COMPARE_VALUES(axis.items[0].label + " " + axis.items[1].label, firstTwo.toStdString());
        COMPARE_VALUES(segmentsOf(axis), "text 0+6");
        QVERIFY(!dump->samples().front().caption.empty());
        QVERIFY(!warns(*dump));
    }

    void aFolderOfPromptsHoldsSeveralDumps()
    {
        COMPARE_VALUES(dumpsIn(m_data / "gpt2")->size(), 5U);
        COMPARE_VALUES(dumpsIn(m_data / "clip")->size(), 2U);
        COMPARE_VALUES(dumpsIn(m_data / "bertviz_json")->size(), 6U);
        const auto several = openDump(m_data / "gpt2");
        QVERIFY(!several && several.error().kind == ErrorKind::Selection);
    }

    void aSentenceInAnHdf5File()
    {
        const auto dump = open("bert_sst2/sample0.h5");
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"self self 12 x [12, 64, 64] float32"});
        COMPARE_VALUES(labelsOf(*mapsOf(*dump)->axes().keys, 0, 5), (std::vector<std::string>{"[CLS]", "the", "film", "is", "filled"}));
        QVERIFY(dump->samples().front().caption.starts_with("working from a surprisingly"));
    }

    void sentencesWithForeignTokens()
    {
        const auto dump = open("bert_sst2/sample1.npz");
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"self self 12 x [12, 64, 64] float32"});
        COMPARE_VALUES(dump->samples().front().tokens, 38);
        COMPARE_VALUES(dump->samples().front().padding, 26);
        QVERIFY(dump->samples().front().caption.starts_with("a well-intentioned effort"));
        const auto& note = dump->notes().front();
        QVERIFY(note.weight == NoteWeight::Warning);
        COMPARE_VALUES(note.text, "45 tokens are listed before [PAD], but only 38 positions (0\u201337) ever receive attention. The file's labels are shown.");
        QVERIFY((note.offers == std::vector<NoteOffer>{NoteOffer::LoadTokens, NoteOffer::NumbersOnly}));
        const auto& axis = *mapsOf(*dump)->axes().keys;
        COMPARE_VALUES(labelsOf(axis, 0, 3), (std::vector<std::string>{"[CLS]", "u", "b"}));
        QVERIFY(axis.items[38].marks.padding && !axis.items[37].marks.padding);
    }

    void headViews()
    {
        const auto bert = open("bertviz_json/bert_head_view.json");
        COMPARE_VALUES(describe(*bert), (std::vector<std::string>{"all self 12 x [12, 11, 11] float32", "aa self 12 x [12, 6, 6] float32", "bb self 12 x [12, 5, 5] float32",
                                                                  "ab cross 12 x [12, 6, 5] float32", "ba cross 12 x [12, 5, 6] float32"}));
        QVERIFY(!warns(*bert));
        COMPARE_VALUES(labelsOf(*mapsOf(*bert, 3)->axes().keys, 0, 2), (std::vector<std::string>{"the", "turtle"}));
        COMPARE_VALUES(describe(*open("bertviz_json/gpt2_head_view.json")), std::vector<std::string>{"all self 12 x [12, 10, 10] float32 causal"});
        COMPARE_VALUES(describe(*open("bertviz_json/distilbert_model_view.json")), std::vector<std::string>{"all self 6 x [12, 11, 11] float32"});
        const auto opus = open("bertviz_json/opus_en_de_encoder_decoder.json");
        COMPARE_VALUES(describe(*opus), (std::vector<std::string>{"encoder encoder 6 x [8, 7, 7] float32", "decoder decoder 6 x [8, 14, 14] float32 causal",
                                                                  "cross cross 6 x [8, 14, 7] float32"}));
        COMPARE_VALUES(mapsOf(*opus, 2)->axes().queries->items[0].label, "Sie");
        COMPARE_VALUES(mapsOf(*opus, 2)->axes().keys->items[0].label, "She");
        const auto roberta = open("bertviz_json/roberta.npz");
        COMPARE_VALUES(describe(*roberta), std::vector<std::string>{"self self 12 x [12, 16, 16] float32"});
        QVERIFY(!warns(*roberta));
    }

    void tensor2TensorIsReadInItsOwnOrder()
    {
        const auto dump = open("bertviz_json/tensor2tensor_en_de.json");
        COMPARE_VALUES(describe(*dump), (std::vector<std::string>{"inp_out cross 6 x [8, 25, 15] float32", "out_out decoder 6 x [8, 25, 25] float32 causal",
                                                                  "inp_inp encoder 6 x [8, 15, 15] float32"}));
        QVERIFY(warns(*dump)); // rows do not sum to one, and a label is missing
        COMPARE_VALUES(labelsOf(*mapsOf(*dump)->axes().keys, 13, 2), (std::vector<std::string>{"d_", "14"}));
        COMPARE_VALUES(mapsOf(*dump)->axes().queries->items[0].label, "Das_");
    }

    void imageTower()
    {
        const auto dump = open("clip/image_attn_probs.pt");
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"vision vision 12 x [12, 50, 50] float32"});
        QVERIFY((dump->stacks().front().gradientTargets == std::vector<std::string>{"text0", "text1"}));
        COMPARE_VALUES(segmentsOf(*mapsOf(*dump)->axes().keys), "prefix 0+1, patches 1+49 7x7");
        COMPARE_VALUES(dump->samples().front().picture.filename().string(), "image.png");
        COMPARE_VALUES(dump->samples().front().caption, ""); // three texts are not the caption of the picture
        QVERIFY(!warns(*dump));
    }

    void textTower()
    {
        const auto dump = open("clip/text0.pt");
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{"text text 12 x [8, 77, 77] float16 causal"});
        COMPARE_VALUES(dump->stacks().front().gradientTargets.size(), 1U);
        COMPARE_VALUES(dump->samples().front().caption, "a photo of a red circle");
        const auto& axis = *mapsOf(*dump)->axes().keys;
        COMPARE_VALUES(segmentsOf(axis), "text 0+77");
        COMPARE_VALUES(labelsOf(axis, 5, 4), (std::vector<std::string>{"red", "circle", "<|endoftext|>", "8"}));
        COMPARE_VALUES(paddingOf(axis), 69);
        QVERIFY(dump->samples().front().picture.empty());
    }

    void encoderDecoder()
    {
        const auto dump = open("transliteration/word0.pt");
        COMPARE_VALUES(describe(*dump), (std::vector<std::string>{"encoder encoder 6 x [8, 6, 6] float32", "decoder decoder 6 x [8, 7, 7] float32 causal",
                                                                  "cross cross 6 x [8, 7, 6] float32"}));
        COMPARE_VALUES(mapsOf(*dump, 2)->axes().queries->items[1].label, "a");
        COMPARE_VALUES(mapsOf(*dump, 2)->axes().keys->items[1].label, "ت");
        QVERIFY(!warns(*dump));
    }

    void whatGenerationReturnsIsJoinedToOneMap()
    {
        const auto dump = open("transliteration/word1_generate_steps.pt");
        COMPARE_VALUES(describe(*dump), (std::vector<std::string>{"encoder encoder 6 x [8, 7, 7] float32", "decoder decoder 6 x [8, 8, 8] float32 causal",
                                                                  "cross cross 6 x [8, 8, 7] float32"}));
        QVERIFY(dump->stacks()[0].storage == StackStorage::Dense);
        const auto joined = formats::readFile(m_data / "expected/transliteration/word1_joined.npz");
        QVERIFY(joined.has_value());
        for (std::size_t stack = 1; stack < 3; ++stack) {
            QVERIFY(dump->stacks()[stack].storage == StackStorage::Steps);
            std::vector<float> values;
            for (std::int64_t layer = 0; layer < 6; ++layer)
                for (std::int64_t head = 0; head < 8; ++head) {
                    const auto map = wholeMap(*mapsOf(*dump, static_cast<std::int64_t>(stack)), {LayerIndex{layer}, HeadIndex{head}});
                    QVERIFY(map.has_value());
                    values.insert(values.end(), map->values().begin(), map->values().end());
                }
            COMPARE_VALUES(largestDifference(values, valuesOf(*joined->root.find(dump->stacks()[stack].name)->tensor())), 0.0F);
        }
        QVERIFY(!warns(*dump));
        const auto packaged = open("formats/pt/generate_steps.pt");
        QVERIFY(packaged->stacks().front().storage == StackStorage::Steps);
    }

    void slidingWindowsAreTheirExpansion_data()
    {
        QTest::addColumn<QString>("set");
        QTest::addColumn<QString>("stack");
        QTest::addColumn<int>("padding");
        QTest::addColumn<QList<int>>("layers"); // of the reference
        QTest::newRow("window 32") << "window32" << "self self 12 x [12, 128, 128] float32" << 18 << QList<int>{0, 11};
        QTest::newRow("window 512") << "window512" << "self self 2 x [1, 600, 600] float32" << 0 << QList<int>{1};
    }
    void slidingWindowsAreTheirExpansion()
    {
        QFETCH(QString, set);
        QFETCH(QString, stack);
        QFETCH(int, padding);
        QFETCH(QList<int>, layers);
        const auto dump = open("longformer/" + set.toStdString());
        COMPARE_VALUES(describe(*dump), std::vector<std::string>{stack.toStdString()});
        QVERIFY(dump->stacks().front().storage == StackStorage::Windowed);
        COMPARE_VALUES(dump->samples().front().padding, padding);
        const auto& reasons = dump->stacks().front().reading.reasons;
        QVERIFY(std::ranges::any_of(reasons, [](const std::string& reason) { return reason.starts_with("Global tokens stand at position 0 (measured)"); }));
        QVERIFY(!warns(*dump));
        const auto reference = formats::readFile(m_data / "expected/longformer" / (set.toStdString() + ".npz"));
        QVERIFY(reference.has_value());
        const auto dense = valuesOf(*reference->root.find("dense_layers")->tensor());
        const auto weighted = *reference->root.find("dense_checksum_weighted")->tensor();
        std::vector<double> checksums(static_cast<std::size_t>(weighted.count()));
        QVERIFY(weighted.read(std::span<double>(checksums)).has_value());
        const auto maps = mapsOf(*dump);
        std::vector<float> chosen;
        std::size_t number = 0;
        for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(maps->axes().layers.size()); ++layer)
            for (std::int64_t head = 0; head < maps->axes().layers.front().heads; ++head) {
                const auto map = wholeMap(*maps, {LayerIndex{layer}, HeadIndex{head}});
                QVERIFY(map.has_value());
                double sum = 0.0; // D[i, j] (i + 1) (j + 1)
                for (std::int64_t i = 0; i < map->rows(); ++i)
                    for (std::int64_t j = 0; j < map->columns(); ++j)
                        sum += static_cast<double>((*map)(i, j)) * static_cast<double>((i + 1) * (j + 1));
                QVERIFY(std::abs(sum - checksums[number]) <= 1e-9 * checksums[number]);
                ++number;
                if (layers.contains(static_cast<int>(layer)))
                    chosen.insert(chosen.end(), map->values().begin(), map->values().end());
            }
        COMPARE_VALUES(largestDifference(chosen, dense), 0.0F);
    }

    void everyPackagedVariantOfFloatsOpens()
    {
        for (const auto* file : {"pt/list_zip.pt", "pt/dict_layers.pt", "pt/stacked_zip.pt", "pt/requires_grad.pt", "pt/nested.pt", "pt/nested_lists.pt", "pt/model_output_class.pt",
                                 "npy/fortran.npy", "npy/layers_deflate.npz", "json/plain.json", "json/attention.jsonl", "json/bertviz_list.json", "json/bertviz_dict.json"}) {
            const auto dump = openDump(m_data / "formats" / file);
            QVERIFY2(dump.has_value(), file);
            QVERIFY2(describe((*dump)->stacks().front()).find(" 4 x [3, 6, 6] float") != std::string::npos, file);
            QVERIFY2((*dump)->stacks().front().causal, file);
        }
    }

    void permutedHeadsAndTransposedKeysGiveTheSameMaps()
    {
        const auto reference = valuesOf(*formats::readFile(m_data / "formats/reference.npy")->root.tensor()); // [4, 1, 3, 6, 6]
        for (const auto* file : {"pt/permuted_heads_last.pt", "pt/transposed.pt", "pt/list_zip.pt"}) {
            const auto maps = mapsOf(*open(std::string("formats/") + file));
            for (std::int64_t layer = 0; layer < 4; ++layer)
                for (std::int64_t head = 0; head < 3; ++head) {
                    const auto map = wholeMap(*maps, {LayerIndex{layer}, HeadIndex{head}});
                    const auto expected = std::span<const float>(reference).subspan(static_cast<std::size_t>((layer * 3 + head) * 36), 36);
                    QVERIFY2(largestDifference(map->values(), expected) == 0.0F, file);
                }
        }
    }

    void whatCannotBeShownIsSaidInWords()
    {
        const auto importance = openDump(m_data / "longformer/window32/head_importance.pt");
        QVERIFY(!importance && importance.error().kind == ErrorKind::NotADump);
        const auto gradients = openDump(m_data / "vit_deit_tiny/dog_and_cat/gradients_243.pt");
        QVERIFY(!gradients && gradients.error().what.find("gradients") != std::string::npos);
    }

private:
    /// Opens or fails the test; nothing in the sets asks a question.
    SharedDump open(const std::string& path)
    {
        auto dump = openDump(m_data / path);
        if (!dump) {
            QTest::qFail(sentence(dump.error()).c_str(), __FILE__, __LINE__);
            std::abort();
        }
        if (!asksNothing(**dump))
            QTest::qFail((path + " asks a question").c_str(), __FILE__, __LINE__);
        return *dump;
    }

    Path m_data;
};

HEADLIGHT_GUILESS_TEST(tst_dump_conformance)

} // namespace dump_conformance_test

#include "tst_dump_conformance.moc"
