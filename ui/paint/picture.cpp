// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/picture.h"

#include "base/parallel.h"
#include "measure/patch_mask.h"

#include <QDateTime>
#include <QFileInfo>
#include <QImageReader>

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>

namespace headlight::paint {

namespace {

constexpr std::size_t kKept = 4;
constexpr std::int64_t kRowsPerPart = 32;
constexpr int kHatchPitch = 5;

LoadedPicture readFile(const QString& path)
{
    const QString name = QFileInfo(path).fileName();
    if (QFileInfo(path).size() > kLargestPictureFile)
        return {{}, QStringLiteral("%1 is larger than %2 MB and was not read as a picture").arg(name).arg(kLargestPictureFile >> 20)};
    QImageReader reader(path);
    reader.setAutoTransform(true); // as the camera was held
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (size.isValid() && std::max(size.width(), size.height()) > kLargestPicture)
        reader.setScaledSize(size.scaled(kLargestPicture, kLargestPicture, Qt::KeepAspectRatio));
    const QImage image = reader.read();
    if (image.isNull())
        return {{}, QStringLiteral("%1 is no picture that can be read: %2").arg(name, reader.errorString())};
    return {image.convertToFormat(QImage::Format_RGB32), {}};
}

LoadedPicture fromPixels(const PictureArray& array)
{
    const auto bytes = pixelsOf(array);
    if (!bytes)
        return {{}, QString::fromStdString(sentence(bytes.error()))};
    QImage image(static_cast<int>(array.columns()), static_cast<int>(array.rows()), QImage::Format_RGB32);
    const std::uint8_t* at = bytes->data();
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x, at += 3)
            line[x] = qRgb(at[0], at[1], at[2]);
    }
    return {std::move(image), {}};
}

/// A picture that was read: of a file as it was then, or of numbers in a dump.
struct Kept {
    QString file;
    std::optional<Tensor> numbers;
    LoadedPicture picture;
};

QString fileKey(const ImageFigure& figure)
{
    if (figure.picture.empty())
        return {};
    const QFileInfo file(QString::fromStdString(figure.picture.string()));
    return QStringLiteral("%1 %2 %3").arg(file.absoluteFilePath()).arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch());
}

QRgb greyOf(QRgb colour)
{
    const int grey = qGray(colour);
    return qRgb(grey, grey, grey);
}

QRgb mixed(QRgb ground, QRgb colour, double share)
{
    const auto mix = [share](int below, int above) { return static_cast<int>(std::lround((1.0 - share) * below + share * above)); };
    return qRgb(mix(qRed(ground), qRed(colour)), mix(qGreen(ground), qGreen(colour)), mix(qBlue(ground), qBlue(colour)));
}

/// Runs of rows on all threads.
template <typename PixelAt>
QImage filled(QSize pixels, PixelAt pixelAt)
{
    QImage image(pixels, QImage::Format_RGB32);
    uchar* const bits = image.bits();
    const auto pitch = image.bytesPerLine();
    const std::int64_t height = pixels.height();
    parallelFor((height + kRowsPerPart - 1) / kRowsPerPart, [&](std::int64_t part) {
        for (std::int64_t y = part * kRowsPerPart; y < std::min(height, (part + 1) * kRowsPerPart); ++y) {
            auto* line = reinterpret_cast<QRgb*>(bits + y * pitch);
            for (int x = 0; x < pixels.width(); ++x)
                line[x] = pixelAt(x, static_cast<int>(y));
        }
    });
    return image;
}

} // namespace

LoadedPicture pictureOf(const ImageFigure& figure)
{
    static std::mutex mutex;
    static std::list<Kept> kept;
    if (!figure.hasPicture())
        return {};
    const QString file = fileKey(figure);
    const auto matches = [&](const Kept& entry) {
        return file.isEmpty() ? entry.numbers && entry.numbers->sameBytes(figure.pixels->values) : entry.file == file;
    };
    {
        const std::lock_guard lock(mutex);
        const auto known = std::find_if(kept.begin(), kept.end(), matches);
        if (known != kept.end()) {
            kept.splice(kept.begin(), kept, known);
            return kept.front().picture;
        }
    }
    LoadedPicture loaded = file.isEmpty() ? fromPixels(*figure.pixels) : readFile(QString::fromStdString(figure.picture.string()));
    const std::lock_guard lock(mutex);
    kept.push_front({file, file.isEmpty() ? std::optional(figure.pixels->values) : std::nullopt, loaded});
    if (kept.size() > kKept)
        kept.pop_back();
    return loaded;
}

double coverOf(float value, const ColourScale& scale, double strength)
{
    const double v = static_cast<double>(value);
    const double place = scale.diverging ? std::fabs(v) / scale.high : (v - scale.low) / (scale.high - scale.low);
    return strength * std::sqrt(std::clamp(place, 0.0, 1.0));
}

ColourTable coveredTable(const ColourScale& scale, double strength, QRgb ground)
{
    ColourTable table = *colourMap(scale.map).table;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double value = scale.low + (static_cast<double>(i) + 0.5) / 256.0 * (scale.high - scale.low);
        table[i] = mixed(ground, table[i], coverOf(static_cast<float>(value), scale, strength));
    }
    return table;
}

QRgb meanColour(const QImage& picture, bool grey)
{
    std::int64_t red = 0;
    std::int64_t green = 0;
    std::int64_t blue = 0;
    for (int y = 0; y < picture.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        for (int x = 0; x < picture.width(); ++x) {
            red += qRed(line[x]);
            green += qGreen(line[x]);
            blue += qBlue(line[x]);
        }
    }
    const std::int64_t count = std::max<std::int64_t>(1, std::int64_t{picture.width()} * picture.height());
    const QRgb mean = qRgb(static_cast<int>(red / count), static_cast<int>(green / count), static_cast<int>(blue / count));
    return grey ? greyOf(mean) : mean;
}

QImage maskImage(const Matrix& mask, const ColourScale& scale, Enlargement enlargement, QSize pixels, QRgb ground, QRgb hatch)
{
    const Matrix values = enlarged(mask, pixels.height(), pixels.width(), enlargement);
    return filled(pixels, [&](int x, int y) {
        const float value = values(y, x);
        if (!std::isfinite(value))
            return (x + y) % kHatchPitch == 0 ? hatch : ground;
        return cellColour(value, scale);
    });
}

QImage overlayImage(const Matrix& mask, const ColourScale& scale, Enlargement enlargement, QSize pixels, const QImage& picture, double strength, bool grey)
{
    const Matrix values = enlarged(mask, pixels.height(), pixels.width(), enlargement);
    const QImage below = picture.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).convertToFormat(QImage::Format_RGB32);
    const uchar* const bits = below.constBits();
    const auto pitch = below.bytesPerLine();
    return filled(pixels, [&](int x, int y) {
        const QRgb stored = reinterpret_cast<const QRgb*>(bits + static_cast<std::ptrdiff_t>(y) * pitch)[x];
        const QRgb ground = grey ? greyOf(stored) : (stored | 0xff000000U);
        const float value = values(y, x);
        if (!std::isfinite(value))
            return (x + y) % kHatchPitch == 0 ? qRgb(255, 255, 255) : ground;
        return mixed(ground, cellColour(value, scale), coverOf(value, scale, strength));
    });
}

} // namespace headlight::paint
