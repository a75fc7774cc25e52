// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes the HDF5 library understand LZF, which h5py writes and the library lacks.
#pragma once

namespace headlight::hdf5_reader {

constexpr int kLzfFilter = 32000;

bool registerLzf();

} // namespace headlight::hdf5_reader
