// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Values over patches and between them. Numbers of interpolation are those of torch.nn.functional.interpolate(align_corners=False), torch 1.13.

#include "measure/patch_mask.h"
#include "support/map_pictures.h"
#include "support/test_class.h"

#include <limits>

namespace patch_mask_test {

using namespace headlight;
using namespace headlight::test;

class tst_patch_mask : public QObject {
    Q_OBJECT

    const Matrix m_squares = map({{0, 1, 4}, {9, 16, 25}});

private slots:
    void bicubicIsThatOfTorch()
    {
        const Matrix expected = map({{-0.9845, -0.9772, -0.5820, 0.8931, 2.0124},
                                     {1.8126, 2.6406, 4.3984, 7.2363, 9.1763},
                                     {6.4194, 8.5994, 12.6016, 17.6838, 20.9757},
                                     {9.2165, 12.2172, 17.5820, 24.0269, 28.1396}});
        const Matrix found = enlarged(m_squares, 4, 5, Enlargement::Bicubic);
        QVERIFY2(equalMaps(found, expected, 6e-5), picture(found).constData());
    }

    void bilinearIsComputedByHand()
    {
        // Rows lie at -0.25 (clamped to 0), 0.25, 0.75 and 1.25 (clamped) of the two.
        COMPARE_MAPS(enlarged(map({{0, 8}, {4, 12}}), 4, 2), map({{0, 8}, {1, 9}, {3, 11}, {4, 12}}));
    }

    void nearestRepeatsPatches()
    {
        COMPARE_MAPS(enlarged(m_squares, 2, 6, Enlargement::Nearest), map({{0, 0, 1, 1, 4, 4}, {9, 9, 16, 16, 25, 25}}));
    }

    void theSameSizeIsTheSameMask()
    {
        for (const auto how : {Enlargement::Nearest, Enlargement::Bilinear, Enlargement::Bicubic})
            COMPARE_MAPS(enlarged(m_squares, 2, 3, how), m_squares);
    }

    void weightsSumToOneEverywhere()
    {
        const Matrix constant = map({{2, 2, 2}, {2, 2, 2}, {2, 2, 2}});
        for (const auto how : {Enlargement::Nearest, Enlargement::Bilinear, Enlargement::Bicubic}) {
            const Matrix large = enlarged(constant, 17, 11, how);
            for (const float value : large.values())
                QVERIFY(std::abs(value - 2.0F) < 1e-6F);
        }
    }

    void aPatchThatIsNoNumberDoesNotReachBeyondItsNeighbours()
    {
        Matrix mask(1, 8);
        mask(0, 0) = std::numeric_limits<float>::quiet_NaN();
        const Matrix wide = enlarged(mask, 1, 8, Enlargement::Nearest);
        QVERIFY(std::isnan(wide(0, 0)));
        QCOMPARE(wide(0, 1), 0.0F);
        QCOMPARE(enlarged(mask, 1, 8, Enlargement::Bicubic)(0, 4), 0.0F);
    }

    void namesAreReadAgain()
    {
        for (const auto how : {Enlargement::Nearest, Enlargement::Bilinear, Enlargement::Bicubic})
            QVERIFY(enlargementFromName(nameOf(how)) == how);
        QVERIFY(!enlargementFromName("lanczos"));
    }
};

HEADLIGHT_GUILESS_TEST(tst_patch_mask)

} // namespace patch_mask_test

#include "tst_patch_mask.moc"
