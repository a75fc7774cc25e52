// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/png_file.h"

#include "base/parallel.h"

#include <QtEndian>

#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <unordered_map>
#include <utility>

namespace headlight::paint {

namespace {

// Measured on figures of the notebook set, which were half compression: igzip of ISA-L takes a tenth of the time of zlib's level 3
// and of libdeflate's level 1. Lines as differences from the line above, nearly all of them zeros, make files a fifth smaller than zlib's.
constexpr int kLevel = 2;
constexpr std::size_t kPartBytes = std::size_t{1} << 20U; ///< raw bytes compressed in one go

enum class PngColours : std::uint8_t { Rgb = 2, Palette = 3, Rgba = 6 };

void appendNumber(QByteArray& bytes, quint32 number)
{
    const quint32 swapped = qToBigEndian(number);
    bytes.append(reinterpret_cast<const char*>(&swapped), sizeof swapped);
}

void appendChunk(QByteArray& file, const char* type, const QByteArray& content)
{
    appendNumber(file, static_cast<quint32>(content.size()));
    const qsizetype from = file.size();
    file.append(type, 4);
    file.append(content);
    const auto* checked = reinterpret_cast<const Bytef*>(file.constData() + from);
    appendNumber(file, static_cast<quint32>(crc32_z(0, checked, static_cast<std::size_t>(file.size() - from))));
}

/// The colours of a picture in order of appearance, or nothing when there are more than 256.
class Palette {
public:
    explicit Palette(const QImage& image)
    {
        for (int y = 0; y < image.height() && m_fits; ++y) {
            const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
            for (int x = 0; x < image.width() && m_fits; ++x)
                if (x == 0 || line[x] != line[x - 1])
                    take(line[x]);
        }
    }

    [[nodiscard]] bool fits() const { return m_fits; }
    [[nodiscard]] const std::vector<QRgb>& colours() const { return m_colours; }
    [[nodiscard]] unsigned char indexOf(QRgb colour) const { return m_index.at(colour); }
    [[nodiscard]] int bits() const { return m_colours.size() <= 2 ? 1 : m_colours.size() <= 4 ? 2 : m_colours.size() <= 16 ? 4 : 8; }

private:
    void take(QRgb colour)
    {
        if (m_index.contains(colour))
            return;
        m_fits = m_colours.size() < 256;
        if (!m_fits)
            return;
        m_index.emplace(colour, static_cast<unsigned char>(m_colours.size()));
        m_colours.push_back(colour);
    }

    std::unordered_map<QRgb, unsigned char> m_index;
    std::vector<QRgb> m_colours;
    bool m_fits = true;
};

/// Turns lines of pixels into lines of the file.
class Lines {
public:
    Lines(const QImage& image, const Palette* palette) : m_image(image), m_palette(palette), m_bits(bitsOf(image, palette)) {}

    /// Bytes of a line, its filter among them.
    [[nodiscard]] std::size_t size() const { return 1 + (static_cast<std::size_t>(m_image.width()) * static_cast<std::size_t>(m_bits) + 7) / 8; }

    /// Lines [from, to): those of a palette as they are, for near numbers of colours say nothing; others as differences from the line above each.
    [[nodiscard]] std::vector<unsigned char> filtered(int from, int to) const { return m_palette != nullptr ? indices(from, to) : differences(from, to); }

private:
    static constexpr unsigned char kAsItIs = 0;
    static constexpr unsigned char kFromAbove = 2;

    [[nodiscard]] std::vector<unsigned char> indices(int from, int to) const
    {
        std::vector<unsigned char> lines(size() * static_cast<std::size_t>(to - from));
        unsigned char* out = lines.data();
        for (int y = from; y < to; ++y, out += size()) {
            *out = kAsItIs;
            writeIndices(reinterpret_cast<const QRgb*>(m_image.constScanLine(y)), out + 1);
        }
        return lines;
    }

