// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "dump/dump.h"
#include "support/json_schema.h"
#include "support/test_class.h"
#include "test_source_dir.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdlib>

namespace command_convert_test {

using namespace headlight;
using namespace headlight::test;

namespace {

SharedDump opened(const QString& path)
{
    auto dump = openDump(path.toStdString());
    if (!dump)
        qFatal("%s", sentence(dump.error()).c_str());
    return *std::move(dump);
}

/// Nothing where they are equal, else what differs first.
QString differenceOfMaps(const MapSource& a, const MapSource& b)
{
    if (a.axes().layers != b.axes().layers)
        return "layers";
    if (!(*a.axes().queries == *b.axes().queries) || !(*a.axes().keys == *b.axes().keys))
        return "axes";
    for (std::int64_t layer = 0; layer < static_cast<std::int64_t>(a.axes().layers.size()); ++layer)
        for (std::int64_t head = 0; head < a.axes().layers[static_cast<std::size_t>(layer)].heads; ++head) {
            const auto x = wholeMap(a, {LayerIndex{layer}, HeadIndex{head}});
            const auto y = wholeMap(b, {LayerIndex{layer}, HeadIndex{head}});
            const bool same = x && y && x->values().size() == y->values().size() && std::memcmp(x->values().data(), y->values().data(), x->values().size_bytes()) == 0;
            if (!same && (x || y))
                return QString("map %1 %2").arg(layer).arg(head);
        }
    return {};
}

QString differenceOf(const Dump& a, const Dump& b)
{
    if (a.stacks().size() != b.stacks().size() || a.samples().size() != b.samples().size())
        return "numbers of stacks and samples";
    for (std::size_t s = 0; s < a.samples().size(); ++s)
        if (a.samples()[s].id != b.samples()[s].id || a.samples()[s].caption != b.samples()[s].caption || a.samples()[s].fields != b.samples()[s].fields
            || a.samples()[s].padding != b.samples()[s].padding)
            return QString("sample %1").arg(s);
    for (std::size_t i = 0; i < a.stacks().size(); ++i) {
        const auto& x = a.stacks()[i];
        const auto& y = b.stacks()[i];
        if (x.name != y.name || x.kind != y.kind || x.causal != y.causal || x.gradientTargets != y.gradientTargets)
            return QString("stack %1").arg(i);
        if (x.importance.has_value() != y.importance.has_value() || (x.importance && !(x.importance->values == y.importance->values)))
            return QString("importance of stack %1").arg(i);
        for (std::size_t s = 0; s < a.samples().size(); ++s) {
            const StackIndex stack{static_cast<std::int64_t>(i)};
            const SampleIndex sample{static_cast<std::int64_t>(s)};
            const auto difference = differenceOfMaps(**a.attention(stack, sample), **b.attention(stack, sample));
            if (!difference.isEmpty())
                return QString("stack %1, sample %2: %3").arg(i).arg(s).arg(difference);
            for (const auto& target : x.gradientTargets)
                if (!differenceOfMaps(**a.gradients(stack, sample, target), **b.gradients(stack, sample, target)).isEmpty())
                    return QString("gradients of stack %1, sample %2").arg(i).arg(s);
        }
    }
    return {};
}

/// What the manifest inside a written dump does that the published schema does not allow.
QString schemaProblem(const QString& path)
{
    const auto document = formats::readFile(path.toStdString());
    if (!document)
        qFatal("%s", sentence(document.error()).c_str());
    const auto* metadata = document->root.find("__metadata__");
    const auto* manifest = (metadata != nullptr ? *metadata : document->root).find("headlight");
    if (manifest == nullptr || manifest->string() == nullptr)
        return "there is no manifest";
    const QByteArray schema = fileAt(HEADLIGHT_TEST_SOURCE_DIR "/../resources/manifest.schema.json");
    return QString::fromStdString(JsonSchema(nlohmann::json::parse(schema.toStdString())).problem(nlohmann::json::parse(*manifest->string())));
}

} // namespace

class tst_command_convert : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended headlight(const QStringList& arguments) const { return headlightIn(m_folder.path(), arguments); }

private slots:
    void init() { writeFile(at("small.json"), smallDump()); }

