// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/trend_options.h"

#include "figure/build.h"
#include "ui/paint/lettering.h"
#include "ui/window/form_rows.h"
#include "ui/window/segmented_control.h"
#include "ui/window/text_label.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <cmath>

namespace headlight::ui {

namespace {

template <typename T>
QString listOf(const std::vector<T>& numbers, std::int64_t offset)
{
    std::vector<std::int64_t> plain;
    for (const auto number : numbers)
        plain.push_back(number.value + offset);
    return QString::fromStdString(formatNumbers(plain));
}

QString meanWords(const TrendFigure& figure, const TrendFigure::Line& line)
{
    if (!std::isfinite(line.mean))
        return TrendOptionsForm::tr("no number");
    return figure.kind == TrendKind::Rank ? TrendOptionsForm::tr("mean rank %1").arg(line.mean, 0, 'f', 1) : TrendOptionsForm::tr("mean %1").arg(QString::fromStdString(formatValue(line.mean)));
}

} // namespace

TrendOptionsForm::TrendOptionsForm(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_colour(new SegmentedControl(tr("Colours tell"), {tr("Heads"), tr("Keys")})), m_keys(new QLineEdit), m_heads(new QLineEdit),
      m_positions(new QCheckBox(tr("Positions of one layer below"))), m_lines(new TextLabel({}, {12.5, QFont::Normal, Tone::Text})), m_explanation(new TextLabel({}, {11.0, QFont::Normal, Tone::Quiet}))
{
    m_colour->setObjectName(QStringLiteral("trendColour"));
    m_colour->setToolTip(tr("What colours tell apart; dashes tell the other"));
    m_keys->setObjectName(QStringLiteral("trendKeys"));
    m_keys->setToolTip(tr("Positions that are followed together, such as 45, 50-52; the first one is pinned"));
    m_heads->setObjectName(QStringLiteral("trendHeads"));
    m_heads->setToolTip(tr("Heads that are coloured, at most four, in the order of their colours; empty: those selected, or those that stand out"));
    m_heads->setPlaceholderText(tr("selected"));
    m_positions->setObjectName(QStringLiteral("trendPositions"));
    m_positions->setToolTip(tr("What every position receives in the marked layer (J and K move the mark)"));
    m_lines->setObjectName(QStringLiteral("trendLines"));
    m_explanation->setWordWrap(true);
    auto* rows = new FormRows;
    m_lineParts = {rows->addRow(tr("Keys"), m_keys), m_keys, rows->addRow(tr("Coloured"), m_heads), m_heads, rows->addRow(tr("Colours"), m_colour), m_colour, m_positions, m_lines};
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(rows);
    column->addWidget(m_positions);
    column->addWidget(m_lines);
    column->addWidget(m_explanation);
    connect(m_colour, &SegmentedControl::chosen, this, [this](int index) { change([index](TrendOptions& trends) { trends.colour = static_cast<TrendColour>(index); }); });
    connect(m_positions, &QCheckBox::clicked, this, [this](bool checked) { change([checked](TrendOptions& trends) { trends.positions = checked; }); });
    connect(m_keys, &QLineEdit::editingFinished, this, &TrendOptionsForm::readKeys);
    connect(m_heads, &QLineEdit::editingFinished, this, &TrendOptionsForm::readHeads);
    connect(&m_session, &Session::stateChanged, this, [this](const State&, const State& after) { show(after); });
    show(session.state());
}

void TrendOptionsForm::change(const std::function<void(TrendOptions&)>& edit)
{
    Display display = m_session.state().display;
    edit(display.trends);
    if (display != m_session.state().display)
        m_session.dispatch(SetDisplay{display});
}

/// What is no list of positions is not taken, and what was there before stands there again; so below.
void TrendOptionsForm::readKeys()
{
    const auto numbers = parseNumbers(m_keys->text().toStdString());
    if (numbers && !numbers->empty()) {
        std::vector<KeyIndex> keys;
        for (const auto number : *numbers)
            keys.emplace_back(number);
        m_session.dispatch(SetKeys{std::move(keys)});
    } else if (m_keys->text().trimmed().isEmpty()) {
        m_session.dispatch(SetKey{std::nullopt});
    }
    m_keys->setModified(false);
    show(m_session.state());
}

void TrendOptionsForm::readHeads()
{
    const QString text = m_heads->text().trimmed();
    const auto numbers = text.isEmpty() ? Result<std::vector<std::int64_t>>(std::vector<std::int64_t>{}) : parseNumbers(text.toStdString());
    if (numbers)
        change([&](TrendOptions& trends) {
            trends.highlighted.clear();
            for (const auto number : *numbers)
                trends.highlighted.push_back(headFromNumber(number, m_session.state().display.indexBase));
        });
    m_heads->setModified(false);
    show(m_session.state());
}

void TrendOptionsForm::show(const State& state)
{
    const auto kind = state.display.trend;
    setVisible(state.view == ViewKind::Trends && kind != TrendKind::Weights);
    m_colour->setCurrent(static_cast<int>(state.display.trends.colour));
    m_positions->setChecked(state.display.trends.positions);
    for (QWidget* part : m_lineParts)
        part->setVisible(kind != TrendKind::Positions);
    const std::int64_t offset = state.display.indexBase == IndexBase::One ? 1 : 0;
    if (!m_keys->hasFocus() || !m_keys->isModified())
        m_keys->setText(listOf(state.selection.keys(), 0));
    if (!m_heads->hasFocus() || !m_heads->isModified())
        m_heads->setText(listOf(state.display.trends.highlighted, offset));
    m_keys->setAccessibleName(tr("Keys: %1").arg(m_keys->text()));
    m_heads->setAccessibleName(tr("Coloured heads: %1").arg(m_heads->text().isEmpty() ? m_heads->placeholderText() : m_heads->text()));
    m_explanation->setText(kind == TrendKind::Positions ? tr("Select heads in Layers × heads to colour their points. Click a point to select its head and pin its key.")
                                                        : tr("Click a line, or a column header in Layers × heads. At most four are coloured; the rest stay grey."));
}

void TrendOptionsForm::showFigure(const Figure& figure)
{
    QStringList lines;
    if (const auto* trend = std::get_if<TrendFigure>(&figure))
        for (const auto& line : trend->lines)
            if (line.emphasised && lines.size() < 8)
                lines << QStringLiteral("%1   %2").arg(paint::displayText(line.label), meanWords(*trend, line));
    m_lines->setText(lines.join(QLatin1Char('\n')));
}

} // namespace headlight::ui
