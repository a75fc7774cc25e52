// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/measure_section.h"

#include "figure/build.h"
#include "ui/session/words.h"
#include "ui/window/form_rows.h"
#include "ui/window/measure_choice.h"
#include "ui/window/number_box.h"
#include "ui/window/segmented_control.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QLabel>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace headlight::ui {

namespace {

void setCurrent(QComboBox* combo, int index)
{
    const QSignalBlocker blocker(combo);
    combo->setCurrentIndex(index);
}

void tellValue(QComboBox* combo, const QString& name)
{
    combo->setAccessibleName(QStringLiteral("%1: %2").arg(name, combo->currentText()));
}

/// What is shown of the heads is made of the attention and its gradients.
bool showsGradientMetric(const State& state)
{
    const auto& heads = state.display.heads;
    const bool second = state.view == ViewKind::Heads && heads.show == HeadsShow::Scatter && heads.other == HeadMetric::GradientAttention;
    return state.measure.kind == MeasureKind::Attention && (second || state.display.metric == HeadMetric::GradientAttention);
}

} // namespace

void MeasureSection::Row::setVisible(bool visible) const
{
    label->setVisible(visible);
    control->setVisible(visible);
}

MeasureSection::MeasureSection(Session& session, QWidget* parent)
    : Section(QStringLiteral("measure"), tr("Measure"), parent), m_session(session), m_stack(new QComboBox), m_measure(new QComboBox), m_variant(new QComboBox), m_target(new QComboBox),
      m_fusion(new QComboBox), m_normalise(new QComboBox), m_protect(new QComboBox), m_order(new QComboBox), m_residual(new NumberBox(tr("Residual"), 0.0, 1.0, 0.1)),
      m_discard(new NumberBox(tr("Discard"), 0.0, 1.0, 0.1)), m_first(new NumberBox(tr("First layer"), 0.0, 1e6, 1.0)),
      m_heads(new SegmentedControl(tr("Heads"), {tr("Each"), tr("Mean"), tr("Max"), tr("Min")})), m_explanation(new TextLabel({}, {11.0, QFont::Normal, Tone::Quiet}))
{
    m_stack->setObjectName(QStringLiteral("stack"));
    m_measure->setObjectName(QStringLiteral("measure"));
    m_variant->setObjectName(QStringLiteral("variant"));
    m_target->setObjectName(QStringLiteral("target"));
    m_fusion->setObjectName(QStringLiteral("fusion"));
    m_heads->setObjectName(QStringLiteral("aggregate"));
    for (const MeasureKind kind : offeredMeasures())
        m_measure->addItem(words(titleOf(kind)));

    auto* rows = new FormRows;
    m_stackRow = {rows->addRow(tr("Stack"), m_stack), m_stack};
    rows->addRow(tr("Measure"), m_measure);
    m_variantRow = {rows->addRow(tr("Variant"), m_variant), m_variant};
    m_targetRow = {rows->addRow(tr("Target"), m_target), m_target};
    m_headsRow = {rows->addRow(tr("Heads"), m_heads), m_heads};
    m_fusionRow = addChoice(*rows, tr("Fusion"), m_fusion, {tr("Mean"), tr("Max"), tr("Min")}, [](MeasureOptions& measure, int index) { measure.fusion = static_cast<HeadFusion>(index); });
    m_discardRow = addNumber(*rows, tr("Discard"), m_discard, [](MeasureOptions& measure, double value) { measure.discard = value; });
    m_normaliseRow = addChoice(*rows, tr("Divide"), m_normalise, {tr("Not"), tr("By the sum of row i"), tr("By the sum of row j")},
                               [](MeasureOptions& measure, int index) { measure.normalise = static_cast<Normalisation>(index); });
    m_protectRow = addChoice(*rows, tr("Protect"), m_protect, {tr("Nothing"), tr("First value"), tr("Prefix tokens")},
                             [](MeasureOptions& measure, int index) { measure.protect = static_cast<Protection>(index); });
    m_orderRow = addChoice(*rows, tr("Gradients"), m_order, {tr("Paired"), tr("Reversed")}, [](MeasureOptions& measure, int index) { measure.order = static_cast<GradientOrder>(index); });
    m_residualRow = addNumber(*rows, tr("Residual"), m_residual, [](MeasureOptions& measure, double value) { measure.residual = value; });
    m_firstRow = addNumber(*rows, tr("From layer"), m_first, [this](MeasureOptions& measure, double value) {
        measure.firstLayer = static_cast<std::int64_t>(value) - (m_session.state().display.indexBase == IndexBase::One ? 1 : 0);
    });
    m_first->setDecimals(0);
    body()->addLayout(rows);
    m_explanation->setObjectName(QStringLiteral("measureExplanation"));
    m_explanation->setWordWrap(true);
    body()->addWidget(m_explanation);

    connect(m_heads, &SegmentedControl::chosen, this, [this](int index) { m_session.dispatch(SetAggregate{static_cast<Aggregate>(index)}); });
    connect(m_stack, &QComboBox::activated, this, [this](int index) { m_session.dispatch(SelectStack{StackIndex{index}}); });
    connect(m_measure, &QComboBox::activated, this, [this](int index) { chooseMeasure(m_session, offeredMeasures()[static_cast<std::size_t>(index)]); });
    connect(m_variant, &QComboBox::activated, this, [this](int index) { chooseVariant(m_session, variantsOf(m_session.state().measure.kind)[static_cast<std::size_t>(index)]); });
    connect(m_target, &QComboBox::activated, this, [this](int index) { change([&](MeasureOptions& measure) { measure.target = gradientTargets(m_session).value(index).toStdString(); }); });
    connect(&m_session, &Session::dumpChanged, this, &MeasureSection::showDump);
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    showDump();
}

