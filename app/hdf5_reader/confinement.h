// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the child gives up before it looks at the file. The file may take over this process: it must then be worth nothing.
#pragma once

namespace headlight::hdf5_reader {

/// Closes every descriptor but the standard ones, the file and the shared memory.
void closeOtherFiles();
/// Bounds on memory and none on core dumps, for good. Not under sanitizers, which need terabytes of addresses.
bool limitMemory();
/// This much time of the processor for the next request, after which the system ends the process. The program itself is less patient;
/// this is for a child whose program died.
bool limitTime();
/// No new rights by starting programs, and no system call but those that reading an open file, memory and answering need, in any thread.
bool giveUpRights();

} // namespace headlight::hdf5_reader
