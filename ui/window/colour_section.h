// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Colour map and range of the figure.
#pragma once

#include "figure/figure.h"
#include "ui/session/session.h"
#include "ui/window/section.h"

class QComboBox;
class QLabel;

namespace headlight::ui {

class NumberBox;

class ColourSection : public Section {
    Q_OBJECT
public:
    explicit ColourSection(Session& session, QWidget* parent = nullptr);

    void showScale(const ColourScale& scale); ///< of the figure on screen: its true ends

private:
    void show(const State& state);
    void setKind(RangeKind kind);
    void setEnds();

    Session& m_session;
    QComboBox* m_map = nullptr;
    QComboBox* m_kind = nullptr;
    NumberBox* m_low = nullptr;
    NumberBox* m_high = nullptr;
    NumberBox* m_percentile = nullptr;
    QLabel* m_mapLabel = nullptr;
    QLabel* m_kindLabel = nullptr;
    QLabel* m_percentileLabel = nullptr;
    QLabel* m_endsLabel = nullptr;
};

/// "99th percentile of this figure".
QString rangeWords(const RangeOptions& range);

} // namespace headlight::ui
