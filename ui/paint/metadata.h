// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a state stands in PDF and SVG files.
#pragma once

#include <QByteArray>
#include <QString>

#include <string>

namespace headlight::paint {

inline constexpr const char* kStateNamespace = "urn:headlight:state#";
inline constexpr const char* kStateElementName = "state";
inline constexpr const char* kStateMark = "headlight-state"; ///< id of the block in HTML, word before the state in LaTeX

/// `<headlight:state xmlns:headlight="...">{...}</headlight:state>`
QByteArray stateElement(const std::string& stateJson);

/// A metadata packet for PDF with title and state.
QByteArray xmpPacket(const QString& title, const std::string& stateJson);

} // namespace headlight::paint
