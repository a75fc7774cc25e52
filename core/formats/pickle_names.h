// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The names a pickle may mention, and those that give an attack away.
#pragma once

#include "formats/pickle_graph.h"

namespace headlight::formats {

/// Old and new spellings of one module become one: __builtin__, copy_reg, numpy._core, ...
GlobalName canonicalName(std::string module, std::string name);

/// True for what no dump needs and every attack does: os, subprocess, builtins.eval, ... and dotted walks to them.
bool isHostileName(const GlobalName& name);

/// "This pickle asks to call os.system. ..."
Error hostileError(const GlobalName& name, std::uint64_t offset);

} // namespace headlight::formats
