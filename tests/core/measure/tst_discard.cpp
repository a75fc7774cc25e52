// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The smallest values of a layer go, counted exactly: against sorting all of them.

#include "measure/discard.h"
#include "support/test_class.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

namespace discard_test {

using namespace headlight;

class tst_discard : public QObject {
    Q_OBJECT

    static Matrix random(std::int64_t rows, std::int64_t columns, unsigned seed, int steps)
    {
        std::mt19937 generator(seed);
        std::uniform_real_distribution<float> share(-0.2F, 1.0F);
        Matrix map(rows, columns);
        for (float& value : map.values()) {
            value = share(generator);
            if (steps > 0)
                value = std::round(value * static_cast<float>(steps)) / static_cast<float>(steps); // ties, and zeros of both signs
        }
        return map;
    }

    /// By the definition: all places in the order of value and place, the first of them set to 0.
    static Matrix sorted(const Matrix& map, double share, const Spared& spared)
    {
        Matrix made = map;
        const auto values = made.values();
        std::vector<std::size_t> places(values.size());
        std::iota(places.begin(), places.end(), std::size_t{0});
        const auto known = [&](std::size_t place) {
            const float value = map.values()[place];
            return std::isnan(value) ? std::pair(true, 0.0F) : std::pair(false, value); // above infinity
        };
        std::ranges::stable_sort(places, {}, known);
        places.resize(static_cast<std::size_t>(std::floor(static_cast<double>(values.size()) * share)));
        const auto columns = static_cast<std::size_t>(map.columns());
        for (const auto place : places)
            if (!std::isnan(values[place]) && !spared(static_cast<std::int64_t>(place / columns), static_cast<std::int64_t>(place % columns)))
                values[place] = 0.0F;
        return made;
    }

    static void compare(const Matrix& map, double share, const Spared& spared)
    {
        Matrix made = map;
        discardSmallest(made, share, spared);
        const Matrix expected = sorted(map, share, spared);
        for (std::size_t i = 0; i < made.values().size(); ++i) {
            const float a = made.values()[i];
            const float b = expected.values()[i];
            QVERIFY2(a == b || (std::isnan(a) && std::isnan(b)), qPrintable(QStringLiteral("place %1: %2, expected %3").arg(i).arg(a).arg(b)));
        }
    }

private slots:
    void theSmallestGoAndEqualOnesByPlace_data()
    {
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("steps");
        for (const int side : {1, 2, 17, 63, 90, 91, 130}) // 91² is above what is selected without counting
            for (const int steps : {0, 1, 7, 400})
                QTest::addRow("%d x %d, %d steps", side, side, steps) << side << steps;
    }
    void theSmallestGoAndEqualOnesByPlace()
    {
        QFETCH(int, side);
        QFETCH(int, steps);
        const Matrix map = random(side, side, static_cast<unsigned>(side * 1000 + steps), steps);
        for (const double share : {0.0, 0.1, 0.5, 0.9, 0.999, 1.0}) {
            compare(map, share, {});
            compare(map, share, {.first = true});
            Spared some{.positions = std::vector<char>(static_cast<std::size_t>(side), 0)};
            some.positions[static_cast<std::size_t>(side / 2)] = 1;
            compare(map, share, some);
        }
    }

    void whatIsNoNumberStays()
    {
        Matrix map = random(120, 120, 7, 0);
        std::mt19937 generator(8);
        for (int i = 0; i < 900; ++i)
            map.values()[generator() % map.values().size()] = i % 3 == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
        for (const double share : {0.5, 0.9, 0.96, 1.0})
            compare(map, share, {.first = true});
    }
};

HEADLIGHT_GUILESS_TEST(tst_discard)

} // namespace discard_test

#include "tst_discard.moc"
