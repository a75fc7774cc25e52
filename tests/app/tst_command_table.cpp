// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/program.h"
#include "support/test_class.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace command_table_test {

using namespace headlight;
using namespace headlight::test;

namespace {

/// Lines of a CSV without quotes around what has no comma.
QList<QStringList> linesOf(const QByteArray& csv)
{
    QList<QStringList> lines;
    for (const QString& line : QString::fromUtf8(csv).split('\n', Qt::SkipEmptyParts)) {
        QString plain = line;
        plain.replace("\",\"", "<comma>");
        QStringList cells = plain.split(',');
        for (QString& cell : cells)
            cell.replace("<comma>", ",");
        lines << cells;
    }
    return lines;
}

} // namespace

/// The notebooks' tables as files.
class tst_command_table : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_data = qEnvironmentVariable("HEADLIGHT_SHARED_DATA");

    [[nodiscard]] QString at(const QString& name) const { return m_folder.filePath(name); }
    [[nodiscard]] Ended table(const QStringList& arguments) const { return headlightIn(m_folder.path(), QStringList{"table"} + arguments); }

private slots:
    void initTestCase() { writeFile(at("small.json"), smallDump()); }

    void interestingTokensAreThoseOfTheNotebook_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("reference");
        QTest::newRow("covr_blip2, first batch") << "covr_blip2" << QStringList{} << "covr_blip2/batch0_sample0";
        QTest::newRow("covr_blip2, last sample") << "covr_blip2" << QStringList{"--samples", "3"} << "covr_blip2/batch1_sample1";
        QTest::newRow("covr_blip2, its text by name") << "covr_blip2" << QStringList{"--samples", "3", "--segment", "text", "--temperature", "1,0.2"}
                                                      << "covr_blip2/batch1_sample1";
        QTest::newRow("bert, positions from 32 on") << "bert_sst2/sample0.h5" << QStringList{"--keys", "32-63"} << "bert_sst2/sample0";
    }

    void interestingTokensAreThoseOfTheNotebook()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QFETCH(QString, dump);
        QFETCH(QStringList, arguments);
        QFETCH(QString, reference);
        COMPARE_STATUS(table(QStringList{m_data + "/" + dump, "--table", "weights", "--measure", "rollout", "-o", "weights.csv"} + arguments), 0);
        const auto found = linesOf(fileAt(at("weights.csv")));
        const auto expected = linesOf(fileAt(m_data + "/expected/" + reference + "_interesting_tokens.csv"));
        QVERIFY(expected.size() > 10);
        QCOMPARE(found.size(), expected.size());
        QCOMPARE(found.front(), expected.front()); // the names of the columns
        for (qsizetype i = 1; i < expected.size(); ++i) {
            QCOMPARE(found[i].mid(0, 3), expected[i].mid(0, 3)); // temperature, index and token letter by letter
            QVERIFY2(std::fabs(found[i][3].toDouble() - expected[i][3].toDouble()) < 1e-6, qPrintable(found[i].join(' ')));
        }
    }

    void otherTablesAreThoseOfTheNotebook_data()
    {
        QTest::addColumn<QString>("dump");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("reference");
        const QStringList ends{"--layers", "1,12", "--heads", "1"};
        QTest::newRow("covr, top attended") << "covr_blip2" << (QStringList{"top-attended"} + ends) << "covr_blip2/batch0_sample0_df2";
        QTest::newRow("covr, most attended") << "covr_blip2" << QStringList{"most-attended"} << "covr_blip2/batch0_sample0_df_highest";
        QTest::newRow("covr, position") << "covr_blip2" << QStringList{"position", "--keys", "40"} << "covr_blip2/batch0_sample0_position_40";
        QTest::newRow("covr, all positions") << "covr_blip2" << (QStringList{"all-positions"} + ends) << "covr_blip2/batch0_sample0_full";
        QTest::newRow("bertviz, most attended") << "bertviz_json/bert_head_view.json" << QStringList{"most-attended", "--k", "5"} << "bertviz_json/bert_head_view_df_highest";
        QTest::newRow("windows of 512, most attended") << "longformer/window512" << QStringList{"most-attended"} << "longformer/window512_df_highest";
        QTest::newRow("windows of 512, position") << "longformer/window512" << QStringList{"position", "--keys", "300"} << "longformer/window512_position_300";
        QTest::newRow("windows of 512, top attended") << "longformer/window512" << QStringList{"top-attended", "--heads", "1"} << "longformer/window512_df2";
    }

    void otherTablesAreThoseOfTheNotebook()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        QFETCH(QString, dump);
        QFETCH(QStringList, arguments);
        QFETCH(QString, reference);
        COMPARE_STATUS(table(QStringList{m_data + "/" + dump, "-o", "other.csv", "--table"} + arguments), 0);
        const auto found = linesOf(fileAt(at("other.csv")));
        const auto expected = linesOf(fileAt(m_data + "/expected/" + reference + ".csv"));
        QVERIFY(expected.size() > 1);
        QCOMPARE(found.size(), expected.size());
        QCOMPARE(found.front(), expected.front());
        const auto score = expected.front().indexOf("attention_scores");
        const auto tied = expected.front().indexOf("tied");
        for (qsizetype i = 1; i < expected.size(); ++i) {
            if (tied >= 0 && expected[i][tied] == "True") // the order among equal values is free
                continue;
            const bool nothing = expected[i][score].toDouble() == 0.0; // padding receives nothing, and equal ranks are free
            for (qsizetype column = 0; column < expected[i].size(); ++column) {
                if (column == score)
                    QVERIFY2(std::fabs(found[i][column].toDouble() - expected[i][column].toDouble()) < 1e-5, qPrintable(expected[i].join(' ')));
                else if (!nothing || expected.front()[column] != "rank")
                    QVERIFY2(found[i][column] == expected[i][column], qPrintable(found[i].join(' ') + " | " + expected[i].join(' ')));
            }
        }
    }

    void jsonIsAListOfRecordsAndGoesToStandardOutput()
    {
        const auto ended = table({"small.json", "--table", "weights", "--temperature", "0.5", "--format", "json", "-o", "-"});
        COMPARE_STATUS(ended, 0);
        const auto records = QJsonDocument::fromJson(ended.output).array();
        QCOMPARE(records.size(), 4);
        QCOMPARE(records[3].toObject().keys(), (QStringList{"index", "temperature", "token", "weight"}));
        QCOMPARE(records[3].toObject()["token"].toString(), QString("##y"));
        double sum = 0.0;
        for (const auto& record : records)
            sum += record.toObject()["weight"].toDouble();
        QVERIFY(std::fabs(sum - 1.0) < 1e-6);
    }

    /// The mean that lies in the middle is the threshold: it stays, what lies below gets weight 0, and the rest is a softmax of its own.
    void tokensBelowTheThresholdHaveNoWeight()
    {
        const auto asked = headlightIn(m_folder.path(), {"values", "small.json", "--quantity", "column-means", "-o", "means.json"});
        COMPARE_STATUS(asked, 0);
        std::vector<double> means;
        for (const auto& mean : QJsonDocument::fromJson(fileAt(at("means.json"))).object()["column-means"].toObject()["values"].toArray())
            means.push_back(mean.toDouble());
        QCOMPARE(means.size(), 4U);
        auto sorted = means;
        std::ranges::sort(sorted);
        const double threshold = (sorted[1] + sorted[2]) / 2.0;
        double sum = 0.0;
        for (const double mean : means)
            sum += mean < threshold ? 0.0 : std::exp(mean / 0.5);
        const QString words = QString::number(threshold, 'g', 12);
        const auto ended = table({"small.json", "--table", "weights", "--temperature", "0.5", "--threshold", words, "--format", "json", "-o", "-"});
        COMPARE_STATUS(ended, 0);
        const auto records = QJsonDocument::fromJson(ended.output).array();
        QCOMPARE(records.size(), 2); // interesting tokens only
        for (const auto& record : records) {
            const double mean = means.at(static_cast<std::size_t>(record.toObject()["index"].toInt()));
            const double expected = mean < threshold ? 0.0 : std::exp(mean / 0.5) / sum;
            QVERIFY(std::fabs(record.toObject()["weight"].toDouble() - expected) < 1e-6);
        }
        COMPARE_STATUS(headlightIn(m_folder.path(), {"values", "small.json", "--quantity", "weights", "--temperature", "0.5", "--threshold", words, "-o", "weights.json"}), 0);
        const auto weights = QJsonDocument::fromJson(fileAt(at("weights.json"))).object()["weights"].toObject()["values"].toArray();
        QCOMPARE(weights.size(), 4);
        for (std::size_t i = 0; i < means.size(); ++i)
            QVERIFY(std::fabs(weights[static_cast<qsizetype>(i)].toDouble() - (means[i] < threshold ? 0.0 : std::exp(means[i] / 0.5) / sum)) < 1e-6);
    }

    void severalSamplesSayWhichARowIsOf()
    {
        if (m_data.isEmpty())
            QSKIP("HEADLIGHT_SHARED_DATA is not set");
        COMPARE_STATUS(table({m_data + "/covr_blip2", "--table", "weights", "--samples", "0,3", "--temperature", "1", "-o", "both.csv"}), 0);
        const auto lines = linesOf(fileAt(at("both.csv")));
        QCOMPARE(lines.front(), (QStringList{"temperature", "index", "token", "weight", "batch"}));
        QCOMPARE(lines.at(1).back(), QString("0"));
        QCOMPARE(lines.back().back(), QString("3"));
    }

    void rowsAreSortedByTheColumnsThatAreNamed()
    {
        COMPARE_STATUS(table({"small.json", "--table", "all-positions", "--sort", "rank,-layer,head", "-o", "sorted.csv"}), 0);
        const auto lines = linesOf(fileAt(at("sorted.csv")));
        const auto column = [&](const char* name) { return lines.front().indexOf(QString::fromLatin1(name)); };
        for (qsizetype i = 2; i < lines.size(); ++i) {
            const auto key = [&](qsizetype line) { return std::tuple(lines[line][column("rank")].toInt(), -lines[line][column("layer")].toInt(), lines[line][column("head")].toInt()); };
            QVERIFY(key(i - 1) <= key(i));
        }
        QVERIFY(lines.size() > 4);
    }

    void cleanTokensAreForPeople()
    {
        const auto ended = table({"small.json", "--table", "weights", "--temperature", "1", "--clean-tokens", "-o", "-"});
        COMPARE_STATUS(ended, 0);
        QVERIFY2(ended.output.contains(",y,") && !ended.output.contains("##y"), ended.output.constData());
    }

    void wrongUseIsSaidInOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("words");
        const QStringList good{"small.json", "--table", "weights", "-o", "x.csv"};
        QTest::newRow("no table") << QStringList{"small.json", "-o", "x.csv"} << 2 << "--table is missing (top-attended";
        QTest::newRow("unknown table") << QStringList{"small.json", "--table", "chairs", "-o", "x.csv"} << 2 << "no table chairs";
        QTest::newRow("no path") << QStringList{"--table", "weights", "-o", "x.csv"} << 2 << "PATH is missing";
        QTest::newRow("no output") << QStringList{"small.json", "--table", "weights"} << 2 << "-o is missing";
        QTest::newRow("format") << QStringList{"small.json", "--table", "weights", "-o", "x.npy"} << 2 << "only .csv and .json";
        QTest::newRow("folder") << QStringList{"small.json", "--table", "weights", "-o", "x/"} << 2 << "a file is expected";
        QTest::newRow("temperature") << (good + QStringList{"--temperature", "0"}) << 2 << "positive numbers";
        QTest::newRow("many temperatures") << (good + QStringList{"--temperature", "1,2,3,4,5,6,7,8,9"}) << 2 << "at most 8";
        QTest::newRow("threshold") << (good + QStringList{"--threshold", "little"}) << 2 << "--threshold \"little\" is not a number";
        QTest::newRow("no threshold") << (good + QStringList{"--threshold", "nan"}) << 2 << "is not a number";
        QTest::newRow("segment") << (good + QStringList{"--segment", "image"}) << 4 << "no segment image among the keys, only text";
        QTest::newRow("position") << (good + QStringList{"--keys", "9"}) << 4 << "no position 9";
        QTest::newRow("sample") << (good + QStringList{"--samples", "7"}) << 4 << "no sample 7";
        QTest::newRow("order") << (good + QStringList{"--sort", "weight,-size"}) << 2 << "there is no column size, only temperature, index, token, weight";
        QTest::newRow("unwritable") << QStringList{"small.json", "--table", "weights", "-o", "nowhere/x.csv"} << 5 << "no such folder";
    }

    void wrongUseIsSaidInOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, status);
        QFETCH(QString, words);
        const auto ended = table(arguments);
        COMPARE_STATUS(ended, status);
        QVERIFY2(QString::fromUtf8(ended.errors).contains(words), ended.errors.constData());
        QCOMPARE(ended.errors.count('\n'), 1);
        QVERIFY(!QFile::exists(at("x.csv")));
    }

    void helpNamesTheTables()
    {
        const auto ended = table({"--help"});
        COMPARE_STATUS(ended, 0);
        for (const char* word : {"--table", "--temperature", "--segment", "--clean-tokens", "weights"})
            QVERIFY2(ended.output.contains(word), word);
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_table)

} // namespace command_table_test

#include "tst_command_table.moc"
