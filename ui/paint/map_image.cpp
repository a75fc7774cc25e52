// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/parallel.h"
#include "ui/paint/colour_maps.h"
#include "ui/paint/fresh_image.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace headlight::paint {

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr std::int64_t kParallelFrom = 1 << 17; ///< cells or pixels; below, starting threads costs more than it saves

bool isNumber(float value)
{
    return std::fabs(value) <= FLT_MAX;
}

/// Which cells of one axis each pixel shows.
class Blocks {
public:
    Blocks(std::int64_t cells, std::int64_t pixels) : m_cells(cells), m_pixels(pixels)
    {
        const std::int64_t size = (cells + pixels - 1) / pixels;
        m_exact = size > 1 && (cells + size - 1) / size == pixels ? size : 0;
    }

    [[nodiscard]] std::int64_t begin(std::int64_t pixel) const { return m_exact > 0 ? pixel * m_exact : pixel * m_cells / m_pixels; }
    [[nodiscard]] std::int64_t end(std::int64_t pixel) const
    {
        if (m_pixels >= m_cells)
            return begin(pixel) + 1;
        return m_exact > 0 ? std::min(m_cells, (pixel + 1) * m_exact) : ((pixel + 1) * m_cells + m_pixels - 1) / m_pixels;
    }
    [[nodiscard]] bool pooled() const { return m_pixels < m_cells; }

private:
    std::int64_t m_cells;
    std::int64_t m_pixels;
    std::int64_t m_exact = 0; ///< cells per block where all blocks are equal, else 0
};

// `kept` starts as NaN; comparisons with it are false, so that the first number always replaces it.
struct KeepLargest {
    static float of(float kept, float value) { return isNumber(value) && !(kept >= value) ? value : kept; }
};
struct KeepLargestMagnitude {
    static float of(float kept, float value) { return isNumber(value) && !(std::fabs(kept) >= std::fabs(value)) ? value : kept; }
};

struct Picture {
    const Matrix* values;
    const ColourScale* scale;
    const ColourTable* table;
    Blocks rows;
    std::vector<std::int64_t> firstColumn; ///< of each pixel
    std::vector<std::int64_t> lastColumn;  ///< behind the last one
    QRgb notANumber;
    QRgb notANumberLine;
    int hatch; ///< distance of hatch lines, in pixels
    std::int64_t width;
};

Picture pictureOf(const Matrix& values, const ColourScale& scale, QSize pixels, QRgb notANumber, QRgb notANumberLine)
{
    const std::int64_t width = pixels.width();
    const std::int64_t height = pixels.height();
    const auto cellPixels = static_cast<int>(std::min(width / values.columns(), height / values.rows()));
    Picture picture{&values, &scale, colourMap(scale.map).table, Blocks(values.rows(), height), {}, {}, notANumber, notANumberLine, std::clamp(cellPixels / 3, 4, 8),
                    width};
    const Blocks columns(values.columns(), width);
    for (std::int64_t x = 0; x < width; ++x) {
        picture.firstColumn.push_back(columns.begin(x));
        picture.lastColumn.push_back(columns.end(x));
    }
    return picture;
}

/// The largest number of each block, by the one instruction that processors have for it: it leaves out NaN but not infinity.
/// False where an infinity came through; then the careful way below has to do the row again.
bool poolRowQuickly(const Picture& picture, std::int64_t first, std::int64_t last, std::vector<float>& column, std::vector<float>& out)
{
    constexpr float kLowest = -std::numeric_limits<float>::infinity();
    const float* source = picture.values->row(first).data();
    if (last - first > 1) {
        std::fill(column.begin(), column.end(), kLowest);
        float* kept = column.data();
        const auto count = static_cast<std::size_t>(picture.values->columns());
        for (std::int64_t r = first; r < last; ++r) {
            const float* row = picture.values->row(r).data();
            for (std::size_t c = 0; c < count; ++c)
                kept[c] = row[c] > kept[c] ? row[c] : kept[c];
        }
        source = kept;
    }
    bool finite = true;
    const std::int64_t* begins = picture.firstColumn.data();
    const std::int64_t* ends = picture.lastColumn.data();
    float* pooled = out.data();
    for (std::size_t x = 0; x < out.size(); ++x) {
        float kept = kLowest;
        for (std::int64_t c = begins[x]; c < ends[x]; ++c)
            kept = source[c] > kept ? source[c] : kept;
        finite = finite && kept <= FLT_MAX;
        pooled[x] = kept; // minus infinity where the block has no number: hatched like NaN
    }
    return finite;
}

template <typename Keep>
void poolRow(const Picture& picture, std::int64_t first, std::int64_t last, std::vector<float>& column, std::vector<float>& out)
{
    std::span<const float> source = picture.values->row(first);
    if (last - first > 1) {
        std::fill(column.begin(), column.end(), kNone);
        for (std::int64_t r = first; r < last; ++r) {
            const float* row = picture.values->row(r).data();
            float* kept = column.data();
            for (std::size_t c = 0; c < column.size(); ++c)
                kept[c] = Keep::of(kept[c], row[c]);
        }
        source = column;
    }
    for (std::size_t x = 0; x < out.size(); ++x) {
        float kept = kNone;
        for (std::int64_t c = picture.firstColumn[x]; c < picture.lastColumn[x]; ++c)
            kept = Keep::of(kept, source[static_cast<std::size_t>(c)]);
        out[x] = kept;
    }
}

