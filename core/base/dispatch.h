// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Loops compiled for several processors, chosen when the program starts.
#pragma once

/// Put before a function whose loops gain from wider registers: the plain x86-64 build then carries AVX2 and AVX-512 versions too.
/// Sanitizers run before the choice could be made, so they get the plain version.
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(HEADLIGHT_SANITIZED)
#define HEADLIGHT_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define HEADLIGHT_CLONES
#endif
