// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/head_picker.h"

#include "ui/session/words.h"
#include "ui/window/chrome.h"
#include "workspace/metric_values.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>
#include <limits>

namespace headlight::ui {

namespace {

constexpr double kScaleHeight = 34.0;

} // namespace

HeadPicker::HeadPicker(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("headPicker"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&m_session, &Session::stateChanged, this, &HeadPicker::stateChanged);
    connect(&m_session, &Session::surveyAdvanced, this, [this] {
        measureCells();
        update();
    });
    connect(&m_session, &Session::hoverChanged, this, [this](const Hover& hover) {
        if (hover.head != m_hovered) {
            m_hovered = hover.head;
            update();
        }
    });
    relayout();
}

QSize HeadPicker::sizeHint() const
{
    return {scaled(24) + 12 * 17, static_cast<int>(m_layout.height() + kScaleHeight)};
}

void HeadPicker::stateChanged(const State& before, const State& after)
{
    if (!(after.shape == before.shape) || after.selection.sample != before.selection.sample || after.selection.stack != before.selection.stack)
        relayout();
    else
        measureCells();
    if (!m_dispatching && after.hasDump() && !after.selection.heads.empty() && !after.selection.heads.contains(m_focus)) {
        m_focus = after.selection.heads.heads().front();
    }
    tellName();
    update();
}

void HeadPicker::relayout()
{
    const HeadGrid grid = m_session.state().hasDump() ? m_session.state().stackShape().heads : HeadGrid{};
    m_layout = PickerLayout(grid, width(), scaled(22), scaled(18));
    m_gestures.setGrid(grid);
    measureCells();
    updateGeometry();
}

void HeadPicker::measureCells()
{
    m_values.assign(m_layout.grid().size(), {});
    m_low = std::numeric_limits<double>::infinity();
    m_high = -m_low;
    if (!m_session.state().hasDump())
        return;
    const MetricValues values(m_session.workspace(), metricKey(m_session.state()), m_session.state().display.metric);
    for (std::size_t layer = 0; layer < m_values.size(); ++layer) {
        for (std::int64_t head = 0; head < m_layout.grid()[layer]; ++head) {
            const double value = values.of({LayerIndex{static_cast<std::int64_t>(layer)}, HeadIndex{head}});
            m_values[layer].push_back(value);
            if (std::isfinite(value)) {
                m_low = std::min(m_low, value);
                m_high = std::max(m_high, value);
            }
        }
    }
    m_low = std::min(m_low, 0.0);
}

bool HeadPicker::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        relayout();
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto head = m_layout.cellAt(help->pos());
        QToolTip::showText(help->globalPos(), head ? tip(*head).toHtmlEscaped() : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

QString HeadPicker::tip(HeadRef head) const
{
    const auto& display = m_session.state().display;
    const QString name = tr("Layer %1, head %2").arg(words(label(head.layer, display.indexBase)), words(label(head.head, display.indexBase)));
    const double value = m_values.at(static_cast<std::size_t>(head.layer.value)).at(static_cast<std::size_t>(head.head.value));
    if (!std::isfinite(value))
        return name;
    const QString metric = words(titleOf(display.metric)).toLower();
    const QString unit = QString::fromUtf8(unitOf(display.metric).data(), static_cast<qsizetype>(unitOf(display.metric).size()));
    return tr("%1: %2 %3 %4").arg(name, metric, QString::number(value, 'f', 2), unit).trimmed();
}

void HeadPicker::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_layout.heads() == 0)
        return;
    paintHeaders(painter);
    paintCells(painter);
    paintOutlines(painter);
    paintScale(painter);
}

void HeadPicker::paintHeaders(QPainter& painter) const
{
    const auto& tokens = tokensOf(this);
    const bool all = chosen().isAll(m_layout.grid());
    const auto base = m_session.state().display.indexBase;
    const int step = m_layout.pitch() >= 12.0 ? 1 : m_layout.pitch() >= 6.0 ? 4 : 8;
    const auto draw = [&](const QRectF& rect, const std::string& text, bool picked, Qt::Alignment alignment) {
        painter.setFont(chromeText(10, picked && !all ? QFont::Bold : QFont::Normal));
        painter.setPen(picked || all ? tokens.accent : tokens.quietText);
        drawTabular(painter, rect, alignment, words(text));
    };
    const auto layers = chosen().layers();
    for (std::int64_t i = 0; i < m_layout.layers(); ++i) {
        const LayerIndex layer{i};
        const bool picked = std::find(layers.begin(), layers.end(), layer) != layers.end();
        if (i % step == 0)
            draw(m_layout.layerHeader(layer).adjusted(0, 0, -6, -1), label(layer, base), picked, Qt::AlignRight);
    }
    for (std::int64_t i = 0; i < m_layout.heads(); ++i) {
        const HeadIndex head{i};
        const bool picked = std::any_of(chosen().heads().begin(), chosen().heads().end(), [head](HeadRef ref) { return ref.head == head; });
        if (i % step == 0)
            draw(m_layout.headHeader(head).adjusted(step > 1 ? -8 : 0, 0, step > 1 ? 8 : -1, -3), label(head, base), picked, Qt::AlignHCenter);
    }
}

