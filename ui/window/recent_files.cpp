// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/recent_files.h"

#include <QCoreApplication>
#include <QLocale>

namespace headlight::ui {

RecentFiles remembered(RecentFiles files, const RecentFile& file)
{
    constexpr std::size_t kMost = 10;
    std::erase_if(files, [&file](const RecentFile& other) { return other.path == file.path; });
    files.insert(files.begin(), file);
    if (files.size() > kMost)
        files.resize(kMost);
    return files;
}

QString dayWords(const QDate& day, const QDate& today)
{
    constexpr qint64 kWeek = 7;
    const qint64 ago = day.daysTo(today);
    if (ago == 0)
        return QCoreApplication::translate("RecentFiles", "today");
    if (ago == 1)
        return QCoreApplication::translate("RecentFiles", "yesterday");
    if (ago > 1 && ago < kWeek)
        return QLocale().dayName(day.dayOfWeek());
    return QLocale().toString(day, QStringLiteral("d MMM yyyy"));
}

} // namespace headlight::ui
