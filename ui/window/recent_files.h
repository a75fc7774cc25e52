// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files that were opened, newest first.
#pragma once

#include <QDateTime>
#include <QString>

#include <vector>

namespace headlight::ui {

struct RecentFile {
    QString path;
    QString name;  ///< "attentions_0.pt and 1 more"
    QString words; ///< "covr_blip2 · 4 samples · 12 layers × 12 heads"
    QDateTime when;
    bool operator==(const RecentFile&) const = default;
};

using RecentFiles = std::vector<RecentFile>;

/// The file moves to the front; the oldest fall off.
RecentFiles remembered(RecentFiles files, const RecentFile& file);

/// "today", "yesterday", "Monday", "3 May 2026".
QString dayWords(const QDate& day, const QDate& today);

} // namespace headlight::ui
