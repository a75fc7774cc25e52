// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Token weights in the whole window: chart and table, their options, the pointer card, saving and exporting.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/paint/export.h"
#include "ui/views/figure_canvas.h"
#include "ui/window/pointer_card.h"
#include "ui/window/stepper.h"
#include "ui/window/weight_options.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>

namespace weights_window_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_weights_window : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    [[nodiscard]] const State& state() const { return m_open->session->state(); }
    [[nodiscard]] FigureCanvas* view(const char* name) { return m_open->find<FigureCanvas>(name); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_open->focusCanvas();
        QTest::keyClick(m_open->window->focusWidget(), key, modifiers);
    }

private slots:
    void initTestCase()
    {
        failOnQtWarnings();
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
    }
    void cleanupTestCase() { m_open.reset(); }

    void sevenIsTheChartAndEightTheTable()
    {
        press(Qt::Key_7);
        QVERIFY(state().view == ViewKind::Trends);
        QTRY_VERIFY(view("weightsChart")->upToDate());
        QVERIFY(m_open->find("keyStepper")->isVisible());
        QVERIFY(!m_open->find("queryStepper")->isVisible());
        press(Qt::Key_8);
        QVERIFY(state().view == ViewKind::Table);
        QTRY_VERIFY(view("table")->upToDate());
        press(Qt::Key_2);
        QVERIFY(m_open->find("queryStepper")->isVisible());
        QVERIFY(!m_open->find("keyStepper")->isVisible());
    }

    void optionsChangeTheFigureAndNonsenseDoesNot()
    {
        press(Qt::Key_7);
        auto* temperatures = m_open->find<QLineEdit>("temperatures");
        QVERIFY(temperatures->isVisible());
        temperatures->setFocus();
        temperatures->selectAll();
        QTest::keyClicks(temperatures, QStringLiteral("2, 0.1"));
        QTest::keyClick(temperatures, Qt::Key_Return);
        QVERIFY(state().display.weights.temperatures == (std::vector<double>{2.0, 0.1}));
        temperatures->selectAll();
        QTest::keyClicks(temperatures, QStringLiteral("warm"));
        QTest::keyClick(temperatures, Qt::Key_Return);
        QVERIFY(state().display.weights.temperatures == (std::vector<double>{2.0, 0.1}));
        QCOMPARE(temperatures->text(), QStringLiteral("2, 0.1"));
        auto* segment = m_open->find<QComboBox>("weightSegment");
        QCOMPARE(segment->count(), 3);
        segment->setFocus();
        QTest::keyClick(segment, Qt::Key_End);
        QVERIFY(state().display.weights.segment == "text");
        QTRY_VERIFY(view("weightsChart")->upToDate());
        QCOMPARE(std::get<WeightsFigure>(*view("weightsChart")->figure()).parts.size(), std::size_t{1});
        QTest::keyClick(segment, Qt::Key_Home);
        QVERIFY(state().display.weights.segment.empty());
    }

    void temperaturesAreAListOfNumbersAboveZero()
    {
        QVERIFY(temperaturesIn(QStringLiteral(" 1 ,0.2")) == (std::vector<double>{1.0, 0.2}));
        for (const char* wrong : {"", "0", "-1", "1,,2", "1;2", "nan", "1,2,3,4,5,6,7,8,9"})
            QVERIFY2(!temperaturesIn(QLatin1String(wrong)), wrong);
    }

    void theCardShowsTheWeightOfThePinnedKey()
    {
        press(Qt::Key_7);
        m_open->session->dispatch(SetKey{KeyIndex{45}});
        auto* card = m_open->find<PointerCard>("pointerCard");
        QTRY_VERIFY(card->text() && card->text()->to == QStringLiteral("triangle"));
        QCOMPARE(card->text()->from, QStringLiteral("text"));
        QTRY_VERIFY(view("weightsChart")->upToDate());
        const auto figure = std::get<WeightsFigure>(*view("weightsChart")->figure());
        QCOMPARE(card->text()->value, QString::fromStdString(formatValue(figure.parts[1].weights.back()[13])));
        auto* stepper = m_open->find<Stepper>("keyStepper");
        QCOMPARE(stepper->value(), QStringLiteral("45 triangle"));
        QTest::mouseClick(stepper, Qt::LeftButton, {}, stepper->nextRect().center());
        QVERIFY(state().selection.key == KeyIndex{46});
        press(Qt::Key_Escape);
        QVERIFY(!state().selection.key);
    }

    void theTableIsSavedAsItStands()
    {
        press(Qt::Key_8);
        QTRY_VERIFY(view("table")->upToDate());
        const QString path = m_open->folder.filePath(QStringLiteral("tokens.csv"));
        QString suggested;
        m_open->answer = [&](const FileQuestion& question) {
            suggested = question.start;
            return path;
        };
        press(Qt::Key_S, Qt::ControlModifier);
        QVERIFY(suggested.endsWith(QStringLiteral("sample0_table.csv")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith("temperature,index,token,weight\n"));
    }

    void theChartIsExportedThroughTheDialog()
    {
        press(Qt::Key_7);
        QTRY_VERIFY(view("weightsChart")->upToDate());
        const QString path = m_open->folder.filePath(QStringLiteral("weights.pdf"));
        press(Qt::Key_E);
        auto* field = m_open->find<QLineEdit>("exportPath");
        auto* write = m_open->find<QPushButton>("exportWrite");
        QTRY_VERIFY(write->isEnabled());
        field->setText(path);
        QTest::mouseClick(write, Qt::LeftButton);
        QTRY_VERIFY(QFile::exists(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().startsWith("%PDF"));
        const auto kept = paint::stateIn(path.toStdString());
        QVERIFY(kept.has_value() && kept->find("\"trends\"") != std::string::npos);
    }
};

HEADLIGHT_TEST(tst_weights_window)

} // namespace weights_window_test

#include "tst_weights_window.moc"
