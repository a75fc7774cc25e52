// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which handler of the pickle machine serves which byte.
#pragma once

#include "formats/pickle_machine.h"

#include <array>

namespace headlight::formats {

struct PickleMachine::Opcodes {
    using Table = std::array<Handler, 256>;
    static const Table& table();
};

} // namespace headlight::formats
