// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What people read: sentences of errors, text made fit for a terminal, labels, and the order of numbered names.
#include "base/error.h"
#include "base/indices.h"
#include "base/natural_order.h"
#include "base/text.h"
#include "support/test_class.h"

#include <algorithm>

namespace words_test {

using namespace headlight;

class tst_words : public QObject {
    Q_OBJECT

private slots:
    void anErrorIsOneSentenceWithItsPlaceAndARemedy()
    {
        Error error{ErrorKind::Truncated, "needs 96 bytes, has 48", {}, "Save the file again"};
        QCOMPARE(sentence(error), std::string("needs 96 bytes, has 48. Save the file again."));
        error.place = {"a.pt", "data/3", "['x'][0]", 64};
        QCOMPARE(sentence(error), std::string("a.pt, entry data/3, ['x'][0], byte 64: needs 96 bytes, has 48. Save the file again."));
    }

    void theFileOfAnErrorIsFilledInOnce()
    {
        const auto error = inFile(inFile(Error{ErrorKind::Corrupt, "x"}, "first"), "second");
        QCOMPARE(error.place.file, std::string("first"));
    }

    void controlCharactersNeverReachATerminal()
    {
        QCOMPARE(displayable("a\x1b[31m\n\xff"), std::string("a\\x1b[31m\\x0a\\xff"));
        QCOMPARE(displayable("\xe2\x80\xae" "evil"), std::string("\\u202eevil")); // right-to-left override
        QCOMPARE(displayable("\xe2\x81\xa6"), std::string("\\u2066"));
        QCOMPARE(displayable("\xc4\xa0the \xe4\xb8\xad"), std::string("\xc4\xa0the \xe4\xb8\xad"));
        QCOMPARE(displayable(std::string(1000, 'x'), 10), std::string(10, 'x') + "…");
    }

    void brokenUtf8IsFoundAndRepaired()
    {
        for (const char* good : {"", "abc", "\xc3\xa9", "\xf0\x9f\x98\x80"})
            QVERIFY(isUtf8(good));
        for (const char* bad : {"\xff", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xf0\x9f\x98"}) {
            QVERIFY(!isUtf8(bad));
            QVERIFY(isUtf8(repairedUtf8(bad)));
        }
    }

    void numberedNamesComeInTheirOrder()
    {
        std::vector<std::string> names{"layer_10", "layer_2", "layer_1", "layer_02", "a", "layer_", "layer_99999999999999999999999999", "layer_1b"};
        std::ranges::sort(names, naturallyBefore);
        const auto place = [&](const char* name) { return std::ranges::find(names, name) - names.begin(); };
        QVERIFY(place("layer_1") < place("layer_2"));
        QVERIFY(place("layer_2") < place("layer_10"));
        QVERIFY(place("layer_10") < place("layer_99999999999999999999999999"));
        QVERIFY(place("a") < place("layer_1"));
        for (const auto& a : names)
            for (const auto& b : names)
                QVERIFY(!(naturallyBefore(a, b) && naturallyBefore(b, a)));
    }

    void layersAndHeadsAreCountedAsPeopleAsk()
    {
        QVERIFY(label(LayerIndex(0), IndexBase::One).find('1') != std::string::npos);
        QVERIFY(label(LayerIndex(0), IndexBase::Zero).find('0') != std::string::npos);
        QCOMPARE(layerFromNumber(12, IndexBase::One), LayerIndex(11));
        QCOMPARE(headFromNumber(0, IndexBase::Zero), HeadIndex(0));
    }
};

HEADLIGHT_GUILESS_TEST(tst_words)

} // namespace words_test

#include "tst_words.moc"
