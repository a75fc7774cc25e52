// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/weight_options.h"

#include "figure/table.h"
#include "ui/window/form_rows.h"
#include "ui/window/number_box.h"
#include "ui/window/selection_words.h"
#include "ui/window/text_label.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

namespace headlight::ui {

std::optional<std::vector<double>> temperaturesIn(const QString& text)
{
    std::vector<double> found;
    for (const QString& part : text.split(QLatin1Char(','))) {
        bool read = false;
        const double number = part.trimmed().toDouble(&read);
        if (!read || !(number > 0.0) || !std::isfinite(number))
            return std::nullopt;
        found.push_back(number);
    }
    return found.size() <= WeightOptions::kMost ? std::optional(found) : std::nullopt;
}

WeightOptionsForm::WeightOptionsForm(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_kind(new QComboBox), m_temperatures(new QLineEdit), m_threshold(new NumberBox(tr("Threshold"), -1e6, 1e6, 0.01)), m_segment(new QComboBox),
      m_explanation(new TextLabel({}, {11.0, QFont::Normal, Tone::Quiet}))
{
    m_kind->setObjectName(QStringLiteral("numbersKind"));
    m_temperatures->setObjectName(QStringLiteral("temperatures"));
    m_temperatures->setToolTip(tr("Of the softmax, such as 1, 0.2: the lower, the more the heaviest token gets"));
    m_threshold->setObjectName(QStringLiteral("weightThreshold"));
    m_threshold->setToolTip(tr("A position whose column mean is smaller weighs nothing"));
    m_segment->setObjectName(QStringLiteral("weightSegment"));
    auto* rows = new FormRows;
    m_kindLabel = rows->addRow(tr("Chart"), m_kind);
    m_weightParts = {rows->addRow(tr("Softmax T"), m_temperatures), m_temperatures, rows->addRow(tr("Threshold"), m_threshold), m_threshold,
                     rows->addRow(tr("Segment"), m_segment), m_segment, m_explanation};
    m_explanation->setWordWrap(true);
    m_explanation->setText(tr("Softmax of column means ÷ T over a segment. Means below the threshold weigh nothing."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(rows);
    column->addWidget(m_explanation);
    connect(m_temperatures, &QLineEdit::editingFinished, this, &WeightOptionsForm::readTemperatures);
    connect(m_threshold, &QDoubleSpinBox::valueChanged, this, [this](double value) { change([value](Display& display) { display.weights.threshold = value; }); });
    connect(m_segment, &QComboBox::activated, this, [this] {
        const auto segment = m_segment->currentData().toString().toStdString();
        change([&](Display& display) { display.weights.segment = segment; });
    });
    connect(m_kind, &QComboBox::activated, this, [this](int index) {
        if (m_session.state().view == ViewKind::Table)
            change([index](Display& display) { display.table = {builtTables()[static_cast<std::size_t>(index)], {}, false, {}}; });
        else
            change([index](Display& display) { display.trend = static_cast<TrendKind>(index); });
    });
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    connect(&m_session, &Session::dumpChanged, this, [this] { show(m_session.state()); });
    show(session.state());
}

void WeightOptionsForm::change(const std::function<void(Display&)>& edit)
{
    Display display = m_session.state().display;
    edit(display);
    if (display != m_session.state().display)
        m_session.dispatch(SetDisplay{display});
}

/// What is no list of temperatures is not taken, and what was there before stands there again.
void WeightOptionsForm::readTemperatures()
{
    if (const auto temperatures = temperaturesIn(m_temperatures->text()))
        change([&](Display& display) { display.weights.temperatures = *temperatures; });
    writeTemperatures(m_session.state().display.weights);
}

void WeightOptionsForm::writeTemperatures(const WeightOptions& weights)
{
    QStringList words;
    for (const double temperature : weights.temperatures)
        words << QString::number(temperature);
    m_temperatures->setText(words.join(QStringLiteral(", ")));
    m_temperatures->setAccessibleName(tr("Temperatures: %1").arg(m_temperatures->text()));
}

void WeightOptionsForm::showSegments(const State& state)
{
    const QSignalBlocker quiet(m_segment);
    m_segment->clear();
    m_segment->addItem(state.view == ViewKind::Table ? tr("Text") : tr("Each by itself"), QString());
    if (const auto axes = shownAxes(m_session); axes != nullptr)
        for (const auto& segment : axes->keys->segments)
            m_segment->addItem(segment.kind == SegmentKind::Queries ? tr("learned queries") : QString::fromStdString(segment.name), QString::fromStdString(segment.name));
    const auto chosen = m_segment->findData(QString::fromStdString(state.display.weights.segment));
    m_segment->setCurrentIndex(std::max(0, chosen));
    m_segment->setAccessibleName(tr("Segment: %1").arg(m_segment->currentText()));
}

void WeightOptionsForm::show(const State& state)
{
    const bool table = state.view == ViewKind::Table;
    setVisible(table || state.view == ViewKind::Trends);
    if (!isVisibleTo(parentWidget()))
        return;
    const QSignalBlocker quiet(m_kind);
    m_kind->clear();
    m_kindLabel->setText(table ? tr("Table") : tr("Chart"));
    if (table) {
        for (const auto kind : builtTables()) {
            const auto title = titleOf(kind);
            m_kind->addItem(QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())));
            if (kind == state.display.table.kind)
                m_kind->setCurrentIndex(m_kind->count() - 1);
        }
    } else {
        for (const QString& name : {tr("Rank over layers"), tr("Score over layers"), tr("Score of all positions"), tr("Token weights")}) // as TrendKind has them
            m_kind->addItem(name);
        m_kind->setCurrentIndex(static_cast<int>(state.display.trend));
    }
    m_kind->setAccessibleName(QStringLiteral("%1: %2").arg(m_kindLabel->text(), m_kind->currentText()));
    if (!m_temperatures->hasFocus())
        writeTemperatures(state.display.weights);
    const bool weights = table ? state.display.table.kind == TableKind::Weights : state.display.trend == TrendKind::Weights;
    for (QWidget* part : m_weightParts)
        part->setVisible(weights);
    m_threshold->show(state.display.weights.threshold);
    showSegments(state);
}

} // namespace headlight::ui
