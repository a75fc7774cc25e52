// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Blocked as Goto and van de Geijn describe it ("Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008): panels of `right`
// as wide as two registers, blocks of `left` that stay in the second-level cache, and a tile of sums that never leaves the registers.
// The template is compiled for three processors by the attribute of the function that it is inlined into, so no other code of the program
// is compiled with instructions that a processor may lack.

#include "measure/product.h"

#include "base/dispatch.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <memory>

#define HEADLIGHT_INLINE [[gnu::always_inline]] inline
#pragma GCC diagnostic ignored "-Wpsabi" // registers are passed to inlined functions only, so no calling convention is concerned

namespace headlight {

namespace {

constexpr std::int64_t kInner = 256;   ///< products added up before they reach memory
constexpr std::int64_t kColumns = 2048;
constexpr std::int64_t kRows = 144;    ///< a multiple of all tile heights below but the last, which is cut

/// As many values as one register holds; arithmetic on it is element by element.
template <int Width>
struct Register {
    typedef float Lanes __attribute__((vector_size(sizeof(float) * std::size_t{Width})));
};

template <int Width>
HEADLIGHT_INLINE typename Register<Width>::Lanes load(const float* from)
{
    typename Register<Width>::Lanes lanes;
    std::memcpy(&lanes, from, sizeof(lanes)); // from any address
    return lanes;
}

template <int Width>
HEADLIGHT_INLINE void addTo(float* place, const typename Register<Width>::Lanes& more)
{
    const auto sum = load<Width>(place) + more;
    std::memcpy(place, &sum, sizeof(sum));
}

/// One product: `rows` x `inner` times `inner` x `columns`.
struct Task {
    const float* left = nullptr;
    const float* right = nullptr;
    float* out = nullptr;
    std::int64_t rows = 0, inner = 0, columns = 0;
    std::int64_t leftStride = 0, rightStride = 0, outStride = 0;
};

/// Adds to a tile of `out` of Height rows and two registers: a is packed [inner][Height], b has its rows bStride apart.
template <int Height, int Width>
HEADLIGHT_INLINE void addTile(const float* a, const float* b, std::int64_t bStride, std::int64_t inner, float* out, std::int64_t outStride)
{
    using Lanes = typename Register<Width>::Lanes;
    Lanes sums[std::size_t{Height}][2];
#pragma GCC unroll 16
    for (int i = 0; i < Height; ++i)
        sums[i][0] = sums[i][1] = Lanes{};
    for (std::int64_t k = 0; k < inner; ++k) {
        const Lanes first = load<Width>(b);
        const Lanes second = load<Width>(b + Width);
#pragma GCC unroll 16
        for (int i = 0; i < Height; ++i) {
            sums[i][0] += a[i] * first;
            sums[i][1] += a[i] * second;
        }
        a += Height;
        b += bStride;
    }
#pragma GCC unroll 16
    for (int i = 0; i < Height; ++i) {
        addTo<Width>(out + i * outStride, sums[i][0]);
        addTo<Width>(out + i * outStride + Width, sums[i][1]);
    }
}

/// A tile at the lower or right edge: through a full one beside it.
template <int Height, int Width>
HEADLIGHT_INLINE void addEdgeTile(const float* a, const float* b, std::int64_t bStride, std::int64_t inner, float* out, std::int64_t outStride, std::int64_t rows,
                                  std::int64_t columns)
{
    float whole[std::size_t{Height} * 2 * std::size_t{Width}];
    for (std::int64_t r = 0; r < Height; ++r)
        for (std::int64_t c = 0; c < 2 * Width; ++c)
            whole[r * 2 * Width + c] = r < rows && c < columns ? out[r * outStride + c] : 0.0F;
    addTile<Height, Width>(a, b, bStride, inner, whole, 2 * Width);
    for (std::int64_t r = 0; r < rows; ++r)
        for (std::int64_t c = 0; c < columns; ++c)
            out[r * outStride + c] = whole[r * 2 * Width + c];
}

/// Panels of Height rows, each [inner][Height]; rows that do not exist are zero.
template <int Height>
HEADLIGHT_INLINE void packLeft(const float* left, std::int64_t stride, std::int64_t rows, std::int64_t inner, float* packed)
{
    for (std::int64_t first = 0; first < rows; first += Height) {
        const std::int64_t some = std::min<std::int64_t>(Height, rows - first);
        for (std::int64_t i = 0; i < Height; ++i) {
            const float* row = left + (first + i) * stride;
            for (std::int64_t k = 0; k < inner; ++k)
                packed[k * Height + i] = i < some ? row[k] : 0.0F;
        }
        packed += Height * inner;
    }
}

/// Panels of `width` columns, each [inner][width]; columns that do not exist are zero.
HEADLIGHT_INLINE void packRight(const float* right, std::int64_t stride, std::int64_t inner, std::int64_t columns, std::int64_t width, float* packed)
{
    for (std::int64_t first = 0; first < columns; first += width) {
        const std::int64_t some = std::min(width, columns - first);
        for (std::int64_t k = 0; k < inner; ++k) {
            const float* row = right + k * stride + first;
            for (std::int64_t c = 0; c < width; ++c)
                packed[c] = c < some ? row[c] : 0.0F;
            packed += width;
        }
    }
}

template <int Height, int Width>
HEADLIGHT_INLINE void multiplyBlocks(const Task& task)
{
    constexpr std::int64_t kPanel = 2 * Width;
    // With few rows every value of `right` is used too seldom to pay for a copy; its last columns are copied always, to be read whole.
    const bool packAll = task.rows > 4 * Height;
    const std::int64_t widest = std::min(kColumns, (task.columns + kPanel - 1) / kPanel * kPanel);
    const auto rightPanels = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>((packAll ? widest : kPanel) * std::min(kInner, task.inner)));
    const std::int64_t rowsAtOnce = std::min((kRows / Height) * Height, (task.rows + Height - 1) / Height * Height);
    const auto leftPanels = std::make_unique_for_overwrite<float[]>(static_cast<std::size_t>(rowsAtOnce * std::min(kInner, task.inner)));

