// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which keys are followed in a chart of received attention, which heads are coloured, and what colours tell apart.
#pragma once

#include "figure/figure.h"
#include "ui/session/session.h"

#include <QWidget>

#include <functional>
#include <vector>

class QLabel;
class QCheckBox;
class QLineEdit;

namespace headlight::ui {

class SegmentedControl;
class TextLabel;

class TrendOptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit TrendOptionsForm(Session& session, QWidget* parent = nullptr);

    /// The lines that stand out, with their means.
    void showFigure(const Figure& figure);

private:
    void change(const std::function<void(TrendOptions&)>& edit);
    void readKeys();
    void readHeads();
    void show(const State& state);

    Session& m_session;
    SegmentedControl* m_colour;
    QLineEdit* m_keys;
    QLineEdit* m_heads;
    QCheckBox* m_positions;
    TextLabel* m_lines;
    TextLabel* m_explanation;
    std::vector<QWidget*> m_lineParts; ///< shown with lines only
};

} // namespace headlight::ui
