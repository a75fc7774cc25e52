// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a batch export is said: numbers of files, sizes, and what became of it.
#pragma once

#include "ui/paint/batch.h"

#include <QString>
#include <QStringList>

#include <cstdint>

namespace headlight::ui {

QString filesWords(std::size_t files);   ///< "144 files", "1 file"
QString pagesWords(std::size_t pages);   ///< "144 pages"
QString sizeWords(std::uint64_t bytes);  ///< "21 MB", "480 kB"

/// "144 files written, 21 MB. 3 were there already and were skipped. 2 failed."
QString outcomeWords(const paint::BatchReport& report);
/// What failed first, with the reason; remarks; then every file that was written or skipped, from `folder`.
QStringList outcomeLines(const paint::BatchReport& report, const QString& folder);

} // namespace headlight::ui
