// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every pattern of the small floating types widens to the number its definition says.
#include "support/test_class.h"
#include "value/dtype.h"

#include <bit>
#include <cmath>
#include <vector>

namespace dtype_test {

using namespace headlight;

namespace {

/// (-1)^s 2^(e - bias) (1 + m / 2^M), subnormals without the one: the definition, in double arithmetic.
double byDefinition(unsigned bits, int exponentBits, int mantissaBits, bool hasInfinity)
{
    const unsigned mantissaMask = (1U << mantissaBits) - 1;
    const unsigned exponentMask = (1U << exponentBits) - 1;
    const unsigned mantissa = bits & mantissaMask;
    const unsigned exponent = (bits >> mantissaBits) & exponentMask;
    const double sign = ((bits >> (exponentBits + mantissaBits)) & 1U) != 0 ? -1 : 1;
    const int bias = (1 << (exponentBits - 1)) - 1;
    if (exponent == exponentMask && hasInfinity)
        return mantissa == 0 ? sign * HUGE_VAL : std::nan("");
    if (exponent == exponentMask && mantissa == mantissaMask)
        return std::nan("");
    const double fraction = mantissa / std::pow(2.0, mantissaBits);
    return exponent == 0 ? sign * std::pow(2.0, 1 - bias) * fraction : sign * std::pow(2.0, static_cast<int>(exponent) - bias) * (1 + fraction);
}

bool same(double a, double b)
{
    return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

template <typename Bits>
std::vector<float> widenedAll(DType type)
{
    std::vector<Bits> patterns(std::size_t{1} << (8 * sizeof(Bits)));
    for (std::size_t i = 0; i < patterns.size(); ++i)
        patterns[i] = static_cast<Bits>(i);
    std::vector<float> values(patterns.size());
    const auto order = std::endian::native == std::endian::little ? ByteOrder::Little : ByteOrder::Big;
    if (!widen(type, order, std::as_bytes(std::span(patterns)), std::span<float>(values)))
        values.clear();
    return values;
}

} // namespace

class tst_dtype : public QObject {
    Q_OBJECT

private slots:
    void everyPatternIsTheNumberOfItsDefinition_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("exponentBits");
        QTest::addColumn<int>("mantissaBits");
        QTest::addColumn<bool>("hasInfinity");
        QTest::newRow("float16") << static_cast<int>(DType::Float16) << 5 << 10 << true;
        QTest::newRow("bfloat16") << static_cast<int>(DType::BFloat16) << 8 << 7 << true;
        QTest::newRow("float8_e4m3fn") << static_cast<int>(DType::Float8E4M3FN) << 4 << 3 << false;
        QTest::newRow("float8_e5m2") << static_cast<int>(DType::Float8E5M2) << 5 << 2 << true;
    }

    void everyPatternIsTheNumberOfItsDefinition()
    {
        QFETCH(int, type);
        QFETCH(int, exponentBits);
        QFETCH(int, mantissaBits);
        QFETCH(bool, hasInfinity);
        const auto dtype = static_cast<DType>(type);
        const auto values = sizeOf(dtype) == 2 ? widenedAll<std::uint16_t>(dtype) : widenedAll<std::uint8_t>(dtype);
        QCOMPARE(values.size(), std::size_t{1} << (8 * sizeOf(dtype)));
        for (std::size_t i = 0; i < values.size(); ++i)
            QVERIFY2(same(static_cast<double>(values[i]), byDefinition(static_cast<unsigned>(i), exponentBits, mantissaBits, hasInfinity)), std::to_string(i).c_str());
    }

    void bigEndianNumbersAreSwapped()
    {
        const std::vector<std::byte> bytes{std::byte{0x3f}, std::byte{0xc0}, std::byte{0}, std::byte{0}};
        std::vector<float> value(1);
        QVERIFY(widen(DType::Float32, ByteOrder::Big, bytes, std::span<float>(value)));
        QCOMPARE(value.front(), 1.5F);
        std::vector<double> wide(1);
        QVERIFY(widen(DType::Int32, ByteOrder::Big, bytes, std::span<double>(wide)));
        QCOMPARE(wide.front(), 1069547520.0);
    }

    void complexNumbersAreRefusedWithARemedy()
    {
        const std::vector<std::byte> bytes(16);
        std::vector<float> value(1);
        const auto got = widen(DType::Complex128, ByteOrder::Little, bytes, std::span<float>(value));
        QVERIFY(!got);
        QVERIFY(!got.error().remedy.empty());
    }

    void everyTypeHasANameAndASize()
    {
        for (int i = 0; i <= static_cast<int>(DType::Complex128); ++i) {
            const auto dtype = static_cast<DType>(i);
            QVERIFY(!nameOf(dtype).empty());
            QVERIFY(std::has_single_bit(sizeOf(dtype)));
        }
    }
};

HEADLIGHT_GUILESS_TEST(tst_dtype)

} // namespace dtype_test

#include "tst_dtype.moc"
