// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "state/action.h"
#include "state/history.h"
#include "state/state_json.h"
#include "support/test_class.h"

#include <cmath>
#include <limits>
#include <random>

namespace state_test {

using namespace headlight;
using namespace std::chrono_literals;

namespace {

std::shared_ptr<const DumpShape> shapeOfSamples(std::int64_t samples)
{
    auto shape = std::make_shared<DumpShape>();
    for (std::int64_t i = 0; i < samples; ++i)
        shape->samples.push_back({{"self", HeadGrid{4, 4, 2}, 10 + i, 10 + i, 2, 3}, {"cross", HeadGrid{1}, 5, 10 + i, 1, 3}});
    return shape;
}

State opened(std::int64_t samples = 3)
{
    return update(State{}, ShowDump{{"a.pt", "fa", ""}, shapeOfSamples(samples)});
}

State after(State state, std::initializer_list<Action> actions)
{
    for (const auto& action : actions)
        state = update(std::move(state), action);
    return state;
}

void checkInvariants(const State& state)
{
    if (!state.hasDump()) {
        QVERIFY(state.selection.heads.empty());
        return;
    }
    const auto& shape = state.stackShape();
    QVERIFY(!state.selection.heads.empty());
    QCOMPARE(state.selection.heads.clampedTo(shape.heads), state.selection.heads);
    QVERIFY(!state.selection.query || (state.selection.query->value >= 0 && state.selection.query->value < shape.queries));
    for (const auto more : state.selection.moreQueries)
        QVERIFY(state.selection.query && more != *state.selection.query && more.value >= 0 && more.value < shape.queries);
    QVERIFY(std::ranges::is_sorted(state.selection.moreQueries));
    QVERIFY(!state.selection.key || (state.selection.key->value >= 0 && state.selection.key->value < shape.keys));
    for (const auto more : state.selection.moreKeys)
        QVERIFY(state.selection.key && more != *state.selection.key && more.value >= 0 && more.value < shape.keys);
    QVERIFY(std::ranges::is_sorted(state.selection.moreKeys));
    QVERIFY(!state.selection.layer || (state.selection.layer->value >= 0 && state.selection.layer->value < static_cast<std::int64_t>(shape.heads.size())));
    if (const auto& window = state.selection.window) {
        QVERIFY(window->queries >= 1 && window->firstQuery >= 0 && window->firstQuery + window->queries <= shape.queries);
        QVERIFY(window->keys >= 1 && window->firstKey >= 0 && window->firstKey + window->keys <= shape.keys);
    }
    if (const auto& range = state.selection.chartRange)
        QVERIFY(range->left < range->right && range->low < range->high);
    QVERIFY(state.display.range.low < state.display.range.high);
    QVERIFY(state.display.range.percentile > 0.0 && state.display.range.percentile <= 100.0);
}

Action randomAction(std::mt19937& random)
{
    const auto number = [&random](std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); };
    const auto wild = [&] { return number(-20, 30); };
    switch (number(0, 28)) {
    case 0: return SelectView{static_cast<ViewKind>(number(0, 12))};
    case 1: return SelectStack{StackIndex{wild()}};
    case 2: return SelectSample{SampleIndex{wild()}};
    case 3: return StepSample{wild()};
    case 4: return SelectHeads{HeadSet({{LayerIndex{wild()}, HeadIndex{wild()}}, {LayerIndex{number(0, 3)}, HeadIndex{number(0, 5)}}})};
    case 5: return StepHeads{number(-1, 1), number(-1, 1), number(0, 1) == 1};
    case 6: return SelectAllHeads{};
    case 7: return SelectAllLayers{};
    case 8: return SetAggregate{static_cast<Aggregate>(number(0, 3))};
    case 9: return NextAggregate{};
    case 10: return SetQuery{QueryIndex{wild()}};
    case 11: return SetKey{KeyIndex{wild()}};
    case 12: return StepQuery{wild()};
    case 13: return PinCell{{QueryIndex{wild()}, KeyIndex{wild()}}};
    case 14: return Unpin{};
    case 15: return SetBlock{{wild(), wild()}};
    case 16: return SetWindow{CellWindow{wild(), wild(), wild(), wild()}};
    case 17: return SetRange{{static_cast<RangeKind>(number(0, 3)), static_cast<double>(wild()), static_cast<double>(wild()), static_cast<double>(wild())}};
    case 18: return NextRange{};
    case 19: return CloseDump{};
    case 20: return ShowDump{{"b.pt", "fb", ""}, shapeOfSamples(number(0, 3))};
    case 21: return PinInLayer{LayerIndex{wild()}, KeyIndex{wild()}};
    case 22: {
        Display display;
        display.headStrips = number(0, 1) == 1;
        display.segmentBrackets = number(0, 1) == 1;
        display.leaveOutOwnColumn = number(0, 1) == 1;
        return SetDisplay{display};
    }
    case 23: return SetQueries{{QueryIndex{wild()}, QueryIndex{wild()}, QueryIndex{wild()}}};
    case 24: return ToggleQuery{QueryIndex{wild()}};
    case 25: return SetKeys{{KeyIndex{wild()}, KeyIndex{wild()}}};
    case 26: return ToggleKey{KeyIndex{wild()}};
    case 27: {
        const auto edge = [&] { return number(0, 9) == 0 ? std::numeric_limits<double>::quiet_NaN() : static_cast<double>(wild()); };
        return SetChartRange{ChartRange{edge(), edge(), edge(), edge()}};
    }
    default: return ReplaceState{opened(5)};
    }
}

} // namespace

