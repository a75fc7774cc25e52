// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/arguments.h"
#include "app/cli/help.h"
#include "app/cli/number_text.h"
#include "app/cli/numpy_files.h"
#include "app/cli/token_choice.h"
#include "app/cli/value_scale.h"
#include "support/test_class.h"

#include <cmath>
#include <limits>
#include <set>

namespace command_words_test {

using namespace headlight;
using namespace headlight::cli;

namespace {

Result<Arguments> parsed(const char* command, std::vector<std::string> words)
{
    return Arguments::parse(*commandNamed(command), words);
}

Axis axisOf(const std::vector<std::string>& tokens)
{
    Axis axis;
    axis.labelled = true;
    for (const auto& token : tokens) {
        AxisItem item;
        item.position = axis.size();
        item.token = token;
        item.label = token.starts_with("##") ? token.substr(2) : token;
        axis.items.push_back(std::move(item));
    }
    return axis;
}

NumberArray oneMap()
{
    NumberArray array;
    array.name = "map";
    array.axes = {{"query", {0, 1}, {"the", "a,b"}}, {"key", {0, 1, 2}, {"the", "say \"hi\"", "c"}}};
    array.values = {0.1F, 0.25F, 1.0F, 0.0F, std::numeric_limits<float>::quiet_NaN(), 1e-7F};
    return array;
}

} // namespace

class tst_command_words : public QObject {
    Q_OBJECT

private slots:
    void optionsMayStandAnywhere()
    {
        const auto arguments = parsed("values", {"--layers", "1,3-5", "dump.pt", "-o", "out.npy", "--quantity=map"});
        QVERIFY(arguments.has_value());
        QCOMPARE(arguments->paths(), std::vector<std::string>{"dump.pt"});
        QCOMPARE(arguments->value("--layers").value(), std::string("1,3-5"));
        QCOMPARE(arguments->value("--output").value(), std::string("out.npy"));
        QCOMPARE(arguments->value("--quantity").value(), std::string("map"));
        QVERIFY(!arguments->has("--heads"));
    }

    void negativeNumbersAndPathsAfterTwoDashesAreNoOptions()
    {
        const auto arguments = parsed("figure", {"--range", "-1,1", "--", "--odd name.pt"});
        QVERIFY(arguments.has_value());
        QCOMPARE(arguments->value("--range").value(), std::string("-1,1"));
        QCOMPARE(arguments->paths().front(), std::string("--odd name.pt"));
    }

    void anUnknownOptionNamesTheNearest()
    {
        const auto arguments = parsed("values", {"--laeyrs", "1"});
        QVERIFY(!arguments);
        QVERIFY(arguments.error().kind == ErrorKind::Usage);
        QVERIFY(QString::fromStdString(arguments.error().remedy).contains("--layers"));
    }

    void anOptionOfAnotherCommandSaysWhose()
    {
        const auto arguments = parsed("info", {"x.pt", "--colour-map", "hot"});
        QVERIFY(!arguments);
        QVERIFY(QString::fromStdString(arguments.error().what).contains("figure"));
    }

    void aMissingArgumentIsNotTakenFromTheNextOption()
    {
        QVERIFY(!parsed("values", {"x.pt", "--layers", "--heads", "1"}));
        QVERIFY(!parsed("values", {"x.pt", "--layers"}));
    }

    void everyOptionIsInTheHelpOfItsCommandsAndNamesAreUnique()
    {
        std::set<std::string_view> names;
        for (const auto& option : options()) {
            QVERIFY2(names.insert(option.name).second, option.name.data());
            for (const auto& command : commands())
                if (belongsTo(option, command.kind) && !command.later && !option.later)
                    QVERIFY2(commandHelp(command).find(option.name) != std::string::npos, option.name.data());
        }
    }

    void helpFitsATerminal()
    {
        for (const auto& command : commands())
            for (const auto& line : QString::fromStdString(commandHelp(command)).split('\n'))
                QVERIFY2(line.size() <= 120, qPrintable(line));
    }

