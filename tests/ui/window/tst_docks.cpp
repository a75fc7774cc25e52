// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Steppers, sample list and inspector show the state and change it, and never act while someone types.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/views/view.h"
#include "ui/window/dock.h"
#include "ui/window/pointer_card.h"
#include "ui/window/section.h"
#include "ui/window/segmented_control.h"
#include "ui/window/stepper.h"
#include "ui/window/view_tabs.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QWheelEvent>

#include <algorithm>

namespace docks_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_docks : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    [[nodiscard]] const State& state() const { return m_open->session->state(); }
    Stepper* stepper(const char* name) { return m_open->find<Stepper>(name); }

    void type(const char* stepperName, const QString& text)
    {
        auto* one = stepper(stepperName);
        QTest::mouseClick(one, Qt::LeftButton, {}, one->valueRect().center());
        QLineEdit* filter = nullptr;
        QTRY_VERIFY((filter = m_open->window->findChild<QLineEdit*>(QStringLiteral("choiceFilter"))) != nullptr);
        QTest::keyClicks(filter, text);
        QTest::keyClick(filter, Qt::Key_Return);
    }
    void closePopup()
    {
        if (auto* popup = m_open->window->findChild<QWidget*>(QStringLiteral("choicePopup")); popup != nullptr)
            popup->close();
        QTRY_VERIFY(m_open->window->findChild<QWidget*>(QStringLiteral("choicePopup")) == nullptr);
    }

    /// Who they are, with the widths they insist on.
    static QString tooWide(const QWidget* parent, int width)
    {
        QStringList all{QStringLiteral("%1 for").arg(width)};
        for (const auto* child : parent->findChildren<QWidget*>())
            if (child->isVisible() && std::max(child->minimumWidth(), child->minimumSizeHint().width()) > width / 2)
                all << QStringLiteral("%1 %2 %3").arg(QLatin1String(child->metaObject()->className()), child->objectName()).arg(std::max(child->minimumWidth(), child->minimumSizeHint().width()));
        return all.join(QStringLiteral(", "));
    }

