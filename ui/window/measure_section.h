// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which measure is shown, in which variant and with which switches, and how heads are taken together.
#pragma once

#include "ui/session/session.h"
#include "ui/window/section.h"

#include <functional>

class QComboBox;
class QLabel;

namespace headlight::ui {

class FormRows;
class NumberBox;
class SegmentedControl;
class TextLabel;

class MeasureSection : public Section {
    Q_OBJECT
public:
    explicit MeasureSection(Session& session, QWidget* parent = nullptr);

private:
    /// A control and its label, shown and hidden together.
    struct Row {
        QLabel* label = nullptr;
        QWidget* control = nullptr;
        void setVisible(bool visible) const;
    };

    Row addChoice(FormRows& rows, const QString& label, QComboBox* combo, const QStringList& words, std::function<void(MeasureOptions&, int)> choose);
    Row addNumber(FormRows& rows, const QString& label, NumberBox* box, std::function<void(MeasureOptions&, double)> choose);
    void change(const std::function<void(MeasureOptions&)>& edit);
    void show(const State& state);
    void showSwitches(const MeasureOptions& measure, std::int64_t layers);
    void showDump();

    Session& m_session;
    QComboBox* m_stack = nullptr;
    QComboBox* m_measure = nullptr;
    QComboBox* m_variant = nullptr;
    QComboBox* m_target = nullptr;
    QComboBox* m_fusion = nullptr;
    QComboBox* m_normalise = nullptr;
    QComboBox* m_protect = nullptr;
    QComboBox* m_order = nullptr;
    NumberBox* m_residual = nullptr;
    NumberBox* m_discard = nullptr;
    NumberBox* m_first = nullptr;
    SegmentedControl* m_heads = nullptr;
    TextLabel* m_explanation = nullptr;
    Row m_stackRow, m_headsRow, m_variantRow, m_targetRow, m_fusionRow, m_discardRow, m_normaliseRow, m_protectRow, m_residualRow, m_firstRow, m_orderRow;
};

} // namespace headlight::ui