class tst_state : public QObject {
    Q_OBJECT
private slots:
    void openingADumpSelectsEveryHeadOfTheFirstSample()
    {
        const auto state = opened();
        QVERIFY(state.selection.heads.isAll(state.stackShape().heads));
        QCOMPARE(state.selection.sample.value, 0);
        QCOMPARE(state.view, ViewKind::Overview);
    }

    void selectionsAreClampedToTheDump()
    {
        QCOMPARE(after(opened(), {SelectSample{SampleIndex{99}}}).selection.sample.value, 2);
        QCOMPARE(after(opened(), {StepSample{-1}}).selection.sample.value, 0);
        QCOMPARE(after(opened(), {StepQuery{99}, StepQuery{99}}).selection.query->value, 9);
        QVERIFY(!after(opened(), {SetQuery{QueryIndex{10}}}).selection.query);
        QCOMPARE(after(opened(), {SelectStack{StackIndex{7}}}).selection.stack.value, 1);
    }

    void theSelectionOfHeadsIsNeverEmpty()
    {
        const auto one = HeadSet::one({LayerIndex{1}, HeadIndex{2}});
        const auto state = after(opened(), {SelectHeads{one}, SelectHeads{HeadSet{}}});
        QCOMPARE(state.selection.heads, one);
    }

    void queriesAreTakenTogetherInOrderAndTheLastOneStays()
    {
        using Queries = std::vector<QueryIndex>;
        const auto three = after(opened(), {SetQueries{{QueryIndex{5}, QueryIndex{99}, QueryIndex{7}, QueryIndex{2}, QueryIndex{7}, QueryIndex{5}}}});
        QCOMPARE(three.selection.queries(), (Queries{QueryIndex{2}, QueryIndex{5}, QueryIndex{7}}));
        QVERIFY(three.selection.query == QueryIndex{5});
        const auto two = after(three, {ToggleQuery{QueryIndex{5}}}); // another one comes into focus
        QCOMPARE(two.selection.queries(), (Queries{QueryIndex{2}, QueryIndex{7}}));
        QCOMPARE(after(two, {ToggleQuery{QueryIndex{7}}, ToggleQuery{QueryIndex{2}}}).selection.queries(), Queries{QueryIndex{2}});
        QCOMPARE(after(two, {ToggleQuery{QueryIndex{4}}}).selection.queries(), (Queries{QueryIndex{2}, QueryIndex{4}, QueryIndex{7}}));
        QCOMPARE(after(opened(), {ToggleQuery{QueryIndex{4}}}).selection.queries(), Queries{QueryIndex{4}});
        for (const Action& alone : {Action{SetQuery{QueryIndex{3}}}, Action{StepQuery{1}}, Action{PinCell{{QueryIndex{3}, KeyIndex{3}}}}, Action{SetQuery{}}, Action{SelectStack{StackIndex{1}}}})
            QVERIFY(after(three, {alone}).selection.moreQueries.empty());
        QCOMPARE(after(three, {StepSample{1}}).selection.queries().size(), std::size_t{3});
    }

