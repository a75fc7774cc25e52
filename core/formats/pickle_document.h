// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A pickle, from bytes to values: what the readers of PyTorch and plain pickle files share.
#pragma once

#include "formats/object_plan.h"
#include "formats/readers.h"

namespace headlight::formats {

struct BuiltPickle {
    Value root;
    std::vector<std::string> notes; ///< sentences for the warnings
};

/// The value of a graph. `findStorage` answers for the archive or stream around it.
Result<BuiltPickle> builtPickle(const PickleGraph& graph, const std::function<Result<StoredElements>(const StorageName&)>& findStorage, const Limits& limits);

/// A document with everything but its content filled in.
Document documentOf(const Opening& opening, std::string format, AddressStyle style);

} // namespace headlight::formats