void HeadPicker::paintCells(QPainter& painter) const
{
    const auto& tokens = tokensOf(this);
    const QRectF clip = painter.clipBoundingRect();
    for (std::int64_t layer = 0; layer < m_layout.layers(); ++layer) {
        for (std::int64_t head = 0; head < m_layout.grid()[static_cast<std::size_t>(layer)]; ++head) {
            const QRectF cell = m_layout.cellRect({LayerIndex{layer}, HeadIndex{head}});
            if (!clip.isEmpty() && !clip.intersects(cell))
                continue;
            const double value = m_values[static_cast<std::size_t>(layer)][static_cast<std::size_t>(head)];
            if (std::isfinite(value))
                painter.fillRect(cell, shareColour(m_high > m_low ? (value - m_low) / (m_high - m_low) : 0.0, tokens));
            else
                painter.fillRect(cell, tokens.faintLine);
        }
    }
    painter.setPen(tokens.line);
    painter.drawRect(QRectF(m_layout.cellRect({LayerIndex{0}, HeadIndex{0}}).topLeft() - QPointF(1, 1),
                            QSizeF(m_layout.gridWidth(), m_layout.pitch() * static_cast<double>(m_layout.layers()))));
}

void HeadPicker::paintOutlines(QPainter& painter) const
{
    const auto& tokens = tokensOf(this);
    if (!chosen().isAll(m_layout.grid())) {
        for (const auto& head : chosen().heads()) {
            const QRectF cell = m_layout.cellRect(head);
            painter.setPen(QPen(tokens.canvas, 1.0));
            painter.drawRect(cell.adjusted(1.5, 1.5, -1.5, -1.5));
            painter.setPen(QPen(tokens.accent, 2.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
            painter.drawRect(cell.adjusted(0.0, 0.0, 0.0, 0.0));
        }
    }
    if (m_hovered && m_layout.has(*m_hovered)) {
        const bool linked = m_pointed != m_hovered; // another view points at it
        const double away = linked && chosen().contains(*m_hovered) && !chosen().isAll(m_layout.grid()) ? 2.5 : 0.5; // around the outline of the selection
        const QRectF outline = m_layout.cellRect(*m_hovered).adjusted(-away, -away, away, away);
        painter.setPen(QPen(linked ? tokens.canvas : tokens.text, 1.0));
        painter.drawRect(outline);
        if (linked) {
            QPen dashes(tokens.text, 1.0);
            dashes.setDashPattern({3.0, 3.0});
            painter.setPen(dashes);
            painter.drawRect(outline);
        }
    }
    if (hasFocus() && m_layout.has(m_focus))
        drawFocusRing(painter, m_layout.cellRect(m_focus).adjusted(-3, -3, 3, 3), 3.0, tokens);
}

void HeadPicker::paintScale(QPainter& painter) const
{
    const auto& tokens = tokensOf(this);
    const QRectF strip(m_layout.cellRect({}).left(), m_layout.height() + 10.0, std::max(m_layout.gridWidth() - 1.0, std::min(180.0, width() - m_layout.cellRect({}).left())), scaled(15));
    painter.setFont(chromeText(11));
    painter.setPen(tokens.quietText);
    if (!std::isfinite(m_high)) {
        painter.drawText(strip, Qt::AlignLeft | Qt::AlignVCenter, tr("not known yet"));
        return;
    }
    const auto unit = unitOf(m_session.state().display.metric);
    const QString low = m_low == 0.0 ? QStringLiteral("0") : words(formatTick(m_low, m_high - m_low));
    const QString high = words(formatTick(m_high, m_high - m_low)) + (unit.empty() ? QString() : QStringLiteral(" ") + words(std::string(unit)));
    const double lowWidth = tabularWidth(painter.font(), low);
    const double highWidth = tabularWidth(painter.font(), high);
    drawTabular(painter, strip, Qt::AlignLeft, low);
    drawTabular(painter, strip, Qt::AlignRight, high);
    const QRectF bar(strip.left() + lowWidth + 8.0, strip.center().y() - 4.0, strip.width() - lowWidth - highWidth - 16.0, 8.0);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i <= 16; ++i)
        gradient.setColorAt(i / 16.0, shareColour(i / 16.0, tokens));
    if (bar.width() > 8.0) {
        painter.fillRect(bar, gradient);
        painter.setPen(tokens.line);
        painter.drawRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5));
    }
}

