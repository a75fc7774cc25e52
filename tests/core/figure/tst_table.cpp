// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tables: which rows they have, how they are sorted and filtered, and how they are written.

#include "core/figure/opened_dump.h"
#include "figure/build.h"
#include "figure/table.h"
#include "figure/table_figure.h"
#include "figure/table_rows.h"
#include "figure/table_sort.h"
#include "figure/table_text.h"
#include "state/action.h"
#include "support/query_dump.h"
#include "support/test_class.h"

#include <cmath>
#include <limits>

namespace table_test {

using namespace headlight;
using namespace headlight::test;

namespace {

Table animals()
{
    Table table;
    table.rows = 5;
    table.columns.push_back({"token", "token", TableWords{{"the", "Cat", "the"}, {0, 1, 2, 1, 0}}});
    table.columns.push_back({"layer", "layer", std::vector<std::int32_t>{3, 1, 2, 2, 1}});
    table.columns.push_back({"score", "score", std::vector<double>{0.25, std::nan(""), 0.5, 0.051, 0.25}, true, 0.5});
    table.columns.push_back({"tied", "tied", std::vector<bool>{true, false, false, false, true}});
    return table;
}

std::vector<std::uint32_t> rowsFor(const Table& table, std::vector<std::string> filters, std::optional<std::int64_t> sortedBy = {}, bool descending = false)
{
    const auto arranged = arrangeRows(table, {TableKind::Weights, sortedBy, descending, std::move(filters)}, {});
    if (!arranged)
        qFatal("%s", sentence(arranged.error()).c_str());
    return arranged->rows;
}

using Rows = std::vector<std::uint32_t>;

struct Opened : OpenedDump {
    using OpenedDump::OpenedDump;
    void show(const WeightOptions& weights, const TableOptions& options = {})
    {
        auto display = state.display;
        display.weights = weights;
        display.table = options;
        state = update(state, SetDisplay{display});
    }
    [[nodiscard]] Table table(const TableRequest& request = {}) const
    {
        auto built = buildTable(workspace, state, {}, request);
        if (!built)
            qFatal("%s", sentence(built.error()).c_str());
        return *std::move(built);
    }
};

} // namespace

class tst_table : public QObject {
    Q_OBJECT
private slots:
    void rowsAreSortedByAnyColumnAndEqualOnesKeepTheirOrder()
    {
        const auto table = animals();
        QCOMPARE(rowsFor(table, {}), (Rows{0, 1, 2, 3, 4}));
        QCOMPARE(rowsFor(table, {}, 1), (Rows{1, 4, 2, 3, 0}));
        QCOMPARE(rowsFor(table, {}, 1, true), (Rows{0, 2, 3, 1, 4}));
        QCOMPARE(rowsFor(table, {}, 0), (Rows{1, 3, 0, 2, 4})); // "Cat" before "the"; the word that stands twice in the list is one word
        QCOMPARE(rowsFor(table, {}, 3, true), (Rows{0, 4, 1, 2, 3}));
        QCOMPARE(rowsFor(table, {}, 9), (Rows{0, 1, 2, 3, 4})); // there is no such column
    }

    void whatIsNoNumberStandsLastInEitherOrder()
    {
        const auto table = animals();
        QCOMPARE(rowsFor(table, {}, 2), (Rows{3, 0, 4, 2, 1}));
        QCOMPARE(rowsFor(table, {}, 2, true), (Rows{2, 0, 4, 3, 1}));
    }

