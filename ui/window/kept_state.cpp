// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/kept_state.h"

#include <QSettings>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr auto kThemes = {std::pair{ThemeChoice::System, "system"}, std::pair{ThemeChoice::Light, "light"}, std::pair{ThemeChoice::Dark, "dark"}};

ThemeChoice themeFromName(const QString& name)
{
    for (const auto& [choice, known] : kThemes) {
        if (name == QLatin1String(known))
            return choice;
    }
    return ThemeChoice::System;
}

QString nameOf(ThemeChoice theme)
{
    for (const auto& [choice, known] : kThemes) {
        if (theme == choice)
            return QLatin1String(known);
    }
    return {};
}

RecentFiles readRecent(const QSettings& settings)
{
    RecentFiles out;
    const QStringList lines = settings.value(QStringLiteral("recent/files")).toStringList();
    for (const auto& line : lines) {
        const QStringList parts = line.split(QLatin1Char('\t'));
        const RecentFile file{parts.value(0), parts.value(1), parts.value(2), QDateTime::fromString(parts.value(3), Qt::ISODate)};
        if (!file.path.isEmpty() && file.when.isValid())
            out.push_back(file);
    }
    return out;
}

QStringList recentLines(const RecentFiles& files)
{
    QStringList out;
    for (const auto& file : files)
        out << QStringList{file.path, file.name, file.words, file.when.toString(Qt::ISODate)}.join(QLatin1Char('\t'));
    return out;
}

} // namespace

KeptState readKept(const QSettings& settings)
{
    const KeptState usual;
    KeptState kept;
    const auto value = [&settings](const char* key, const QVariant& fallback) { return settings.value(QLatin1String(key), fallback); };
    kept.window = value("window/geometry", QRect()).toRect();
    kept.maximised = value("window/maximised", false).toBool();
    kept.leftWidth = std::clamp(value("window/left", usual.leftWidth).toInt(), 220, 400);
    kept.rightWidth = std::clamp(value("window/right", usual.rightWidth).toInt(), 248, 400);
    kept.foldedSections = value("window/folded", QStringList()).toStringList();
    kept.theme = themeFromName(value("look/theme", QString()).toString());
    kept.textPercent = std::clamp(value("look/text", usual.textPercent).toInt(), Theme::kSmallestText, Theme::kLargestText);
    kept.reportOnlyForDecisions = value("report/onlyForDecisions", true).toBool();
    kept.lastFolder = value("open/folder", QString()).toString();
    kept.recent = readRecent(settings);
    kept.display = value("display/state", QByteArray()).toByteArray();
    for (const auto& key : settings.allKeys()) {
        if (key.startsWith(QLatin1String("export/")))
            kept.exports.insert(key.mid(7), settings.value(key).toByteArray());
    }
    return kept;
}

void writeKept(QSettings& settings, const KeptState& kept)
{
    settings.setValue(QStringLiteral("window/geometry"), kept.window);
    settings.setValue(QStringLiteral("window/maximised"), kept.maximised);
    settings.setValue(QStringLiteral("window/left"), kept.leftWidth);
    settings.setValue(QStringLiteral("window/right"), kept.rightWidth);
    settings.setValue(QStringLiteral("window/folded"), kept.foldedSections);
    settings.setValue(QStringLiteral("look/theme"), nameOf(kept.theme));
    settings.setValue(QStringLiteral("look/text"), kept.textPercent);
    settings.setValue(QStringLiteral("report/onlyForDecisions"), kept.reportOnlyForDecisions);
    settings.setValue(QStringLiteral("open/folder"), kept.lastFolder);
    settings.setValue(QStringLiteral("recent/files"), recentLines(kept.recent));
    settings.setValue(QStringLiteral("display/state"), kept.display);
    for (auto entry = kept.exports.begin(); entry != kept.exports.end(); ++entry)
        settings.setValue(QStringLiteral("export/") + entry.key(), entry.value());
    settings.sync();
}

QRect fitted(QRect window, const QRect& screen)
{
    window.setSize(window.size().boundedTo(screen.size()));
    window.moveLeft(std::clamp(window.left(), screen.left(), screen.right() - window.width() + 1));
    window.moveTop(std::clamp(window.top(), screen.top(), screen.bottom() - window.height() + 1));
    return window;
}

} // namespace headlight::ui
