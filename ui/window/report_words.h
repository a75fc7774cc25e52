// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The report "What is in this file" as text, for a bug report; and what its choices mean.
#pragma once

#include "dump/dump.h"

#include <QString>

#include <utility>
#include <vector>

namespace headlight::ui {

QString roleWords(AxisRole role);           ///< "Layer"
QString kindWords(StackKind kind);          ///< "Cross attention"
QString certaintyWords(Certainty certainty); ///< "Measured"

/// Roles of all axes after one was changed: the axis that had this role takes the old one, so that never two are equal.
std::vector<std::pair<std::int64_t, AxisRole>> swappedRoles(const std::vector<AxisReading>& axes, std::int64_t axis, AxisRole role);

struct MeasureAvailability {
    QString name;
    QString state; ///< "available" or why not
    bool available = false;
};
std::vector<MeasureAvailability> measuresOf(const Dump& dump);

/// "HDF5 · 1.2 MB on disk · 12 layers × 12 heads × 64 queries × 64 keys".
QString summaryWords(const Dump& dump);
QString reportText(const Dump& dump);

/// Tensors and other leaves of a file that is not a dump; empty when it cannot be read at all.
std::vector<FoundItem> contentOf(const QString& path);

} // namespace headlight::ui
