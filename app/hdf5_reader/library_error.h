// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the HDF5 library has to say about its last failure.
#pragma once

#include "base/error.h"

#include <string_view>

namespace headlight::hdf5_reader {

/// "the attribute cannot be read: <the library's innermost words>", with the kind and the remedy they suggest. Forgets the failure.
Error libraryError(std::string_view what);

} // namespace headlight::hdf5_reader
