// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/segments_panel.h"

#include "ui/window/chrome.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace headlight::ui {

namespace {

constexpr int kStrip = 12;
constexpr int kCellHeight = 22;
constexpr int kMostCell = 56;

QString name(const std::string& text)
{
    return QString::fromStdString(text);
}

QString partWords(const SegmentDescription::Part& part)
{
    const QString words = QStringLiteral("%1 %2").arg(name(part.name)).arg(part.count);
    return part.hidden ? SegmentsPanel::tr("%1, hidden").arg(words) : words;
}

/// Black or white by computed contrast.
QColor readableOn(const QColor& ground)
{
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    const double luminance = 0.2126 * linear(ground.redF()) + 0.7152 * linear(ground.greenF()) + 0.0722 * linear(ground.blueF());
    return luminance > 0.179 ? QColor(0x19, 0x1D, 0x23) : QColor(Qt::white);
}

bool sameInputs(const State& a, const State& b)
{
    return a.dump == b.dump && a.shape == b.shape && a.selection.sample == b.selection.sample && a.selection.stack == b.selection.stack
        && a.selection.heads == b.selection.heads && a.measure == b.measure && a.display.hidePadding == b.display.hidePadding;
}

} // namespace

SegmentsPanel::SegmentsPanel(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    setObjectName(QStringLiteral("segments"));
    setAccessibleName(tr("Segments")); // until they are known
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&m_session, &Session::stateChanged, this, [this](const State& before, const State& after) {
        if (!sameInputs(before, after))
            refresh();
        update();
    });
    refresh();
}

void SegmentsPanel::refresh()
{
    if (!m_session.state().hasDump()) {
        m_job.cancel();
        m_segments = {};
        update();
        return;
    }
    m_job.start(
        [workspace = m_session.sharedWorkspace(), state = m_session.state()](const JobContext& job) -> std::optional<SegmentDescription> {
            auto found = describeSegments(*workspace, state, job);
            if (!found)
                return std::nullopt;
            return std::move(*found);
        },
        [this](const std::optional<SegmentDescription>& found) {
            m_segments = found.value_or(SegmentDescription{});
            QStringList parts;
            for (const auto& part : m_segments.keys)
                parts << partWords(part);
            setAccessibleName(tr("Segments: %1").arg(parts.join(QStringLiteral(", "))));
            setToolTip(parts.join(QStringLiteral(" · ")).toHtmlEscaped());
            updateGeometry();
            update();
        });
}

bool SegmentsPanel::hasMatrix() const
{
    return rows() > 0 && columns() > 0 && rows() * columns() > 1 && m_segments.shares.rows() == rows() && m_segments.shares.columns() == columns();
}

int SegmentsPanel::rows() const
{
    return static_cast<int>(m_segments.queryNames.size());
}

int SegmentsPanel::columns() const
{
    return static_cast<int>(m_segments.keyNames.size());
}

int SegmentsPanel::namesWidth() const
{
    const QFontMetrics metrics(chromeText(11));
    int width = 0;
    for (const auto& text : m_segments.queryNames)
        width = std::max(width, metrics.horizontalAdvance(name(text)));
    return std::min(width + 12, 96);
}

int SegmentsPanel::matrixTop() const
{
    return kStrip + scaled(18) + 8 + scaled(15) + headerHeight();
}

/// Two lines where a name of several words is wider than its column.
int SegmentsPanel::headerHeight() const
{
    const QFontMetrics metrics(chromeText(10, QFont::DemiBold));
    const int cell = std::clamp((width() - namesWidth()) / std::max(1, columns()), 18, kMostCell);
    const bool wide = std::any_of(m_segments.keyNames.begin(), m_segments.keyNames.end(),
                                  [&](const std::string& text) { return text.find(' ') != std::string::npos && metrics.horizontalAdvance(name(text)) > cell; });
    return scaled(wide ? 27 : 15);
}

QRect SegmentsPanel::cellRect(int query, int key) const
{
    const int names = namesWidth();
    const int cell = std::clamp((width() - names) / std::max(1, columns()), 18, kMostCell);
    return {names + key * cell, matrixTop() + query * scaled(kCellHeight), cell - 1, scaled(kCellHeight) - 1};
}

QString SegmentsPanel::note() const
{
    return tr("Share of each query’s attention by key segment. Click a cell to keep that block, click again for all.");
}

int SegmentsPanel::heightForWidth(int width) const
{
    const int strip = kStrip + scaled(18);
    if (!hasMatrix())
        return strip;
    const QFontMetrics metrics(chromeText(11));
    const int text = metrics.boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap, note()).height();
    return matrixTop() + rows() * scaled(kCellHeight) + 8 + text;
}

QSize SegmentsPanel::sizeHint() const
{
    return {200, heightForWidth(std::max(200, width()))};
}

bool SegmentsPanel::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange)
        updateGeometry();
    return QWidget::event(event);
}

void SegmentsPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintStrip(painter);
    if (!hasMatrix())
        return;
    paintMatrix(painter);
    const int bottom = matrixTop() + rows() * scaled(kCellHeight) + 8;
    painter.setFont(chromeText(11));
    painter.setPen(tokensOf(this).quietText);
    painter.drawText(QRect(0, bottom, width(), height() - bottom), Qt::TextWordWrap, note());
}