    void keysAreFollowedTogetherAndTheLastOneCanGo()
    {
        using Keys = std::vector<KeyIndex>;
        const auto two = after(opened(), {SetKeys{{KeyIndex{5}, KeyIndex{99}, KeyIndex{2}, KeyIndex{5}}}});
        QCOMPARE(two.selection.keys(), (Keys{KeyIndex{2}, KeyIndex{5}}));
        QCOMPARE(after(two, {ToggleKey{KeyIndex{5}}}).selection.keys(), Keys{KeyIndex{2}});
        QVERIFY(after(two, {ToggleKey{KeyIndex{5}}, ToggleKey{KeyIndex{2}}}).selection.keys().empty());
        QVERIFY(after(two, {Unpin{}}).selection.keys().empty());
        QCOMPARE(after(two, {PinCell{{QueryIndex{1}, KeyIndex{3}}}}).selection.keys(), Keys{KeyIndex{3}});
    }

    void theTextHasColoursOfItsOwn()
    {
        const auto state = after(opened(), {SetColourMap{"magma"}, SelectView{ViewKind::Text}, SetColourMap{"grey"}, SetRange{{RangeKind::Fixed, 99.0, 0.0, 0.5}}});
        QCOMPARE(colourMapOf(state), std::string("grey"));
        QVERIFY(rangeOf(state).kind == RangeKind::Fixed);
        const auto elsewhere = after(state, {SelectView{ViewKind::Heatmap}});
        QCOMPARE(colourMapOf(elsewhere), std::string("magma"));
        QVERIFY(rangeOf(elsewhere).kind == RangeKind::Percentile);
        QVERIFY(rangeOf(after(state, {NextRange{}})).kind == RangeKind::Shared);
    }

    void optionsOfViewsAreBroughtIntoBounds()
    {
        Display display;
        display.links = {static_cast<LinkKeep>(9), std::nan(""), 100000, 7.0};
        display.trends.highlighted = {HeadIndex{1}, HeadIndex{-2}, HeadIndex{1}, HeadIndex{4}, HeadIndex{5}, HeadIndex{6}, HeadIndex{7}};
        display.text.show = static_cast<TextShow>(17);
        display.heads = {static_cast<HeadsShow>(8), static_cast<HeadMetric>(77)};
        const auto state = after(opened(), {SetDisplay{display}});
        QVERIFY(state.display.links == (LinkOptions{LinkOptions{}.keep, LinkOptions{}.least, LinkOptions::kMostPerQuery, 1.0}));
        QCOMPARE(state.display.trends.highlighted, (std::vector<HeadIndex>{HeadIndex{1}, HeadIndex{4}, HeadIndex{5}, HeadIndex{6}}));
        QVERIFY(state.display.text == TextOptions{} && state.display.heads == HeadsOptions{});
    }

    void aCellIsPinnedInALayerForTheQueryInFocus()
    {
        const auto pinned = after(opened(), {SetQuery{QueryIndex{3}}, PinInLayer{LayerIndex{2}, KeyIndex{5}}});
        QCOMPARE(pinned.selection.query->value, 3);
        QCOMPARE(pinned.selection.layer->value, 2);
        QCOMPARE(pinned.selection.key->value, 5);
        QVERIFY(!after(pinned, {PinInLayer{LayerIndex{3}, KeyIndex{5}}}).selection.layer); // there are three layers
        const auto unpinned = after(pinned, {Unpin{}});
        QVERIFY(!unpinned.selection.layer && !unpinned.selection.key);
        QCOMPARE(unpinned.selection.query->value, 3);
        QVERIFY(!after(pinned, {SelectStack{StackIndex{1}}}).selection.layer);
    }

    void theOwnColumnOfAQueryIsLeftOutOfTheScaleUntilItIsSwitchedOn()
    {
        State state = opened();
        QVERIFY(state.display.leaveOutOwnColumn);
        Display display = state.display;
        display.leaveOutOwnColumn = false;
        History history;
        const State next = update(state, SetDisplay{display});
        history.record(state, next, SetDisplay{display}, 1ms);
        QVERIFY(!stateFromJson(toJson(next))->state.display.leaveOutOwnColumn);
        QVERIFY(history.undo(next)->display.leaveOutOwnColumn);
    }