void meanRow(const Picture& picture, std::int64_t first, std::int64_t last, std::vector<float>& out)
{
    for (std::size_t x = 0; x < out.size(); ++x) {
        double sum = 0.0;
        std::int64_t count = 0;
        for (std::int64_t r = first; r < last; ++r)
            for (std::int64_t c = picture.firstColumn[x]; c < picture.lastColumn[x]; ++c)
                if (const float value = (*picture.values)(r, c); isNumber(value)) {
                    sum += static_cast<double>(value);
                    ++count;
                }
        out[x] = count > 0 ? static_cast<float>(sum / static_cast<double>(count)) : kNone;
    }
}

/// Returns whether a pixel was hatched, so that the row differs from the one below it.
bool colourRow(const Picture& picture, const std::vector<float>& values, std::int64_t y, QRgb* line)
{
    const double low = picture.scale->low;
    const double range = picture.scale->high - low;
    const QRgb* table = picture.table->data();
    if (picture.scale->diverging && !(range > 0.0)) {
        std::fill_n(line, values.size(), table[128]);
    } else {
        const float* value = values.data();
        for (std::size_t x = 0; x < values.size(); ++x) { // colourIndex(), where the compiler can see it
            const double position = (static_cast<double>(value[x]) - low) / range * 256.0;
            const double above = position > 0.0 ? position : 0.0;
            line[x] = table[static_cast<int>(above < 255.0 ? above : 255.0)];
        }
    }
    bool hatched = false;
    for (std::size_t x = 0; x < values.size(); ++x)
        if (!isNumber(values[x])) [[unlikely]] {
            line[x] = (static_cast<std::int64_t>(x) + y) % picture.hatch == 0 ? picture.notANumberLine : picture.notANumber;
            hatched = true;
        }
    return hatched;
}

enum class Pooling : std::uint8_t { Largest, Magnitude, Mean };

/// `bits` are those of row `top`.
void paintRows(const Picture& picture, Pooling pooling, std::int64_t from, std::int64_t to, std::int64_t top, std::int64_t stride, uchar* bits)
{
    std::vector<float> column(static_cast<std::size_t>(picture.values->columns()));
    std::vector<float> pooled(static_cast<std::size_t>(picture.width));
    std::int64_t before = -1;
    bool hatched = false;
    for (std::int64_t y = from; y < to; ++y) {
        auto* line = reinterpret_cast<QRgb*>(bits + (y - top) * stride);
        const std::int64_t first = picture.rows.begin(y);
        if (first == before && !picture.rows.pooled() && !hatched) {
            std::memcpy(line, bits + (y - 1 - top) * stride, static_cast<std::size_t>(picture.width) * sizeof(QRgb));
            continue;
        }
        before = first;
        const std::int64_t last = picture.rows.end(y);
        if (pooling == Pooling::Mean)
            meanRow(picture, first, last, pooled);
        else if (pooling == Pooling::Magnitude)
            poolRow<KeepLargestMagnitude>(picture, first, last, column, pooled);
        else if (!poolRowQuickly(picture, first, last, column, pooled))
            poolRow<KeepLargest>(picture, first, last, column, pooled);
        hatched = colourRow(picture, pooled, y, line);
    }
}

} // namespace

QImage mapImage(const Matrix& values, const ColourScale& scale, QSize pixels, bool meanPooling, QRgb notANumber, QRgb notANumberLine)
{
    return mapImage(values, scale, pixels, {0, pixels.height()}, meanPooling, notANumber, notANumberLine);
}

QImage mapImage(const Matrix& values, const ColourScale& scale, QSize pixels, PixelRows rows, bool meanPooling, QRgb notANumber, QRgb notANumberLine)
{
    if (values.empty() || pixels.isEmpty() || rows.count() <= 0)
        return {};
    QImage image = freshImage({pixels.width(), rows.count()}, QImage::Format_RGB32);
    if (image.isNull())
        return {};
    const Picture picture = pictureOf(values, scale, pixels, notANumber, notANumberLine);
    const bool isSigned = scale.diverging || scale.low < 0.0;
    const Pooling pooling = meanPooling ? Pooling::Mean : isSigned ? Pooling::Magnitude : Pooling::Largest;

    uchar* bits = image.bits(); // detaches once, here, not in every thread
    const std::int64_t count = rows.count();
    const std::int64_t work = std::max(picture.width * count, values.rows() * values.columns() * count / pixels.height());
    const std::int64_t parts = std::clamp<std::int64_t>(work / kParallelFrom, 1, 4 * threadCount());
    const auto paint = [&](std::int64_t from, std::int64_t to) { paintRows(picture, pooling, rows.first + from, rows.first + to, rows.first, image.bytesPerLine(), bits); };
    if (parts == 1)
        paint(0, count);
    else
        parallelFor(parts, [&](std::int64_t part) { paint(count * part / parts, count * (part + 1) / parts); });
    return image;
}

} // namespace headlight::paint
