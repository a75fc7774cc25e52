// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finding the state in files that may have been made by anyone.
#include "base/text.h"
#include "ui/paint/export.h"
#include "ui/paint/metadata.h"
#include "ui/paint/png_file.h"

#include <QXmlStreamReader>
#include <QtEndian>

#include <zlib.h>

#include <fmt/format.h>

#include <array>
#include <fstream>

namespace headlight::paint {

namespace {

constexpr qint64 kLargestFile = qint64{1} << 30U;
constexpr qsizetype kLargestState = qsizetype{16} << 20U;

Error noState(const std::filesystem::path& path)
{
    Error error{ErrorKind::NotFound, "holds no state of Headlight", {}, "Choose a figure that Headlight has written."};
    error.place.file = path.string();
    return error;
}

/// Unpacked zlib data of at most kLargestState bytes, or nothing.
std::optional<QByteArray> inflated(QByteArrayView packed)
{
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK)
        return std::nullopt;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data())); // NOLINT(cppcoreguidelines-pro-type-const-cast): zlib only reads
    stream.avail_in = static_cast<uInt>(packed.size());
    QByteArray text;
    std::array<char, 1 << 15> part{};
    int status = Z_OK;
    while (status == Z_OK && text.size() <= kLargestState) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        status = inflate(&stream, Z_NO_FLUSH);
        text.append(part.data(), static_cast<qsizetype>(part.size() - stream.avail_out));
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || text.size() > kLargestState)
        return std::nullopt;
    return text;
}

/// The text of a text chunk with our keyword: tEXt, zTXt or iTXt, as other programs may have rewritten it.
std::optional<QByteArray> textOfChunk(QByteArrayView type, QByteArrayView content)
{
    const qsizetype keyEnd = content.indexOf('\0');
    if (keyEnd < 0 || content.first(keyEnd) != QByteArrayView(kStateKeyword))
        return std::nullopt;
    QByteArrayView rest = content.sliced(keyEnd + 1);
    if (type == "tEXt")
        return rest.toByteArray();
    if (type == "zTXt")
        return rest.isEmpty() ? std::nullopt : inflated(rest.sliced(1));
    if (rest.size() < 2)
        return std::nullopt;
    const bool packed = rest[0] != '\0';
    rest = rest.sliced(2);
    for (int skipped = 0; skipped < 2; ++skipped) { // language and translated keyword
        const qsizetype end = rest.indexOf('\0');
        if (end < 0)
            return std::nullopt;
        rest = rest.sliced(end + 1);
    }
    return packed ? inflated(rest) : std::optional(rest.toByteArray());
}

std::optional<QByteArray> stateInPng(QByteArrayView file)
{
    qsizetype at = 8;
    while (file.size() - at >= 12) {
        const auto length = static_cast<qint64>(qFromBigEndian<quint32>(file.data() + at));
        if (length > file.size() - at - 12)
            return std::nullopt;
        const QByteArrayView type = file.sliced(at + 4, 4);
        if (type == "tEXt" || type == "zTXt" || type == "iTXt")
            if (auto text = textOfChunk(type, file.sliced(at + 8, static_cast<qsizetype>(length))))
                return text;
        at += static_cast<qsizetype>(length) + 12;
    }
    return std::nullopt;
}

/// Reads the first element of our name; entities are expanded within the reader's own bounds.
std::optional<QByteArray> stateInXml(const QByteArray& xml)
{
    QXmlStreamReader reader(xml);
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isStartElement() && reader.name() == QLatin1String(kStateElementName) && reader.namespaceUri() == QLatin1String(kStateNamespace)) {
            const QString text = reader.readElementText();
            if (reader.hasError() || text.size() > kLargestState)
                return std::nullopt;
            return text.toUtf8();
        }
    }
    return std::nullopt;
}

/// Metadata of PDF stand uncompressed in the file, so that programs that know no PDF find them.
std::optional<QByteArray> stateInPdf(const QByteArray& file)
{
    const QByteArray begin = QByteArray("<headlight:state xmlns:headlight=\"") + kStateNamespace + "\">";
    const QByteArray end = "</headlight:state>";
    const qsizetype from = file.indexOf(begin);
    const qsizetype to = from < 0 ? -1 : file.indexOf(end, from);
    if (to < 0 || to - from > kLargestState)
        return std::nullopt;
    return stateInXml(file.mid(from, to + end.size() - from));
}

/// What stands between the mark and what ends it.
std::optional<QByteArray> stateBehind(const QByteArray& file, const QByteArray& mark, const QByteArray& end)
{
    const qsizetype at = file.indexOf(mark);
    const qsizetype to = at < 0 ? -1 : file.indexOf(end, at);
    const qsizetype from = at + mark.size();
    return to < 0 || to - from > kLargestState ? std::nullopt : std::optional(file.mid(from, to - from));
}

std::optional<QByteArray> stateIn(const QByteArray& file)
{
    if (file.startsWith("\x89PNG\r\n\x1a\n"))
        return stateInPng(file);
    if (file.startsWith("%PDF-"))
        return stateInPdf(file);
    const QByteArray start = file.left(1024).trimmed();
    if (start.startsWith('{') || start.startsWith("\xEF\xBB\xBF{"))
        return file.size() <= kLargestState ? std::optional(start.startsWith('{') ? file : file.mid(3)) : std::nullopt;
    if (start.left(15).toLower() == "<!doctype html>")
        return stateBehind(file, QByteArray("id=\"") + kStateMark + "\">", "</script>");
    if (start.startsWith("% "))
        return stateBehind(file, QByteArray("% ") + kStateMark + ": ", "\n");
    if (start.startsWith('<') || start.startsWith("\xEF\xBB\xBF<"))
        return stateInXml(file);
    return std::nullopt;
}

} // namespace

Result<std::string> stateIn(const std::filesystem::path& path)
{
    Place place;
    place.file = path.string();
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed)
        return Error{failed == std::errc::no_such_file_or_directory ? ErrorKind::NotFound : ErrorKind::Io, "cannot be read: " + failed.message(), place, {}};
    if (size > static_cast<std::uintmax_t>(kLargestFile))
        return Error{ErrorKind::Limit, fmt::format("{} bytes are too many for a figure; at most {}", size, kLargestFile), place, {}};
    QByteArray content(static_cast<qsizetype>(size), Qt::Uninitialized);
    std::ifstream file(path, std::ios::binary);
    if (!file.read(content.data(), content.size()))
        return Error{ErrorKind::Io, "cannot be read", place, {}};
    const auto state = stateIn(content);
    if (!state || state->trimmed().isEmpty() || !isUtf8({state->constData(), static_cast<std::size_t>(state->size())}))
        return noState(path);
    return state->toStdString();
}

} // namespace headlight::paint
