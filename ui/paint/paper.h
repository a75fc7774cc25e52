// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lengths on paper.
#pragma once

namespace headlight::paint {

inline constexpr double kMmPerInch = 25.4;

} // namespace headlight::paint
