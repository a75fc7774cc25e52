// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A − B: the same quantity of two states, or of two dumps.
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/number_array.h"
#include "base/result.h"

#include <string>

namespace headlight::cli {

/// The command line of B, which --minus names: a saved state or an exported figure chooses everything itself but how numbers are taken together;
/// another dump is read with all the choices of A.
Result<Arguments> argumentsOfMinus(const Arguments& arguments, const std::string& file);

/// A − B number by number, with the axes of A. ErrorKind::Selection where their sizes differ.
Result<NumberArray> difference(NumberArray a, const NumberArray& b);

} // namespace headlight::cli
