// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/test_folder.h"
#include "core/dump/trees.h"
#include "dump/dump.h"
#include "dump/manifest.h"
#include "support/json_schema.h"

#include <test_source_dir.h>

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <fstream>

using namespace headlight;
using namespace headlight::test;

namespace {

using Path = std::filesystem::path;

std::string manifest(const std::string& rest)
{
    return R"({"headlight": 1, )" + rest + "}";
}

std::string whyNot(const std::string& json)
{
    const auto read = manifestFromJson(json);
    return read ? std::string("was read") : sentence(read.error());
}

std::string whyNot(const Result<SharedDump>& dump)
{
    return dump ? std::string("was opened") : sentence(dump.error());
}

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

std::string notesOf(const Dump& dump)
{
    std::string text;
    for (const auto& note : dump.notes())
        text += note.title + ": " + note.text + "\n";
    return text;
}

std::string labels(const Axis& axis)
{
    std::string text;
    for (const auto& item : axis.items)
        text += (text.empty() ? "" : " ") + item.label;
    return text;
}

Maps mapsOf(const Result<SharedDump>& dump, std::int64_t sample = 0, std::int64_t stack = 0)
{
    return *(*dump)->attention(StackIndex{stack}, SampleIndex{sample});
}

/// Bit by bit: a NaN equals itself.
bool sameBits(const Matrix& a, const Matrix& b)
{
    return a.rows() == b.rows() && a.columns() == b.columns() && std::memcmp(a.values().data(), b.values().data(), a.values().size_bytes()) == 0;
}

void equalDumps(const Dump& a, const Dump& b)
{
    COMPARE_VALUES(a.stacks().size(), b.stacks().size());
    COMPARE_VALUES(a.samples().size(), b.samples().size());
    for (std::size_t i = 0; i < a.stacks().size(); ++i) {
        COMPARE_VALUES(a.stacks()[i].name, b.stacks()[i].name);
        QVERIFY(a.stacks()[i].kind == b.stacks()[i].kind && a.stacks()[i].layers == b.stacks()[i].layers);
        QVERIFY(a.stacks()[i].gradientTargets == b.stacks()[i].gradientTargets);
        for (std::size_t s = 0; s < a.samples().size(); ++s) {
            const auto x = a.attention(StackIndex{static_cast<std::int64_t>(i)}, SampleIndex{static_cast<std::int64_t>(s)});
            const auto y = b.attention(StackIndex{static_cast<std::int64_t>(i)}, SampleIndex{static_cast<std::int64_t>(s)});
            COMPARE_VALUES(labels(*(*x)->axes().keys), labels(*(*y)->axes().keys));
            QVERIFY(*(*x)->axes().queries == *(*y)->axes().queries && *(*x)->axes().keys == *(*y)->axes().keys);
            QVERIFY(sameBits(*wholeMap(**x, {LayerIndex{0}, HeadIndex{0}}), *wholeMap(**y, {LayerIndex{0}, HeadIndex{0}})));
        }
    }
    for (std::size_t s = 0; s < a.samples().size(); ++s) {
        COMPARE_VALUES(a.samples()[s].id, b.samples()[s].id);
        COMPARE_VALUES(a.samples()[s].caption, b.samples()[s].caption);
        QVERIFY(a.samples()[s].fields == b.samples()[s].fields);
    }
}

nlohmann::json schema()
{
    std::ifstream file(Path(HEADLIGHT_TEST_SOURCE_DIR) / "../resources/manifest.schema.json");
    return nlohmann::json::parse(file);
}

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

/// A manifest in which only this property of an object of the schema stands, wrongly typed; its place follows.
std::pair<std::string, std::string> withWrong(const std::string& object, const std::string& property)
{
    static const std::map<std::string, std::string> around{
        {"manifest", "{}"},
        {"stack", R"({"headlight": 1, "stacks": [{}]})"},
        {"arrayInFile", R"({"headlight": 1, "stacks": [{"importance": {}}]})"},
        {"tokenSource", R"({"headlight": 1, "tokens": {}})"},
        {"segment", R"({"headlight": 1, "segments": [{"name": "text", "count": 4}]})"},
        {"sequencesBySide", R"({"headlight": 1, "stacks": [{"sequences": {}}]})"},
        {"tokensBySide", R"({"headlight": 1, "stacks": [{"tokens": {}}]})"},
        {"segmentsBySide", R"({"headlight": 1, "stacks": [{"segments": {}}]})"},
        {"lengthsBySide", R"({"headlight": 1, "stacks": [{"lengths": {}}]})"},
        {"sample", R"({"headlight": 1, "samples": [{}]})"},
    };
    static const std::map<std::string, std::string> places{
        {"manifest", ""}, {"stack", "/stacks/0"}, {"arrayInFile", "/stacks/0/importance"}, {"tokenSource", "/tokens"}, {"segment", "/segments/0"},
        {"sequencesBySide", "/stacks/0/sequences"}, {"tokensBySide", "/stacks/0/tokens"}, {"segmentsBySide", "/stacks/0/segments"},
        {"lengthsBySide", "/stacks/0/lengths"}, {"sample", "/samples/0"}};
    auto json = nlohmann::json::parse(around.at(object));
    if (object == "manifest")
        json["headlight"] = 1;
    json[nlohmann::json::json_pointer(places.at(object))][property] = -1.5;
    return {json.dump(), property};
}

} // namespace

