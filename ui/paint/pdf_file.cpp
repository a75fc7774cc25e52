// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/pdf_file.h"

#include <QBuffer>
#include <QHash>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <fmt/format.h>

#include <mutex>

namespace headlight::paint {

namespace {

constexpr int kResolution = 1200;

QPageLayout pageLayout(QSizeF millimetres)
{
    const QPageSize size(millimetres, QPageSize::Millimeter, QString(), QPageSize::ExactMatch);
    return QPageLayout(size, QPageLayout::Portrait, QMarginsF(0.0, 0.0, 0.0, 0.0));
}

/// Offsets of objects behind a cut move by its length; entries of the table have 20 bytes, ten digits first.
void moveOffsets(QByteArray& file, qsizetype cut, qsizetype length)
{
    const qsizetype start = file.lastIndexOf("startxref\n");
    const qsizetype table = file.lastIndexOf("\nxref\n", start);
    if (start < 0 || table < 0)
        return;
    for (qsizetype at = file.indexOf('\n', table + 6) + 1; at + 20 <= start && file.at(at) >= '0' && file.at(at) <= '9'; at += 20) {
        const qlonglong offset = file.mid(at, 10).toLongLong();
        if (offset > cut)
            file.replace(at, 10, QByteArray::number(offset - length).rightJustified(10, '0'));
    }
    const qsizetype number = start + 10;
    const qsizetype end = file.indexOf('\n', number);
    const qlonglong offset = file.mid(number, end - number).toLongLong();
    file.replace(number, end - number, QByteArray::number(offset - length));
}

/// The date of creation is all that differs between two runs, and its length depends on the time zone.
void removeDate(QByteArray& file)
{
    const qsizetype date = file.lastIndexOf("/CreationDate (D:");
    const qsizetype end = date < 0 ? -1 : file.indexOf(")\n", date);
    if (end < 0)
        return;
    const qsizetype length = end + 2 - date;
    file.remove(date, length);
    moveOffsets(file, date, length);
}

/// Qt writes the fonts of a document in the order of a hash, whose seed is another in every run.
void steadyOrderOfFonts()
{
    static std::once_flag once;
    std::call_once(once, [] { QHashSeed::setDeterministicGlobalSeed(); });
}

} // namespace

Result<QByteArray> encodePdf(const std::vector<PdfPage>& pages, const PdfWords& words, const JobContext& job)
{
    if (pages.empty())
        return QByteArray();
    steadyOrderOfFonts();
    QByteArray file;
    QBuffer buffer(&file);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(kResolution);
        writer.setPageLayout(pageLayout(pages.front().millimetres));
        writer.setCreator(QStringLiteral("Headlight"));
        writer.setTitle(words.title);
        if (!words.xmp.isEmpty())
            writer.setDocumentXmpMetadata(words.xmp);
        QPainter painter(&writer);
        for (std::size_t i = 0; i < pages.size(); ++i) {
            if (job.stopped())
                return cancelled();
            if (i > 0) {
                writer.setPageLayout(pageLayout(pages[i].millimetres));
                writer.newPage();
            }
            painter.save();
            painter.setRenderHint(QPainter::LosslessImageRendering); // Qt writes maps as JPEG otherwise
            painter.scale(kResolution / 96.0, kResolution / 96.0);
            pages[i].paint(painter);
            painter.restore();
            if (pages.size() > 1)
                job.progress(fmt::format("Page {} of {}", i + 1, pages.size()), static_cast<double>(i + 1) / static_cast<double>(pages.size()));
        }
    }
    removeDate(file);
    return file;
}

} // namespace headlight::paint