    [[nodiscard]] std::vector<unsigned char> differences(int from, int to) const
    {
        const int first = std::max(0, from - 1);
        const QImage colours = QImage(m_image.constScanLine(first), m_image.width(), to - first, m_image.bytesPerLine(), m_image.format())
                                   .convertToFormat(m_bits == 32 ? QImage::Format_RGBA8888 : QImage::Format_RGB888);
        const std::size_t bytes = size() - 1;
        const std::vector<unsigned char> nothing(bytes);
        const unsigned char* above = from > 0 ? colours.constScanLine(0) : nothing.data();
        std::vector<unsigned char> lines(size() * static_cast<std::size_t>(to - from));
        unsigned char* out = lines.data();
        for (int y = from; y < to; ++y, out += size()) {
            const unsigned char* line = colours.constScanLine(y - first);
            *out = kFromAbove;
            for (std::size_t i = 0; i < bytes; ++i)
                out[1 + i] = static_cast<unsigned char>(line[i] - above[i]);
            above = line;
        }
        return lines;
    }

    static int bitsOf(const QImage& image, const Palette* palette)
    {
        if (palette != nullptr)
            return palette->bits();
        return image.hasAlphaChannel() ? 32 : 24;
    }

    /// Into bytes that are 0.
    void writeIndices(const QRgb* line, unsigned char* out) const
    {
        const int width = m_image.width();
        const int perByte = 8 / m_bits;
        QRgb before = ~line[0];
        unsigned index = 0;
        for (int x = 0; x < width; ++x) {
            if (line[x] != before) {
                before = line[x];
                index = m_palette->indexOf(before);
            }
            const int shift = 8 - m_bits * (x % perByte + 1);
            out[x / perByte] = static_cast<unsigned char>(out[x / perByte] | index << shift);
        }
    }

    const QImage& m_image;
    const Palette* m_palette;
    int m_bits;
};

struct CompressedPart {
    std::vector<unsigned char> bytes;
    std::uint32_t adler = 1;
    std::size_t raw = 0;
};

/// Deflate blocks that end on a byte, so that parts can be joined.
std::vector<unsigned char> deflated(std::vector<unsigned char>& raw, bool last)
{
    std::vector<unsigned char> tables(ISAL_DEF_LVL2_DEFAULT);
    const auto stream = std::make_unique<isal_zstream>(); // 80 kB
    isal_deflate_init(stream.get());
    stream->level = kLevel;
    stream->level_buf = tables.data();
    stream->level_buf_size = static_cast<std::uint32_t>(tables.size());
    stream->flush = SYNC_FLUSH;
    stream->end_of_stream = last ? 1 : 0;
    stream->next_in = raw.data();
    stream->avail_in = static_cast<std::uint32_t>(raw.size());
    std::vector<unsigned char> out;
    do {
        out.resize(out.size() + raw.size() / 8 + 4096);
        stream->next_out = out.data() + stream->total_out;
        stream->avail_out = static_cast<std::uint32_t>(out.size() - stream->total_out);
        isal_deflate(stream.get()); // fails only for parameters that do not exist
    } while (stream->avail_out == 0);
    out.resize(stream->total_out);
    return out;
}

CompressedPart compressPart(const Lines& lines, int from, int to, bool last)
{
    auto raw = lines.filtered(from, to);
    return {deflated(raw, last), isal_adler32(1, raw.data(), raw.size()), raw.size()};
}

/// The pixels of a file: lines are added from the first to the last.
class Pixels {
public:
    /// Lines [from, to), compressed on all threads. `last`: none come behind them.
    void add(const Lines& lines, int from, int to, bool last)
    {
        const int perPart = static_cast<int>(std::clamp<std::size_t>(kPartBytes / lines.size(), 1, static_cast<std::size_t>(to - from)));
        const int count = (to - from + perPart - 1) / perPart;
        std::vector<CompressedPart> parts(static_cast<std::size_t>(count));
        parallelFor(count, [&](std::int64_t i) {
            const int first = from + static_cast<int>(i) * perPart;
            parts[static_cast<std::size_t>(i)] = compressPart(lines, first, std::min(to, first + perPart), last && i + 1 == count);
        });
        for (const auto& part : parts) {
            m_stream.append(reinterpret_cast<const char*>(part.bytes.data()), static_cast<qsizetype>(part.bytes.size()));
            m_adler = adler32_combine(m_adler, part.adler, static_cast<z_off_t>(part.raw));
        }
    }

