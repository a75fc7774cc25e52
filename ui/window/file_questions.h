// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asking for a file or folder: the system's dialog in the program, an answer at once in tests.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace headlight::ui {

struct FileQuestion {
    enum class Kind : std::uint8_t { OpenFile, OpenFolder, SaveFile };

    Kind kind = Kind::OpenFile;
    QString title;
    QString start;            ///< folder, or for SaveFile the suggested path
    QStringList nameFilters;
};

/// Never blocks; no answer when the user gives up.
using AskForFile = std::function<void(QWidget* parent, const FileQuestion& question, const std::function<void(const QString& path)>& answer)>;

AskForFile fileDialogs();

/// All that Headlight may be able to open: "*.pt *.npz ...".
QStringList dumpFilters();

} // namespace headlight::ui
