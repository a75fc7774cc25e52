// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What torch.save wrote before version 1.6, and writes inside plain pickles: five pickles, then the storages one after the other.
#pragma once

#include "formats/object_plan.h"

#include <map>

namespace headlight::formats {

struct TorchStream {
    struct Part {
        StoredElements stored;
        std::uint64_t bytes = 0;
    };

    PickleGraph object;                   ///< the fourth part: what was saved
    std::map<std::string, Part> storages; ///< by key
    std::uint64_t end = 0;                ///< first byte behind the last storage
};

/// NotThisFormat without the magic number.
Result<TorchStream> readTorchStream(const Source& source, const Limits& limits, const JobContext& job = {});

/// The storage of that name, if the stream holds it as declared.
Result<StoredElements> storageInStream(const TorchStream& stream, const StorageName& name);

/// The bytes of torch.save(storage): a stream whose object is that storage.
Result<TorchStorage> storageFromStream(const Source& source, const Limits& limits);

} // namespace headlight::formats
