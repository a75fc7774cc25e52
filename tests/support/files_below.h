// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What was written into a folder.
#pragma once

#include <QDir>
#include <QDirIterator>
#include <QString>
#include <QStringList>

namespace headlight::test {

/// Paths from the folder, hidden files too, in order of their names.
inline QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator every(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (every.hasNext())
        files << QDir(folder).relativeFilePath(every.next());
    files.sort();
    return files;
}

} // namespace headlight::test
