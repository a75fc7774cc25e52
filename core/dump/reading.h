// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a file was understood, and why: what the report "What is in this file" and `headlight info` say.
#pragma once

#include "value/address.h"
#include "value/dtype.h"
#include "value/tensor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace headlight {

enum class Certainty : std::uint8_t {
    Measured, ///< follows from the values: "sums to 1 within 0.0008 in all 9216 rows"
    Named,    ///< follows from a name or a sidecar
    Assumed,  ///< usual, but the file does not say
};

enum class AxisRole : std::uint8_t { Sample, Layer, Head, Query, Key, Fixed };

std::string_view nameOf(AxisRole role);
std::string_view nameOf(Certainty certainty);

/// One axis of an array (or of the list around it, then `axis` is negative: -1 the innermost list).
struct AxisReading {
    std::int64_t axis = 0;
    std::int64_t size = 0;
    AxisRole role = AxisRole::Fixed;
    Certainty certainty = Certainty::Assumed;
    std::string why; ///< a sentence with numbers
};

enum class NoteWeight : std::uint8_t { Decision, Warning, Information };

/// What a note offers to do; the window makes buttons of them, the command line ignores them.
enum class NoteOffer : std::uint8_t { LoadTokens, KeepFileTokens, NumbersOnly, OpenOthers };

/// A fact about the dump that people should know: facts first, then what the program did.
struct Note {
    NoteWeight weight = NoteWeight::Information;
    std::string title; ///< "The tokens do not fit this attention"
    std::string text;  ///< "47 tokens are listed before [PAD], but only key positions 0-41 ever receive attention."
    std::vector<NoteOffer> offers = {};
};

/// Something found in the file or beside it.
struct FoundItem {
    enum class Kind : std::uint8_t { Attention, Gradient, OtherTensor, Tokens, Captions, Picture, Opaque, File };
    Kind kind = Kind::OtherTensor;
    std::string name;    ///< address or file name
    std::string content; ///< "float32, 12 x 12 x 64 x 64", "64 strings", "beside the file"
};

/// Something that was decided, and why.
struct Decision {
    Certainty certainty = Certainty::Assumed;
    std::string why; ///< a sentence
};

/// Reading of one stack.
struct StackReading {
    std::string array;                ///< where: "['attentions']", "attentions_0.pt"
    std::vector<AxisReading> axes;
    std::vector<std::string> reasons; ///< everything else that was decided, one sentence each
    std::string address = {};         ///< as choices and manifests name the array; empty for the root of a file
    Decision kind = {};               ///< why it is self, cross, ... attention
    Decision storage = {};            ///< why it is whole maps, a sliding window or steps
    Decision positions = {};          ///< why its axes have these segments
    Decision tokens = {};             ///< where its labels come from
};

enum class ArrayUse : std::uint8_t { Attention, Gradient, LeftOut };

/// An array of the first file, and what it was taken for.
struct ArrayReading {
    std::string address; ///< as choices and manifests name it; empty for the root of a file
    std::string content; ///< "float32, 12 x 12 x 64 x 64"
    ArrayUse use = ArrayUse::LeftOut;
    Decision reason = {};
    std::string gradientOf = {}; ///< stack, of gradients
    std::string target = {};
};

/// A list of words of the first file.
struct TokenListReading {
    std::string address;
    std::string content; ///< "64 strings"
};

} // namespace headlight