    for (std::int64_t k = 0; k < task.inner; k += kInner) {
        const std::int64_t inner = std::min(kInner, task.inner - k);
        for (std::int64_t c = 0; c < task.columns; c += kColumns) {
            const std::int64_t columns = std::min(kColumns, task.columns - c);
            const float* right = task.right + k * task.rightStride + c;
            const std::int64_t whole = columns / kPanel * kPanel;
            if (packAll)
                packRight(right, task.rightStride, inner, columns, kPanel, rightPanels.get());
            else
                packRight(right + whole, task.rightStride, inner, columns - whole, kPanel, rightPanels.get());
            for (std::int64_t r = 0; r < task.rows; r += rowsAtOnce) {
                const std::int64_t rows = std::min(rowsAtOnce, task.rows - r);
                packLeft<Height>(task.left + r * task.leftStride + k, task.leftStride, rows, inner, leftPanels.get());
                for (std::int64_t j = 0; j < columns; j += kPanel) {
                    const bool copied = packAll || j == whole;
                    const float* b = !copied ? right + j : packAll ? rightPanels.get() + j * inner : rightPanels.get();
                    const std::int64_t bStride = copied ? kPanel : task.rightStride;
                    for (std::int64_t i = 0; i < rows; i += Height) {
                        const float* a = leftPanels.get() + i * inner;
                        float* out = task.out + (r + i) * task.outStride + c + j;
                        if (rows - i >= Height && columns - j >= kPanel)
                            addTile<Height, Width>(a, b, bStride, inner, out, task.outStride);
                        else
                            addEdgeTile<Height, Width>(a, b, bStride, inner, out, task.outStride, std::min<std::int64_t>(Height, rows - i), std::min(kPanel, columns - j));
                    }
                }
            }
        }
    }
}

/// One row: `right` is read once, from its first value to its last, which is as fast as memory is.
template <int Width>
HEADLIGHT_INLINE void multiplyRow(const Task& task)
{
    constexpr int kAtOnce = 8;
    std::int64_t k = 0;
    for (; k + kAtOnce <= task.inner; k += kAtOnce) {
        const float* a = task.left + k;
        const float* b = task.right + k * task.rightStride;
        std::int64_t c = 0;
        for (; c + Width <= task.columns; c += Width) {
            typename Register<Width>::Lanes sum{};
#pragma GCC unroll 8
            for (int i = 0; i < kAtOnce; ++i)
                sum += a[i] * load<Width>(b + i * task.rightStride + c);
            addTo<Width>(task.out + c, sum);
        }
        if (c == task.columns)
            continue;
        if (task.columns < Width) {
            for (; c < task.columns; ++c)
                for (int i = 0; i < kAtOnce; ++i)
                    task.out[c] += a[i] * b[i * task.rightStride + c];
            continue;
        }
        // The last columns are read with some that are done already, of which nothing is added.
        const std::int64_t last = task.columns - Width;
        typename Register<Width>::Lanes sum{};
#pragma GCC unroll 8
        for (int i = 0; i < kAtOnce; ++i)
            sum += a[i] * load<Width>(b + i * task.rightStride + last);
        float sums[std::size_t{Width}];
        std::memcpy(sums, &sum, sizeof(sums));
        for (; c < task.columns; ++c)
            task.out[c] += sums[c - last];
    }
    for (; k < task.inner; ++k)
        for (std::int64_t c = 0; c < task.columns; ++c)
            task.out[c] += task.left[k] * task.right[k * task.rightStride + c];
}

/// The tallest tile would compute rows for nothing where there are few.
template <int Width>
HEADLIGHT_INLINE void multiplyAny(const Task& task)
{
    constexpr int kTall = Width == 16 ? 12 : Width == 8 ? 6 : 4;
    if (task.rows == 1)
        multiplyRow<Width>(task);
    else if (task.rows <= kTall / 2)
        multiplyBlocks<kTall / 2, Width>(task);
    else
        multiplyBlocks<kTall, Width>(task);
}

void multiplyPlain(const Task& task)
{
    multiplyAny<4>(task);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2,fma"))) void multiplyAvx2(const Task& task)
{
    multiplyAny<8>(task);
}

__attribute__((target("avx512f,avx2,fma"))) void multiplyAvx512(const Task& task)
{
    multiplyAny<16>(task);
}
#endif

struct Code {
    const char* name;
    void (*multiply)(const Task&);
};

Code codeForThisProcessor()
{
#if defined(__x86_64__) && defined(__GNUC__)
    if (__builtin_cpu_supports("avx512f"))
        return {"AVX-512", multiplyAvx512};
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return {"AVX2", multiplyAvx2};
#endif
    return {"plain", multiplyPlain};
}

const Code& code()
{
    static const Code chosen = codeForThisProcessor();
    return chosen;
}

} // namespace

void multiplyAdd(const ConstBlock& left, const ConstBlock& right, MatrixBlock out)
{
    assert(left.columns == right.rows && left.rows == out.rows && right.columns == out.columns);
    if (out.rows == 0 || out.columns == 0 || left.columns == 0)
        return;
    code().multiply({left.values.data(), right.values.data(), out.values.data(), out.rows, left.columns, out.columns, left.stride, right.stride, out.columns});
}

const char* productCode()
{
    return code().name;
}

} // namespace headlight
