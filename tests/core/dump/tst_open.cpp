// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/test_folder.h"
#include "core/dump/trees.h"
#include "dump/dump.h"
#include "dump/manifest.h"
#include "support/test_class.h"

#include <algorithm>

namespace open_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Path = std::filesystem::path;

bool hasNote(const Dump& dump, std::string_view part)
{
    return std::ranges::any_of(dump.notes(), [&](const Note& note) { return (note.title + " " + note.text).find(part) != std::string::npos; });
}

std::vector<std::string> names(const std::vector<Path>& paths)
{
    std::vector<std::string> texts;
    for (const auto& path : paths)
        texts.push_back(path.filename().string());
    return texts;
}

Tensor map(const Tensor& tensor, std::int64_t layer, std::int64_t sample, std::int64_t head)
{
    return tensor.select(0, layer).select(0, sample).select(0, head);
}

/// 4 layers, 2 samples, 3 heads, 5 x 5.
Tensor batch(std::uint32_t seed)
{
    return attention({4, 2, 3, 5, 5}, {false, -1, seed});
}

const std::string kCaptions = R"({"caption": ["one", "two", "three", "four"], "pair_id": [11, 12, 13, 14]})";

} // namespace

class tst_open : public QObject {
    Q_OBJECT

private slots:
    void aStackWithFewerSamplesLacksTheOthers()
    {
        const Folder folder;
        const std::string map = "[[0.25, 0.75], [0.5, 0.5]]";
        folder.add("attentions.json", "{\"encoder_attentions\": [[[" + map + "], [" + map + "]]], \"decoder_attentions\": [[[" + map + "]]]}");
        const auto dump = openDump(folder / "attentions.json");
        QVERIFY(dump.has_value());
        COMPARE_VALUES((*dump)->samples().size(), 2U);
        QVERIFY((*dump)->attention(StackIndex{0}, SampleIndex{1}).has_value());
        QVERIFY((*dump)->attention(StackIndex{1}, SampleIndex{0}).has_value());
        const auto absent = (*dump)->attention(StackIndex{1}, SampleIndex{1});
        QVERIFY(!absent);
        COMPARE_VALUES(absent.error().what, "sample 1 has no stack decoder");
    }

    void aFileIsADumpOfMaps()
    {
        Folder folder;
        const Tensor tensor = batch(1);
        folder.add("attentions.npy", tensor);
        const auto dump = openDump(folder / "attentions.npy");
        QVERIFY(dump.has_value());
        COMPARE_VALUES((*dump)->title(), "attentions.npy");
        COMPARE_VALUES((*dump)->samples().size(), 2U);
        QVERIFY(((*dump)->stacks().front().layers == std::vector<LayerShape>(4, {3, 5, 5})));
        const auto maps = (*dump)->attention(StackIndex{0}, SampleIndex{1});
        QVERIFY(maps.has_value());
        const auto whole = wholeMap(**maps, {LayerIndex{2}, HeadIndex{1}});
        QVERIFY(whole.has_value());
        QVERIFY(std::ranges::equal(whole->values(), valuesOf(map(tensor, 2, 1, 1))));
        COMPARE_VALUES((*maps)->axes().keys->size(), 5);
    }

    void rowsAreReadWithoutTheRestOfTheMap()
    {
        Folder folder;
        const Tensor tensor = batch(2);
        folder.add("attentions.npy", tensor);
        const auto maps = *(*openDump(folder / "attentions.npy"))->attention(StackIndex{0}, SampleIndex{0});
        Matrix rows(2, 5);
        QVERIFY(maps->rows({LayerIndex{3}, HeadIndex{2}}, {1, 2}, rows.block(), {}));
        const auto expected = valuesOf(map(tensor, 3, 0, 2).narrow(0, 1, 2));
        QVERIFY(std::ranges::equal(rows.values(), expected));
        Matrix everyLayer(4, 5);
        QVERIFY(maps->rowInEveryLayer(QueryIndex{4}, HeadIndex{0}, everyLayer.block(), {}));
        QVERIFY(std::ranges::equal(everyLayer.row(1), valuesOf(map(tensor, 1, 0, 0).select(0, 4))));
    }

