// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rules behind the mouse and the keys, without a widget.

#include "support/test_class.h"
#include "ui/views/cell_extent.h"
#include "ui/views/crosshair_keys.h"
#include "ui/views/head_gestures.h"
#include "ui/views/view.h"
#include "ui/views/wheel_turns.h"

namespace choosing_test {

using namespace headlight;
using namespace headlight::ui;

namespace {

HeadRef at(std::int64_t layer, std::int64_t head)
{
    return {LayerIndex{layer}, HeadIndex{head}};
}

HeadSet set(std::vector<HeadRef> heads)
{
    return HeadSet(std::move(heads));
}

HeadGestures gestures()
{
    HeadGestures result;
    result.setGrid({4, 4, 4});
    return result;
}

const HeadSet kAll = HeadSet::all({4, 4, 4});

} // namespace

class tst_choosing : public QObject {
    Q_OBJECT
private slots:
    void aClickIsolates()
    {
        auto rules = gestures();
        QVERIFY(rules.press(kAll, at(1, 2), Qt::NoModifier) == set({at(1, 2)}));
    }

    void controlToggles()
    {
        auto rules = gestures();
        auto heads = rules.press(set({at(1, 2)}), at(0, 0), Qt::ControlModifier);
        rules.release();
        QVERIFY(heads == set({at(0, 0), at(1, 2)}));
        heads = rules.press(heads, at(1, 2), Qt::ControlModifier);
        QVERIFY(heads == set({at(0, 0)}));
    }

    void theLastHeadStaysSelected()
    {
        auto rules = gestures();
        QVERIFY(rules.press(set({at(1, 2)}), at(1, 2), Qt::ControlModifier) == set({at(1, 2)}));
        QVERIFY(rules.refused());
        QCOMPARE(HeadGestures::refusal(), QStringLiteral("At least one head stays selected."));
        QVERIFY(rules.drag(at(1, 3)) == set({at(1, 2)}));
        rules.release();
        rules.press(kAll, at(0, 0), Qt::NoModifier);
        QVERIFY(!rules.refused());
    }

    void shiftTakesTheRectangleFromTheAnchor()
    {
        auto rules = gestures();
        auto heads = rules.press(kAll, at(1, 1), Qt::NoModifier);
        rules.release();
        heads = rules.press(heads, at(2, 2), Qt::ShiftModifier);
        rules.release();
        QVERIFY(heads == set({at(1, 1), at(1, 2), at(2, 1), at(2, 2)}));
        heads = rules.press(heads, at(0, 1), Qt::ShiftModifier); // the anchor has stayed
        QVERIFY(heads == set({at(0, 1), at(1, 1)}));
    }

    void shiftWithControlAddsTheRectangle()
    {
        auto rules = gestures();
        rules.press(kAll, at(2, 2), Qt::NoModifier);
        rules.release();
        const auto heads = rules.press(set({at(0, 0)}), at(2, 3), Qt::ShiftModifier | Qt::ControlModifier);
        QVERIFY(heads == set({at(0, 0), at(2, 2), at(2, 3)}));
    }

    void draggingPaintsAlsoWhatThePointerJumpedOver()
    {
        auto rules = gestures();
        rules.press(kAll, at(0, 0), Qt::NoModifier);
        QVERIFY(rules.drag(at(0, 3)) == HeadSet::ofLayer({4, 4, 4}, LayerIndex{0}));
        QVERIFY(rules.drag(at(1, 3)).size() == 5);
        rules.release();
        QVERIFY(!rules.dragging());
    }

    void draggingFromASelectedHeadWithControlTakesAway()
    {
        auto rules = gestures();
        rules.press(kAll, at(0, 0), Qt::ControlModifier);
        const auto heads = rules.drag(at(0, 2));
        QCOMPARE(heads.size(), 9);
        QVERIFY(!heads.contains(at(0, 1)));
    }

    void headersTakeLayersAndHeads()
    {
        auto rules = gestures();
        QVERIFY(rules.layerHeader(kAll, LayerIndex{2}, Qt::NoModifier) == HeadSet::ofLayer({4, 4, 4}, LayerIndex{2}));
        QVERIFY(rules.columnHeader(kAll, 3, Qt::NoModifier) == HeadSet::ofHead({4, 4, 4}, HeadIndex{3}));
        QCOMPARE(rules.columnHeader(HeadSet::ofLayer({4, 4, 4}, LayerIndex{0}), 3, Qt::ControlModifier).size(), 6);
    }

    void rankedTilesAreChosenWhereTheyStand()
    {
        HeadGestures rules;
        rules.setGrid({3, 3}, {{HeadIndex{2}, HeadIndex{0}, HeadIndex{1}}, {HeadIndex{1}, HeadIndex{2}, HeadIndex{0}}});
        rules.press({}, at(0, 2), Qt::NoModifier); // column 0
        rules.release();
        QVERIFY(rules.press({}, at(1, 2), Qt::ShiftModifier) == set({at(0, 2), at(0, 0), at(1, 1), at(1, 2)}));
        QVERIFY(rules.columnHeader({}, 0, Qt::NoModifier) == set({at(0, 2), at(1, 1)}));
    }

    void layersWithFewerHeadsHaveNoHoles()
    {
        HeadGestures rules;
        rules.setGrid({4, 2});
        rules.press({}, at(0, 1), Qt::NoModifier);
        QVERIFY(rules.drag(at(0, 3)).size() == 3);
        QCOMPARE(rules.columnHeader(set({at(0, 0)}), 3, Qt::NoModifier).size(), 1);
    }

