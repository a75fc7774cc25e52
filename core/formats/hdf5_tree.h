// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Builds the value tree of an HDF5 file from what the reader child lists. The child may be in the hands of the file: nothing it says is
// believed further than its own bytes.
#pragma once

#include "formats/hdf5_file.h"
#include "value/value.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace headlight::formats::hdf5 {

/// Groups become dictionaries, data sets tensors or strings, attributes entries "@name" (of a group) or "set@name" beside their set.
class Tree {
public:
    Tree(Source source, std::shared_ptr<File> file, std::size_t mostValues) : m_source(std::move(source)), m_file(std::move(file)), m_mostValues(mostValues) {}

    /// One frame of a walk. Errors end the file: frames that make no tree, or more than the limits allow.
    Result<void> take(Frame kind, ByteView body);
    /// The root, when everything has been taken.
    Result<Value> root() &&;

private:
    struct Level {
        std::string name;
        Dictionary entries;
        std::unordered_map<std::string, std::size_t> positions; ///< of the names, which are unique
    };

    Result<void> open(std::string name);
    Result<void> close();
    Result<void> put(const std::string& name, Value value);
    Result<void> takeArray(ByteView body);
    Result<void> takeWords(ByteView body);
    Result<void> takeRefusal(ByteView body);
    Result<Tensor> tensorOf(ArrayEntry entry) const;
    [[nodiscard]] std::string pathOf(const std::string& name) const;

    Source m_source;
    std::shared_ptr<File> m_file;
    std::size_t m_mostValues;
    std::size_t m_values = 0;
    std::vector<Level> m_levels;
    Value m_root;
    bool m_complete = false;
};

} // namespace headlight::formats::hdf5
