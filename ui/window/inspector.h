// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The right dock: measure, colour, figure, pointer.
#pragma once

#include "figure/figure.h"
#include "ui/session/session.h"
#include "ui/window/dock.h"

namespace headlight::ui {

class ColourSection;
class FigureSection;

class Inspector : public Dock {
    Q_OBJECT
public:
    explicit Inspector(Session& session, QWidget* parent = nullptr);

    void showFigure(const Figure& figure); ///< what is on screen now, for the true ends of its range

private:
    ColourSection* m_colour = nullptr;
    FigureSection* m_figure = nullptr;
};

} // namespace headlight::ui
