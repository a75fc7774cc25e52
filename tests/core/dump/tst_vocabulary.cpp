// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/test_folder.h"
#include "core/dump/trees.h"
#include "dump/dump.h"
#include "dump/id_tokens.h"
#include "dump/token_file.h"
#include "dump/vocabulary.h"
#include "support/test_class.h"

#include <algorithm>
#include <cstdlib>

namespace vocabulary_test {

using namespace headlight;
using namespace headlight::test;

namespace {

using Path = std::filesystem::path;

std::string tokenAt(const Result<Vocabulary>& vocabulary, std::int64_t id)
{
    const auto* token = vocabulary ? vocabulary->token(id) : nullptr;
    return token == nullptr ? std::string("nothing") : *token;
}

std::string whyNot(const Result<Vocabulary>& vocabulary)
{
    return vocabulary ? std::string() : sentence(vocabulary.error());
}

/// A dump of 2 layers, 2 heads, `positions` positions, with ids in it.
std::string dumpWithIds(std::int64_t positions, const std::string& ids)
{
    const auto tensor = attention({2, 2, positions, positions});
    const auto values = valuesOf(tensor);
    std::string text;
    std::size_t next = 0;
    for (int layer = 0; layer < 2; ++layer) {
        text += layer == 0 ? "[" : ",";
        for (int head = 0; head < 2; ++head) {
            text += head == 0 ? "[" : ",";
            for (std::int64_t row = 0; row < positions; ++row) {
                text += row == 0 ? "[" : ",";
                for (std::int64_t column = 0; column < positions; ++column)
                    text += fmt::format("{}{}", column == 0 ? "[" : ",", values[next++]);
                text += "]";
            }
            text += "]";
        }
        text += "]";
    }
    return fmt::format(R"({{"input_ids": {}, "attentions": {}]}})", ids, text);
}

std::vector<std::string> rawTokens(const SharedDump& dump, std::int64_t sample = 0)
{
    std::vector<std::string> tokens;
    const auto maps = dump->attention(StackIndex{0}, SampleIndex{sample});
    for (const auto& item : (*maps)->axes().keys->items)
        tokens.push_back(item.token);
    return tokens;
}

std::string noteTitles(const Dump& dump)
{
    std::string titles;
    for (const auto& note : dump.notes())
        titles += note.title + ": " + note.text + "\n";
    return titles;
}

} // namespace

class tst_vocabulary : public QObject {
    Q_OBJECT

private slots:
    void aListOfLinesCountsFromZero()
    {
        const Folder folder;
        folder.add("vocab.txt", "[PAD]\n[CLS]\r\nword\n##s\n");
        const auto vocabulary = Vocabulary::read(folder / "vocab.txt");
        COMPARE_VALUES(vocabulary->size(), 4);
        COMPARE_VALUES(tokenAt(vocabulary, 0), "[PAD]");
        COMPARE_VALUES(tokenAt(vocabulary, 1), "[CLS]");
        COMPARE_VALUES(tokenAt(vocabulary, 3), "##s");
        COMPARE_VALUES(tokenAt(vocabulary, 4), "nothing");
        COMPARE_VALUES(tokenAt(vocabulary, -1), "nothing");
    }

    void idsByTokenMayHaveHoles()
    {
        const Folder folder;
        folder.add("vocab.json", R"({"!": 0, "Ġthe": 262, "<|endoftext|>": 50256})");
        const auto vocabulary = Vocabulary::read(folder / "vocab.json");
        COMPARE_VALUES(tokenAt(vocabulary, 262), "Ġthe");
        COMPARE_VALUES(tokenAt(vocabulary, 50256), "<|endoftext|>");
        COMPARE_VALUES(tokenAt(vocabulary, 1), "nothing");
    }

