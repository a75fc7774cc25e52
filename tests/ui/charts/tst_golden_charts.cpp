// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Words, links and charts of an included sample against pictures that people have looked at.

#include "core/figure/opened_dump.h"
#include "dump/dump.h"
#include "support/test_class.h"
#include "ui/charts/bar_chart_painter.h"
#include "ui/paint/golden.h"

#include <headlight_samples.h>

#include <functional>

namespace golden_charts_test {

using namespace headlight;
using namespace headlight::paint;
using namespace headlight::paint::testing;

namespace {

test::OpenedDump sample()
{
    const auto dump = openDump(HEADLIGHT_SAMPLES_DIR "/covr_blip2");
    if (!dump)
        qFatal("%s", sentence(dump.error()).c_str());
    return test::OpenedDump(*dump);
}

} // namespace

class tst_golden_charts : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        loadFonts();
        charts::useQtCharts();
        if (otherFontThanInPictures())
            QSKIP("the pictures were drawn with Inter 4.0 beta 7, and this program has another release of it");
    }

    void figuresLookAsTheyDid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QImage>("actual");
        const auto add = [](const char* name, ViewKind view, QSize size, const Tokens& tokens, const std::function<void(State&)>& choose) {
            auto opened = sample();
            opened.act(SelectView{view});
            opened.act(SetQuery{QueryIndex{45}});
            opened.act(SetKey{KeyIndex{45}});
            State state = opened.state;
            choose(state);
            opened.act(ReplaceState{state});
            if (const auto every = everyMap(opened.state); view == ViewKind::Heads)
                for (const auto& head : every.heads())
                    QVERIFY(bool(opened.workspace.survey(mapsKey(opened.state), head, {})));
            QTest::newRow(name) << QString::fromLatin1(name) << paintedWhole(opened.any(), size, tokens);
        };
        const auto shows = [](TrendKind kind) { return [kind](State& state) { state.display.trend = kind; }; };
        add("trends-rank-light", ViewKind::Trends, {900, 760}, lightTokens(), shows(TrendKind::Rank));
        add("trends-score-dark", ViewKind::Trends, {640, 520}, darkTokens(), [](State& state) {
            state.display.trend = TrendKind::Score;
            state.selection.heads = HeadSet::ofHead(state.stackShape().heads, HeadIndex{5});
        });
        add("trends-positions-light", ViewKind::Trends, {900, 520}, lightTokens(), shows(TrendKind::Positions));
        add("trends-weights-light", ViewKind::Trends, {760, 560}, lightTokens(), shows(TrendKind::Weights));
        const auto one = [](State& state) { state.selection.heads = HeadSet::one({LayerIndex{5}, HeadIndex{6}}); };
        add("text-light", ViewKind::Text, {760, 560}, lightTokens(), one);
        add("links-dark", ViewKind::Links, {560, 900}, darkTokens(), one);
        add("heads-light", ViewKind::Heads, {900, 620}, lightTokens(), [](State& state) { state.display.heads.show = HeadsShow::Layers; });
        add("table-light", ViewKind::Table, {760, 480}, lightTokens(), [](State& state) { state.display.table.kind = TableKind::MostAttended; });
    }

    void figuresLookAsTheyDid()
    {
        QFETCH(QString, name);
        QFETCH(QImage, actual);
        compareWithGolden(name, actual);
    }
};

HEADLIGHT_TEST(tst_golden_charts)

} // namespace golden_charts_test

#include "tst_golden_charts.moc"