    void filtersTakePartsOfWordsAndRangesOfNumbers_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QList<int>>("rows");
        QTest::newRow("part of a word, in any case") << 0 << "CA" << QList<int>{1, 3};
        QTest::newRow("nothing but spaces is no filter") << 0 << "  " << QList<int>{0, 1, 2, 3, 4};
        QTest::newRow("a number") << 1 << "2" << QList<int>{2, 3};
        QTest::newRow("several numbers") << 1 << "1, 3" << QList<int>{0, 1, 4};
        QTest::newRow("a range") << 1 << "2-3" << QList<int>{0, 2, 3};
        QTest::newRow("above, never what is no number") << 2 << "> 0.1" << QList<int>{0, 2, 4};
        QTest::newRow("not below") << 2 << ">=0.25" << QList<int>{0, 2, 4};
        QTest::newRow("two that both hold") << 2 << "> 0.1 < 0.3" << QList<int>{0, 4};
        QTest::newRow("one of two") << 2 << "< 0.1, > 0.4" << QList<int>{2, 3};
        QTest::newRow("as many decimals as typed") << 2 << "0.05" << QList<int>{3};
        QTest::newRow("a flag") << 3 << "=" << QList<int>{0, 4};
        QTest::newRow("a flag that is not set") << 3 << "no" << QList<int>{1, 2, 3};
    }
    void filtersTakePartsOfWordsAndRangesOfNumbers()
    {
        QFETCH(int, column);
        QFETCH(QString, filter);
        QFETCH(QList<int>, rows);
        std::vector<std::string> filters(static_cast<std::size_t>(column));
        filters.push_back(filter.toStdString());
        QList<int> found;
        for (const auto row : rowsFor(animals(), filters))
            found << static_cast<int>(row);
        QCOMPARE(found, rows);
    }

    void aFilterThatIsNotUnderstoodIsSaidAndTakesNothingAway_data()
    {
        QTest::addColumn<QString>("filter");
        for (const char* filter : {"abc", "1-", ">", "1,,2", "= =", "1e999"})
            QTest::newRow(filter) << filter;
    }
    void aFilterThatIsNotUnderstoodIsSaidAndTakesNothingAway()
    {
        QFETCH(QString, filter);
        const auto arranged = arrangeRows(animals(), {TableKind::Weights, {}, false, {"", filter.toStdString()}}, {});
        QVERIFY(arranged.has_value());
        QCOMPARE(arranged->rows.size(), std::size_t{5});
        QVERIFY(QString::fromStdString(arranged->problems[1]).startsWith("layer: " + filter + " is no filter for numbers"));
        QVERIFY(arranged->problems[0].empty());
    }

    void textIsWhatPandasWrites()
    {
        Table table;
        table.rows = 3;
        table.columns.push_back({"temperature", "", std::vector<double>{1.0, 0.2, std::nan("")}});
        table.columns.push_back({"token", "", TableWords{{"a,\"b\"", " c", "two\nlines"}, {0, 1, 2}}});
        table.columns.push_back({"score", "", std::vector<float>{0.38061523F, 1.0F, 1e-9F}});
        table.columns.push_back({"tied", "", std::vector<bool>{true, false, false}});
        const auto all = everyRow(table);
        QCOMPARE(QString::fromStdString(csvText(table, all)),
                 QStringLiteral("temperature,token,score,tied\n1.0,\"a,\"\"b\"\"\",0.38061523,True\n0.2,\" c\",1.0,False\nNaN,\"two\nlines\",1e-09,False\n"));
        QCOMPARE(QString::fromStdString(tabbedText(table, Rows{2}, false)), QStringLiteral("NaN\ttwo lines\t1e-09\tFalse\n"));
        QCOMPARE(QString::fromStdString(jsonText(table, Rows{2, 1})),
                 QStringLiteral("[{\"temperature\": null, \"token\": \"two\\nlines\", \"score\": 1e-09, \"tied\": false},\n"
                                " {\"temperature\": 0.2, \"token\": \" c\", \"score\": 1.0, \"tied\": false}]\n"));
        QCOMPARE(QString::fromStdString(jsonText(table, Rows{})), QStringLiteral("[]\n"));
    }

