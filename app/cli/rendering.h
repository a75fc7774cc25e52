// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Batches of figures as -o and its switches want them.
#pragma once

#include "app/cli/output.h"
#include "base/result.h"
#include "ui/paint/batch.h"

namespace headlight::cli {

/// Files are written by `output`, skipped with --resume; the first error ends the others.
paint::BatchChoices choicesFor(const Output& output);

/// The first error; ErrorKind::Cancelled when the work was stopped.
Result<void> outcomeOf(const paint::BatchReport& report);

} // namespace headlight::cli
