// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_settings.h"

#include "ui/window/export_settings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace headlight::ui {

namespace {

constexpr std::array kRemembered{paint::Existing::Skip, paint::Existing::Number, paint::Existing::Replace};
constexpr std::array kExistingWords{"skip", "number", "replace"};

} // namespace

QByteArray toJson(const BatchSettings& settings)
{
    QJsonObject object;
    QJsonArray formats;
    for (const auto format : settings.formats)
        formats.append(suffixOf(format));
    object[QStringLiteral("formats")] = formats;
    object[QStringLiteral("onePdf")] = settings.onePdf;
    object[QStringLiteral("size")] = settings.size;
    object[QStringLiteral("dpi")] = settings.dpi;
    object[QStringLiteral("pattern")] = settings.pattern;
    object[QStringLiteral("notebookNames")] = settings.notebookNames;
    const auto place = std::ranges::find(kRemembered, settings.existing) - kRemembered.begin();
    object[QStringLiteral("existing")] = QLatin1String(kExistingWords[static_cast<std::size_t>(place)]);
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

BatchSettings batchSettingsFrom(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    BatchSettings settings;
    if (const auto formats = object.value(QLatin1String("formats")); formats.isArray()) {
        settings.formats.clear();
        for (const auto& name : formats.toArray())
            if (const auto format = paint::formatOf(("x." + name.toString()).toStdString()))
                settings.formats.push_back(*format);
    }
    settings.onePdf = object.value(QLatin1String("onePdf")).toBool(settings.onePdf);
    const QString size = object.value(QLatin1String("size")).toString();
    if (std::ranges::any_of(exportPresets(), [&](const ExportPreset& preset) { return preset.id == size; }))
        settings.size = size;
    settings.dpi = std::clamp(object.value(QLatin1String("dpi")).toDouble(settings.dpi), kLeastDpi, kMostDpi);
    settings.pattern = object.value(QLatin1String("pattern")).toString();
    settings.notebookNames = object.value(QLatin1String("notebookNames")).toBool(settings.notebookNames);
    const QString existing = object.value(QLatin1String("existing")).toString();
    for (std::size_t i = 0; i < kRemembered.size(); ++i)
        if (existing == QLatin1String(kExistingWords[i]))
            settings.existing = kRemembered[i];
    return settings;
}

} // namespace headlight::ui
