// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The layers x heads picker: one widget painting every head, coloured by a metric; the mouse and keys choose heads.
#pragma once

#include "ui/session/session.h"
#include "ui/views/head_gestures.h"
#include "ui/window/picker_layout.h"

#include <QWidget>

#include <optional>

namespace headlight::ui {

class HeadPicker : public QWidget {
    Q_OBJECT
public:
    explicit HeadPicker(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] const PickerLayout& layout() const { return m_layout; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

signals:
    void refused(const QString& why); ///< for the status bar

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void relayout();
    void measureCells();
    void stateChanged(const State& before, const State& after);
    void moveFocus(std::int64_t layers, std::int64_t heads, bool extend);
    void point(std::optional<HeadRef> head);
    void press(HeadRef head, Qt::KeyboardModifiers modifiers);
    void select(const HeadSet& heads);
    void paintHeaders(QPainter& painter) const;
    void paintCells(QPainter& painter) const;
    void paintOutlines(QPainter& painter) const;
    void paintScale(QPainter& painter) const;
    void tellName();
    [[nodiscard]] const HeadSet& chosen() const { return m_session.state().selection.heads; }
    [[nodiscard]] QString tip(HeadRef head) const;

    Session& m_session;
    PickerLayout m_layout;
    std::vector<std::vector<double>> m_values; ///< [layer][head], NaN while unknown
    double m_low = 0.0;
    double m_high = 0.0;
    std::optional<HeadRef> m_hovered; ///< by whatever view
    std::optional<HeadRef> m_pointed; ///< by the pointer or the keys here
    HeadGestures m_gestures;
    HeadRef m_focus;
    bool m_dispatching = false;
};

} // namespace headlight::ui