void HeadPicker::resizeEvent(QResizeEvent*)
{
    relayout();
}

void HeadPicker::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_layout.heads() == 0)
        return;
    const QPointF point = event->position();
    if (const auto head = m_layout.cellAt(point))
        press(*head, event->modifiers());
    else if (const auto layer = m_layout.layerHeaderAt(point))
        select(m_gestures.layerHeader(chosen(), *layer, event->modifiers()));
    else if (const auto column = m_layout.headHeaderAt(point))
        select(m_gestures.columnHeader(chosen(), column->value, event->modifiers()));
    else if (m_layout.corner().contains(point))
        select(m_gestures.all());
}

void HeadPicker::press(HeadRef head, Qt::KeyboardModifiers modifiers)
{
    m_focus = head;
    select(m_gestures.press(chosen(), head, modifiers));
}

void HeadPicker::mouseMoveEvent(QMouseEvent* event)
{
    if (m_gestures.dragging() && event->buttons().testFlag(Qt::LeftButton)) {
        if (const auto head = m_layout.nearestCell(event->position())) {
            m_focus = *head;
            select(m_gestures.drag(*head));
        }
    }
    point(m_layout.cellAt(event->position()));
}

void HeadPicker::point(std::optional<HeadRef> head)
{
    m_pointed = head;
    m_session.setHover({head, std::nullopt});
}

void HeadPicker::mouseReleaseEvent(QMouseEvent*)
{
    m_gestures.release();
}

void HeadPicker::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_layout.cellAt(event->position()))
        select(m_gestures.all());
}

void HeadPicker::leaveEvent(QEvent*)
{
    point(std::nullopt);
}

void HeadPicker::keyPressEvent(QKeyEvent* event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Up:
        moveFocus(-1, 0, extend);
        break;
    case Qt::Key_Down:
        moveFocus(1, 0, extend);
        break;
    case Qt::Key_Left:
        moveFocus(0, -1, extend);
        break;
    case Qt::Key_Right:
        moveFocus(0, 1, extend);
        break;
    case Qt::Key_Home:
        moveFocus(0, -m_layout.heads(), extend);
        break;
    case Qt::Key_End:
        moveFocus(0, m_layout.heads(), extend);
        break;
    case Qt::Key_Space:
        press(m_focus, Qt::ControlModifier);
        m_gestures.release();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        press(m_focus, Qt::NoModifier);
        m_gestures.release();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeadPicker::moveFocus(std::int64_t layers, std::int64_t heads, bool extend)
{
    if (m_layout.heads() == 0)
        return;
    const LayerIndex layer{std::clamp<std::int64_t>(m_focus.layer.value + layers, 0, m_layout.layers() - 1)};
    const auto most = std::max<std::int64_t>(1, m_layout.grid()[static_cast<std::size_t>(layer.value)]);
    m_focus = {layer, HeadIndex{std::clamp<std::int64_t>(m_focus.head.value + heads, 0, most - 1)}};
    point(m_focus);
    if (extend) {
        press(m_focus, Qt::ShiftModifier);
        m_gestures.release();
    }
    tellName();
    update();
}

void HeadPicker::select(const HeadSet& heads)
{
    if (m_gestures.refused())
        emit refused(HeadGestures::refusal());
    if (heads == chosen())
        return;
    m_dispatching = true;
    m_session.dispatch(SelectHeads{heads});
    m_dispatching = false;
}

void HeadPicker::tellName()
{
    const auto& state = m_session.state();
    if (!state.hasDump())
        return;
    setAccessibleName(tr("Layers and heads: %1").arg(words(formatHeads(chosen(), m_layout.grid(), state.display.indexBase))));
    if (m_layout.has(m_focus))
        setAccessibleDescription(tip(m_focus));
}

} // namespace headlight::ui
