// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Puts a dump together from files that have been read: stacks, samples, axes, notes, what was found.
#pragma once

#include "dump/collect.h"
#include "dump/opened_dump.h"
#include "dump/read_files.h"

namespace headlight {

DumpParts buildDump(const FileSet& set, ReadFiles read, const ReadingChoices& choices);

} // namespace headlight
