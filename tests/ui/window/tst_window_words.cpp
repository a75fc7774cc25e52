// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is typed, kept and said by the window, without any widget: the rules behind it must hold for every dump.

#include "support/test_class.h"
#include "ui/window/colour_section.h"
#include "ui/window/dump_messages.h"
#include "ui/window/export_settings.h"
#include "ui/window/kept_state.h"
#include "ui/window/picker_layout.h"
#include "ui/window/recent_files.h"
#include "ui/window/report_words.h"
#include "ui/window/typed_form.h"

#include <QSettings>
#include <QTemporaryDir>

namespace window_words_test {

using namespace headlight;
using namespace headlight::ui;

namespace {

State openState()
{
    auto shape = std::make_shared<DumpShape>();
    shape->samples = {{StackShape{"self", {12, 12, 6}, 4, 4, 2, 2}}, {StackShape{"self", {12, 12, 6}, 4, 4, 2, 2}}};
    return update(State{}, ShowDump{{"a.pt", "0123", {}}, shape});
}

/// [CLS] a ##b | q0, as two segments.
MapAxes axes()
{
    auto axis = std::make_shared<Axis>();
    axis->segments = {{"text", SegmentKind::Text, 0, 3, {}}, {"queries", SegmentKind::Queries, 3, 1, {}}};
    axis->items = {{0, "[CLS]", "[CLS]", false, false, 0, {true, false}}, {1, "avoids", "avoids", false, false, 0, {}}, {2, "##nni", "nni", true, false, 0, {}}, {3, "", "query 0", false, false, 1, {}}};
    axis->labelled = true;
    return {{{12, 4, 4}, {12, 4, 4}, {6, 4, 4}}, axis, axis};
}

Result<Action> typed(const char* text)
{
    static const State state = openState();
    static const MapAxes shown = axes();
    static const std::vector<Sample> samples = {Sample{"12060", {}, {}, {}, {}, {}, 4, 0}, Sample{"1", {}, {}, {}, {}, {}, 4, 0}};
    return parseTyped(text, {state, &shown, samples});
}

template <typename T>
T as(const Result<Action>& action)
{
    return action && std::holds_alternative<T>(*action) ? std::get<T>(*action) : T{};
}

} // namespace

class tst_window_words : public QObject {
    Q_OBJECT
private slots:
    void headsAreTypedAsTheyAreEchoed()
    {
        const auto heads = as<SelectHeads>(typed("L2 H1,7,10")).heads;
        QCOMPARE(heads.size(), 3);
        QVERIFY(heads.contains({LayerIndex{1}, HeadIndex{6}}));
    }

    void aQueryIsTypedByNumberOrToken()
    {
        QCOMPARE(as<SetQuery>(typed("q=2")).query->value, 2);
        QCOMPARE(as<SetQueries>(typed("q=2,0-1")).queries.size(), std::size_t{3});
        QCOMPARE(as<SetQuery>(typed("q=avoids")).query->value, 1);
        QCOMPARE(as<SetQuery>(typed(" q=AVOIDS ")).query->value, 1);
        QCOMPARE(as<SetQuery>(typed("q=##nni")).query->value, 2);
        QCOMPARE(as<SetKey>(typed("k=nni")).key->value, 2);
    }

    void aSampleIsTypedByItsIdBeforeItsNumber()
    {
        QCOMPARE(as<SelectSample>(typed("s=12060")).sample.value, 0);
        QCOMPARE(as<SelectSample>(typed("s=1")).sample.value, 1); // the id of sample 1, and its number
        QCOMPARE(as<SelectSample>(typed("s=0")).sample.value, 0);
    }

    void aBlockIsTypedWithSegmentNames()
    {
        const auto block = as<SetBlock>(typed("learned>text")).block;
        QCOMPARE(block.query, std::optional<std::int64_t>(1));
        QCOMPARE(block.key, std::optional<std::int64_t>(0));
    }

    void whatDoesNotExistIsNamed()
    {
        for (const char* text : {"q=9", "q=unknown", "s=77", "pictures>text", "L9", "nonsense"}) {
            const auto action = typed(text);
            QVERIFY2(!action, text);
            QVERIFY2(!action.error().what.empty(), text);
        }
    }

    void everyCellOfThePickerIsFoundWhereItIsPainted()
    {
        for (const double width : {120.0, 244.0, 400.0}) {
            const PickerLayout layout({12, 3, 12}, width, 22.0, 18.0);
            for (std::int64_t layer = 0; layer < 3; ++layer) {
                for (std::int64_t head = 0; head < layout.grid()[static_cast<std::size_t>(layer)]; ++head) {
                    const HeadRef ref{LayerIndex{layer}, HeadIndex{head}};
                    QCOMPARE(layout.cellAt(layout.cellRect(ref).center()), std::optional(ref));
                }
            }
            QVERIFY(!layout.cellAt(layout.cellRect({LayerIndex{1}, HeadIndex{7}}).center())); // layer 1 has 3 heads
            QCOMPARE(layout.layerHeaderAt(layout.layerHeader(LayerIndex{2}).center()), std::optional(LayerIndex{2}));
            QCOMPARE(layout.headHeaderAt(layout.headHeader(HeadIndex{11}).center()), std::optional(HeadIndex{11}));
        }
    }

