// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What was freed belongs to the system again, however many threads took it.
#pragma once

namespace headlight {

/// Keeps the C library from raising, after the first large block is freed, the sizes from which memory is mapped by itself and given back:
/// with the raised ones every worker thread keeps tens of megabytes of a dump that was closed. Once, before there are threads; without
/// effect where the C library is another than glibc.
void giveFreedMemoryBack();

/// The opposite, for a process that makes one picture after the other and ends: fresh memory for each would cost a sixth of its time.
void keepFreedMemory();

} // namespace headlight
