// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/tokens.h"

namespace headlight::paint {

namespace {

Tokens makeLight()
{
    Tokens t;
    t.window = QColor(0xF3F4F6);
    t.panel = QColor(0xFBFBFC);
    t.canvas = QColor(0xFFFFFF);
    t.field = QColor(0xFFFFFF);
    t.line = QColor(0xD5DAE0);
    t.faintLine = QColor(0xE6E9ED);
    t.hover = QColor(0xE9ECF0);
    t.soft = QColor(0xE2ECFA);
    t.text = QColor(0x191D23);
    t.quietText = QColor(0x4E5864);
    t.hintText = QColor(0x5E6773);
    t.accent = QColor(0x1D5FC4);
    t.onAccent = QColor(0xFFFFFF);
    t.error = QColor(0xA3271D);
    t.ok = QColor(0x1C6844);
    t.warningText = QColor(0x664800);
    t.warningGround = QColor(0xFFF5DB);
    t.warningBorder = QColor(0xE2C069);
    t.edge = QColor(0x7E8792);
    t.series = {QColor(0x1D5FC4), QColor(0xB4531F), QColor(0x1C6844), QColor(0x7A3E9D)};
    t.otherSeries = QColor(0x9AA3AD);
    t.dark = false;
    return t;
}

Tokens makeDark()
{
    Tokens t;
    t.window = QColor(0x1F2328);
    t.panel = QColor(0x24292F);
    t.canvas = QColor(0x15181C);
    t.field = QColor(0x181B20);
    t.line = QColor(0x3A414A);
    t.faintLine = QColor(0x2D333A);
    t.hover = QColor(0x2C323A);
    t.soft = QColor(0x24395A);
    t.text = QColor(0xE7EAEE);
    t.quietText = QColor(0xAEB7C2);
    t.hintText = QColor(0x9CA6B2);
    t.accent = QColor(0x7FB2FF);
    t.onAccent = QColor(0x0B1A30);
    t.error = QColor(0xFF9B90);
    t.ok = QColor(0x7FD3A6);
    t.warningText = QColor(0xF2D58A);
    t.warningGround = QColor(0x3A3014);
    t.warningBorder = QColor(0x6E5A1E);
    t.edge = QColor(0x77818D);
    t.series = {QColor(0x7FB2FF), QColor(0xF0A36B), QColor(0x7FD3A6), QColor(0xCDA4EA)};
    t.otherSeries = QColor(0x9AA3AD);
    t.dark = true;
    return t;
}

} // namespace

const Tokens& lightTokens()
{
    static const Tokens tokens = makeLight();
    return tokens;
}

const Tokens& darkTokens()
{
    static const Tokens tokens = makeDark();
    return tokens;
}

} // namespace headlight::paint
