// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The samples of the open dump as a list, with what the filter looks at.
#pragma once

#include "dump/dump.h"

#include <QAbstractListModel>

#include <vector>

namespace headlight::ui {

class SampleModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : int { NumberRole = Qt::UserRole, DetailRole, SearchRole };

    using QAbstractListModel::QAbstractListModel;

    void setDump(SharedDump dump);
    void setTokens(const std::vector<QString>& tokens); ///< of each sample, for the filter; known later than the rest

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    SharedDump m_dump;
    std::vector<QString> m_tokens;
};

/// "42 tokens · 22 padding · positive".
QString sampleDetail(const Sample& sample);

} // namespace headlight::ui