class TestManifest : public QObject {
    Q_OBJECT

private slots:
    void everythingIsReadAndWrittenAgain()
    {
        std::ifstream file(Path(HEADLIGHT_TEST_SOURCE_DIR) / "fixtures/manifests/everything.headlight.json");
        const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        const auto read = manifestFromJson(text);
        QVERIFY2(read.has_value(), whyNot(text).c_str());
        QVERIFY(read->warnings.empty());
        const auto& stack = read->manifest.stacks.front();
        COMPARE_VALUES(stack.gradients[1].second.file, "gradients.npz");
        COMPARE_VALUES(stack.segments.key->at(1).first, 32);
        COMPARE_VALUES(stack.globals->file, "globals.npz");
        COMPARE_VALUES(stack.globalPositions.size(), 2U);
        COMPARE_VALUES(read->manifest.stacks[1].firstQuery.value_or(0), 7);
        COMPARE_VALUES(read->manifest.samples.front().id, "12060");
        COMPARE_VALUES(read->manifest.stacks[1].segments.query->at(1).count, 196);
        QVERIFY(!read->manifest.stacks[1].segments.key);
        QCOMPARE(QString::fromStdString(JsonSchema(schema()).problem(nlohmann::json::parse(text))), QString());
        QCOMPARE(QString::fromStdString(JsonSchema(schema()).problem(nlohmann::json::parse(toJson(read->manifest)))), QString());
        const auto again = manifestFromJson(toJson(read->manifest));
        QVERIFY(again.has_value());
        QVERIFY(again->manifest == read->manifest);
    }

    /// So that no manifest passes because the check sees nothing.
    void theSchemaRefusesWhatIsNoManifest()
    {
        const JsonSchema check(schema());
        for (const char* good :
             {R"({"headlight": 1})", R"({"headlight": 1, "tokens": null, "lengths": [3, 4], "stacks": [{"array": ["a", "b"], "tokens": {"query": ["x"], "key": null}}]})",
              R"({"headlight": 1, "stacks": [{"importance": {"array": "i", "file": "i.npz"}, "globalPositions": [[0, 3], [0]]}]})"})
            QCOMPARE(QString::fromStdString(check.problem(nlohmann::json::parse(good))), QString());
        for (const char* bad : {"[]", "{}", R"({"headlight": 2})", R"({"headlight": 1, "stack": []})", R"({"headlight": 1, "stacks": [{"axes": ["time"]}]})",
                                R"({"headlight": 1, "lengths": -1})", R"({"headlight": 1, "files": ["../x.pt"]})", R"({"headlight": 1, "files": ["/x.pt"]})",
                                R"({"headlight": 1, "segments": []})", R"({"headlight": 1, "segments": [{"name": "patches", "grid": [14]}]})",
                                R"({"headlight": 1, "tokens": {"vocabulary": "v.txt"}})", R"({"headlight": 1, "stacks": [{"firstQuery": 1.5}]})",
                                R"({"headlight": 1, "samples": [{"id": 1.5}]})"})
            QVERIFY2(!check.problem(nlohmann::json::parse(bad)).empty(), bad);
    }

