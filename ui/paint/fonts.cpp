// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/fonts.h"

#include "resources/resources.h"

#include <QDir>
#include <QFontDatabase>
#include <QResource>
#include <QStringList>

#include <mutex>

namespace headlight::paint {

namespace {

QFont font(const QStringList& families, QFont::Weight weight)
{
    QFont result;
    result.setFamilies(families);
    result.setWeight(weight);
    result.setHintingPreference(QFont::PreferNoHinting);
    return result;
}

/// DejaVu has what Inter lacks: U+2581 in front of SentencePiece words, U+FFFD. Noto, where installed, has the rest.
const QStringList& textFamilies()
{
    static const QStringList families = {QStringLiteral("Inter"), QStringLiteral("DejaVu Sans"), QStringLiteral("Noto Sans CJK SC")};
    return families;
}

} // namespace

void loadFonts()
{
    static std::once_flag once;
    std::call_once(once, [] {
        initResources();
        const QDir folder(QStringLiteral(":/headlight/fonts"));
        for (const QString& file : folder.entryList(QDir::Files, QDir::Name))
            QFontDatabase::addApplicationFontFromData(QResource(folder.filePath(file)).uncompressedData()); // in place; a file would be copied first
    });
}

QFont figureFont(int pixels, QFont::Weight weight)
{
    QFont result = font(textFamilies(), weight);
    result.setPixelSize(pixels);
    // Inter swaps glyphs by context, "->" becomes an arrow and "[" a taller one: tokens must stay what they are, and a PDF cannot
    // be searched for swapped glyphs. Scripts that need shaping still get it.
    result.setStyleStrategy(QFont::PreferNoShaping);
    return result;
}

QFont chromeFont(double pixels, QFont::Weight weight)
{
    QFont result = font(textFamilies(), weight);
    result.setPointSizeF(pixels * 72.0 / 96.0);
    return result;
}

QFont codeFont(double pixels)
{
    QFont result = font({QStringLiteral("DejaVu Sans Mono")}, QFont::Normal);
    result.setPointSizeF(pixels * 72.0 / 96.0);
    return result;
}

} // namespace headlight::paint
