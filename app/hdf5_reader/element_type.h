// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which number type a type of the HDF5 library is, or why it is none.
#pragma once

#include "app/hdf5_reader/handles.h"
#include "base/result.h"
#include "value/dtype.h"

namespace headlight::hdf5_reader {

struct ElementType {
    DType dtype = DType::Float32;
    ByteOrder order = ByteOrder::Little;
    bool plain = true;  ///< elements lie in the file as such numbers do; false: the library has to convert them
};

/// ErrorKind::Unsupported names what it is (a compound with its fields, a reference, ...) and what to do.
Result<ElementType> elementTypeOf(hid_t type);
/// The library's type in memory for such elements.
Handle memoryTypeOf(const ElementType& element, hid_t fileType);

} // namespace headlight::hdf5_reader
