// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the batch export remembers from one time to the next: how files are made and called, not what is in them.
#pragma once

#include "ui/paint/batch.h"
#include "ui/paint/export.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace headlight::ui {

struct BatchSettings {
    std::vector<paint::FileFormat> formats{paint::FileFormat::Png, paint::FileFormat::Pdf};
    bool onePdf = false;
    QString size = QStringLiteral("width"); ///< ExportPreset::id
    double dpi = 300.0;
    QString pattern;                        ///< people's own; empty: that of the typed selection, or of the notebook
    bool notebookNames = false;
    paint::Existing existing = paint::Existing::Skip;

    bool operator==(const BatchSettings&) const = default;
};

QByteArray toJson(const BatchSettings& settings);
/// What is missing or makes no sense keeps its default.
BatchSettings batchSettingsFrom(const QByteArray& json);

} // namespace headlight::ui