    void temperaturesThresholdAndTableAreKeptAndNonsenseOfThemIsNot()
    {
        State state = opened();
        Display display = state.display;
        display.weights = {{2.0, 0.5, 0.1}, 0.02, "text"};
        display.table = {TableKind::Position, 3, true, {"", "> 0.1"}};
        display.trend = TrendKind::Rank;
        state = update(state, SetDisplay{display});
        QVERIFY(state.display.weights == display.weights && state.display.table == display.table);
        const auto read = stateFromJson(toJson(state));
        QVERIFY(read.has_value() && read->ignored.empty());
        QVERIFY(read->state.display == state.display);

        display.weights = {{0.0, -1.0, std::nan(""), 1.0, 2.0, 3.0, 4.0, 5.0}, std::nan(""), {}};
        display.table = {TableKind::Weights, -4, false, {"a", "", ""}};
        state = update(state, SetDisplay{display});
        QVERIFY(state.display.weights.temperatures == (std::vector<double>{1.0, 2.0, 3.0, 4.0, 5.0}));
        QCOMPARE(state.display.weights.threshold, 0.01);
        QVERIFY(!state.display.table.sortedBy);
        QCOMPARE(state.display.table.filters.size(), std::size_t{1}); // no filter at the end is no filter
        display.weights.temperatures = {0.0};
        QVERIFY(update(state, SetDisplay{display}).display.weights.temperatures == (std::vector<double>{1.0, 0.2}));
    }

    void stepsFromAllHeadsStartAtTheEdge()
    {
        const auto down = after(opened(), {StepHeads{1, 0}});
        QCOMPARE(down.selection.heads, HeadSet::ofLayer(down.stackShape().heads, LayerIndex{0}));
        const auto right = after(opened(), {StepHeads{0, 1}});
        QCOMPARE(right.selection.heads, HeadSet::ofHead(right.stackShape().heads, HeadIndex{0}));
    }

