// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/pointer_card.h"

#include "ui/session/words.h"
#include "ui/window/chrome.h"
#include "ui/window/style_parts.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr int kRows = 5;
constexpr int kLaterMs = 80;

/// Reading one row per head is a matter of a millisecond up to about this many values.
constexpr std::int64_t kCheap = 40'000;

} // namespace

PointerText pointerText(const CellDescription& cell)
{
    PointerText out;
    out.from = words(cell.query);
    out.to = words(cell.key);
    out.fromPosition = QString::number(cell.cell.query.value);
    out.toPosition = QString::number(cell.cell.key.value);
    out.value = words(formatValue(cell.value));
    out.rows.emplace_back(PointerCard::tr("Rank in row"), PointerCard::tr("%1%2 of %3").arg(cell.rank).arg(cell.tied ? QStringLiteral("=") : QString()).arg(cell.keys));
    out.rows.emplace_back(PointerCard::tr("Row sum"), words(formatValue(cell.rowSum)));
    out.rows.emplace_back(PointerCard::tr("Row entropy"), PointerCard::tr("%1 nats").arg(cell.rowEntropy, 0, 'f', 2));
    out.rows.emplace_back(PointerCard::tr("Column mean"), words(formatValue(cell.columnMean)));
    if (cell.perHead.size() > 1) {
        QStringList values;
        for (const auto& [name, value] : cell.perHead)
            values << QString::number(value, 'f', 3).replace(QLatin1Char('-'), QChar(0x2212));
        out.rows.emplace_back(PointerCard::tr("Per head"), values.join(QStringLiteral(" · ")));
    }
    return out;
}

PointerText pointerText(const LayerCellDescription& description)
{
    const auto& cell = description.cell;
    PointerText out = pointerText(cell);
    out.rows.clear();
    out.rows.emplace_back(PointerCard::tr("Layer"), words(description.layer));
    out.rows.emplace_back(PointerCard::tr("Rank in row"), PointerCard::tr("%1%2 of %3").arg(cell.rank).arg(cell.tied ? QStringLiteral("=") : QString()).arg(cell.keys));
    out.rows.emplace_back(PointerCard::tr("Row sum"), words(formatValue(cell.rowSum)));
    out.rows.emplace_back(PointerCard::tr("Row entropy"), PointerCard::tr("%1 nats").arg(cell.rowEntropy, 0, 'f', 2));
    if (description.layer != description.lastLayer)
        out.rows.emplace_back(PointerCard::tr("Same in layer %1").arg(words(description.lastLayer)), words(formatValue(description.inLastLayer)));
    return out;
}

PointerText pointerText(const WeightDescription& weight)
{
    PointerText out;
    out.from = words(weight.segment);
    out.to = words(weight.key);
    out.toPosition = QString::number(weight.position);
    out.value = words(formatValue(weight.weights.back().second));
    out.unit = PointerCard::tr("weight at T %1").arg(weight.weights.back().first);
    for (const auto& [temperature, value] : weight.weights)
        if (out.rows.size() + 2 < kRows && temperature != weight.weights.back().first)
            out.rows.emplace_back(PointerCard::tr("At temperature %1").arg(temperature), words(formatValue(value)));
    out.rows.emplace_back(PointerCard::tr("Column mean"), words(formatValue(weight.mean)));
    if (weight.mean >= weight.threshold)
        out.rows.emplace_back(PointerCard::tr("Rank in %1").arg(words(weight.segment)), PointerCard::tr("%1 of %2").arg(weight.rank).arg(weight.count));
    else
        out.rows.emplace_back(PointerCard::tr("Below the threshold"), QString::number(weight.threshold));
    return out;
}

PointerText pointerText(const ReceivedDescription& received)
{
    PointerText out;
    out.from = received.headLabel.empty() ? PointerCard::tr("heads together") : PointerCard::tr("head %1").arg(words(received.headLabel));
    out.to = PointerCard::tr("layer %1").arg(words(received.layerLabel));
    out.value = PointerCard::tr("rank %1%2").arg(received.rank).arg(received.tied ? QStringLiteral("=") : QString());
    out.unit = PointerCard::tr("of %1").arg(received.count);
    const QString number = QString::number(received.position);
    out.rows.emplace_back(PointerCard::tr("Key"), words(received.key) == number ? number : QStringLiteral("%1, %2").arg(words(received.key), number));
    out.rows.emplace_back(PointerCard::tr("Column sum"), words(formatValue(received.sum)));
    out.rows.emplace_back(PointerCard::tr("Scaled"), words(formatValue(received.score)));
    out.rows.emplace_back(PointerCard::tr("Best layer"), PointerCard::tr("%1 (rank %2)").arg(words(received.bestLayer)).arg(received.bestRank));
    out.rows.emplace_back(PointerCard::tr("Median of heads"), PointerCard::tr("rank %1").arg(received.medianRank));
    return out;
}