private slots:
    void initTestCase()
    {
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
    }
    void cleanupTestCase() { m_open.reset(); }
    void init()
    {
        failOnQtWarnings();
        m_open->session->dispatch(SelectHeads{HeadSet::one({LayerIndex{5}, HeadIndex{6}})});
        m_open->session->dispatch(SelectSample{SampleIndex{0}});
        m_open->focusCanvas();
    }
    void cleanup() { closePopup(); }

    void arrowsOfAStepperStep()
    {
        auto* layer = stepper("layerStepper");
        QCOMPARE(layer->value(), QStringLiteral("6"));
        QTest::mouseClick(layer, Qt::LeftButton, {}, layer->nextRect().center());
        QCOMPARE(layer->value(), QStringLiteral("7"));
        QTest::mouseClick(layer, Qt::LeftButton, {}, layer->previousRect().center());
        QCOMPARE(state().selection.heads.layers().front().value, 5);
        auto* sample = stepper("sampleStepper");
        QTest::mouseClick(sample, Qt::LeftButton, {}, sample->nextRect().center());
        QCOMPARE(sample->value(), QStringLiteral("2 of 2"));
    }

    void theWheelSteps()
    {
        auto* heads = stepper("headStepper");
        const QPointF middle = heads->rect().center();
        QWheelEvent down(middle, heads->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(heads, &down);
        QCOMPARE(heads->value(), QStringLiteral("8"));
    }

    void listsTakeTheTypedForm()
    {
        type("headStepper", QStringLiteral("L2 H1,7,10"));
        QCOMPARE(state().selection.heads.size(), 3);
        QCOMPARE(stepper("headStepper")->value(), QStringLiteral("1, 7, 10"));
        closePopup();
        type("queryStepper", QStringLiteral("q=40"));
        QCOMPARE(state().selection.query->value, 40);
        closePopup();
        type("sampleStepper", QStringLiteral("s=1"));
        QCOMPARE(state().selection.sample.value, 1);
    }

    void listsFilterAndChoose()
    {
        type("layerStepper", QStringLiteral("layer 11"));
        QCOMPARE(stepper("layerStepper")->value(), QStringLiteral("11"));
    }

    void whatIsNotUnderstoodIsSaidInTheList()
    {
        type("headStepper", QStringLiteral("L99 H1"));
        auto* popup = m_open->window->findChild<QWidget*>(QStringLiteral("choicePopup"));
        QVERIFY(popup != nullptr && popup->isVisible());
        bool said = false;
        for (const auto* text : popup->findChildren<QLabel*>())
            said = said || (text->isVisible() && !text->text().isEmpty());
        QVERIFY(said);
    }

    void samplesAreFilteredByTokens()
    {
        auto* filter = m_open->find<QLineEdit>("sampleFilter");
        auto* list = m_open->find<QListView>("sampleList");
        QCOMPARE(m_open->find<QLabel>("sampleCount")->text(), QStringLiteral("2 of 2"));
        QTest::keyClicks(filter, QStringLiteral("zzzz"));
        QTRY_COMPARE(m_open->find<QLabel>("sampleCount")->text(), QStringLiteral("0 of 2"));
        filter->clear();
        const auto& sample = m_open->session->dump()->samples().at(1);
        QTest::keyClicks(filter, QString::fromStdString(sample.id.empty() ? sample.caption : sample.id));
        QTRY_COMPARE(list->model()->rowCount(), 1);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
        QCOMPARE(state().selection.sample.value, 1);
        filter->clear();
        QCOMPARE(list->currentIndex().row(), 1);
    }

    void lettersInAFilterAreText()
    {
        auto* filter = m_open->find<QLineEdit>("sampleFilter");
        filter->setFocus();
        const auto before = state().selection.heads;
        QTest::keyClicks(filter, QStringLiteral("jkhlam1"));
        QCOMPARE(filter->text(), QStringLiteral("jkhlam1"));
        QVERIFY(state().selection.heads == before);
        filter->clear();
    }

    void headsAreTakenTogether()
    {
        auto* control = m_open->find<SegmentedControl>("aggregate");
        QTest::mouseClick(control, Qt::LeftButton, {}, control->partRect(1).center());
        QCOMPARE(state().selection.aggregate, Aggregate::Mean);
        QTest::keyClick(m_open->window.get(), Qt::Key_M);
        QCOMPARE(control->current(), 2);
        QCOMPARE(control->accessibleName(), QStringLiteral("Heads: Max"));
    }

    void rangesAreChosenAndTyped()
    {
        auto* kind = m_open->find<QComboBox>("rangeKind");
        kind->setFocus();
        QTest::keyClick(kind, Qt::Key_End);
        QCOMPARE(state().display.range.kind, RangeKind::Fixed);
        auto* high = m_open->find<QDoubleSpinBox>("rangeHigh");
        high->setFocus();
        high->selectAll();
        QTest::keyClicks(high, QLocale().toString(0.25));
        QTest::keyClick(high, Qt::Key_Return);
        QCOMPARE(state().display.range.high, 0.25);
        m_open->session->dispatch(SetRange{RangeOptions{}});
        QVERIFY(m_open->find<QDoubleSpinBox>("percentile")->isVisible());
    }

    void colourMapsAreChosen()
    {
        auto* map = m_open->find<QComboBox>("colourMap");
        map->setFocus();
        QTest::keyClick(map, Qt::Key_Down);
        QCOMPARE(state().display.colourMap, std::string("cividis"));
        QVERIFY(map->accessibleName().contains(map->currentText()));
    }

    void checkBoxesBelongToTheView()
    {
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        auto* profiles = m_open->find<QCheckBox>("profiles");
        QVERIFY(profiles->isVisible());
        QVERIFY(!m_open->find<QCheckBox>("rankTiles")->isVisible());
        const bool before = state().display.profiles;
        QTest::mouseClick(profiles, Qt::LeftButton, {}, QPoint(8, profiles->height() / 2));
        QCOMPARE(state().display.profiles, !before);
        m_open->session->dispatch(SelectView{ViewKind::Overview});
        QVERIFY(m_open->find<QCheckBox>("rankTiles")->isVisible());
    }

    void theEvolutionHasSwitchesOfItsOwnAndUndoBringsThemBack()
    {
        m_open->session->dispatch(SelectView{ViewKind::Evolution});
        for (const char* name : {"headStrips", "segmentBrackets", "leaveOutOwnColumn"}) {
            auto* box = m_open->find<QCheckBox>(name);
            QVERIFY2(box->isVisible() && box->isChecked(), name);
        }
        QVERIFY(!m_open->find<QCheckBox>("profiles")->isVisible());
        auto* own = m_open->find<QCheckBox>("leaveOutOwnColumn");
        QTest::mouseClick(own, Qt::LeftButton, {}, QPoint(8, own->height() / 2));
        QVERIFY(!state().display.leaveOutOwnColumn);
        m_open->session->undo();
        QVERIFY(state().display.leaveOutOwnColumn && own->isChecked());
        m_open->session->dispatch(SelectView{ViewKind::Overview});
        QVERIFY(!own->isVisible());
    }

    void subWordsBecomeWordsAndUndoBringsThemBack()
    {
        auto* words = m_open->find<QCheckBox>("mergeWords");
        QVERIFY(words->isVisible() && !words->isChecked());
        QTest::mouseClick(words, Qt::LeftButton, {}, QPoint(8, words->height() / 2));
        QVERIFY(state().display.mergeWords);
        QVERIFY(mapsKey(state()).mergeWords);
        m_open->session->undo();
        QVERIFY(!state().display.mergeWords && !words->isChecked());
    }

    void theCardTellsAboutTheHoveredCellAtOnce()
    {
        auto* card = m_open->find<PointerCard>("pointerCard");
        m_open->session->dispatch(SetAggregate{Aggregate::Mean});
        Hover hover;
        hover.cell = CellIndex{QueryIndex{33}, KeyIndex{34}};
        QElapsedTimer clock;
        clock.start();
        m_open->session->setHover(hover);
        QVERIFY(card->text().has_value());
        QCOMPARE(card->text()->fromPosition, QStringLiteral("33"));
        QCOMPARE(card->text()->rows.front().first, QStringLiteral("Rank in row"));
        m_open->session->setHover({});
        m_open->session->dispatch(PinCell{{QueryIndex{35}, KeyIndex{36}}});
        QCOMPARE(card->text()->toPosition, QStringLiteral("36"));
        QTest::keyClick(m_open->window.get(), Qt::Key_Escape);
        QVERIFY(!card->text().has_value());
    }

    void unavailableViewsSayWhyAndDoNothing()
    {
        auto* tabs = m_open->find<ViewTabs>("viewTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->partRect(1).center());
        QCOMPARE(state().view, ViewKind::Heatmap);
        for (int tab = 0; tab < kViewCount; ++tab) {
            if (tabs->available(tab))
                continue;
            QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->partRect(tab).center());
            QCOMPARE(state().view, ViewKind::Heatmap);
        }
    }

    void sectionsFold()
    {
        auto* section = m_open->find<Section>("section.segments");
        auto* header = m_open->find("sectionHeader.segments");
        QTest::mouseClick(header, Qt::LeftButton, {}, QPoint(40, header->height() / 2));
        QVERIFY(section->folded());
        QTest::mouseClick(header, Qt::LeftButton, {}, QPoint(40, header->height() / 2));
        QVERIFY(!section->folded());
    }

    void aNarrowWindowFoldsTheInspectorToARail()
    {
        m_open->window->resize(1280, 720);
        auto* inspector = m_open->find<Dock>("inspector");
        QTRY_VERIFY(inspector->folded());
        QVERIFY(!m_open->find<Dock>("leftDock")->folded());
        QTest::mouseClick(m_open->find("rail.colour"), Qt::LeftButton);
        QVERIFY(inspector->overlayOpen());
        QTest::keyClick(m_open->window.get(), Qt::Key_Escape);
        QVERIFY(!inspector->overlayOpen());
        m_open->window->resize(1024, 640);
        QTRY_VERIFY(m_open->find<Dock>("leftDock")->folded());
        QTRY_VERIFY(m_open->find("canvas")->width() >= 900); // both docks are rails now
        m_open->window->resize(1600, 1000);
        QTRY_VERIFY(!inspector->folded());
    }

    void nothingInADockIsWiderThanTheDock()
    {
        for (const auto& size : {QSize(1280, 720), QSize(1600, 1000)}) {
            m_open->window->resize(size);
            for (std::size_t i = 0; i < views().size(); ++i) {
                m_open->session->dispatch(SelectView{views()[i].kind});
                QTest::qWait(20);
                for (const char* name : {"leftDock", "inspector"}) {
                    const auto* dock = m_open->find<Dock>(name);
                    if (dock->folded())
                        continue;
                    for (const auto* section : dock->sections())
                        QVERIFY2(section->minimumSizeHint().width() <= dock->width(), qPrintable(tooWide(section, dock->width())));
                }
            }
        }
    }
};

HEADLIGHT_TEST(tst_docks)

} // namespace docks_test

#include "tst_docks.moc"
