// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Strings of data sets and attributes: of fixed or variable length, ASCII or UTF-8, padded in any of the three ways.
#pragma once

#include "base/result.h"
#include "value/tensor.h"

#include <hdf5.h>

#include <string>
#include <vector>

namespace headlight::hdf5_reader {

bool isText(hid_t type);

/// product(shape) strings in C order, as valid UTF-8. ErrorKind::Limit above kMostWords strings or 32 MB of text.
Result<std::vector<std::string>> wordsOfDataSet(hid_t set, hid_t type, hid_t space, const Shape& shape);
Result<std::vector<std::string>> wordsOfAttribute(hid_t attribute, hid_t type, hid_t space, const Shape& shape);

} // namespace headlight::hdf5_reader