    void tokenizersOfBothFormsAreRead()
    {
        const Folder folder;
        folder.add("tokenizer.json", R"({"version": "1.0", "added_tokens": [{"id": 3, "content": "<mask>", "special": true}],
                                         "model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": []}})");
        const auto byToken = Vocabulary::read(folder / "tokenizer.json");
        COMPARE_VALUES(tokenAt(byToken, 1), "b");
        COMPARE_VALUES(tokenAt(byToken, 2), "nothing");
        COMPARE_VALUES(tokenAt(byToken, 3), "<mask>");
        folder.add("unigram.json", R"({"added_tokens": null, "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["▁the", -3.5]]}})");
        COMPARE_VALUES(tokenAt(Vocabulary::read(folder / "unigram.json"), 1), "▁the");
    }

    void whatIsNoVocabularyIsASentence_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("empty") << QByteArray("") << QByteArray("no JSON object");
        QTest::newRow("list") << QByteArray("[1, 2]") << QByteArray("no JSON object");
        QTest::newRow("settings") << QByteArray(R"({"model_max_length": 512, "do_lower_case": true})") << QByteArray("do_lower_case");
        QTest::newRow("string id") << QByteArray(R"({"a": "0"})") << QByteArray("string");
        QTest::newRow("negative id") << QByteArray(R"({"a": -5})") << QByteArray("-5");
        QTest::newRow("huge id") << QByteArray(R"({"a": 900000000000})") << QByteArray("900000000000");
        QTest::newRow("no tokens") << QByteArray(R"({"model": {"vocab": {}}})") << QByteArray("no tokens");
        QTest::newRow("broken") << QByteArray(R"({"a": 0)") << QByteArray("vocab.json");
        QTest::newRow("scores without tokens") << QByteArray(R"({"model": {"vocab": [[true, "a"]]}})") << QByteArray("entry 0");
    }
    void whatIsNoVocabularyIsASentence()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const Folder folder;
        folder.add("vocab.json", text.toStdString());
        const auto why = whyNot(Vocabulary::read(folder / "vocab.json"));
        QVERIFY2(why.find(says.toStdString()) != std::string::npos, why.c_str());
    }

    void theUsualNameWinsAndTwoOthersAreAQuestion()
    {
        const Folder folder;
        folder.add("bert-vocab.txt", "a");
        COMPARE_VALUES(vocabularyIn(folder / "").filename().string(), "bert-vocab.txt");
        folder.add("gpt2-vocab.json", R"({"a": 0})");
        std::vector<std::string> others;
        QVERIFY(vocabularyIn(folder / "", &others).empty());
        COMPARE_VALUES(others.size(), 2U);
        folder.add("vocab.txt", "a");
        COMPARE_VALUES(vocabularyIn(folder / "").filename().string(), "vocab.txt");
    }

    void idsInTheDumpAreLookedUp()
    {
        const Folder folder;
        folder.add("vocab.txt", "[PAD]\n[CLS]\n[SEP]\nword\n##s").add("attentions.json", dumpWithIds(4, "[1, 3, 4, 2]"));
        const auto dump = openDump(folder / "attentions.json");
        QVERIFY(dump.has_value());
        COMPARE_VALUES(fmt::format("{}", fmt::join(rawTokens(*dump), " ")), "[CLS] word ##s [SEP]");
        const auto maps = (*dump)->attention(StackIndex{0}, SampleIndex{0});
        const auto& items = (*maps)->axes().keys->items;
        COMPARE_VALUES(items[2].label, "s");
        QVERIFY(items[2].continues);
        QVERIFY(items[0].marks.special);
    }

    void idsBesideTheDumpAreLookedUp()
    {
        const Folder folder;
        writeNpy(folder / "attentions.npy", attention({2, 2, 3, 3}));
        folder.add("vocab.json", R"({"a": 7, "b": 8, "c": 9})").add("input_ids.json", "[[9, 8, 7]]");
        const auto dump = openDump(folder / "attentions.npy");
        QVERIFY(dump.has_value());
        COMPARE_VALUES(fmt::format("{}", fmt::join(rawTokens(*dump), " ")), "c b a");
    }

    void idsOfEverySampleInTheSidecar()
    {
        const Folder folder;
        writeNpy(folder / "attentions.npy", attention({2, 2, 2, 3, 3}));
        folder.add("vocab.txt", "a\nb\nc\nd").add("samples.json", R"({"caption": ["one", "two"], "input_ids": [[0, 1, 2], [3, 2, 1]]})");
        const auto dump = openDump(folder / "attentions.npy");
        QVERIFY(dump.has_value());
        COMPARE_VALUES(fmt::format("{}", fmt::join(rawTokens(*dump, 1), " ")), "d c b");
        COMPARE_VALUES((*dump)->samples()[1].caption, "two");
    }

    void aMissingVocabularyIsSaidAndPositionsAreNumbered()
    {
        const Folder folder;
        folder.add("attentions.json", dumpWithIds(3, "[5, 6, 7]"));
        const auto dump = openDump(folder / "attentions.json");
        QVERIFY(dump.has_value());
        const auto notes = noteTitles(**dump);
        QVERIFY2(notes.find("There are token ids and no vocabulary") != std::string::npos, notes.c_str());
        QVERIFY(!(*(*dump)->attention(StackIndex{0}, SampleIndex{0}))->axes().keys->labelled);
    }

    void aChosenVocabularyWins()
    {
        const Folder folder;
        folder.add("vocab.txt", "a\nb\nc").add("mine.txt", "x\ny\nz").add("attentions.json", dumpWithIds(3, "[0, 1, 2]"));
        ReadingChoices choices;
        choices.vocabulary = folder / "mine.txt";
        COMPARE_VALUES(fmt::format("{}", fmt::join(rawTokens(*openDump(folder / "attentions.json", choices)), " ")), "x y z");
    }

    void idsOutsideTheVocabularyAreSaid()
    {
        const Folder folder;
        folder.add("vocab.txt", "a\nb").add("attentions.json", dumpWithIds(3, "[0, 50256, -100]"));
        const auto dump = openDump(folder / "attentions.json");
        QVERIFY(dump.has_value());
        COMPARE_VALUES(fmt::format("{}", fmt::join(rawTokens(*dump), " ")), "a #50256 #-100");
        const auto notes = noteTitles(**dump);
        QVERIFY2(notes.find("2 of 3 ids") != std::string::npos && notes.find("50256 at position 1") != std::string::npos, notes.c_str());
    }

    void tokensInTheDumpNeedNoVocabulary()
    {
        const Folder folder;
        const auto text = dumpWithIds(3, "[0, 1, 2]");
        folder.add("attentions.json", R"({"tokens": ["p", "q", "r"], )" + text.substr(1));
        const auto dump = openDump(folder / "attentions.json");
        COMPARE_VALUES(fmt::format("{}", fmt::join(rawTokens(*dump), " ")), "p q r");
        QVERIFY(noteTitles(**dump).find("vocabulary") == std::string::npos);
    }

    void listsOfIdsHaveManyForms()
    {
        COMPARE_VALUES(idListsOf(List{Value(std::int64_t{1}), Value(std::int64_t{2})})->front().size(), 2U);
        COMPARE_VALUES(idListsOf(List{List{Value(std::int64_t{1})}, List{Value(std::int64_t{2}), Value(std::int64_t{3})}})->size(), 2U);
        QVERIFY(!idListsOf(List{Value("a")}));
        QVERIFY(!idListsOf(List{}));
        QVERIFY(!idListsOf(Value(1.5)));
        QVERIFY(!idListsOf(attention({2, 2})));
    }

    void tokenFilesAreListsOrLines_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("tokens");
        QTest::newRow("json") << QByteArray(" [\"a\", \"[b\"]") << QByteArray("a [b");
        QTest::newRow("lines") << QByteArray("a\r\n[CLS]\n") << QByteArray("a [CLS]");
        QTest::newRow("lines that look like json") << QByteArray("[CLS]\na") << QByteArray("[CLS] a");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF") + "a\nb" << QByteArray("a b");
    }
    void tokenFilesAreListsOrLines()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, tokens);
        const Folder folder;
        folder.add("tokens", text.toStdString());
        const auto read = tokensInFile(folder / "tokens");
        QVERIFY(read.has_value());
        COMPARE_VALUES(fmt::format("{}", fmt::join(*read, " ")), tokens.toStdString());
    }

    void otherFilesOfTokensSayWhatTheyAre_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("empty") << QByteArray(" \n") << QByteArray("no tokens");
        QTest::newRow("no entries") << QByteArray("[]") << QByteArray("no tokens");
        QTest::newRow("vocabulary") << QByteArray(R"({"a": 0})") << QByteArray("--vocabulary");
        QTest::newRow("ids") << QByteArray("[101, 102]") << QByteArray("input_ids");
        QTest::newRow("lists") << QByteArray(R"([["a"]])") << QByteArray("token 0 is no string");
    }
    void otherFilesOfTokensSayWhatTheyAre()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, says);
        const Folder folder;
        folder.add("tokens.json", text.toStdString());
        const auto read = tokensInFile(folder / "tokens.json");
        QVERIFY(!read.has_value());
        const auto why = sentence(read.error());
        QVERIFY2(why.find(says.toStdString()) != std::string::npos, why.c_str());
    }

    void theVocabularyOfBertGivesThePublishedTokens()
    {
        const char* shared = std::getenv("HEADLIGHT_SHARED_DATA");
        const auto path = Path(shared == nullptr ? "" : shared) / "vocab" / "bert-base-uncased-vocab.txt";
        if (!std::filesystem::exists(path))
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        const auto vocabulary = Vocabulary::read(path);
        COMPARE_VALUES(vocabulary->size(), 30522);
        COMPARE_VALUES(tokenAt(vocabulary, 0), "[PAD]");
        COMPARE_VALUES(tokenAt(vocabulary, 100), "[UNK]");
        COMPARE_VALUES(tokenAt(vocabulary, 101), "[CLS]");
        COMPARE_VALUES(tokenAt(vocabulary, 102), "[SEP]");
        COMPARE_VALUES(tokenAt(vocabulary, 103), "[MASK]");
    }
};

HEADLIGHT_GUILESS_TEST(tst_vocabulary)

} // namespace vocabulary_test

#include "tst_vocabulary.moc"
