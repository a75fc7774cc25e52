// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/export_settings.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace headlight::ui {

namespace {

constexpr double kMostMm = 5000.0;

QString inExport(const char* text)
{
    return QCoreApplication::translate("Export", text);
}

bool sameParts(const paint::Parts& a, const paint::Parts& b)
{
    return a.title == b.title && a.profiles == b.profiles && a.bar == b.bar && a.footer == b.footer && a.pinnedCell == b.pinnedCell;
}

ExportSettings sized(double widthMm, double heightMm, paint::FileFormat format, double dpi, double fontPt)
{
    ExportSettings out;
    out.widthMm = widthMm;
    out.heightMm = heightMm;
    out.format = format;
    out.dpi = dpi;
    out.fontPt = fontPt;
    out.outlines = format == paint::FileFormat::Svg;
    out.parts.pinnedCell = false;
    return out;
}

} // namespace

bool ExportSettings::operator==(const ExportSettings& other) const
{
    return widthMm == other.widthMm && heightMm == other.heightMm && inches == other.inches && format == other.format && dpi == other.dpi && fontPt == other.fontPt
        && background == other.background && sameParts(parts, other.parts) && outlines == other.outlines;
}

const std::vector<ExportPreset>& exportPresets()
{
    static const std::vector<ExportPreset> presets = {
        {QStringLiteral("column"), inExport("Paper column, 8.5 cm"), sized(85.0, 0.0, paint::FileFormat::Pdf, 300.0, 6.5)},
        {QStringLiteral("width"), inExport("Paper width, 17.5 cm"), sized(175.0, 0.0, paint::FileFormat::Pdf, 300.0, 8.0)},
        {QStringLiteral("slide"), inExport("Slide 16:9"), sized(338.7, 190.5, paint::FileFormat::Png, 144.0, 12.0)},
        {QStringLiteral("poster"), inExport("Poster A0 panel"), sized(400.0, 0.0, paint::FileFormat::Pdf, 300.0, 20.0)},
        {QStringLiteral("screen"), inExport("Screen"), sized(280.0, 0.0, paint::FileFormat::Png, 144.0, 8.25)},
    };
    return presets;
}

QByteArray toJson(const ExportSettings& settings)
{
    QJsonObject object;
    object[QStringLiteral("width")] = settings.widthMm;
    object[QStringLiteral("height")] = settings.heightMm;
    object[QStringLiteral("inches")] = settings.inches;
    object[QStringLiteral("format")] = suffixOf(settings.format);
    object[QStringLiteral("dpi")] = settings.dpi;
    object[QStringLiteral("font")] = settings.fontPt;
    object[QStringLiteral("background")] = static_cast<int>(settings.background);
    object[QStringLiteral("title")] = settings.parts.title;
    object[QStringLiteral("profiles")] = settings.parts.profiles;
    object[QStringLiteral("bar")] = settings.parts.bar;
    object[QStringLiteral("footer")] = settings.parts.footer;
    object[QStringLiteral("pinnedCell")] = settings.parts.pinnedCell;
    object[QStringLiteral("outlines")] = settings.outlines;
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

ExportSettings exportSettingsFrom(const QByteArray& json, const ExportSettings& usual)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    const auto number = [&object](const char* key, double fallback, double low, double high) {
        return std::clamp(object.value(QLatin1String(key)).toDouble(fallback), low, high);
    };
    const auto flag = [&object](const char* key, bool fallback) { return object.value(QLatin1String(key)).toBool(fallback); };
    ExportSettings out = usual;
    out.widthMm = number("width", usual.widthMm, 10.0, kMostMm);
    out.heightMm = number("height", usual.heightMm, 0.0, kMostMm);
    out.inches = flag("inches", usual.inches);
    const auto format = paint::formatOf(("x." + object.value(QLatin1String("format")).toString(suffixOf(usual.format))).toStdString());
    out.format = format.value_or(usual.format);
    out.dpi = number("dpi", usual.dpi, kLeastDpi, kMostDpi);
    out.fontPt = number("font", usual.fontPt, 2.0, 96.0);
    out.background = static_cast<paint::Background>(static_cast<int>(number("background", static_cast<double>(usual.background), 0.0, 2.0)));
    out.parts.title = flag("title", usual.parts.title);
    out.parts.profiles = flag("profiles", usual.parts.profiles);
    out.parts.bar = flag("bar", usual.parts.bar);
    out.parts.footer = flag("footer", usual.parts.footer);
    out.parts.pinnedCell = flag("pinnedCell", usual.parts.pinnedCell);
    out.outlines = flag("outlines", usual.outlines);
    return out;
}

paint::ExportOptions optionsOf(const ExportSettings& settings)
{
    paint::ExportOptions options;
    options.format = settings.format;
    options.widthMm = settings.widthMm;
    if (settings.heightMm > 0.0)
        options.heightMm = settings.heightMm;
    options.dpi = settings.dpi;
    options.fontPt = settings.fontPt;
    options.background = settings.background;
    options.parts = settings.parts;
    options.textAsOutlines = settings.outlines && settings.format != paint::FileFormat::Png;
    return options;
}

QString suffixOf(paint::FileFormat format)
{
    switch (format) {
    case paint::FileFormat::Png:
        return QStringLiteral("png");
    case paint::FileFormat::Pdf:
        return QStringLiteral("pdf");
    case paint::FileFormat::Svg:
        return QStringLiteral("svg");
    case paint::FileFormat::Html:
        return QStringLiteral("html");
    case paint::FileFormat::Tex:
        return QStringLiteral("tex");
    }
    return {};
}

bool isMarkup(paint::FileFormat format)
{
    return format == paint::FileFormat::Html || format == paint::FileFormat::Tex;
}

} // namespace headlight::ui
