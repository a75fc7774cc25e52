// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The manifest as text: what its schema allows is read and written again, everything else is refused with its place.
#include "core/dump/manifest_texts.h"
#include "support/test_class.h"

#include <map>

namespace manifest_test {

using namespace headlight;
using namespace headlight::test;

namespace {

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

class tst_manifest : public QObject {
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

    /// What the schema says of a manifest, the reader says too. What only opening the files can tell, and that segments follow each other, is not of the schema.
    void schemaAndReaderAgree()
    {
        const JsonSchema check(schema());
        for (const char* good :
             {R"("lengths": 3.0)", R"("lengths": 2147483648)", R"("samples": [{"id": 7.0}])", R"("stacks": [{"axes": ["sample", "fixed", "fixed", "query", "key"]}])",
              R"("stacks": [{"axes": ["layer", "head", "query", "key"], "window": 4, "globals": {"file": "g.npy"}}])", R"("stacks": [{"segments": {"key": [{"kind": "text"}]}}])"}) {
            const auto json = manifest(good);
            const auto read = manifestFromJson(json);
            QVERIFY2(read && read->warnings.empty(), good);
            QCOMPARE(QString::fromStdString(check.problem(nlohmann::json::parse(json))), QString());
        }
        for (const char* bad : {R"("lengths": 3.5)", R"("lengths": 2147483649)", R"("lengths": 1e20)", R"("stacks": [{"axes": ["query", "query", "key"]}])", R"("stacks": [{"axes": ["query"]}])",
                                R"("stacks": [{"axes": ["head", "head", "query", "key"]}])", R"("stacks": [{"tokens": {}}])", R"("stacks": [{"segments": {}}])", R"("stacks": [{"lengths": {}}])",
                                R"("stacks": [{"sequences": {}}])", R"("stacks": [{"array": []}])", R"("stacks": [{"window": 0}])", R"("tokens": {"file": "t.txt", "ids": "i"})", R"("segments": [{"count": 3}])",
                                R"("samples": [{"id": 7.5}])", R"("samples": [{"fields": {"a": []}}])", R"("token": null)"}) {
            const auto json = manifest(bad);
            const auto read = manifestFromJson(json);
            QVERIFY2(!read || !read->warnings.empty(), bad);
            QVERIFY2(!check.problem(nlohmann::json::parse(json)).empty(), bad);
        }
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
};

HEADLIGHT_GUILESS_TEST(tst_manifest)

} // namespace manifest_test

#include "tst_manifest.moc"
