// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What has to be said about the files of a series: numbers and parts that are missing, others beside it, sidecars of another length.
#pragma once

#include "dump/collect.h"
#include "dump/reading.h"
#include "dump/sidecar.h"

#include <cstdint>
#include <vector>

namespace headlight {

std::vector<Note> notesAboutSeries(const FileSet& set, const std::vector<Sidecar>& sidecars, std::int64_t samples);

} // namespace headlight
