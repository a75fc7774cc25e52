// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/batch_words.h"

#include <QCoreApplication>
#include <QDir>

namespace headlight::ui {

namespace {

QString inBatch(const char* text)
{
    return QCoreApplication::translate("Batch", text);
}

QString counted(std::size_t count, const char* one, const char* many)
{
    return inBatch(count == 1 ? one : many).arg(count);
}

} // namespace

QString filesWords(std::size_t files)
{
    return counted(files, "%1 file", "%1 files");
}

QString pagesWords(std::size_t pages)
{
    return counted(pages, "%1 page", "%1 pages");
}

QString sizeWords(std::uint64_t bytes)
{
    constexpr std::uint64_t kMega = 1'000'000;
    if (bytes >= 10 * kMega)
        return inBatch("%1 MB").arg((bytes + kMega / 2) / kMega);
    if (bytes >= kMega)
        return inBatch("%1 MB").arg(static_cast<double>(bytes) / static_cast<double>(kMega), 0, 'f', 1);
    return inBatch("%1 kB").arg((bytes + 999) / 1000);
}

QString outcomeWords(const paint::BatchReport& report)
{
    QString text = report.written.empty() ? inBatch("No file was written.")
                                          : counted(report.written.size(), "%1 file written, ", "%1 files written, ") + sizeWords(report.bytes) + QLatin1Char('.');
    if (report.cancelled)
        text = inBatch("Cancelled. ") + text;
    if (!report.skipped.empty())
        text += QLatin1Char(' ') + counted(report.skipped.size(), "%1 was there already and was skipped.", "%1 were there already and were skipped.");
    if (!report.failed.empty())
        text += QLatin1Char(' ') + counted(report.failed.size(), "%1 failed.", "%1 failed.");
    return text;
}

QStringList outcomeLines(const paint::BatchReport& report, const QString& folder)
{
    const QDir root(folder);
    const auto name = [&root](const std::filesystem::path& file) { return root.relativeFilePath(QString::fromStdString(file.string())); };
    QStringList lines;
    for (const auto& failure : report.failed) {
        Error error = failure.error;
        const bool named = error.place.file == failure.file.string();
        if (named && !failure.file.empty())
            error.place.file = name(failure.file).toStdString();
        const QString about = named || failure.file.empty() ? QString() : name(failure.file) + QStringLiteral(": ");
        lines << inBatch("Failed: %1%2").arg(about, QString::fromStdString(sentence(error)));
    }
    for (const auto& remark : report.remarks)
        lines << QString::fromStdString(remark);
    for (const auto& file : report.written)
        lines << name(file);
    for (const auto& file : report.skipped)
        lines << inBatch("%1 (skipped)").arg(name(file));
    return lines;
}

} // namespace headlight::ui
