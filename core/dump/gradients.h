// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Gradients belong to attention of the same shape.
#pragma once

#include "dump/recognise.h"

namespace headlight {

/// The array as gradients of this attention: axes of size 1 may be missing or added, lists may be axes. Null when it does not fit.
SharedArray gradientFor(const Nest& nest, const ArrayView& attention);

} // namespace headlight
