// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/commands.h"

#include "ui/window/icons.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

#include <cassert>

namespace headlight::ui {

namespace {

/// The menu of a path such as "View/Theme", made where it is missing.
QMenu* menuAt(QMenuBar* bar, std::map<QString, QMenu*>& menus, const QString& path)
{
    const auto known = menus.find(path);
    if (known != menus.end())
        return known->second;
    const QString title = path.section(QLatin1Char('/'), -1);
    QMenu* menu = path.contains(QLatin1Char('/')) ? menuAt(bar, menus, path.section(QLatin1Char('/'), 0, -2))->addMenu(title) : bar->addMenu(title);
    menu->setObjectName(QStringLiteral("menu.") + path);
    menus.emplace(path, menu);
    return menu;
}

} // namespace

QString keyWords(const Command& command)
{
    QStringList words;
    for (const auto& key : command.keys)
        words << key.toString(QKeySequence::NativeText);
    return words.join(QStringLiteral(", "));
}

Commands::Commands(std::vector<Command> commands, QWidget* window, QMenuBar* menuBar) : QObject(window), m_commands(std::move(commands))
{
    std::map<QString, QMenu*> menus;
    for (const auto& command : m_commands) {
        auto* action = new QAction(command.text, window);
        action->setObjectName(QStringLiteral("action.") + command.id);
        action->setShortcuts(command.keys);
        action->setCheckable(command.checked != nullptr);
        if (!command.icon.isEmpty())
            action->setIcon(icon(command.icon));
        action->setIconVisibleInMenu(false);
        const QString plain = QString(command.text).remove(QLatin1Char('&'));
        const QString first = command.keys.isEmpty() ? QString() : command.keys.first().toString(QKeySequence::NativeText);
        action->setToolTip(first.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, first));
        connect(action, &QAction::triggered, this, [this, run = command.run] {
            run();
            refresh();
        });
        window->addAction(action);
        if (!command.menu.isEmpty()) {
            QMenu* menu = menuAt(menuBar, menus, command.menu);
            if (command.separatorBefore)
                menu->addSeparator();
            menu->addAction(action);
        }
        m_actions.emplace(command.id, action);
    }
    refresh();
}

QAction* Commands::action(const QString& id) const
{
    const auto found = m_actions.find(id);
    assert(found != m_actions.end());
    return found->second;
}

void Commands::refresh()
{
    for (const auto& command : m_commands) {
        QAction* action = m_actions.at(command.id);
        action->setEnabled(!command.possible || command.possible());
        if (command.checked)
            action->setChecked(command.checked());
        if (command.naming)
            action->setText(command.naming());
    }
}

} // namespace headlight::ui
