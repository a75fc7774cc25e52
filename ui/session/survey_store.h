// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Surveys of earlier runs in a folder of the user's cache. Losing them costs time, never numbers.
#pragma once

#include "workspace/survey_file.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace headlight::ui {

/// Callable from any thread. A folder that cannot be made, read or written is as good as none.
class SurveyStore {
public:
    static constexpr std::int64_t kMostBytes = std::int64_t{256} << 20;

    /// $XDG_CACHE_HOME/headlight/surveys
    static QString usualFolder();

    explicit SurveyStore(QString folder, std::int64_t mostBytes = kMostBytes);

    /// Empty when there is none, or it is damaged or of another dump.
    [[nodiscard]] std::vector<SurveyedHead> load(const std::string& identity) const;
    /// Replaces an older one whole, then lets the oldest go until the folder is within its size.
    void save(const std::string& identity, const std::vector<SurveyedHead>& heads) const;

private:
    [[nodiscard]] QString fileOf(const std::string& identity) const;
    void letTheOldestGo() const;

    QString m_folder;
    std::int64_t m_mostBytes;
};

} // namespace headlight::ui