void SegmentsPanel::paintStrip(QPainter& painter) const
{
    const auto& tokens = tokensOf(this);
    std::int64_t total = 0;
    for (const auto& part : m_segments.keys)
        total += part.count;
    if (total == 0)
        return;
    const QFontMetrics metrics(chromeText(10));
    painter.setFont(chromeText(10));
    int lastRight = -8;
    std::int64_t first = 0;
    std::size_t shade = 0;
    for (const auto& part : m_segments.keys) {
        const int left = static_cast<int>(first * width() / total);
        first += part.count;
        const int right = std::max(left + 2, static_cast<int>(first * width() / total));
        const QRect bar(left, 0, right - left - (right < width() ? 1 : 0), kStrip);
        if (part.hidden) {
            painter.setPen(QPen(tokens.edge, 1, Qt::DotLine));
            painter.drawRect(bar.adjusted(0, 0, -1, -1));
        } else if (part.name == "special") {
            painter.fillRect(bar, tokens.quietText);
        } else {
            painter.fillRect(bar, shareColour(shade % 2 == 0 ? 0.6 : 0.8, tokens));
            ++shade;
        }
        const QString text = partWords(part);
        const int wide = metrics.horizontalAdvance(text);
        const int at = std::clamp(std::max(left, lastRight + 8), 0, std::max(0, width() - wide));
        if (at < lastRight + 8)
            continue;
        painter.setPen(tokens.quietText);
        painter.drawText(QRect(at, kStrip + 2, wide + 1, scaled(15)), Qt::AlignLeft | Qt::AlignVCenter, text);
        lastRight = at + wide;
    }
}

void SegmentsPanel::paintMatrix(QPainter& painter) const
{
    const auto& tokens = tokensOf(this);
    const auto& block = m_session.state().selection.block;
    painter.setFont(chromeText(10));
    painter.setPen(tokens.quietText);
    const QRect corner = cellRect(0, 0);
    const QRect last = cellRect(rows() - 1, columns() - 1);
    painter.drawText(QRect(corner.left(), corner.top() - headerHeight() - scaled(15), std::max(last.right() - corner.left(), 80), scaled(15)), Qt::AlignLeft | Qt::AlignVCenter, tr("key segment"));
    for (int column = 0; column < columns(); ++column) {
        const QRect cell = cellRect(0, column);
        painter.setPen(block.key == column ? tokens.accent : tokens.text);
        painter.setFont(chromeText(10, block.key == column ? QFont::DemiBold : QFont::Normal));
        painter.drawText(QRect(cell.left() - 4, cell.top() - headerHeight(), cell.width() + 8, headerHeight() - 2), Qt::AlignHCenter | Qt::AlignBottom | Qt::TextWordWrap,
                         name(m_segments.keyNames[static_cast<std::size_t>(column)]));
    }
    for (int row = 0; row < rows(); ++row) {
        const QRect first = cellRect(row, 0);
        painter.setPen(block.query == row ? tokens.accent : tokens.text);
        painter.setFont(chromeText(11, block.query == row ? QFont::DemiBold : QFont::Normal));
        painter.drawText(QRect(0, first.top(), first.left() - 8, first.height()), Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(name(m_segments.queryNames[static_cast<std::size_t>(row)]), Qt::ElideRight, first.left() - 8));
        for (int column = 0; column < columns(); ++column) {
            const QRect cell = cellRect(row, column);
            const float share = m_segments.shares(row, column);
            const QColor ground = std::isfinite(share) ? shareColour(static_cast<double>(share), tokens) : tokens.hover;
            painter.fillRect(cell, ground);
            painter.setFont(chromeText(11));
            painter.setPen(readableOn(ground));
            painter.drawText(cell, Qt::AlignCenter, std::isfinite(share) ? QString::number(static_cast<double>(share), 'f', 2) : QStringLiteral("–"));
            const bool kept = (block.query || block.key) && (!block.query || block.query == row) && (!block.key || block.key == column);
            if (kept) {
                painter.setPen(QPen(tokens.accent, 2));
                painter.drawRect(cell.adjusted(1, 1, -1, -1));
            }
            if (hasFocus() && row == m_focusRow && column == m_focusColumn)
                drawFocusRing(painter, cell, 2.0, tokens);
        }
    }
}

void SegmentsPanel::mousePressEvent(QMouseEvent* event)
{
    if (!hasMatrix() || event->button() != Qt::LeftButton)
        return;
    const QPoint point = event->pos();
    const auto inRow = [&](int row) { return point.y() >= cellRect(row, 0).top() && point.y() <= cellRect(row, 0).bottom(); };
    const auto inColumn = [&](int column) { return point.x() >= cellRect(0, column).left() && point.x() <= cellRect(0, column).right(); };
    int row = -1;
    int column = -1;
    for (int i = 0; i < rows(); ++i)
        row = inRow(i) ? i : row;
    for (int i = 0; i < columns(); ++i)
        column = inColumn(i) ? i : column;
    const bool onHeader = point.y() < cellRect(0, 0).top() && point.y() >= cellRect(0, 0).top() - headerHeight();
    if (row >= 0 || (onHeader && column >= 0))
        choose(row, column);
}

void SegmentsPanel::keyPressEvent(QKeyEvent* event)
{
    if (!hasMatrix()) {
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Left:
        m_focusColumn = std::max(0, m_focusColumn - 1);
        break;
    case Qt::Key_Right:
        m_focusColumn = std::min(columns() - 1, m_focusColumn + 1);
        break;
    case Qt::Key_Up:
        m_focusRow = std::max(0, m_focusRow - 1);
        break;
    case Qt::Key_Down:
        m_focusRow = std::min(rows() - 1, m_focusRow + 1);
        break;
    case Qt::Key_Space:
    case Qt::Key_Return:
        choose(m_focusRow, m_focusColumn);
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    update();
}

void SegmentsPanel::choose(int query, int key)
{
    SegmentBlock block;
    if (query >= 0)
        block.query = query;
    if (key >= 0)
        block.key = key;
    const bool again = block == m_session.state().selection.block;
    m_session.dispatch(SetBlock{again ? SegmentBlock{} : block});
}

} // namespace headlight::ui
