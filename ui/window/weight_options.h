// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What token weights are: temperatures, threshold, and which segment; and which chart or table shows them.
#pragma once

#include "ui/session/session.h"

#include <QWidget>

#include <functional>

class QComboBox;
class QLabel;
class QLineEdit;

namespace headlight::ui {

class NumberBox;
class TextLabel;

class WeightOptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit WeightOptionsForm(Session& session, QWidget* parent = nullptr);

private:
    void change(const std::function<void(Display&)>& edit);
    void show(const State& state);
    void showSegments(const State& state);
    void readTemperatures();
    void writeTemperatures(const WeightOptions& weights);

    Session& m_session;
    QLabel* m_kindLabel = nullptr;
    QComboBox* m_kind;
    QLineEdit* m_temperatures;
    NumberBox* m_threshold;
    QComboBox* m_segment;
    TextLabel* m_explanation;
    std::vector<QWidget*> m_weightParts; ///< shown with token weights only
};

/// "1, 0.2" as numbers above 0; nothing where it is no such list, or a longer one than can be shown.
std::optional<std::vector<double>> temperaturesIn(const QString& text);

} // namespace headlight::ui
