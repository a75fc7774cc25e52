// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Image view driven by mouse and keys.

#include "support/patch_dump.h"
#include "support/test_class.h"
#include "ui/views/image_view.h"
#include "ui/views/shown_view.h"

namespace image_view_test {

using namespace headlight;
using namespace headlight::test;
using namespace headlight::ui;

namespace {

using Shown = ShownView<ImageView>;

std::unique_ptr<Shown> image(std::vector<Action> actions = {})
{
    actions.insert(actions.begin(), SelectView{ViewKind::Image});
    return std::make_unique<Shown>(patchDump(), QSize(1100, 800), std::move(actions));
}

const ImageFigure& figureOf(const Shown& shown)
{
    return std::get<ImageFigure>(*shown.view.figure());
}

QPoint patch(const Shown& shown, std::int64_t index)
{
    return shown.view.layoutOnScreen().patchRect(index).center().toPoint();
}

} // namespace

class tst_image_view : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral("QPainter|QObject|QWidget"))); }

    void patchesOnScreenAreFoundAgain()
    {
        const auto shown = image();
        const auto& layout = shown->view.layoutOnScreen();
        for (std::int64_t i = 0; i < 6; ++i)
            QVERIFY(layout.patchAt(layout.patchRect(i).center()) == i);
        QVERIFY(!layout.patchAt({1.0, 1.0}));
        QVERIFY(!layout.patchRect(6).isValid());
    }

    void aClickMakesAPatchTheQueryAndAChipTheClassToken()
    {
        const auto shown = image();
        QTest::mouseClick(&shown->view, Qt::LeftButton, {}, patch(*shown, 4));
        QVERIFY(shown->session.state().selection.query == QueryIndex{5});
        QTRY_VERIFY(shown->view.upToDate());
        QCOMPARE(figureOf(*shown).queryPatches, std::vector<std::int64_t>{4});
        const auto chip = shown->view.layoutOnScreen().chips.front().center().toPoint();
        QTest::mouseClick(&shown->view, Qt::LeftButton, {}, chip);
        QVERIFY(shown->session.state().selection.query == QueryIndex{0});
    }

    void draggingOverPatchesMakesAllOfThemTheQuery()
    {
        const auto shown = image(); // 2 x 3 patches, behind one class token
        QTest::mousePress(&shown->view, Qt::LeftButton, {}, patch(*shown, 4));
        const auto drag = [&](std::int64_t to) {
            QMouseEvent move(QEvent::MouseMove, patch(*shown, to), shown->view.mapToGlobal(patch(*shown, to)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(&shown->view, &move);
            return shown->session.state().selection.queries();
        };
        QCOMPARE(drag(1), (std::vector<QueryIndex>{QueryIndex{2}, QueryIndex{5}}));
        QCOMPARE(drag(2), (std::vector<QueryIndex>{QueryIndex{2}, QueryIndex{3}, QueryIndex{5}, QueryIndex{6}}));
        QCOMPARE(drag(5), (std::vector<QueryIndex>{QueryIndex{5}, QueryIndex{6}}));
        QVERIFY(shown->session.state().selection.query == QueryIndex{5}); // where it began
        QTest::mouseRelease(&shown->view, Qt::LeftButton, {}, patch(*shown, 5));
        QTRY_VERIFY(shown->view.upToDate());
        QCOMPARE(figureOf(*shown).queryPatches, (std::vector<std::int64_t>{4, 5}));
    }

    void controlClickTakesAPatchToTheQueriesAndFromThem()
    {
        const auto shown = image();
        QTest::mouseClick(&shown->view, Qt::LeftButton, {}, patch(*shown, 4));
        QTest::mouseClick(&shown->view, Qt::LeftButton, Qt::ControlModifier, patch(*shown, 0));
        QCOMPARE(shown->session.state().selection.queries(), (std::vector<QueryIndex>{QueryIndex{1}, QueryIndex{5}}));
        const auto chip = shown->view.layoutOnScreen().chips.front().center().toPoint();
        QTest::mouseClick(&shown->view, Qt::LeftButton, Qt::ControlModifier, chip);
        QCOMPARE(shown->session.state().selection.queries(), (std::vector<QueryIndex>{QueryIndex{0}, QueryIndex{1}, QueryIndex{5}}));
        QTest::mouseClick(&shown->view, Qt::LeftButton, Qt::ControlModifier, patch(*shown, 4));
        QCOMPARE(shown->session.state().selection.queries(), (std::vector<QueryIndex>{QueryIndex{0}, QueryIndex{1}}));
    }

    void altClickPinsAKeyAndLeavesTheQuery()
    {
        const auto shown = image();
        QTest::mouseClick(&shown->view, Qt::LeftButton, Qt::AltModifier, patch(*shown, 3));
        QVERIFY(shown->session.state().selection.key == KeyIndex{4});
        QVERIFY(!shown->session.state().selection.query);
    }

    void hoverNeitherBuildsNorPaintsTheFigure()
    {
        const auto shown = image();
        const int builds = shown->view.figureBuilds();
        const int paints = shown->view.figurePaints();
        for (std::int64_t i = 0; i < 6; ++i) {
            shown->hover(patch(*shown, i));
            shown->view.repaint();
        }
        QCOMPARE(shown->view.figureBuilds(), builds);
        QCOMPARE(shown->view.figurePaints(), paints);
        QVERIFY(shown->session.hover().cell == (CellIndex{QueryIndex{0}, KeyIndex{6}}));
        QVERIFY(shown->status.last().front().toString().startsWith(QStringLiteral("class → patch 1,2")));
    }

    void arrowsWalkOverPatchesAndEnterAsks()
    {
        const auto shown = image();
        shown->key(Qt::Key_Left); // shows the middle
        shown->key(Qt::Key_Left);
        shown->key(Qt::Key_Down);
        QVERIFY(shown->session.hover().cell->key == KeyIndex{1 + 3});
        shown->key(Qt::Key_Return);
        QVERIFY(shown->session.state().selection.query == QueryIndex{4});
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->session.hover().cell);
        shown->key(Qt::Key_Escape);
        QVERIFY(!shown->session.state().selection.query);
    }

    void aClickOnALayerShowsIt()
    {
        const auto shown = image();
        const auto& strip = shown->view.layoutOnScreen().strips.back();
        QTest::mouseClick(&shown->view, Qt::LeftButton, {}, strip.items.front().center().toPoint());
        QVERIFY(shown->session.state().selection.heads.layers() == std::vector<LayerIndex>{LayerIndex{0}});
    }
};

HEADLIGHT_TEST(tst_image_view)

} // namespace image_view_test

#include "tst_image_view.moc"