    void zoomingKeepsThePlaceUnderThePointer()
    {
        QCOMPARE(zoomed({0, 40}, 40, 20.5, 0.5).count, 20);
        QCOMPARE(zoomed({0, 40}, 40, 20.5, 0.5).first, 10);
        QCOMPARE(zoomed({0, 40}, 40, 0.5, 0.5), (Stretch{0, 20}));
        QCOMPARE(zoomed({10, 20}, 40, 20.0, 2.0), (Stretch{0, 40}));
        QCOMPARE(zoomed({30, 10}, 40, 35.0, 2.0), (Stretch{20, 20})); // never beyond the end
    }

    void zoomingEndsSomewhere()
    {
        Stretch stretch{0, 40};
        for (int i = 0; i < 50; ++i)
            stretch = zoomed(stretch, 40, 3.5, 0.8);
        QCOMPARE(stretch.count, kFewest);
        QVERIFY(stretch.contains(3));
        for (int i = 0; i < 50; ++i)
            stretch = zoomed(stretch, 40, 3.5, 1.25);
        QCOMPARE(stretch, (Stretch{0, 40}));
        QCOMPARE(zoomed({0, 2}, 2, 1.0, 0.8), (Stretch{0, 2}));
        QCOMPARE(zoomed({0, 1}, 1, 0.5, 1.25), (Stretch{0, 1}));
    }

    void scrollingStopsAtTheEnds()
    {
        QCOMPARE(moved({10, 5}, 40, -20), (Stretch{0, 5}));
        QCOMPARE(moved({10, 5}, 40, 100), (Stretch{35, 5}));
        QCOMPARE(showing({10, 5}, 40, 9), (Stretch{9, 5}));
        QCOMPARE(showing({10, 5}, 40, 20), (Stretch{16, 5}));
        QCOMPARE(showing({10, 5}, 40, 12), (Stretch{10, 5}));
    }

    void windowsSkipWhatIsHidden()
    {
        const CellExtent extent{{0, 1, 2, 5, 6}, {0, 1, 2, 5, 6}}; // 3 and 4 are padding
        const CellStretch part{{2, 2}, {0, 5}};
        const auto window = extent.window(part);
        QVERIFY(window.has_value());
        QVERIFY(*window == (CellWindow{2, 4, 0, 7}));
        QVERIFY(extent.shown(window) == part);
        QVERIFY(!extent.window(extent.whole()).has_value());
        QVERIFY(extent.shown(CellWindow{3, 2, 0, 7}) == extent.whole()); // nothing in it
        QCOMPARE(placeOf(extent.keys, 5), std::optional<std::int64_t>(3));
        QVERIFY(!placeOf(extent.keys, 4).has_value());
    }

    void keysLeadTheCrosshair_data()
    {
        QTest::addColumn<int>("key");
        QTest::addColumn<bool>("control");
        QTest::addColumn<qint64>("query");
        QTest::addColumn<qint64>("column");
        QTest::newRow("up") << int(Qt::Key_Up) << false << qint64(14) << qint64(15);
        QTest::newRow("down") << int(Qt::Key_Down) << false << qint64(16) << qint64(15);
        QTest::newRow("left") << int(Qt::Key_Left) << false << qint64(15) << qint64(14);
        QTest::newRow("right") << int(Qt::Key_Right) << false << qint64(15) << qint64(16);
        QTest::newRow("Ctrl+right") << int(Qt::Key_Right) << true << qint64(15) << qint64(25);
        QTest::newRow("Ctrl+up") << int(Qt::Key_Up) << true << qint64(5) << qint64(15);
        QTest::newRow("Home") << int(Qt::Key_Home) << false << qint64(15) << qint64(0);
        QTest::newRow("End") << int(Qt::Key_End) << false << qint64(15) << qint64(29);
        QTest::newRow("Ctrl+Home") << int(Qt::Key_Home) << true << qint64(0) << qint64(0);
        QTest::newRow("Ctrl+End") << int(Qt::Key_End) << true << qint64(29) << qint64(29);
        QTest::newRow("page down") << int(Qt::Key_PageDown) << false << qint64(23) << qint64(15);
        QTest::newRow("page up") << int(Qt::Key_PageUp) << false << qint64(7) << qint64(15);
    }

    void keysLeadTheCrosshair()
    {
        QFETCH(int, key);
        QFETCH(bool, control);
        QFETCH(qint64, query);
        QFETCH(qint64, column);
        CellExtent extent;
        for (int i = 0; i < 30; ++i) {
            extent.queries.push_back(i);
            extent.keys.push_back(i);
        }
        const CellStretch shown{{12, 8}, {12, 8}};
        const auto spot = crosshairAfter(key, control ? Qt::ControlModifier : Qt::NoModifier, {15, 15}, shown, extent);
        QVERIFY(spot.has_value());
        QCOMPARE(spot->query, query);
        QCOMPARE(spot->key, column);
        QVERIFY(!crosshairAfter(key, Qt::AltModifier, {15, 15}, shown, extent).has_value());
    }

    void crumbsOfATouchpadMakeWholeNotches()
    {
        WheelTurns turns;
        double notches = 0.0;
        for (int i = 0; i < 30; ++i)
            notches += turns.turned({0, 20}, WheelTurns::kNotch).y();
        QCOMPARE(notches, 5.0);
    }

    void allNineViewsAreListedInOrder()
    {
        QCOMPARE(views().size(), std::size_t{kViewCount});
        const Session session;
        for (std::size_t i = 0; i < views().size(); ++i) {
            const ViewEntry& entry = views()[i];
            QCOMPARE(static_cast<std::size_t>(entry.kind), i);
            QVERIFY(!entry.name.isEmpty());
            QVERIFY(entry.make != nullptr && entry.unavailable(session).isEmpty());
        }
    }
};

HEADLIGHT_TEST(tst_choosing)

} // namespace choosing_test

#include "tst_choosing.moc"