    void numberedFilesAreOneDumpInNaturalOrder()
    {
        Folder folder;
        for (const int number : {10, 2, 0, 1, 3, 4, 5, 6, 7, 8, 9})
            folder.add(fmt::format("attentions_{}.npy", number), attention({2, 1, 2, 3, 3}, {false, -1, static_cast<std::uint32_t>(number + 1)}));
        const auto dump = openDump(folder.path());
        QVERIFY(dump.has_value());
        COMPARE_VALUES((*dump)->title(), "attentions_0.npy and 10 more");
        COMPARE_VALUES((*dump)->samples().size(), 11U);
        COMPARE_VALUES((*dump)->samples()[10].file, "attentions_10.npy");
        QVERIFY(names(*dumpsIn(folder.path())) == names({folder.path()}));
    }

    void captionsFollowTheSamplesOverAllBatches()
    {
        Folder folder;
        folder.add("attentions_0.npy", batch(1)).add("attentions_1.npy", batch(2)).add("captions_and_ids.json", kCaptions);
        const auto all = openDump(folder.path());
        COMPARE_VALUES((*all)->samples()[3].caption, "four");
        COMPARE_VALUES((*all)->samples()[3].id, "14");
        const auto second = openDump(folder / "attentions_1.npy");
        COMPARE_VALUES((*second)->samples().size(), 2U);
        COMPARE_VALUES((*second)->samples()[0].caption, "three");
        QVERIFY(hasNote(**second, "1 more file of this series lies beside it"));
    }

    void tokensBesideTheFileLabelTheAxes()
    {
        Folder folder;
        folder.add("attentions.npy", attention({2, 1, 2, 3, 3})).add("tokens.json", R"(["[CLS]", "word", "[SEP]"])");
        const auto dump = openDump(folder / "attentions.npy");
        const auto& axis = *(*(*dump)->attention(StackIndex{0}, SampleIndex{0}))->axes().keys;
        COMPARE_VALUES(axis.items[1].label, "word");
        QVERIFY(axis.items[0].marks.special);
        COMPARE_VALUES((*dump)->samples().front().tokens, 3);
    }

    void gradientsAndAPictureComeAlong()
    {
        Folder folder;
        const Tensor cat = gradients({2, 1, 2, 26, 26});
        folder.add("set/attentions.npy", attention({2, 1, 2, 26, 26})).add("set/gradients_cat.npy", cat).add("set/gradients_dog.npy", gradients({2, 1, 2, 26, 26}, 5));
        folder.add("set.png", std::string("not looked into"));
        for (const auto& path : {folder / "set", folder / "set/attentions.npy"}) {
            const auto dump = openDump(path);
            QVERIFY(dump.has_value());
            const auto& stack = (*dump)->stacks().front();
            QVERIFY((stack.gradientTargets == std::vector<std::string>{"cat", "dog"}));
            QVERIFY(stack.kind == StackKind::Vision);
            COMPARE_VALUES((*dump)->samples().front().picture.filename().string(), "set.png");
            const auto maps = (*dump)->gradients(StackIndex{0}, SampleIndex{0}, "cat");
            QVERIFY(maps.has_value());
            const auto whole = wholeMap(**maps, {LayerIndex{1}, HeadIndex{1}});
            QVERIFY(std::ranges::equal(whole->values(), valuesOf(map(cat, 1, 0, 1))));
            QVERIFY((*maps)->axes().keys == (*(*dump)->attention(StackIndex{0}, SampleIndex{0}))->axes().keys); // shared
        }
    }

