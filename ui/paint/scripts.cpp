// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/scripts.h"

#include "ui/paint/fonts.h"

#include <QFontMetrics>
#include <QGlyphRun>
#include <QHash>
#include <QRawFont>
#include <QTextLayout>

#include <algorithm>

namespace headlight::paint {

namespace {

constexpr char16_t kFirstCombining = 0x300; ///< everything before it is in the embedded fonts and stands for itself

bool isPlain(const QString& text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() < kFirstCombining; });
}

/// Joiners, directions and variants: seen only in what they do to others.
bool isInvisible(char32_t code)
{
    const auto category = QChar::category(code);
    return category == QChar::Other_Format || category == QChar::Separator_Line || category == QChar::Separator_Paragraph || (code >= 0xFE00 && code <= 0xFE0F)
        || (code >= 0xE0100 && code <= 0xE01EF);
}

/// Asking the system takes milliseconds, once for a character.
bool isInAFont(char32_t code)
{
    thread_local QHash<char32_t, bool> known;
    if (const auto found = known.constFind(code); found != known.constEnd())
        return *found;
    static const QFont face = [] {
        loadFonts();
        return figureFont(11);
    }();
    return *known.insert(code, isInvisible(code) || QFontMetrics(face).inFontUcs4(static_cast<uint>(code)));
}

/// Letters that stand for themselves: Latin, Greek, Cyrillic, punctuation, arrows, mathematics, signs.
bool standsAlone(char32_t code)
{
    return code < kFirstCombining || (code >= 0x370 && code <= 0x482) || (code >= 0x48A && code <= 0x52F) || (code >= 0x1E00 && code <= 0x200B) || (code >= 0x2010 && code <= 0x2027)
        || (code >= 0x202F && code <= 0x205E) || (code >= 0x2070 && code <= 0x20CF) || (code >= 0x2100 && code <= 0x2BFF) || code == 0xFFFD;
}

} // namespace

QString withoutGaps(const QString& text)
{
    if (isPlain(text))
        return text;
    QString whole;
    for (const char32_t code : text.toUcs4()) {
        if (code < kFirstCombining || isInAFont(code))
            whole += QChar::fromUcs4(code);
        else
            whole += QStringLiteral("U+%1").arg(static_cast<uint>(code), 4, 16, QLatin1Char('0')).toUpper();
    }
    return whole;
}

bool needsShaping(const QString& text)
{
    return !isPlain(text) && !std::ranges::all_of(text.toUcs4(), standsAlone);
}

bool hasPictureGlyphs(const QString& text, const QFont& font)
{
    if (isPlain(text))
        return false;
    thread_local QHash<QString, bool> known;
    constexpr qsizetype kMost = 20000;
    if (known.size() > kMost)
        known.clear();
    if (const auto found = known.constFind(text); found != known.constEnd())
        return *found;
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    bool pictures = false;
    for (const QGlyphRun& run : layout.glyphRuns()) // the tables of fonts that hold bitmaps, of which the first is small
        pictures = pictures || !run.rawFont().fontTable("CBLC").isEmpty() || !run.rawFont().fontTable("sbix").isEmpty();
    return *known.insert(text, pictures);
}

} // namespace headlight::paint
