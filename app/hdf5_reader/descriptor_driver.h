// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Lets the HDF5 library read a file that is open already, so that the process needs no right to open one.
#pragma once

#include "app/hdf5_reader/handles.h"

#include <cstdint>

namespace headlight::hdf5_reader {

/// An access property list whose driver reads `descriptor` (of `size` bytes), whatever name is opened with it; nothing can be written.
/// Invalid when the library refuses.
Handle accessByDescriptor(int descriptor, std::uint64_t size);

} // namespace headlight::hdf5_reader
