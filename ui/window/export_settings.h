// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the export dialog offers, by preset, and what it remembers of each.
#pragma once

#include "ui/paint/export.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace headlight::ui {

inline constexpr double kLeastDpi = 30.0;
inline constexpr double kMostDpi = 2400.0;

struct ExportSettings {
    double widthMm = 175.0;
    double heightMm = 0.0;          ///< 0: as high as the figure needs
    bool inches = false;
    paint::FileFormat format = paint::FileFormat::Pdf;
    double dpi = 300.0;
    double fontPt = 8.0;
    paint::Background background = paint::Background::White;
    paint::Parts parts;
    bool outlines = false;
    bool operator==(const ExportSettings& other) const;
};

struct ExportPreset {
    QString id;    ///< "column"
    QString title; ///< "Paper column, 8.5 cm"
    ExportSettings settings;
};
const std::vector<ExportPreset>& exportPresets();

QByteArray toJson(const ExportSettings& settings);
ExportSettings exportSettingsFrom(const QByteArray& json, const ExportSettings& usual);

paint::ExportOptions optionsOf(const ExportSettings& settings);
QString suffixOf(paint::FileFormat format); ///< "pdf"
bool isMarkup(paint::FileFormat format);    ///< HTML and LaTeX: running text only

} // namespace headlight::ui