    void everyPropertyOfTheSchemaIsReadAndNoOther()
    {
        const auto all = schema();
        int properties = 0;
        for (const auto& [object, definition] : all["$defs"].items()) {
            if (!definition.contains("properties"))
                continue;
            for (const auto& [property, form] : definition["properties"].items()) {
                const auto [json, place] = withWrong(object, property);
                const auto why = whyNot(json);
                QVERIFY2(says(why, place), (object + "." + property + " with a wrong value: " + why).c_str());
                ++properties;
            }
            auto [json, ignored] = withWrong(object, "surprise");
            const auto read = manifestFromJson(json);
            if (read) {
                QVERIFY2(!read->warnings.empty() && says(read->warnings.front(), "surprise"), object.c_str());
                for (const auto& [property, form] : definition["properties"].items())
                    QVERIFY2(says(read->warnings.front(), property), read->warnings.front().c_str());
            }
        }
        COMPARE_VALUES(properties, 46);
    }

    void mistakesNameTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QByteArray>("place");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("role") << QByteArray(R"("stacks": [{"axes": ["layer", "haed", "query", "key"]}])") << QByteArray("stacks[0].axes[1]") << QByteArray("haed");
        QTest::newRow("no key") << QByteArray(R"("stacks": [{"axes": ["head", "query"]}])") << QByteArray("stacks[0].axes") << QByteArray("key 0 times");
        QTest::newRow("two layers") << QByteArray(R"("stacks": [{"axes": ["layer", "layer", "query", "key"]}])") << QByteArray("stacks[0].axes") << QByteArray("layer 2 times");
        QTest::newRow("kind") << QByteArray(R"("stacks": [{}, {"kind": "crossed"}])") << QByteArray("stacks[1].kind") << QByteArray("cross");
        QTest::newRow("token") << QByteArray(R"("tokens": ["a", 7])") << QByteArray("tokens[1]") << QByteArray("found 7");
        QTest::newRow("tokens of a sample") << QByteArray(R"("tokens": [["a"], "b"])") << QByteArray("tokens[1]") << QByteArray("list of strings");
        QTest::newRow("no source") << QByteArray(R"("tokens": {"vocabulary": "vocab.txt"})") << QByteArray("tokens") << QByteArray("ids");
        QTest::newRow("gap") << QByteArray(R"("segments": [{"name": "text", "count": 3}, {"name": "text", "first": 4}])") << QByteArray("segments[1].first") << QByteArray("expected 3");
        QTest::newRow("open in the middle") << QByteArray(R"("segments": [{"name": "a"}, {"name": "b"}])") << QByteArray("segments[0].count") << QByteArray("last segment");
        QTest::newRow("grid") << QByteArray(R"("segments": [{"name": "patches", "count": 195, "grid": [14, 14]}])") << QByteArray("segments[0].grid") << QByteArray("195");
        QTest::newRow("huge grid") << QByteArray(R"("segments": [{"name": "patches", "grid": [2000000000, 2000000000]}])") << QByteArray("segments[0].grid") << QByteArray("positions");
        QTest::newRow("huge count") << QByteArray(R"("segments": [{"name": "text", "count": 18446744073709551615}])") << QByteArray("segments[0].count") << QByteArray("whole number");
        QTest::newRow("negative") << QByteArray(R"("lengths": [3, -1])") << QByteArray("lengths[1]") << QByteArray("-1");
        QTest::newRow("files") << QByteArray(R"("files": "a.pt")") << QByteArray("files") << QByteArray("list of strings");
        QTest::newRow("null") << QByteArray(R"("stacks": [{"name": null}])") << QByteArray("stacks[0].name") << QByteArray("null");
    }
    void mistakesNameTheirPlace()
    {
        QFETCH(QByteArray, rest);
        QFETCH(QByteArray, place);
        QFETCH(QByteArray, says);
        const auto why = whyNot(manifest(rest.toStdString()));
        QVERIFY2(why.find(place.toStdString()) != std::string::npos && why.find(says.toStdString()) != std::string::npos, why.c_str());
    }

    void whatIsNoManifestIsASentence()
    {
        QVERIFY(says(whyNot(""), "no JSON"));
        QVERIFY(says(whyNot("[1]"), "object"));
        QVERIFY(says(whyNot("{}"), "\"headlight\": 1"));
        QVERIFY(says(whyNot(R"({"headlight": 2})"), "version 2"));
        QVERIFY(says(whyNot(R"({"headlight": 1,)"), "byte"));
        QVERIFY(says(whyNot("\xFF\xFE"), "no JSON"));
        QVERIFY(says(whyNot(std::string(100'000, '[')), "no JSON"));
        QVERIFY(says(whyNot(manifest(R"("tokens": )" + std::string(1000, '[') + std::string(1000, ']'))), "deeper"));
    }

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

QTEST_APPLESS_MAIN(TestManifest)
#include "tst_manifest.moc"