    void interestingTokensAreThoseOfTheTextAboveTheThreshold()
    {
        const Opened opened(queryDump());
        const auto table = opened.table();
        QCOMPARE(table.rows, 6); // three of four tokens, at temperatures 1 and 0.2
        QCOMPARE(QString::fromStdString(csvText(table, Rows{})), QStringLiteral("temperature,index,token,weight\n"));
        const double sum = std::exp(0.4) + std::exp(0.15) + std::exp(0.045);
        const std::vector<std::pair<const char*, double>> first{{"a", std::exp(0.4) / sum}, {"##b", std::exp(0.15) / sum}, {"e", std::exp(0.045) / sum}};
        const std::vector<std::int64_t> indices{0, 1, 3};
        const std::vector<std::int32_t> positions{2, 3, 5};
        for (std::size_t i = 0; i < first.size(); ++i) {
            const auto row = static_cast<std::int64_t>(i);
            QCOMPARE(exactText(table.columns[0], row), std::string("1.0"));
            QCOMPARE(exactText(table.columns[1], row), std::to_string(indices[i]));
            QCOMPARE(table.places.keys[i], positions[i]);
            QVERIFY(std::abs(std::get<std::vector<double>>(table.columns[3].values)[i] - first[i].second) < 1e-7);
        }
        QCOMPARE(exactText(table.columns[0], 3), std::string("0.2"));
        const double cold = std::exp(0.4 / 0.2) / (std::exp(0.4 / 0.2) + std::exp(0.15 / 0.2) + std::exp(0.045 / 0.2));
        QVERIFY(std::abs(std::get<std::vector<double>>(table.columns[3].values)[3] - cold) < 1e-7);
    }

    void tokensAreCleanForPeopleAndRawForFiles()
    {
        Opened opened(queryDump());
        QCOMPARE(exactText(opened.table().columns[2], 1), std::string("b"));
        auto display = opened.state.display;
        display.cleanTokens = false;
        opened.state = update(opened.state, SetDisplay{display});
        QCOMPARE(exactText(opened.table().columns[2], 1), std::string("##b"));
        display.weights.segment = "queries";
        opened.state = update(opened.state, SetDisplay{display});
        QCOMPARE(exactText(opened.table().columns[2], 1), std::string("query 1"));
    }

    void keysThatAreNamedAreASegmentOfTheirOwn()
    {
        const Opened opened(queryDump());
        const auto table = opened.table({std::vector<std::int64_t>{5, 0}});
        QCOMPARE(exactText(table.columns[1], 0), std::string("0"));
        QCOMPARE(exactText(table.columns[2], 0), std::string("e"));
        QVERIFY(std::abs(std::get<std::vector<double>>(table.columns[3].values)[1] - std::exp(0.3) / (std::exp(0.045) + std::exp(0.3))) < 1e-7);
    }

    void aSegmentThatIsNotThereIsSaidWithThoseThatAre()
    {
        Opened opened(queryDump());
        opened.show({{1.0}, 0.01, "image"});
        const auto built = buildTable(opened.workspace, opened.state, {});
        QVERIFY(!built);
        QVERIFY(built.error().kind == ErrorKind::Selection);
        QVERIFY(QString::fromStdString(built.error().what).contains("no segment image among the keys, only queries, text"));
    }

    void columnsWithNaNAreSaidInsteadOfAnEmptyTable()
    {
        const auto axis = queryAxis(1, {"a", "b"});
        const double nan = std::nan("");
        const Opened opened(std::make_shared<PictureDump>(std::vector<Maps>{mapsOf({{evenRows({0.5, nan, 0.5})}}, axis)}));
        const auto built = buildTable(opened.workspace, opened.state, {});
        QVERIFY(!built);
        QVERIFY2(QString::fromStdString(built.error().what).contains("1 of the 3 column means of layer 1 are not numbers, the first is that of key 1"), built.error().what.c_str());
    }