    [[nodiscard]] QByteArray take()
    {
        appendNumber(m_stream, static_cast<quint32>(m_adler));
        return std::move(m_stream);
    }

private:
    QByteArray m_stream{"\x78\x5e", 2}; // zlib header of a fast level
    uLong m_adler = 1;
};

QByteArray header(QSize size, bool holes, const Palette* palette)
{
    QByteArray content;
    appendNumber(content, static_cast<quint32>(size.width()));
    appendNumber(content, static_cast<quint32>(size.height()));
    const PngColours colours = palette != nullptr ? PngColours::Palette : holes ? PngColours::Rgba : PngColours::Rgb;
    const std::array<char, 5> rest = {static_cast<char>(palette != nullptr ? palette->bits() : 8), static_cast<char>(colours), 0, 0, 0};
    content.append(rest.data(), rest.size());
    return content;
}

void appendPalette(QByteArray& file, const Palette& palette)
{
    QByteArray colours;
    QByteArray alphas;
    for (const QRgb colour : palette.colours()) {
        colours.append(static_cast<char>(qRed(colour))).append(static_cast<char>(qGreen(colour))).append(static_cast<char>(qBlue(colour)));
        alphas.append(static_cast<char>(qAlpha(colour)));
    }
    appendChunk(file, "PLTE", colours);
    if (std::any_of(alphas.begin(), alphas.end(), [](char alpha) { return alpha != '\xff'; }))
        appendChunk(file, "tRNS", alphas);
}

void appendWords(QByteArray& file, const PngWords& words)
{
    if (words.dpi > 0.0) {
        QByteArray density;
        const auto perMetre = static_cast<quint32>(std::lround(words.dpi / 0.0254));
        appendNumber(density, perMetre);
        appendNumber(density, perMetre);
        density.append('\1');
        appendChunk(file, "pHYs", density);
    }
    for (const auto& [keyword, text] : words.texts) {
        QByteArray content = keyword;
        content.append(5, '\0'); // end of keyword, not compressed, method 0, no language, no translated keyword
        content.append(text.data(), static_cast<qsizetype>(text.size()));
        appendChunk(file, "iTXt", content);
    }
}

QByteArray fileOf(QSize size, bool holes, const Palette* palette, const PngWords& words, const QByteArray& pixels)
{
    QByteArray file("\x89PNG\r\n\x1a\n", 8);
    appendChunk(file, "IHDR", header(size, holes, palette));
    appendWords(file, words);
    if (palette != nullptr)
        appendPalette(file, *palette);
    constexpr qsizetype kMostInChunk = std::numeric_limits<qint32>::max();
    for (qsizetype from = 0; from < pixels.size(); from += kMostInChunk)
        appendChunk(file, "IDAT", pixels.mid(from, kMostInChunk));
    appendChunk(file, "IEND", {});
    return file;
}

} // namespace

QByteArray encodePng(const QImage& image, const PngWords& words)
{
    const Palette palette(image);
    const Palette* used = palette.fits() ? &palette : nullptr;
    Pixels pixels;
    pixels.add(Lines(image, used), 0, image.height(), true);
    return fileOf(image.size(), image.hasAlphaChannel(), used, words, pixels.take());
}

QByteArray encodePngInBands(QSize size, bool holes, int rowsAtOnce, const std::function<QImage(int, int)>& paintRows, const PngWords& words)
{
    Pixels pixels;
    for (int first = 0; first < size.height(); first += rowsAtOnce) {
        const int above = first > 0 ? 1 : 0; // lines are differences from the one above
        const int end = std::min(size.height(), first + rowsAtOnce);
        const QImage band = paintRows(first - above, end);
        if (band.isNull())
            return {};
        pixels.add(Lines(band, nullptr), above, band.height(), end == size.height());
    }
    return fileOf(size, holes, nullptr, words, pixels.take());
}

} // namespace headlight::paint
