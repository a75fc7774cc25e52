// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/survey_store.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace headlight::ui {

namespace {

constexpr auto kSuffix = ".survey";

} // namespace

QString SurveyStore::usualFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/headlight/surveys");
}

SurveyStore::SurveyStore(QString folder, std::int64_t mostBytes) : m_folder(std::move(folder)), m_mostBytes(mostBytes) {}

QString SurveyStore::fileOf(const std::string& identity) const
{
    return m_folder + QLatin1Char('/') + QString::fromStdString(surveyFileName(identity)) + QLatin1String(kSuffix);
}

std::vector<SurveyedHead> SurveyStore::load(const std::string& identity) const
{
    if (identity.empty())
        return {};
    QFile file(fileOf(identity));
    if (file.size() > m_mostBytes || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.readAll();
    auto heads = readSurvey(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))), identity);
    return heads ? *std::move(heads) : std::vector<SurveyedHead>{};
}

void SurveyStore::save(const std::string& identity, const std::vector<SurveyedHead>& heads) const
{
    if (identity.empty() || heads.empty() || !QDir().mkpath(m_folder))
        return;
    const auto bytes = surveyBytes(identity, heads);
    const auto size = static_cast<qint64>(bytes.size());
    if (size > m_mostBytes)
        return;
    QSaveFile file(fileOf(identity));
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char*>(bytes.data()), size) != size || !file.flush() || !file.commit())
        return; // a full disk costs the next opening a moment, nothing else
    letTheOldestGo();
}

void SurveyStore::letTheOldestGo() const
{
    const auto files = QDir(m_folder).entryInfoList({QLatin1Char('*') + QLatin1String(kSuffix)}, QDir::Files, QDir::Time); // newest first
    std::int64_t bytes = 0;
    for (const auto& file : files) {
        bytes += file.size();
        if (bytes > m_mostBytes)
            QFile::remove(file.filePath());
    }
}

} // namespace headlight::ui