    void changingAnAxisNeverLeavesTwoEqual()
    {
        const std::vector<AxisReading> axes = {{0, 12, AxisRole::Layer, Certainty::Assumed, {}}, {1, 12, AxisRole::Head, Certainty::Assumed, {}},
                                               {2, 64, AxisRole::Query, Certainty::Measured, {}}, {3, 64, AxisRole::Key, Certainty::Measured, {}}};
        const auto roles = swappedRoles(axes, 0, AxisRole::Head);
        QCOMPARE(roles[0].second, AxisRole::Head);
        QCOMPARE(roles[1].second, AxisRole::Layer);
        QCOMPARE(roles[2].second, AxisRole::Query);
        QCOMPARE(roles[3].second, AxisRole::Key);
    }

    void whatWasKeptComesBackAndNonsenseDoesNot()
    {
        QTemporaryDir folder;
        KeptState kept;
        kept.window = QRect(10, 20, 1200, 800);
        kept.theme = ThemeChoice::Dark;
        kept.textPercent = 115;
        kept.foldedSections = {QStringLiteral("segments")};
        kept.recent = {{QStringLiteral("/a/b.pt"), QStringLiteral("b.pt"), QStringLiteral("12 layers"), QDateTime(QDate(2026, 5, 1), QTime(10, 0))}};
        kept.display = "{}";
        kept.exports.insert(QStringLiteral("column"), "{}");
        QSettings settings(folder.filePath(QStringLiteral("kept.ini")), QSettings::IniFormat);
        writeKept(settings, kept);
        QVERIFY(readKept(settings) == kept);
        settings.setValue(QStringLiteral("look/text"), 100000);
        settings.setValue(QStringLiteral("look/theme"), QStringLiteral("purple"));
        settings.setValue(QStringLiteral("window/left"), QStringLiteral("wide"));
        const KeptState read = readKept(settings);
        QCOMPARE(read.textPercent, Theme::kLargestText);
        QCOMPARE(read.theme, ThemeChoice::System);
        QCOMPARE(read.leftWidth, 220);
    }

    void aWindowKeptFromALargerScreenLiesOnThisOne()
    {
        const QRect screen(0, 0, 1280, 720);
        QVERIFY(screen.contains(fitted(QRect(2000, -300, 3000, 500), screen)));
        QCOMPARE(fitted(QRect(10, 10, 800, 600), screen), QRect(10, 10, 800, 600));
    }

    void theNewestRecentFileStandsFirstAndOnce()
    {
        RecentFiles files;
        for (int i = 0; i < 14; ++i)
            files = remembered(files, {QString::number(i), {}, {}, QDateTime::currentDateTime()});
        files = remembered(files, {QStringLiteral("9"), {}, {}, QDateTime::currentDateTime()});
        QCOMPARE(files.size(), std::size_t{10});
        QCOMPARE(files.front().path, QStringLiteral("9"));
        QCOMPARE(std::count_if(files.begin(), files.end(), [](const RecentFile& file) { return file.path == QLatin1String("9"); }), 1);
    }

    void daysAreSaidAsPeopleSayThem()
    {
        const QDate today(2026, 5, 20); // a Wednesday
        QCOMPARE(dayWords(today, today), QStringLiteral("today"));
        QCOMPARE(dayWords(today.addDays(-1), today), QStringLiteral("yesterday"));
        QCOMPARE(dayWords(today.addDays(-2), today), QStringLiteral("Monday"));
        QCOMPARE(dayWords(today.addDays(-40), today), QStringLiteral("10 Apr 2026"));
    }

    void rangesAreSaidWithTheirKind()
    {
        QCOMPARE(rangeWords({RangeKind::Percentile, 99.0, 0, 1}), QStringLiteral("99th percentile of this figure"));
        QCOMPARE(rangeWords({RangeKind::Percentile, 92.0, 0, 1}), QStringLiteral("92nd percentile of this figure"));
        QCOMPARE(rangeWords({RangeKind::Percentile, 99.5, 0, 1}), QStringLiteral("99.5th percentile of this figure"));
    }

    void tokensAreReadFromJsonAndFromLines()
    {
        QTemporaryDir folder;
        const auto write = [&folder](const QString& name, const QByteArray& content) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
                qFatal("cannot write");
            return file.fileName();
        };
        const std::vector<std::string> expected = {"[CLS]", "caf\u00e9", "##s"};
        QCOMPARE(*readTokenFile(write(QStringLiteral("a.json"), "[\"[CLS]\", \"caf\xc3\xa9\", \"##s\"]")), expected);
        QCOMPARE(*readTokenFile(write(QStringLiteral("a.txt"), "[CLS]\r\ncaf\xc3\xa9\n##s\n")), expected);
        QVERIFY(!readTokenFile(write(QStringLiteral("b.json"), "[\"a\", 3]")));
        QVERIFY(!readTokenFile(write(QStringLiteral("c.json"), "[\"a\"")));
        QVERIFY(!readTokenFile(write(QStringLiteral("d.txt"), "")));
        QVERIFY(!readTokenFile(folder.filePath(QStringLiteral("none.txt"))));
    }

    void exportSettingsSurviveTheirText()
    {
        for (const auto& preset : exportPresets()) {
            ExportSettings changed = preset.settings;
            changed.dpi = 450.0;
            changed.parts.footer = false;
            changed.background = paint::Background::Dark;
            QVERIFY(exportSettingsFrom(toJson(changed), preset.settings) == changed);
            QVERIFY(exportSettingsFrom("not JSON", preset.settings) == preset.settings);
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_window_words)

} // namespace window_words_test

#include "tst_window_words.moc"
