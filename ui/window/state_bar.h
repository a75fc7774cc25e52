// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line under the menus: open, back and forward, the selection as steppers, export.
#pragma once

#include "ui/session/session.h"
#include "ui/window/choice_popup.h"

#include <QWidget>

#include <vector>

class QAction;
class QHBoxLayout;
class QPushButton;

namespace headlight::ui {

class FindBox;
class Stepper;

/// What the buttons of the bar do.
struct StateBarActions {
    QAction* open = nullptr;
    QAction* back = nullptr;
    QAction* forward = nullptr;
    QAction* find = nullptr;
    QAction* exportFigure = nullptr;
};

class StateBar : public QWidget {
    Q_OBJECT
public:
    StateBar(Session& session, const StateBarActions& actions, QWidget* parent = nullptr);

    void setLabelsShown(bool shown);
    void setFindCollapsed(bool collapsed);
    [[nodiscard]] const QWidget* findBox() const;
    void setSelectionShown(bool shown); ///< the report shows no steppers
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void addSteppers(QHBoxLayout& row);
    void refresh();
    void showPosition();
    void openList(Stepper* stepper, const std::vector<Choice>& choices, const std::function<Action(int)>& action);
    QString runTyped(const QString& text);

    Session& m_session;
    Stepper* m_sample = nullptr;
    Stepper* m_layer = nullptr;
    Stepper* m_heads = nullptr;
    Stepper* m_query = nullptr;
    Stepper* m_key = nullptr; ///< in the place of the query where a view has none
    FindBox* m_find = nullptr;
    QPushButton* m_export = nullptr;
    std::vector<Stepper*> m_steppers;
    bool m_selectionShown = true;
};

} // namespace headlight::ui