    void aPictureThatIsChosenWinsAndIsSavedInTheManifest()
    {
        Folder folder;
        folder.add("attentions.npy", attention({2, 2, 2, 26, 26})).add("attentions.png", std::string("beside it")).add("other.png", std::string("chosen"));
        ReadingChoices choices;
        choices.pictures = {{-1, folder / "attentions.png"}, {1, folder / "other.png"}};
        const auto chosen = openDump(folder / "attentions.npy", choices);
        QVERIFY(chosen.has_value());
        const auto namesOf = [](const Dump& dump) { return dump.samples()[0].picture.filename().string() + ", " + dump.samples()[1].picture.filename().string(); };
        COMPARE_VALUES(namesOf(**chosen), "attentions.png, other.png");
        folder.add("attentions.headlight.json", toJson(*manifestOf(**chosen)));
        COMPARE_VALUES(namesOf(**openDump(folder / "attentions.npy")), "attentions.png, other.png");
    }

    void anUnknownTargetNamesThoseThatExist()
    {
        Folder folder;
        folder.add("attentions.npy", attention({2, 1, 2, 3, 3})).add("gradients_cat.npy", gradients({2, 1, 2, 3, 3}));
        const auto dump = *openDump(folder / "attentions.npy");
        const auto missing = dump->gradients(StackIndex{0}, SampleIndex{0}, "dog");
        QVERIFY(!missing && missing.error().kind == ErrorKind::Selection);
        QVERIFY(missing.error().what.find("there are cat") != std::string::npos);
        QVERIFY(dump->attention(StackIndex{1}, SampleIndex{0}).error().kind == ErrorKind::Selection);
        QVERIFY(dump->attention(StackIndex{0}, SampleIndex{7}).error().kind == ErrorKind::Selection);
    }

    void gradientsOfOneOfTwoDumpsStayWithIt()
    {
        Folder folder;
        folder.add("image_attn_probs.npy", attention({2, 2, 3, 3})).add("image_attn_grad_text0.npy", gradients({2, 2, 3, 3})).add("text0.npy", attention({2, 2, 3, 3}));
        QVERIFY((*openDump(folder / "image_attn_probs.npy"))->stacks().front().gradientTargets == std::vector<std::string>{"text0"});
        QVERIFY((*openDump(folder / "text0.npy"))->stacks().front().gradientTargets.empty());
        const auto several = openDump(folder.path());
        QVERIFY(!several && several.error().kind == ErrorKind::Selection);
        QVERIFY((names(*dumpsIn(folder.path())) == std::vector<std::string>{"image_attn_probs.npy", "text0.npy"}));
    }

    void gradientsInNumberedFilesBelongToTheirBatch()
    {
        Folder folder;
        for (const int number : {0, 1})
            folder.add(fmt::format("attentions_{}.npy", number), batch(static_cast<std::uint32_t>(number + 1)))
                .add(fmt::format("gradients_cat_{}.npy", number), gradients({4, 2, 3, 5, 5}, static_cast<std::uint32_t>(number + 7)));
        const auto dump = *openDump(folder.path());
        QVERIFY(dump->stacks().front().gradientTargets == std::vector<std::string>{"cat"});
        const auto whole = wholeMap(**dump->gradients(StackIndex{0}, SampleIndex{2}, "cat"), {LayerIndex{0}, HeadIndex{0}});
        QVERIFY(std::ranges::equal(whole->values(), valuesOf(map(gradients({4, 2, 3, 5, 5}, 8), 0, 0, 0))));
    }

    void filesOfLayersAreOneStack()
    {
        Folder folder;
        for (const int layer : {0, 1, 3})
            folder.add(fmt::format("layer_{}.npy", layer), attention({1, 2, 4, 4}, {false, -1, static_cast<std::uint32_t>(layer + 1)}));
        const auto dump = openDump(folder.path());
        QVERIFY(dump.has_value());
        COMPARE_VALUES((*dump)->stacks().front().layers.size(), 4U); // layer 3 keeps its number
        COMPARE_VALUES((*dump)->samples().size(), 1U);
        QVERIFY(hasNote(**dump, "Layer 3 cannot be read"));
        const auto maps = *(*dump)->attention(StackIndex{0}, SampleIndex{0});
        QVERIFY(wholeMap(*maps, {LayerIndex{3}, HeadIndex{1}}).has_value());
        QVERIFY(!wholeMap(*maps, {LayerIndex{2}, HeadIndex{1}}));
    }

