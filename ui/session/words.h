// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text of core as text of Qt.
#pragma once

#include <QString>

#include <string_view>

namespace headlight::ui {

/// From UTF-8.
inline QString words(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace headlight::ui
