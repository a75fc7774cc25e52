// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A name for the bytes of some files that a copy shares and a change loses.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace headlight {

/// 16 hexadecimal digits over file names, sizes and the first and last 64 kB of each file; folders and times do not matter.
std::string fingerprintOf(const std::vector<std::filesystem::path>& files);

} // namespace headlight
