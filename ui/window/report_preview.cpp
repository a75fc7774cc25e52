// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/report_preview.h"

#include "ui/paint/colour_maps.h"
#include "ui/window/chrome.h"

#include <QPainter>

namespace headlight::ui {

namespace {

constexpr int kNames = 18;

State previewState(State state, StackIndex stack)
{
    if (state.selection.stack != stack)
        state = update(state, SelectStack{stack});
    const auto& grid = state.stackShape().heads;
    const LayerIndex middle{(static_cast<std::int64_t>(grid.size()) - 1) / 2};
    state = update(state, SelectView{ViewKind::Heatmap});
    state = update(state, SetAggregate{Aggregate::Mean});
    state = update(state, SelectHeads{HeadSet::ofLayer(grid, middle)});
    state = update(state, SetBlock{});
    state = update(state, SetWindow{});
    Display display = state.display;
    display.hidePadding = false;
    return update(state, SetDisplay{display});
}

} // namespace

ReportPreview::ReportPreview(Session& session, QWidget* parent) : QWidget(parent), m_session(session)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ReportPreview::resizeEvent(QResizeEvent*)
{
    setFixedHeight(width()); // the map is square
}

void ReportPreview::refresh(StackIndex stack)
{
    if (!m_session.state().hasDump()) {
        m_job.cancel();
        m_figure.reset();
        update();
        return;
    }
    const State state = previewState(m_session.state(), stack);
    const auto heads = state.selection.heads;
    const QString layer = QString::fromStdString(label(heads.layers().front(), state.display.indexBase));
    m_job.start(
        [workspace = m_session.sharedWorkspace(), state](const JobContext& job) -> std::optional<HeatmapFigure> {
            auto figure = buildFigure(*workspace, state, job);
            if (!figure || !std::holds_alternative<HeatmapFigure>(*figure))
                return std::nullopt;
            return std::get<HeatmapFigure>(std::move(*figure));
        },
        [this, layer, heads](std::optional<HeatmapFigure> figure) {
            m_figure = std::move(figure);
            if (m_figure) {
                const auto& scale = m_figure->scale;
                const QString high = QString::fromStdString(formatTick(scale.high, scale.high - scale.low));
                m_words = tr("layer %1, mean of %2 heads, %3–%4").arg(layer).arg(heads.size()).arg(scale.low).arg(high);
                setAccessibleName(tr("Preview: %1").arg(m_words));
            }
            emit wordsChanged(m_words);
            update();
        });
}

void ReportPreview::paintEvent(QPaintEvent*)
{
    const auto& tokens = tokensOf(this);
    QPainter painter(this);
    const QRect map = rect().adjusted(kNames, 0, -1, -kNames - 1);
    if (!m_figure || m_figure->panels.empty() || m_figure->panels.front().values == nullptr) {
        painter.fillRect(map, tokens.faintLine);
    } else {
        const double ratio = devicePixelRatioF();
        QImage image = paint::mapImage(*m_figure->panels.front().values, m_figure->scale, map.size() * ratio, false, tokens.canvas.rgb(), tokens.hintText.rgb());
        painter.drawImage(map, image);
        painter.setPen(tokens.quietText);
        painter.setFont(chromeText(11));
        painter.drawText(QRect(map.left(), map.bottom() + 3, map.width(), kNames), Qt::AlignCenter, tr("key 0–%1").arg(m_figure->panels.front().values->columns() - 1));
        painter.translate(0, map.bottom());
        painter.rotate(-90);
        painter.drawText(QRect(0, 0, map.height(), kNames - 2), Qt::AlignCenter, tr("query 0–%1").arg(m_figure->panels.front().values->rows() - 1));
        painter.resetTransform();
    }
    painter.setPen(tokens.edge);
    painter.drawRect(map.adjusted(0, 0, -1, -1));
}

} // namespace headlight::ui
