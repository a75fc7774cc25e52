// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window/dump_words.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace headlight::ui {

namespace {

QString inDump(const char* text)
{
    return QCoreApplication::translate("Dump", text);
}

QString folderOf(const Dump& dump)
{
    const QFileInfo path(QString::fromStdString(dump.path().string()));
    return path.isDir() ? QDir(path.filePath()).dirName() : path.dir().dirName();
}

QString range(std::int64_t low, std::int64_t high)
{
    return low == high ? QString::number(low) : QStringLiteral("%1–%2").arg(low).arg(high);
}

QString stackWords(const Stack& stack)
{
    std::int64_t fewest = stack.layers.empty() ? 0 : stack.layers.front().heads;
    std::int64_t most = fewest;
    std::int64_t keys = 0;
    for (const auto& layer : stack.layers) {
        fewest = std::min(fewest, layer.heads);
        most = std::max(most, layer.heads);
        keys = std::max(keys, layer.keys);
    }
    return inDump("%1 layers × %2 heads · %3 tokens").arg(stack.layers.size()).arg(range(fewest, most)).arg(keys);
}

} // namespace

QString placeWords(const Dump& dump)
{
    return QStringLiteral("%1 — %2").arg(QString::fromStdString(dump.title()), folderOf(dump));
}

QString sizeWords(const Dump& dump)
{
    return dump.stacks().empty() ? QString() : stackWords(dump.stacks().front());
}

QString recentWords(const Dump& dump)
{
    QStringList parts{folderOf(dump)};
    if (dump.samples().size() > 1)
        parts << inDump("%1 samples").arg(dump.samples().size());
    if (dump.stacks().size() > 1) {
        QStringList names;
        for (const auto& stack : dump.stacks())
            names << QString::fromStdString(stack.name);
        parts << names.join(QStringLiteral(", "));
    }
    parts << sizeWords(dump);
    return parts.join(QStringLiteral(" · "));
}

QString byteWords(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

} // namespace headlight::ui
