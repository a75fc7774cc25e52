// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers in columns: every digit is as wide as the widest one.
#pragma once

#include "ui/paint/lettering.h"

namespace headlight::paint {

double numberWidth(const Lettering& letters, Role role, const QString& text);
/// Ends at `baseline`.
void drawNumber(QPainter& painter, const Lettering& letters, Role role, QPointF baseline, const QString& text, const QColor& colour);

} // namespace headlight::paint
