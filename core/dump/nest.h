// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Regular nests: a tensor, or lists of lists of tensors of one rank, as models return layers and people collect batches.
#pragma once

#include "base/result.h"
#include "value/address.h"
#include "value/document.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

/// One list around the tensors.
struct ListAxis {
    std::int64_t size = 0;
    std::string name;                   ///< what its entries are called where they have names: "layer.#.attn"; else empty
    std::vector<std::int64_t> numbers;  ///< the numbers in those names, in order
};

/// Tensors of equal rank under zero or more lists. A tensor that cannot be read keeps its place and its reason.
struct Nest {
    Address address;
    std::string name;                   ///< for people, in the document's style: "['attentions']"
    std::vector<ListAxis> lists;        ///< outermost first
    std::vector<Result<Tensor>> leaves; ///< in order, the innermost list runs fastest
    std::int64_t rank = 0;              ///< of every tensor

    [[nodiscard]] std::int64_t axes() const { return static_cast<std::int64_t>(lists.size()) + rank; }
    /// Position of the first leaf that can be read; a nest has at least one.
    [[nodiscard]] std::size_t firstGood() const;
    [[nodiscard]] const Tensor& sample() const { return *leaves[firstGood()]; }
    /// Keys above and in the array, joined by '.': what names have to say about it.
    [[nodiscard]] std::string words() const;
};

/// A list of words found in the tree.
struct FoundStrings {
    Address address;
    std::string name;
    std::vector<std::vector<std::string>> lists; ///< one list, or one for each sample
    bool nested = false;                         ///< it was a list of lists
};

/// Everything in a value tree that recognition works on.
struct TreeContents {
    std::vector<Nest> nests;             ///< of floating-point tensors
    std::vector<FoundStrings> strings;
    std::vector<TensorEntry> others;     ///< tensors of integers, and complex ones
    std::vector<OpaqueEntry> opaque;
    std::vector<Address> emptyLayers;    ///< lists of nothing but None: a model that was not asked for attention
    std::int64_t numberCount = 0;        ///< loose scalars, for "holds 3 strings and a number"
    std::int64_t stringCount = 0;
};

TreeContents treeContents(const Value& root, AddressStyle style);

/// The nest a value is, if it is one.
std::optional<Nest> nestOf(const Value& value);

} // namespace headlight
