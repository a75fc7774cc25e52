// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dump/trees.h"
#include "dump/dump.h"
#include "dump/token_style.h"
#include "support/test_class.h"

namespace tokens_test {

using namespace headlight;

class tst_tokens : public QObject {
    Q_OBJECT

private slots:
    void wordPieceMarksAreTakenOff()
    {
        const auto token = cleanToken("##nni", false);
        COMPARE_VALUES(token.label, "nni");
        QVERIFY(token.continues);
        QVERIFY(!token.leadingSpace);
    }

    void byteLevelSpaceIsALeadingSpace()
    {
        const auto token = cleanToken("Ġvisualization", true);
        COMPARE_VALUES(token.label, "visualization");
        QVERIFY(token.leadingSpace);
    }

    void byteLevelBytesAreDecodedToText()
    {
        COMPARE_VALUES(cleanToken("Ã©", true).label, "é");
        COMPARE_VALUES(cleanToken("ĠÃ©tÃ©", true).label, "été");
        COMPARE_VALUES(cleanToken("ðŁĺĢ", true).label, "😀");
        COMPARE_VALUES(cleanToken("Ã©", false).label, "Ã©");
    }

    void aPieceOfACharacterIsShownRaw() { COMPARE_VALUES(cleanToken("Ã", true).label, "Ã"); }

    void lineEndsAndTabsAreVisible()
    {
        COMPARE_VALUES(cleanToken("Ċ", true).label, "␤");
        COMPARE_VALUES(cleanToken("\t", false).label, "␉");
    }

    void whiteSpaceAloneIsNeverAnEmptyLabel()
    {
        COMPARE_VALUES(cleanToken("Ġ", true).label, "␣");
        COMPARE_VALUES(cleanToken("", false).label, "␣");
        COMPARE_VALUES(cleanToken("▁", false).label, "␣");
    }

    void sentencePieceAndEndOfWordMarksAreTakenOff()
    {
        const auto piece = cleanToken("▁small", false);
        COMPARE_VALUES(piece.label, "small");
        QVERIFY(piece.leadingSpace);
        COMPARE_VALUES(cleanToken("circle</w>", false).label, "circle");
    }

    void specialTokensStayAsTheyAre()
    {
        COMPARE_VALUES(cleanToken("[CLS]", false).label, "[CLS]");
        COMPARE_VALUES(cleanToken("<|endoftext|>", true).label, "<|endoftext|>");
        for (const auto* token : {"[CLS]", "[SEP]", "[MASK]", "<s>", "</s>", "<|startoftext|>", "<extra_id_0>", "[PAD]"})
            QVERIFY2(isSpecialToken(token), token);
        for (const auto* token : {"[", "[1]", "<", "s", "[pad", "CLS", "[cls"})
            QVERIFY2(!isSpecialToken(token), token);
    }

    void paddingTokensOfTheUsualTokenizersAreKnown()
    {
        for (const auto* token : {"[PAD]", "<pad>", "<|pad|>"})
            QVERIFY2(isPaddingToken(token), token);
        for (const auto* token : {"[SEP]", "pad", "</s>"})
            QVERIFY2(!isPaddingToken(token), token);
    }

    void hostileTextIsEscapedInLabels() { COMPARE_VALUES(cleanToken("\x1b[31m", false).label, "\\x1b[31m"); }

    void theStyleIsSeenFromTheTokens()
    {
        QVERIFY(styleOf({"the", "##n"}) == TokenStyle::WordPiece);
        QVERIFY(styleOf({"the", "Ġcat"}) == TokenStyle::ByteLevel);
        QVERIFY(styleOf({"▁the", "n"}) == TokenStyle::SentencePiece);
        QVERIFY(styleOf({"a</w>", "n"}) == TokenStyle::EndOfWord);
        QVERIFY(styleOf({"the", " cat"}) == TokenStyle::Spaces);
        QVERIFY(styleOf({"the", "cat"}) == TokenStyle::Plain);
    }

    void piecesWithoutASpaceGoOnAWord()
    {
        const auto tokens = cleanTokens({"Data", "Ġvisualization", "Ġem", "powers", "."});
        QVERIFY(!tokens[0].continues); // the first word begins without a space
        QVERIFY(!tokens[2].continues);
        QVERIFY(tokens[3].continues);
        QVERIFY(!tokens[4].continues); // punctuation stands for itself
    }

    void afterASpecialTokenAWordBegins()
    {
        const auto tokens = cleanTokens({"<s>", "The", "Ġcat", "</s>", "On", "ly"});
        QVERIFY(!tokens[1].continues);
        QVERIFY(!tokens[4].continues);
        QVERIFY(tokens[5].continues);
    }

    void endOfWordMarksEndWords()
    {
        const auto tokens = cleanTokens({"<|startoftext|>", "tri", "angle</w>", "red</w>", "<|endoftext|>"});
        QVERIFY(!tokens[1].continues);
        QVERIFY(tokens[2].continues);
        QVERIFY(!tokens[3].continues);
        QVERIFY(!tokens[4].continues);
    }
};

HEADLIGHT_GUILESS_TEST(tst_tokens)

} // namespace tokens_test

#include "tst_tokens.moc"
