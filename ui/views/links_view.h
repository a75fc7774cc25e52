// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Two columns of tokens with lines between them: what is pointed at shows its lines alone, what is clicked keeps them.
#pragma once

#include "ui/views/typed_canvas.h"

#include <optional>

namespace headlight::ui {

class SideScroll;

using LinksCanvas = TypedCanvas<LinksFigure, paint::LinksLayout, paint::layoutLinks>;

class LinksView : public LinksCanvas {
    Q_OBJECT
public:
    explicit LinksView(Session& session, QWidget* parent = nullptr);

    /// Columns that are too long for paper are those in view.
    [[nodiscard]] State onPaper(State state) const override;

protected:
    [[nodiscard]] std::shared_ptr<const Figure> copied() const override;
    State inputs(State state) const override;
    void laidOut() override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const LinksFigure& figure, const QMouseEvent& event) override;
    void move(const LinksFigure& figure, const QMouseEvent& event) override;
    void release(const LinksFigure&, const QMouseEvent&) override {}
    void doubleClick(const LinksFigure&, const QMouseEvent&) override {}
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] paint::LinksPointed pointedAt(QPointF point) const;
    [[nodiscard]] std::optional<paint::LinksPointed> pointedElsewhere(const LinksFigure& figure) const;
    void point(const LinksFigure& figure, const paint::LinksPointed& pointed);
    void follow();
    void ask(const LinksFigure& figure, paint::LinkEnd end, bool oneMore);
    void pin(const LinksFigure& figure, paint::LinkEnd end);
    void step(const LinksFigure& figure, std::int64_t by);
    bool walk(const LinksFigure& figure, const QKeyEvent& event);
    bool clearStep(const LinksFigure& figure);
    void reveal(paint::LinkEnd end);

    SideScroll* m_queries; ///< where the columns are different tokens
    SideScroll* m_keys;    ///< of both, where they are the same
    paint::LinksPointed m_pointed;
    std::optional<std::int64_t> m_shownQuery; ///< position of the query when it was last brought into view
};

} // namespace headlight::ui
