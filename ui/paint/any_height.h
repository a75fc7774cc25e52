// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Layouts without an end: how a figure is asked for the height it needs.
#pragma once

namespace headlight::paint {

/// A size this high is no paper but that question.
inline constexpr double kAnyHeight = 2e4;
/// What is asked with.
inline constexpr double kUnbounded = 1e5;

} // namespace headlight::paint
