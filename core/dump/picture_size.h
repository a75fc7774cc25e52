// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The shape of a picture, from its first bytes.
#pragma once

#include <filesystem>
#include <optional>

namespace headlight {

/// Width divided by height of a PNG; nothing for other files.
std::optional<double> pictureAspect(const std::filesystem::path& picture);

} // namespace headlight