    void aFileThatCannotBeReadDoesNotHideTheOthers()
    {
        Folder folder;
        folder.add("attentions_0.npy", batch(1)).add("attentions_1.npy", std::string("broken")).add("attentions_2.npy", batch(3));
        const auto dump = openDump(folder.path());
        QVERIFY(dump.has_value());
        COMPARE_VALUES((*dump)->samples().size(), 4U);
        QVERIFY(hasNote(**dump, "attentions_1.npy was not read"));
        QVERIFY((*dump)->notes().front().weight == NoteWeight::Warning);
    }

    void aMissingNumberIsSaid()
    {
        Folder folder;
        folder.add("attentions_0.npy", batch(1)).add("attentions_1.npy", batch(2)).add("attentions_3.npy", batch(3));
        QVERIFY(hasNote(**openDump(folder.path()), "There is no attentions_#.npy with number 2."));
    }

    /// Layers of one dump in three files, as safetensors and Transformers divide what is large; nothing that a file names is opened.
    void partsOfOneDumpAreOneAndAMissingOneIsSaid()
    {
        const auto layersOf = [](int first) {
            return fmt::format(R"({{"attentions.layer_{}": [[[1.0, 0], [0.5, 0.5]]], "attentions.layer_{}": [[[1.0, 0], [0.25, 0.75]]]}})", first, first + 1);
        };
        Folder folder;
        folder.add("run-00001-of-00003.json", layersOf(0)).add("run-00003-of-00003.json", layersOf(4));
        folder.add("run.safetensors.index.json", std::string(R"({"metadata": {}, "weight_map": {"attentions.layer_2": "run-00002-of-00003.json"}})"));
        for (const auto& path : {folder.path(), folder / "run-00003-of-00003.json"}) {
            const auto dump = openDump(path);
            QVERIFY2(dump.has_value(), dump ? "" : sentence(dump.error()).c_str());
            COMPARE_VALUES((*dump)->stacks().size(), 1U);
            COMPARE_VALUES((*dump)->samples().size(), 1U);
            QVERIFY(hasNote(**dump, "2 of 3 files are there: no run-#-of-#.json has number 2. What stands in it is left out."));
            const auto& layers = (*dump)->stacks().front().layers;
            const auto last = wholeMap(**(*dump)->attention(StackIndex{0}, SampleIndex{0}), {LayerIndex{static_cast<std::int64_t>(layers.size()) - 1}, HeadIndex{0}});
            QVERIFY(last.has_value());
            COMPARE_VALUES((*last)(1, 1), 0.75F);
        }
        folder.add("run-00002-of-00003.json", layersOf(2));
        const auto whole = openDump(folder.path());
        QVERIFY(whole.has_value());
        COMPARE_VALUES((*whole)->stacks().front().layers.size(), 6U);
        QVERIFY(std::ranges::none_of((*whole)->notes(), [](const Note& note) { return note.weight == NoteWeight::Warning; }));
        folder.add("run-00002-of-00003.json", std::string("broken"));
        QVERIFY(hasNote(**openDump(folder.path()), "run-00002-of-00003.json was not read"));
    }

    void batchesThatCountToTheirNumberStayBatches()
    {
        Folder folder;
        folder.add("attentions-1-of-2.npy", batch(1)).add("attentions-2-of-2.npy", batch(2));
        const auto arrays = openDump(folder.path());
        COMPARE_VALUES((*arrays)->samples().size(), 4U);
        Folder named;
        for (const char* file : {"run-1-of-2.json", "run-2-of-2.json"})
            named.add(file, std::string(R"({"attentions": [[[[1.0, 0], [0.5, 0.5]]]]})"));
        COMPARE_VALUES((*openDump(named.path()))->samples().size(), 2U);
    }

