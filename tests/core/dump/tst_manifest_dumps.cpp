// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A manifest beside or inside a dump says what it holds, and never leads out of its folder.
#include "core/dump/manifest_texts.h"
#include "support/test_class.h"

#include <algorithm>

namespace manifest_dumps_test {

using namespace headlight;
using namespace headlight::test;

class tst_manifest_dumps : public QObject {
    Q_OBJECT

private slots:
    void rolesOfTheManifestGoBeforeRecognition()
    {
        const Folder folder;
        const auto tensor = attention({3, 4, 5, 5});
        folder.add("a.npy", tensor);
        COMPARE_VALUES((*openDump(folder / "a.npy"))->stacks().front().layers.size(), 3U);
        folder.add("a.headlight.json", manifest(R"("stacks": [{"name": "mine", "kind": "decoder", "axes": ["head", "layer", "query", "key"]}])"));
        const auto dump = openDump(folder / "a.npy");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        COMPARE_VALUES((*dump)->stacks().front().layers.size(), 4U);
        COMPARE_VALUES((*dump)->stacks().front().name, "mine");
        QVERIFY((*dump)->stacks().front().kind == StackKind::Decoder);
        const auto map = wholeMap(*mapsOf(dump), {LayerIndex{3}, HeadIndex{2}});
        QVERIFY(std::ranges::equal(map->values(), valuesOf(tensor.select(0, 2).select(0, 3))));
    }

