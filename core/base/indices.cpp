// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/indices.h"

namespace headlight {

namespace {

std::int64_t offsetOf(IndexBase base)
{
    return base == IndexBase::One ? 1 : 0;
}

} // namespace

std::string label(LayerIndex layer, IndexBase base)
{
    return std::to_string(layer.value + offsetOf(base));
}

std::string label(HeadIndex head, IndexBase base)
{
    return std::to_string(head.value + offsetOf(base));
}

std::string label(SampleIndex sample)
{
    return std::to_string(sample.value);
}

LayerIndex layerFromNumber(std::int64_t number, IndexBase base)
{
    return LayerIndex{number - offsetOf(base)};
}

HeadIndex headFromNumber(std::int64_t number, IndexBase base)
{
    return HeadIndex{number - offsetOf(base)};
}

} // namespace headlight
