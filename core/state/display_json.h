// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Display as JSON: a part of a saved state.
#pragma once

#include "state/state.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace headlight {

nlohmann::json displayToJson(const Display& display);

/// What is absent keeps its default; what is nonsense too, and a sentence goes to `ignored`.
Display displayFromJson(const nlohmann::json& json, std::vector<std::string>& ignored);

} // namespace headlight