    void theFigureShowsTheRowsThatPassAndSaysHowMany()
    {
        Opened opened(queryDump());
        opened.show({}, {TableKind::Weights, 3, true, {"1"}});
        opened.state = update(opened.state, SelectView{ViewKind::Table});
        opened.state = update(opened.state, SetKey{KeyIndex{5}});
        const auto built = buildFigure(opened.workspace, opened.state, {});
        QVERIFY(built.has_value());
        const auto& figure = std::get<TableFigure>(*built);
        QCOMPARE(*figure.rows, (Rows{0, 1, 2}));
        QCOMPARE(figure.pinned, (Rows{2}));
        QCOMPARE(QString::fromStdString(figure.text.title), QStringLiteral("Token weights: attention, layer 2, head 1"));
        QVERIFY(std::ranges::find(figure.text.footerEnd, "3 of 6 rows pass the filters") != figure.text.footerEnd.end());
        QVERIFY(std::ranges::find(figure.text.footerStart, "threshold 0.01 on column means") != figure.text.footerStart.end());
        const auto pin = pinOf(*figure.table, 0, opened.state);
        QVERIFY(pin && update(opened.state, *pin).selection.key == KeyIndex{2});
        QVERIFY(!pinOf(*figure.table, 2, opened.state)); // it is pinned already
    }

    void everyPositionOfEveryHeadHasItsScoreAndRank()
    {
        Opened opened(queryDump());
        opened.show({}, {TableKind::AllPositions, {}, false, {}});
        const auto table = opened.table();
        QCOMPARE(table.rows, 12); // 2 layers, 1 head, 6 positions
        QCOMPARE(QString::fromStdString(csvText(table, Rows{})), QStringLiteral("token,position,attention_scores,layer,head,rank,batch\n"));
        // Column sums are 6 times the means: from 0 to 6 in layer 1, so that scores are the means.
        QCOMPARE(QString::fromStdString(csvText(table, Rows{5, 6, 8})).section('\n', 1),
                 QStringLiteral("e,5,1.0,1,1,1,0\nquery 0,0,0.3,2,1,2,0\na,2,0.4,2,1,1,0\n"));
    }

