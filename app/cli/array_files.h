// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Files of named arrays, written as they come: only a block of the numbers is in memory.
#pragma once

#include "base/job_context.h"
#include "base/result.h"
#include "base/whole_file.h"
#include "value/dtype.h"
#include "value/tensor.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace headlight::cli {

/// Takes bytes in the order of the file.
using ByteSink = std::function<Result<void>(ByteView)>;

/// One array; `write` gives all its elements, C order, little-endian.
struct ArrayToWrite {
    std::string name;
    DType dtype = DType::Float32;
    Shape shape;
    std::function<Result<void>(const ByteSink&, const JobContext&)> write;

    [[nodiscard]] std::uint64_t bytes() const;
};

/// The arrays and, as `headlight`, the manifest. Nothing is committed.
/// ErrorKind::CannotWrite for the disk, else what reading the numbers says; ErrorKind::Limit beyond what the format holds.
Result<void> writeNpz(WholeFile& file, const std::vector<ArrayToWrite>& arrays, const std::string& manifest, const JobContext& job);
Result<void> writeSafetensors(WholeFile& file, const std::vector<ArrayToWrite>& arrays, const std::string& manifest, const JobContext& job);
Result<void> writeHdf5(WholeFile& file, const std::vector<ArrayToWrite>& arrays, const std::string& manifest, const JobContext& job);

/// True when NumPy has this type; the others are widened to float32 for .npz and .h5, which loses nothing.
bool hasNumpyType(DType dtype);

} // namespace headlight::cli
