// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "dump/reading.h"

namespace headlight {

std::string_view nameOf(AxisRole role)
{
    switch (role) {
    case AxisRole::Sample:
        return "sample";
    case AxisRole::Layer:
        return "layer";
    case AxisRole::Head:
        return "head";
    case AxisRole::Query:
        return "query";
    case AxisRole::Key:
        return "key";
    case AxisRole::Fixed:
        return "fixed index";
    }
    return {};
}

std::string_view nameOf(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Measured:
        return "measured";
    case Certainty::Named:
        return "named";
    case Certainty::Assumed:
        return "assumed";
    }
    return {};
}

} // namespace headlight
