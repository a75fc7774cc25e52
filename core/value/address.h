// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How people name a place inside a file: ['attentions'][3], /group/set, attention[0].attn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace headlight {

/// Each container is addressed the way its users write it.
enum class AddressStyle : std::uint8_t {
    Python,  ///< ['attentions'][3]; the root is ''
    Name,    ///< bare member names of .npz and .safetensors: layer_0
    Path,    ///< HDF5: /group/set
    Json,    ///< attention[0].attn
    JsonLines, ///< line 0: attention
};

/// Steps from the root: a key of a dictionary or a position in a list.
using AddressStep = std::variant<std::string, std::int64_t>;

class Address {
public:
    Address() = default;
    explicit Address(std::vector<AddressStep> steps) : m_steps(std::move(steps)) {}

    [[nodiscard]] const std::vector<AddressStep>& steps() const { return m_steps; }
    [[nodiscard]] Address child(std::string key) const;
    [[nodiscard]] Address child(std::int64_t index) const;
    [[nodiscard]] std::string toString(AddressStyle style) const;
    bool operator==(const Address&) const = default;

private:
    std::vector<AddressStep> m_steps;
};

} // namespace headlight