    void manyRowsAreWrittenInPiecesAndInOrder()
    {
        const auto table = animals();
        Rows rows(300'000);
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = static_cast<std::uint32_t>(i * i % 5);
        const auto few = csvText(table, everyRow(table));
        std::vector<std::string> lines;
        for (std::size_t from = few.find('\n') + 1; from < few.size(); from = few.find('\n', from) + 1)
            lines.push_back(few.substr(from, few.find('\n', from) + 1 - from));
        std::string expected = few.substr(0, few.find('\n') + 1);
        for (const auto row : rows)
            expected += lines[row];
        std::string text;
        std::size_t longest = 0;
        QVERIFY(writeCsv(table, rows, [&](std::string_view piece) {
            text += piece;
            longest = std::max(longest, piece.size());
            return Result<void>();
        }));
        QVERIFY(text == expected);
        QVERIFY(csvText(table, rows) == expected);
        QVERIFY(longest < expected.size() / 4);
        int taken = 0;
        const auto full = writeCsv(table, rows, [&](std::string_view) -> Result<void> {
            if (++taken == 3)
                return Error{ErrorKind::CannotWrite, "full"};
            return {};
        });
        QVERIFY(!full && full.error().what == "full");
        QCOMPARE(taken, 3);
    }

    void rowsAreSortedByOneColumnAfterTheOther()
    {
        const auto table = animals();
        const auto by = [&](std::vector<SortKey> keys) {
            auto rows = everyRow(table);
            sortRows(table, keys, rows);
            return rows;
        };
        QCOMPARE(by({{1, false}, {0, false}}), (Rows{1, 4, 3, 2, 0})); // layer, then token
        QCOMPARE(by({{0, false}, {1, true}}), (Rows{3, 1, 0, 2, 4}));  // Cat before the; among equal ones the last layer first
        QCOMPARE(by({{3, true}, {2, false}}), (Rows{0, 4, 3, 2, 1}));  // tied ones first, then by score, and what is none last
        QCOMPARE(by({{2, true}}), (Rows{2, 0, 4, 3, 1}));
        QCOMPARE(by({}), (Rows{0, 1, 2, 3, 4}));
    }

    void floatsOfAnySignAreOrderedAndNoughtsAreEqual()
    {
        constexpr float kInfinite = std::numeric_limits<float>::infinity();
        Table table;
        table.rows = 8;
        table.columns.push_back({"score", "score", std::vector<float>{0.0F, -1.5F, kInfinite, std::nanf(""), -0.0F, 2.0F, -kInfinite, 1e-30F}});
        table.columns.push_back({"far", "far", std::vector<std::int32_t>{5, -2'000'000'000, 2'000'000'000, 0, -1, 7, 7, 3}});
        auto rows = everyRow(table);
        sortRows(table, std::vector<SortKey>{{0, false}}, rows);
        QCOMPARE(rows, (Rows{6, 1, 0, 4, 7, 5, 2, 3}));
        rows = everyRow(table);
        sortRows(table, std::vector<SortKey>{{0, true}}, rows);
        QCOMPARE(rows, (Rows{2, 5, 7, 0, 4, 1, 6, 3}));
        rows = everyRow(table);
        sortRows(table, std::vector<SortKey>{{1, true}, {0, false}}, rows);
        QCOMPARE(rows, (Rows{2, 6, 5, 0, 7, 3, 4, 1}));
    }

    void positionsAreThePinnedOneOrThoseThatAreNamed()
    {
        Opened opened(queryDump());
        opened.show({}, {TableKind::Position, {}, false, {}});
        const auto nameless = buildTable(opened.workspace, opened.state, {});
        QVERIFY(!nameless && nameless.error().kind == ErrorKind::Selection);
        opened.state = update(opened.state, SetKey{KeyIndex{3}});
        const auto pinned = opened.table();
        QCOMPARE(pinned.rows, 2);
        QCOMPARE(exactText(pinned.columns[0], 1), std::string("b"));
        QCOMPARE(exactText(pinned.columns[5], 1), std::string("3")); // after a and query 0
        QVERIFY(!buildTable(opened.workspace, opened.state, {}, {std::vector<std::int64_t>{1, 2}}));
        opened.show({}, {TableKind::Trend, {}, false, {}});
        const auto several = opened.table({std::vector<std::int64_t>{5, 0}});
        QCOMPARE(several.rows, 4);
        QCOMPARE(exactText(several.columns[1], 0), std::string("5"));
        QCOMPARE(exactText(several.columns[1], 2), std::string("0"));
    }

    void mostAttendedAreTheFirstRanksAndTiesAreMarked()
    {
        Opened opened(queryDump());
        opened.show({}, {TableKind::MostAttended, {}, false, {}});
        const auto table = opened.table({std::nullopt, 3});
        QCOMPARE(table.rows, 6);
        QCOMPARE(table.places.keys, (std::vector<std::int32_t>{5, 0, 1, 2, 0, 3})); // in layer 1 all but "e" are 0: lowest position first
        QCOMPARE(std::get<std::vector<bool>>(table.columns.back().values), (std::vector<bool>{false, true, true, false, false, false}));
    }

    void topAttendedAreTheLargestOfEveryRow()
    {
        Opened opened(queryDump());
        opened.show({}, {TableKind::TopAttended, {}, false, {}});
        opened.state = update(opened.state, SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{0}})});
        const auto table = opened.table({std::nullopt, 2});
        QCOMPARE(table.rows, 12);
        QCOMPARE(QString::fromStdString(csvText(table, Rows{5})),
                 QStringLiteral("token,self_position,attended_token,token_position,attention_scores,layer,head,rank,batch,tied\na,2,query 0,0,0.3,2,1,2,0,False\n"));
        QVERIFY(pinOf(*std::make_shared<Table>(table), 5, opened.state).has_value());
    }
};

HEADLIGHT_GUILESS_TEST(tst_table)

} // namespace table_test

#include "tst_table.moc"
