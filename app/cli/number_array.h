// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers with named axes: what `values` gives.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace headlight::cli {

struct NumberAxis {
    std::string name;                  ///< "layer", "head", "query", "key", "sample"
    std::vector<std::int64_t> numbers; ///< as people count them: layers and heads from the index base, positions from 0
    std::vector<std::string> labels;   ///< tokens; empty where there are none
    bool operator==(const NumberAxis&) const = default;
};

struct NumberArray {
    std::string name; ///< the quantity, and the key in .npz
    std::vector<NumberAxis> axes;
    std::vector<float> values; ///< C order

    [[nodiscard]] std::vector<std::int64_t> shape() const
    {
        std::vector<std::int64_t> sizes;
        for (const auto& axis : axes)
            sizes.push_back(static_cast<std::int64_t>(axis.numbers.size()));
        return sizes;
    }
};

} // namespace headlight::cli
