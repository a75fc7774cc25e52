// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a query looks in a picture: the mask over it, and the picture as the place to choose a query from.
#pragma once

#include "ui/views/typed_canvas.h"

#include <optional>

namespace headlight::ui {

using ImageCanvas = TypedCanvas<ImageFigure, paint::ImageLayout, paint::layoutImage>;

class ImageView : public ImageCanvas {
    Q_OBJECT
public:
    explicit ImageView(Session& session, QWidget* parent = nullptr);

protected:
    State inputs(State state) const override;
    void paintOverlays(QPainter& painter) override;
    void figureChanged() override;
    void fillMenu(QMenu& menu) override;

    void press(const ImageFigure& figure, const QMouseEvent& event) override;
    void move(const ImageFigure& figure, const QMouseEvent& event) override;
    void release(const ImageFigure& figure, const QMouseEvent& event) override;
    void doubleClick(const ImageFigure&, const QMouseEvent&) override {}
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] std::optional<std::int64_t> patchAtKey(const ImageFigure& figure, CellIndex cell) const;
    void hover(std::optional<std::int64_t> patch);
    void ask(const ImageFigure& figure, std::int64_t patch);
    void askOneMore(const ImageFigure& figure, std::int64_t patch);
    void askBlock(const ImageFigure& figure, std::int64_t from, std::int64_t to);
    [[nodiscard]] bool patchesAsk(const ImageFigure& figure);
    bool movePatch(const ImageFigure& figure, int key);
    void copyValue(const ImageFigure& figure, std::int64_t patch) const;

    std::optional<std::int64_t> m_patch; ///< under the pointer, or reached with arrows
    std::optional<std::int64_t> m_from;  ///< patch where a drag began
};

} // namespace headlight::ui
