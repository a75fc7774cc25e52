// SPDX-FileCopyrightText: 2026 The Headlight authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a dump is said in one line.
#pragma once

#include "dump/dump.h"

#include <QString>

namespace headlight::ui {

QString placeWords(const Dump& dump);   ///< "sample0.h5 — bert_sst2"
QString sizeWords(const Dump& dump);    ///< "12 layers × 12 heads · 63 tokens"
QString recentWords(const Dump& dump);  ///< "covr_blip2 · 4 samples · 12 layers × 12 heads · 63 tokens"
QString byteWords(std::uint64_t bytes); ///< "1.2 MB"

} // namespace headlight::ui