MeasureSection::Row MeasureSection::addChoice(FormRows& rows, const QString& label, QComboBox* combo, const QStringList& words, std::function<void(MeasureOptions&, int)> choose)
{
    combo->addItems(words);
    connect(combo, &QComboBox::activated, this, [this, choose = std::move(choose)](int index) { change([&](MeasureOptions& measure) { choose(measure, index); }); });
    return {rows.addRow(label, combo), combo};
}

MeasureSection::Row MeasureSection::addNumber(FormRows& rows, const QString& label, NumberBox* box, std::function<void(MeasureOptions&, double)> choose)
{
    connect(box, &NumberBox::valueChanged, this, [this, choose = std::move(choose)](double value) { change([&](MeasureOptions& measure) { choose(measure, value); }); });
    return {rows.addRow(label, box), box};
}

void MeasureSection::change(const std::function<void(MeasureOptions&)>& edit)
{
    MeasureOptions measure = m_session.state().measure;
    edit(measure);
    if (measure != m_session.state().measure)
        m_session.dispatch(SetMeasure{measure});
}

void MeasureSection::showDump()
{
    const QSignalBlocker blocker(m_stack);
    m_stack->clear();
    if (const auto dump = m_session.dump(); dump != nullptr) {
        for (const auto& stack : dump->stacks())
            m_stack->addItem(QString::fromStdString(stack.name));
    }
    m_stackRow.setVisible(m_stack->count() > 1);
    show(m_session.state());
}

void MeasureSection::show(const State& state)
{
    const auto& measure = state.measure;
    const bool byHead = hasHeads(measure.kind); // else there is one map for each layer
    m_headsRow.label->setText(byHead ? tr("Heads") : tr("Layers"));
    m_heads->setName(m_headsRow.label->text());
    m_heads->setToolTip(byHead ? tr("How the selected heads are taken together (M)") : tr("How the selected layers are taken together (M)"));
    m_heads->setCurrent(static_cast<int>(state.selection.aggregate));
    setCurrent(m_stack, static_cast<int>(state.selection.stack.value));
    tellValue(m_stack, tr("Stack"));

    const QStringList names = gradientTargets(m_session);
    const auto offered = offeredMeasures();
    const auto* model = qobject_cast<QStandardItemModel*>(m_measure->model());
    for (std::size_t i = 0; i < offered.size(); ++i) {
        const QString why = whyNoMeasure(m_session, offered[i]);
        auto* item = model->item(static_cast<int>(i));
        item->setEnabled(why.isEmpty());
        item->setToolTip(why);
    }
    const auto place = std::find(offered.begin(), offered.end(), measure.kind);
    setCurrent(m_measure, place == offered.end() ? -1 : static_cast<int>(place - offered.begin()));
    tellValue(m_measure, tr("Measure"));

    const QSignalBlocker noVariant(m_variant);
    const QSignalBlocker noTarget(m_target);
    m_variant->clear();
    const auto variants = variantsOf(measure.kind);
    for (const auto variant : variants)
        m_variant->addItem(words(titleOf(variant)));
    m_variant->setCurrentIndex(static_cast<int>(std::find(variants.begin(), variants.end(), measure.variant) - variants.begin()));
    tellValue(m_variant, tr("Variant"));
    m_variantRow.setVisible(variants.size() > 1);
    m_target->clear();
    m_target->addItems(names);
    m_target->setCurrentIndex(std::max(0, static_cast<int>(names.indexOf(QString::fromStdString(measure.target)))));
    tellValue(m_target, tr("Target"));
    m_targetRow.setVisible((needsGradients(measure.kind) || showsGradientMetric(state)) && names.size() > 1);
    showSwitches(measure, state.hasDump() ? static_cast<std::int64_t>(state.stackShape().heads.size()) : 1);
    QString explanation = QString::fromStdString(explanationOf(measure));
    if (const auto note = aggregateNote(state); state.hasDump() && !note.empty())
        explanation += u' ' + QString::fromStdString(note);
    m_explanation->setText(explanation);
}

/// Only the switches that this measure has.
void MeasureSection::showSwitches(const MeasureOptions& measure, std::int64_t layers)
{
    const bool discards = usesDiscard(measure.kind);
    m_fusionRow.setVisible(usesFusion(measure.kind));
    m_discardRow.setVisible(discards);
    m_normaliseRow.setVisible(discards);
    m_protectRow.setVisible(discards);
    m_orderRow.setVisible(measure.kind == MeasureKind::GradientRollout);
    m_residualRow.setVisible(usesResidual(measure.kind));
    m_firstRow.setVisible(needsSquareMaps(measure.kind));
    setCurrent(m_fusion, static_cast<int>(measure.fusion));
    setCurrent(m_normalise, static_cast<int>(measure.normalise));
    setCurrent(m_protect, static_cast<int>(measure.protect));
    setCurrent(m_order, static_cast<int>(measure.order));
    m_discard->show(measure.discard);
    m_residual->show(measure.residual);
    const QSignalBlocker blocker(m_first);
    const int base = m_session.state().display.indexBase == IndexBase::One ? 1 : 0;
    m_first->setRange(base, static_cast<double>(layers - 1 + base));
    m_first->show(static_cast<double>((measure.firstLayer < 0 ? layers + measure.firstLayer : measure.firstLayer) + base));
}

} // namespace headlight::ui
