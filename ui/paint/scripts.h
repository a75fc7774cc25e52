// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writing the embedded fonts lack: the system's fonts have it, or a figure says which characters nobody has.
#pragma once

#include <QFont>
#include <QString>

namespace headlight::paint {

/// With every character that no font has written as U+0915, so that nothing becomes an empty box.
QString withoutGaps(const QString& text);

/// Scripts whose letters join or change, combining marks, joiners and variants of emoji: single glyphs in a row would be something else.
bool needsShaping(const QString& text);

/// True for colour emoji: their glyphs are pictures and have no outlines, which is all that PDF and paths know.
bool hasPictureGlyphs(const QString& text, const QFont& font);

} // namespace headlight::paint