PointerText pointerText(const HeadDescription& head, const State& state)
{
    PointerText out;
    out.from = PointerCard::tr("Layer %1").arg(words(label(head.head.layer, state.display.indexBase)));
    out.to = PointerCard::tr("head %1").arg(words(label(head.head.head, state.display.indexBase)));
    const auto first = std::find_if(head.metrics.begin(), head.metrics.end(), [&state](const auto& entry) { return entry.first == state.display.metric; });
    const auto number = [](double value, int digits) { return std::isfinite(value) ? QString::number(value, 'f', digits) : QStringLiteral("–"); };
    if (first == head.metrics.end()) {
        out.value = QStringLiteral("–");
        out.unit = PointerCard::tr("not known yet");
        return out;
    }
    out.value = number(first->second, 2);
    const auto unit = words(unitOf(first->first));
    out.unit = (unit.isEmpty() ? QString() : unit + QLatin1Char(' ')) + words(titleOf(first->first)).toLower();
    for (const auto& [metric, value] : head.metrics) {
        if (metric != state.display.metric && out.rows.size() < kRows)
            out.rows.emplace_back(words(titleOf(metric)), number(value, 3));
    }
    return out;
}

PointerCard::PointerCard(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("pointerCard"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_session, &Session::hoverChanged, this, &PointerCard::refresh);
    connect(&m_session, &Session::stateChanged, this, &PointerCard::refresh);
    m_later.setSingleShot(true);
    m_later.setInterval(kLaterMs);
    connect(&m_later, &QTimer::timeout, this, [this] {
        const auto& state = m_session.state();
        if (!state.hasDump() || !state.selection.key)
            return;
        const LayerIndex last{static_cast<std::int64_t>(state.stackShape().heads.size()) - 1};
        describe(state.selection.layer.value_or(last), *state.selection.key, std::nullopt);
    });
    connect(&m_session, &Session::surveyAdvanced, this, [this] {
        if (m_session.hover().head)
            refresh();
    });
    refresh();
}

QSize PointerCard::sizeHint() const
{
    return {200, scaled(24 + 20 + 34 + kRows * 19)};
}

void PointerCard::refresh()
{
    m_job.cancel();
    m_later.stop();
    const auto& state = m_session.state();
    if (!state.hasDump()) {
        show(std::nullopt);
        return;
    }
    const auto& hover = m_session.hover();
    const bool received = state.view == ViewKind::Trends && state.display.trend != TrendKind::Weights;
    const bool weights = (state.view == ViewKind::Trends && !received) || (state.view == ViewKind::Table && state.display.table.kind == TableKind::Weights);
    if (received && hover.cell && hover.head)
        describeReceivedBy(*hover.head, hover.cell->key);
    else if (received && !hover.head && state.selection.key)
        describeReceivedBy(state.selection.heads.heads().back(), *state.selection.key);
    else if (weights && hover.cell)
        describeWeightOf(hover.cell->key);
    else if (weights && !hover.head && state.selection.key)
        describeWeightOf(*state.selection.key);
    else if (hover.cell && hover.layer)
        describe(*hover.layer, hover.cell->key, hover.head ? std::optional(hover.head->head) : std::nullopt);
    else if (hover.cell)
        describe(*hover.cell);
    else if (hover.head)
        show(pointerText(describeHead(m_session.workspace(), state, *hover.head), state));
    else if (state.selection.query && state.selection.key && state.view == ViewKind::Evolution)
        m_later.start();
    else if (state.selection.query && state.selection.key)
        describe({*state.selection.query, *state.selection.key});
    else
        show(std::nullopt);
}

void PointerCard::describe(CellIndex cell)
{
    State state = m_session.state();
    if (const auto& head = m_session.hover().head; head && state.selection.aggregate == Aggregate::Each)
        state.selection.heads = HeadSet::one(*head); // several are shown, each by itself
    const auto work = [](const Workspace& workspace, const State& shown, CellIndex where, const JobContext& job) -> std::optional<PointerText> {
        const auto found = describeCell(workspace, shown, where, job);
        return found ? std::optional(pointerText(*found)) : std::nullopt;
    };
    const auto& shape = state.stackShape();
    if (state.selection.heads.size() * (shape.keys + shape.queries) <= kCheap) {
        show(work(m_session.workspace(), state, cell, {}));
        return;
    }
    m_job.start([work, workspace = m_session.sharedWorkspace(), state, cell](const JobContext& job) { return work(*workspace, state, cell, job); },
                [this](std::optional<PointerText> text) { show(std::move(text)); });
}

