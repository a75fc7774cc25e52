// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/paint/colour_maps.h"

#include "ui/paint/tables/tables.h"

#include <algorithm>
#include <cmath>

namespace headlight::paint {

const std::vector<ColourMap>& colourMaps()
{
    static const std::vector<ColourMap> maps = {
        {"viridis", QStringLiteral("Viridis"), false, &tables::kViridis},
        {"cividis", QStringLiteral("Cividis"), false, &tables::kCividis},
        {"magma", QStringLiteral("Magma"), false, &tables::kMagma},
        {"inferno", QStringLiteral("Inferno"), false, &tables::kInferno},
        {"paper-blue", QStringLiteral("Paper blue"), false, &tables::kPaperBlue},
        {"grey", QStringLiteral("Grey"), false, &tables::kGrey},
        {"hot", QStringLiteral("Hot"), false, &tables::kHot},
        {"blue-brown", QStringLiteral("Blue–brown"), true, &tables::kBlueBrown},
    };
    return maps;
}

const ColourMap& colourMap(std::string_view name)
{
    const auto& maps = colourMaps();
    const auto found = std::find_if(maps.begin(), maps.end(), [name](const ColourMap& map) { return map.name == name; });
    return found == maps.end() ? maps.front() : *found;
}

int colourIndex(float value, double low, double high)
{
    const double position = (static_cast<double>(value) - low) / (high - low) * 256.0;
    if (!(position > 0.0)) // also where low == high and nothing is above
        return 0;
    return position >= 255.0 ? 255 : static_cast<int>(position);
}

QRgb cellColour(float value, const ColourScale& scale)
{
    const ColourTable& table = *colourMap(scale.map).table;
    if (scale.diverging && !(scale.high > scale.low))
        return table[128];
    return table[static_cast<std::size_t>(colourIndex(value, scale.low, scale.high))];
}

double luminance(QRgb colour)
{
    const auto linear = [](int channel) {
        const double u = channel / 255.0;
        return u <= 0.04045 ? u / 12.92 : std::pow((u + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
}

double contrast(QRgb one, QRgb other)
{
    const auto [darker, lighter] = std::minmax({luminance(one), luminance(other)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace headlight::paint
