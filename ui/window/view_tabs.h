// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The views as tabs with their digits; those that are not available are dimmed and say why.
#pragma once

#include "ui/session/session.h"
#include "ui/window/part_row.h"

#include <QString>

#include <vector>

namespace headlight::ui {

class PlayBar;

class ViewTabs : public PartRow {
    Q_OBJECT
public:
    explicit ViewTabs(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] QRect partRect(int tab) const override;
    [[nodiscard]] bool available(int tab) const override;
    [[nodiscard]] int current() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {100, sizeHint().height()}; }
    /// At the right end, as far as there is room: without its words, or not at all.
    void setCorner(PlayBar* corner);

protected:
    [[nodiscard]] int parts() const override { return static_cast<int>(m_why.size()); }
    void choose(int tab) override;
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void placeCorner();

    Session& m_session;
    PlayBar* m_corner = nullptr;
    bool m_placing = false;
    std::vector<QString> m_why; ///< one per tab; empty: available
};

} // namespace headlight::ui