void PointerCard::describeWeightOf(KeyIndex key)
{
    m_job.start(
        [workspace = m_session.sharedWorkspace(), state = m_session.state(), key](const JobContext& job) -> std::optional<PointerText> {
            const auto found = describeWeight(*workspace, state, key, job);
            return found ? std::optional(pointerText(*found)) : std::nullopt;
        },
        [this](std::optional<PointerText> text) { show(std::move(text)); });
}

void PointerCard::describeReceivedBy(HeadRef head, KeyIndex key)
{
    m_job.start(
        [workspace = m_session.sharedWorkspace(), state = m_session.state(), head, key](const JobContext& job) -> std::optional<PointerText> {
            const auto found = describeReceived(*workspace, state, head, key, job);
            return found ? std::optional(pointerText(*found)) : std::nullopt;
        },
        [this](std::optional<PointerText> text) { show(std::move(text)); });
}

void PointerCard::describe(LayerIndex layer, KeyIndex key, std::optional<HeadIndex> head)
{
    m_job.start(
        [workspace = m_session.sharedWorkspace(), state = m_session.state(), layer, key, head](const JobContext& job) -> std::optional<PointerText> {
            const auto found = describeLayerCell(*workspace, state, layer, key, head, job);
            return found ? std::optional(pointerText(*found)) : std::nullopt;
        },
        [this](std::optional<PointerText> text) { show(std::move(text)); });
}

void PointerCard::show(std::optional<PointerText> text)
{
    if (text == m_text)
        return;
    m_text = std::move(text);
    if (m_text) {
        QStringList parts{QStringLiteral("%1 %2").arg(m_text->from, m_text->fromPosition).trimmed(), QStringLiteral("%1 %2").arg(m_text->to, m_text->toPosition).trimmed(),
                          QStringLiteral("%1 %2").arg(m_text->value, m_text->unit).trimmed()};
        for (const auto& [name, value] : m_text->rows)
            parts << QStringLiteral("%1 %2").arg(name, value);
        setAccessibleName(tr("Pointer: %1").arg(parts.join(QStringLiteral(", "))));
        setToolTip(m_text->rows.size() > 4 && m_text->rows.back().second.size() > 26 ? m_text->rows.back().second : QString());
    } else {
        setAccessibleName(tr("Pointer: nothing"));
        setToolTip({});
    }
    update();
}

bool PointerCard::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    return QWidget::event(event);
}

void PointerCard::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(tokens.line);
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    const QRect inside = rect().adjusted(12, 10, -12, -10);
    if (!m_text) {
        painter.setPen(tokens.quietText);
        painter.setFont(chromeText(12.5));
        painter.drawText(inside, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, tr("Point at a cell or a head to read its numbers. Click a cell to pin it."));
        return;
    }
    int x = inside.left();
    const int line = scaled(20);
    const auto put = [&](const QString& text, const QFont& font, const QColor& colour, int gap) {
        painter.setFont(font);
        painter.setPen(colour);
        const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideMiddle, std::max(0, std::min(inside.right() - x, inside.width() * 45 / 100)));
        painter.drawText(QRect(x, inside.top(), inside.right() - x + 1, line), Qt::AlignVCenter | Qt::TextSingleLine, shown);
        x += painter.fontMetrics().horizontalAdvance(shown) + gap;
    };
    put(m_text->from, chromeText(12.5, QFont::DemiBold), tokens.text, 5);
    put(m_text->fromPosition == m_text->from ? QString() : m_text->fromPosition, chromeText(11), tokens.quietText, 6);
    drawChevron(painter, QRectF(x, inside.top(), 12, line), Qt::RightArrow, tokens.quietText);
    x += 18;
    put(m_text->to, chromeText(12.5, QFont::DemiBold), tokens.text, 5);
    put(m_text->toPosition == m_text->to ? QString() : m_text->toPosition, chromeText(11), tokens.quietText, 0);

    const QRect big(inside.left(), inside.top() + line, inside.width(), scaled(34));
    painter.setFont(chromeText(24, QFont::DemiBold));
    painter.setPen(tokens.text);
    drawTabular(painter, big, Qt::AlignLeft, m_text->value);
    const auto after = static_cast<int>(tabularWidth(painter.font(), m_text->value)) + 8;
    painter.setFont(chromeText(12.5));
    painter.setPen(tokens.quietText);
    painter.drawText(big.adjusted(after, 6, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, m_text->unit);

    int top = big.bottom() + 4;
    for (const auto& [name, value] : m_text->rows) {
        const QRect row(inside.left(), top, inside.width(), scaled(19));
        painter.setPen(tokens.quietText);
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, name);
        painter.setPen(tokens.text);
        const int room = row.width() - painter.fontMetrics().horizontalAdvance(name) - 12;
        drawTabular(painter, row, Qt::AlignRight, painter.fontMetrics().elidedText(value, Qt::ElideRight, room));
        top += scaled(19);
    }
}

} // namespace headlight::ui