    void whatItWroteOpensEqual_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QString>("suffix");
        const QString shared = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");
        QStringList dumps{HEADLIGHT_SAMPLE};
        if (!shared.isEmpty())
            for (const char* name : {"covr_blip2", "clip/image_attn_probs.pt", "clip/text0.pt", "gpt2/prompt0_attentions.pt", "gpt2/prompt1_attentions.npz", "gpt2/prompt2_attentions.json",
                                     "gpt2/prompt3_attentions.safetensors", "bert_sst2/sample1.npz", "transliteration/word0.pt", "transliteration/word2_bertviz.json",
                                     "bertviz_json/bert_head_view.json", "bertviz_json/distilbert_model_view.json", "bertviz_json/opus_en_de_encoder_decoder.json", "bertviz_json/roberta.npz",
                                     "bertviz_json/tensor2tensor_en_de.json", "vit_deit_tiny/dog_and_cat", "gpt2/prompt4_attentions.h5",
                                     "bert_sst2/sample0.h5", "transliteration/word1_generate_steps.pt", "longformer/window32", "longformer/window512"})
                dumps << shared + "/" + name;
        for (const auto& dump : dumps)
            for (const char* suffix : {"npz", "safetensors", "h5"})
                QTest::addRow("%s as %s", qPrintable(dump.section('/', -2)), suffix) << dump << suffix;
    }
    void whatItWroteOpensEqual()
    {
        QFETCH(QString, dump);
        QFETCH(QString, suffix);
        const QString out = "converted." + suffix;
        COMPARE_STATUS(headlight({"convert", dump, "-o", out}), 0);
        const auto before = opened(dump);
        const auto after = opened(at(out));
        QCOMPARE(differenceOf(*before, *after), QString());
        for (std::size_t i = 0; i < before->stacks().size(); ++i)
        {
            QCOMPARE(after->stacks()[i].dtype, before->stacks()[i].dtype);
            const bool windowed = before->stacks()[i].storage == StackStorage::Windowed;
            QCOMPARE(after->stacks()[i].storage == StackStorage::Windowed, windowed);
            // Bands are not expanded: 128 x 34 instead of 128 x 128 values, 600 x 514 instead of 600 x 600.
            const auto& layer = before->stacks()[i].layers.front();
            const std::int64_t expanded = std::ssize(before->stacks()[i].layers) * layer.heads * layer.queries * layer.keys * 4;
            QVERIFY(!windowed || 10 * static_cast<std::int64_t>(after->bytesOnDisk()) < 9 * expanded);
        }
        QCOMPARE(schemaProblem(at(out)), QString());
        QFile::remove(at(out));
    }

    /// Steps behind a prompt of 3 tokens whose rows are not there: the first row is that of position 3.
    void generationWithoutThePromptKeepsItsPlaces()
    {
        const QByteArray steps = R"("attentions": [[[[[[0.25, 0.25, 0.25, 0.25]]]]], [[[[[0, 0, 0, 0.5, 0.5]]]]], [[[[[1.0, 0, 0, 0, 0, 0]]]]]])";
        writeFile(at("steps.json"), "{" + steps + "}");
        writeFile(at("words.json"), R"({"tokens": ["a", "b", "c", "d", "e", "f"], )" + steps + "}");
        for (const QString dump : {"steps.json", "words.json"})
            for (const char* out : {"steps.npz", "steps.safetensors", "steps.h5"}) {
                COMPARE_STATUS(headlight({"convert", dump, "-o", out}), 0);
                const auto after = opened(at(out));
                QCOMPARE(differenceOf(*opened(at(dump)), *after), QString());
                const auto maps = *after->attention(StackIndex{0}, SampleIndex{0});
                QCOMPARE(QString::fromStdString(maps->axes().queries->items.front().label), dump == "words.json" ? QString("d") : QString("3"));
                QCOMPARE(after->stacks().front().firstQuery, 3);
                QCOMPARE(schemaProblem(at(out)), QString());
            }
    }

    void gradientsAndTheirTargetsComeAlong()
    {
        writeFile(at("x.json"), R"({"attn": [[[[0.5, 0.5], [0.25, 0.75]]]], "attn_grad_243": [[[[-1.5, 0.5], [0.25, -0.75]]]]})");
        COMPARE_STATUS(headlight({"convert", "x.json", "-o", "x.safetensors"}), 0);
        const auto dump = opened(at("x.safetensors"));
        QCOMPARE(dump->stacks().front().gradientTargets, opened(at("x.json"))->stacks().front().gradientTargets);
        QCOMPARE(differenceOf(*opened(at("x.json")), *dump), QString());
    }

    void layersOfDifferentSizeAndSamplesOfDifferentLengthAreArraysOfTheirOwn()
    {
        QVERIFY(QDir(m_folder.path()).mkpath("run"));
        writeFile(at("run/a_0.json"), R"({"attentions": [[[[[0.5, 0.5], [0.25, 0.75]]]]], "tokens": ["a", "b"]})");
        writeFile(at("run/a_1.json"), R"({"attentions": [[[[[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.5, 0.5, 0.0]]]]], "tokens": ["c", "d", "e"]})");
        for (const char* out : {"x.npz", "x.safetensors", "x.h5"}) {
            COMPARE_STATUS(headlight({"convert", "run", "-o", out}), 0);
            QCOMPARE(differenceOf(*opened(at("run")), *opened(at(out))), QString());
        }
    }

    void windowsThatDifferByLayerAndSamplesOfDifferentLengthStayWindows()
    {
        // Six and seven tokens in windows of 2 and 4; the first token is global and attends to all alike.
        const auto band = [](int tokens, int window) {
            QStringList rows;
            for (int query = 0; query < tokens; ++query) {
                QStringList row{query == 0 ? "0" : "0.5"};
                for (int d = -window / 2; d <= window / 2; ++d)
                    row << (query > 0 && d == 0 ? "0.5" : "0");
                rows << "[" + row.join(",") + "]";
            }
            return "[" + rows.join(",") + "]";
        };
        const auto globals = [](int tokens) {
            QStringList rows;
            for (int key = 0; key < tokens; ++key)
                rows << QString("[%1]").arg(1.0 / tokens);
            return "[" + rows.join(",") + "]";
        };
        QVERIFY(QDir(m_folder.path()).mkpath("windows"));
        for (int batch = 0; batch < 2; ++batch)
            writeFile(at(QString("windows/a_%1.json").arg(batch)), QString(R"({"attentions": [[[%1]], [[%2]]], "global_attentions": [[[%3]], [[%3]]]})")
                                                                       .arg(band(6 + batch, 2), band(6 + batch, 4), globals(6 + batch))
                                                                       .toUtf8());
        const auto before = opened(at("windows"));
        QVERIFY(before->stacks().front().storage == StackStorage::Windowed);
        for (const char* out : {"w.npz", "w.safetensors", "w.h5"}) {
            COMPARE_STATUS(headlight({"convert", "windows", "-o", out}), 0);
            const auto after = opened(at(out));
            QCOMPARE(differenceOf(*before, *after), QString());
            QVERIFY(after->stacks().front().storage == StackStorage::Windowed);
            QCOMPARE((*wholeMap(**after->attention(StackIndex{0}, SampleIndex{1}), {LayerIndex{1}, HeadIndex{0}}))(0, 3), 0.142857F); // one seventh, as QString writes it
            QCOMPARE((*wholeMap(**after->attention(StackIndex{0}, SampleIndex{1}), {LayerIndex{1}, HeadIndex{0}}))(3, 3), 0.5F);
        }
    }

    void picturesThatAreNumbersComeAlong()
    {
        QStringList rows;
        QStringList channels;
        for (int channel = 0; channel < 3; ++channel) {
            rows.clear();
            for (int y = 0; y < 16; ++y) {
                QStringList row;
                for (int x = 0; x < 16; ++x)
                    row << QString::number((y * 16 + x + 40 * channel) % 256);
                rows << "[" + row.join(",") + "]";
            }
            channels << "[" + rows.join(",") + "]";
        }
        writeFile(at("p.json"), QString(R"({"attn": [[[[0.5, 0.5], [0.25, 0.75]]]], "pixel_values": [%1]})").arg(channels.join(",")).toUtf8());
        const auto before = opened(at("p.json"));
        QVERIFY(before->samples().front().pixels.has_value());
        for (const char* out : {"p.npz", "p.h5"}) {
            COMPARE_STATUS(headlight({"convert", "p.json", "-o", out}), 0);
            const auto after = opened(at(out));
            QVERIFY(after->samples().front().pixels.has_value());
            const auto pixels = *pixelsOf(*after->samples().front().pixels);
            QCOMPARE(pixels.size(), std::size_t{16 * 16 * 3});
            QCOMPARE(pixels[3 * (5 * 16 + 7) + 2], std::uint8_t{(5 * 16 + 7 + 80) % 256});
        }
    }

    void numbersBecomeSmallerWhereThatIsWanted()
    {
        writeFile(at("n.json"), R"({"attn": [[[[0.1, 0.9], [0.25, 0.75]], [[0.00001, 0.99999], [0.33333334, 0.6666667]]]]})");
        for (const char* out : {"n.npz", "n.safetensors", "n.h5"}) {
            COMPARE_STATUS(headlight({"convert", "n.json", "--dtype", "f16", "-o", out}), 0);
            const auto dump = opened(at(out));
            QVERIFY(dump->stacks().front().dtype == DType::Float16);
            const auto maps = *dump->attention(StackIndex{0}, SampleIndex{0});
            const auto first = *wholeMap(*maps, {LayerIndex{0}, HeadIndex{0}});
            const auto second = *wholeMap(*maps, {LayerIndex{0}, HeadIndex{1}});
            // numpy.float16(x).astype(float32)
            QVERIFY(std::ranges::equal(first.values(), std::vector<float>{0.099975586F, 0.89990234F, 0.25F, 0.75F}));
            QVERIFY(std::ranges::equal(second.values(), std::vector<float>{1.001358e-05F, 1.0F, 0.33325195F, 0.66650391F}));
        }
        COMPARE_STATUS(headlight({"convert", "n.npz", "--dtype", "f32", "-o", "m.npz"}), 0);
        QVERIFY(opened(at("m.npz"))->stacks().front().dtype == DType::Float32);
        QCOMPARE(differenceOf(*opened(at("n.npz")), *opened(at("m.npz"))), QString());
        COMPARE_STATUS(headlight({"convert", "n.json", "--dtype", "int8", "-o", "x.npz"}), 2);
    }

    void typesThatNumpyLacksAreWidenedWithoutLoss()
    {
        const QByteArray header = R"({"attn":{"dtype":"BF16","shape":[1,1,2,2],"data_offsets":[0,8]}})";
        QByteArray file(8, '\0');
        file[0] = static_cast<char>(header.size());
        file += header + QByteArray::fromHex("003f003f803e403f"); // 0.5 0.5 0.25 0.75
        writeFile(at("b.safetensors"), file);
        COMPARE_STATUS(headlight({"convert", "b.safetensors", "-o", "b.npz"}), 0);
        COMPARE_STATUS(headlight({"convert", "b.safetensors", "-o", "c.safetensors"}), 0);
        QCOMPARE(differenceOf(*opened(at("b.safetensors")), *opened(at("b.npz"))), QString());
        QCOMPARE(differenceOf(*opened(at("b.safetensors")), *opened(at("c.safetensors"))), QString());
        COMPARE_STATUS(headlight({"convert", "b.safetensors", "-o", "b.h5"}), 0);
        QCOMPARE(differenceOf(*opened(at("b.safetensors")), *opened(at("b.h5"))), QString());
        QVERIFY(opened(at("b.h5"))->stacks().front().dtype == DType::Float32);
        QVERIFY(opened(at("c.safetensors"))->stacks().front().dtype == DType::BFloat16);
        QVERIFY(opened(at("b.npz"))->stacks().front().dtype == DType::Float32);
    }

    void theSameDumpGivesTheSameBytes()
    {
        for (const char* suffix : {"npz", "safetensors", "h5"}) {
            const QString one = QString("1.") + suffix;
            const QString two = QString("2.") + suffix;
            COMPARE_STATUS(headlight({"convert", "small.json", "-o", one}), 0);
            COMPARE_STATUS(headlight({"convert", "small.json", "-o", two}), 0);
            QVERIFY(!fileAt(at(one)).isEmpty());
            QCOMPARE(fileAt(at(one)), fileAt(at(two)));
        }
    }

    /// The sums of squares are those of the numbers that were written by hand.
    void pythonReadsTheHdf5FileAsItDoesAnyOther()
    {
        QProcess python;
        python.start("/usr/bin/python3", {"-c", "import h5py, numpy"});
        if (!python.waitForFinished(60'000) || python.exitCode() != 0)
            QSKIP("Needs h5py");
        const QByteArray header = R"({"attn":{"dtype":"F16","shape":[1,2,2,2],"data_offsets":[0,16]}})";
        QByteArray file(8, '\0');
        file[0] = static_cast<char>(header.size());
        file += header + QByteArray::fromHex("003800380034003a003c0000003c0000"); // 0.5 0.5 0.25 0.75 1 0 1 0
        writeFile(at("half.safetensors"), file);
        COMPARE_STATUS(headlight({"convert", "half.safetensors", "-o", "half.h5"}), 0);
        COMPARE_STATUS(headlight({"convert", "small.json", "-o", "small.h5"}), 0);
        const QByteArray program = R"(
import h5py, json, sys
for name, dtype in (("half.h5", "float16"), ("small.h5", "float32")):
    with h5py.File(name, "r") as f:
        stack = json.loads(f["headlight"].asstr()[()])["stacks"][0]
        a = f[stack["array"]]
        assert a.dtype == dtype and a.chunks is None and a.fillvalue == 0, (a.dtype, a.chunks)
        assert a.id.get_offset() % 64 == 0
        print(a.shape, float((a[()].astype("float64") ** 2).sum()), a[()].reshape(-1)[:4].tolist(), sorted(f))
)";
        python.setWorkingDirectory(m_folder.path());
        python.start("/usr/bin/python3", {"-c", program});
        QVERIFY(python.waitForFinished(60'000));
        double squares = 0.0;
        for (int layer = 0; layer < 2; ++layer)
            for (int head = 0; head < 3; ++head)
                for (int query = 0; query < 4; ++query)
                    for (int key = 0; key < 4; ++key)
                        squares += smallValue(layer, head, query, key) * smallValue(layer, head, query, key);
        const auto printed = python.readAllStandardOutput().split('\n');
        QVERIFY2(python.exitCode() == 0 && printed.size() == 3, python.readAllStandardError().constData());
        QCOMPARE(printed[0].left(12), QByteArray("(1, 1, 2, 2,"));
        QVERIFY2(printed[0].contains("3.125 [0.5, 0.5, 0.25, 0.75]"), printed[0].constData());
        QVERIFY2(printed[1].contains(QByteArray("(2, 1, 3, 4, 4) ") + QByteArray::number(squares)), printed[1].constData());
    }

    void wrongUsageAndPlacesThatCannotBeWritten()
    {
        for (const auto& [arguments, status, says] : std::initializer_list<std::tuple<QStringList, int, const char*>>{
                 {{"convert", "small.json"}, 2, "-o"},
                 {{"convert", "small.json", "-o", "x.pt"}, 2, ".npz"},
                 {{"convert", "small.json", "-o", "."}, 2, "folder"},
                 {{"convert", "small.json", "-o", "-"}, 2, "standard output"},
                 {{"convert", "-o", "x.npz"}, 2, "PATH"},
                 {{"convert", "nothing.json", "-o", "x.npz"}, 3, "nothing.json"},
                 {{"convert", "small.json", "-o", "nowhere/x.npz"}, 5, "nowhere"}}) {
            const auto ended = headlight(arguments);
            COMPARE_STATUS(ended, status);
            QVERIFY2(ended.errors.contains(says), ended.errors.constData());
        }
    }

    void anExistingFileIsReplacedOrLeftAlone()
    {
        writeFile(at("x.npz"), "old");
        COMPARE_STATUS(headlight({"convert", "small.json", "-o", "x.npz", "--no-clobber"}), 5);
        QCOMPARE(fileAt(at("x.npz")), QByteArray("old"));
        COMPARE_STATUS(headlight({"convert", "small.json", "-o", "x.npz"}), 0);
        QVERIFY(fileAt(at("x.npz")).startsWith("PK"));
        COMPARE_STATUS(headlight({"convert", "x.npz", "-o", "x.npz"}), 0); // onto itself
        QCOMPARE(differenceOf(*opened(at("small.json")), *opened(at("x.npz"))), QString());
    }

    void manifestsAndVocabulariesAreSaidByTheCommands()
    {
        writeFile(at("m.json"), smallDump());
        writeFile(at("m.headlight.json"), R"({"headlight": 1, "stacks": [{"array": "attention", "name": "mine", "axes": ["layer", "head", "query", "key"]}], "tokens": ["p", "q", "r", "s"]})");
        auto ended = headlight({"info", "m.json", "--json"});
        COMPARE_STATUS(ended, 0);
        QVERIFY(ended.output.contains("mine"));
        ended = headlight({"info", "m.json", "--json", "--no-manifest"});
        QVERIFY(!ended.output.contains("mine"));
        writeFile(at("m.headlight.json"), R"({"headlight": 1, "stacks": [{"array": "attention", "axes": ["layer", "query", "key"]}]})");
        ended = headlight({"info", "m.json"});
        COMPARE_STATUS(ended, 0);
        QVERIFY2(ended.output.contains("m.headlight.json, stacks[0].axes"), ended.output.constData());
        ended = headlight({"check", "m.json"});
        COMPARE_STATUS(ended, 3);
        QVERIFY2(ended.errors.contains("m.headlight.json") && ended.errors.contains("stacks[0].axes"), ended.errors.constData());
        writeFile(at("ids.json"), smallDump().replace("\"tokens\": [\"the\",\"dog\",\"the\",\"##y\"]", "\"input_ids\": [3, 2, 1, 0]"));
        writeFile(at("words.txt"), "a\nb\nc\nd\n");
        COMPARE_STATUS(headlight({"values", "ids.json", "--vocabulary", "words.txt", "--quantity", "map", "--query", "d", "-o", "x.csv"}), 0);
        QVERIFY(fileAt(at("x.csv")).contains("d"));
        COMPARE_STATUS(headlight({"values", "ids.json", "--vocabulary", "m.headlight.json", "--quantity", "map", "-o", "x.csv"}), 3);
        COMPARE_STATUS(headlight({"values", "ids.json", "--vocabulary", "none.txt", "--quantity", "map", "-o", "x.csv"}), 3);
        QFile::remove(at("m.headlight.json"));
    }

    void wordsAreSumsOverTheirPiecesInValuesAndFigures()
    {
        // "the", "dog", "the", "##y": the last two are one word.
        COMPARE_STATUS(headlight({"values", "small.json", "--quantity", "map", "--words", "-o", "w.npy"}), 0);
        const auto words = numbersIn(at("w.npy"), "");
        QCOMPARE(words.shape, (Shape{2, 3, 3, 3}));
        for (int layer = 0; layer < 2; ++layer)
            for (int head = 0; head < 3; ++head)
                for (int query = 0; query < 3; ++query)
                    for (int key = 0; key < 3; ++key) {
                        double expected = 0.0;
                        for (int q = query; q < (query == 2 ? 4 : query + 1); ++q)
                            for (int k = key; k < (key == 2 ? 4 : key + 1); ++k)
                                expected += smallValue(layer, head, q, k) / (query == 2 ? 2.0 : 1.0);
                        const auto value = words.values[static_cast<std::size_t>(((layer * 3 + head) * 3 + query) * 3 + key)];
                        QVERIFY(std::fabs(static_cast<double>(value) - expected) < 1e-6);
                    }
        COMPARE_STATUS(headlight({"values", "small.json", "--quantity", "row", "--words", "--query", "they", "-o", "r.npy"}), 0);
        COMPARE_STATUS(headlight({"values", "small.json", "--quantity", "row", "--words", "--query", "3", "-o", "s.npy"}), 0); // a piece of it
        QCOMPARE(numbersIn(at("r.npy"), "").values, numbersIn(at("s.npy"), "").values);
        COMPARE_STATUS(headlight({"figure", "small.json", "--view", "heatmap", "--words", "-o", "w.png"}), 0);
        COMPARE_STATUS(headlight({"figure", "--state", "w.png", "-o", "v.png"}), 0);
        QCOMPARE(fileAt(at("v.png")), fileAt(at("w.png")));
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_convert)

} // namespace command_convert_test

#include "tst_command_convert.moc"
