// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Running text: a word as the query, what it looks at as the colour of the others.
#pragma once

#include "ui/views/typed_canvas.h"

#include <optional>

namespace headlight::ui {

class SideScroll;

using TextCanvas = TypedCanvas<TextFigure, paint::TextLayout, paint::layoutText>;

class TextView : public TextCanvas {
    Q_OBJECT
public:
    explicit TextView(Session& session, QWidget* parent = nullptr);

protected:
    State inputs(State state) const override;
    void laidOut() override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const TextFigure& figure, const QMouseEvent& event) override;
    void move(const TextFigure& figure, const QMouseEvent& event) override;
    void release(const TextFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const TextFigure&, const QMouseEvent&) override {}
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::optional<paint::TextPlace> placeUnder(const TextFigure& figure, QPointF point) const;
    [[nodiscard]] std::optional<paint::TextPlace> placeOf(const TextFigure& figure, CellIndex cell) const;
    [[nodiscard]] std::optional<CellIndex> cellOf(const TextFigure& figure, std::int64_t token) const;
    void hover(const TextFigure& figure, std::optional<paint::TextPlace> place);
    void colourBy(TextShow show);
    void ask(const TextFigure& figure, std::int64_t token);
    void askOneMore(const TextFigure& figure, std::int64_t token);
    void askStretch(const TextFigure& figure, std::int64_t from, std::int64_t to);
    void lookAt(const TextFigure& figure, std::int64_t token);
    void chooseOther(const TextFigure& figure, std::int64_t other, bool oneMore);
    void chooseLayer(const TextFigure& figure, std::int64_t row);
    bool walk(const TextFigure& figure, int key);
    void reveal(std::int64_t token);

    SideScroll* m_scroll;
    std::optional<paint::TextPlace> m_place; ///< under the pointer, or reached with arrows
    std::optional<std::int64_t> m_from;      ///< token where a drag began
    std::optional<std::int64_t> m_framed;    ///< position of the first framed token when it was last brought into view
};

} // namespace headlight::ui
