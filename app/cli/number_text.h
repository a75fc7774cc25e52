// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers as .csv and .json. Floats are as short as they can be without losing a bit.
#pragma once

#include "app/cli/number_array.h"
#include "base/result.h"

#include <span>
#include <string>

namespace headlight::cli {

/// One map: a header of keys and a row per query. More axes: a column per axis and one for the value.
std::string csvText(const NumberArray& array);
/// {"map": {"axes": [...], "layer": [...], ..., "shape": [...], "values": nested lists}}. Not a number is NaN, as Python writes it.
std::string jsonText(std::span<const NumberArray> arrays);

} // namespace headlight::cli
