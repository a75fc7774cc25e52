// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the names of arrays and files say: attention or gradient, which stack, which number in a series.
#pragma once

#include "dump/dump.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headlight {

std::string lowercase(std::string_view text);

/// True when `word` stands in `name` as a whole word: "layer" in "layer_3" and "model.layer.3", not in "player".
/// Words end at anything but letters; upper and lower case are the same.
bool hasWord(std::string_view name, std::string_view word);

/// The name speaks of attention weights: attention, attentions, attn, attn_probs, ...
bool saysAttention(std::string_view name);
/// The name speaks of derivatives: grad, grads, gradient, gradients.
bool saysGradient(std::string_view name);
/// Arrays that models return beside attention and that are never attention: hidden states, logits, importance, ids.
bool saysOther(std::string_view name);
/// Attention of global tokens, the second part of a sliding-window dump.
bool saysGlobalAttention(std::string_view name);

/// Encoder, decoder, cross, vision or text, where the name says so.
std::optional<StackKind> kindIn(std::string_view name);

/// The target in the name of gradients: "243" in gradients_243, "text0" in image_attn_grad_text0; empty when there is none.
std::string gradientTarget(std::string_view name);
/// What the attention of these gradients is called: "image" for image_attn_grad_text0, empty for gradients_243.
std::string gradientBase(std::string_view name);
/// The name without words for attention: "image" for image_attn_probs, empty for attentions.
std::string attentionBase(std::string_view name);
/// The same for global attention: "encoder" for encoder_global_attentions, empty for global_attentions.
std::string globalAttentionBase(std::string_view name);

/// A name with its numbers taken out: "attentions_#" and {10}.
struct NumberedName {
    std::string pattern;
    std::vector<std::int64_t> numbers;
};
NumberedName numbered(std::string_view name);

} // namespace headlight
