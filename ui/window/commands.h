// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that can be done from menus and keys, in one list; menus, buttons and the sheet of keys are made from it.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <vector>

class QAction;
class QMenuBar;
class QWidget;

namespace headlight::ui {

struct Command {
    QString id;                         ///< "open", for code and tests
    QString menu;                       ///< "File", or "View/Theme" for a menu inside; empty: key only
    QString text;
    QList<QKeySequence> keys;
    std::function<void()> run;
    std::function<bool()> possible = {};    ///< empty: always
    std::function<bool()> checked = {};     ///< empty: cannot be checked
    std::function<QString()> naming = {};   ///< a text that changes: "Undo colour map"
    QString icon = {};
    bool separatorBefore = false;
};

class Commands : public QObject {
    Q_OBJECT
public:
    Commands(std::vector<Command> commands, QWidget* window, QMenuBar* menuBar);

    [[nodiscard]] QAction* action(const QString& id) const; ///< must exist
    [[nodiscard]] const std::vector<Command>& all() const { return m_commands; }
    void refresh(); ///< asks every command again what it can do

private:
    std::vector<Command> m_commands;
    std::map<QString, QAction*> m_actions;
};

/// "Ctrl+O" as people read it on this system.
QString keyWords(const Command& command);

} // namespace headlight::ui
