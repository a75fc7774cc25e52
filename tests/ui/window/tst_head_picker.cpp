// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The picker answers the mouse and keys as people know it from lists and spreadsheets, and is never empty.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/window/head_picker.h"

#include <QMouseEvent>
#include <QSignalSpy>

namespace head_picker_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

HeadRef head(std::int64_t layer, std::int64_t number)
{
    return {LayerIndex{layer}, HeadIndex{number}};
}

} // namespace

class tst_head_picker : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;
    HeadPicker* m_picker = nullptr;

    [[nodiscard]] const HeadSet& chosen() const { return m_open->session->state().selection.heads; }
    [[nodiscard]] QPoint at(HeadRef ref) const { return m_picker->layout().cellRect(ref).center().toPoint(); }
    void click(HeadRef ref, Qt::KeyboardModifiers modifiers = {}) { QTest::mouseClick(m_picker, Qt::LeftButton, modifiers, at(ref)); }

private slots:
    void initTestCase()
    {
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
        m_picker = m_open->find<HeadPicker>("headPicker");
        QTRY_VERIFY(m_picker->layout().heads() == 12);
    }
    void cleanupTestCase() { m_open.reset(); }
    void init() { failOnQtWarnings(); }

    void aClickChoosesOnlyThisHead()
    {
        click(head(5, 6));
        QVERIFY(chosen() == HeadSet::one(head(5, 6)));
    }

    void controlTogglesAndNeverEmpties()
    {
        click(head(5, 0));
        click(head(5, 6), Qt::ControlModifier);
        QCOMPARE(chosen().size(), 2);
        click(head(5, 6), Qt::ControlModifier);
        QVERIFY(chosen() == HeadSet::one(head(5, 0)));
        QSignalSpy refused(m_picker, &HeadPicker::refused);
        click(head(5, 0), Qt::ControlModifier);
        QVERIFY(chosen() == HeadSet::one(head(5, 0)));
        QCOMPARE(refused.count(), 1);
    }

    void shiftTakesTheRectangleFromTheLastHead()
    {
        click(head(2, 3));
        click(head(4, 5), Qt::ShiftModifier);
        QCOMPARE(chosen().size(), 9);
        QVERIFY(chosen().contains(head(3, 4)));
    }

    void draggingPaints()
    {
        QTest::mousePress(m_picker, Qt::LeftButton, {}, at(head(1, 1)));
        for (std::int64_t i = 2; i <= 4; ++i)
            QTest::mouseMove(m_picker, at(head(1, i)));
        QTest::mouseRelease(m_picker, Qt::LeftButton, {}, at(head(1, 4)));
        QCOMPARE(chosen().headsIn(LayerIndex{1}).size(), std::size_t{4});
    }

    void headersTakeLayersAndHeads()
    {
        const auto& layout = m_picker->layout();
        QTest::mouseClick(m_picker, Qt::LeftButton, {}, layout.layerHeader(LayerIndex{3}).center().toPoint());
        QVERIFY(chosen() == HeadSet::ofLayer(layout.grid(), LayerIndex{3}));
        QTest::mouseClick(m_picker, Qt::LeftButton, Qt::ControlModifier, layout.headHeader(HeadIndex{0}).center().toPoint());
        QCOMPARE(chosen().size(), 12 + 11);
        QTest::mouseClick(m_picker, Qt::LeftButton, {}, layout.corner().center().toPoint());
        QVERIFY(chosen().isAll(layout.grid()));
    }

    void aDoubleClickChoosesAll()
    {
        click(head(7, 7));
        QTest::mouseDClick(m_picker, Qt::LeftButton, {}, at(head(7, 7)));
        QVERIFY(chosen().isAll(m_picker->layout().grid()));
    }

    void arrowsAndSpaceDoTheSame()
    {
        click(head(0, 0));
        m_picker->setFocus();
        QTest::keyClick(m_picker, Qt::Key_Down);
        QTest::keyClick(m_picker, Qt::Key_Right);
        QTest::keyClick(m_picker, Qt::Key_Space);
        QVERIFY(chosen() == HeadSet({head(0, 0), head(1, 1)}));
        QTest::keyClick(m_picker, Qt::Key_Return);
        QVERIFY(chosen() == HeadSet::one(head(1, 1)));
        QTest::keyClick(m_picker, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(chosen() == HeadSet({head(1, 1), head(1, 2)}));
    }

    void hoveringLightsUpWithoutChoosing()
    {
        click(head(0, 0));
        const QPointF over = at(head(8, 9));
        QMouseEvent move(QEvent::MouseMove, over, m_picker->mapToGlobal(over), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(m_picker, &move);
        QCOMPARE(m_open->session->hover().head, std::optional(head(8, 9)));
        QVERIFY(chosen() == HeadSet::one(head(0, 0)));
    }

    void itsNameSaysWhatIsChosen()
    {
        click(head(5, 6));
        QCOMPARE(m_picker->accessibleName(), QStringLiteral("Layers and heads: L6 H7"));
    }

    void lettersMoveTheSelectionInTheWholeWindow()
    {
        click(head(5, 6));
        m_open->find("canvas")->setFocus();
        QTest::keyClick(m_open->window.get(), Qt::Key_J);
        QVERIFY(chosen() == HeadSet::one(head(6, 6)));
        QTest::keyClick(m_open->window.get(), Qt::Key_L);
        QVERIFY(chosen() == HeadSet::one(head(6, 7)));
        QTest::keyClick(m_open->window.get(), Qt::Key_K, Qt::ShiftModifier);
        QCOMPARE(chosen().size(), 2);
        QTest::keyClick(m_open->window.get(), Qt::Key_A);
        QCOMPARE(chosen().size(), 24);
    }
};

HEADLIGHT_TEST(tst_head_picker)

} // namespace head_picker_test

#include "tst_head_picker.moc"
