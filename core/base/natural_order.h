// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order people expect of numbered names: layer_2 before layer_10.
#pragma once

#include <string_view>

namespace headlight {

/// True when `a` comes before `b`: runs of digits compare as numbers, all else byte by byte.
bool naturallyBefore(std::string_view a, std::string_view b);

} // namespace headlight