    void tokensSegmentsLengthsAndSamplesAreThoseOfTheManifest()
    {
        const Folder folder;
        folder.add("a.npy", attention({2, 2, 1, 6, 6})).add("a.npy.headlight.json", manifest(R"(
            "segments": [{"name": "queries", "count": 2}, {"name": "text"}], "lengths": [5, 6],
            "tokens": [["[CLS]", "word", "[SEP]"], ["[CLS]", "a", "b", "[SEP]"]],
            "samples": [{"id": 7}, {"caption": "two", "fields": {"label": "x"}}])"));
        const auto dump = openDump(folder / "a.npy");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        COMPARE_VALUES(labels(*mapsOf(dump)->axes().keys), "query 0 query 1 [CLS] word [SEP] [PAD]");
        COMPARE_VALUES(labels(*mapsOf(dump, 1)->axes().queries), "query 0 query 1 [CLS] a b [SEP]");
        COMPARE_VALUES((*dump)->samples()[0].padding, 1);
        COMPARE_VALUES((*dump)->samples()[0].id, "7");
        COMPARE_VALUES((*dump)->samples()[1].caption, "two");
        COMPARE_VALUES((*dump)->samples()[1].fields.front().second, "x");
    }

    void aGridNeedNotBeSquareAndRegistersHaveNames()
    {
        const Folder folder;
        folder.add("a.npy", attention({1, 1, 1, 9, 9})).add("a.headlight.json", manifest(R"("segments": [{"name": "prefix", "count": 3}, {"name": "patches", "grid": [2, 3]}])"));
        const auto dump = openDump(folder / "a.npy");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        COMPARE_VALUES(labels(*mapsOf(dump)->axes().keys), "class register 0 register 1 patch 0,0 patch 0,1 patch 0,2 patch 1,0 patch 1,1 patch 1,2");
        QVERIFY(mapsOf(dump)->axes().keys->segments[1].grid == (Grid{2, 3}));
    }

    void idsOfTheManifestAreLookedUp()
    {
        const Folder folder;
        folder.add("a.npy", attention({1, 1, 3, 3})).add("words/vocab.txt", "x\ny\nz").add("a.headlight.json", manifest(R"("tokens": {"ids": [2, 1, 0], "vocabulary": "words/vocab.txt"})"));
        COMPARE_VALUES(labels(*mapsOf(openDump(folder / "a.npy"))->axes().keys), "z y x");
        folder.add("ids.json", "[[1, 1, 2]]").add("a.headlight.json", manifest(R"("tokens": {"ids": {"file": "ids.json"}, "vocabulary": "words/vocab.txt"})"));
        COMPARE_VALUES(labels(*mapsOf(openDump(folder / "a.npy"))->axes().keys), "y y z");
    }

    void tokensComeFromAFile()
    {
        const Folder folder;
        folder.add("a.npy", attention({1, 2, 1, 2, 2})).add("words.txt", "one\ntwo\n").add("lists.json", R"([["a", "b"], ["c", "d"]])");
        folder.add("a.headlight.json", manifest(R"("stacks": [{"axes": ["layer", "sample", "head", "query", "key"], "tokens": {"file": "words.txt"}}])"));
        COMPARE_VALUES(labels(*mapsOf(openDump(folder / "a.npy"), 1)->axes().keys), "one two");
        folder.add("a.headlight.json", manifest(R"("stacks": [{"axes": ["layer", "sample", "head", "query", "key"], "tokens": {"file": "lists.json"}}])"));
        COMPARE_VALUES(labels(*mapsOf(openDump(folder / "a.npy"), 1)->axes().keys), "c d");
    }

    void stacksAndGradientsOfSeveralFilesAreOneDump()
    {
        const Folder folder;
        folder.add("run/enc.npy", attention({2, 1, 2, 3, 3})).add("run/x.npy", attention({2, 1, 2, 4, 3})).add("run/g.npy", gradients({2, 1, 2, 4, 3}));
        folder.add("run/run.headlight.json", manifest(R"("files": ["enc.npy"], "stacks": [
            {"name": "encoder", "tokens": ["a", "b", "c"]},
            {"name": "cross", "file": "x.npy", "gradients": {"loss": {"file": "g.npy"}}, "tokens": {"query": ["p", "q", "r", "s"], "key": ["a", "b", "c"]}}])"));
        const auto dump = openDump(folder / "run");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        COMPARE_VALUES((*dump)->stacks().size(), 2U);
        COMPARE_VALUES((*dump)->stacks()[1].gradientTargets.front(), "loss");
        COMPARE_VALUES(labels(*mapsOf(dump, 0, 1)->axes().queries), "p q r s");
        COMPARE_VALUES(labels(*mapsOf(dump, 0, 1)->axes().keys), "a b c");
        QVERIFY((*dump)->gradients(StackIndex{1}, SampleIndex{0}, "loss").has_value());
        equalDumps(**dump, **openDump(folder / "run/run.headlight.json"));
    }

    void theManifestOfASeriesHoldsForAllItsFiles()
    {
        const Folder folder;
        folder.add("run/attentions_0.npy", attention({2, 2, 1, 3, 3})).add("run/attentions_1.npy", attention({2, 1, 1, 3, 3}));
        folder.add("run.headlight.json", manifest(R"("stacks": [{"axes": ["layer", "sample", "head", "query", "key"]}], "tokens": [["a","b","c"],["d","e","f"],["g","h","i"]])"));
        const auto dump = openDump(folder / "run");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        COMPARE_VALUES((*dump)->samples().size(), 3U);
        COMPARE_VALUES(labels(*mapsOf(dump, 2)->axes().keys), "g h i");
    }

    void namesNeverLeaveTheFolder_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QByteArray>("place");
        for (const char* name : {"../secret.npy", "/etc/passwd", "sub/../../secret.npy", "", "link.npy", "."}) {
            const QByteArray quoted = QByteArray("\"") + (name[0] == 0 ? "../x" : name) + "\"";
            QTest::addRow("file %s", name) << QByteArray("\"files\": [\"") + name + "\"]" << QByteArray("files[0]");
            QTest::addRow("gradients %s", name) << "\"stacks\": [{\"gradients\": {\"a\": {\"file\": " + quoted + "}}}]" << QByteArray("gradients.a");
            QTest::addRow("picture %s", name) << "\"samples\": [{\"picture\": " + quoted + "}]" << QByteArray("samples[0].picture");
            QTest::addRow("vocabulary %s", name) << "\"tokens\": {\"ids\": [1], \"vocabulary\": " + quoted + "}" << QByteArray("tokens.vocabulary");
        }
    }
    void namesNeverLeaveTheFolder()
    {
        QFETCH(QByteArray, rest);
        QFETCH(QByteArray, place);
        const Folder folder;
        folder.add("secret.npy", attention({1, 1, 2, 2})).add("in/a.npy", attention({1, 1, 2, 2})).add("in/sub/b.npy", attention({1, 1, 2, 2}));
        std::filesystem::create_symlink("../secret.npy", folder / "in/link.npy");
        folder.add("in/a.headlight.json", manifest(rest.toStdString()));
        const auto why = whyNot(openDump(folder / "in/a.npy"));
        QVERIFY2(says(why, place.toStdString()) && says(why, "a.headlight.json"), why.c_str());
    }

    void sizesThatDoNotFitNameTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("address") << QByteArray(R"("stacks": [{"array": "attn"}])") << QByteArray("stacks[0].array") << QByteArray("there is no array attn");
        QTest::newRow("axes") << QByteArray(R"("stacks": [{"axes": ["layer", "query", "key"]}])") << QByteArray("stacks[0].axes") << QByteArray("names 3 axes, the array has 5");
        QTest::newRow("tokens") << QByteArray(R"("tokens": ["a", "b", "c", "d"])") << QByteArray("tokens") << QByteArray("4 tokens for the 3 positions");
        QTest::newRow("lists") << QByteArray(R"("tokens": [["a"], ["b"], ["c"]])") << QByteArray("tokens") << QByteArray("3 entries, the dump has 2 samples");
        QTest::newRow("segments") << QByteArray(R"("segments": [{"name": "text", "count": 2}])") << QByteArray("segments") << QByteArray("end at 2, the query axis has 3 positions");
        QTest::newRow("lengths") << QByteArray(R"("lengths": 4)") << QByteArray("lengths") << QByteArray("is 4");
        QTest::newRow("samples") << QByteArray(R"("samples": [{}, {}, {}])") << QByteArray("samples") << QByteArray("3 samples, the dump has 2");
        QTest::newRow("gradients") << QByteArray(R"("stacks": [{"gradients": {"a": {"file": "g.npy"}}}])") << QByteArray("stacks[0].gradients.a") << QByteArray("attention is");
        QTest::newRow("two names") << QByteArray(R"("stacks": [{}, {}])") << QByteArray("stacks[1].name") << QByteArray("self");
        QTest::newRow("twice") << QByteArray(R"("files": ["a.npy", "a.npy"])") << QByteArray("files[1]") << QByteArray("twice");
        QTest::newRow("missing") << QByteArray(R"("files": ["b.npy"])") << QByteArray("files[0]") << QByteArray("there is no file b.npy");
        QTest::newRow("ids nowhere") << QByteArray(R"("tokens": {"ids": "input_ids"})") << QByteArray("tokens.ids") << QByteArray("nothing at input_ids");
    }
    void sizesThatDoNotFitNameTheirPlace()
    {
        QFETCH(QByteArray, rest);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, part);
        const Folder folder;
        folder.add("a.npy", attention({2, 2, 1, 3, 3})).add("g.npy", gradients({2, 2, 1, 3, 4})).add("a.headlight.json", manifest(rest.toStdString()));
        const auto why = whyNot(openDump(folder / "a.npy"));
        QVERIFY2(says(why, place.toStdString()) && says(why, part.toStdString()) && says(why, "a.headlight.json"), why.c_str());
        ReadingChoices choices;
        choices.ignoreManifest = true;
        QVERIFY(openDump(folder / "a.npy", choices).has_value());
    }

    void ofTwoManifestsOneIsUsedAndTheOtherNamed()
    {
        const Folder folder;
        folder.add("a.npy", attention({1, 1, 2, 2})).add("a.headlight.json", manifest(R"("tokens": ["no", "no"])")).add("a.npy.headlight.json", manifest(R"("tokens": ["p", "q"])"));
        const auto dump = openDump(folder / "a.npy");
        COMPARE_VALUES(labels(*mapsOf(dump)->axes().keys), "p q");
        QVERIFY2(says(notesOf(**dump), "a.headlight.json is another manifest"), notesOf(**dump).c_str());
    }

    void unknownPropertiesAreSaid()
    {
        const Folder folder;
        folder.add("a.npy", attention({1, 1, 2, 2})).add("a.headlight.json", manifest(R"("stacks": [{"axis": ["head"]}])"));
        const auto dump = openDump(folder / "a.npy");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        QVERIFY2(says(notesOf(**dump), "stacks[0].axis is not known"), notesOf(**dump).c_str());
    }

    void aManifestInsideADumpIsReadAndNamesNoFiles()
    {
        const auto safetensors = [](const std::string& inside) {
            nlohmann::json header;
            header["__metadata__"]["headlight"] = inside;
            header["x"] = {{"dtype", "F32"}, {"shape", {1, 2, 2}}, {"data_offsets", {0, 16}}};
            const auto text = header.dump();
            std::string file;
            for (int i = 0; i < 8; ++i)
                file += static_cast<char>(text.size() >> (8 * i));
            const float values[4] = {0.5F, 0.5F, 0.25F, 0.75F};
            return file + text + std::string(reinterpret_cast<const char*>(values), sizeof(values));
        };
        const Folder folder;
        folder.add("x.safetensors", safetensors(manifest(R"("stacks": [{"array": "x", "axes": ["head", "query", "key"]}], "tokens": ["p", "q"])")));
        const auto dump = openDump(folder / "x.safetensors");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        COMPARE_VALUES(labels(*mapsOf(dump)->axes().keys), "p q");
        // The same as Python writes it: numpy.savez("x.npz", x=..., headlight=json.dumps(...)) and file.attrs["headlight"] = json.dumps(...)
        for (const std::string name : {"inside.npz", "inside.h5"}) {
            const auto other = openDump(Path(HEADLIGHT_TEST_SOURCE_DIR) / "fixtures/manifests" / name);
            QVERIFY2(other.has_value(), whyNot(other).c_str());
            COMPARE_VALUES(name + labels(*mapsOf(other)->axes().keys), name + std::string("p q"));
            COMPARE_VALUES((*other)->stacks().front().layers.size(), 3U);
            COMPARE_VALUES((*other)->stacks().front().layers.front().heads, 2);
        }
        folder.add("words.txt", "p\nq").add("x.safetensors", safetensors(manifest(R"("tokens": {"file": "words.txt"})")));
        const auto why = whyNot(openDump(folder / "x.safetensors"));
        QVERIFY2(says(why, "may name no files"), why.c_str());
    }

    void arraysAreNamedInManyWays()
    {
        const Folder folder;
        folder.add("a.json", R"({"x": [{"w": [[0.5, 0.5], [0.25, 0.75]]}, {"w": [[1.0, 0.0], [0.5, 0.5]]}]})");
        for (const char* array : {"\"x[#].w\"", "[\"x[0].w\", \"x[1].w\"]"}) {
            folder.add("a.headlight.json", manifest(fmt::format(R"("stacks": [{{"array": {}, "axes": ["layer", "query", "key"]}}])", array)));
            const auto dump = openDump(folder / "a.json");
            QVERIFY2(dump.has_value(), whyNot(dump).c_str());
            COMPARE_VALUES((*dump)->stacks().front().layers.size(), 2U);
            COMPARE_VALUES((*wholeMap(*mapsOf(dump), {LayerIndex{1}, HeadIndex{0}}))(0, 0), 1.0F);
        }
    }

    void aSlidingWindowIsNamedWithItsGlobalTokens()
    {
        // A window of 2 around each of 5 positions, behind a column for one global token, which is position 2.
        const std::vector<float> rows{0.25F, 0.0F, 0.5F, 0.25F, 0.5F, 0.25F, 0.25F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.25F, 0.0F, 0.5F, 0.25F, 0.5F, 0.25F, 0.25F, 0.0F};
        const Folder folder;
        folder.add("attentions.npy", Tensor::fromFloats({1, 1, 1, 5, 4}, rows)).add("global_attentions.npy", Tensor::fromFloats({1, 1, 1, 5, 1}, {0.2F, 0.2F, 0.2F, 0.2F, 0.2F}));
        const std::string stack = R"("stacks": [{"storage": "windowed", "globalPositions": [2], "window": )";
        folder.add("attentions.headlight.json", manifest(stack + "2}]"));
        const auto dump = openDump(folder / "attentions.npy");
        QVERIFY2(dump.has_value(), whyNot(dump).c_str());
        QVERIFY((*dump)->stacks().front().storage == StackStorage::Windowed);
        COMPARE_VALUES((*wholeMap(*mapsOf(dump), {LayerIndex{0}, HeadIndex{0}}))(0, 2), 0.25F);
        folder.add("attentions.headlight.json", manifest(stack + "4}]"));
        QVERIFY(says(whyNot(openDump(folder / "attentions.npy")), "stacks[0].window"));
        folder.add("attentions.headlight.json", manifest(R"("stacks": [{"storage": "windowed", "globalPositions": [9]}])"));
        QVERIFY(says(whyNot(openDump(folder / "attentions.npy")), "stacks[0].globalPositions"));
        folder.add("attentions.headlight.json", manifest(R"("stacks": [{"storage": "steps"}])"));
        QVERIFY(says(whyNot(openDump(folder / "attentions.npy")), "stacks[0].storage"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_manifest_dumps)

} // namespace manifest_dumps_test

#include "tst_manifest_dumps.moc"
