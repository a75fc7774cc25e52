// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Token weights by position, with the list of interesting tokens beside them.
#pragma once

#include "ui/views/typed_canvas.h"

#include <optional>

namespace headlight::ui {

using WeightsCanvas = TypedCanvas<WeightsFigure, paint::WeightsLayout, paint::layoutWeights>;

class WeightsChart : public WeightsCanvas {
    Q_OBJECT
public:
    explicit WeightsChart(Session& session, QWidget* parent = nullptr);

protected:
    State inputs(State state) const override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const WeightsFigure& figure, const QMouseEvent& event) override;
    void move(const WeightsFigure& figure, const QMouseEvent& event) override;
    void release(const WeightsFigure&, const QMouseEvent&) override {}
    void doubleClick(const WeightsFigure&, const QMouseEvent&) override {}
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::optional<paint::WeightPlace> placeUnder(const WeightsFigure& figure, QPointF point) const;
    [[nodiscard]] std::optional<paint::WeightPlace> placeOf(const WeightsFigure& figure, std::int64_t position) const;
    void hover(const WeightsFigure& figure, std::optional<paint::WeightPlace> place);
    void pin(const WeightsFigure& figure, paint::WeightPlace place);
    void ask(const WeightsFigure& figure, paint::WeightPlace place);
    bool movePlace(const WeightsFigure& figure, int key);

    std::optional<paint::WeightPlace> m_place; ///< under the pointer, or reached with arrows
};

} // namespace headlight::ui