    void aFolderWithOneDumpInsideOpensIt()
    {
        Folder folder;
        folder.add("run/attentions.npy", batch(1)).add("predictions.json", std::string(R"({"class": "cat"})"));
        QVERIFY((names(*dumpsIn(folder.path())) == std::vector<std::string>{"run"}));
        QVERIFY(openDump(folder.path()).has_value());
    }

    void aFolderWithoutAttentionSaysSo()
    {
        Folder folder;
        folder.add("config.json", std::string(R"({"model": "gpt2"})"));
        const auto dump = openDump(folder.path());
        QVERIFY(!dump && dump.error().kind == ErrorKind::NotADump);
        QVERIFY(dumpsIn(folder.path())->empty());
        const auto file = openDump(folder / "config.json");
        QVERIFY(!file && file.error().kind == ErrorKind::NotADump);
        QVERIFY(sentence(file.error()).find("config.json: holds no attention: a string.") != std::string::npos);
        const auto absent = openDump(folder / "absent.npy");
        QVERIFY(!absent && (absent.error().kind == ErrorKind::NotFound || absent.error().kind == ErrorKind::Io));
    }

    void theFingerprintIsThatOfTheBytes()
    {
        Folder one;
        Folder other;
        one.add("attentions.npy", batch(1));
        other.add("attentions.npy", batch(1));
        const auto first = (*openDump(one / "attentions.npy"))->fingerprint();
        COMPARE_VALUES(first.size(), 16U);
        COMPARE_VALUES((*openDump(other / "attentions.npy"))->fingerprint(), first); // a copy, at another time and place
        other.add("attentions.npy", batch(2));
        QVERIFY((*openDump(other / "attentions.npy"))->fingerprint() != first);
    }

    void choicesOfPeopleWin()
    {
        Folder folder;
        folder.add("attentions.npy", attention({3, 2, 4, 4})).add("tokens.json", R"(["a", "b", "c", "d"])");
        const auto path = folder / "attentions.npy";
        const auto swapped = openDump(path, {{{0, AxisRole::Head}}, {}, false});
        QVERIFY(((*swapped)->stacks().front().layers == std::vector<LayerShape>(2, {3, 4, 4})));
        const auto labelled = openDump(path, {{}, std::vector<std::string>{"w", "x", "y", "z"}, false});
        COMPARE_VALUES((*(*labelled)->attention(StackIndex{0}, SampleIndex{0}))->axes().keys->items[3].label, "z");
        const auto numbers = openDump(path, {{}, {}, true});
        COMPARE_VALUES((*(*numbers)->attention(StackIndex{0}, SampleIndex{0}))->axes().keys->items[3].label, "3");
        QVERIFY((*numbers)->choices().numbersOnly);
    }

    void whatWasFoundIsListed()
    {
        Folder folder;
        folder.add("attentions.npy", attention({3, 2, 4, 4})).add("tokens.json", R"(["a", "b", "c", "d"])").add("gradients_cat.npy", gradients({3, 2, 4, 4}));
        const auto dump = *openDump(folder / "attentions.npy");
        const auto has = [&](FoundItem::Kind kind, const std::string& name) {
            return std::ranges::any_of(dump->found(), [&](const FoundItem& item) { return item.kind == kind && item.name == name; });
        };
        QVERIFY(has(FoundItem::Kind::Attention, "attentions.npy"));
        QVERIFY(has(FoundItem::Kind::Gradient, "gradients_cat.npy"));
        QVERIFY(has(FoundItem::Kind::Tokens, "tokens.json"));
        COMPARE_VALUES(dump->documents().size(), 2U);
    }

    void openingCanBeStopped()
    {
        Folder folder;
        folder.add("attentions_0.npy", batch(1)).add("attentions_1.npy", batch(2));
        std::stop_source stop;
        stop.request_stop();
        const auto dump = openDump(folder.path(), {}, JobContext(stop.get_token()));
        QVERIFY(!dump && dump.error().kind == ErrorKind::Cancelled);
    }
};

HEADLIGHT_GUILESS_TEST(tst_open)

} // namespace open_test

#include "tst_open.moc"
