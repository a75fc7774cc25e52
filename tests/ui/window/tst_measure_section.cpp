// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The inspector's Measure section: what can be computed, in which variant, with which switches, and what the figure says then.

#include "open_window.h"

#include "support/test_class.h"
#include "ui/views/figure_canvas.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QStandardItemModel>

namespace measure_section_test {

using namespace headlight;
using namespace headlight::ui;
using namespace headlight::ui::test;

class tst_measure_section : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenWindow> m_open;

    [[nodiscard]] const MeasureOptions& measure() const { return m_open->session->state().measure; }
    QComboBox* combo(const char* name) { return m_open->find<QComboBox>(name); }

    /// By keyboard, as people do it: focus, then arrow keys.
    void choose(const char* name, int index)
    {
        auto* box = combo(name);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(box, Qt::Key_Down);
    }
    [[nodiscard]] Result<Figure> figure() const { return buildFigure(m_open->session->workspace(), m_open->session->state(), {}); }

private slots:
    void initTestCase()
    {
        failOnQtWarnings();
        m_open = std::make_unique<OpenWindow>();
    }
    void cleanupTestCase() { m_open.reset(); }

    void withoutGradientsTheirMeasuresAreDimmedWithAReason()
    {
        m_open->openSample();
        const auto* model = qobject_cast<QStandardItemModel*>(combo("measure")->model());
        QCOMPARE(combo("measure")->count(), 6);
        for (const int index : {3, 4}) {
            QVERIFY(!model->item(index)->isEnabled());
            QVERIFY(model->item(index)->toolTip().contains(QStringLiteral("no gradients")));
        }
        for (const int index : {0, 1, 2, 5})
            QVERIFY(model->item(index)->isEnabled());
        QVERIFY(!combo("variant")->isVisible());
    }

    void aRolloutIsChosenAndNamedOnTheFigure()
    {
        m_open->openSample();
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        m_open->session->dispatch(SelectHeads{HeadSet::one({LayerIndex{11}, HeadIndex{0}})});
        choose("measure", 2);
        QCOMPARE(measure(), measureOptions(MeasureKind::FusedRollout, MeasureVariant::Paper));
        QVERIFY(combo("variant")->isVisible());
        QVERIFY(m_open->find("aggregate")->accessibleName().startsWith(QStringLiteral("Layers"))); // no map of a single head any more
        choose("variant", 2);
        QCOMPARE(measure(), measureOptions(MeasureKind::FusedRollout, MeasureVariant::Corrected));
        QVERIFY(m_open->find<QLabel>("measureExplanation")->text().contains(QStringLiteral("sum of row i")));
        const auto made = figure();
        QVERIFY(bool(made));
        const auto& map = std::get<HeatmapFigure>(*made);
        QCOMPARE(QString::fromStdString(map.text.title), QStringLiteral("Rollout, corrected, layer 12, head 1"));
        QCOMPARE(QString::fromStdString(map.scale.name), QStringLiteral("rollout, corrected"));
    }

    /// A view of every map gives way to the one of a single query, and its tab says why.
    void attentionFlowIsShownForOneQuery()
    {
        m_open->openSample();
        m_open->session->dispatch(SelectView{ViewKind::Overview});
        m_open->session->dispatch(SetQuery{QueryIndex{40}});
        choose("measure", 5);
        QCOMPARE(measure().kind, MeasureKind::Flow);
        QCOMPARE(m_open->session->state().view, ViewKind::Evolution);
        QVERIFY(combo("fusion")->isVisible());
        QVERIFY(views().front().unavailable(*m_open->session).contains(QStringLiteral("one query")));
        const auto made = figure();
        QVERIFY2(bool(made), made ? "" : sentence(made.error()).c_str());
        QVERIFY(QString::fromStdString(std::get<EvolutionFigure>(*made).text.title).contains(QStringLiteral("ttention flow")));
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::Attention)});
        QVERIFY(views().front().unavailable(*m_open->session).isEmpty());
    }

    void aSwitchChangesTheNameAndCanBeUndone()
    {
        m_open->openSample();
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::FusedRollout, MeasureVariant::Corrected)});
        auto changed = measure();
        changed.discard = 0.5;
        m_open->session->dispatch(SetMeasure{changed});
        QVERIFY(displayName(measure()).ends_with("discard 0.5"));
        m_open->session->undo();
        QCOMPARE(measure().discard, 0.9);
    }

    void gradientsOfTheChosenTargetAreUsed()
    {
        m_open->open(QStringLiteral(HEADLIGHT_SAMPLES_DIR "/clip/image_attn_probs.pt"));
        QTRY_VERIFY(m_open->session->dump() != nullptr && !m_open->session->dump()->stacks().front().gradientTargets.empty());
        choose("measure", 4);
        QCOMPARE(measure().kind, MeasureKind::Relevance);
        QCOMPARE(measure().target, std::string("text0"));
        QVERIFY(combo("target")->isVisible());
        choose("target", 1);
        QCOMPARE(measure().target, std::string("text1"));
        m_open->session->dispatch(SelectView{ViewKind::Heatmap});
        const auto made = figure();
        QVERIFY2(bool(made), made ? "" : sentence(made.error()).c_str());
        QVERIFY(QString::fromStdString(std::get<HeatmapFigure>(*made).text.title).startsWith(QStringLiteral("Relevance, all layers, target text1")));
    }

    /// One tile per layer; the picker keeps the numbers of single heads.
    void theOverviewOfFusedHeadsHasOneColumn()
    {
        m_open->openSample();
        m_open->session->dispatch(SelectView{ViewKind::Overview});
        m_open->session->dispatch(SetMeasure{measureOptions(MeasureKind::FusedRollout)});
        const auto made = figure();
        QVERIFY(bool(made));
        const auto& overview = std::get<OverviewFigure>(*made);
        QCOMPARE(overview.tiles.size(), std::size_t{12});
        QCOMPARE(overview.heads, 1);
        QCOMPARE(QString::fromStdString(overview.text.title), QStringLiteral("Rollout, paper, all layers"));
    }
};

HEADLIGHT_TEST(tst_measure_section)

} // namespace measure_section_test

#include "tst_measure_section.moc"
