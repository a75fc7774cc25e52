// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Find or run" finds commands, views, samples, heads and tokens, and does what is chosen.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/window/choice_list.h"
#include "ui/window/findings.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>

namespace find_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

namespace {

std::vector<Finding> named(const QStringList& names)
{
    std::vector<Finding> findings;
    for (const auto& name : names)
        findings.push_back({QStringLiteral("Kind"), name, QStringLiteral("detail"), [] {}});
    return findings;
}

} // namespace

class tst_find : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    [[nodiscard]] const State& state() const { return m_open->session->state(); }

    void waitUntilClosed() { QTRY_VERIFY(m_open->window->findChild<QWidget*>(QStringLiteral("choicePopup")) == nullptr); }
    QLineEdit* openFinder()
    {
        waitUntilClosed(); // the one before
        m_open->focusCanvas();
        QTest::keyClick(m_open->window.get(), Qt::Key_K, Qt::ControlModifier);
        return m_open->find<QLineEdit>("choiceFilter");
    }
    const ChoiceModel& offered() { return *qobject_cast<const ChoiceModel*>(m_open->find<QListView>("choiceList")->model()); }
    void run(const QString& text)
    {
        auto* line = openFinder();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, Qt::Key_Return);
    }

private slots:
    void initTestCase()
    {
        m_open = std::make_unique<OpenWindow>();
        m_open->openSample();
        if (m_open->find("report")->isVisible())
            QTest::mouseClick(m_open->find("showFigures"), Qt::LeftButton);
    }
    void init() { failOnQtWarnings(); }
    void cleanup()
    {
        if (auto* popup = m_open->window->findChild<QWidget*>(QStringLiteral("choicePopup")); popup != nullptr)
            popup->close();
        waitUntilClosed();
        m_open->session->dispatch(SelectView{ViewKind::Overview});
    }
    void cleanupTestCase() { m_open.reset(); }

    void namesComeBeforeMentionsAndEveryWordMustOccur()
    {
        const auto findings = named({QStringLiteral("Fit the figure"), QStringLiteral("unfit"), QStringLiteral("To fit"), QStringLiteral("Fit"), QStringLiteral("other")});
        QCOMPARE(bestMatches(findings, QStringLiteral("fit")), (std::vector<std::size_t>{3, 0, 2, 1}));
        QCOMPARE(bestMatches(findings, QStringLiteral("figure fit")), (std::vector<std::size_t>{0}));
        QCOMPARE(bestMatches(findings, QStringLiteral(" ")).size(), findings.size());
        QVERIFY(bestMatches(findings, QStringLiteral("nowhere")).empty());
    }

    void aCommandIsFoundByItsWordsAndRun()
    {
        run(QStringLiteral("theme dark"));
        QCOMPARE(theme().choice(), ThemeChoice::Dark);
        theme().setChoice(ThemeChoice::Light);
    }

    void measuresAndVariantsAreFoundWhereTheDumpHasThem()
    {
        run(QStringLiteral("rollout fused"));
        QCOMPARE(state().measure, measureOptions(MeasureKind::FusedRollout));
        run(QStringLiteral("variant published"));
        QCOMPARE(state().measure, measureOptions(MeasureKind::FusedRollout, MeasureVariant::Published));
        m_open->session->undo();
        m_open->session->undo();
        QCOMPARE(state().measure.kind, MeasureKind::Attention);
        auto* line = openFinder();
        QTest::keyClicks(line, QStringLiteral("variant")); // attention has none
        QCOMPARE(offered().size(), 4); // and the help on them
        for (int row = 0; row < offered().size(); ++row)
            QCOMPARE(offered().at(row).possible, offered().at(row).text.startsWith(QStringLiteral("Measures and")));
        QTest::keyClick(line, Qt::Key_Escape);
        waitUntilClosed();
    }

    void everyEntryOfTheMenusIsThereWithItsKey()
    {
        auto* line = openFinder();
        const auto keyOf = [this](const QString& text) {
            for (int row = 0; row < offered().size(); ++row)
                if (offered().at(row).text == text)
                    return offered().at(row).detail;
            return QStringLiteral("missing");
        };
        for (const auto* action : m_open->window->findChildren<QAction*>(QRegularExpression(QStringLiteral("^action\\.")))) {
            const bool inMenu = std::ranges::any_of(action->associatedObjects(), [](const QObject* object) { return object->inherits("QMenu"); });
            const bool nested = action->objectName().startsWith(QLatin1String("action.theme")) || action->objectName().startsWith(QLatin1String("action.text")) ||
                                action->objectName().startsWith(QLatin1String("action.variant"));
            const bool own = action->objectName() == QLatin1String("action.find");
            if (inMenu && !nested && !own)
                QVERIFY2(keyOf(action->text().remove(QLatin1Char('&'))) != QLatin1String("missing"), qPrintable(action->objectName()));
        }
        QCOMPARE(keyOf(QStringLiteral("What is in this file")), QStringLiteral("Ctrl+I"));
        QCOMPARE(keyOf(QStringLiteral("Heatmap")), QStringLiteral("2"));
        QTest::keyClick(line, Qt::Key_Escape);
        waitUntilClosed();
    }

    void arrowsWalkTheList()
    {
        auto* line = openFinder();
        QTest::keyClicks(line, QStringLiteral("aggregat"));
        QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(line, QStringLiteral("of the heads"));
        QCOMPARE(offered().size(), 3); // mean, maximum, minimum
        QTest::keyClick(line, Qt::Key_Down);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(state().selection.aggregate, Aggregate::Max);
        m_open->session->dispatch(SetAggregate{Aggregate::Each});
    }

    void aTypedSelectionComesFirst_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("heads");
        QTest::newRow("heads of a layer") << QStringLiteral("L6 H1,7,10") << QStringLiteral("L6 H1,7,10");
        QTest::newRow("layers") << QStringLiteral("L1-4") << QStringLiteral("L1-4");
        QTest::newRow("the last layer") << QStringLiteral("L-1") << QStringLiteral("L12");
        QTest::newRow("every head") << QStringLiteral("H*") << QStringLiteral("all");
    }
    void aTypedSelectionComesFirst()
    {
        QFETCH(QString, typed);
        QFETCH(QString, heads);
        run(typed);
        QCOMPARE(QString::fromStdString(formatHeads(state().selection.heads, state().stackShape().heads, IndexBase::One)), heads);
    }

    void queriesKeysSamplesAndBlocksAreTypedToo()
    {
        run(QStringLiteral("q=21"));
        QCOMPARE(state().selection.query->value, 21);
        run(QStringLiteral("k=40"));
        QCOMPARE(state().selection.key->value, 40);
        run(QStringLiteral("learned>text"));
        QVERIFY(state().selection.block == (SegmentBlock{0, 1}));
        m_open->session->dispatch(SetBlock{});
        run(QStringLiteral("s=1"));
        QCOMPARE(state().selection.sample.value, 1);
        m_open->session->dispatch(SelectSample{SampleIndex{0}});
    }

    void aHeadIsFoundByItsName()
    {
        run(QStringLiteral("layer 6, head 7"));
        QVERIFY(state().selection.heads == HeadSet::one({LayerIndex{5}, HeadIndex{6}}));
    }

    void aTokenIsFoundAsQueryAndAsKey()
    {
        const auto& items = m_open->session->dump()->attention(StackIndex{0}, SampleIndex{0}).value()->axes().keys->items;
        const auto word = std::ranges::find_if(items, [](const AxisItem& item) { return item.token.size() > 5 && !item.marks.padding && !item.marks.special; });
        QVERIFY(word != items.end());
        auto* line = openFinder();
        QTest::keyClicks(line, QString::fromStdString(word->label));
        QSet<QString> kinds;
        for (int row = 0; row < offered().size(); ++row)
            if (offered().at(row).detail.endsWith(QStringLiteral("=%1").arg(word->position)))
                kinds.insert(offered().at(row).kind);
        QCOMPARE(kinds, QSet<QString>({QStringLiteral("Query"), QStringLiteral("Key")}));
    }

    void whatDoesNotExistIsSaid()
    {
        auto* line = openFinder();
        QTest::keyClicks(line, QStringLiteral("xyzzy"));
        QCOMPARE(offered().size(), 0);
        auto* problem = m_open->find<QLabel>("choiceProblem");
        QVERIFY(problem->isVisible());
        QVERIFY(problem->text().contains(QStringLiteral("xyzzy")));
        line->clear();
        QVERIFY(!problem->isVisible());
        QTest::keyClicks(line, QStringLiteral("L99"));
        QVERIFY2(problem->text().contains(QStringLiteral("they run from 1 to 12")), qPrintable(problem->text()));
        QTest::keyClick(line, Qt::Key_Return); // does nothing
        QVERIFY(line->isVisible());
    }

    void aViewThatIsNotPossibleIsDimmedWithItsReason()
    {
        auto* line = openFinder();
        QTest::keyClicks(line, QStringLiteral("Image"));
        const auto& first = offered().at(0);
        QCOMPARE(first.text, QStringLiteral("Image"));
        QVERIFY(!first.possible);
        QVERIFY(!first.detail.isEmpty());
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(line->isVisible());
        QCOMPARE(state().view, ViewKind::Overview);
    }

    void theBoxOpensTheListAndFoldsToItsIcon()
    {
        auto* box = m_open->find("findBox");
        QVERIFY(box->width() >= 200);
        QTest::mouseClick(box, Qt::LeftButton);
        QTRY_VERIFY(m_open->window->findChild<QWidget*>(QStringLiteral("choicePopup")) != nullptr);
        m_open->find("choicePopup")->close();
        m_open->window->resize(1280, 720);
        QTRY_VERIFY(box->width() <= 32);
        QVERIFY(box->isVisible());
        m_open->window->resize(1600, 1000);
    }

    void itWorksBeforeAnythingIsOpen()
    {
        OpenWindow open;
        open.window->activateWindow();
        QTRY_VERIFY(open.window->isActiveWindow());
        bool asked = false;
        open.answer = [&asked](const FileQuestion& question) {
            asked = question.kind == FileQuestion::Kind::OpenFolder;
            return QString();
        };
        QTest::keyClick(open.window.get(), Qt::Key_K, Qt::ControlModifier);
        auto* line = open.find<QLineEdit>("choiceFilter");
        QTest::keyClicks(line, QStringLiteral("folder"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(asked);
    }
};

HEADLIGHT_TEST(tst_find)

} // namespace find_test

#include "tst_find.moc"
