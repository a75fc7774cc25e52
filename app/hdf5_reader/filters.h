// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The filters (compressions) of a data set.
#pragma once

#include "base/result.h"

#include <hdf5.h>

namespace headlight::hdf5_reader {

/// ErrorKind::Unsupported names the first filter that is not here, the package that has it, and how to do without.
Result<void> filtersAreHere(hid_t creationProperties);

} // namespace headlight::hdf5_reader