    void anotherSampleForgetsTheWindowButKeepsHeadsAndQuery()
    {
        const auto state = after(opened(), {SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{1}})}, SetQuery{QueryIndex{4}}, SetWindow{CellWindow{2, 3, 2, 3}}, StepSample{1}});
        QVERIFY(!state.selection.window);
        QCOMPARE(state.selection.query->value, 4);
        QCOMPARE(state.selection.heads.size(), 1);
    }

    void aWindowOfEverythingIsNoWindow()
    {
        QVERIFY(!after(opened(), {SetWindow{CellWindow{0, 10, 0, 10}}}).selection.window);
        QVERIFY(!after(opened(), {SetWindow{CellWindow{-5, 100, -5, 100}}}).selection.window);
        QVERIFY(after(opened(), {SetWindow{CellWindow{1, 5, 0, 10}}}).selection.window.has_value());
    }

    void theZoomOfAChartBelongsToItsAxes()
    {
        const SetChartRange zoom{ChartRange{1.0, 3.0, 0.2, 0.4}};
        const auto zoomed = after(opened(), {zoom});
        QVERIFY(zoomed.selection.chartRange == zoom.range);
        for (const Action& same : {Action(SetKey{KeyIndex{2}}), Action(SelectHeads{HeadSet::one({LayerIndex{1}, HeadIndex{1}})}), Action(SetColourMap{"hot"}), Action(SelectView{ViewKind::Text})})
            QVERIFY(update(zoomed, same).selection.chartRange == zoom.range);
        Display ranks;
        ranks.trend = TrendKind::Rank;
        MeasureOptions rollout = measureOptions(MeasureKind::Rollout, variantsOf(MeasureKind::Rollout).front());
        for (const Action& other : {Action(SelectSample{SampleIndex{1}}), Action(SelectStack{StackIndex{1}}), Action(SetDisplay{ranks}), Action(SetMeasure{rollout}), Action(SetChartRange{})})
            QVERIFY(!update(zoomed, other).selection.chartRange);
        QVERIFY(!after(opened(), {SetChartRange{ChartRange{3.0, 1.0, 0.0, 1.0}}}).selection.chartRange);
    }

    void anythingGoesAndTheStateStaysValid_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 0; seed < 20; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }
    void anythingGoesAndTheStateStaysValid()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        State state = opened();
        for (int i = 0; i < 2000 && !QTest::currentTestFailed(); ++i) {
            state = update(std::move(state), randomAction(random));
            checkInvariants(state);
            const auto read = stateFromJson(toJson(state));
            QVERIFY(read.has_value());
            QCOMPARE(update(state, ReplaceState{read->state}), state);
        }
    }

    void aStateReadsBackAsItWasWritten()
    {
        auto state = after(opened(), {SelectView{ViewKind::Heatmap}, SelectHeads{HeadSet::one({LayerIndex{2}, HeadIndex{1}})}, SetAggregate{Aggregate::Max},
                                      PinCell{{QueryIndex{3}, KeyIndex{4}}}, PinInLayer{LayerIndex{1}, KeyIndex{4}}, ToggleQuery{QueryIndex{7}}, SetBlock{{1, 2}}, SetWindow{CellWindow{1, 4, 2, 5}}, SetColourMap{"hot"},
                                      SetRange{{RangeKind::Fixed, 95.0, 0.0, 0.25}}});
        Display display = state.display;
        display.text = {TextShow::Shade, "magma", {RangeKind::Percentile, 90.0, 0.0, 1.0}, false, false, true};
        display.links = {LinkKeep::Mass, 0.2, 7, 0.25};
        display.trends = {TrendColour::Key, {HeadIndex{3}, HeadIndex{1}}};
        display.heads = {HeadsShow::Scatter, HeadMetric::Largest};
        state = after(state, {ToggleKey{KeyIndex{6}}, SetDisplay{display}, SetBeside{DumpReference{"text0.pt", "ff", "text0.pt"}}});
        state.dump.path = "../a.pt";
        const auto read = stateFromJson(toJson(state));
        QVERIFY(read.has_value());
        QVERIFY(read->ignored.empty());
        auto expected = state;
        expected.shape = nullptr;
        QCOMPARE(read->state, expected);
    }

    void nonsenseInAStateIsListedAndTheRestIsUsed()
    {
        const auto read = stateFromJson(R"({"headlightState": 9, "view": "cinema", "selection": {"sample": "x", "heads": [[0,[1]], 7], "query": 2},
                                            "display": {"colourMap": 5, "hidePadding": false, "range": {"kind": "figure"}}})");
        QVERIFY(read.has_value());
        QCOMPARE(read->ignored.size(), std::size_t{5});
        QCOMPARE(read->state.selection.query->value, 2);
        QCOMPARE(read->state.selection.heads.size(), 1);
        QVERIFY(!read->state.display.hidePadding);
        QCOMPARE(read->state.display.range.kind, RangeKind::Figure);
    }

    void whatIsNoStateIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("other JSON") << QByteArray(R"({"tokens": []})");
        QTest::newRow("list") << QByteArray("[1, 2]");
        QTest::newRow("cut off") << QByteArray(R"({"headlightState": 1,)");
        QTest::newRow("deep") << QByteArray(R"({"headlightState": 1, "x": )") + QByteArray(100'000, '[');
        QTest::newRow("not UTF-8") << QByteArray("{\"headlightState\": 1, \"view\": \"\xff\"}");
    }
    void whatIsNoStateIsRefused()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!stateFromJson(text.toStdString()));
    }

    void backReturnsToStatesThatLasted()
    {
        History history;
        State state = opened();
        Milliseconds now{0};
        const auto act = [&](const Action& action, Milliseconds wait) {
            now += wait;
            const State next = update(state, action);
            history.record(state, next, action, now);
            state = next;
        };
        act(SelectSample{SampleIndex{1}}, 1000ms);  // sample 0 lasted a second
        act(SelectSample{SampleIndex{2}}, 100ms);   // sample 1 did not last
        act(SelectView{ViewKind::Heatmap}, 500ms);
        QVERIFY(history.canGoBack());
        auto back = history.back(state, now);
        QCOMPARE(back->view, ViewKind::Overview);
        QCOMPARE(back->selection.sample.value, 2);
        const auto further = history.back(*back, now);
        QCOMPARE(further->selection.sample.value, 0);
        QVERIFY(!history.canGoBack());
        QCOMPARE(history.forward(*further, now)->selection.sample.value, 2);
    }

    void undoBringsBackEditsAndLeavesTheSelectionAlone()
    {
        History history;
        const State before = opened();
        const State coloured = update(before, SetColourMap{"hot"});
        history.record(before, coloured, SetColourMap{"hot"}, 1ms);
        const State moved = update(coloured, SelectSample{SampleIndex{2}});
        history.record(coloured, moved, SelectSample{SampleIndex{2}}, 2ms);
        QCOMPARE(history.undoName(), std::string("Colour map"));
        const auto undone = history.undo(moved);
        QCOMPARE(undone->display.colourMap, std::string("viridis"));
        QCOMPARE(undone->selection.sample.value, 2);
        QCOMPARE(history.redo(*undone)->display.colourMap, std::string("hot"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_state)

} // namespace state_test

#include "tst_state.moc"