    void aQueryIsAPositionOrAToken()
    {
        const Axis axis = axisOf({"the", "dog", "the", "##y", "#2"});
        QCOMPARE(positionsOf("3", axis).value(), std::vector<std::int64_t>{3});
        QCOMPARE(positionsOf("0,2-3", axis).value(), (std::vector<std::int64_t>{0, 2, 3}));
        QCOMPARE(positionsOf("dog", axis).value(), std::vector<std::int64_t>{1});
        QCOMPARE(positionsOf("##y", axis).value(), std::vector<std::int64_t>{3});
        QCOMPARE(positionsOf("y", axis).value(), std::vector<std::int64_t>{3});
        QCOMPARE(positionsOf("the#2", axis).value(), std::vector<std::int64_t>{2});
        QCOMPARE(positionsOf("#2", axis).value(), std::vector<std::int64_t>{4});
    }

    void whatCannotBeChosenNamesWhatThereIs()
    {
        const Axis axis = axisOf({"the", "dog", "the"});
        for (const char* typed : {"the", "the#3", "cat", "7"}) {
            const auto positions = positionsOf(typed, axis);
            QVERIFY(!positions);
            QVERIFY(positions.error().kind == ErrorKind::Selection);
        }
        QVERIFY(QString::fromStdString(positionsOf("the", axis).error().what).contains("0,2"));
        QVERIFY(QString::fromStdString(positionsOf("dgo", axis).error().remedy).contains("dog"));
    }

    void npyHeadersAreThoseOfNumPy()
    {
        const QByteArray file = npyFile(oneMap());
        QVERIFY(file.startsWith(QByteArray("\x93NUMPY\x01\x00", 8)));
        const int length = static_cast<unsigned char>(file[8]) + 256 * static_cast<unsigned char>(file[9]);
        QCOMPARE((10 + length) % 64, 0);
        const QByteArray header = file.mid(10, length);
        QVERIFY2(header.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"), header.constData());
        QVERIFY(header.endsWith('\n'));
        QCOMPARE(file.size(), static_cast<qsizetype>(10 + length + 6 * 4));
        NumberArray line{"row", {{"key", {0, 1, 2}, {}}}, {1.0F, 2.0F, 3.0F}};
        QVERIFY(npyFile(line).contains("'shape': (3,), }"));
        NumberArray scalar{"tensor", {}, {1.0F}};
        QVERIFY(npyFile(scalar).contains("'shape': (), }"));
    }

    void npzFilesAreTheSameBytesEveryTime()
    {
        const std::vector<NumberArray> arrays{oneMap()};
        const auto file = npzFile(arrays);
        QVERIFY(file.has_value());
        QCOMPARE(*npzFile(arrays), *file);
        QVERIFY(file->startsWith("PK\x03\x04"));
        QVERIFY(file->contains("map.npy"));
    }

    void aMapAsCsvHasAHeaderOfKeysAndARowPerQuery()
    {
        QCOMPARE(QString::fromStdString(csvText(oneMap())), QString("query,the,\"say \"\"hi\"\"\",c\n"
                                                                    "the,0.1,0.25,1\n"
                                                                    "\"a,b\",0,NaN,1e-07\n"));
    }

    void moreAxesAsCsvHaveAColumnEach()
    {
        NumberArray array = oneMap();
        array.axes.insert(array.axes.begin(), NumberAxis{"layer", {6, 7}, {}});
        array.values.insert(array.values.end(), array.values.begin(), array.values.end());
        const auto lines = QString::fromStdString(csvText(array)).split('\n');
        QCOMPARE(lines.size(), 14);
        QCOMPARE(lines[0], QString("layer,query,key,value"));
        QCOMPARE(lines[1], QString("6,0,0,0.1"));
        QCOMPARE(lines[12], QString("7,1,2,1e-07"));
    }

    void scalesBringAMapToOneHundredPercent()
    {
        std::vector<float> values{1.0F, 2.0F, 5.0F};
        scaleValues(values, ValueScale::Percent);
        QCOMPARE(values, (std::vector<float>{0.0F, 25.0F, 100.0F}));
        values = {1.0F, 3.0F};
        scaleValues(values, ValueScale::Sum);
        QCOMPARE(values, (std::vector<float>{0.25F, 0.75F}));
        values = {1.0F, 4.0F};
        scaleValues(values, ValueScale::Max);
        QCOMPARE(values, (std::vector<float>{0.25F, 1.0F}));
        values = {2.0F, 2.0F};
        scaleValues(values, ValueScale::MinMax);
        QCOMPARE(values, (std::vector<float>{0.0F, 0.0F}));
    }
};

HEADLIGHT_GUILESS_TEST(tst_command_words)

} // namespace command_words_test

#include "tst_command_words.moc"
